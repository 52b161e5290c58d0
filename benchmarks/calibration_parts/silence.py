"""Answers taken away from whole networks: do the intervals hold the figures of the whole?"""

from functools import partial
from itertools import product
from typing import Literal, NamedTuple

import numpy as np
import polars as pl

from qvgraph.metrics import METRICS, Level, tidy
from qvgraph.metrics.unsure.answers import Answers
from qvgraph.metrics.unsure.intervals import OUTSIDE, estimate, limits
from qvgraph.metrics.unsure.silent import reconstructed
from qvgraph.model.network import Network

Way = Literal["random", "size"]
SHARES = (0.1, 0.2, 0.3, 0.4)
WAYS: tuple[Way, ...] = ("random", "size")
DRAWS = OUTSIDE - 1
"""As few as there can be; intervals of more draws hold as much."""

WEIGHT = {"micro": 4.0, "small": 3.0, "medium": 2.0, "large": 1.0}
"""How much more easily a small firm is silent, by size."""

NODES, COSTLY = 2, 10
"""Nodes are looked at in one trial out of so many, searches for a core are made in so many."""

EXACT = 1e-9


class Trial(NamedTuple):
    """One network, one share of silent firms, one way in which they came to be silent."""

    sort: str
    number: int
    share: float
    way: Way


def silenced(network: Network, trial: Trial) -> Network:
    """A share of the firms told nothing."""
    luck = np.random.default_rng([3, trial.number, round(100 * trial.share), WAYS.index(trial.way)])
    firms = network.organisations.filter(kind="firm")
    weight = np.ones(firms.height)
    if trial.way == "size":
        weight = np.array([WEIGHT.get(size, 2.0) for size in firms["size"]])
    count = round(trial.share * firms.height)
    quiet = luck.choice(firms["id"].to_numpy(), count, replace=False, p=weight / weight.sum())
    return network.with_tables(
        organisations=network.organisations.with_columns(
            responded=~pl.col("id").is_in(quiet.tolist())
        ),
        ties=network.ties.filter(~pl.col("source").is_in(quiet.tolist())),  # type: ignore[union-attr]
    )


def names(level: str, *, costly: bool) -> list[str]:
    """All metrics of nodes, or of all others."""
    return [
        name
        for name, metric in METRICS.items()
        if (metric.level == "node") == (level == "node")
        and metric.direction != "none"
        and (costly or not name.startswith("core_periphery"))
        and name != "core_periphery_p"
    ]


def figures(network: Network, *, nodes: bool = True, costly: bool = False) -> pl.DataFrame:
    """Every figure of a network: whose it is, the item, the metric, the value."""
    persons = [] if network.managers is None else network.managers["id"].to_list()
    levels: tuple[Level, ...] = ("network", "node") if nodes else ("network",)
    tables = [tidy(network, level=level, names=names(level, costly=costly)) for level in levels]
    items = pl.col("item").is_in(persons)
    of = pl.when(pl.col("level") != "node").then(pl.lit("network"))
    of = of.when(items).then(pl.lit("manager")).otherwise(pl.lit("organisation"))
    return pl.concat(tables).select("item", "metric", "value", of=of)


def answered_cells(network: Network) -> dict[str, float]:
    """Density and reciprocity from answers alone, weighted by how many cells there are of a kind.

    The other estimators that one might use in place of reconstructions.
    """
    answers = Answers.of(network)
    answered, apart = ~answers.silent, ~np.eye(len(answers.silent), dtype=bool)
    told, both = apart & answered[:, None], apart & answered[:, None] & answered
    ties = mutual = 0.0
    for asks, asked in product(np.unique(answers.kind), repeat=2):
        of_kinds = apart & (answers.kind[:, None] == asks) & (answers.kind == asked)
        for which, there in ((told, answers.named), (both, answers.named & answers.named.T)):
            cells = (of_kinds & which).sum()
            share = (there & of_kinds & which).sum() / cells if cells else 0.0
            if which is told:
                ties += share * of_kinds.sum()
            else:
                mutual += share * of_kinds.sum()
    return {"density": ties / apart.sum(), "reciprocity": mutual / ties if ties else np.nan}


def tried(network: Network, trial: Trial) -> pl.DataFrame:
    """A row per figure that silence leaves open: whether the interval holds it, and errors."""
    seen = partial(figures, nodes=trial.number % NODES == 0, costly=trial.number % COSTLY == 0)
    quiet = silenced(network, trial)
    table = seen(network)
    truth = table["value"].to_numpy()
    drawn = np.stack(
        [seen(reconstructed(quiet, seed=trial.number, number=n))["value"] for n in range(DRAWS)]
    )
    without = seen(quiet)["value"].to_numpy()
    cells = answered_cells(quiet)
    rows = []
    for n, metric in enumerate(table["metric"]):
        one, true = drawn[:, n], truth[n]
        if np.isnan(one).any() or np.isnan(true):
            continue
        low, high = limits(one, "silent", true)
        held = low - EXACT <= true <= high + EXACT
        if high - low < EXACT and held:
            continue  # silence leaves nothing open here
        value = estimate(one, whole=METRICS[metric].whole)
        others = float(one.mean()), float(np.median(one)), cells.get(metric), without[n]
        rows.append((n, held, value, true, abs(true), *others))
    schema = {"row": pl.Int64, "held": pl.Boolean}
    for name in ("value", "true", "size", "mean", "median", "cells", "without"):
        schema[name] = pl.Float64
    found = pl.DataFrame(rows, schema, orient="row")
    return (
        table.with_row_index("row").select(pl.col("row").cast(pl.Int64), "of", "metric")
        .join(found, on="row").drop("row")
        .group_by("of", "metric", maintain_order=True)
        .agg(pl.len().alias("figures"), pl.col("held").sum(), pl.exclude("held").sum())
        .with_columns(sort=pl.lit(trial.sort), share=trial.share, way=pl.lit(trial.way))
    )  # fmt: skip
