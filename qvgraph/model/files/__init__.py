"""Networks on disk: read with all problems in one message, written whole or not at all."""

import os
from functools import partial
from pathlib import Path

from qvgraph.language import say
from qvgraph.model.checks import network_of
from qvgraph.model.files.folders import replace_tables
from qvgraph.model.files.formats import SURVEY, format_to_read, format_to_write
from qvgraph.model.files.reading import Asked, Reading
from qvgraph.model.files.whole import written_whole
from qvgraph.model.network import Network
from qvgraph.problems import InputError, fail, nearest

__all__ = ["Asked", "Reading", "read_network", "read_with_facts", "write_network"]


def read_network(
    path: str | os.PathLike[str],
    *,
    nodes: str | os.PathLike[str] | None = None,
    undirected: bool = False,
    survey: str | os.PathLike[str] | None = None,
) -> Network:
    """Read a network from a folder of tables, a workbook or a graph file, and check it.

    `nodes` is a table of the nodes of an edge list, `survey` a TOML file that says what the columns
    of a survey are; `undirected` takes each tie of a graph file in both directions. Raises
    `InputError` with every problem of every file.
    """
    asked = Asked(
        nodes=None if nodes is None else Path(nodes),
        undirected=undirected,
        survey=None if survey is None else Path(survey),
    )
    return read_with_facts(path, asked)[0]


def read_with_facts(
    path: str | os.PathLike[str], asked: Asked | None = None
) -> tuple[Network, tuple[str, ...]]:
    """The network, and what was done to read it, a sentence each."""
    source = Path(path)
    try:
        if not source.exists():
            raise _missing(source)
    except OSError as error:  # a name that no file can have
        why = error.strerror
        raise fail(str(source), say("cannot be read: {why}", why=why)) from error
    reading = Reading()
    asked = asked or Asked()
    chosen = SURVEY if asked.survey else format_to_read(source)
    book = chosen.reader.read(source, asked, reading)
    return network_of(_name(source), book, reading), reading.facts


def write_network(
    network: Network,
    path: str | os.PathLike[str],
    *,
    kind: str | None = None,
    replace: bool = False,
) -> list[str]:
    """Write a network in the format of the path's ending, a folder of CSV files without one.

    `kind` names another format (see `qvgraph.model.files.formats`). A file is whole or not there.
    With `replace` a folder loses the tables that the network lacks; else it is refused for them.
    What the format could not hold is returned, a sentence each. Raises `InputError`, with nothing
    written, where `path` cannot be such a file or folder.
    """
    target = Path(path)
    chosen = format_to_write(target, kind)
    if not chosen.endings:
        if os.path.isfile(target):  # noqa: PTH113 - `is_file` raises for a name that is too long
            raise fail(str(target), say("a file found; a folder is expected"))
        if replace and target.is_dir():
            return replace_tables(target, partial(chosen.reader.write, network))
        return chosen.reader.write(network, target)
    if os.path.isdir(target):  # noqa: PTH112
        raise fail(str(target), say("a folder found; a file is expected"))
    with written_whole(target) as unfinished:
        return chosen.reader.write(network, unfinished)


def _name(path: Path) -> str:
    path = path.resolve()
    return path.name if path.is_dir() else path.stem


def _missing(path: Path) -> InputError:
    beside = path.absolute().parent
    names = sorted(entry.name for entry in beside.iterdir()) if beside.is_dir() else []
    message = say("nothing of this name found; a network is expected: a folder or a file")
    return fail(str(path), message + nearest(path.name, names))
