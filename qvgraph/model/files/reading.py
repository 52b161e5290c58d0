"""What is asked of a reader, and what it has to tell besides the network."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from qvgraph.language import say
from qvgraph.problems import Problem, Problems


@dataclass(frozen=True, slots=True)
class Asked:
    """What a file cannot say itself.

    `nodes` is a table of the nodes of an edge list, `survey` the mapping of a survey's columns;
    `undirected` makes each tie of a graph file one in both directions.
    """

    nodes: Path | None = None
    undirected: bool = False
    survey: Path | None = None


class Reading(Problems):
    """Problems that stop a reader, and facts that people should know where it goes on."""

    def __init__(self) -> None:
        super().__init__()
        self._facts: dict[str, None] = {}
        self._settled: set[str] = set()

    def settle(self, where: str, what: str) -> None:
        """Note a problem after which nothing more is to be said of this place."""
        self.note(where, what)
        self.leave(where)

    def leave(self, where: str) -> None:
        """Take no further problem at this place: it follows from one that was noted."""
        self._settled.add(where)

    def take(self, problem: Problem) -> None:
        """Remember a problem unless its place is settled."""
        if problem.where not in self._settled:
            super().take(problem)

    def tell(self, fact: str) -> None:
        """Remember a sentence; the same one is kept once."""
        self._facts[fact] = None

    @property
    def facts(self) -> tuple[str, ...]:
        """What was told, in that order."""
        return tuple(self._facts)


def line_in(file: str, line: int) -> str:
    """Where something stands, for instance ``friends.net line 12``."""
    return say("{file} line {number}", file=file, number=line)


def numbered_lines(text: str) -> Iterable[tuple[int, str]]:
    """The lines of a text, counted as editors count them."""
    return enumerate(re.split("\r\n|\r|\n", text), 1)
