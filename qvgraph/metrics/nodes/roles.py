"""The roles of brokerage as metrics: the kernel is in `brokerage.py`."""

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from qvgraph.metrics.explanation import Call, Explanation
from qvgraph.metrics.metric import Graph, metric, ratio
from qvgraph.metrics.nodes.brokerage import (
    COORDINATOR,
    GATEKEEPER,
    ITINERANT,
    LIAISON,
    REPRESENTATIVE,
    brokers,
    moments,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

GOULD = "Gould, Fernandez (1989), Sociological Methodology 19"
IMPOSSIBLE_DE = "bei diesen Gruppengrößen kann der Knoten diese Rolle nicht haben"
IMPOSSIBLE_EN = "with groups of these sizes the node cannot have this role"

brokerage_metric = partial(
    metric,
    level="node",
    direction="out",
    source=GOULD,
    cost="moderate",
    group=True,
)
role_metric = partial(
    brokerage_metric,
    undefined_de=IMPOSSIBLE_DE,
    undefined_en=IMPOSSIBLE_EN,
    whole=True,
)


def pairs_with(groups: str, *, column: int, ucinet: str) -> Explanation:
    """The pairs brokered between such groups: their column in sna, what UCINET calls them."""
    return Explanation(
        f"|{{(a, c): a→v→c, a ≠ c, a↛c, {groups}}}|",
        sna=Call(f"brokerage(m, groups)$raw.nli[, {column}]"),
        ucinet=Call(f"Ego Networks, G&F Brokerage Roles: {ucinet}"),
    )


@role_metric(
    name="coordinator",
    variant="ordered pairs, all three of one group",
    de="koordinierend",
    en="coordinator",
    explanation=pairs_with("A→A→A", column=1, ucinet="Coordinator"),
)
def coordinator(graph: Graph) -> "Floats":
    """How many pairs of its own group the node brokers."""
    return _role(graph, COORDINATOR)


@role_metric(
    name="itinerant",
    variant="ordered pairs, both others of one other group; also: consultant",
    de="beratend von außen",
    en="itinerant broker",
    explanation=pairs_with("B→A→B", column=2, ucinet="Consultant"),
)
def itinerant(graph: Graph) -> "Floats":
    """How many pairs inside another group the node brokers."""
    return _role(graph, ITINERANT)


@role_metric(
    name="representative",
    variant="ordered pairs, the first of the node’s group",
    de="vertretend",
    en="representative",
    explanation=pairs_with("A→A→B", column=3, ucinet="Representative"),
)
def representative(graph: Graph) -> "Floats":
    """How many pairs from its own group to another the node brokers."""
    return _role(graph, REPRESENTATIVE)


@role_metric(
    name="gatekeeper",
    variant="ordered pairs, the last of the node’s group",
    de="einlassend",
    en="gatekeeper",
    explanation=pairs_with("B→A→A", column=4, ucinet="Gatekeeper"),
)
def gatekeeper(graph: Graph) -> "Floats":
    """How many pairs from another group into its own the node brokers."""
    return _role(graph, GATEKEEPER)


@role_metric(
    name="liaison",
    variant="ordered pairs, three different groups",
    de="zwischen zwei anderen Gruppen vermittelnd",
    en="liaison",
    explanation=pairs_with("B→A→C", column=5, ucinet="Liaison"),
)
def liaison(graph: Graph) -> "Floats":
    """How many pairs from one other group to a third the node brokers."""
    return _role(graph, LIAISON)


@brokerage_metric(
    name="brokerage",
    variant="ordered pairs, all five roles",
    de="Vermittlung",
    en="brokerage",
    undefined_de="weniger als zwei andere, deren Gruppe bekannt ist",
    undefined_en="fewer than two others whose group is known",
    whole=True,
    explanation=pairs_with("g_a, g_v, g_c", column=6, ucinet="Total"),
)
def brokerage(graph: Graph) -> "Floats":
    """How many ordered pairs the node brokers; without ties between them pairs count twice."""
    possible = graph.once(moments).fitting.sum(axis=1)
    return np.where(possible > 0, graph.once(brokers).sum(axis=1), np.nan)


@brokerage_metric(
    name="structural_neutrality",
    variant="liaison + itinerant, share of all pairs brokered",
    de="strukturelle Neutralität",
    en="structural neutrality",
    undefined_de="vermittelt kein Paar",
    undefined_en="brokers no pair",
    default=False,
    explanation=Explanation("(liaison + itinerant) / brokerage"),
)
def structural_neutrality(graph: Graph) -> "Floats":
    """Which share of the pairs it brokers has nobody of the node's own group."""
    counts = graph.once(brokers)
    every = counts.sum(axis=1)
    outside = counts[:, ITINERANT] + counts[:, LIAISON]
    return ratio(outside, every)


def _role(graph: Graph, role: int) -> "Floats":
    possible = graph.once(moments).fitting[:, role] > 0
    return np.where(possible, graph.once(brokers)[:, role], np.nan)
