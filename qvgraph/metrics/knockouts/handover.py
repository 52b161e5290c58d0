"""What is lost when a node goes and a successor takes over some of its ties: keyed draws.

The successor keeps each tie by a draw of its own, as likely as trust in it where there is any, else
as its strength; of ties in both directions with one partner the likelier counts. A successor who
keeps none is not there: then all is as without one, and where every tie is kept nothing is lost.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import polars as pl

from qvgraph.kernels.draws import draw_key, subject
from qvgraph.metrics.blocks import in_parts
from qvgraph.metrics.knockouts.detours import BLOCKS, scratch
from qvgraph.metrics.knockouts.pieces import pairs_without
from qvgraph.metrics.knockouts.removal import Gains, distance_gains, fragmentation_gains
from qvgraph.metrics.knockouts.successor import hand_over, search_all
from qvgraph.metrics.metric import Graph
from qvgraph.metrics.rows import Rows
from qvgraph.metrics.whole.cohesion import reachable_pairs
from qvgraph.model.network import Network

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Shorter = NDArray[np.int16]
    Floats = NDArray[np.float64]

DRAWS: Final = 200
"""Handovers drawn for each node."""

BAND: Final = (0.05, 0.95)
"""Between these quantiles lie 90 % of the handovers."""


class Handed(NamedTuple):
    """Gain of F and of DF for each node: the mean of the draws, and where 90 % of them lie."""

    fragmentation: Gains
    distance: Gains


def likely_kept(network: Network, graph: Graph) -> Rows:
    """The rows of ties in either direction; weights are how likely a successor keeps each."""
    known = pl.DataFrame(schema={"source": pl.String, "target": pl.String, "trust": pl.Float64})
    if network.ties is not None:
        known = network.ties.select("source", "target", "trust")
    trust = known.group_by("source", "target").agg(pl.col("trust").max())
    first, last = pl.min_horizontal("source", "target"), pl.max_horizontal("source", "target")
    arcs = graph.arcs.join(trust, on=["source", "target"], how="left", maintain_order="left")
    likely = pl.coalesce("trust", "strength").clip(0.0, 1.0).max().over(first, last)
    # The rows add up both directions of a pair, so each of them has its part.
    shared = arcs.with_columns(strength=likely / pl.len().over(first, last))
    return replace(graph, arcs=shared.drop("trust")).both


def handed_over(
    graph: Graph, kept: Rows, chosen: "Ints", *, draws: int = DRAWS, seed: int = 1
) -> Handed:
    """Gains of some nodes, in the order of `chosen`; always the same for a seed.

    `kept` has the ties in either direction with the probabilities of `likely_kept`. The work grows
    with nodes times ties for each node, and with ties for each draw. NaN where no pair is left.
    """
    if not len(chosen):
        nobody = Gains(*np.empty((3, 0)))
        return Handed(nobody, nobody)
    keys = np.array([subject(name) for name in graph.nodes["id"]], np.uint64)
    luck = np.array([draw_key(seed, number) for number in range(draws)], np.uint64)
    frozen = graph.once(fragmentation_gains), graph.once(distance_gains)
    pairs, together = graph.once(pairs_without), reachable_pairs(graph)
    size = graph.size
    ways_of = distances_of(kept)

    def hand(v: int) -> "Floats":
        gains = np.repeat([[one[v]] for one in frozen], draws, axis=1)
        if size < 3:
            return gains
        farther = np.empty((2, size * (size - 1) // 2), np.int32)
        first, piece = np.zeros(size + 1, np.int64), np.zeros(size, np.int64)
        hand_over(
            *kept, *ways_of, v, keys, luck, together, pairs[v], *gains, *farther, first, piece,
            np.empty((2, size + 1), np.int64), scratch(size),
        )  # fmt: skip
        return gains

    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        found = np.array(list(pool.map(hand, chosen.tolist()))).reshape(len(chosen), 2, draws)
    mean, (low, high) = found.mean(axis=2), np.quantile(found, BAND, axis=2)
    return Handed(*(Gains(mean[:, n], low[:, n], high[:, n]) for n in (0, 1)))


class Distances(NamedTuple):
    """A search from each node: steps to each other, −1 out of reach; from how many a step before.

    `counts` says how many ordered pairs are how many steps apart.
    """

    steps: "Shorter"
    ways: "Shorter"
    counts: "Ints"


def distances_of(rows: Rows) -> Distances:
    """Of symmetric rows of at most 32,767 nodes; memory for four bytes times their square."""
    size = len(rows.start) - 1
    steps, ways = np.empty((2, size, size), np.int16)

    def block(first: int, last: int) -> "Ints":
        counts = np.zeros(size + 1, np.int64)
        search_all(rows.start, rows.partner, first, last, steps, ways, counts, scratch(size))
        return counts

    return Distances(steps, ways, np.sum(in_parts(size, BLOCKS, block), axis=0))
