"""What a report consists of: sections of paragraphs, notes, tables and pictures, all in words."""

from dataclasses import dataclass
from typing import ClassVar, Literal


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One or more sentences; `code` is a command that belongs to them."""

    text: str
    code: str = ""
    kind: ClassVar = "paragraph"


@dataclass(frozen=True, slots=True)
class Notes:
    """Remarks below something, smaller."""

    items: tuple[str, ...]
    kind: ClassVar = "notes"


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, and what stands for it where it cannot be seen; its caption if it has one."""

    said: str
    svg: str
    title: str = ""
    finding: str = ""
    kind: ClassVar = "picture"


@dataclass(frozen=True, slots=True)
class Cell:
    """Text with a second line; `code` is a name as it is typed, `loud` what must be noticed."""

    text: str
    below: str = ""
    code: str = ""
    loud: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row: what it is about, then its cells."""

    head: Cell
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a heading of their own; one without heading stands alone."""

    lines: tuple[Line, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. All columns but the first may hold `numbers`; `results` are those of the model."""

    caption: str
    headings: tuple[str, ...]
    groups: tuple[Group, ...]
    numbers: bool = False
    results: bool = False
    kind: ClassVar = "grid"


Block = Paragraph | Notes | Picture | Grid


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, an anchor to it, and what stands below."""

    anchor: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What the page itself says."""

    kicker: str
    contents: str
    caveats: str
    footer: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report; `marks` are what must stand beside every figure."""

    language: Literal["de", "en"]
    title: str
    words: Words
    marks: tuple[str, ...]
    warning: str
    answer: str
    further: tuple[str, ...]
    picture: Picture
    caveats: tuple[str, ...]
    sections: tuple[Section, ...]
