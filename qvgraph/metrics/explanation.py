"""How a metric is explained: its formula, and what other programs give."""

from dataclasses import dataclass
from typing import Literal

from qvgraph.language import current

Program = Literal["igraph", "networkx", "sna", "ucinet"]
PROGRAMS: tuple[Program, ...] = ("igraph", "networkx", "sna", "ucinet")


@dataclass(frozen=True, slots=True)
class Call:
    """What one program gives: by which call, and where its numbers differ from ours."""

    call: str
    de: str = ""
    en: str = ""

    @property
    def same(self) -> bool:
        """Whether the call gives the same numbers."""
        return not self.en

    @property
    def difference(self) -> str:
        """Where the numbers differ, in the language in use."""
        return self.de if current() == "de" else self.en


@dataclass(frozen=True, slots=True)
class Explanation:
    """A formula, and for each program that has the metric how it is called there.

    Calls in igraph read `g`, the directed graph, and `u`, the same with one edge per pair that is
    tied; calls in networkx read `G` and `U`.
    """

    formula: str = ""
    igraph: Call | None = None
    networkx: Call | None = None
    sna: Call | None = None
    ucinet: Call | None = None

    def of(self, program: Program) -> Call | None:
        """What is known of one program; None when it has no such metric."""
        call: Call | None = getattr(self, program)
        return call


NOTHING = Explanation()
"""Of a metric whose name says it all."""
