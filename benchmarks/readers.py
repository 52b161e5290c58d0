"""How long large networks take to read, checks included, and how much memory.

    python benchmarks/readers.py [--part SHARE]

A million organisations and five million ties as a folder of CSV files; then a graph of a tenth of
that as GraphML, read by networkx, by igraph and, where it can, by this package. Every reading is a
fresh process, as a shell starts it; its seconds begin after its libraries are imported, those of
the processor include them. MB are millions of bytes.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from qvgraph.model.files.formats import endings

ORGANISATIONS, TIES = 1_000_000, 5_000_000
SECONDS, MEGABYTES = 20.0, 3000.0
"""The goals for the folder, on two cores."""

SMALLER = 10
"""How many times fewer nodes and ties the graph file has."""

READ = """
import json, sys, time
{imports}
begun = time.perf_counter()
graph = {read}
seconds = time.perf_counter() - begun
nodes, ties = {sizes}
print(json.dumps([seconds, nodes, ties]))
"""
OURS = {
    "imports": "import qvgraph, qvgraph.model.files.csv",
    "read": "qvgraph.read_network(sys.argv[1])",
    "sizes": "graph.organisations.height, graph.ties.height",
}
OTHERS = {
    "networkx": {
        "imports": "import networkx",
        "read": "networkx.read_graphml(sys.argv[1])",
        "sizes": "graph.number_of_nodes(), graph.number_of_edges()",
    },
    "igraph": {
        "imports": "import igraph",
        "read": "igraph.Graph.Read_GraphML(sys.argv[1])",
        "sizes": "graph.vcount(), graph.ecount()",
    },
}

GRAPHML = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="kind" for="node" attr.name="kind" attr.type="string"/>
<key id="region" for="node" attr.name="region" attr.type="string"/>
<key id="sector" for="node" attr.name="sector" attr.type="string"/>
<key id="employees" for="node" attr.name="employees" attr.type="int"/>
<key id="strength" for="edge" attr.name="strength" attr.type="double"/>
<graph edgedefault="directed">
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """What reading took: wall time, processor time, the most memory held at once; what was read."""

    seconds: float
    processor: float
    megabytes: float
    nodes: int
    ties: int

    def line(self, name: str, beside: str) -> str:
        """One reader's figures."""
        figures = (
            f"{self.seconds:>8.1f} s, processor {self.processor:>5.1f}{self.megabytes:>8.0f} MB"
        )
        return f"{name:<12}{figures}    {beside}".rstrip()


def taken(script: dict[str, str], path: Path) -> Taken:
    """Read in a fresh process; exits with its message where it fails."""
    with tempfile.TemporaryFile() as said:
        command = [sys.executable, "-c", READ.format(**script), str(path)]
        process = subprocess.Popen(command, stdout=said)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{path.name} could not be read")
        said.seek(0)
        seconds, nodes, ties = json.load(said)
    unit = 1 if sys.platform == "darwin" else 1024
    processor = used.ru_utime + used.ru_stime
    return Taken(seconds, processor, used.ru_maxrss * unit / 1e6, nodes, ties)


def tables(organisations: int, ties: int, seed: int = 1) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Organisations with what a register says of them, and random ties without a repetition."""
    random = np.random.default_rng(seed)
    ids = pl.select(pl.format("org-{}", pl.int_range(organisations))).to_series()
    regions = [f"region-{number:03}" for number in range(100)]
    sectors = ["metal", "wood", "care", "trade", "transport"]
    firms = pl.DataFrame(
        {
            "id": ids,
            "kind": random.choice(["firm", "association"], organisations, p=[0.99, 0.01]),
            "region": random.choice(regions, organisations),
            "sector": random.choice(sectors, organisations),
            "employees": random.lognormal(3, 1.5, organisations).astype(np.int64),
        }
    )
    pairs = random.integers(0, organisations, (ties + ties // 20 + 1000, 2))
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    one = pl.DataFrame(pairs, schema=["source", "target"]).unique(maintain_order=True).head(ties)
    ends = {end: ids.gather(one[end]) for end in one.columns}
    return firms, pl.DataFrame({**ends, "strength": random.random(one.height).round(3)})


def write_graphml(path: Path, nodes: pl.DataFrame, arcs: pl.DataFrame) -> None:
    """The same graph as other programs write it."""
    data = "".join(f'<data key="{name}">{{}}</data>' for name in nodes.columns[1:])
    node = pl.format(f'<node id="{{}}">{data}</node>', *nodes.columns)
    edge = pl.format(
        '<edge source="{}" target="{}"><data key="strength">{}</data></edge>', *arcs.columns
    )
    with path.open("w", encoding="utf-8") as file:
        file.write(GRAPHML)
        for frame, element in ((nodes, node), (arcs, edge)):
            file.write("\n".join(frame.select(element).to_series()) + "\n")
        file.write("</graph>\n</graphml>\n")


def write(path: Path, organisations: int, ties: int) -> None:
    """A folder, or a file whose ending says that it is GraphML."""
    firms, arcs = tables(organisations, ties)
    if path.suffix:
        write_graphml(path, firms, arcs)
        return
    path.mkdir()
    firms.write_csv(path / "organisations.csv")
    arcs.write_csv(path / "ties.csv")


def written(path: Path, organisations: int, ties: int) -> Path:
    """The same by another process, as those started from a large one count its memory as theirs."""
    sizes = [str(organisations), str(ties)]
    subprocess.run([sys.executable, __file__, "--write", str(path), *sizes], check=True)
    return path


def print_folder(place: Path, organisations: int, ties: int) -> None:
    """The large folder beside its goals."""
    folder = written(place / "large", organisations, ties)
    size = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
    print(f"\n{organisations:,} organisations, {ties:,} ties, a folder of {size:.0f} MB of CSV")
    ours = taken(OURS, folder)
    assert (ours.nodes, ours.ties) == (organisations, ties)
    goals = f"goal ≤ {SECONDS:g} s, ≤ {MEGABYTES:g} MB"
    if (organisations, ties) != (ORGANISATIONS, TIES):
        goals = f"(the goals are for {TIES:,} ties)"
    print(ours.line("qvgraph", goals))


def print_graphml(place: Path, organisations: int, ties: int) -> None:
    """The smaller graph as GraphML, with others beside."""
    path = written(place / "graph.graphml", organisations, ties)
    size = path.stat().st_size / 1e6
    print(f"\n{organisations:,} nodes, {ties:,} ties, {size:.0f} MB of GraphML")
    others = {name: taken(script, path) for name, script in OTHERS.items()}
    for name, its in others.items():
        assert (its.nodes, its.ties) == (organisations, ties)
        print(its.line(name, ""))
    if path.suffix not in endings():
        print("qvgraph does not read GraphML")
        return
    ours = taken(OURS, path)
    assert (ours.nodes, ours.ties) == (organisations, ties)
    ratios = (f"{ours.seconds / its.seconds:.2f} × {name}" for name, its in others.items())
    print(ours.line("qvgraph", f"{', '.join(ratios)}; checks included"))


def main() -> None:
    """Measure, print figures beside their goals."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--part", type=float, default=1.0, metavar="SHARE", help="of organisations and ties"
    )
    parser.add_argument("--write", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.write:
        path, *sizes = given.write
        write(Path(path), *map(int, sizes))
        return
    organisations, ties = round(ORGANISATIONS * given.part), round(TIES * given.part)
    print(f"{os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as place:
        print_folder(Path(place), organisations, ties)
        print_graphml(Path(place), organisations // SMALLER, ties // SMALLER)


if __name__ == "__main__":
    main()
