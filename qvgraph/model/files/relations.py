"""Files with several relations: kinds of ours, or one network with their names in a column."""

from typing import Final

import polars as pl

from qvgraph.language import say
from qvgraph.model.files.outward import TABLE_OF
from qvgraph.model.files.reading import Reading

_SHOWN: Final = 6
"""Names of relations in a sentence."""


def with_relations(arcs: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    """Relations that are called like our kinds are kinds; others are told and kept."""
    if "relation" not in arcs.columns:
        return arcs
    names = arcs["relation"].drop_nulls().unique(maintain_order=True).to_list()
    if all(name.lower() in TABLE_OF for name in names):
        return arcs.rename({"relation": "kind"}).with_columns(pl.col("kind").str.to_lowercase())
    reading.tell(
        say(
            "Relations in the file: {names}. They are read as one, with their name as the column"
            " relation.",
            names=", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else ""),
        )
    )
    return arcs
