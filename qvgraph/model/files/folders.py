"""Folders with a file for each table: which of them a folder has, and how they are written."""

import difflib
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import polars as pl

from qvgraph.language import say
from qvgraph.model.files.reading import Reading
from qvgraph.model.files.whole import written_whole
from qvgraph.model.network import Network
from qvgraph.model.spelling import table_called, table_names
from qvgraph.problems import InputError, Problem, fail, nearest

ENDINGS: Final = (".csv", ".parquet")
"""Of the files of tables; a folder has those of one kind."""

LIKE_A_TABLE: Final = 0.8
"""How alike a file's name and a table's are (0 to 1) when the one was meant to be the other."""


def files_of_tables(folder: Path, ending: str, reading: Reading) -> dict[str, Path]:
    """The file of each table in a folder, whose names may be German; each table is there once.

    A file that is nearly called like a table is a problem, all others are left alone.
    """
    files: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() != ending:
            continue
        table = table_called(path.stem)
        if table is None:
            _note_if_misnamed(path, ending, reading)
        elif table in files:
            what = say("the same table as {file}; it is expected once", file=files[table].name)
            reading.note(path.name, what)
        else:
            files[table] = path
    return files


def _note_if_misnamed(path: Path, ending: str, reading: Reading) -> None:
    known = {name.lower(): name for name in table_names()}
    if match := difflib.get_close_matches(path.stem.lower(), known, 1, LIKE_A_TABLE):
        right = f"{known[match[0]]}{ending}"
        reading.note(path.name, say("there is no such table") + nearest(right, [right]))


def has_tables(folder: Path, ending: str) -> bool:
    """Whether a folder has a table of this kind."""
    return any(
        path.suffix.lower() == ending and table_called(path.stem) for path in folder.iterdir()
    )


def replace_tables(folder: Path, write: Callable[[Path], list[str]]) -> list[str]:
    """Put tables in the place of all that a folder holds, once they are written elsewhere.

    `write` is a format's; what it returns is returned. Files that are no tables are left alone.
    """
    try:
        with TemporaryDirectory(prefix=".unfinished-", dir=folder) as place:
            lost = write(Path(place))
            written = sorted(Path(place).iterdir())
            for path in list(_other_tables(folder, [file.name for file in written])):
                path.unlink()
            for file in written:
                file.replace(folder / file.name)
    except OSError as error:
        what = say("the file cannot be written: {reason}", reason=error.strerror)
        raise fail(str(folder), what) from error
    return lost


def _other_tables(folder: Path, names: Collection[str]) -> Iterator[Path]:
    """The tables of a folder besides those of some names: of any kind, called in any language."""
    for path in sorted(folder.iterdir()):
        is_table = path.suffix.lower() in ENDINGS and table_called(path.stem)
        if is_table and path.name not in names:
            yield path


def write_tables(
    network: Network, folder: Path, ending: str, write: Callable[[str, pl.DataFrame, Path], None]
) -> None:
    """Write each given table, whole or not at all.

    Raises `InputError`, with nothing written, when the folder cannot be made or holds a table that
    the network lacks, or tables of another kind.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = say("a folder cannot be made here: {reason}", reason=error.strerror)
        raise fail(str(folder), what) from error
    stale = list(_other_tables(folder, [f"{table}{ending}" for table in network.tables]))
    if stale:
        what = say("a table found that this network lacks; another folder is expected")
        raise InputError(Problem(str(path), what) for path in stale)
    for table, frame in network.tables.items():
        with written_whole(folder / f"{table}{ending}") as unfinished:
            write(table, frame, unfinished)
