"""Shortest paths from every node: how many run through each. In compiled code.

One search per node in breadth, then back over the ties that lie on shortest paths (Brandes 2001).
The nodes are cut into blocks whose sums are added in order, so the digits are the same on any
number of threads.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from qvgraph.kernels.jit import entry
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


def betweenness_of(rows: Rows) -> "Floats":
    """For each node, over ordered pairs of others: the share of the paths that it is on."""
    size = len(rows.start) - 1
    blocks = 1 if size < SMALL else BLOCKS
    sources = np.arange(size)
    parts = [sources[size * n // blocks : size * (n + 1) // blocks] for n in range(blocks)]
    return np.asarray(np.add.reduce(list(betweenness_from(rows, parts))))


def betweenness_from(
    rows: Rows, parts: "Sequence[Ints]", *, by_distance: bool = False
) -> "Iterator[Floats]":
    """The same, of the paths that start at each part of the nodes.

    `by_distance` counts a path at each node on it by how far along it is: 0 at the start, 1 at the
    end.
    """
    start, partner = rows.start.astype(np.uint32), rows.partner.astype(np.uint32)

    def part(sources: "Ints") -> "Floats":
        return _from_sources(start, partner, sources.astype(np.uint32), by_distance)

    if len(parts) == 1:
        yield part(parts[0])
        return
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        yield from pool.map(part, parts)


def _from_sources(
    start: "Short",
    partner: "Short",
    sources: "Short",
    by_distance: bool,  # noqa: FBT001
) -> "Floats":
    size, ties = len(start) - 1, len(partner)
    between, paths, share = np.zeros((3, size))
    distance = np.full(size, FAR)
    order, begin = np.empty((2, size + 1), np.uint32)
    on_path = np.empty(ties + 1, np.uint32)
    search(
        start, partner, sources, by_distance, between, paths, share, distance, order, begin, on_path
    )  # fmt: skip
    return between


@entry
def search(
    start: "Short",
    partner: "Short",
    sources: "Short",
    by_distance: bool,  # noqa: FBT001
    between: "Floats",
    paths: "Floats",
    share: "Floats",
    distance: "Short",
    order: "Short",
    begin: "Short",
    on_path: "Short",
) -> None:
    """Add up the paths that start at the sources.

    Scratch: `order` holds nodes as they are found, `on_path[begin[n]:begin[n + 1]]` the ends of
    those ties of the n-th that lie on shortest paths, `share[v]` the paths through v or ending
    there, per path to v. A tie is written down first and kept by moving on or not, which spares
    the processor a guess. `distance` is `FAR` and `paths` 0 before and after.
    """
    for source in sources:
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
            away = np.float64(distance[v])
            between[v] += through * away if by_distance else through
            share[v] = (1.0 / away + through if by_distance else 1.0 + through) / paths[v]
        for place in range(found):
            distance[order[place]], paths[order[place]] = FAR, 0.0
