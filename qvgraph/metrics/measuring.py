"""The graphs of a network that a level reads, and what metrics give for each."""

import math
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from qvgraph.language import decimal, say
from qvgraph.metrics.forecast import forewarn
from qvgraph.metrics.groups import groups_of
from qvgraph.metrics.metric import NO_GROUP, Graph, Level, Metric
from qvgraph.metrics.nodes.sampled import Estimate, is_sampled, said_of_sampling
from qvgraph.metrics.whole import overlap
from qvgraph.model import convert
from qvgraph.model.network import Network
from qvgraph.problems import InputError, Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

WHOLE = "all"
"""The item of a figure for the whole network."""

Told = Callable[[str], None]
"""Called with a remark for people."""


@dataclass(frozen=True)
class Asked:
    """Which metrics of which graphs."""

    level: Level
    metrics: Sequence[Metric]
    ties: Collection[str] = convert.TIES
    group: str | None = None


@dataclass(frozen=True)
class Measured:
    """What the metrics give for the items of one graph; an item's id or region is its first column.

    `values` are those of each metric by name, NaN where it is not defined; `bounds` say of those
    that are estimates where they lie.
    """

    asked: Asked
    graph: Graph
    items: pl.DataFrame
    values: "dict[str, Floats]"
    bounds: "dict[str, Estimate]"
    known: bool
    grouped: "NDArray[np.bool_]"

    def figures(
        self, place: int
    ) -> Iterator[tuple[float | None, float | None, float | None, str | None]]:
        """Value, low, high and note of each metric for one item."""
        for metric in self.asked.metrics:
            value = float(self.values[metric.name][place])
            if math.isnan(value):
                yield None, None, None, self._reason(metric, place)
                continue
            bounds = self.bounds.get(metric.name)
            if bounds is None:
                yield value, None, None, None
                continue
            low, high = (
                None if math.isnan(bound[place]) else float(bound[place])
                for bound in (bounds.low, bounds.high)
            )
            yield value, low, high, said_of_sampling(self.graph)

    def _reason(self, metric: Metric, place: int) -> str:
        if metric.direction != "none" and not self.known:
            return say("the network has no table of such ties")
        if metric.group and not self.grouped[place]:
            return say("the group of this node is not known")
        return metric.undefined


def measured(network: Network, asked: Asked, told: Told | None = None) -> Iterator[Measured]:
    """Compute the metrics for each graph of a level; of nodes managers come first.

    `told` hears what takes long, before it does, and what is estimated. Raises `InputError` as
    `values_of` does, and on unknown ties or columns.
    """
    known = convert.has(network, asked.ties if asked.level == "node" else ("advice",))
    for items, graph in graphs_of(network, asked.level, asked.ties, asked.group):
        if told is not None:
            _refuse_ties_without_strength(graph, asked.metrics)  # or the forecast computes with it
            forewarn(graph, asked.metrics, told)
        values = values_of(graph, asked.metrics, known=known)
        bounds = _bounds(graph, asked.metrics) if known else {}
        order = np.arange(len(items))
        grouped = np.ones(len(items), bool)
        if asked.level == "node":
            order = np.argsort(items["kind"].to_numpy() != "manager", kind="stable")
            grouped = graph.group_of[order] != NO_GROUP
        yield Measured(
            asked,
            graph,
            items[order],
            {name: array[order] for name, array in values.items()},
            {name: one.of(order) for name, one in bounds.items()},
            known,
            grouped,
        )


def graphs_of(
    network: Network, level: Level, ties: Collection[str], group: str | None
) -> Iterator[tuple[pl.DataFrame, Graph]]:
    """The graphs that a level reads, each with its items: nodes, a region, or the whole."""
    nodes, groups = convert.nodes(network), groups_of(network, group)
    if level == "node":
        yield nodes, Graph(nodes, convert.arcs(network, ties=ties), groups)
        return
    nodes = overlap.with_circles(nodes, network)
    every = Graph(nodes, convert.arcs(network, ties=("advice",)), groups)
    whole = every.part(pl.col("kind") != "manager")
    if level == "network":
        yield pl.DataFrame({"item": [WHOLE]}), whole
        return
    for region in network.regions:
        yield pl.DataFrame({"region": [region]}), whole.part(pl.col("region") == region)


def values_of(graph: Graph, chosen: Sequence[Metric], *, known: bool = True) -> "dict[str, Floats]":
    """The values of each metric, one per node or one for the graph; NaN where it is not defined.

    Unless the ties are `known` nothing is that reads them. Raises `InputError` where a tie without
    strength makes no sense.
    """
    _refuse_ties_without_strength(graph, chosen)
    return {metric.name: _values(metric, graph, known=known) for metric in chosen}


def _values(metric: Metric, graph: Graph, *, known: bool) -> "Floats":
    if metric.direction != "none" and not known:
        return np.full(graph.size if metric.level == "node" else 1, np.nan)
    values = np.atleast_1d(np.asarray(metric.calculate(graph), float))
    if metric.group and metric.level == "node":
        return np.where(graph.group_of == NO_GROUP, np.nan, values)
    return values


def _bounds(graph: Graph, chosen: Sequence[Metric]) -> "dict[str, Estimate]":
    """Where the values of the metrics lie that are estimates on this graph."""
    if not is_sampled(graph):
        return {}
    return {one.name: one.bounds(graph) for one in chosen if one.bounds is not None}


def _refuse_ties_without_strength(graph: Graph, chosen: Sequence[Metric]) -> None:
    """A length 1/strength and a share of strength make no sense of a tie of strength 0."""
    reading = [metric.name for metric in chosen if metric.weight in ("share", "length")]
    if not reading or (graph.ends.strength > 0).all():
        return
    weak = graph.arcs.filter(pl.col("strength") <= 0)
    raise InputError(
        Problem(
            f"{source} → {target}",
            say(
                "strength {value} found; {metric} needs one above 0: take the tie out, or "
                "choose a metric that reads no strength",
                value=decimal(strength),
                metric=", ".join(reading),
            ),
        )
        for source, target, strength in weak.select("source", "target", "strength").rows()
    )
