"""What is told of few organisations: nothing, so that a table can be handed on.

A cell that rests on fewer than five organisations is blank. Sectors or sizes of fewer than five
firms are counted as one group; where that is still too small, its firms are left out. Without
totals beside them nothing can be found out by subtraction.
"""

from typing import Final

import polars as pl

from qvgraph.language import say
from qvgraph.metrics.belonging import OF_FIRMS
from qvgraph.metrics.metric import Metric

FEW: Final = 5
"""So many organisations at least are behind every figure that is meant for others."""

TOGETHER: Final = "…"
"""The group of all that are too few alone."""


def column_of(metric: Metric) -> str | None:
    """The column whose groups a figure of a region compares."""
    return next((column for column in OF_FIRMS if column in metric.name), None)


def without_small_groups(nodes: pl.DataFrame, column: str) -> tuple[pl.DataFrame, str]:
    """The nodes with small groups of firms put together or left out, and a remark if there were."""
    firm = (pl.col("kind") == "firm") & pl.col(column).is_not_null()
    sizes = nodes.filter(firm).group_by(column).len()
    small = sizes.filter(pl.col("len") < FEW)
    if small.is_empty():
        return nodes, ""
    enough = int(small["len"].sum()) >= FEW
    new = pl.lit(TOGETHER if enough else None, pl.String)
    those = firm & pl.col(column).is_in(small[column].implode())
    nodes = nodes.with_columns(pl.when(those).then(new).otherwise(column).alias(column))
    if enough:
        return nodes, say("groups of fewer than {few} firms are counted as one", few=FEW)
    return nodes, say("firms of groups of fewer than {few} are left out", few=FEW)
