"""Where each node stands: degree, strength, betweenness, nearness, reach.

Ties are taken as given and count the same, except for strength and what says so. An arc i→j
means: i names j.
"""

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from qvgraph.metrics.explanation import Call, Explanation
from qvgraph.metrics.metric import Graph, metric, ratio
from qvgraph.metrics.nodes.sampled import (
    directed_betweenness,
    near_either,
    near_from,
    near_to,
    undirected_betweenness,
)
from qvgraph.metrics.sources import BORGATTI, FREEMAN
from qvgraph.metrics.undefined import ISOLATED_DE, ISOLATED_EN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BARRAT = "Barrat et al. (2004), PNAS 101"
ROCHAT = "Rochat (2009)"
ALONE_DE, ALONE_EN = "weniger als zwei Knoten", "fewer than two nodes"

a_sum = partial(Call, de="Summe statt Mittelwert: mal n − 1", en="a sum, no mean: times n − 1")

degree_metric = partial(metric, level="node", source=FREEMAN, whole=True)
strength_metric = partial(metric, level="node", weight="strength", source=BARRAT)
harmonic_metric = partial(
    metric,
    level="node",
    variant="divided by n − 1",
    undefined_de=ALONE_DE,
    undefined_en=ALONE_EN,
    source=ROCHAT,
    cost="dear",
)


@degree_metric(
    name="degree_in",
    direction="in",
    de="Eingangsgrad",
    en="degree, incoming",
    explanation=Explanation(
        "Σ_j a_ji",
        igraph=Call("g.indegree()"),
        networkx=Call("dict(G.in_degree())"),
        sna=Call('degree(m, cmode = "indegree")'),
        ucinet=Call("Centrality, Degree: InDegree"),
    ),
)
def degree_in(graph: Graph) -> "Floats":
    """How many name the node."""
    return graph.into.counts.astype(float)


@degree_metric(
    name="degree_out",
    direction="out",
    de="Ausgangsgrad",
    en="degree, outgoing",
    explanation=Explanation(
        "Σ_j a_ij",
        igraph=Call("g.outdegree()"),
        networkx=Call("dict(G.out_degree())"),
        sna=Call('degree(m, cmode = "outdegree")'),
        ucinet=Call("Centrality, Degree: OutDegree"),
    ),
)
def degree_out(graph: Graph) -> "Floats":
    """How many the node names."""
    return graph.out.counts.astype(float)


@degree_metric(
    name="degree",
    direction="either",
    variant="neighbours",
    de="Grad",
    en="degree",
    explanation=Explanation(
        "Σ_j max(a_ij, a_ji)",
        igraph=Call(
            'g.degree(mode="all")',
            de="zählt erwiderte Beziehungen zweimal; gleich ist u.degree()",
            en="counts returned ties twice; u.degree() is the same",
        ),
        networkx=Call(
            "dict(G.degree())",
            de="zählt erwiderte Beziehungen zweimal; gleich ist dict(U.degree())",
            en="counts returned ties twice; dict(U.degree()) is the same",
        ),
        sna=Call(
            'degree(m, cmode = "freeman")',
            de="zählt erwiderte Beziehungen zweimal; gleich ist degree(symmetrize(m), "
            'gmode = "graph")',
            en='counts returned ties twice; degree(symmetrize(m), gmode = "graph") is the same',
        ),
    ),
)
def degree(graph: Graph) -> "Floats":
    """How many neighbours the node has; one named in both directions counts once."""
    return graph.both_counted.counts.astype(float)


@strength_metric(
    name="strength_in",
    direction="in",
    de="Stärke, eingehend",
    en="strength, incoming",
    explanation=Explanation(
        "Σ_j w_ji",
        igraph=Call('g.strength(mode="in", weights="strength")'),
        networkx=Call('dict(G.in_degree(weight="strength"))'),
        sna=Call('degree(w, cmode = "indegree", ignore.eval = FALSE)'),
    ),
)
def strength_in(graph: Graph) -> "Floats":
    """The sum of the strengths of the ties that name the node."""
    return graph.into.sums()


@strength_metric(
    name="strength_out",
    direction="out",
    de="Stärke, ausgehend",
    en="strength, outgoing",
    explanation=Explanation(
        "Σ_j w_ij",
        igraph=Call('g.strength(mode="out", weights="strength")'),
        networkx=Call('dict(G.out_degree(weight="strength"))'),
        sna=Call('degree(w, cmode = "outdegree", ignore.eval = FALSE)'),
    ),
)
def strength_out(graph: Graph) -> "Floats":
    """The sum of the strengths of the ties that the node names."""
    return graph.out.sums()


@metric(
    name="betweenness",
    level="node",
    direction="out",
    variant="raw, directed, endpoints excluded",
    de="Betweenness",
    en="betweenness",
    source=FREEMAN,
    cost="dear",
    bounds=lambda graph: graph.once(directed_betweenness),
    explanation=Explanation(
        "Σ_{s≠v≠t} σ_st(v) / σ_st",
        igraph=Call("g.betweenness(directed=True)"),
        networkx=Call("nx.betweenness_centrality(G, normalized=False)"),
        sna=Call("betweenness(m)"),
        ucinet=Call("Centrality, Freeman Betweenness"),
    ),
)
def betweenness(graph: Graph) -> "Floats":
    """Over ordered pairs of others: the share of their shortest paths through the node."""
    return graph.once(directed_betweenness).value


@metric(
    name="betweenness_share",
    level="node",
    direction="out",
    variant="share of (n − 1)(n − 2)",
    de="Betweenness, Anteil am Höchstwert",
    en="betweenness, share of the maximum",
    undefined_de="weniger als drei Knoten",
    undefined_en="fewer than three nodes",
    source=FREEMAN,
    cost="dear",
    bounds=lambda graph: graph.once(directed_betweenness).times(1 / _most(graph)),
    explanation=Explanation(
        "betweenness / ((n − 1)(n − 2))",
        networkx=Call("nx.betweenness_centrality(G, normalized=True)"),
        ucinet=Call("Centrality, Freeman Betweenness: nBetweenness / 100"),
    ),
)
def betweenness_share(graph: Graph) -> "Floats":
    """Betweenness divided by what the centre of a star has."""
    if graph.size < 3:
        return np.full(graph.size, np.nan)
    return betweenness(graph) / _most(graph)


@harmonic_metric(
    name="harmonic_out",
    direction="out",
    de="harmonische Nähe, ausgehend",
    en="harmonic nearness, outgoing",
    bounds=lambda graph: graph.once(near_from).times(1 / (graph.size - 1)),
    explanation=Explanation(
        "Σ_j (1 / d_ij) / (n − 1)",
        igraph=Call('g.harmonic_centrality(mode="out")'),
        networkx=Call(
            "nx.harmonic_centrality(G)",
            de="liest eingehende Pfade und teilt nicht; gleich ist die Summe für G.reverse(), "
            "geteilt durch n − 1",
            en="reads incoming paths and does not divide; the sum for G.reverse(), divided by "
            "n − 1, is the same",
        ),
        sna=Call('closeness(m, cmode = "suminvdir")'),
    ),
)
def harmonic_out(graph: Graph) -> "Floats":
    """The mean of 1/distance from the node to all others, 0 for those out of reach."""
    return _per_other(graph, graph.once(near_from).value)


@harmonic_metric(
    name="harmonic_in",
    direction="in",
    de="harmonische Nähe, eingehend",
    en="harmonic nearness, incoming",
    bounds=lambda graph: graph.once(near_to).times(1 / (graph.size - 1)),
    explanation=Explanation(
        "Σ_j (1 / d_ji) / (n − 1)",
        igraph=Call('g.harmonic_centrality(mode="in")'),
        networkx=a_sum("nx.harmonic_centrality(G)"),
        sna=Call('closeness(t(m), cmode = "suminvdir")'),
    ),
)
def harmonic_in(graph: Graph) -> "Floats":
    """The mean of 1/distance from all others to the node, 0 for those who do not reach it."""
    return _per_other(graph, graph.once(near_to).value)


@harmonic_metric(
    name="harmonic",
    direction="either",
    de="harmonische Nähe",
    en="harmonic nearness",
    bounds=lambda graph: graph.once(near_either).times(1 / (graph.size - 1)),
    explanation=Explanation(
        "Σ_j (1 / d_ij) / (n − 1)",
        igraph=Call("u.harmonic_centrality()"),
        networkx=a_sum("nx.harmonic_centrality(U)"),
        sna=Call('closeness(symmetrize(m), gmode = "graph", cmode = "suminvundir")'),
    ),
)
def harmonic(graph: Graph) -> "Floats":
    """The mean of 1/distance to all others along ties in either direction."""
    return _per_other(graph, graph.once(near_either).value)


@metric(
    name="reach_2",
    level="node",
    direction="either",
    variant="share of n − 1",
    de="Reichweite in zwei Schritten",
    en="reach in two steps",
    undefined_de=ALONE_DE,
    undefined_en=ALONE_EN,
    source=BORGATTI,
    cost="moderate",
    default=False,
    explanation=Explanation(
        "|{j ≠ i: d_ij ≤ 2}| / (n − 1)",
        igraph=Call(
            "g.neighborhood_size(order=2)",
            de="zählt den Knoten selbst mit und teilt nicht",
            en="counts the node itself and does not divide",
        ),
    ),
)
def reach_2(graph: Graph) -> "Floats":
    """Which share of all others is a neighbour, or a neighbour's neighbour."""
    return _per_other(graph, np.array(graph.either.neighborhood_size(order=2), float) - 1)


@metric(
    name="betweenness_weighted",
    level="node",
    direction="out",
    weight="length",
    variant="raw, directed, length 1/strength",
    de="Betweenness, gewichtet",
    en="betweenness, weighted",
    source="Brandes (2001), Journal of Mathematical Sociology 25",
    cost="dear",
    default=False,
    explanation=Explanation(
        "Σ_{s≠v≠t} σ_st(v) / σ_st,  length of i→j: 1 / w_ij",
        igraph=Call('g.betweenness(weights=[1 / w for w in g.es["strength"]])'),
        networkx=Call(
            "nx.betweenness_centrality(G, normalized=False, "
            'weight=lambda i, j, tie: 1 / tie["strength"])',
            de="vergleicht gleich lange Pfade als Gleitkommazahlen und verliert welche",
            en="compares paths of equal length as floating-point numbers, and loses some",
        ),
    ),
)
def betweenness_weighted(graph: Graph) -> "Floats":
    """Betweenness along the paths whose sum of 1/strength is smallest."""
    lengths = (1 / graph.ends.strength).tolist()
    return np.array(graph.directed.betweenness(directed=True, weights=lengths), float)


@metric(
    name="bridging",
    level="node",
    direction="either",
    variant="undirected betweenness × bridging coefficient",
    de="Brückenzentralität",
    en="bridging centrality",
    undefined_de=ISOLATED_DE,
    undefined_en=ISOLATED_EN,
    source="Hwang et al. (2006)",
    cost="dear",
    default=False,
    bounds=lambda graph: graph.once(undirected_betweenness).times(graph.once(_bridging) / 2),
    explanation=Explanation("betweenness(u) · (1 / k_i) / Σ_j a_ij / k_j"),
)
def bridging(graph: Graph) -> "Floats":
    """Betweenness, the higher the fewer partners the node has, and the more its partners have."""
    return graph.once(undirected_betweenness).value * graph.once(_bridging) / 2


def _bridging(graph: Graph) -> "Floats":
    ties = graph.both_counted
    inverse = ratio(np.ones(graph.size), ties.counts)
    around = np.bincount(ties.node, inverse[ties.partner], minlength=graph.size)
    return ratio(inverse, around)


def _most(graph: Graph) -> int:
    """What the centre of a star has of betweenness."""
    return (graph.size - 1) * (graph.size - 2)


def _per_other(graph: Graph, sums: "Floats") -> "Floats":
    return sums / (graph.size - 1) if graph.size > 1 else np.full(graph.size, np.nan)
