"""Into which pieces the network would fall without each node in turn: one search for all of them.

A search in depth finds for every node the parts that hang on it alone (Hopcroft and Tarjan 1973);
their sizes say how many pairs could still reach each other, so the work grows with the ties.
"""

from typing import TYPE_CHECKING

import numpy as np

from qvgraph.kernels.jit import entry
from qvgraph.metrics.metric import Graph

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


def pairs_without(graph: Graph) -> "Ints":
    """For each node the ordered pairs of others that reach each other once it is gone.

    Shape (nodes,); along ties in either direction.
    """
    rows = graph.both_counted
    pairs, cut = np.zeros((2, graph.size), np.int64)
    found, low, below, parent, at, order = np.zeros((6, graph.size), np.int64)
    count_pairs(rows.start, rows.partner, pairs, cut, found, low, below, parent, at, order)
    return pairs


@entry
def count_pairs(
    start: "Ints",
    partner: "Ints",
    pairs: "Ints",
    cut: "Ints",
    found: "Ints",
    low: "Ints",
    below: "Ints",
    parent: "Ints",
    at: "Ints",
    order: "Ints",
) -> None:
    """Fill `pairs`. All arrays are 0 before, scratch but for the first three.

    `found` numbers nodes from 1 in the order of the search, `low` is the first node that those
    below reach past their parent, `below` how many these are, the node included, `cut` how many
    are cut off with the node, `at` the next tie to look at.
    """
    size = start.shape[0] - 1
    number = every = np.int64(0)
    for root in range(size):
        if found[root]:
            continue
        first = number
        v = np.int64(root)
        parent[v] = -1
        while v >= 0:
            if not found[v]:
                order[number] = v
                number += 1
                found[v] = low[v] = number
                below[v] = 1
                at[v] = start[v]
            if at[v] < start[v + 1]:
                w = partner[at[v]]
                at[v] += 1
                if found[w]:
                    low[v] = min(low[v], found[w])
                else:
                    parent[w] = v
                    v = w
                continue
            up = parent[v]
            if up >= 0:
                below[up] += below[v]
                low[up] = min(low[up], low[v])
                if low[v] >= found[up]:
                    cut[up] += below[v]
                    pairs[up] += below[v] * (below[v] - 1)
            v = up
        whole = number - first
        every += whole * (whole - 1)
        for n in range(first, number):
            v = order[n]
            rest = whole - 1 - cut[v]
            pairs[v] += rest * (rest - 1) - whole * (whole - 1)
    for node in range(size):
        pairs[node] += every
