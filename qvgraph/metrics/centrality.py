"""Where each node stands: degree, betweenness, nearness, eigenvector, PageRank, all by igraph.

Ties are taken as given and count the same, except for strength. An arc i→j means: i names j.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from qvgraph.metrics.metric import Direction, Graph, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

FREEMAN = "Freeman (1978), Social Networks 1"
DAMPING = 0.85
ALONE_DE, ALONE_EN = "weniger als zwei Knoten", "fewer than two nodes"


@metric(
    name="degree_in",
    level="node",
    direction="in",
    de="Eingangsgrad",
    en="degree, incoming",
    source=FREEMAN,
    whole=True,
)
def degree_in(graph: Graph) -> "NDArray[np.float64]":
    """How many name the node."""
    return np.array(graph.directed.indegree(), float)


@metric(
    name="degree_out",
    level="node",
    direction="out",
    de="Ausgangsgrad",
    en="degree, outgoing",
    source=FREEMAN,
    whole=True,
)
def degree_out(graph: Graph) -> "NDArray[np.float64]":
    """How many the node names."""
    return np.array(graph.directed.outdegree(), float)


@metric(
    name="degree",
    level="node",
    direction="either",
    variant="neighbours",
    de="Grad",
    en="degree",
    source=FREEMAN,
    whole=True,
)
def degree(graph: Graph) -> "NDArray[np.float64]":
    """How many neighbours the node has; one named in both directions counts once."""
    return np.array(graph.either.degree(), float)


@metric(
    name="strength_in",
    level="node",
    direction="in",
    weight="strength",
    de="Stärke, eingehend",
    en="strength, incoming",
    source="Barrat et al. (2004), PNAS 101",
)
def strength_in(graph: Graph) -> "NDArray[np.float64]":
    """The sum of the strengths of the ties that name the node."""
    return np.array(graph.directed.strength(mode="in", weights="strength"), float)


@metric(
    name="strength_out",
    level="node",
    direction="out",
    weight="strength",
    de="Stärke, ausgehend",
    en="strength, outgoing",
    source="Barrat et al. (2004), PNAS 101",
)
def strength_out(graph: Graph) -> "NDArray[np.float64]":
    """The sum of the strengths of the ties that the node names."""
    return np.array(graph.directed.strength(mode="out", weights="strength"), float)


@metric(
    name="betweenness",
    level="node",
    direction="out",
    variant="raw, directed, endpoints excluded",
    de="Betweenness",
    en="betweenness",
    source=FREEMAN,
)
def betweenness(graph: Graph) -> "NDArray[np.float64]":
    """Over ordered pairs of others: the share of their shortest paths through the node."""
    return np.array(graph.directed.betweenness(directed=True), float)


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
)
def betweenness_share(graph: Graph) -> "NDArray[np.float64]":
    """Betweenness divided by what the centre of a star has."""
    if graph.size < 3:
        return np.full(graph.size, np.nan)
    return betweenness(graph) / ((graph.size - 1) * (graph.size - 2))


@metric(
    name="harmonic_out",
    level="node",
    direction="out",
    variant="divided by n − 1",
    de="harmonische Nähe, ausgehend",
    en="harmonic nearness, outgoing",
    undefined_de=ALONE_DE,
    undefined_en=ALONE_EN,
    source="Rochat (2009)",
)
def harmonic_out(graph: Graph) -> "NDArray[np.float64]":
    """The mean of 1/distance from the node to all others, 0 for those out of reach."""
    return _harmonic(graph, "out")


@metric(
    name="harmonic_in",
    level="node",
    direction="in",
    variant="divided by n − 1",
    de="harmonische Nähe, eingehend",
    en="harmonic nearness, incoming",
    undefined_de=ALONE_DE,
    undefined_en=ALONE_EN,
    source="Rochat (2009)",
)
def harmonic_in(graph: Graph) -> "NDArray[np.float64]":
    """The mean of 1/distance from all others to the node, 0 for those who do not reach it."""
    return _harmonic(graph, "in")


@metric(
    name="harmonic",
    level="node",
    direction="either",
    variant="divided by n − 1",
    de="harmonische Nähe",
    en="harmonic nearness",
    undefined_de=ALONE_DE,
    undefined_en=ALONE_EN,
    source="Rochat (2009)",
)
def harmonic(graph: Graph) -> "NDArray[np.float64]":
    """The mean of 1/distance to all others along ties in either direction."""
    return _harmonic(graph, "either")


@metric(
    name="eigenvector",
    level="node",
    direction="either",
    variant="largest component, maximum 1",
    de="Eigenvektor-Zentralität",
    en="eigenvector centrality",
    undefined_de="nicht in der einen größten Komponente",
    undefined_en="not in the one largest component",
    source="Bonacich (1972), Journal of Mathematical Sociology 2",
)
def eigenvector(graph: Graph) -> "NDArray[np.float64]":
    """How central the neighbours are, in turn; only in the component larger than all others."""
    values = np.full(graph.size, np.nan)
    components = graph.either.connected_components()
    sizes = components.sizes()
    largest = max(sizes, default=0)
    if largest < 2 or sizes.count(largest) > 1:
        return values
    members = components[sizes.index(largest)]
    part = graph.either.induced_subgraph(members)
    with _same_start():
        values[members] = part.eigenvector_centrality(scale=True)
    return values


@metric(
    name="pagerank",
    level="node",
    direction="in",
    variant="damping 0.85, sum 1",
    de="PageRank",
    en="PageRank",
    source="Brin, Page (1998), Computer Networks 30",
)
def pagerank(graph: Graph) -> "NDArray[np.float64]":
    """How often a walk along the ties, starting anew now and then, is at the node."""
    if graph.size == 0:
        return np.empty(0)
    return np.array(graph.directed.pagerank(damping=DAMPING, directed=True, weights=None), float)


@contextmanager
def _same_start() -> Iterator[None]:
    """Give igraph, which shakes its start vector by Python's generator, the same luck each time.

    Otherwise the last digits differ from call to call. The generator goes on as if never used.
    """
    before = random.getstate()
    random.seed(0)
    try:
        yield
    finally:
        random.setstate(before)


def _harmonic(graph: Graph, direction: Direction) -> "NDArray[np.float64]":
    if graph.size < 2:
        return np.full(graph.size, np.nan)
    read, mode = (graph.either, "all") if direction == "either" else (graph.directed, direction)
    return np.array(read.harmonic_centrality(mode=mode, normalized=True), float)
