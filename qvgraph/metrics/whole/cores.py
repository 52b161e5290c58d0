"""The search for the best core: every core of a small network, climbing from many starts in others.

The fit of a core depends on three numbers only: its size, the ties inside it and the ties inside
the periphery. A climb moves single nodes in or out while that helps, then exchanges one for
another (`core_climbs`). It starts where nodes sorted by degree or coreness fit best, and again from
its best result with some nodes moved by lot. All is deterministic.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qvgraph.metrics.rows import Rows
from qvgraph.metrics.whole.core_climbs import SAME, Tied, best_of_every, climb

Core = NDArray[np.bool_]
Numbers = NDArray[np.float64]

TRY_ALL: Final = 16
"""Up to so many nodes every core is tried."""

NEAR: Final = 200
"""So many of the core and of the periphery, the likeliest, are tried for each other."""

PEAKS, MOST = 4, 1_000
"""Starts for each order of nodes; cores kept."""

KICKS, KICKED = (10, 60), 20_000
"""Starts by lot: at least, at most, and between them so many by the number of nodes."""

AT_ONCE: Final = 20_000
"""Climbs that are done at a time, times the number of nodes."""

MOVED, MOVED_SHARE = 8, 0.05
"""How many nodes a start by lot moves on average, at most: so many or that share, but half of all.
"""


class Fit(NamedTuple):
    """The best fit and the cores that have it, each as sorted places; none where undefined."""

    value: float
    cores: frozenset[tuple[int, ...]]


UNDEFINED: Final = Fit(float("nan"), frozenset())


@dataclass(frozen=True)
class Ties:
    """For each pair with a tie, once: its two places, and how many ties (1 or 2) it has."""

    size: int
    one: NDArray[np.int64]
    other: NDArray[np.int64]
    number: NDArray[np.int64]

    @cached_property
    def matrix(self) -> Any:
        """The same as a symmetric sparse matrix."""
        from scipy.sparse import csr_array

        places = np.concatenate([self.one, self.other]), np.concatenate([self.other, self.one])
        shape = (self.size, self.size)
        return csr_array((np.concatenate([self.number, self.number]), places), shape=shape)

    @cached_property
    def tied(self) -> Tied:
        """The same for compiled functions."""
        start, partner = (one.astype(np.int64) for one in (self.matrix.indptr, self.matrix.indices))
        return Tied(start, partner, self.matrix.data, self.degree)

    @cached_property
    def degree(self) -> NDArray[np.int64]:
        """The ties of each node."""
        return np.asarray(self.matrix.sum(axis=1))


def ties_of(rows: Rows) -> Ties:
    """The pairs of rows that have each twice, with the number of its ties as weight."""
    first = rows.node < rows.partner
    number = rows.weight[first].astype(np.int64)
    return Ties(len(rows.start) - 1, rows.node[first], rows.partner[first], number)


def fits(n: int, core: Any, inside: Any, outside: Any) -> Numbers:
    """The correlation with the ideal of cores of some size, −∞ where it is not defined.

    `inside` are the ties within the core, `outside` those within the periphery.
    """
    core, inside, outside = (np.asarray(one, float) for one in (core, inside, outside))
    cells, others = core * (core - 1), (n - core) * (n - core - 1)
    ties = inside + outside
    spread = cells * others * ties * (cells + others - ties)
    covered = inside * (others - outside) - outside * (cells - inside)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(spread > 0, covered / np.sqrt(spread), -np.inf)


def best_of_all(ties: Ties) -> Fit:
    """The best of all cores there are; bit i of a core's number is node i."""
    n = ties.size
    numbers = np.arange(1 << n)
    inside = np.zeros(1 << n, np.int64)
    for one, other, number in zip(ties.one, ties.other, ties.number, strict=True):
        inside += number * ((numbers >> one) & (numbers >> other) & 1)
    fit = fits(n, np.bitwise_count(numbers), inside, inside[::-1])
    best = float(fit.max())
    if best == -np.inf:
        return UNDEFINED
    cores = np.flatnonzero(fit >= best - SAME).tolist()
    return Fit(best, frozenset(tuple(i for i in range(n) if core >> i & 1) for core in cores))


def fit_of_all(ties: Ties) -> float:
    """How well the best of all cores fits, NaN where none has a correlation."""
    fit = best_of_every(ties.tied, np.zeros(ties.size, bool), np.zeros(ties.size, np.int64))
    return float(fit) if fit > -np.inf else UNDEFINED.value


def best_around(ties: Ties, tops: Core, fits: Numbers) -> Fit:
    """The best of the tops of climbs, and those as good around them."""
    if not len(fits):
        return UNDEFINED
    best = float(fits.max())
    return Fit(best, _as_good(ties, tops[fits >= best - SAME]))


def climbed(ties: Ties) -> tuple[Core, Numbers]:
    """The tops of all climbs, a row for each, and how well they fit; none where undefined."""
    starts = list(_starts(ties))
    if not starts:
        return np.zeros((0, ties.size), bool), np.zeros(0)
    kicks = min(max(KICKED // ties.size, KICKS[0]), KICKS[1])
    most = min(0.5, max(MOVED / ties.size, MOVED_SHARE))
    tops = np.concatenate([np.array(starts), np.zeros((kicks, ties.size), bool)])
    fits = np.empty(len(tops))
    to_core, joint = np.zeros((2, ties.size), np.int64)
    luck = _luck(ties.size, kicks)
    given = ties.tied, tops, len(starts), luck, most, fits, to_core, joint
    step = max(1, AT_ONCE // ties.size)  # Ctrl-C is heard between two steps
    for first in range(0, len(tops), step):
        climb(*given, first, min(first + step, len(tops)))
    return tops, fits


@lru_cache(maxsize=64)
def _luck(size: int, kicks: int) -> Numbers:
    """What decides which nodes each start by lot moves, the same for all networks of a size."""
    luck = np.random.Generator(np.random.PCG64(0)).random((kicks, size))
    luck.setflags(write=False)
    return luck


class Place:
    """A core with all that is needed to judge its neighbours."""

    def __init__(self, ties: Ties, core: Core) -> None:
        self.ties, self.core = ties, core
        self.to_core = np.asarray(ties.matrix @ core.astype(np.int64))
        self.inside = int(self.to_core[core].sum()) // 2
        self.outside = int((ties.degree - self.to_core)[~core].sum()) // 2
        self.fit = float(fits(ties.size, core.sum(), self.inside, self.outside))

    def moves(self) -> Numbers:
        """The fit after the move of each node."""
        sign = np.where(self.core, -1, 1)
        return fits(
            self.ties.size,
            self.core.sum() + sign,
            self.inside + sign * self.to_core,
            self.outside - sign * (self.ties.degree - self.to_core),
        )

    def exchanges(self) -> tuple[NDArray[np.int64], NDArray[np.int64], Numbers]:
        """Nodes of the core, of the periphery, and the fit after each pair has changed places."""
        moves = self.moves()
        go, come = (
            those[np.argsort(-moves[those], kind="stable")[:NEAR]]
            for those in (np.flatnonzero(self.core), np.flatnonzero(~self.core))
        )
        joint = self.ties.matrix[go][:, come].toarray()
        to_core, to_others = self.to_core, self.ties.degree - self.to_core
        inside = self.inside - to_core[go][:, None] + to_core[come] - joint
        outside = self.outside + to_others[go][:, None] - to_others[come] - joint
        return go, come, fits(self.ties.size, self.core.sum(), inside, outside)


def _starts(ties: Ties) -> Iterator[Core]:
    """The first nodes by degree and by coreness, as many as fit best and nearly so."""
    if ties.size < 4:
        return
    for rank in (ties.degree, _coreness(ties) * (2 * ties.size) + ties.degree):
        order = np.argsort(-rank, kind="stable")
        place = np.empty_like(order)
        place[order] = np.arange(ties.size)
        last = np.maximum(place[ties.one], place[ties.other])
        first = np.minimum(place[ties.one], place[ties.other])
        inside = np.cumsum(np.bincount(last, ties.number, ties.size))
        outside = ties.number.sum() - np.cumsum(np.bincount(first, ties.number, ties.size))
        fit = fits(ties.size, np.arange(1, ties.size + 1), inside, outside)
        higher = np.concatenate([[-np.inf], fit, [-np.inf]])
        peaks = np.flatnonzero((fit > higher[:-2]) & (fit >= higher[2:]))
        for peak in peaks[np.argsort(-fit[peaks], kind="stable")[:PEAKS]]:
            yield place <= peak


def _coreness(ties: Ties) -> NDArray[np.int64]:
    import igraph

    pairs = np.column_stack([ties.one, ties.other])
    return np.array(igraph.Graph(n=ties.size, edges=pairs.tolist()).coreness(), np.int64)


def _as_good(ties: Ties, tops: Core) -> frozenset[tuple[int, ...]]:
    """Those cores and all that are as good and can be reached by steps between such, up to MOST."""
    waiting = {_key(core): core for core in tops}
    found: set[tuple[int, ...]] = set(waiting)
    while waiting and len(found) < MOST:
        _, core = waiting.popitem()
        place = Place(ties, core)
        for change in _changes_as_good(place):
            other = core.copy()
            other[change] ^= True
            if (key := _key(other)) not in found and len(found) < MOST:
                found.add(key)
                waiting[key] = other
    return frozenset(found)


def _changes_as_good(place: Place) -> Iterator[list[int]]:
    least = place.fit - SAME
    yield from ([int(node)] for node in np.flatnonzero(place.moves() >= least))
    go, come, fit = place.exchanges()
    for row, column in zip(*np.nonzero(fit >= least), strict=True):
        yield [int(go[row]), int(come[column])]


def _key(core: Core) -> tuple[int, ...]:
    return tuple(np.flatnonzero(core).tolist())
