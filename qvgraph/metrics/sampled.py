"""Betweenness and nearness: exact, and in large networks from some nodes in place of all.

From more than 20,000 nodes on, shortest paths are followed from 2,048 of them, the pivots, and the
sums scaled up (Eppstein and Wang 2004; Brandes and Pich 2007). Pivots are those with the smallest
keys of their ids, so neither the order of rows nor any luck decides. They are cut into batches;
what these differ by says how far off the sums are, 90 % of the time, by Student's t.
"""

import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qvgraph.kernels.draws import subject
from qvgraph.language import decimal, say
from qvgraph.metrics.metric import Graph
from qvgraph.metrics.nearness import nearness_of
from qvgraph.metrics.paths import betweenness_from, betweenness_of
from qvgraph.metrics.rows import Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

MANY = 20_000
"""The most nodes from all of which paths are followed."""

PIVOTS, BATCHES = 2048, 32

STUDENT = 1.6955
"""95 % of Student's t with 31 degrees of freedom lies below."""


class Estimate(NamedTuple):
    """A value for each node, and by how much it may be off: 0 when exact."""

    value: "Floats"
    off: "Floats"


def directed_betweenness(graph: Graph) -> Estimate:
    """Of shortest paths along the ties as given."""
    return _betweenness(graph, graph.out)


def undirected_betweenness(graph: Graph) -> Estimate:
    """Of shortest paths along ties in either direction; each pair of ends counts twice."""
    return _betweenness(graph, graph.both_counted)


def near_from(graph: Graph) -> Estimate:
    """Over all others: 1/distance from the node to them, along ties as given."""
    return _nearness(graph, graph.into)


def near_to(graph: Graph) -> Estimate:
    """Over all others: 1/distance from them to the node, along ties as given."""
    return _nearness(graph, graph.out)


def near_either(graph: Graph) -> Estimate:
    """Over all others: 1/distance along ties in either direction."""
    return _nearness(graph, graph.both_counted)


def off_unknown(_: Graph) -> float:
    """Of what is made of the values of all nodes, such as their maximum, nobody knows."""
    return math.nan


def is_sampled(graph: Graph) -> bool:
    """Whether a graph is too large for paths from all nodes."""
    return graph.size > MANY


def said_of_sampling(graph: Graph) -> str:
    """What is said of an estimate."""
    return say(
        "estimated: shortest paths from {pivots} of {nodes} nodes",
        pivots=decimal(min(PIVOTS, graph.size)),
        nodes=decimal(graph.size),
    )


def _betweenness(graph: Graph, rows: Rows) -> Estimate:
    if not is_sampled(graph):
        return _exactly(betweenness_of(rows))
    return _scaled_up(graph, lambda batches: betweenness_from(rows, batches))


def _nearness(graph: Graph, rows: Rows) -> Estimate:
    if not is_sampled(graph):
        return _exactly(nearness_of(rows))
    return _scaled_up(graph, lambda batches: (nearness_of(rows, batch) for batch in batches))


def _exactly(values: "Floats") -> Estimate:
    return Estimate(values, np.zeros_like(values))


def _scaled_up(graph: Graph, sums: "Callable[[list[Ints]], Iterable[Floats]]") -> Estimate:
    """The mean over batches of pivots, and what it may be off by."""
    batches = np.array_split(graph.once_of_nodes(_pivots), BATCHES)
    parts = [
        graph.size / len(batch) * part for batch, part in zip(batches, sums(batches), strict=True)
    ]
    left_out = 1 - sum(map(len, batches)) / graph.size
    value = np.mean(parts, axis=0)
    off = STUDENT * np.std(parts, axis=0, ddof=1) * np.sqrt(left_out / BATCHES)
    return Estimate(value, off)


def _pivots(graph: Graph) -> "Ints":
    keys = np.array([subject(name) for name in graph.nodes["id"]], np.uint64)
    return np.argsort(keys, kind="stable")[:PIVOTS]
