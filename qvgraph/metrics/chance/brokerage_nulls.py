"""Is a node's brokerage more than chance? Beside every null model, which give different answers.

A manager who knows everybody brokers more than any network of the same density allows, and less
than others with as many ties; so the answers stand side by side, each with its null.
"""

import os
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from qvgraph.language import say
from qvgraph.metrics.chance.null_models import Null, drawn
from qvgraph.metrics.groups import groups_of
from qvgraph.metrics.metric import METRICS, NO_GROUP, Graph
from qvgraph.metrics.nodes.brokerage import ROLES, brokers, count_by_role, moments
from qvgraph.model import convert
from qvgraph.model.network import Network

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BLOCKS = 16

NULLS: tuple[Null, ...] = ("density", "dyads", "degrees", "blocks")
"""Those that the roles stand beside; a lone manager is a kind, whose ties kinds would not move."""

TABLE = {
    "network": pl.String,
    "id": pl.String,
    "group": pl.String,
    "role": pl.String,
    "null": pl.String,
    "count": pl.Int64,
    "possible": pl.Int64,
    "expected": pl.Float64,
    "deviation": pl.Float64,
    "p": pl.Float64,
    "note": pl.String,
}


def brokerage_beside_chance(
    network: Network,
    *,
    group: str | None = None,
    ties: Collection[str] = convert.TIES,
    nulls: Sequence[Null] = NULLS,
    draws: int = 1000,
    seed: int = 1,
) -> pl.DataFrame:
    """A row per node, role and null model: count, pairs possible, expected, deviation, p.

    `expected` and `deviation` of the null `density` are exact, the others are those of the draws;
    `labels` is exact, too: the groups handed out anew among all others, the ties as they are; it
    has an expected value only. p is two-sided, 2 · min, each side (b + 1) / (R + 1). A role that is
    not possible has no values and the reason.
    """
    nodes = convert.nodes(network)
    graph = Graph(nodes, convert.arcs(network, ties=ties), groups_of(network, group))
    counts, possible = graph.once(brokers), graph.once(moments)
    unknown = np.full(counts.shape, np.nan)
    frames = [_table(network, graph, "labels", by_labels(graph), unknown, unknown)]
    density = graph.arcs.height / max(graph.size * (graph.size - 1), 1)
    for null in nulls:
        found = against(graph, null, draws=draws, seed=seed)
        mean, variance = found.mean, found.variance
        if null == "density":
            mean, variance = possible.expected(density), possible.variance(density)
        frames.append(_table(network, graph, null, mean, np.sqrt(variance), found.p))
    return pl.concat(frames)


class Against(NamedTuple):
    """What the draws of one null model gave, for each node and role."""

    mean: "Floats"
    variance: "Floats"
    p: "Floats"


def against(graph: Graph, null: Null, *, draws: int, seed: int) -> Against:
    """Count brokerage in many networks by chance; sums are of whole numbers, so of any order."""
    counts, groups = graph.once(brokers), graph.group_of
    graph.both_counted, graph.out  # noqa: B018 - laid out once, before threads want them

    def block(numbers: range) -> "Floats":
        sums = np.zeros((4, graph.size, 5))
        for number in numbers:
            one = count_by_role(*drawn(graph, null, seed=seed, number=number), groups)
            sums += np.stack([one, one**2, one >= counts, one <= counts])
        return sums

    edges = [draws * n // BLOCKS for n in range(BLOCKS + 1)]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        blocks = [range(first, last) for first, last in pairwise(edges)]
        total, squares, above, below = np.add.reduce(list(pool.map(block, blocks)))
    mean = total / draws
    p = np.minimum(1, 2 * (np.minimum(above, below) + 1) / (draws + 1))
    return Against(mean, np.maximum(squares / draws - mean**2, 0), p)


def by_labels(graph: Graph) -> "Floats":
    """The expected counts when the groups of all others are handed out anew: exact."""
    pairs = graph.once(moments).fitting
    every = pairs.sum(axis=1, keepdims=True)
    share = np.divide(pairs, every, out=np.zeros_like(pairs), where=every > 0)
    return np.asarray(graph.once(brokers).sum(axis=1, keepdims=True) * share)


def _table(
    network: Network, graph: Graph, null: str, expected: "Floats", deviation: "Floats", p: "Floats"
) -> pl.DataFrame:
    counts, possible = graph.once(brokers), graph.once(moments).fitting
    names = [None] * graph.size if graph.groups is None else graph.groups.to_list()
    rows: list[tuple[object, ...]] = []
    for i, (node, group) in enumerate(zip(graph.nodes["id"], names, strict=True)):
        known = graph.group_of[i] != NO_GROUP
        for role, name in enumerate(ROLES):
            start = (network.label, node, group, name, null)
            if not possible[i, role]:
                note = (
                    METRICS[name].undefined if known else say("the group of this node is not known")
                )
                rows.append((*start, *(None,) * 5, note))
                continue
            figures = (one[i, role] for one in (expected, deviation, p))
            rows.append((*start, int(counts[i, role]), int(possible[i, role]), *figures, None))
    return pl.DataFrame(rows, schema=TABLE, orient="row").with_columns(
        pl.col("deviation", "p").fill_nan(None)
    )
