"""Where a value stands, for the problems it may have."""

from typing import NamedTuple, Protocol

from qvgraph.language import say
from qvgraph.study.lines import Keys


class Place(NamedTuple):
    """File, line, and table with key; put into words only when people read it."""

    file: str
    line: int | None = None
    key: str = ""

    def __str__(self) -> str:
        """For instance ``half.toml line 12 [scenario.cliff] funding.fte``."""
        start = self.file
        if self.line is not None:
            start = say("{file} line {line}", file=self.file, line=self.line)
        return f"{start} {self.key}".rstrip()


class Places(Protocol):
    """Knows where a key stands and collects what is wrong with it."""

    @property
    def outside_range(self) -> bool:
        """Whether assumptions may lie outside the range found plausible."""

    def where(self, keys: Keys) -> Place:
        """The place of one key."""

    def note(self, keys: Keys, what: str) -> None:
        """Remember what is wrong with one key."""
