"""One CSV file as a network: a list of edges, with or without a table of nodes beside it."""

from pathlib import Path

from qvgraph.language import decimal, say
from qvgraph.model.cells import lacks
from qvgraph.model.files.csv import sheet_of, text_of
from qvgraph.model.files.graph import Graph, book_of, no_graph
from qvgraph.model.files.reading import Asked, Reading
from qvgraph.model.network import Network, empty
from qvgraph.model.sheets import Book
from qvgraph.model.spelling import table_called
from qvgraph.problems import fail


def read(path: Path, asked: Asked, reading: Reading) -> Book:
    """Read `source,target[,weight]`, headings as people and other programs write them."""
    edges = sheet_of("ties", path, reading, also=True)
    alone = table_called(path.stem)
    if edges is not None and alone not in (None, "ties") and "source" not in edges.text.columns:
        folder = path.absolute().parent.name
        what = say("one table of a network found; its folder is expected: {folder}", folder=folder)
        raise fail(str(path), what)
    nodes = sheet_of("organisations", asked.nodes, reading, also=True) if asked.nodes else None
    for sheet, columns in ((edges, ("source", "target")), (nodes, ("id",))):
        if sheet is not None:
            lacks(sheet, columns, reading)
    if edges is None or (asked.nodes and nodes is None):
        return no_graph(path.name)
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
