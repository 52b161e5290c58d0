"""Arcs that stand in a file more than once, and ties without a direction."""

from typing import Final

import polars as pl

from qvgraph.language import decimal, say
from qvgraph.model.files.marks import LOOSE, VALUE
from qvgraph.model.files.reading import Reading

_ONE: Final = "\0one"
_OTHER: Final = "\0other"
_PLACE: Final = "\0place"


def merged(arcs: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    """One arc for each pair and kind, the strongest; contacts have no direction anyway."""
    contact = pl.col("kind") == "contact"
    turned = (pl.col(LOOSE) | contact) & (pl.col("source") > pl.col("target"))
    arcs = arcs.with_columns(
        pl.col(LOOSE) & ~contact,
        pl.when(turned).then("target").otherwise("source").alias(_ONE),
        pl.when(turned).then("source").otherwise("target").alias(_OTHER),
    )
    kept = _strongest(arcs, [_ONE, _OTHER, "kind", LOOSE])
    if kept.height < arcs.height:
        reading.tell(repeated(arcs.height - kept.height))
    return kept.drop(_ONE, _OTHER)


def repeated(ties: int) -> str:
    """What is said of ties that stood there already."""
    return say(
        "Ties that stood there more than once: {n} dropped, the strongest of each is kept.",
        n=decimal(ties),
    )


def returned(arcs: pl.DataFrame, nodes: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    """Advice without a direction is advice in both, where both ends are known."""
    loose = arcs[LOOSE]
    if not loose.any():
        return arcs
    known = nodes["id"].implode()
    back = arcs.filter(
        pl.col(LOOSE),
        pl.col("kind") == "advice",
        pl.col("source").is_in(known),
        pl.col("target").is_in(known),
    ).with_columns(source="target", target="source")
    if back.height:
        reading.tell(say("Undirected: each tie is taken as two, one in each direction."))
    both = pl.concat([arcs, back])
    return both if loose.all() else _strongest(both, ["source", "target", "kind"])


def _strongest(arcs: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """The strongest arc of each key, in the order of the file."""
    if not arcs.select(key).is_duplicated().any():
        return arcs
    return (
        arcs.with_row_index(_PLACE)
        .sort(VALUE, _PLACE, descending=[True, False], nulls_last=True)
        .unique(key, keep="first", maintain_order=True)
        .sort(_PLACE)
        .drop(_PLACE)
    )
