"""The set of some size that covers most, and a certificate: how much any other could.

A set grows by the node that adds most (Minoux 1978 spares most comparisons), then members are
exchanged while that helps (Teitz, Bart 1968). Prices bound what any set covers. Until the bound is
met, the search starts again from what the prices choose, and from the best set without a few of its
members by lot. The same prices say which sets may cover as much as the best one found or nearly so;
these are looked at one by one, up to a limit. All is deterministic.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from qvgraph.metrics.key_sets.coverage import Coverage
from qvgraph.metrics.key_sets.covering import BEST, COUNT, DEPTH, LOOKED, search
from qvgraph.metrics.key_sets.distances import FAR
from qvgraph.metrics.key_sets.prices import Prices, best_prices

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

CLOSE = 100
"""A set is close to the best one if it covers less by one part of so many at most."""

LOOK_UPS = 400_000_000
"""So many distances are looked up in one search, unless all sets are to be compared."""

AT_A_TIME = 400_000_000
"""So many until Python has the word again, so that Ctrl-C is heard."""

NOBODY: Final = np.zeros(0, np.int64)

KICKS, KICKED = (5, 40), 20_000
"""Starts by lot: at least, at most, and between them so many by the number of nodes."""

GO = 4
"""One member in so many goes by lot, but two at least."""

ROOM = 10_000_000
"""Without `exact` there is no search whose tables have more cells than so many."""


@dataclass(frozen=True, slots=True)
class Best:
    """The best set found: its members, sorted; what it covers, and what any could at most.

    `close` sets, itself included, cover nearly as much: so many where `counted`, else at least.
    """

    members: "Ints"
    value: int
    bound: int
    close: int
    counted: bool


def best_set(coverage: Coverage, size: int, *, exact: bool = False) -> Best:
    """The set of a size (1 to all nodes) that covers most, with what is known of all others.

    Of sets that cover as much it is the first by the numbers of its members, where all of these
    could be looked at; else the first that was found. `exact` lifts the limit of the search.
    """
    members, bound = grown(coverage, size)
    members = improved(coverage, members)
    prices = best_prices(coverage, members, coverage.value(members))
    bound = coverage.below(min(bound, prices.bound))
    if coverage.value(members) < bound:
        members = _started_again(coverage, members, np.sort(prices.nodes[:size]), bound)
    value = coverage.value(members)
    close = _Searched.of(coverage, size, prices, _close_to(value), exact=exact)
    while close.value > value:
        members = improved(coverage, close.members)
        value = coverage.value(members)
        close = _Searched.of(coverage, size, prices, _close_to(value), exact=exact)
    if close.complete:
        return Best(close.members, value, value, close.count, counted=True)
    # Too many are close: then those as good or better, and if need be the better ones alone.
    for least in (value, value + coverage.grain):
        found = _Searched.of(coverage, size, prices, least, exact=exact)
        if found.value > value or (found.complete and found.value == value):
            members, value = found.members, found.value
        if found.complete:
            bound = value
            break
    beside = 0 if size == coverage.size else coverage.exchanges(members, _close_to(value)).close
    return Best(members, value, max(bound, value), 1 + beside, counted=False)


def grown(coverage: Coverage, size: int, *, start: "Ints" = NOBODY) -> "tuple[Ints, int]":
    """Some members and the node that adds most, the first of equal ones, again and again; a bound.

    What a node adds only falls while the set grows. So what it added to a smaller set is a bound,
    and any set covers at most what this one does and the largest of these bounds together.
    """
    members = start.tolist()
    covered = coverage.worth[coverage.steps[start].min(axis=0, initial=FAR)]
    adds = coverage.gains(covered)
    bound = coverage.everything
    while len(members) < size:
        node = int(adds.argmax())
        adds[node] = coverage.gains(covered, np.array([node]))[0]
        if int(adds.argmax()) != node:
            continue
        members.append(node)
        covered = np.maximum(covered, coverage.by(node))
        adds[node] = -1
        bound = min(bound, int(covered.sum()) + int(np.sort(adds)[-size:].clip(0).sum()))
    return np.sort(members), bound


def improved(coverage: Coverage, members: "Ints") -> "Ints":
    """The set after the best exchange of a member, again and again, until none helps."""
    value = coverage.value(members)
    while value < coverage.everything and len(members) < coverage.size:
        best = coverage.exchanges(members, value)
        if best.value <= value:
            break
        members, value = best.members, best.value
    return members


def _started_again(coverage: Coverage, best: "Ints", other: "Ints", bound: int) -> "Ints":
    """The best set found from another start, and then from the best one without some members."""
    best = max(best, improved(coverage, other), key=coverage.value)
    luck = np.random.Generator(np.random.PCG64(0))
    size = len(best)
    for _ in range(min(max(KICKED // coverage.size, KICKS[0]), KICKS[1])):
        if coverage.value(best) == bound:
            break
        gone = luck.permutation(size)[: max(size // GO, 2)]
        again, _ = grown(coverage, size, start=np.delete(best, gone))
        best = max(improved(coverage, again), best, key=coverage.value)
    return best


def _close_to(value: int) -> int:
    """The least that a set covers that is close to one of this value."""
    return value - value // CLOSE


@dataclass(frozen=True, slots=True)
class _Searched:
    """The best of the sets that cover at least so much, how many there are, whether these are all.

    A search that finds none has value 0.
    """

    members: "Ints"
    value: int
    count: int
    complete: bool

    @classmethod
    def of(cls, coverage: Coverage, size: int, prices: Prices, least: int, *, exact: bool) -> Self:
        """Search, unless without `exact` it needs too much room."""
        total, most = coverage.size, math.inf if exact else LOOK_UPS // coverage.size
        best, found = np.zeros(size, np.int64), np.zeros(4, np.int64)
        if not exact and (size + 1) * total > ROOM:
            return cls(best, 0, 0, complete=False)
        nodes, brings, priced, covered = np.zeros((4, size + 1, total + 1), np.int64)
        count, bound, place = np.zeros((3, size + 1), np.int64)
        nodes[0, :total], priced[0, :total] = prices.nodes, prices.price
        brings[0, 1:] = np.cumsum(prices.gains)
        bound[0] = prices.price.sum()
        count[0] = (prices.gains >= least - bound[0] - brings[0, size - 1]).sum()
        gains, members = np.zeros(total, np.int64), np.zeros(size, np.int64)
        while found[DEPTH] >= 0 and found[LOOKED] < most:
            search(
                coverage.steps, coverage.worth, least,
                int(min(most, found[LOOKED] + AT_A_TIME // total)),
                nodes, brings, count, priced, covered, bound, place, gains, members, best, found,
            )  # fmt: skip
        complete = bool(found[DEPTH] < 0)
        return cls(best, int(found[BEST]), int(found[COUNT]), complete)
