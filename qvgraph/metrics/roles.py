"""The roles of brokerage as metrics: the kernel is in `brokerage.py`."""

from typing import TYPE_CHECKING

import numpy as np

from qvgraph.metrics.brokerage import (
    COORDINATOR,
    GATEKEEPER,
    ITINERANT,
    LIAISON,
    REPRESENTATIVE,
    brokers,
    moments,
)
from qvgraph.metrics.explanation import Call, Explanation
from qvgraph.metrics.metric import Graph, metric, ratio

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

GOULD = "Gould, Fernandez (1989), Sociological Methodology 19"
IMPOSSIBLE_DE = "bei diesen Gruppengrößen kann der Knoten diese Rolle nicht haben"
IMPOSSIBLE_EN = "with groups of these sizes the node cannot have this role"
PAIRS = "|{(a, c): a→v→c, a ≠ c, a↛c, %s}|"
UCINET = "Ego Networks, G&F Brokerage Roles"


@metric(
    name="coordinator",
    level="node",
    direction="out",
    variant="ordered pairs, all three of one group",
    de="koordinierend",
    en="coordinator",
    undefined_de=IMPOSSIBLE_DE,
    undefined_en=IMPOSSIBLE_EN,
    source=GOULD,
    cost="moderate",
    group=True,
    whole=True,
    explanation=Explanation(
        PAIRS % "A→A→A",
        sna=Call("brokerage(m, groups)$raw.nli[, 1]"),
        ucinet=Call(f"{UCINET}: Coordinator"),
    ),
)
def coordinator(graph: Graph) -> "Floats":
    """How many pairs of its own group the node brokers."""
    return _role(graph, COORDINATOR)


@metric(
    name="itinerant",
    level="node",
    direction="out",
    variant="ordered pairs, both others of one other group; also: consultant",
    de="beratend von außen",
    en="itinerant broker",
    undefined_de=IMPOSSIBLE_DE,
    undefined_en=IMPOSSIBLE_EN,
    source=GOULD,
    cost="moderate",
    group=True,
    whole=True,
    explanation=Explanation(
        PAIRS % "B→A→B",
        sna=Call("brokerage(m, groups)$raw.nli[, 2]"),
        ucinet=Call(f"{UCINET}: Consultant"),
    ),
)
def itinerant(graph: Graph) -> "Floats":
    """How many pairs inside another group the node brokers."""
    return _role(graph, ITINERANT)


@metric(
    name="representative",
    level="node",
    direction="out",
    variant="ordered pairs, the first of the node’s group",
    de="vertretend",
    en="representative",
    undefined_de=IMPOSSIBLE_DE,
    undefined_en=IMPOSSIBLE_EN,
    source=GOULD,
    cost="moderate",
    group=True,
    whole=True,
    explanation=Explanation(
        PAIRS % "A→A→B",
        sna=Call("brokerage(m, groups)$raw.nli[, 3]"),
        ucinet=Call(f"{UCINET}: Representative"),
    ),
)
def representative(graph: Graph) -> "Floats":
    """How many pairs from its own group to another the node brokers."""
    return _role(graph, REPRESENTATIVE)


@metric(
    name="gatekeeper",
    level="node",
    direction="out",
    variant="ordered pairs, the last of the node’s group",
    de="einlassend",
    en="gatekeeper",
    undefined_de=IMPOSSIBLE_DE,
    undefined_en=IMPOSSIBLE_EN,
    source=GOULD,
    cost="moderate",
    group=True,
    whole=True,
    explanation=Explanation(
        PAIRS % "B→A→A",
        sna=Call("brokerage(m, groups)$raw.nli[, 4]"),
        ucinet=Call(f"{UCINET}: Gatekeeper"),
    ),
)
def gatekeeper(graph: Graph) -> "Floats":
    """How many pairs from another group into its own the node brokers."""
    return _role(graph, GATEKEEPER)


@metric(
    name="liaison",
    level="node",
    direction="out",
    variant="ordered pairs, three different groups",
    de="zwischen zwei anderen Gruppen vermittelnd",
    en="liaison",
    undefined_de=IMPOSSIBLE_DE,
    undefined_en=IMPOSSIBLE_EN,
    source=GOULD,
    cost="moderate",
    group=True,
    whole=True,
    explanation=Explanation(
        PAIRS % "B→A→C",
        sna=Call("brokerage(m, groups)$raw.nli[, 5]"),
        ucinet=Call(f"{UCINET}: Liaison"),
    ),
)
def liaison(graph: Graph) -> "Floats":
    """How many pairs from one other group to a third the node brokers."""
    return _role(graph, LIAISON)


@metric(
    name="brokerage",
    level="node",
    direction="out",
    variant="ordered pairs, all five roles",
    de="Vermittlung",
    en="brokerage",
    undefined_de="weniger als zwei andere, deren Gruppe bekannt ist",
    undefined_en="fewer than two others whose group is known",
    source=GOULD,
    cost="moderate",
    group=True,
    whole=True,
    explanation=Explanation(
        PAIRS % "g_a, g_v, g_c",
        sna=Call("brokerage(m, groups)$raw.nli[, 6]"),
        ucinet=Call(f"{UCINET}: Total"),
    ),
)
def brokerage(graph: Graph) -> "Floats":
    """How many ordered pairs the node brokers; without ties between them pairs count twice."""
    possible = graph.once(moments).fitting.sum(axis=1)
    return np.where(possible > 0, graph.once(brokers).sum(axis=1), np.nan)


@metric(
    name="structural_neutrality",
    level="node",
    direction="out",
    variant="liaison + itinerant, share of all pairs brokered",
    de="strukturelle Neutralität",
    en="structural neutrality",
    undefined_de="vermittelt kein Paar",
    undefined_en="brokers no pair",
    source=GOULD,
    cost="moderate",
    group=True,
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
