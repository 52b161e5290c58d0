"""Collect every problem of an input, raise once, print well."""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qvgraph.language import say

SHOWN = 20
"""Problems printed on a screen; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where it stands, what was found, what was expected."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


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

    def note(self, where: str, what: str) -> None:
        """Remember one problem and go on; the same problem is kept once."""
        self._noted[Problem(where, what)] = None

    def __bool__(self) -> bool:
        return bool(self._noted)

    def __len__(self) -> int:
        return len(self._noted)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._noted)

    def raise_if_any(self) -> None:
        """Raise `InputError` with all that was noted."""
        if self._noted:
            raise InputError(self._noted)


def fail(where: str, what: str) -> InputError:
    """An error with a single problem, to be raised."""
    return InputError([Problem(where, what)])


def nearest(name: str, known: Iterable[str]) -> str:
    """`; did you mean visit_hours?`, or nothing when no known name is near."""
    known = list(known)
    match = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    if not match and "." not in name:
        tails = {path.rpartition(".")[2]: path for path in known}
        match = [tails[tail] for tail in difflib.get_close_matches(name, tails, n=1, cutoff=0.6)]
    return say("; did you mean {name}?", name=match[0]) if match else ""
