"""Whether every reader turns broken files into a network or into problems, and never anything else.

    python benchmarks/fuzz.py [--mutations N] [--seed S] [READER ...]

A small valid network is written in each format, its files are mutated one by one as in
`tests/model/mutate.py`, and read. Each reader has a process of its own, so that its peak of memory
is its own. Whatever is raised besides `InputError` ends the benchmark, with the bytes that did it.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "model"))

from trials import LONGEST, small_network, tried

from qvgraph.model.files import read_network, write_network
from qvgraph.model.network import Network

MUTATIONS, MEGABYTES = 10_000, 1000.0
"""How many for each reader, and the goal for its memory."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A way to make valid files in an empty folder, and to read what is there."""

    name: str
    make: Callable[[Path], None]
    read: Callable[[Path], Network]


def _written(name: str, target: str) -> Reader:
    """A format that we write ourselves, into a file or folder of this name."""

    def make(folder: Path) -> None:
        write_network(small_network(), folder / target, kind=name)

    return Reader(name, make, lambda folder: read_network(folder / target))


def _workbook() -> Reader:
    """A workbook whose XML is mutated, as broken archives are all refused at the first look."""

    def make(folder: Path) -> None:
        write_network(small_network(), folder / "small.xlsx")
        with zipfile.ZipFile(folder / "small.xlsx") as archive:
            archive.extractall(folder)
        (folder / "small.xlsx").unlink()

    def read(folder: Path) -> Network:
        with tempfile.TemporaryDirectory() as place:
            path = Path(place) / "small.xlsx"
            with zipfile.ZipFile(path, "w") as archive:
                for part in sorted(one for one in folder.rglob("*") if one.is_file()):
                    archive.write(part, part.relative_to(folder))
            return read_network(path)

    return Reader("excel", make, read)


READERS = (
    _written("csv", "small"),
    _written("edges", "small.csv"),
    _written("graphml", "small.graphml"),
    _written("gexf", "small.gexf"),
    _written("pajek", "small.net"),
    _written("dl", "small.dl"),
    _written("matrix", "small.csv"),
    _written("parquet", "small"),
    _workbook(),
)


def try_one(reader: Reader, mutations: int, seed: int) -> None:
    """Mutate and read in this process; a line of what became of it."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        reader.make(folder)
        tally = tried(folder, partial(reader.read, folder), mutations, seed)
    figures = f"{tally.networks:>10,}{tally.problems:>10,}{tally.slowest:>10.2f}"
    print(f"{reader.name:<12}{figures}", end="")


def main() -> None:
    """A process for each reader; figures beside their goals."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    names = [reader.name for reader in READERS]
    parser.add_argument("readers", nargs="*", metavar="READER", help=", ".join(names))
    parser.add_argument("--mutations", type=int, default=MUTATIONS, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--within", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    chosen = [reader for reader in READERS if reader.name in (given.readers or names)]
    if unknown := set(given.readers) - set(names):
        parser.error(f"no such reader: {', '.join(sorted(unknown))}; known: {', '.join(names)}")
    if given.within:
        try_one(chosen[0], given.mutations, given.seed)
        return
    print(f"{given.mutations:,} mutations of each reader's files, seed {given.seed}")
    print(f"{'':<12}{'network':>10}{'problems':>10}{'s, most':>10}{'MB, most':>10}", flush=True)
    unit = 1 if sys.platform == "darwin" else 1024
    for reader in chosen:
        command = [sys.executable, __file__, reader.name, "--within"]
        command += ["--mutations", str(given.mutations), "--seed", str(given.seed)]
        process = subprocess.Popen(command)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{reader.name}: something else than a network or problems")
        print(
            f"{used.ru_maxrss * unit / 1e6:>10.0f}    goal ≤ {LONGEST:g} s, ≤ {MEGABYTES:g} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()
