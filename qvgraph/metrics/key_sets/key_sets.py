"""Key players for reach: the set of nodes from which all others are nearest, with a certificate.

Ties count in either direction. A set reaches a node by 1/distance from its nearest member, a member
wholly; or, with `within`, wholly within so many steps and not at all beyond.

*Source:* Borgatti (2006), Identifying sets of key players in a social network, Computational and
Mathematical Organization Theory 12 (the problem KPP-Pos).
"""

from collections.abc import Collection
from dataclasses import dataclass
from math import comb
from typing import TYPE_CHECKING

import numpy as np

from qvgraph.language import decimal, say
from qvgraph.metrics.key_sets.best_sets import best_set
from qvgraph.metrics.key_sets.coverage import UNIT, Coverage
from qvgraph.metrics.metric import Graph
from qvgraph.model import convert
from qvgraph.model.network import Network
from qvgraph.problems import Problems

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_NODES = 20_000
"""The table of distances of more nodes would take more than 800 MB."""

MOST_SETS = 10_000_000
"""Sets that are compared one by one when that is asked for."""


@dataclass(frozen=True, slots=True)
class KeySet:
    """A set of nodes, what it reaches, and what any set of its size could reach.

    `reach` is the mean over all nodes, members included, `reach_outside` that over all others (None
    if there are none); `lost[m]` is what the reach would lack without the m-th member. No set of
    the size has a reach above `bound`. `close` sets, this one included, have a reach less by 1 % of
    it at most: exactly so many where `counted`, else at least, found by exchanging one member.
    """

    members: tuple[str, ...]
    reach: float
    reach_outside: float | None
    lost: tuple[float, ...]
    bound: float
    close: int
    counted: bool

    @property
    def proved(self) -> bool:
        """Whether it is shown that no set of the size reaches more."""
        return self.reach == self.bound

    @property
    def gap(self) -> float:
        """By how much any set could reach more at most, as a share of the reach."""
        return self.bound / self.reach - 1


@dataclass(frozen=True, slots=True)
class ManagersReach:
    """What the managers reach together, and the best set of as many nodes."""

    members: tuple[str, ...]
    reach: float
    reach_outside: float | None
    best: KeySet

    @property
    def share(self) -> float:
        """Their reach as a share of that of the best set found."""
        return self.reach / self.best.reach

    @property
    def share_at_least(self) -> float:
        """Their reach as a share of the bound: of the best set there is it is no less."""
        return self.reach / self.best.bound


@dataclass(frozen=True, slots=True)
class KeyPlayers:
    """The best set of a network, and the managers beside it; None in a network without managers."""

    network: str
    nodes: int
    within: int | None
    best: KeySet
    managers: ManagersReach | None


def key_players(
    network: Network,
    size: int,
    *,
    ties: Collection[str] = convert.TIES,
    within: int | None = None,
    exact: bool = False,
) -> KeyPlayers:
    """The set of `size` nodes, organisations or managers, that reaches most; with a certificate.

    `reach` is (k + Σ_j 1/d_Kj)/n over the nodes j outside the set, `reach_outside`
    Σ_j 1/d_Kj/(n − k); with `within` 1/d_Kj gives way to 1 for up to so many steps, else 0. The
    sets that are best by the one are best by the other. Of several best sets the first by ids is
    given, if all of them could be compared; else the first found. `exact` compares all sets that
    could be as good, however long it takes.

    Raises `InputError` if the size is not one of 1 to all nodes, `within` is less than 1, the
    network has no tie or more than 20,000 nodes, or `exact` is asked for more than 10⁷ sets.
    """
    nodes = convert.nodes(network).sort("id")
    graph = Graph(nodes, convert.arcs(network, ties=ties))
    _refuse(graph, size, within=within, exact=exact)
    coverage = Coverage.of(graph.both_counted, within)
    ids = nodes["id"].to_numpy()
    best = _with_certificate(coverage, ids, size, exact=exact)
    persons = np.flatnonzero(nodes["kind"].to_numpy() == "manager")
    managers = None
    if len(persons):
        of_as_many = best
        if len(persons) != size:
            of_as_many = _with_certificate(coverage, ids, len(persons), exact=False)
        value = coverage.value(persons)
        managers = ManagersReach(
            members=tuple(ids[persons].tolist()),
            reach=value / coverage.everything,
            reach_outside=_outside(coverage, value, len(persons)),
            best=of_as_many,
        )
    return KeyPlayers(network.label, coverage.size, within, best, managers)


def _refuse(graph: Graph, size: int, *, within: int | None, exact: bool) -> None:
    """Raise an error with all that is wrong with what is asked for."""
    problems = Problems()
    nodes = graph.size
    if graph.arcs.is_empty():
        problems.note("ties", say("none found; who reaches whom needs ties, such as ties.csv"))
    if nodes > MOST_NODES:
        what = say(
            "{found} nodes found; key players are looked for among {most} at most: take a region",
            found=decimal(nodes),
            most=decimal(MOST_NODES),
        )
        problems.note("nodes", what)
    if not 1 <= size <= nodes:
        what = say(
            "{found} found; expected is a number from 1 to {nodes}, as there are so many nodes",
            found=decimal(size),
            nodes=decimal(nodes),
        )
        problems.note("key players", what)
    if within is not None and within < 1:
        what = say("{found} found; expected is a number of steps, 1 or more", found=decimal(within))
        problems.note("within", what)
    sets = comb(nodes, size) if 1 <= size <= nodes else 0
    if exact and sets > MOST_SETS:
        what = say(
            "{sets} sets would have to be compared, {most} at most are; without it a bound says "
            "how much better any set could be",
            sets=decimal(float(min(sets, 10**300))),
            most=decimal(MOST_SETS),
        )
        problems.note("exact", what)
    problems.raise_if_any()


def _with_certificate(
    coverage: Coverage, ids: "NDArray[np.object_]", size: int, *, exact: bool
) -> KeySet:
    found = best_set(coverage, size, exact=exact)
    nearest, first, second = coverage.two_nearest(found.members)
    lost = np.bincount(nearest, first - second, minlength=size) / coverage.everything
    return KeySet(
        members=tuple(ids[found.members].tolist()),
        reach=found.value / coverage.everything,
        reach_outside=_outside(coverage, found.value, size),
        lost=tuple(lost.tolist()),
        bound=found.bound / coverage.everything,
        close=found.close,
        counted=found.counted,
    )


def _outside(coverage: Coverage, value: int, size: int) -> float | None:
    """The mean over the nodes outside a set; its members are reached wholly."""
    outside = coverage.size - size
    return (value / UNIT - size) / outside if outside else None
