"""GEXF, the format of Gephi: nodes and edges in XML, also with times."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from qvgraph.language import decimal, say
from qvgraph.model.files.columns import Rows
from qvgraph.model.files.gexf_written import write
from qvgraph.model.files.graph import Graph, book_of
from qvgraph.model.files.reading import Asked, Reading
from qvgraph.model.files.told import tables_told
from qvgraph.model.files.xml import Xml
from qvgraph.model.sheets import Book

__all__ = ["read", "write"]

_TIMED: Final = frozenset(
    ("start", "startopen", "end", "endopen", "timestamp", "timestamps", "intervals")
)
_INTERVAL: Final = re.compile(r"\[\s*([^,\]]*?)\s*,\s*([^,\]]*?)\s*\]")


def read(path: Path, asked: Asked, reading: Reading) -> Book:
    """Read nodes and edges of all versions; of what changes over time the last value is kept."""
    found = _Gexf(Xml(path, "gexf"), reading)
    found.xml.go_through(found)
    if any(rows.too_many(path.name, reading) for rows in (found.nodes, found.edges)):
        reading.raise_if_any()
    found.tell_times()
    nodes = found.nodes.frame(defaults=found.defaults["node"])
    if "label" in nodes.columns and (nodes["label"].fill_null(nodes["id"]) == nodes["id"]).all():
        nodes = nodes.drop("label")
    graph = Graph(
        where=path.name,
        arcs=found.edges.frame(defaults=found.defaults["edge"]),
        arc_lines=found.edges.lines,
        nodes=nodes,
        node_lines=found.nodes.lines,
        directed=found.directed,
        tables=tables_told(found.told),
    )
    return book_of(graph, reading, undirected=asked.undirected)


class _Gexf:
    """What is met on the way through a file."""

    def __init__(self, xml: Xml, reading: Reading) -> None:
        self.xml = xml
        self.nodes = Rows("id")
        self.edges = Rows("source", "target")
        self.directed: list[bool] = []
        self.defaults: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
        self.told = ""
        self._reading = reading
        self._titles: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
        self._of = "node"
        self._title = ""
        self._inside: list[tuple[Rows, int]] = []
        self._by_default = False
        self._times: dict[tuple[int, int, str], str] = {}
        self._changes = 0
        self._spells: dict[tuple[int, int], list[tuple[str, str]]] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin what a network needs; everything else is passed over."""
        match name:
            case "attvalue":
                self._value(attributes)
            case "edge":
                self._edge(attributes)
            case "node":
                self._node(attributes)
            case "spell":
                self._spell(attributes)
            case "attributes":
                self._of = attributes.get("class", "node")
            case "attribute":
                self._title = attributes.get("title", attributes.get("id", ""))
                titles = self._titles.setdefault(self._of, {})
                titles[attributes.get("id", "")] = self._title
            case "graph":
                self._by_default = attributes.get("defaultedgetype") in ("directed", "mutual")
            case "default" | "keywords":
                self.xml.collect()

    def end(self, name: str) -> None:
        """Leave a node or an edge; keep a text."""
        if name in ("node", "edge"):
            self._inside.pop()
        elif name == "default":
            self.defaults.setdefault(self._of, {})[self._title] = self.xml.collected()
        elif name == "keywords":
            text = self.xml.collected()
            self.told = text if tables_told(text) else ""

    def _node(self, attributes: Mapping[str, str]) -> None:
        if self._inside:
            self._reading.tell(say("Graphs inside of nodes are read as parts of the whole graph."))
        if "id" not in attributes:
            self._note_missing("id")
        self.nodes.fixed["id"].append(attributes.get("id", ""))
        self._add(self.nodes, attributes, ("label", "pid"))

    def _edge(self, attributes: Mapping[str, str]) -> None:
        for end in ("source", "target"):
            if end not in attributes:
                self._note_missing(end)
            self.edges.fixed[end].append(attributes.get(end, ""))
        type_ = attributes.get("type")
        self.directed.append(self._by_default if type_ is None else type_ == "directed")
        self._add(self.edges, attributes, ("weight", "kind", "label"))

    def _add(self, rows: Rows, attributes: Mapping[str, str], kept: tuple[str, ...]) -> None:
        rows.lines.append(self.xml.line)
        self._inside.append((rows, rows.last))
        if not self.told:
            for name in kept:
                if value := attributes.get(name):
                    rows.put(name, value)
        if not _TIMED.isdisjoint(attributes):
            self._spell(attributes)

    def _value(self, attributes: Mapping[str, str]) -> None:
        if not self._inside:
            return
        rows, row = self._inside[-1]
        of = "node" if rows is self.nodes else "edge"
        key = attributes.get("for", attributes.get("id", ""))
        title = self._titles[of].get(key)
        if title is None:
            what = say(
                "“{value}” found; expected is the id of an attribute at the top of the file",
                value=key,
            )
            self._reading.note(self.xml.here, what)
            return
        time = attributes.get("start", attributes.get("timestamp", ""))
        place = (id(rows), row, title)
        if place in self._times or time or "end" in attributes:
            before = self._times.get(place)
            self._changes += before is not None
            if before is not None and _moment(time) < _moment(before):
                return
            self._times[place] = time
        rows.put(title, attributes.get("value", ""), row)

    def _spell(self, attributes: Mapping[str, str]) -> None:
        if self._inside:
            rows, row = self._inside[-1]
            spells = self._spells.setdefault((id(rows), row), [])
            spells += _INTERVAL.findall(attributes.get("intervals", ""))
            times = attributes.get("timestamps", "").strip("<[]> ").split(",")
            spells += [(time.strip(), time.strip()) for time in times if time.strip()]
            time = attributes.get("timestamp", "")
            start = attributes.get("start", attributes.get("startopen", time))
            end = attributes.get("end", attributes.get("endopen", time))
            if start or end:
                spells.append((start, end))

    def tell_times(self) -> None:
        """Keep the first start and the last end of each as columns, and tell what there was."""
        several = sum(len(set(spells)) > 1 for spells in self._spells.values())
        moments: list[str] = []
        for (of, row), spells in self._spells.items():
            rows = self.nodes if of == id(self.nodes) else self.edges
            starts = [start for start, _ in spells if start]
            ends = [end for _, end in spells if end]
            if starts and len(starts) == len(spells):
                rows.put("start", min(starts, key=_moment), row)
            if ends and len(ends) == len(spells):
                rows.put("end", max(ends, key=_moment), row)
            moments += starts + ends
        if moments:
            said = {"first": min(moments, key=_moment), "last": max(moments, key=_moment)}
            self._reading.tell(
                say(
                    "Times from {first} to {last} in the file: every node and tie is taken,"
                    " whenever it was there; start and end are columns.",
                    **said,
                )
            )
        if several:
            self._reading.tell(
                say(
                    "{n} nodes or ties were there more than once: kept are the first start and the"
                    " last end.",
                    n=decimal(several),
                )
            )
        if self._changes:
            self._reading.tell(say("Values that change over time: the last of each is kept."))

    def _note_missing(self, attribute: str) -> None:
        what = say("an element without the attribute {attribute}", attribute=attribute)
        self._reading.note(self.xml.here, what)


def _moment(time: str) -> tuple[int, float, str]:
    """Times in their order: none, numbers, dates."""
    try:
        return (1, float(time), "")
    except ValueError:
        return (2 if time else 0, 0.0, time)
