"""Structural holes after Burt: what a node's partners have to do with one another, compiled.

Everything rests on z_ij = w_ij + w_ji, so ties of both directions and of any strength are read.
Two models: in the whole network a partner's ties are all its ties; in the ego network they are
those to the node and to its other partners.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qvgraph.kernels.exact import log
from qvgraph.kernels.jit import entry
from qvgraph.metrics.metric import Graph
from qvgraph.metrics.rows import Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


class Holes(NamedTuple):
    """The figures of each node; NaN for isolates."""

    constraint: "Floats"
    effective_size: "Floats"
    hierarchy: "Floats"


def holes(graph: Graph) -> Holes:
    """Each tie the same, the partners' ties all of the whole network."""
    return holes_of(graph.both_counted, ego=False)


def holes_weighted(graph: Graph) -> Holes:
    """Ties by strength, in the whole network."""
    return holes_of(graph.both, ego=False)


def holes_in_ego(graph: Graph) -> Holes:
    """Each tie the same, inside each node's ego network."""
    return holes_of(graph.both_counted, ego=True)


def holes_of(rows: Rows, *, ego: bool) -> Holes:
    """Of symmetric rows with positive weights."""
    size = len(rows.start) - 1
    found = Holes(*np.full((3, size), np.nan))
    total, most, direct, indirect = np.zeros((4, size))
    tied = np.full(size, -1)
    holes_kernel(*rows, ego, *found, total, most, direct, indirect, tied)
    return found


@entry
def holes_kernel(
    start: "Ints",
    partner: "Ints",
    weight: "Floats",
    ego: bool,  # noqa: FBT001
    constraint: "Floats",
    effective_size: "Floats",
    hierarchy: "Floats",
    total: "Floats",
    most: "Floats",
    direct: "Floats",
    indirect: "Floats",
    tied: "Ints",
) -> None:
    """Fill the three figures; the other arrays are scratch.

    `total` and `most` are the sum and the largest of a node's z. Of the node i in turn `tied[j]`
    is i where j is a partner, `direct[j]` is p_ij, `indirect[j]` grows to p_ij + Σ_q p_iq p_qj.
    """
    size = start.shape[0] - 1
    for i in range(size):
        for e in range(start[i], start[i + 1]):
            total[i] += weight[e]
            most[i] = max(most[i], weight[e])
    for i in range(size):
        first, end = start[i], start[i + 1]
        partners = end - first
        if partners == 0:
            continue
        for e in range(first, end):
            j = partner[e]
            tied[j] = i
            direct[j] = weight[e] / total[i]
            indirect[j] = direct[j]
        redundant = 0.0
        for e in range(first, end):
            q = partner[e]
            whole, largest = total[q], most[q]
            if ego:
                whole, largest = 0.0, 0.0
                for f in range(start[q], start[q + 1]):
                    if partner[f] == i or tied[partner[f]] == i:
                        whole += weight[f]
                        largest = max(largest, weight[f])
            for f in range(start[q], start[q + 1]):
                j = partner[f]
                if tied[j] == i:
                    indirect[j] += direct[q] * weight[f] / whole
                    redundant += direct[j] * weight[f] / largest  # m_qj p_ij: q and j swapped
        effective_size[i] = partners - redundant
        limit = 0.0
        for e in range(first, end):
            limit += indirect[partner[e]] ** 2
        constraint[i] = limit
        hierarchy[i] = 1.0
        if partners > 1:
            uneven = 0.0
            for e in range(first, end):
                ratio = partners * indirect[partner[e]] ** 2 / limit
                uneven += ratio * log(ratio)
            hierarchy[i] = uneven / (partners * log(float(partners)))
