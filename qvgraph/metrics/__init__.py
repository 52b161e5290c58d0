"""Metrics: functions from a network to a table."""

import math
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, get_args

import numpy as np
import polars as pl

from qvgraph.language import decimal, say
from qvgraph.metrics.groups import groups_of
from qvgraph.metrics.intervals import DRAWS, Interval, around
from qvgraph.metrics.metric import METRICS, NO_GROUP, Graph, Level, Metric
from qvgraph.model import convert
from qvgraph.model.network import Network
from qvgraph.problems import InputError, Problem, Problems, fail, nearest

# The order in which they declare their metrics is that of the columns.
# isort: off
from qvgraph.metrics import centrality
from qvgraph.metrics import walks
from qvgraph.metrics import neighbourhood
from qvgraph.metrics import constraint
from qvgraph.metrics import roles
from qvgraph.metrics import mixing
from qvgraph.metrics import structure
from qvgraph.metrics import reciprocity
from qvgraph.metrics import cohesion
from qvgraph.metrics import removal
from qvgraph.metrics import centralisation
from qvgraph.metrics import krackhardt
from qvgraph.metrics import core_periphery
from qvgraph.metrics import segregation
from qvgraph.metrics import overlap
from qvgraph.metrics import triads
from qvgraph.metrics.key_sets import key_players
from qvgraph.metrics.knockouts import knockout
# isort: on

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "LONG",
    "METRICS",
    "Graph",
    "Interval",
    "Level",
    "Metric",
    "centralisation",
    "centrality",
    "cohesion",
    "compute",
    "constraint",
    "core_periphery",
    "key_players",
    "knockout",
    "krackhardt",
    "mixing",
    "neighbourhood",
    "overlap",
    "reciprocity",
    "removal",
    "roles",
    "segregation",
    "structure",
    "tidy",
    "triads",
    "walks",
]

LONG = {
    "network": pl.String,
    "level": pl.String,
    "item": pl.String,
    "metric": pl.String,
    "variant": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "note": pl.String,
}
"""The columns of a tidy table of metrics."""

WHOLE = "all"
"""The item of a figure for the whole network."""

ALIASES = {"consultant": "itinerant"}
"""What metrics are called elsewhere."""

OF_GROUPS = {name: f"{name}_group" for name in ("ei_index", "assortativity", "homophily", "blau")}
"""What figures of the whole are called that read the groups of `--group`; nodes have their own."""


def compute(
    network: Network,
    *,
    level: Level = "node",
    names: Sequence[str] | None = None,
    ties: Collection[str] = convert.TIES,
    group: str | None = None,
    interval: Interval | None = None,
) -> pl.DataFrame:
    """Compute the metrics of a level, the usual ones or those named; undefined values are null.

    `node`: a row per node, managers first, each by id; `network, id, kind, region, sector, size,
    member` and a column per metric. `group`: a row per region; `network, region` and a column per
    metric, of the advice ties among organisations inside the region. `network`: these and others
    for all organisations, as `tidy` gives them; by name a region has the others, too. `ties` says
    which arcs `node` reads. `group` is a column of the organisations for metrics that compare
    groups, the roles of brokerage among them; it makes those usual that are not without it. When
    such metrics are named without a column, the groups are those of the host affiliation
    (`qvgraph.metrics.groups`). With an `interval` the table is that of `tidy` at all levels, as
    each figure has three numbers (`qvgraph.metrics.intervals`). Raises `InputError` on unknown
    names, levels, ties or columns, and where a tie without strength makes no sense.
    """
    if level == "network" or interval:
        return tidy(network, level=level, names=names, ties=ties, group=group, interval=interval)
    chosen = _chosen(level, names, group)
    table = pl.concat(
        items.with_columns(_series(metric, values[metric.name]) for metric in chosen)
        for items, _, values in _measured(network, level, chosen, ties, group)
    )
    return table.select(pl.lit(network.label).alias("network"), pl.all())


def tidy(
    network: Network,
    *,
    level: Level = "node",
    names: Sequence[str] | None = None,
    ties: Collection[str] = convert.TIES,
    group: str | None = None,
    interval: Interval | None = None,
    draws: int = DRAWS,
    seed: int = 1,
) -> pl.DataFrame:
    """Compute the metrics of a level, a row per item and metric (`LONG`), reasons in `note`.

    With an `interval` the columns `low` and `high` are filled from so many networks drawn with a
    seed (`qvgraph.metrics.intervals.around`).
    """
    measure = partial(_long, level=level, names=names, ties=ties, group=group)
    if interval is None:
        return measure(network)
    return around(measure, network, interval, draws=draws, seed=seed)


def _long(
    network: Network,
    *,
    level: Level,
    names: Sequence[str] | None,
    ties: Collection[str],
    group: str | None,
) -> pl.DataFrame:
    chosen, label = _chosen(level, names, group), network.label
    known = _ties_are_known(network, level, ties)
    rows = []
    for items, groups, values in _measured(network, level, chosen, ties, group):
        for place, item in enumerate(items.to_series()):
            for metric in chosen:
                value = float(values[metric.name][place])
                grouped = level != "node" or groups[place] != NO_GROUP
                note = _reason(metric, known, grouped) if math.isnan(value) else None
                start = (label, level, item, metric.name, metric.variant)
                rows.append((*start, None if note else value, None, None, note))
    return pl.DataFrame(rows, schema=LONG, orient="row")


def _chosen(level: str, names: Sequence[str] | None, group: str | None) -> list[Metric]:
    """The metrics asked for, else the usual ones of the level.

    Those of a group are also those of the whole network, and the other way round when named.
    """
    levels = get_args(Level)
    if level not in levels:
        what = say(
            "“{value}” found; expected is one of: {choices}",
            value=level,
            choices=", ".join(levels),
        )
        raise fail("level", what + nearest(level, levels))
    of_level = ("node",) if level == "node" else ("group", "network")
    known = {name: metric for name, metric in METRICS.items() if metric.level in of_level}
    if names is None:
        usual = (one for one in known.values() if one.default and level in ("network", one.level))
        return [metric for metric in usual if group is not None or not metric.group]
    aliases = ALIASES if level == "node" else ALIASES | OF_GROUPS
    names = [aliases.get(name, name) for name in names]
    problems = Problems()
    for name in names:
        if name not in known:
            what = say("“{value}” found; there is no such metric at this level", value=name)
            problems.note("metric", what + nearest(name, known))
    problems.raise_if_any()
    return [known[name] for name in dict.fromkeys(names)]


def _measured(
    network: Network,
    level: Level,
    chosen: Sequence[Metric],
    ties: Collection[str],
    group: str | None,
) -> Iterator[tuple[pl.DataFrame, "NDArray[np.int64]", "dict[str, NDArray[np.float64]]"]]:
    """Items with the id or region first, nodes' groups, and the values of each metric.

    A value is NaN where it is not defined.
    """
    known = _ties_are_known(network, level, ties)
    for items, graph in _graphs(network, level, ties, group):
        _refuse_ties_without_strength(graph, chosen)
        values = {metric.name: _values(metric, graph, known=known) for metric in chosen}
        if level == "node":  # managers first
            order = np.argsort(items["kind"].to_numpy() != "manager", kind="stable")
            values = {name: array[order] for name, array in values.items()}
            yield items[order], graph.group_of[order], values
        else:
            yield items, graph.group_of, values


def _graphs(
    network: Network, level: Level, ties: Collection[str], group: str | None
) -> Iterator[tuple[pl.DataFrame, Graph]]:
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


def _refuse_ties_without_strength(graph: Graph, chosen: Sequence[Metric]) -> None:
    """A length 1/strength and a share of strength make no sense of a tie of strength 0."""
    reading = [metric.name for metric in chosen if metric.weight in ("share", "length")]
    weak = graph.arcs.filter(pl.col("strength") <= 0)
    if reading and weak.height:
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


def _values(metric: Metric, graph: Graph, *, known: bool) -> "NDArray[np.float64]":
    if metric.direction != "none" and not known:
        return np.full(graph.size if metric.level == "node" else 1, np.nan)
    values = np.atleast_1d(np.asarray(metric.calculate(graph), float))
    if metric.group and metric.level == "node":
        return np.where(graph.group_of == NO_GROUP, np.nan, values)
    return values


def _ties_are_known(network: Network, level: Level, ties: Collection[str]) -> bool:
    """A table that was not given is not a table without ties: nothing is known then."""
    return convert.has(network, ties if level == "node" else ("advice",))


def _series(metric: Metric, values: "NDArray[np.float64]") -> pl.Series:
    series = pl.Series(metric.name, values, dtype=pl.Float64).fill_nan(None)
    return series.cast(pl.Int64) if metric.whole else series


def _reason(metric: Metric, known: bool, grouped: bool) -> str:  # noqa: FBT001
    if not known:
        return say("the network has no table of such ties")
    if metric.group and not grouped:
        return say("the group of this node is not known")
    return metric.undefined
