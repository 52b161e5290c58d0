"""How many steps it is from each node to each other, as a table; searches from 64 nodes at once.

As in `nearness` a word of 64 bits says of each node which of 64 sources have reached it (Then et
al. 2014); here the steps themselves are kept.
"""

from typing import TYPE_CHECKING

import numpy as np

from qvgraph.kernels.jit import entry
from qvgraph.kernels.rows import NONE, ONE, lowest
from qvgraph.metrics.blocks import in_blocks
from qvgraph.metrics.nodes.nearness import AT_ONCE, step
from qvgraph.metrics.rows import Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Steps = NDArray[np.uint16]
    Words = NDArray[np.uint64]

FAR = np.uint16(2**16 - 1)
"""The distance of a node that is out of reach."""


def distances(rows: Rows) -> "Steps":
    """The steps to each node (row) from each other (column), `FAR` where there is no way.

    For fewer than 65,535 nodes: longer ways would not fit.
    """
    size = len(rows.start) - 1
    steps = np.full((size, size), FAR)

    def block(first: int, _: int) -> None:
        walk(rows.start, rows.partner, first, steps, *np.zeros((3, size), np.uint64))

    in_blocks(size, AT_ONCE, block)
    return steps


@entry
def walk(
    start: "Ints",
    partner: "Ints",
    first: int,
    steps: "Steps",
    seen: "Words",
    now: "Words",
    then: "Words",
) -> None:
    """Fill in the steps from 64 nodes; scratch, 0 before: who has been, is, will be at a node."""
    size = start.shape[0] - 1
    for source in range(first, min(first + AT_ONCE, size)):
        seen[source] = now[source] = ONE << np.uint64(source - first)
        steps[source, source] = 0
    distance = 0
    moving = True
    while moving:
        distance += 1
        step(start, partner, now, then)
        moving = False
        for v in range(size):
            here = then[v] & ~seen[v]
            now[v] = here
            seen[v] |= here
            while here != NONE:
                steps[v, np.uint64(first) + lowest(here)] = distance
                here &= here - ONE
                moving = True
