"""GraphML: nodes and edges in XML, with typed attributes; it can hold nearly all of a network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from qvgraph.language import say
from qvgraph.model.files.columns import Rows
from qvgraph.model.files.graph import Graph, book_of
from qvgraph.model.files.outward import graph_of, lost_in_a_graph
from qvgraph.model.files.reading import Asked, Reading
from qvgraph.model.files.told import tables_told, telling
from qvgraph.model.files.xml import Xml
from qvgraph.model.files.xml_text import TYPES, attribute_of, lost_signs, text_in_xml
from qvgraph.model.network import Network
from qvgraph.model.sheets import Book

OURS: Final = "qvgraph"
"""The attribute of the graph that says which tables were given, with which columns."""


@dataclass(frozen=True, slots=True)
class _Key:
    """The declaration of an attribute."""

    name: str
    of: str
    default: list[str] = field(default_factory=list)


def read(path: Path, asked: Asked, reading: Reading) -> Book:
    """Read the first graph of a file, nested graphs flat, its attributes by their names."""
    found = _GraphML(Xml(path, "graphml"), reading)
    found.xml.go_through(found)
    if any(rows.too_many(path.name, reading) for rows in (found.nodes, found.edges)):
        reading.raise_if_any()
    graph = Graph(
        where=path.name,
        arcs=found.edges.frame(defaults=found.defaults("edge")),
        arc_lines=found.edges.lines,
        nodes=found.nodes.frame(defaults=found.defaults("node")),
        node_lines=found.nodes.lines,
        directed=found.directed,
        tables=tables_told(found.told),
    )
    return book_of(graph, reading, undirected=asked.undirected)


class _GraphML:
    """What is met on the way through a file."""

    def __init__(self, xml: Xml, reading: Reading) -> None:
        self.xml = xml
        self.nodes = Rows("id")
        self.edges = Rows("source", "target")
        self.directed: list[bool] = []
        self.told = ""
        self._reading = reading
        self._keys: dict[str, _Key] = {}
        self._inside: list[tuple[str, int]] = []
        self._graphs = 0
        self._by_default = True
        self._text_of: _Key | None = None

    def defaults(self, of: str) -> dict[str, str]:
        """The values of attributes where an element of this kind has none of its own."""
        return {
            key.name: key.default[0]
            for key in self._keys.values()
            if key.default and key.of in (of, "all")
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin what a network needs; everything else is passed over."""
        if name == "data":
            key = self._keys.get(attributes.get("key", ""))
            if key is None:
                self._note_unknown_key(attributes.get("key", ""))
            elif key.name and self._inside and self._graphs == 1:
                self._text_of = key
                self.xml.collect()
        elif name == "edge":
            self._edge(attributes)
        elif name == "node":
            self._node(attributes)
        elif name in ("graph", "key", "default", "hyperedge"):
            getattr(self, f"_{name}")(attributes)

    def end(self, name: str) -> None:
        """Keep the text of an attribute; leave a node, an edge or a graph."""
        if name in ("data", "default"):
            if self._text_of is not None:
                self._keep(name, self._text_of, self.xml.collected())
                self._text_of = None
        elif name in ("node", "edge", "graph"):
            self._inside.pop()

    def _node(self, attributes: Mapping[str, str]) -> None:
        self._inside.append(("node", self.nodes.last + 1))
        if self._graphs == 1:
            id_ = attributes.get("id")
            if id_ is None:
                self._note_missing("id")
            self.nodes.fixed["id"].append(id_ or "")
            self.nodes.lines.append(self.xml.line)

    def _edge(self, attributes: Mapping[str, str]) -> None:
        self._inside.append(("edge", self.edges.last + 1))
        if self._graphs == 1:
            fixed = self.edges.fixed
            for end in ("source", "target"):
                if end not in attributes:
                    self._note_missing(end)
                fixed[end].append(attributes.get(end, ""))
            directed = attributes.get("directed")
            self.directed.append(self._by_default if directed is None else directed != "false")
            self.edges.lines.append(self.xml.line)

    def _graph(self, attributes: Mapping[str, str]) -> None:
        if not self._inside:
            self._graphs += 1
            if self._graphs == 1:
                self._by_default = attributes.get("edgedefault") != "undirected"
            else:
                what = say("There is more than one graph in the file: only the first is read.")
                self._reading.tell(what)
        else:
            self._reading.tell(say("Graphs inside of nodes are read as parts of the whole graph."))
        self._inside.append(("graph", 0))

    def _key(self, attributes: Mapping[str, str]) -> None:
        name = attributes.get("attr.name", "")
        self._keys[attributes.get("id", "")] = _Key(name, attributes.get("for", "all"))

    def _default(self, _: Mapping[str, str]) -> None:
        if self._keys:
            self._text_of = next(reversed(self._keys.values()))
            self.xml.collect()

    def _hyperedge(self, _: Mapping[str, str]) -> None:
        what = say("a hyperedge found; ties between two nodes each are expected")
        self._reading.note(self.xml.here, what)

    def _keep(self, element: str, key: _Key, text: str) -> None:
        if element == "default":
            key.default.append(text)
            return
        kind, row = self._inside[-1]
        if kind == "node":
            self.nodes.put(key.name, text, row)
        elif kind == "edge":
            self.edges.put(key.name, text, row)
        elif key.name == OURS:
            self.told = text

    def _note_missing(self, attribute: str) -> None:
        what = say("an element without the attribute {attribute}", attribute=attribute)
        self._reading.note(self.xml.here, what)

    def _note_unknown_key(self, key: str) -> None:
        what = say("“{value}” found; expected is the id of a key at the top of the file", value=key)
        self._reading.note(self.xml.here, what)


def write(network: Network, path: Path) -> list[str]:
    """Write all tables but trainings, skills and levels: nodes and edges with their kinds."""
    nodes, arcs = graph_of(network)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        file.write('<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
        file.write(_keys(nodes, "node", ("id",)) + _keys(arcs, "edge", ("source", "target")))
        file.write(f'<key id="{OURS}" for="graph" attr.name="{OURS}" attr.type="string"/>\n')
        told = attribute_of(telling(network))
        file.write(f'<graph edgedefault="directed">\n<data key="{OURS}">{told}</data>\n')
        for element, frame, ends in (
            ("node", nodes, ("id",)),
            ("edge", arcs, ("source", "target")),
        ):
            file.writelines(_elements(element, frame, ends))
        file.write("</graph>\n</graphml>\n")
    return [*lost_in_a_graph(network), *lost_signs(nodes, arcs)]


def _keys(frame: pl.DataFrame, of: str, fixed: Sequence[str]) -> str:
    return "".join(
        f'<key id="{of[0]}{number}" for="{of}" attr.name="{attribute_of(name)}"'
        f' attr.type="{TYPES.get(type_, "string")}"/>\n'
        for number, (name, type_) in enumerate(frame.schema.items())
        if name not in fixed
    )


def _elements(element: str, frame: pl.DataFrame, fixed: Sequence[str]) -> pl.Series:
    """A line for each row."""
    start = [
        part
        for name in fixed
        for part in (pl.lit(f' {name}="'), text_in_xml(frame, name), pl.lit('"'))
    ]
    data = [
        pl.format(f'<data key="{element[0]}{number}">{{}}</data>', text_in_xml(frame, name))
        for number, name in enumerate(frame.columns)
        if name not in fixed
    ]
    line = pl.concat_str(
        pl.lit(f"<{element}"), *start, pl.lit(">"), *data, pl.lit(f"</{element}>\n"),
        ignore_nulls=True,
    )  # fmt: skip
    return frame.select(line.alias("line"))["line"]
