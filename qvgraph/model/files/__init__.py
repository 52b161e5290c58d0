"""Networks on disk: which reader or writer is in charge of a path."""

import os
from pathlib import Path

from qvgraph.language import say
from qvgraph.model.files import csv
from qvgraph.model.network import Network
from qvgraph.problems import InputError, fail, nearest

LATER = (".csv", ".dl", ".gexf", ".graphml", ".json", ".net", ".parquet", ".xlsx")
"""Endings of single files, which this version neither reads nor writes."""


def read_network(path: str | os.PathLike[str]) -> Network:
    """Read a network from a folder of CSV files and check it.

    Raises `InputError` with every problem of every file.
    """
    folder = Path(path)
    try:
        if not folder.exists():
            raise _missing(folder)
    except OSError as error:  # a name that no file can have
        why = error.strerror
        raise fail(str(folder), say("cannot be read: {why}", why=why)) from error
    if not folder.is_dir():
        raise fail(str(folder), say("a file found; a folder of CSV files is expected"))
    return csv.read_folder(folder)


def write_network(network: Network, path: str | os.PathLike[str]) -> None:
    """Write a network as a folder of CSV files, each of them whole or not at all.

    Raises `InputError`, with nothing written, where `path` cannot be such a folder.
    """
    folder = Path(path)
    if folder.is_file() or folder.suffix.lower() in LATER:
        raise fail(str(folder), say("a file named; a folder for CSV files is expected"))
    csv.write_folder(network, folder)


def _missing(path: Path) -> InputError:
    beside = path.absolute().parent
    names = sorted(entry.name for entry in beside.iterdir()) if beside.is_dir() else []
    message = say("nothing of this name found; a folder of CSV files is expected")
    return fail(str(path), message + nearest(path.name, names))
