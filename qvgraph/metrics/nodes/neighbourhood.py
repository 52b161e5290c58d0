"""What is around a node: its k-core, its partners among themselves, what it alone joins."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qvgraph.kernels.jit import entry, inner
from qvgraph.metrics.explanation import Call, Explanation
from qvgraph.metrics.metric import Graph, metric, ratio
from qvgraph.metrics.sources import BURT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

FEW_DE, FEW_EN = "weniger als zwei Partner", "fewer than two partners"


@metric(
    name="coreness",
    level="node",
    direction="either",
    variant="neighbours",
    de="k-Kern",
    en="k-core",
    source="Seidman (1983), Social Networks 5",
    whole=True,
    explanation=Explanation(
        "max k: i ∈ H ⊆ V, every node of H has k neighbours in H",
        igraph=Call("u.coreness()"),
        networkx=Call("nx.core_number(U)"),
        sna=Call(
            "kcores(m)",
            de='zählt erwiderte Beziehungen zweimal; gleich mit symmetrize(m), mode = "graph"',
            en='counts returned ties twice; the same with symmetrize(m), mode = "graph"',
        ),
    ),
)
def coreness(graph: Graph) -> "Floats":
    """The largest k for which the node is in a circle where all have k neighbours."""
    return np.array(graph.either.coreness(), float)


@metric(
    name="clustering",
    level="node",
    direction="either",
    variant="local",
    de="lokale Transitivität",
    en="local clustering",
    undefined_de=FEW_DE,
    undefined_en=FEW_EN,
    source="Watts, Strogatz (1998), Nature 393",
    cost="moderate",
    default=False,
    explanation=Explanation(
        "2 t_i / (k_i (k_i − 1))",
        igraph=Call("u.transitivity_local_undirected()"),
        networkx=Call(
            "nx.clustering(U)",
            de="0, wo weniger als zwei Partner da sind",
            en="0 where there are fewer than two partners",
        ),
    ),
)
def clustering(graph: Graph) -> "Floats":
    """Which share of the pairs of its partners is tied, in either direction."""
    return np.array(graph.either.transitivity_local_undirected(mode="nan"), float)


@metric(
    name="cutpoint",
    level="node",
    direction="either",
    variant="1 or 0",
    de="Trennknoten",
    en="cutpoint",
    source="Hopcroft, Tarjan (1973), Communications of the ACM 16",
    whole=True,
    default=False,
    explanation=Explanation(
        "1: without i there are more components",
        igraph=Call("[int(v in u.articulation_points()) for v in range(u.vcount())]"),
        networkx=Call("{v: int(v in set(nx.articulation_points(U))) for v in U}"),
        sna=Call('cutpoints(m, connected = "weak", return.indicator = TRUE)'),
    ),
)
def cutpoint(graph: Graph) -> "Floats":
    """Whether others lose touch with one another without the node."""
    values = np.zeros(graph.size)
    values[graph.either.articulation_points()] = 1
    return values


@metric(
    name="ego_density",
    level="node",
    direction="either",
    variant="arcs among partners",
    de="Dichte unter den Partnern",
    en="density among partners",
    undefined_de=FEW_DE,
    undefined_en=FEW_EN,
    source=BURT,
    cost="moderate",
    default=False,
    explanation=Explanation(
        "Σ_{j≠q} a_jq / (k (k − 1)),  j, q: partners of i",
        ucinet=Call("Ego Networks, Egonet Basic Measures: Density / 100"),
    ),
)
def ego_density(graph: Graph) -> "Floats":
    """Which share of the ordered pairs of its partners is tied."""
    partners = graph.both_counted.counts
    pairs = partners * (partners - 1.0)
    return ratio(graph.once(_egos).arcs, pairs)


@metric(
    name="ego_betweenness",
    level="node",
    direction="either",
    variant="raw, directed, inside the ego network",
    de="Ego-Betweenness",
    en="ego betweenness",
    source="Everett, Borgatti (2005), Social Networks 27",
    cost="dear",
    default=False,
    explanation=Explanation(
        "betweenness of i in the network of i and its partners",
        igraph=Call(
            "[g.induced_subgraph(sorted({v, *g.neighbors(v)})).betweenness()"
            "[sorted({v, *g.neighbors(v)}).index(v)] for v in range(g.vcount())]"
        ),
        networkx=Call(
            "{v: nx.betweenness_centrality(nx.ego_graph(G, v, undirected=True), "
            "normalized=False)[v] for v in G}"
        ),
        ucinet=Call("Ego Networks, Egonet Basic Measures: EgoBetweenness"),
    ),
)
def ego_betweenness(graph: Graph) -> "Floats":
    """Betweenness in the network that holds nobody but the node and its partners."""
    return graph.once(_egos).betweenness


class Egos(NamedTuple):
    """Of each node: the arcs among its partners, and its betweenness inside its ego network."""

    arcs: "Floats"
    betweenness: "Floats"


def _egos(graph: Graph) -> Egos:
    size = graph.size
    found = Egos(np.zeros(size), np.zeros(size))
    inside, order = np.full(size, -1), np.empty(size, np.int64)
    distance, from_ego = np.full(size, -1), np.full(size, -1)
    paths, paths_from_ego = np.zeros(size), np.zeros(size)
    ego_kernel(
        *(graph.both_counted[:2] + graph.out[:2]),
        *found,
        inside,
        order,
        distance,
        paths,
        from_ego,
        paths_from_ego,
    )
    return found


@inner
def _search(
    source: int,
    ego: int,
    start: "Ints",
    partner: "Ints",
    inside: "Ints",
    order: "Ints",
    distance: "Ints",
    paths: "Floats",
) -> int:
    """Distances and numbers of shortest paths inside an ego network; how many nodes are found."""
    distance[source], paths[source] = 0, 1.0
    order[0] = source
    found, reached = 1, 0
    while reached < found:
        v = order[reached]
        reached += 1
        for e in range(start[v], start[v + 1]):
            w = partner[e]
            if inside[w] != ego:
                continue
            if distance[w] < 0:
                distance[w] = distance[v] + 1
                order[found] = w
                found += 1
            if distance[w] == distance[v] + 1:
                paths[w] += paths[v]
    return found


@entry
def ego_kernel(
    first: "Ints",
    neighbour: "Ints",
    start: "Ints",
    partner: "Ints",
    arcs: "Floats",
    betweenness: "Floats",
    inside: "Ints",
    order: "Ints",
    distance: "Ints",
    paths: "Floats",
    from_ego: "Ints",
    paths_from_ego: "Floats",
) -> None:
    """Fill both figures; `first, neighbour` are rows of partners, `start, partner` of those named.

    Scratch: `inside[j]` is i for the members of the ego network of i, the distances are -1 and the
    numbers of paths 0, before and after.
    """
    for i in range(first.shape[0] - 1):
        inside[i] = i
        for e in range(first[i], first[i + 1]):
            inside[neighbour[e]] = i
        _search(i, i, start, partner, inside, order, from_ego, paths_from_ego)
        for e in range(first[i], first[i + 1]):
            s = neighbour[e]
            for f in range(start[s], start[s + 1]):
                if inside[partner[f]] == i and partner[f] != i:
                    arcs[i] += 1.0
            found = _search(s, i, start, partner, inside, order, distance, paths)
            for n in range(1, found):
                t = order[n]
                way = distance[i] + from_ego[t]
                if t != i and distance[i] > 0 and from_ego[t] > 0 and way == distance[t]:
                    betweenness[i] += paths[i] * paths_from_ego[t] / paths[t]
            for n in range(found):
                distance[order[n]], paths[order[n]] = -1, 0.0
        from_ego[i], paths_from_ego[i] = -1, 0.0
        for e in range(first[i], first[i + 1]):
            from_ego[neighbour[e]], paths_from_ego[neighbour[e]] = -1, 0.0
