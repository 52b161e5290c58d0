"""How long metrics will take on a graph, judged by how long they take on a part of it.

Measured on this computer and on this graph: a part of some hundred nodes around the one with most
ties, then one of twice as many, and so on, until it takes long enough to be told from nothing. From
there it grows as the metrics declare: with ties, with the ties around ties, with nodes times ties.
"""

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from qvgraph.language import decimal, say
from qvgraph.metrics.metric import Cost, Graph, Metric
from qvgraph.metrics.nodes.sampled import PIVOTS, is_sampled, said_of_sampling

if TYPE_CHECKING:
    from numpy.typing import NDArray

FIRST = 250
"""Nodes of the first part, which is computed to have everything ready."""

ENOUGH = 0.1
"""Seconds that can be told from nothing."""

LONG = 5.0
"""Seconds from which on people are told."""


def forewarn(graph: Graph, chosen: Sequence[Metric], told: Callable[[str], None]) -> None:
    """Tell what is estimated, and how long it will take if that is more than some seconds."""
    if is_sampled(graph) and (named := [one.name for one in chosen if one.bounds is not None]):
        told(f"{', '.join(named)}: {said_of_sampling(graph)}")
    seconds = forecast(graph, chosen)
    if seconds > LONG:
        told(
            say(
                "This takes about {time} with {nodes} nodes and {ties} ties; Ctrl-C stops it.",
                time=_in_words(seconds),
                nodes=decimal(graph.size),
                ties=decimal(len(graph.ends.source)),
            )
        )


def forecast(graph: Graph, chosen: Sequence[Metric]) -> float:
    """Seconds that the metrics will take, 0 for a graph that is no larger than a part of it."""
    size = FIRST
    if graph.size <= 4 * size:
        return 0.0
    order = _outward(graph)
    _seconds(_around(graph, order[:size]), chosen)
    while True:
        size *= 2
        part = _around(graph, order[:size])
        taken = _seconds(part, chosen)
        if taken.sum() > ENOUGH or 2 * size > graph.size:
            grown = [_amount(graph, one) / max(_amount(part, one), 1) for one in chosen]
            return float(taken @ grown)


def _seconds(graph: Graph, chosen: Sequence[Metric]) -> "NDArray[np.float64]":
    """What each metric takes, one after the other: what several share the first one pays."""
    clock = [time.perf_counter()]
    for metric in chosen:
        metric.calculate(graph)
        clock.append(time.perf_counter())
    return np.diff(clock)


def _amount(graph: Graph, metric: Metric) -> float:
    """What the time of a metric grows with."""
    ties = len(graph.ends.source)
    of_cost: dict[Cost, float] = {
        "cheap": graph.size + ties,
        "moderate": float((graph.both_counted.counts.astype(float) ** 2).sum()),
        "dear": float(graph.size) * (graph.size + ties),
    }
    if metric.bounds is not None and is_sampled(graph):  # betweenness there and back
        return 2 * PIVOTS * float(graph.size + ties)
    return of_cost[metric.cost]


def _outward(graph: Graph) -> "NDArray[np.int64]":
    """The nodes that can be reached from the one with most ties, by distance, then all others."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order

    ties = graph.both_counted
    size = graph.size
    matrix = csr_array((ties.weight, ties.partner, ties.start), shape=(size, size))
    first = int(ties.counts.argmax())
    reached = breadth_first_order(matrix, first, return_predecessors=False).astype(np.int64)
    return np.concatenate([reached, np.setdiff1d(np.arange(size), reached)])


def _around(graph: Graph, places: "NDArray[np.int64]") -> Graph:
    there = np.zeros(graph.size, bool)
    there[places] = True
    return graph.part(pl.lit(pl.Series(there)))


def _in_words(seconds: float) -> str:
    if seconds < 90:
        return say("{n} seconds", n=decimal(seconds))
    return say("{n} minutes", n=decimal(seconds / 60))
