"""Shortest paths from every node: how many run through each. In compiled code.

One search per node in breadth, then back over the ties that lie on shortest paths (Brandes 2001).
The nodes are cut into blocks whose sums are added in order, so the digits are the same on any
number of threads.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from qvgraph.kernels.jit import entry
from qvgraph.metrics.metric import Graph
from qvgraph.metrics.rows import Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Short = NDArray[np.uint32]
    Floats = NDArray[np.float64]

BLOCKS, SMALL = 16, 500
"""So many blocks, and one for fewer nodes than this."""

FAR = np.uint32(2**32 - 1)
"""The distance of a node that is not reached yet."""

ONE = np.uint32(1)


def directed_betweenness(graph: Graph) -> "Floats":
    """Of shortest paths along the ties as given."""
    return betweenness_of(graph.out)


def undirected_betweenness(graph: Graph) -> "Floats":
    """Of shortest paths along ties in either direction; each pair of ends counts twice."""
    return betweenness_of(graph.both_counted)


def betweenness_of(rows: Rows) -> "Floats":
    """For each node, over ordered pairs of others: the share of the paths that it is on."""
    size = len(rows.start) - 1
    start, partner = rows.start.astype(np.uint32), rows.partner.astype(np.uint32)

    def block(number: int) -> "Floats":
        first, last = (size * n // blocks for n in (number, number + 1))
        return _from_sources(start, partner, first, last)

    blocks = 1 if size < SMALL else BLOCKS
    if blocks == 1:
        return block(0)
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        return np.asarray(np.add.reduce(list(pool.map(block, range(blocks)))))


def _from_sources(start: "Short", partner: "Short", first: int, last: int) -> "Floats":
    size, ties = len(start) - 1, len(partner)
    between, paths, share = np.zeros((3, size))
    distance = np.full(size, FAR)
    order, begin = np.empty((2, size + 1), np.uint32)
    on_path = np.empty(ties + 1, np.uint32)
    search(
        start, partner, np.uint32(first), np.uint32(last), between, paths, share, distance, order,
        begin, on_path,
    )  # fmt: skip
    return between


@entry
def search(
    start: "Short",
    partner: "Short",
    first: np.uint32,
    last: np.uint32,
    between: "Floats",
    paths: "Floats",
    share: "Floats",
    distance: "Short",
    order: "Short",
    begin: "Short",
    on_path: "Short",
) -> None:
    """Add up the paths that start at the nodes from `first` to before `last`.

    Scratch: `order` holds nodes as they are found, `on_path[begin[n]:begin[n + 1]]` the ends of
    those ties of the n-th that lie on shortest paths, `share[v]` the paths through v or ending
    there, per path to v. A tie is written down first and kept by moving on or not, which spares
    the processor a guess. `distance` is `FAR` and `paths` 0 before and after.
    """
    for source in range(first, last):
        distance[source], paths[source] = 0, 1.0
        order[0] = source
        found, reached, kept = np.uint64(1), np.uint64(0), np.uint64(0)
        while reached < found:
            v = order[reached]
            begin[reached] = kept
            reached += np.uint64(1)
            further = distance[v] + ONE
            here = paths[v]
            for e in range(start[v], start[v + ONE]):
                w = partner[e]
                before = distance[w]
                order[found] = w
                found += np.uint64(before == FAR)
                nearest = min(before, further)
                distance[w] = nearest
                on_path[kept] = w
                kept += np.uint64(nearest == further)
                paths[w] += here if nearest == further else 0.0
        begin[reached] = kept
        for back in range(np.uint64(1), found):
            n = found - back
            v = order[n]
            through = 0.0
            for e in range(begin[n], begin[n + np.uint64(1)]):
                through += share[on_path[e]]
            through *= paths[v]
            between[v] += through
            share[v] = (1.0 + through) / paths[v]
        for place in range(found):
            distance[order[place]], paths[order[place]] = FAR, 0.0
