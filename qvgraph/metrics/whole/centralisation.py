"""Freeman's centralisation: how far a network turns round one organisation, as a star does.

The sum of how much less all others have than the one with most, divided by what it is at most in a
network of that size without loops. Isolates count. 1 is the star (for one direction: all ties into
or out of one), 0 is where all have the same.
"""

import math
from functools import partial

from qvgraph.metrics.explanation import Explanation
from qvgraph.metrics.metric import Graph, metric
from qvgraph.metrics.nodes.centrality import betweenness, harmonic
from qvgraph.metrics.nodes.sampled import unbounded
from qvgraph.metrics.sources import FREEMAN
from qvgraph.metrics.undefined import NO_PAIR_DE, NO_PAIR_EN, NO_THREE_DE, NO_THREE_EN
from qvgraph.metrics.whole.structure import centralised

degree_metric = partial(
    metric,
    level="network",
    variant="Freeman, without loops, divided by (n − 1)²",
    undefined_de=NO_PAIR_DE,
    undefined_en=NO_PAIR_EN,
    source=FREEMAN,
)
path_metric = partial(
    metric,
    level="network",
    cost="dear",
    undefined_de=NO_THREE_DE,
    undefined_en=NO_THREE_EN,
    source=FREEMAN,
)


@degree_metric(
    name="centralisation_in",
    direction="in",
    de="Zentralisierung nach dem Eingangsgrad",
    en="centralisation of incoming ties",
    explanation=Explanation("Σ_i (max_j k_j − k_i) / (n − 1)²,  k_i = Σ_j a_ji"),
)
def centralisation_in(graph: Graph) -> float:
    """How far (0 to 1) it is one organisation that is asked."""
    return centralised(graph.directed.indegree(), (graph.size - 1) ** 2, least=2)


@degree_metric(
    name="centralisation_out",
    direction="out",
    de="Zentralisierung nach dem Ausgangsgrad",
    en="centralisation of outgoing ties",
    explanation=Explanation("Σ_i (max_j k_j − k_i) / (n − 1)²,  k_i = Σ_j a_ij"),
)
def centralisation_out(graph: Graph) -> float:
    """How far (0 to 1) it is one organisation that asks."""
    return centralised(graph.directed.outdegree(), (graph.size - 1) ** 2, least=2)


@path_metric(
    name="centralisation_betweenness",
    direction="out",
    variant="Freeman, directed, divided by (n − 1)²(n − 2)",
    de="Zentralisierung nach der Betweenness",
    en="betweenness centralisation",
    bounds=unbounded,
    explanation=Explanation(
        "Σ_i (max_j b_j − b_i) / ((n − 1)²(n − 2)),  b_i = Σ_{s≠i≠t} σ_st(i) / σ_st"
    ),
)
def centralisation_betweenness(graph: Graph) -> float:
    """How far (0 to 1) it is one organisation through which shortest paths lead."""
    most = (graph.size - 1) ** 2 * (graph.size - 2)
    return centralised(betweenness(graph), most, least=3)


@path_metric(
    name="centralisation_harmonic",
    direction="either",
    variant="Freeman, of harmonic nearness divided by n − 1; divided by (n − 2)/2",
    de="Zentralisierung nach der harmonischen Nähe",
    en="centralisation of harmonic nearness",
    bounds=unbounded,
    explanation=Explanation("Σ_i (max_j h_j − h_i) / ((n − 2)/2),  h_i = Σ_j 1/d_ij / (n − 1)"),
)
def centralisation_harmonic(graph: Graph) -> float:
    """How far (0 to 1) it is one organisation that is near to all others."""
    return centralised(harmonic(graph), (graph.size - 2) / 2, least=3)


@path_metric(
    name="centralisation_closeness",
    direction="either",
    variant="Freeman, of (n − 1)/sum of distances; divided by (n − 1)(n − 2)/(2n − 3)",
    de="Zentralisierung nach der Nähe",
    en="closeness centralisation",
    undefined_de="weniger als drei Organisationen oder nicht alle erreichbar",
    undefined_en="fewer than three organisations, or not all within reach",
    default=False,
    instead="centralisation_harmonic",
    explanation=Explanation(
        "Σ_i (max_j c_j − c_i) / ((n − 1)(n − 2)/(2n − 3)),  c_i = (n − 1)/Σ_j d_ij"
    ),
)
def centralisation_closeness(graph: Graph) -> float:
    """The same for closeness, which needs that everybody can be reached."""
    n = graph.size
    if n < 3 or not graph.either.is_connected():
        return math.nan
    return centralised(graph.either.closeness(), (n - 1) * (n - 2) / (2 * n - 3), least=3)
