"""Where a value stands, for the problems it may have."""

import json
import re
from typing import Final, NamedTuple, Protocol

from qvgraph.language import say
from qvgraph.study.lines import Keys

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")


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


def written(table: Keys, key: Keys) -> str:
    """A table and a key in it as they stand in a file: ``[scenario.cliff] funding.fte``."""
    return " ".join([f"[{dotted(table)}]"] * bool(table) + [dotted(key)] * bool(key))


def dotted(keys: Keys) -> str:
    """Names with points between them, in quotation marks where TOML needs them."""
    return ".".join(
        key if _BARE.fullmatch(key) else json.dumps(key, ensure_ascii=not key.isprintable())
        for key in keys
    )


class Places(Protocol):
    """Knows where a key stands and collects what is wrong with it."""

    @property
    def outside_range(self) -> bool:
        """Whether assumptions may lie outside the range found plausible."""

    def where(self, keys: Keys) -> Place:
        """The place of one key."""

    def note(self, keys: Keys, what: str, *inside: str) -> None:
        """Remember what is wrong with one key, or with what stands `inside` of its value."""
