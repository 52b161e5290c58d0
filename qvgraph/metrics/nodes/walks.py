"""How central a node is by walks that pass it: eigenvector, PageRank, Katz."""

from typing import TYPE_CHECKING

import numpy as np

from qvgraph.metrics.explanation import Call, Explanation
from qvgraph.metrics.metric import Graph, metric
from qvgraph.model.luck import same_luck

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DAMPING = 0.85
SPARED = 0.5
"""Katz: how far below its limit 1/λ₁ the factor α stays."""

SMALL = 200
"""Up to so many nodes all eigenvalues are computed; above, the largest alone."""

ENOUGH = 1e-15
"""Katz is iterated until no value changes by more than this share of the largest."""


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
    instead="pagerank",
    explanation=Explanation(
        "λ x = A x,  max x = 1",
        igraph=Call(
            "u.eigenvector_centrality()",
            de="gleich, wenn das Netz zusammenhängt; sonst ohne Sinn außerhalb einer Komponente",
            en="the same when the network is connected; otherwise without meaning outside one "
            "component",
        ),
        networkx=Call(
            "nx.eigenvector_centrality_numpy(U)",
            de="Länge 1 statt Höchstwert 1; bricht ab, wenn das Netz nicht zusammenhängt",
            en="length 1, not maximum 1; stops when the network is not connected",
        ),
        sna=Call(
            "evcent(symmetrize(m), use.eigen = TRUE)",
            de="Länge 1 statt Höchstwert 1; ohne use.eigen = TRUE falsch auf bipartiten Netzen "
            "und Bäumen",
            en="length 1, not maximum 1; without use.eigen = TRUE wrong on bipartite networks "
            "and trees",
        ),
    ),
)
def eigenvector(graph: Graph) -> "Floats":
    """How central the neighbours are, in turn; only in the component larger than all others."""
    values = np.full(graph.size, np.nan)
    components = graph.either.connected_components()
    sizes = components.sizes()
    largest = max(sizes, default=0)
    if largest < 2 or sizes.count(largest) > 1:
        return values
    members = components[sizes.index(largest)]
    part = graph.either.induced_subgraph(members)
    with same_luck(0):  # it shakes the vector that it starts from
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
    explanation=Explanation(
        "x_i = 0.15 / n + 0.85 (Σ_j a_ji x_j / k_j + Σ_{j: k_j = 0} x_j / n),  k_j = Σ_l a_jl",
        igraph=Call("g.pagerank(damping=0.85)"),
        networkx=Call("nx.pagerank(G, alpha=0.85, weight=None, tol=1e-12, max_iter=1000)"),
    ),
)
def pagerank(graph: Graph) -> "Floats":
    """How often a walk along the ties, starting anew now and then, is at the node."""
    if graph.size == 0:
        return np.empty(0)
    return np.array(graph.directed.pagerank(damping=DAMPING, directed=True, weights=None), float)


@metric(
    name="katz",
    level="node",
    direction="in",
    variant="α = 0.5/λ₁",
    de="Katz-Zentralität",
    en="Katz centrality",
    undefined_de="keine Beziehung führt im Kreis: λ₁ ist 0",
    undefined_en="no tie leads round in a circle: λ₁ is 0",
    source="Katz (1953), Psychometrika 18",
    instead="pagerank",
    explanation=Explanation(
        "x = (I − α Aᵀ)⁻¹ 1,  α = 0.5 / λ₁",
        igraph=None,
        networkx=Call(
            "nx.katz_centrality_numpy(G)",
            de="α = 0,1 und Länge 1; jenseits von 1/λ₁ ohne Warnung unsinnig; gleich mit "
            "alpha=0.5/λ₁, normalized=False",
            en="α = 0.1 and length 1; past 1/λ₁ nonsense without a warning; the same with "
            "alpha=0.5/λ₁, normalized=False",
        ),
    ),
)
def katz(graph: Graph) -> "Floats":
    """How many walks end at the node, each step counting the share α of the one before."""
    from scipy.sparse import csr_array

    radius = spectral_radius(graph)
    if radius == 0:
        return np.full(graph.size, np.nan)
    ties = graph.into
    step = csr_array(
        (np.full(len(ties.partner), SPARED / radius), ties.partner, ties.start),
        shape=(graph.size, graph.size),
    )
    values = np.ones(graph.size)
    while True:
        after = 1 + step @ values
        if np.abs(after - values).max() <= ENOUGH * after.max():
            return np.asarray(after)
        values = after


def spectral_radius(graph: Graph) -> float:
    """The largest eigenvalue λ₁ of the directed ties; 0 when none leads round in a circle.

    It is that of one strong component, where it is simple; of the whole it need not be.
    """
    parts = graph.directed.connected_components(mode="strong")
    radii = (_radius(parts.subgraph(n).get_edgelist(), size) for n, size in enumerate(parts.sizes())
             if size > 1)  # fmt: skip
    return max(radii, default=0.0)


def _radius(arcs: list[tuple[int, int]], size: int) -> float:
    from scipy.sparse import csr_array

    source, target = np.array(arcs).T
    ties = csr_array((np.ones(len(arcs)), (source, target)), shape=(size, size))
    if size <= SMALL:
        return float(np.linalg.eigvals(ties.toarray()).real.max())
    from scipy.sparse.linalg import eigs

    found = eigs(ties, k=1, which="LR", v0=np.ones(size), return_eigenvectors=False)
    return float(found.real[0])
