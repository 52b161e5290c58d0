"""Strengths of arcs between 0 and 1, whatever weights a file has; no ties of a node with itself."""

import polars as pl

from qvgraph.language import decimal, say
from qvgraph.model.files.marks import VALUE
from qvgraph.model.files.reading import Reading
from qvgraph.model.sheets import Sheet


def without_loops(arcs: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    """Arcs between two nodes; the others are counted and told."""
    kept = arcs.filter((pl.col("source") != pl.col("target")).fill_null(value=True))
    if loops := arcs.height - kept.height:
        reading.tell(dropped(loops))
    return kept


def dropped(loops: int) -> str:
    """What is said of loops."""
    return say("Loops dropped (ties of a node with itself): {n}.", n=decimal(loops))


def with_strength(arcs: pl.DataFrame, reading: Reading, *, decimal_comma: bool) -> pl.DataFrame:
    """Strengths between 0 and 1: larger ones are divided by the largest and kept as `weight`.

    A column `VALUE` holds them as numbers. A file in which one cannot be read is left as it is, as
    that becomes a problem.
    """
    if "strength" not in arcs.columns:
        return arcs.with_columns(pl.lit(1.0).alias(VALUE))
    lines = range(arcs.height)
    sheet = Sheet("ties", "", arcs.select("strength"), lines, decimal_comma=decimal_comma)
    arcs = arcs.with_columns(sheet.values["strength"].alias(VALUE))
    values = arcs[VALUE]
    most = values.max()
    unread = (values.is_null() & arcs["strength"].is_not_null()).any()
    if unread or not isinstance(most, float) or not 1.0 < most < float("inf"):
        return arcs
    scaled = (pl.col(VALUE) / most).cast(pl.String)
    if decimal_comma:
        scaled = scaled.str.replace(".", ",", literal=True)
    reading.tell(
        say(
            "Weights up to {most}: strengths are weights divided by the largest; the weights are"
            " kept as a column of their own.",
            most=decimal(most, 0 if most.is_integer() else 2),
        )
    )
    kept = "weight" if "weight" not in arcs.columns else "weight_in_file"
    return arcs.with_columns(pl.col("strength").alias(kept), strength=scaled)
