"""Collect every problem of an input, raise once, print well."""

import difflib
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from qvgraph.language import say

_UNSEEN = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]")
"""What moves a cursor, ends a line or rings a bell."""

SHOWN = 20
"""Problems printed on a screen; the rest is counted."""


MOST = 50_000
"""Problems after which reading stops: who has more mends the first, and nobody waits a minute."""

ALIKE = 0.6
"""How alike a name is at least (0 to 1) to be named as the nearest."""


class Place(str):
    """Where something stands, as people read it, with its parts for tables of problems.

    `spot` is a line, a row or a cell.
    """

    file: str
    sheet: str
    spot: str
    column: str

    def __new__(
        cls, text: str, *, file: str = "", sheet: str = "", spot: str = "", column: str = ""
    ) -> Self:
        place = super().__new__(cls, text)
        place.file, place.sheet, place.spot, place.column = file, sheet, spot, column
        return place


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where it stands, what was found, what was expected."""

    where: str
    what: str
    line: int | None = field(default=None, compare=False)
    """The line in its file, to put problems in the order in which they are met there."""
    place: Place | None = field(default=None, compare=False)
    """The same as `where`, taken apart, if it is in a table."""

    @classmethod
    def at(cls, where: object, what: str) -> "Problem":
        """A problem at a text, or at a place that reads as one and may know its line."""
        place = where if isinstance(where, Place) else None
        return cls(str(where), what, getattr(where, "line", None), place)

    def __str__(self) -> str:
        """One line, whatever signs were typed."""
        text = f"{self.where}: {self.what}" if self.where else self.what
        return _UNSEEN.sub(lambda sign: ascii(sign[0])[1:-1], text)


class InputError(Exception):
    """The input cannot be used; carries every problem found.

    The command line prints it and exits with 2; nothing has been written.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class Problems:
    """A list that problems are noted on while a whole input is read."""

    def __init__(self) -> None:
        self._noted: dict[Problem, None] = {}

    def note(self, where: object, what: str) -> None:
        """Remember one problem and go on; the same problem is kept once."""
        self.take(Problem.at(where, what))

    def take(self, problem: Problem) -> None:
        """Remember one that was noted elsewhere; raises `InputError` with the `MOST`th."""
        self._noted[problem] = None
        if len(self) >= MOST:
            text = say("reading stopped here, as there are too many problems")
            self._noted[Problem("", text)] = None
            self.raise_if_any()

    def tell(self, fact: str) -> None:
        """Say what is no problem: a reader keeps it, elsewhere nobody is there to listen."""

    def __bool__(self) -> bool:
        return bool(self._noted)

    def __len__(self) -> int:
        return len(self._noted)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._noted)

    def raise_if_any(self) -> None:
        """Raise `InputError` with all that was noted: by line, then what has none."""
        if self._noted:
            raise InputError(sorted(self._noted, key=_by_line))


def fail(where: object, what: str) -> InputError:
    """An error with a single problem, to be raised."""
    return InputError([Problem.at(where, what)])


def nearest(name: str, known: Iterable[str]) -> str:
    """`; did you mean visit_hours?`, or nothing when no known name is near.

    Capital letters do not count, and a name without a point may be the last part of a path.
    """
    known = list(known)
    found = _closest(name, {one: one for one in known})
    if not found and "." not in name:
        found = _closest(name, {path.rpartition(".")[2]: path for path in known})
    return say("; did you mean {name}?", name=found) if found else ""


def none_of(value: str, choices: Iterable[str]) -> str:
    """`“nodes” found; expected is one of: node, group, network; did you mean node?`."""
    choices = list(choices)
    what = say(
        "“{value}” found; expected is one of: {choices}", value=value, choices=", ".join(choices)
    )
    return what + nearest(value, choices)


def _closest(name: str, known: Mapping[str, str]) -> str | None:
    """What stands under the key that is written most alike."""
    folded = {key.casefold(): one for key, one in reversed(list(known.items()))}
    match = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=ALIKE)
    return folded[match[0]] if match else None


def _by_line(problem: Problem) -> float:
    return math.inf if problem.line is None else problem.line
