"""UCINET's text format DL: matrices and lists of one mode or two, several relations."""

import re
from pathlib import Path
from typing import Final

import polars as pl

from qvgraph.model.files.csv import decoded
from qvgraph.model.files.dl_data import Data
from qvgraph.model.files.dl_header import header_of
from qvgraph.model.files.graph import book_of, no_graph
from qvgraph.model.files.labels import labels_of, lines_of_ties, lost_in_labels
from qvgraph.model.files.outward import lost_but_advice, lost_without_strength
from qvgraph.model.files.reading import Asked, Reading
from qvgraph.model.files.relations import graph_of_numbered
from qvgraph.model.network import Network, empty
from qvgraph.model.sheets import Book


def recognises(start: bytes) -> bool:
    """Whether a text begins as files of this format do."""
    words = start.removeprefix(b"\xef\xbb\xbf").lower().replace(b",", b" ").split(maxsplit=1)
    return bool(words) and words[0] == b"dl"


def read(path: Path, asked: Asked, reading: Reading) -> Book:
    """Read all matrices of a file, each a relation; ids are the labels, or the numbers."""
    text = decoded(path, reading)
    if text is None:
        return no_graph(path.name)
    header, lines = header_of(path.name, text, reading)
    reading.raise_if_any()
    found = Data(path.name, text, header, lines, reading)
    found.go_through()
    reading.raise_if_any()
    graph = graph_of_numbered(path.name, found.graph, found.first_mode, reading)
    return book_of(graph, reading, undirected=asked.undirected)


def write(network: Network, path: Path) -> list[str]:
    """Write organisations as labels and advice as a list of edges."""
    ties = network.ties if network.ties is not None else empty("ties")
    ids = network.organisations["id"]
    labels = labels_of(ids)
    lines = lines_of_ties(ids, ties.filter(pl.col("strength").fill_null(1.0) != 0))
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f"DL n={ids.len()}\nformat = edgelist1\nlabels:\n")
        file.writelines(f"{label}\n" if _PLAIN(label) else f'"{label}"\n' for label in labels)
        file.write("data:\n")
        file.writelines(f"{line}\n" for line in lines)
    return [
        *lost_but_advice(network),
        *lost_without_strength(network),
        *lost_in_labels(ids, labels),
    ]


_PLAIN: Final = re.compile(r"\w[\w.-]*").fullmatch
"""Labels that need no quotation marks, which not every program knows."""
