"""Burt's measures of structural holes as metrics: the kernel is in `holes.py`."""

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from qvgraph.metrics.explanation import Call, Explanation
from qvgraph.metrics.metric import Graph, metric, ratio
from qvgraph.metrics.nodes.holes import holes, holes_in_ego, holes_weighted
from qvgraph.metrics.sources import BURT
from qvgraph.metrics.undefined import ISOLATED_DE, ISOLATED_EN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


CONSTRAINT = "Σ_j (p_ij + Σ_q p_iq p_qj)²,  p_ij = z_ij / Σ_k z_ik"
EFFECTIVE = "Σ_j (1 − Σ_q p_iq m_jq),  m_jq = z_jq / max_k z_jk"
WHOLE = Call("Ego Networks, Structural Holes: whole network model")
EGO = Call("Ego Networks, Structural Holes: ego network model")
COUNTED, WEIGHTED = "z_ij = a_ij + a_ji", "z_ij = w_ij + w_ji"

wrong_axis = partial(
    Call,
    de="networkx 3.7 teilt auf gerichteten und gewichteten Netzen durch die falsche Achse",
    en="networkx 3.7 divides by the wrong axis on directed and weighted networks",
)

holes_metric = partial(
    metric,
    level="node",
    direction="either",
    undefined_de=ISOLATED_DE,
    undefined_en=ISOLATED_EN,
    source=BURT,
    cost="moderate",
)
weighted_metric = partial(
    holes_metric,
    weight="share",
    variant="whole network, by strength",
    default=False,
)
ego_metric = partial(
    holes_metric,
    variant="ego network, a returned tie counts twice",
    default=False,
)


@holes_metric(
    name="constraint",
    variant="whole network, a returned tie counts twice",
    de="Einschränkung",
    en="constraint",
    explanation=Explanation(
        f"{CONSTRAINT},  {COUNTED}",
        igraph=Call("g.constraint()"),
        networkx=Call("nx.constraint(G)"),
        ucinet=WHOLE,
    ),
)
def constraint(graph: Graph) -> "Floats":
    """How far the node's ties lead back to one and the same circle; low: many holes."""
    return graph.once(holes).constraint


@holes_metric(
    name="effective_size",
    variant="whole network, a returned tie counts twice",
    de="wirksame Größe",
    en="effective size",
    explanation=Explanation(
        f"{EFFECTIVE},  {COUNTED}",
        networkx=wrong_axis("nx.effective_size(G)"),
        ucinet=WHOLE,
    ),
)
def effective_size(graph: Graph) -> "Floats":
    """The number of partners, less what they have in common."""
    return graph.once(holes).effective_size


@holes_metric(
    name="efficiency",
    variant="effective size divided by neighbours",
    de="Effizienz",
    en="efficiency",
    explanation=Explanation(
        "effective size / k",
        ucinet=WHOLE,
    ),
)
def efficiency(graph: Graph) -> "Floats":
    """The share (up to 1) of the partners that is not redundant."""
    return ratio(effective_size(graph), graph.both_counted.counts)


@holes_metric(
    name="hierarchy",
    variant="whole network, Coleman–Theil",
    de="Hierarchie der Einschränkung",
    en="hierarchy of constraint",
    explanation=Explanation(
        "Σ_j r_j ln r_j / (k ln k),  r_j = k c_ij / Σ_j c_ij;  k = 1: 1",
        ucinet=WHOLE,
    ),
)
def hierarchy(graph: Graph) -> "Floats":
    """How far (0 to 1) the constraint comes from one partner."""
    return graph.once(holes).hierarchy


@weighted_metric(
    name="constraint_weighted",
    de="Einschränkung, gewichtet",
    en="constraint, weighted",
    explanation=Explanation(
        f"{CONSTRAINT},  {WEIGHTED}",
        igraph=Call('g.constraint(weights="strength")'),
        networkx=Call('nx.constraint(G, weight="strength")'),
        ucinet=WHOLE,
    ),
)
def constraint_weighted(graph: Graph) -> "Floats":
    """Constraint with ties by strength."""
    return graph.once(holes_weighted).constraint


@weighted_metric(
    name="effective_size_weighted",
    de="wirksame Größe, gewichtet",
    en="effective size, weighted",
    explanation=Explanation(
        f"{EFFECTIVE},  {WEIGHTED}",
        networkx=wrong_axis('nx.effective_size(G, weight="strength")'),
        ucinet=WHOLE,
    ),
)
def effective_size_weighted(graph: Graph) -> "Floats":
    """Effective size with ties by strength."""
    return graph.once(holes_weighted).effective_size


@ego_metric(
    name="constraint_ego",
    de="Einschränkung im Ego-Netzwerk",
    en="constraint in the ego network",
    explanation=Explanation(
        f"{CONSTRAINT},  k: i and its partners,  {COUNTED}",
        ucinet=EGO,
    ),
)
def constraint_ego(graph: Graph) -> "Floats":
    """Constraint when of the partners' ties only those inside the ego network count."""
    return graph.once(holes_in_ego).constraint


@ego_metric(
    name="effective_size_ego",
    de="wirksame Größe im Ego-Netzwerk",
    en="effective size in the ego network",
    explanation=Explanation(
        f"{EFFECTIVE},  k: i and its partners,  {COUNTED}",
        ucinet=EGO,
    ),
)
def effective_size_ego(graph: Graph) -> "Floats":
    """Effective size when of the partners' ties only those inside the ego network count."""
    return graph.once(holes_in_ego).effective_size
