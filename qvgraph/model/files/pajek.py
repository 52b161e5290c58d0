"""Pajek: networks (.net), projects (.paj), and a partition (.clu) that lies beside a network."""

from pathlib import Path

from qvgraph.language import say
from qvgraph.model.files.csv import decoded
from qvgraph.model.files.graph import book_of, no_graph
from qvgraph.model.files.labels import labels_of, lines_of_ties, lost_in_labels
from qvgraph.model.files.numbered import Numbered
from qvgraph.model.files.outward import lost_but_advice
from qvgraph.model.files.pajek_sections import Sections
from qvgraph.model.files.reading import Asked, Reading, line_in, numbered_lines
from qvgraph.model.files.relations import graph_of_numbered
from qvgraph.model.network import Network, empty
from qvgraph.model.sheets import Book


def read(path: Path, asked: Asked, reading: Reading) -> Book:
    """Read the first network of a file; relations, coordinates and times become columns."""
    text = decoded(path, reading)
    if text is None:
        return no_graph(path.name)
    found = Sections(path.name, text, reading)
    found.go_through()
    beside = path.with_suffix(".clu")
    if path.suffix.lower() == ".net" and beside.exists():
        _take_partition(beside, found.graph, reading)
    reading.raise_if_any()
    graph = graph_of_numbered(path.name, found.graph, found.first_mode, reading)
    return book_of(graph, reading, undirected=asked.undirected)


def _take_partition(path: Path, graph: Numbered, reading: Reading) -> None:
    """Take the values of a file beside the network as the column `partition`."""
    text = decoded(path, reading)
    if text is None:
        return
    lines = (line.strip() for _, line in numbered_lines(text))
    found = [line for line in lines if line and not line.startswith(("%", "*"))]
    if len(found) != graph.count:
        what = say(
            "{found} values found; one for each of {n} vertices is expected",
            found=len(found),
            n=graph.count,
        )
        reading.note(line_in(path.name, 1), what)
        return
    graph.attributes.setdefault("partition", {}).update(enumerate(found, 1))
    reading.tell(say("{file} is taken as the column {column}.", file=path.name, column="partition"))


def write(network: Network, path: Path) -> list[str]:
    """Write organisations as vertices and advice as arcs."""
    ties = network.ties if network.ties is not None else empty("ties")
    ids = network.organisations["id"]
    labels = labels_of(ids)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        if path.suffix.lower() == ".paj":
            file.write("*Network qvgraph\n")
        file.write(f"*Vertices {ids.len()}\n")
        file.writelines(f'{number} "{label}"\n' for number, label in enumerate(labels, 1))
        file.write("*Arcs\n")
        file.writelines(f"{line}\n" for line in lines_of_ties(ids, ties))
    return [*lost_but_advice(network), *lost_in_labels(ids, labels)]
