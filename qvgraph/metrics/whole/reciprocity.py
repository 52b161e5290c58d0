"""Reciprocity by pairs: the two kinds beside the share of ties that are returned.

The default of many programs differs, so the kind is part of the name: edgewise is that of igraph
and networkx, dyadic that of sna.
"""

import math

from qvgraph.metrics.explanation import Call, Explanation
from qvgraph.metrics.metric import Graph, metric
from qvgraph.metrics.sources import WASSERMAN
from qvgraph.metrics.undefined import NO_ADVICE_DE, NO_ADVICE_EN, NO_PAIR_DE, NO_PAIR_EN
from qvgraph.metrics.whole.structure import dyads


@metric(
    name="reciprocity_dyadic",
    level="network",
    direction="mutual",
    variant="dyadic: pairs of the same in both directions, of all pairs",
    de="Reziprozität der Paare",
    en="reciprocity, dyadic",
    undefined_de=NO_PAIR_DE,
    undefined_en=NO_PAIR_EN,
    source=WASSERMAN,
    explanation=Explanation(
        "1 − Σ_{i<j} |a_ij − a_ji| / (n(n − 1)/2)",
        sna=Call("grecip(m)"),
    ),
)
def reciprocity_dyadic(graph: Graph) -> float:
    """Pairs tied both ways or not at all as a share (0 to 1) of all pairs."""
    pairs = math.comb(graph.size, 2)
    return 1 - graph.once(dyads)[1] / pairs if pairs else math.nan


@metric(
    name="reciprocity_non_null",
    level="network",
    direction="mutual",
    variant="dyads with a tie",
    de="Reziprozität der Paare mit Beziehung",
    en="reciprocity of pairs with a tie",
    undefined_de=NO_ADVICE_DE,
    undefined_en=NO_ADVICE_EN,
    source=WASSERMAN,
    explanation=Explanation(
        "Σ_{i<j} a_ij a_ji / Σ_{i<j} max(a_ij, a_ji)",
        igraph=Call('g.reciprocity(mode="ratio")'),
        sna=Call('grecip(m, measure = "dyadic.nonnull")'),
    ),
)
def reciprocity_non_null(graph: Graph) -> float:
    """Pairs tied both ways as a share (0 to 1) of the pairs with a tie."""
    mutual, one_way = graph.once(dyads)
    return mutual / (mutual + one_way) if mutual + one_way else math.nan
