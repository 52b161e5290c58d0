"""A bound on what any set of some size can cover: every node gets a price.

A set covers at most the sum of all prices and what each of its members covers beyond the prices of
the nodes it covers. So the prices and what the best members cover beyond them are a bound, whatever
the prices (Lagrangian relaxation of the p-median problem; Cornuejols, Fisher, Nemhauser 1977,
Management Science 23). Prices are lowered where nobody of these best members covers a node and
raised where several do, in ever smaller steps.

Most steps look only at those nodes that were among the best; a bound is taken where all were.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qvgraph.metrics.key_sets.coverage import UNIT, Coverage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

ROUNDS, STEPS = 10, 100
"""So often all nodes are looked at, with so many steps between."""

EFFORT = 4e9
"""No further round begins when so many distances were looked up."""

WATCHED, AT_LEAST = 5, 100
"""So many times the members are watched, or so many nodes."""

STRIDE, PATIENCE, AGAIN = 1.5, 20, 1.5
"""The first step; steps without a better bound before it is halved; how it grows in a new round."""


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices of all nodes, and what follows for some or all of them as members."""

    price: "Ints"
    nodes: "Ints"
    """The nodes looked at, by what they cover beyond the prices; equal ones by their numbers."""
    gains: "Ints"
    bound: int

    @classmethod
    def at(cls, price: "Floats", coverage: Coverage, size: int, nodes: "Ints") -> "Prices":
        """What prices, as shares of a node, mean for sets of a size made of some nodes."""
        whole = np.rint(np.clip(price, 0, 1) * UNIT).astype(np.int64)
        gains = coverage.gains(whole, nodes)
        order = np.argsort(-gains, kind="stable")
        nodes, gains = nodes[order], gains[order]
        return cls(whole, nodes, gains, int(whole.sum()) + int(gains[:size].sum()))


def best_prices(coverage: Coverage, members: "Ints", value: int) -> Prices:
    """The prices with the lowest bound found on what sets of as many members cover.

    It starts from a good set and what it covers, and ends early when that is shown to be best.
    """
    size, every = len(members), np.arange(coverage.size)
    _, first, second = coverage.two_nearest(members)
    price = (first + second) / (2 * UNIT)
    best = at = Prices.at(price, coverage, size, every)
    watched, stride, effort = members, STRIDE, 0.0
    for _ in range(ROUNDS):
        if coverage.below(best.bound) <= value or effort > EFFORT:
            break
        watched = np.union1d(watched, at.nodes[: max(WATCHED * size, AT_LEAST)])
        price, stride = _descent(coverage, size, watched, price, value, stride)
        at = Prices.at(price, coverage, size, every)
        best = min(best, at, key=lambda prices: prices.bound)
        stride *= AGAIN
        effort += coverage.size * (coverage.size + STEPS * (len(watched) + size))
    return best


def _descent(
    coverage: Coverage, size: int, watched: "Ints", start: "Floats", value: int, stride: float
) -> "tuple[Floats, float]":
    """Subgradient steps as if only some nodes could be members; the best prices, the last step."""
    price = best = start
    lowest, waited = Prices.at(start, coverage, size, watched).bound, 0
    for _ in range(STEPS):
        at = Prices.at(price, coverage, size, watched)
        if at.bound < lowest:
            best, lowest, waited = price, at.bound, 0
        else:
            waited += 1
        if waited >= PATIENCE:
            price, stride, waited = best, stride / 2, 0
            at = Prices.at(price, coverage, size, watched)
        covers = coverage.worth[coverage.steps[at.nodes[:size]]] > at.price
        surplus = 1 - covers.sum(axis=0)
        if at.bound <= value or not surplus.any():
            break
        step = stride * (at.bound - value) / UNIT / float((surplus**2).sum())
        price = np.clip(price - step * surplus, 0, 1)
    return best, stride
