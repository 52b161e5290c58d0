"""The tables of the study of intervals: printed, and written where package and docs read them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

ROOT = Path(__file__).parents[2]
COVERAGE = ROOT / "qvgraph" / "metrics" / "unsure" / "coverage.csv"

MATTER = (
    ("network", "density"),
    ("network", "reciprocity"),
    ("network", "transitivity"),
    ("network", "centralisation_degree"),
    ("network", "centralisation_in"),
    ("manager", "betweenness"),
    ("manager", "constraint"),
)
"""Figures that are shown for each setting."""

FIGURES = ("coverage", "least", "most", "bias", "without")

HELD = 100 * pl.col("held").sum() / pl.col("figures").sum()


def error(column: str) -> pl.Expr:
    """How far off a value is on average, in per cent of the true one."""
    off = pl.col(column) - pl.col("true")
    return 100 * off.sum() / pl.col("size").sum()


def covered(results: pl.DataFrame, interval: str, settings: Sequence[str]) -> pl.DataFrame:
    """How many in a hundred intervals held, together and in the worst and best setting."""
    keys = ["of", "metric"]
    each = results.group_by(*keys, *settings).agg(HELD.alias("held"))
    span = each.group_by(keys).agg(
        pl.col("held").min().alias("least"), pl.col("held").max().alias("most")
    )
    without = error("without") if "without" in results.columns else pl.lit(None, pl.Float64)
    every = results.group_by(keys).agg(
        pl.len().alias("trials"),
        HELD.alias("coverage"),
        error("value").alias("bias"),
        without.alias("without"),
    )
    return (
        every.join(span, on=keys)
        .select(
            pl.lit(interval).alias("interval"), *keys, "trials",
            *(pl.col(name).round(1).fill_nan(None) for name in FIGURES),
        )
        .sort("of", "metric")
    )  # fmt: skip


def by_setting(results: pl.DataFrame) -> str:
    """Coverage of what matters most, by sort of network, share and way."""
    chosen = results.filter(pl.struct("of", "metric").is_in(_matter()))
    table = chosen.group_by("of", "metric", "sort", "share", "way").agg(HELD.round(0).alias("held"))
    wide = table.sort("share", "way").pivot(["share", "way"], index=["of", "metric", "sort"])
    return "held in per cent (goal 85 to 95)\n" + _text(wide.sort("of", "metric", "sort"))


def estimators(results: pl.DataFrame) -> str:
    """Mean errors in per cent: reconstructions, answered cells by kind, silence as no tie."""
    chosen = results.filter(pl.struct("of", "metric").is_in(_matter()))
    table = chosen.group_by("of", "metric", "share").agg(
        *(error(name).round(1).alias(name) for name in ("mean", "median", "cells", "without"))
    )
    cells = pl.col("metric").is_in(["density", "reciprocity"])
    table = table.with_columns(pl.when(cells).then("cells"))
    return "mean error in per cent\n" + _text(table.sort("of", "metric", "share"))


def shapes(results: pl.DataFrame) -> str:
    """Coverage of three ways to make an interval of the same draws."""
    table = results.group_by("of", "metric").agg(
        *(
            (100 * pl.col(name).sum() / pl.col("figures").sum()).round(1).alias(name)
            for name in ("held", "plain", "normal")
        )
    )
    return "bootstrap, held in per cent\n" + _text(table.sort("of", "metric"))


def write(found: Mapping[str, pl.DataFrame]) -> None:
    """Put the coverages of the parts that were run in the place of the former ones."""
    before = pl.read_csv(COVERAGE, infer_schema_length=None).filter(
        ~pl.col("interval").is_in(list(found))
    )
    tables = [before, *found.values()]
    both = pl.concat(tables, how="vertical_relaxed").sort("interval", "of", "metric")
    both.write_csv(COVERAGE)


def _matter() -> list[dict[str, str]]:
    return [{"of": of, "metric": metric} for of, metric in MATTER]


def _text(table: pl.DataFrame) -> str:
    with pl.Config(tbl_rows=-1, tbl_cols=-1, tbl_width_chars=200, tbl_hide_dataframe_shape=True,
                   tbl_hide_column_data_types=True, tbl_formatting="ASCII_MARKDOWN"):  # fmt: skip
        return str(table)
