"""How near all others are: sums of 1/distance, by searches from 64 nodes at once, compiled.

A word of 64 bits says of each node which of 64 sources have reached it, so one look at a tie
carries all of them a step on (Then et al. 2014). For ten thousand ties that is some thirty times
as fast as a search from each node.
"""

from typing import TYPE_CHECKING

import numpy as np

from qvgraph.kernels.jit import entry, inner
from qvgraph.kernels.rows import NONE, ONE, count_bits
from qvgraph.metrics.rows import Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Words = NDArray[np.uint64]

AT_ONCE = 64
"""Sources of one search: the bits of a word."""


def nearness_of(rows: Rows, sources: "Ints | None" = None) -> "Floats":
    """For each node the sum of 1/distance over all, or some, that reach it along the rows."""
    size = len(rows.start) - 1
    near = np.zeros(size)
    seen, now, then = np.zeros((3, size), np.uint64)
    spread(*rows[:2], np.arange(size) if sources is None else sources, near, seen, now, then)
    return near


@entry
def spread(
    start: "Ints",
    partner: "Ints",
    sources: "Ints",
    near: "Floats",
    seen: "Words",
    now: "Words",
    then: "Words",
) -> None:
    """Add up 1/distance at each node; scratch: who has been here, is here, will be here.

    No source is there twice.
    """
    size = start.shape[0] - 1
    for first in range(0, sources.shape[0], AT_ONCE):
        for v in range(size):
            seen[v], now[v] = NONE, NONE
        for n in range(first, min(first + AT_ONCE, sources.shape[0])):
            seen[sources[n]] = now[sources[n]] = ONE << np.uint64(n - first)
        distance = 0.0
        moving = True
        while moving:
            distance += 1.0
            step(start, partner, now, then)
            moving = False
            for v in range(size):
                now[v] = then[v] & ~seen[v]
                if now[v] != NONE:
                    seen[v] |= now[v]
                    near[v] += count_bits(now[v]) / distance
                    moving = True


@inner
def step(start: "Ints", partner: "Ints", now: "Words", then: "Words") -> None:
    """Whoever is at a node now will be at all its partners then."""
    size = start.shape[0] - 1
    for v in range(size):
        then[v] = NONE
    for v in range(size):
        if now[v] != NONE:
            for e in range(start[v], start[v + 1]):
                then[partner[e]] |= now[v]
