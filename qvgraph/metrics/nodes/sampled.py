"""Betweenness and nearness: exact, and in large networks from some nodes in place of all.

From more than 20,000 nodes on, shortest paths are followed from 2,048 of them, the pivots, and the
sums scaled up (Eppstein and Wang 2004; Brandes and Pich 2007). Betweenness is followed from pivots
and to pivots, each path counting by how far along it a node is, without which the few pivots next
to a node would decide (Geisberger, Sanders and Schultes 2008). Pivots are those with the smallest
keys of their ids, so neither the order of rows nor any luck decides. They are cut into batches;
what these differ by gives low and high, which should hold 90 % (`benchmarks/sampled.py` measures
it) and are farther from the value on one side (`means`), as a node's betweenness is mostly that of
few ends.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qvgraph.kernels.draws import subject
from qvgraph.language import decimal, say
from qvgraph.means import mean_of
from qvgraph.metrics.metric import Graph
from qvgraph.metrics.nodes.nearness import nearness_of
from qvgraph.metrics.nodes.paths import betweenness_from, betweenness_of
from qvgraph.metrics.rows import Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

MANY = 20_000
"""The most nodes from all of which paths are followed."""

PIVOTS, BATCHES = 2048, 32


class Estimate(NamedTuple):
    """A value for each node and where the true one lies: all three are the same when exact."""

    value: "Floats"
    low: "Floats"
    high: "Floats"

    def times(self, factor: "Floats | float") -> "Estimate":
        """The same in another unit."""
        return Estimate(self.value * factor, self.low * factor, self.high * factor)

    def of(self, places: "Ints") -> "Estimate":
        """That of some nodes, in their order."""
        return Estimate(self.value[places], self.low[places], self.high[places])


def directed_betweenness(graph: Graph) -> Estimate:
    """Of shortest paths along the ties as given."""
    return _betweenness(graph, graph.out, graph.into)


def undirected_betweenness(graph: Graph) -> Estimate:
    """Of shortest paths along ties in either direction; each pair of ends counts twice."""
    return _betweenness(graph, graph.both_counted, graph.both_counted)


def near_from(graph: Graph) -> Estimate:
    """Over all others: 1/distance from the node to them, along ties as given."""
    return _nearness(graph, graph.into)


def near_to(graph: Graph) -> Estimate:
    """Over all others: 1/distance from them to the node, along ties as given."""
    return _nearness(graph, graph.out)


def near_either(graph: Graph) -> Estimate:
    """Over all others: 1/distance along ties in either direction."""
    return _nearness(graph, graph.both_counted)


def unbounded(graph: Graph) -> Estimate:
    """Of what is made of the values of all nodes, such as their maximum, nobody knows."""
    return Estimate(*np.full((3, graph.size), np.nan))


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


def _betweenness(graph: Graph, rows: Rows, back: Rows) -> Estimate:
    if not is_sampled(graph):
        return _exactly(betweenness_of(rows))
    batches = _batches(graph)
    ways = (betweenness_from(one, batches, by_distance=True) for one in (rows, back))
    return _scaled_up(graph, [there + from_there for there, from_there in zip(*ways, strict=True)])


def _nearness(graph: Graph, rows: Rows) -> Estimate:
    if not is_sampled(graph):
        return _exactly(nearness_of(rows))
    return _scaled_up(graph, [nearness_of(rows, batch) for batch in _batches(graph)])


def _exactly(values: "Floats") -> Estimate:
    return Estimate(values, values, values)


def _batches(graph: Graph) -> "list[Ints]":
    return np.array_split(graph.once_of_nodes(_pivots), BATCHES)


def _pivots(graph: Graph) -> "Ints":
    keys = np.array([subject(name) for name in graph.nodes["id"]], np.uint64)
    return np.argsort(keys, kind="stable")[:PIVOTS]


def _scaled_up(graph: Graph, sums: "list[Floats]") -> Estimate:
    """The mean over batches of pivots, and where it lies."""
    parts = np.array(sums) * (graph.size * BATCHES / PIVOTS)
    value, low, high = mean_of(parts, seen=PIVOTS / graph.size)
    return Estimate(value, np.maximum(low, 0.0), high)
