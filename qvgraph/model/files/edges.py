"""One CSV file as a network: a list of edges, with or without a table of nodes beside it."""

from pathlib import Path

from qvgraph.language import decimal, say
from qvgraph.model.files.csv import sheet_of, text_of
from qvgraph.model.files.graph import Graph, book_of
from qvgraph.model.files.reading import Asked, Reading
from qvgraph.model.network import Network, empty
from qvgraph.model.sheets import Book, Sheet
from qvgraph.problems import Problems


def read(path: Path, asked: Asked, reading: Reading) -> Book:
    """Read `source,target[,weight]`, headings as people and other programs write them."""
    edges = sheet_of("ties", path, reading, also=True)
    nodes = sheet_of("organisations", asked.nodes, reading, also=True) if asked.nodes else None
    _note_missing(edges, ("source", "target"), reading)
    _note_missing(nodes, ("id",), reading)
    if edges is None or (asked.nodes and nodes is None):
        return Book(path.name, {}, frozenset({"organisations", "ties"}))
    reading.raise_if_any()
    graph = Graph(
        where=path.name,
        arcs=edges.text,
        arc_lines=edges.lines,
        nodes=None if nodes is None else nodes.text,
        node_lines=() if nodes is None else nodes.lines,
        nodes_where=None if nodes is None else nodes.file,
        decimal_comma=edges.decimal_comma,
        written=edges.written,
    )
    return book_of(graph, reading, undirected=asked.undirected)


def _note_missing(sheet: Sheet | None, needed: tuple[str, ...], problems: Problems) -> None:
    if sheet is None:
        return
    for column in needed:
        if column not in sheet.text.columns:
            what = say(
                "column {column} is missing; the columns found are: {given}",
                column=column,
                given=", ".join(sheet.text.columns),
            )
            problems.note(sheet.file, what)


def write(network: Network, path: Path) -> list[str]:
    """Write advice as `source,target,strength,…`; what is known of nodes is lost."""
    ties = network.ties if network.ties is not None else empty("ties")
    path.write_text(text_of("ties", ties), encoding="utf-8", newline="\n")
    ends = set(ties["source"]) | set(ties["target"])
    isolates = sum(id_ not in ends for id_ in network.organisations["id"])
    lost = [say("what is known of the organisations but their ids")]
    if isolates:
        lost.append(say("{n} organisations without a tie", n=decimal(isolates)))
    return lost + [
        say("the table {table} ({n} rows)", table=table, n=decimal(frame.height))
        for table, frame in network.tables.items()
        if table not in ("organisations", "ties")
    ]
