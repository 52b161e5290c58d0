"""Metrics: functions from a network to a table."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING, get_args

import numpy as np
import polars as pl

from qvgraph.language import say
from qvgraph.metrics.metric import METRICS, Graph, Level, Metric
from qvgraph.metrics.unsure.intervals import DRAWS, Interval, around
from qvgraph.model import convert
from qvgraph.model.network import Network
from qvgraph.problems import Problems, fail, nearest, none_of

# The order in which they declare their metrics is that of the columns.
# isort: off
from qvgraph.metrics.nodes import centrality
from qvgraph.metrics.nodes import walks
from qvgraph.metrics.nodes import neighbourhood
from qvgraph.metrics.nodes import constraint
from qvgraph.metrics.nodes import roles
from qvgraph.metrics.nodes import mixing
from qvgraph.metrics.whole import structure
from qvgraph.metrics.whole import reciprocity
from qvgraph.metrics.whole import cohesion
from qvgraph.metrics.knockouts import removal
from qvgraph.metrics.whole import centralisation
from qvgraph.metrics.whole import krackhardt
from qvgraph.metrics.whole import core_periphery
from qvgraph.metrics.whole import segregation
from qvgraph.metrics.whole import overlap
from qvgraph.metrics.whole import triads
from qvgraph.metrics.measuring import Asked, Told, graphs_of, measured, values_of
from qvgraph.metrics.key_sets.key_sets import key_players
from qvgraph.metrics.knockouts.knockouts import knockout
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
    "asked_for",
    "centralisation",
    "centrality",
    "cohesion",
    "compute",
    "constraint",
    "core_periphery",
    "graphs_of",
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
    "values_of",
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
    told: Told | None = None,
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
    each figure has three numbers (`qvgraph.metrics.unsure.intervals`). `told` hears what takes
    long, before it does, and what is estimated. Raises `InputError` on unknown names, levels, ties
    or columns, and where a tie without strength makes no sense.
    """
    if level == "network" or interval:
        return tidy(
            network,
            level=level,
            names=names,
            ties=ties,
            group=group,
            interval=interval,
            told=told,
        )
    chosen = asked_for(level, names, group)
    table = pl.concat(
        one.items.with_columns(_series(metric, one.values[metric.name]) for metric in chosen)
        for one in measured(network, Asked(level, chosen, ties, group), told)
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
    told: Told | None = None,
) -> pl.DataFrame:
    """Compute the metrics of a level, a row per item and metric (`LONG`).

    `note` says why there is no value, or that it is an estimate: then `low` and `high` are an
    interval of 90 % (null where there is none). With an `interval` these columns are filled from so
    many networks drawn with a seed (`qvgraph.metrics.unsure.intervals.around`).
    """
    asked = Asked(level, asked_for(level, names, group), ties, group)
    if interval is None:
        return _long(network, asked, told)
    return around(partial(_long, asked=asked), network, interval, draws=draws, seed=seed)


def _long(network: Network, asked: Asked, told: Told | None = None) -> pl.DataFrame:
    label = network.label
    rows = [
        (label, asked.level, item, metric.name, metric.variant, *figures)
        for one in measured(network, asked, told)
        for place, item in enumerate(one.items.to_series())
        for metric, figures in zip(asked.metrics, one.figures(place), strict=True)
    ]
    return pl.DataFrame(rows, schema=LONG, orient="row")


def asked_for(level: str, names: Sequence[str] | None, group: str | None) -> list[Metric]:
    """The metrics asked for, else the usual ones of the level.

    Those of a group are also those of the whole network, and the other way round when named.
    Raises `InputError` on unknown names and levels.
    """
    levels = get_args(Level)
    if level not in levels:
        raise fail("level", none_of(level, levels))
    of_level = ("node",) if level == "node" else ("group", "network")
    known = {name: metric for name, metric in METRICS.items() if metric.level in of_level}
    if names is None:
        usual = (one for one in known.values() if one.default and level in ("network", one.level))
        return [metric for metric in usual if group is not None or not metric.group]
    aliases = ALIASES if level == "node" else ALIASES | OF_GROUPS
    names = [aliases.get(name, name) for name in names]
    problems = Problems()
    for name in names:
        if name in known:
            continue
        if name in METRICS:
            what = say(
                "“{value}” found; it is a metric of the level {level}",
                value=name,
                level=METRICS[name].level,
            )
            problems.note("metric", what)
            continue
        what = say("“{value}” found; there is no such metric at this level", value=name)
        problems.note("metric", what + nearest(name, known))
    problems.raise_if_any()
    return [known[name] for name in dict.fromkeys(names)]


def _series(metric: Metric, values: "NDArray[np.float64]") -> pl.Series:
    series = pl.Series(metric.name, values, dtype=pl.Float64).fill_nan(None)
    return series.cast(pl.Int64) if metric.whole else series
