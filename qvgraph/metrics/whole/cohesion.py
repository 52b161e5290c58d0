"""How well the organisations hang together: who can reach whom, and where it would break.

All along ties in either direction. Reach is judged over all pairs, so isolates count.
"""

import math
from functools import partial

from qvgraph.metrics.explanation import Call, Explanation
from qvgraph.metrics.metric import Graph, metric
from qvgraph.metrics.nodes.centrality import harmonic
from qvgraph.metrics.nodes.sampled import unbounded
from qvgraph.metrics.sources import BORGATTI, WASSERMAN
from qvgraph.metrics.undefined import NO_PAIR_DE, NO_PAIR_EN

cut_metric = partial(metric, level="network", direction="either", source=WASSERMAN, whole=True)
reach_metric = partial(
    metric,
    level="network",
    direction="either",
    undefined_de=NO_PAIR_DE,
    undefined_en=NO_PAIR_EN,
    source=BORGATTI,
)


def reachable_pairs(graph: Graph) -> int:
    """Ordered pairs of two nodes in one component."""
    return sum(size * (size - 1) for size in graph.either.connected_components().sizes())


@cut_metric(
    name="cutpoints",
    de="Trennpunkte (Cutpoints)",
    en="cutpoints",
    explanation=Explanation(
        "Σ_v [c(G − v) > c(G)]",
        igraph=Call("len(u.articulation_points())"),
        networkx=Call("len(set(nx.articulation_points(U)))"),
    ),
)
def cutpoints(graph: Graph) -> float:
    """How many organisations there are without any one of which a component would fall apart."""
    return len(graph.either.articulation_points())


@cut_metric(
    name="bridges",
    de="Brücken",
    en="bridges",
    explanation=Explanation(
        "Σ_e [c(G − e) > c(G)]",
        igraph=Call("len(u.bridges())"),
        networkx=Call("len(list(nx.bridges(U)))"),
    ),
)
def bridges(graph: Graph) -> float:
    """How many pairs there are without whose tie a component would fall apart."""
    return len(graph.either.bridges())


@reach_metric(
    name="fragmentation",
    variant="F, share of all pairs",
    de="Fragmentierung",
    en="fragmentation",
    higher="worse",
    explanation=Explanation(
        "1 − Σ_k s_k(s_k − 1) / (n(n − 1))",
        sna=Call("1 - connectedness(m)"),
    ),
)
def fragmentation(graph: Graph) -> float:
    """Pairs that cannot reach each other as a share (0 to 1) of all pairs."""
    pairs = graph.size * (graph.size - 1)
    return 1 - reachable_pairs(graph) / pairs if pairs else math.nan


@reach_metric(
    name="distance_fragmentation",
    variant="DF, 1 − mean of 1/distance",
    cost="dear",
    de="Fragmentierung nach Entfernung",
    en="distance-weighted fragmentation",
    higher="worse",
    bounds=unbounded,
    explanation=Explanation(
        "1 − Σ_{i≠j} 1/d_ij / (n(n − 1))",
        networkx=Call("1 - nx.global_efficiency(U)"),
    ),
)
def distance_fragmentation(graph: Graph) -> float:
    """How far (0 to 1) organisations are from one another: 0 next to each other, 1 apart."""
    return 1 - compactness(graph)


@reach_metric(
    name="compactness",
    variant="mean of 1/distance over all pairs",
    cost="dear",
    de="Kompaktheit",
    en="compactness",
    higher="better",
    bounds=unbounded,
    explanation=Explanation(
        "Σ_{i≠j} 1/d_ij / (n(n − 1))",
        networkx=Call("nx.global_efficiency(U)"),
    ),
)
def compactness(graph: Graph) -> float:
    """The mean of 1/distance over all pairs, 0 for those out of reach."""
    return float(harmonic(graph).mean()) if graph.size > 1 else math.nan
