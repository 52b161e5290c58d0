"""What is lost without a node, or without all managers of a region: the table of the knockouts.

Frozen: nobody takes the place, nothing else changes. Handover: a successor keeps some of the ties.
How central each node is stands beside it: a manager who brings others together makes itself less
central and is missed less, so a small loss may be success. The third way, through the simulation,
is in `qvgraph.study.knocked`.
"""

import math
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import polars as pl

from qvgraph.language import decimal, say
from qvgraph.metrics.knockouts.equals import among_equals, percentiles
from qvgraph.metrics.knockouts.handover import DRAWS, handed_over, likely_kept
from qvgraph.metrics.knockouts.removal import (
    EXACT,
    SOURCES,
    Gains,
    distance_gains_of,
    fragmentation_gains,
)
from qvgraph.metrics.metric import METRICS, Graph
from qvgraph.metrics.nodes.centrality import betweenness
from qvgraph.metrics.nodes.constraint import constraint
from qvgraph.metrics.whole.cohesion import distance_fragmentation, fragmentation
from qvgraph.model import convert
from qvgraph.model.network import Network

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FOR_ALL: Final = 1_000
"""In networks of more nodes only managers hand over; in those too large for `EXACT` nobody."""

TABLE: Final = {
    "network": pl.String,
    "level": pl.String,
    "item": pl.String,
    "kind": pl.String,
    "region": pl.String,
    "degree": pl.Int64,
    "betweenness": pl.Float64,
    "constraint": pl.Float64,
    "way": pl.String,
    "metric": pl.String,
    "intact": pl.Float64,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "percentile": pl.Float64,
    "percentile_equals": pl.Float64,
    "equals": pl.Int64,
    "equals_degree_low": pl.Int64,
    "equals_degree_high": pl.Int64,
    "note": pl.String,
}

MEASURES: Final[dict[str, Callable[[Graph], float]]] = {
    "fragmentation": fragmentation,
    "distance_fragmentation": distance_fragmentation,
}


class Way(NamedTuple):
    """One way of going and one metric: what each node's going gains, and what to say of it."""

    way: str
    metric: str
    gains: Gains
    note: str | None = None


def knockout(
    network: Network,
    *,
    ties: Collection[str] = convert.TIES,
    handover: bool = True,
    draws: int = DRAWS,
    seed: int = 1,
) -> pl.DataFrame:
    """What fragmentation (F) and distance-weighted fragmentation (DF) gain when a node goes.

    A row per node (level `node`), way (`frozen`, `handover`) and metric, managers first, then a row
    per region and metric for all its managers together (level `managers`, frozen). `intact` is the
    metric of the whole network, 0 to 1; `value` what it gains, with the denominators of those who
    are left; along ties in either direction. `low` and `high` are where 90 % of the handovers lie,
    `draws` keyed by `seed`, or an interval of 90 % where distances are those from sampled sources,
    above 5,000 nodes; there is no handover then, and above 1,000 nodes only that of managers.
    `percentile` is the share (0 to 100) of the other nodes with a smaller gain, ties half;
    `percentile_equals` the same among `equals` others of equal degree, or of the nearest degrees so
    that there are five, whose degrees are `equals_degree_low` to `equals_degree_high`. What is
    not defined is null with the reason in `note`. Raises `InputError` on unknown ties.

    *Source:* Borgatti (2006), Computational and Mathematical Organization Theory 12.
    """
    nodes = convert.nodes(network)
    graph = Graph(nodes, convert.arcs(network, ties=ties))
    known = convert.has(network, ties)
    intact = {name: measure(graph) if known else math.nan for name, measure in MEASURES.items()}
    ways = list(_frozen(graph))
    if handover:
        ways += _handed_over(network, graph, draws, seed)
    central = _central(graph)
    frames = [_of_nodes(central, one, intact[one.metric], known=known) for one in ways]
    frames += [_of_managers(graph, name, value, known=known) for name, value in intact.items()]
    return pl.concat(frames, how="diagonal").select(
        pl.lit(network.label).alias("network"),
        *(pl.col(name).cast(kind).fill_nan(None) if kind == pl.Float64 else pl.col(name).cast(kind)
          for name, kind in TABLE.items() if name != "network"),
    )  # fmt: skip


def _frozen(graph: Graph) -> Iterator[Way]:
    """Nobody takes the place of the node."""
    broken = fragmentation_gains(graph)
    yield Way("frozen", "fragmentation", Gains(broken, broken, broken))
    sampled = None
    if graph.size > EXACT:
        sampled = say(
            "from {sources} of {nodes} nodes, drawn by lot",
            sources=decimal(SOURCES),
            nodes=decimal(graph.size),
        )
    yield Way("frozen", "distance_fragmentation", graph.once(distance_gains_of), sampled)


def _handed_over(network: Network, graph: Graph, draws: int, seed: int) -> Iterator[Way]:
    """A successor keeps some of its ties; in large networks only those of managers."""
    chosen, left_out = np.ones(graph.size, bool), None
    if graph.size > FOR_ALL:
        manager = (graph.nodes["kind"] == "manager").to_numpy()
        chosen = manager & (graph.size <= EXACT)
        left_out = say(
            "handovers are computed up to {every} nodes, of managers up to {managers}",
            every=decimal(FOR_ALL),
            managers=decimal(EXACT),
        )
    places = np.flatnonzero(chosen)
    handed = handed_over(graph, likely_kept(network, graph), places, draws=draws, seed=seed)
    for name, found in zip(MEASURES, handed, strict=True):
        arrays = np.full((3, graph.size), np.nan)
        arrays[:, places] = found
        yield Way("handover", name, Gains(*arrays), left_out)


def _central(graph: Graph) -> pl.DataFrame:
    """What is known of each node, and how central it is."""
    unknown = np.full(graph.size, np.nan)
    return graph.nodes.select(
        pl.lit("node").alias("level"),
        pl.col("id").alias("item"),
        "kind",
        "region",
        pl.Series("degree", graph.both_counted.counts),
        pl.Series("betweenness", betweenness(graph) if graph.size <= EXACT else unknown),
        pl.Series("constraint", constraint(graph)),
    )


def _of_nodes(central: pl.DataFrame, one: Way, intact: float, *, known: bool) -> pl.DataFrame:
    """The rows of one way and metric, managers first."""
    value, low, high = one.gains if known else np.full((3, central.height), np.nan)
    exact = bool(((low == high) | np.isnan(value)).all()) and one.way == "frozen"
    low, high = (np.full(central.height, np.nan) if exact else edge for edge in (low, high))
    equals = among_equals(value, central["degree"].to_numpy())
    figures = {
        "value": value,
        "low": low,
        "high": high,
        "percentile": percentiles(value),
        "percentile_equals": equals.percentile,
        "equals": equals.number,
        "equals_degree_low": equals.low,
        "equals_degree_high": equals.high,
    }
    frame = central.with_columns(
        pl.lit(one.way).alias("way"),
        pl.lit(one.metric).alias("metric"),
        pl.lit(intact, pl.Float64).alias("intact"),
        *(pl.Series(name, array) for name, array in figures.items()),
        pl.Series("note", [_note(one, number, known=known) for number in value], pl.String),
    )
    return frame.sort(pl.col("kind") != "manager", maintain_order=True)


def _note(one: Way, value: float, *, known: bool) -> str | None:
    """What is to be said of a figure, or why there is none."""
    if not known:
        return _no_such_ties()
    if not math.isnan(value):
        return one.note if one.way == "frozen" else None
    return one.note or METRICS["knockout"].undefined


def _no_such_ties() -> str:
    return say("the network has no table of such ties")


def _of_managers(graph: Graph, metric: str, intact: float, *, known: bool) -> pl.DataFrame:
    """All managers of a region gone together, and nobody in their place."""
    manager = pl.col("kind") == "manager"
    rows = []
    for region in graph.nodes.filter(manager)["region"].unique().sort():
        left = graph.part(~(manager & (pl.col("region") == region)))
        value = MEASURES[metric](left) - intact
        if not known:
            note = _no_such_ties()
        elif math.isnan(value):
            note = METRICS[metric].undefined
        else:
            note = say("all managers of the region together; a percentile is that of one node")
        rows.append({"item": region, "region": region, "value": value, "note": note})
    schema = {name: TABLE[name] for name in ("item", "region", "value", "note")}
    return pl.DataFrame(rows, schema).with_columns(
        pl.lit("managers").alias("level"),
        pl.lit("frozen").alias("way"),
        pl.lit(metric).alias("metric"),
        pl.lit(intact, pl.Float64).alias("intact"),
    )
