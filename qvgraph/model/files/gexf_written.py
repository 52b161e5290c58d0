"""GEXF as it is written: with colours by kind, sizes by betweenness and places, for Gephi."""

from collections.abc import Sequence
from math import sqrt
from pathlib import Path
from typing import Final

import polars as pl

from qvgraph.model import convert, layout
from qvgraph.model.files.outward import graph_of, lost_in_a_graph
from qvgraph.model.files.told import telling
from qvgraph.model.files.xml_text import TYPES, attribute_of, lost_signs, text_in_xml
from qvgraph.model.network import Network

COLOURS: Final = {
    "firm": (0, 114, 178),
    "association": (0, 158, 115),
    "institution": (230, 159, 0),
    "manager": (213, 94, 0),
}
"""By kind, from the palette of Okabe and Ito, which colour-blind people tell apart."""

SMALLEST: Final = 4.0
LARGEST: Final = 40.0
UNIT: Final = 100
"""How far from each other neighbours stand, beside nodes of these sizes."""

_FEW: Final = 5000
"""Nodes up to which all shortest paths count; of more, those of two steps."""

_HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
"""


def write(network: Network, path: Path) -> list[str]:
    """Write all tables but trainings, skills and levels: nodes and edges with their kinds."""
    nodes, arcs = graph_of(network)
    label = pl.col("name").fill_null(pl.col("id")) if "name" in nodes.columns else pl.col("id")
    shown = nodes.with_columns(label.alias(_LABEL), *_looks(network))
    with path.open("w", encoding="utf-8", newline="\n") as file:
        told = attribute_of(telling(network))
        file.write(f"{_HEAD}<meta><creator>qvgraph</creator><keywords>{told}</keywords></meta>\n")
        file.write('<graph defaultedgetype="directed" mode="static">\n')
        file.write(_attributes(nodes, "node", ("id",)) + _attributes(arcs, "edge", _ENDS))
        file.write("<nodes>\n")
        file.writelines(_nodes(shown, nodes.columns[1:]))
        file.write("</nodes>\n<edges>\n")
        file.writelines(_edges(arcs))
        file.write("</edges>\n</graph>\n</gexf>\n")
    return [*lost_in_a_graph(network), *lost_signs(nodes, arcs)]


_ENDS: Final = ("source", "target")
_LABEL: Final = "\0label"
_LOOK: Final = "\0look"


def _looks(network: Network) -> list[pl.Series]:
    """Colour, place and size of each node, organisations first, as Gephi reads them."""
    nodes, arcs = convert.nodes(network), convert.arcs(network)
    graph = convert.igraph_of(nodes, arcs)
    cutoff = None if nodes.height <= _FEW else 2
    between = graph.betweenness(cutoff=cutoff)
    most = max(between, default=0.0)
    places = layout.positions(nodes, arcs)
    looks = []
    for kind, value, (x, y) in zip(nodes["kind"], between, places, strict=True):
        red, green, blue = COLOURS[kind]
        share = sqrt(value / most) if most else 0.0
        size = SMALLEST + share * (LARGEST - SMALLEST)
        looks.append(
            f'<viz:color r="{red}" g="{green}" b="{blue}"/>'
            f'<viz:position x="{UNIT * x + 0.0:.1f}" y="{UNIT * y + 0.0:.1f}" z="0.0"/>'
            f'<viz:size value="{size:.2f}"/>'
        )
    return [pl.Series(_LOOK, looks, dtype=pl.String)]


def _attributes(frame: pl.DataFrame, of: str, fixed: Sequence[str]) -> str:
    declared = "".join(
        f'<attribute id="{of[0]}{number}" title="{attribute_of(name)}"'
        f' type="{TYPES.get(type_, "string")}"/>\n'
        for number, (name, type_) in enumerate(frame.schema.items())
        if name not in fixed
    )
    return f'<attributes class="{of}" mode="static">\n{declared}</attributes>\n'


def _nodes(frame: pl.DataFrame, columns: Sequence[str]) -> pl.Series:
    """A line for each node."""
    line = pl.concat_str(
        pl.format(
            '<node id="{}" label="{}">', text_in_xml(frame, "id"), text_in_xml(frame, _LABEL)
        ),
        *_values(frame, "n", columns),
        pl.col(_LOOK),
        pl.lit("</node>\n"),
        ignore_nulls=True,
    )
    return frame.select(line.alias(_LABEL))[_LABEL]


def _edges(frame: pl.DataFrame) -> pl.Series:
    """A line for each edge; Gephi wants weights above 0."""
    number = pl.int_range(pl.len()).cast(pl.String)
    source, target = (text_in_xml(frame, end) for end in _ENDS)
    weight: list[pl.Expr] = []
    if frame.schema.get("strength") == pl.Float64:
        above = pl.when(pl.col("strength") > 0).then(pl.col("strength").cast(pl.String))
        weight = [pl.format(' weight="{}"', above)]
    line = pl.concat_str(
        pl.format('<edge id="{}" source="{}" target="{}"', number, source, target),
        pl.format(' kind="{}"', pl.col("kind")),
        *weight,
        pl.lit(">"),
        *_values(frame, "e", [name for name in frame.columns if name not in _ENDS]),
        pl.lit("</edge>\n"),
        ignore_nulls=True,
    )
    return frame.select(line.alias(_LABEL))[_LABEL]


def _values(frame: pl.DataFrame, letter: str, columns: Sequence[str]) -> list[pl.Expr]:
    return [
        pl.lit("<attvalues>"),
        *(
            pl.format(
                f'<attvalue for="{letter}{frame.columns.index(name)}" value="{{}}"/>',
                text_in_xml(frame, name),
            )
            for name in columns
        ),
        pl.lit("</attvalues>"),
    ]
