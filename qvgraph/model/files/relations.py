"""Numbered nodes and their relations as a graph: kinds of ours, or a column with their names."""

from typing import Final

import polars as pl

from qvgraph.language import say
from qvgraph.model.files.graph import Graph
from qvgraph.model.files.numbered import Numbered
from qvgraph.model.files.outward import TABLE_OF
from qvgraph.model.files.reading import Reading

_SHOWN: Final = 6
"""Names of relations in a sentence."""


def graph_of_numbered(
    where: str, found: Numbered, first_mode: int | None, reading: Reading
) -> Graph:
    """The graph of a file; with two modes the first `first_mode` nodes are those of one of them."""
    nodes, arcs = found.named()
    return Graph(
        where=where,
        arcs=_with_relations(arcs.frame(), reading),
        arc_lines=arcs.lines,
        nodes=nodes.frame(),
        node_lines=nodes.lines,
        directed=found.directed,
        modes=None if first_mode is None else [row >= first_mode for row in range(found.count)],
    )


def _with_relations(arcs: pl.DataFrame, reading: Reading) -> pl.DataFrame:
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
