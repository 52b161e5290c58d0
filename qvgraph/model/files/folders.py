"""Folders with a file for each table: which of them a folder has, and how they are written."""

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import polars as pl

from qvgraph.language import say
from qvgraph.model.files.reading import Reading
from qvgraph.model.network import Network
from qvgraph.model.spelling import table_called
from qvgraph.problems import InputError, Problem, fail

ENDINGS: Final = (".csv", ".parquet")
"""Of the files of tables; a folder has those of one kind."""


def files_of_tables(folder: Path, ending: str, reading: Reading) -> dict[str, Path]:
    """The file of each table in a folder, whose names may be German; each table is there once."""
    files: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        table = table_called(path.stem) if path.suffix.lower() == ending else None
        if table is None:
            continue
        if table in files:
            what = say("the same table as {file}; it is expected once", file=files[table].name)
            reading.note(path.name, what)
            continue
        files[table] = path
    return files


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
        _write_whole(table, frame, folder / f"{table}{ending}", write)


def _write_whole(
    table: str, frame: pl.DataFrame, path: Path, write: Callable[[str, pl.DataFrame, Path], None]
) -> None:
    """Write beside the file first, so that a reader never sees half of it."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        write(table, frame, unfinished)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        what = say("the file cannot be written: {reason}", reason=error.strerror)
        raise fail(str(path), what) from error
