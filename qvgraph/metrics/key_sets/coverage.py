"""How much a node at some distance counts, and what sets of nodes cover so.

All in whole numbers, so that sums are the same in any order and a bound is a bound to the last
digit: a node at distance 0 counts `UNIT`, which every distance up to 22 divides; beyond, 1/distance
is rounded up, by less than a hundred-millionth.
"""

from dataclasses import dataclass
from math import lcm
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from qvgraph.metrics.blocks import in_blocks
from qvgraph.metrics.key_sets.covering import exchange, gain
from qvgraph.metrics.key_sets.distances import FAR, distances
from qvgraph.metrics.rows import Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Steps = NDArray[np.uint16]

UNIT = lcm(*range(1, 23))
"""What a node counts that is in the set."""

BLOCK = 256
"""Nodes that a thread judges at a time."""


class Exchanges(NamedTuple):
    """What a set covers with one member exchanged."""

    members: "Ints"
    value: int
    """The best of them, by their nodes' numbers where several are, and what it covers."""
    close: int
    """How many there are that cover at least so much as was asked for."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The distances of a graph (nodes × nodes, from column to row), and what each is worth.

    What any set covers is a multiple of `grain`.
    """

    steps: "Steps"
    worth: "Ints"
    grain: int

    @classmethod
    def of(cls, rows: Rows, within: int | None = None) -> Self:
        """Worth is 1/distance and 1 for members; or, if given, 1 within so many steps, else 0."""
        worth = np.zeros(int(FAR) + 1, np.int64)
        if within is None:
            worth[0] = UNIT
            worth[1:FAR] = -(-UNIT // np.arange(1, FAR))
        else:
            worth[: min(within + 1, FAR)] = UNIT
        steps = distances(rows)
        longest = steps.max(where=steps != FAR, initial=0)
        return cls(steps, worth, int(np.gcd.reduce(worth[: longest + 1])))

    @property
    def size(self) -> int:
        """How many nodes there are."""
        return len(self.steps)

    @property
    def everything(self) -> int:
        """What a set covers that is as near as possible to every node."""
        return self.size * UNIT

    def below(self, bound: int) -> int:
        """The most that a set can cover that covers at most so much."""
        return bound - bound % self.grain

    def by(self, node: int) -> "Ints":
        """How much of each node one node covers."""
        return np.asarray(self.worth[self.steps[node]])

    def value(self, members: "Ints") -> int:
        """How much of all nodes a set covers."""
        return int(self.worth[self.steps[members].min(axis=0, initial=FAR)].sum())

    def gains(self, price: "Ints", nodes: "Ints | None" = None) -> "Ints":
        """What each node (of some, if named) covers beyond the price of each node it covers."""
        nodes = np.arange(self.size) if nodes is None else nodes
        gains = np.empty(len(nodes), np.int64)

        def block(first: int, last: int) -> None:
            gain(self.steps, self.worth, price, nodes[first:last], gains[first:last])

        in_blocks(len(nodes), BLOCK, block)
        return gains

    def two_nearest(self, members: "Ints") -> "tuple[Ints, Ints, Ints]":
        """Per node: the member that covers it, by its place; how much; how much another does."""
        worth = self.worth[self.steps[members]]
        nearest = worth.argmax(axis=0)
        every = np.arange(self.size)
        first = worth[nearest, every]
        worth[nearest, every] = 0
        return nearest, first, worth.max(axis=0)

    def exchanges(self, members: "Ints", least: int) -> Exchanges:
        """Judge all sets that differ from a set by one member; it has to leave somebody out."""
        near = self.two_nearest(members)
        others = np.setdiff1d(np.arange(self.size), members)

        def block(first: int, last: int) -> tuple[int, int, int, int]:
            values = np.empty((last - first, len(members)), np.int64)
            exchange(self.steps, self.worth, *near, others[first:last], values)
            at, member = np.unravel_index(int(values.argmax()), values.shape)
            best = int(values[at, member])
            return -best, first + int(at), int(member), int((values >= least).sum())

        found = in_blocks(len(others), BLOCK, block)
        loss, at, member, _ = min(found)
        exchanged = members.copy()
        exchanged[member] = others[at]
        return Exchanges(np.sort(exchanged), -loss, sum(close for *_, close in found))
