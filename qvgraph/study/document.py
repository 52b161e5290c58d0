"""A study file as TOML gives it, with the place of each of its keys."""

import json
import re
import tomllib
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from qvgraph.language import say
from qvgraph.problems import InputError, Problems, fail
from qvgraph.study.lines import Keys, line_of, lines_of
from qvgraph.study.place import Place
from qvgraph.study.values import Note, shown

_POSITION: Final = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_NAMED_TABLES: Final = {"scenario": "region", "region": "district"}
"""Tables whose second part is a name, and what may be nested in them under names of its own."""


@dataclass(frozen=True)
class Document:
    """What a study file holds; problems are noted with file, line, table and key."""

    file: str
    data: dict[str, Any]
    lines: dict[Keys, int]
    problems: Problems
    outside_range: bool

    @classmethod
    def of(cls, file: str, text: str) -> "Document":
        """Parse a text; raises `InputError` with the line where it is no TOML."""
        try:
            data = tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            raise _not_toml(file, text, str(error)) from error
        outside_range = data.get("outside_range") is True
        return cls(file, data, lines_of(text), Problems(), outside_range)

    def where(self, keys: Keys) -> Place:
        """The place of one table or key."""
        length = self._length_of_table(keys)
        table = f"[{_dotted(keys[:length])}] " if length else ""
        return Place(self.file, line_of(keys, self.lines), table + _dotted(keys[length:]))

    def note(self, keys: Keys, what: str) -> None:
        """Remember what is wrong with one key."""
        self.problems.note(str(self.where(keys)), what)

    def noting(self, *keys: str) -> Note:
        """What takes the problems of one key."""
        return partial(self.note, keys)

    def table(self, *keys: str) -> dict[str, Any]:
        """One table, empty where it is missing; something else in its place is noted."""
        table: Any = self.data
        for depth, key in enumerate(keys, start=1):
            table = table.get(key, {})
            if not isinstance(table, dict):
                found = shown(table)
                self.note(keys[:depth], say("{found} found; a table is expected", found=found))
                return {}
        return table  # type: ignore[no-any-return]

    def _length_of_table(self, keys: Keys) -> int:
        if not keys or not isinstance(self.data.get(keys[0], {}), dict):
            return 0
        if keys[0] not in _NAMED_TABLES:
            return 1
        length, nested = 2, _NAMED_TABLES[keys[0]]
        while keys[length : length + 1] == (nested,):
            length, nested = length + 2, _NAMED_TABLES.get(nested, "")
        return min(len(keys), length)


def _dotted(keys: Keys) -> str:
    return ".".join(key if _BARE.fullmatch(key) else json.dumps(key) for key in keys)


def _not_toml(file: str, text: str, reason: str) -> InputError:
    """The parser's own words, which are English, with the line in front."""
    position = _POSITION.search(reason)
    if not position:
        return fail(file, say("this is no TOML: {reason}", reason=reason))
    line = position[1] or len(text.splitlines())
    where = Place(file, int(line))
    return fail(str(where), say("this is no TOML: {reason}", reason=_POSITION.sub("", reason)))
