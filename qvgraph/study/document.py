"""A study file as TOML gives it, with the place of each of its keys."""

import tomllib
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from qvgraph.language import say
from qvgraph.problems import Problems, nearest
from qvgraph.study.lines import Keys, line_of, lines_of
from qvgraph.study.place import Place, written
from qvgraph.study.syntax import not_toml
from qvgraph.study.values import Note, shown

AT_THE_TOP: Final = ("title", "baseline", "outside_range")
TABLES: Final = ("network", "run", "judge", "levers", "assumptions", "region", "scenario")
KEYS: Final = (*AT_THE_TOP, *TABLES)
"""What may stand at the top of a study file."""

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
            raise not_toml(file, text, str(error)) from error
        outside_range = data.get("outside_range") is True
        return cls(file, data, lines_of(text), Problems(), outside_range)

    def where(self, keys: Keys) -> Place:
        """The place of one table or key."""
        length = self._length_of_table(keys)
        return Place(self.file, line_of(keys, self.lines), written(keys[:length], keys[length:]))

    def note(self, keys: Keys, what: str, *inside: str) -> None:
        """Remember what is wrong with one key; the line is that of what stands `inside` of it."""
        line = line_of((*keys, *inside), self.lines)
        self.problems.note(self.where(keys)._replace(line=line), what)

    def noting(self, *keys: str) -> Note:
        """What takes the problems of one key."""
        return partial(self.note, keys)

    def misspelt(self, key: str) -> bool:
        """Whether something that is told already is likely to be this key of the top."""
        astray = key in AT_THE_TOP and any(
            keys[-1] == key and keys[-2] not in ("scenario", "region", "district")
            for keys in self.lines
            if len(keys) > 1
        )
        return astray or any(nearest(other, [key]) for other in self.data if other not in KEYS)

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
        if not keys or keys[0] in AT_THE_TOP or not isinstance(self.data.get(keys[0], {}), dict):
            return 0
        if keys[0] not in _NAMED_TABLES:
            return 1
        length, nested = 2, _NAMED_TABLES[keys[0]]
        while keys[length : length + 1] == (nested,):
            length, nested = length + 2, _NAMED_TABLES.get(nested, "")
        return min(len(keys), length)
