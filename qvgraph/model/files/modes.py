"""Two-mode graphs: the first mode are firms, the second what they belong to."""

from collections.abc import Sequence

import polars as pl

from qvgraph.language import decimal, say
from qvgraph.model.files.reading import Reading
from qvgraph.model.sheets import FLAGS

_CALLED = ("bipartite", "type")
"""What other programs call the column that tells the two modes of nodes from each other."""


def two_modes(
    nodes: pl.DataFrame, arcs: pl.DataFrame, modes: Sequence[bool] | None, reading: Reading
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The same nodes and arcs, or firms, associations and memberships where there are two modes."""
    if modes is not None:
        second = pl.Series(modes, dtype=pl.Boolean)
    elif "kind" in nodes.columns or "kind" in arcs.columns:
        return nodes, arcs
    else:
        column = next((name for name in _CALLED if _splits(name, nodes, arcs)), None)
        if column is None:
            return nodes, arcs
        second = _flags(nodes[column])
        nodes = nodes.drop(column)
    firms, others = int((~second).sum()), int(second.sum())
    reading.tell(
        say(
            "Two modes: {firms} nodes of the first are taken for firms, {others} of the second for"
            " associations, and what joins them for memberships.",
            firms=decimal(firms),
            others=decimal(others),
        )
    )
    kinds = pl.when(second).then(pl.lit("association")).otherwise(pl.lit("firm"))
    arcs = arcs.with_columns(kind=pl.lit("membership"))
    return nodes.with_columns(kind=kinds), _without_ones(arcs)


def _splits(column: str, nodes: pl.DataFrame, arcs: pl.DataFrame) -> bool:
    """Whether a column says true or false of every node, and each arc joins one with the other."""
    if column not in nodes.columns or not arcs.height:
        return False
    second = _flags(nodes[column])
    if second.null_count() or second.all() or not second.any():
        return False
    there = nodes.filter(second)["id"].implode()
    crosses = arcs["source"].is_in(there) != arcs["target"].is_in(there)
    return bool(crosses.fill_null(value=False).all())


def _flags(values: pl.Series) -> pl.Series:
    words = values.str.to_lowercase().str.replace(r"\.0$", "")
    return words.replace_strict(FLAGS, default=None, return_dtype=pl.Boolean)


def _without_ones(arcs: pl.DataFrame) -> pl.DataFrame:
    """A membership is there or not; weights are kept where they say more."""
    if "strength" not in arcs.columns:
        return arcs
    if (arcs["strength"].cast(pl.Float64, strict=False) == 1.0).all():
        return arcs.drop("strength")
    return arcs.rename({"strength": "weight"}) if "weight" not in arcs.columns else arcs
