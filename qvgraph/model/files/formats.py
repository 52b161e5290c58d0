"""The formats of networks on disk: another one is one more line here and a file beside this."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Final, Protocol

from qvgraph.language import say
from qvgraph.model.files.folders import has_tables
from qvgraph.model.files.reading import Asked, Reading
from qvgraph.model.network import Network
from qvgraph.model.sheets import Book
from qvgraph.problems import fail, nearest, none_of


class Reader(Protocol):
    """What the module of a format holds."""

    def read(self, path: Path, asked: Asked, reading: Reading) -> Book:
        """The tables as text, each value with its place; problems are noted in `reading`."""

    def write(self, network: Network, path: Path) -> list[str]:
        """Write to a path that is free; says what the format could not hold."""


@dataclass(frozen=True, slots=True)
class Format:
    """One way of keeping a network: its name, the endings of its files, the module that knows it.

    Without endings it is a folder. One that is `sniffed` shares an ending with another, and its
    module has a function `recognises`, too, which tells by how a file begins.
    """

    name: str
    endings: tuple[str, ...]
    module: str
    sniffed: bool = False

    @property
    def reader(self) -> Reader:
        """Loaded when it is needed: some take libraries of their own."""
        return self._module

    def recognises(self, start: bytes) -> bool:
        """Whether a file that begins so is of this format; only those that are sniffed can tell."""
        return self.sniffed and bool(self._module.recognises(start))

    @property
    def _module(self) -> ModuleType:
        return import_module(f"qvgraph.model.files.{self.module}")


FORMATS: Final[dict[str, Format]] = {
    one.name: one
    for one in (
        Format("csv", (), "csv"),
        Format("edges", (".csv", ".txt", ".tsv"), "edges"),
        Format("excel", (".xlsx", ".xlsm"), "excel"),
        Format("graphml", (".graphml",), "graphml"),
        Format("gexf", (".gexf",), "gexf"),
        Format("pajek", (".net", ".paj"), "pajek"),
        Format("dl", (".dl", ".txt"), "dl", sniffed=True),
        Format("matrix", (".csv", ".txt", ".tsv"), "matrix", sniffed=True),
        Format("parquet", (), "parquet"),
    )
}
"""By name, in the order in which they are listed; of two with one ending the first is written."""

SURVEY: Final = Format("survey", (), "survey")
"""What is asked for by a mapping of its columns, not by an ending; it is read only."""


OF_OTHER_SHEETS: Final = (".xls", ".xlsb", ".xlt", ".ods", ".fods", ".numbers")
"""Files of spreadsheets that can be saved as a workbook that we read."""


def endings() -> list[str]:
    """Every ending of a file that can be read."""
    return list(dict.fromkeys(ending for one in FORMATS.values() for ending in one.endings))


def format_to_read(path: Path) -> Format:
    """The format of what lies at a path; raises `InputError` where there is none."""
    if path.is_dir():
        return _of_folder(path)
    several = [one for one in FORMATS.values() if path.suffix.lower() in one.endings]
    if len(several) > 1 and (start := _start(path)):
        for one in several:
            if one.recognises(start):
                return one
    return _by_ending(path)


_START: Final = 1_000_000
"""Bytes of a file that tell what it is."""


def _start(path: Path) -> bytes:
    """The first lines of a file; nothing where it cannot be read, which its reader will tell."""
    try:
        with path.open("rb") as file:
            start = file.read(_START)
    except OSError:
        return b""
    whole = len(start) if len(start) < _START else start.rfind(b"\n") + 1
    return start[:whole] or start


def _of_folder(folder: Path) -> Format:
    if not has_tables(folder, ".parquet"):
        return FORMATS["csv"]
    if has_tables(folder, ".csv"):
        what = say("tables found as CSV and as Parquet; those of one kind are expected")
        raise fail(str(folder), what)
    return FORMATS["parquet"]


def format_to_write(path: Path, name: str | None = None) -> Format:
    """The format for a target: the one that was named, or that of its ending; none: a folder."""
    if name is not None:
        if name not in FORMATS:
            raise fail("--format", none_of(name, FORMATS))
        return FORMATS[name]
    return _by_ending(path) if path.suffix else FORMATS["csv"]


def _by_ending(path: Path) -> Format:
    ending = path.suffix.lower()
    for one in FORMATS.values():
        if ending in one.endings:
            return one
    if ending in OF_OTHER_SHEETS:
        what = say("“{ending}” is not read; expected is a workbook saved as .xlsx", ending=ending)
        raise fail(str(path), what)
    what = say(
        "the ending “{ending}” is unknown; known are: {endings}, and folders",
        ending=path.suffix,
        endings=", ".join(endings()),
    )
    raise fail(str(path), what + nearest(ending, endings()))
