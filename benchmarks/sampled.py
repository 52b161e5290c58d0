"""Do intervals hold the exact values where shortest paths are followed from some nodes only?

    python benchmarks/sampled.py [--networks N] [--nodes N] [--pivots N] [--seed S]

Networks small enough for exact values, in which a few organisations are asked by very many, as
estimates of betweenness are hardest there. An interval of 90 % should hold the exact value of nine
nodes in ten; Student's t, which knows of no skewness, stands beside it.
"""

import argparse
from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from qvgraph.means import mean_of, student
from qvgraph.metrics.metric import Graph
from qvgraph.metrics.nodes import sampled
from qvgraph.metrics.nodes.nearness import nearness_of
from qvgraph.metrics.nodes.paths import betweenness_of

Floats = NDArray[np.float64]
NETWORKS, NODES, PIVOTS, SEED = 30, 2000, 512, 1
ASKED, FAVOURED = 5, 4
"""Ties per node, and how strongly they favour a few (a power)."""

MEASURES: dict[str, tuple[Callable[[Graph], sampled.Estimate], Callable[[Graph], Floats]]] = {
    "betweenness": (sampled.directed_betweenness, lambda graph: betweenness_of(graph.out)),
    "harmonic, from": (sampled.near_from, lambda graph: nearness_of(graph.into)),
    "harmonic, to": (sampled.near_to, lambda graph: nearness_of(graph.out)),
    "harmonic, either": (sampled.near_either, lambda graph: nearness_of(graph.both_counted)),
}


def network(luck: np.random.Generator, nodes: int) -> Graph:
    """Everybody asks some, most of all a few; ids differ, as they choose the pivots."""
    names = np.array([f"{luck.integers(1 << 30)}-{n}" for n in range(nodes)])
    asking = luck.integers(nodes, size=ASKED * nodes)
    asked = (luck.random(ASKED * nodes) ** FAVOURED * nodes).astype(int)
    arcs = pl.DataFrame({"source": names[asking], "target": names[asked], "strength": 1.0})
    ties = arcs.filter(pl.col("source") != pl.col("target")).unique(maintain_order=True)
    return Graph(pl.DataFrame({"id": names, "kind": "firm"}), ties)


def students(values: Floats, *, seen: float = 0.0) -> tuple[Floats, Floats, Floats]:
    """What `mean_of` gives, were there no skewness."""
    value, n = values.mean(axis=0), len(values)
    half = student(n - 1) * values.std(axis=0, ddof=1) * np.sqrt((1.0 - seen) / n)
    return value, value - half, value + half


def shares(found: sampled.Estimate, exact: Floats) -> list[float]:
    """Of the nodes on any path: held, exact value below the interval, above it."""
    slack, on_a_path = 1e-9 * exact, exact > 0.0
    below, above = exact < found.low - slack, exact > found.high + slack
    return [float(those[on_a_path].mean()) for those in (~(below | above), below, above)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--networks", type=int, default=NETWORKS, metavar="N")
    parser.add_argument("--nodes", type=int, default=NODES, metavar="N")
    parser.add_argument("--pivots", type=int, default=PIVOTS, metavar="N")
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    if not sampled.BATCHES <= given.pivots < given.nodes or given.networks < 1:
        parser.error(f"pivots are from {sampled.BATCHES} to fewer than there are nodes")
    sampled.MANY, sampled.PIVOTS = 0, given.pivots
    found: dict[tuple[str, str], list[list[float]]] = {}
    for luck in np.random.default_rng(given.seed).spawn(given.networks):
        graph = network(luck, given.nodes)
        for name, (estimated, calculated) in MEASURES.items():
            exact = calculated(graph)
            for kind, interval in (("", mean_of), ("Student's t", students)):
                sampled.mean_of = interval
                found.setdefault((name, kind), []).append(shares(estimated(graph), exact))
    print(
        f"{given.networks} networks of {given.nodes:,} nodes, {given.pivots:,} pivots; synthetic.\n"
        "Share of nodes whose exact value the interval of 90 % holds (networks: least, most),\n"
        "whose exact value lies below it, above it.\n"
    )
    for (name, kind), each in found.items():
        held, below, above = np.mean(each, axis=0)
        least, most = np.min(each, axis=0)[0], np.max(each, axis=0)[0]
        label = f"  {kind}" if kind else name
        print(f"{label:18} {held:7.1%} ({least:.0%} to {most:.0%}) {below:7.1%} {above:7.1%}")


if __name__ == "__main__":
    main()
