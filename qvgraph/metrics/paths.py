"""Shortest paths from every node: how many run through each, and how near all others are.

One search per node in breadth, then back (Brandes 2001), in compiled code. The nodes are cut into
blocks whose sums are added in order, so the digits are the same on any number of threads.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qvgraph.kernels.jit import entry
from qvgraph.metrics.metric import Graph
from qvgraph.metrics.rows import Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

BLOCKS, SMALL = 16, 500
"""So many blocks, and one for fewer nodes than this."""


class Paths(NamedTuple):
    """Over all shortest paths: betweenness over ordered pairs, and sums of 1/distance."""

    betweenness: "Floats"
    near_out: "Floats"
    near_in: "Floats"


def directed_paths(graph: Graph) -> Paths:
    """Of paths along the ties as given."""
    return paths_of(graph.out)


def undirected_paths(graph: Graph) -> Paths:
    """Of paths along ties in either direction."""
    return paths_of(graph.both_counted)


def paths_of(rows: Rows) -> Paths:
    """Of paths along rows."""
    size = len(rows.start) - 1
    if size < SMALL:
        return _block(rows, 0, size)
    edges = [size * n // BLOCKS for n in range(BLOCKS + 1)]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        blocks = list(pool.map(lambda n: _block(rows, edges[n], edges[n + 1]), range(BLOCKS)))
    return Paths(*(np.add.reduce(sums) for sums in zip(*blocks, strict=True)))


def _block(rows: Rows, first: int, last: int) -> Paths:
    size = len(rows.start) - 1
    sums = Paths(np.zeros(size), np.zeros(size), np.zeros(size))
    distance, order = np.full(size, -1), np.empty(size, np.int64)
    paths, through = np.zeros(size), np.zeros(size)
    search(rows.start, rows.partner, first, last, *sums, distance, order, paths, through)
    return sums


@entry
def search(
    start: "Ints",
    partner: "Ints",
    first: int,
    last: int,
    betweenness: "Floats",
    near_out: "Floats",
    near_in: "Floats",
    distance: "Ints",
    order: "Ints",
    paths: "Floats",
    through: "Floats",
) -> None:
    """Add up all paths that start at the nodes from `first` to before `last`.

    Scratch: `distance` is -1, `paths` and `through` are 0, before and after.
    """
    for source in range(first, last):
        distance[source], paths[source] = 0, 1.0
        order[0] = source
        found = 1
        reached = 0
        while reached < found:
            v = order[reached]
            reached += 1
            for e in range(start[v], start[v + 1]):
                w = partner[e]
                if distance[w] < 0:
                    distance[w] = distance[v] + 1
                    order[found] = w
                    found += 1
                if distance[w] == distance[v] + 1:
                    paths[w] += paths[v]
        for n in range(1, found):
            near = 1.0 / distance[order[n]]
            near_out[source] += near
            near_in[order[n]] += near
        for n in range(found - 1, 0, -1):
            v = order[n]
            share = 0.0
            for e in range(start[v], start[v + 1]):
                w = partner[e]
                if distance[w] == distance[v] + 1:
                    share += (1.0 + through[w]) / paths[w]
            through[v] = share * paths[v]
            betweenness[v] += through[v]
        for n in range(found):
            v = order[n]
            distance[v], paths[v], through[v] = -1, 0.0, 0.0
