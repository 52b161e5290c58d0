"""What is lost when a node goes and nobody takes its place: the frozen knockout of every node.

Fragmentation is that of those who are left, so both may fall when a node goes that has few ties.

*Source:* Borgatti (2006).
"""

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qvgraph.kernels.draws import draw_key, fill_uniform, subject
from qvgraph.metrics.explanation import Call, Explanation
from qvgraph.metrics.knockouts.detours import lost_from
from qvgraph.metrics.knockouts.pieces import pairs_without
from qvgraph.metrics.metric import Graph, metric
from qvgraph.metrics.sources import BORGATTI
from qvgraph.metrics.whole.cohesion import reachable_pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

EXACT: Final = 5_000
"""Up to so many nodes all are sources of the search for distances."""

SOURCES: Final = 1_000
"""In larger networks so many are, drawn by lot."""

NINE_OF_TEN: Final = 1.6448536269514722
"""Standard errors to either side that hold 90 % of a normal distribution."""

LEAST: Final = 3
"""Without one of fewer nodes no pair is left."""


class Gains(NamedTuple):
    """A gain per node, and the interval of 90 % in which it lies; NaN where no pair is left."""

    value: "Floats"
    low: "Floats"
    high: "Floats"


removal_metric = partial(
    metric,
    level="node",
    direction="either",
    default=False,
    undefined_de="ohne den Knoten bleiben weniger als zwei",
    undefined_en="fewer than two are left without the node",
    source=BORGATTI,
)


@removal_metric(
    name="knockout",
    variant="F without the node − F, among those who are left",
    de="Zuwachs der Fragmentierung ohne den Knoten",
    en="fragmentation gained without the node",
    explanation=Explanation(
        "F(G − v) − F(G),  F = 1 − Σ_k s_k(s_k − 1) / (n(n − 1))",
        sna=Call("connectedness(m) - connectedness(m[-v, -v])"),
    ),
)
def fragmentation_gains(graph: Graph) -> "Floats":
    """How much larger the share of pairs that cannot reach each other is without the node.

    Shape (nodes,), −1 to 1; one search in depth for all nodes.
    """
    n = graph.size
    if n < LEAST:
        return np.full(n, np.nan)
    before = reachable_pairs(graph) / (n * (n - 1))
    return np.asarray(before - graph.once(pairs_without) / ((n - 1) * (n - 2)))


@removal_metric(
    name="knockout_distance",
    cost="dear",
    variant="DF without the node − DF, among those who are left",
    de="Zuwachs der Fragmentierung nach Entfernung ohne den Knoten",
    en="distance-weighted fragmentation gained without the node",
    explanation=Explanation(
        "DF(G − v) − DF(G),  DF = 1 − Σ_{i≠j} 1/d_ij / (n(n − 1))",
        networkx=Call(
            "{v: nx.global_efficiency(U) - nx.global_efficiency(U.subgraph(set(U) - {v})) "
            "for v in U}"
        ),
    ),
)
def distance_gains(graph: Graph) -> "Floats":
    """How much farther those who are left are from one another without the node.

    Shape (nodes,), −1 to 1. Exact up to 5,000 nodes, beyond that from the distances of 1,000 drawn
    sources; `distance_gains_of` has the interval, too.
    """
    return graph.once(distance_gains_of).value


def distance_gains_of(
    graph: Graph, seed: int = 1, exact: int = EXACT, sources: int = SOURCES
) -> Gains:
    """The gains of `distance_gains` with intervals of 90 %, of no width where they are exact.

    In a network of more than `exact` nodes the sums over all nodes are estimated from those over
    some of them, drawn by `seed`; a node is no source of what is lost without itself.
    """
    n = graph.size
    if n < LEAST:
        return Gains(*np.full((3, n), np.nan))
    before, after = n * (n - 1), (n - 1) * (n - 2)
    weights = 1 / before - 1 / after, 1 / before + 1 / after, 1 / after
    chosen = np.arange(n) if n <= exact else drawn_sources(graph, seed, sources)
    found = lost_from(graph.both_counted, chosen, weights)
    own = np.zeros(n)
    own[chosen] = found.own
    of_others = found.own.sum() - own
    used = len(chosen) - np.isin(np.arange(n), chosen)
    share = (n - 1) / used
    near = share * found.near
    total = share * of_others + near
    value = total / before - (total - 2 * near - share * found.lost) / after
    if n <= exact:
        return Gains(value, value, value)
    sums = weights[0] * of_others + weights[1] * found.near + weights[2] * found.lost
    half = NINE_OF_TEN * _error(sums, found.squares, used, n - 1)
    return Gains(value, value - half, value + half)


def drawn_sources(graph: Graph, seed: int, number: int) -> "Ints":
    """So many nodes by lot, keyed by their ids: the order of the rows changes nothing."""
    luck = np.empty(graph.size)
    keys = np.array([subject(name) for name in graph.nodes["id"]], np.uint64)
    fill_uniform(draw_key(seed, 0), keys, luck)
    return np.sort(np.argsort(luck, kind="stable")[:number])


def _error(sums: "Floats", squares: "Floats", used: "Ints", every: int) -> "Floats":
    """The standard error of a total over `every`, of which `used` were drawn."""
    spread = np.maximum(squares - sums**2 / used, 0) / (used - 1)
    return np.asarray(every * np.sqrt(spread / used * (1 - used / every)))
