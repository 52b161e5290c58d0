"""The whole network: every figure equals its formula on random networks; known limits."""

from collections.abc import Callable
from math import comb, isnan

import igraph
import networkx as nx
import plain
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain import Arcs, graph_of, mutual, value


@st.composite
def networks(draw: st.DrawFn, least: int = 0, most: int = 7) -> tuple[str, Arcs]:
    """Up to seven nodes: empty, with isolates, in pieces, full."""
    nodes = "abcdefgh"[: draw(st.integers(least, most))]
    pairs = [(one, other) for one in nodes for other in nodes if one != other]
    return nodes, draw(st.sets(st.sampled_from(pairs))) if pairs else set()


def star(nodes: str) -> Arcs:
    return mutual(*(nodes[0] + leaf for leaf in nodes[1:]))


def out_tree() -> tuple[str, Arcs]:
    return "abcdefg", set(map(tuple, "ab ac bd be cf cg".split()))  # type: ignore[arg-type]


def undirected(nodes: str, arcs: Arcs) -> "nx.Graph[str]":
    graph: nx.Graph[str] = nx.Graph(arcs)
    graph.add_nodes_from(nodes)
    return graph


# ---- cohesion


@settings(max_examples=80)
@given(networks())
def test_cohesion_is_that_of_the_formulas(network: tuple[str, Arcs]):
    nodes, arcs = network
    graph = graph_of(*network)
    assert value("cutpoints", graph) == plain.cutpoints(nodes, arcs)
    assert value("bridges", graph) == plain.bridges(nodes, arcs)
    if len(nodes) < 2:
        for name in ("fragmentation", "distance_fragmentation", "compactness", "connectedness"):
            assert isnan(value(name, graph))
        return
    assert value("fragmentation", graph) == pytest.approx(plain.fragmentation(nodes, arcs))
    assert value("connectedness", graph) == pytest.approx(1 - plain.fragmentation(nodes, arcs))
    assert value("compactness", graph) == pytest.approx(plain.compactness(nodes, arcs))
    assert value("distance_fragmentation", graph) == pytest.approx(
        1 - plain.compactness(nodes, arcs)
    )


@given(networks(least=2))
def test_networkx_calls_compactness_global_efficiency(network: tuple[str, Arcs]):
    expected = nx.global_efficiency(undirected(*network))
    assert value("compactness", graph_of(*network)) == pytest.approx(expected)


def test_a_path_breaks_anywhere_and_a_ring_nowhere():
    path = graph_of("abcde", mutual("ab", "bc", "cd", "de"))
    ring = graph_of("abcde", mutual("ab", "bc", "cd", "de", "ea"))
    assert (value("cutpoints", path), value("bridges", path)) == (3, 4)
    assert (value("cutpoints", ring), value("bridges", ring)) == (0, 0)
    assert value("compactness", ring) == pytest.approx((2 + 2 / 2) / 4)
    assert value("compactness", path) == pytest.approx(2 * (4 + 3 / 2 + 2 / 3 + 1 / 4) / 20)


def test_two_cliques_are_half_a_network():
    graph = graph_of("abcdef", mutual("ab", "bc", "ca", "de", "ef", "fd"))
    assert value("fragmentation", graph) == pytest.approx(1 - 12 / 30)
    assert value("distance_fragmentation", graph) == pytest.approx(1 - 12 / 30)
    assert value("connectedness", graph) == pytest.approx(12 / 30)


@given(networks())
def test_mean_clustering_is_that_of_the_formula(network: tuple[str, Arcs]):
    nodes, arcs = network
    found, expected = value("mean_clustering", graph_of(*network)), plain.clustering(nodes, arcs)
    assert isnan(found) if isnan(expected) else found == pytest.approx(expected)


def test_a_triangle_with_a_tail_is_clustered_at_two_of_three():
    graph = graph_of("abcd", mutual("ab", "bc", "ca", "cd"))
    assert value("mean_clustering", graph) == pytest.approx((1 + 1 + 1 / 3) / 3)


# ---- reciprocity


@given(networks())
def test_the_three_kinds_of_reciprocity(network: tuple[str, Arcs]):
    graph = graph_of(*network)
    both, one, none = plain.dyads(*network)
    kinds = ("reciprocity", "reciprocity_dyadic", "reciprocity_non_null")
    parts = (2 * both, both + none, both)
    wholes = (2 * both + one, both + one + none, both + one)
    for name, part, whole in zip(kinds, parts, wholes, strict=True):
        if whole:
            assert value(name, graph) == pytest.approx(part / whole)
        else:
            assert isnan(value(name, graph))


def test_the_kinds_of_reciprocity_differ_widely_on_a_sparse_network():
    graph = graph_of("abcdefgh", mutual("ab") | {("c", "d"), ("d", "e")})
    assert value("reciprocity", graph) == pytest.approx(2 / 4)  # igraph, networkx
    assert value("reciprocity_dyadic", graph) == pytest.approx(26 / 28)  # sna's grecip
    assert value("reciprocity_non_null", graph) == pytest.approx(1 / 3)
    assert graph.directed.reciprocity() == pytest.approx(2 / 4)
    assert graph.directed.reciprocity(mode="ratio") == pytest.approx(1 / 3)


# ---- centralisation


@settings(max_examples=60)
@given(networks(least=3, most=6))
def test_centralisation_is_the_share_of_what_the_star_has(network: tuple[str, Arcs]):
    nodes, arcs = network
    graph = graph_of(*network)
    centre, *leaves = nodes
    cases: dict[str, tuple[Callable[..., list[float]], Arcs]] = {
        "in": (plain.indegrees, {(leaf, centre) for leaf in leaves}),
        "out": (plain.outdegrees, {(centre, leaf) for leaf in leaves}),
        "betweenness": (plain.betweennesses, star(nodes)),
        "harmonic": (plain.harmonics, star(nodes)),
    }
    for name, (values, most) in cases.items():
        expected = plain.centralisation(values, nodes, arcs, most)
        assert value(f"centralisation_{name}", graph) == pytest.approx(expected, abs=1e-12)
    closeness = value("centralisation_closeness", graph)
    if len(plain.components(nodes, arcs)) > 1:
        assert isnan(closeness)
    else:
        expected = plain.centralisation(plain.closenesses, nodes, arcs, star(nodes))
        assert closeness == pytest.approx(expected, abs=1e-12)


FREEMAN = ("degree", "betweenness", "harmonic", "closeness")


@pytest.mark.parametrize("name", FREEMAN)
@pytest.mark.parametrize("n", [3, 5, 8])
def test_the_star_is_centralised_and_clique_and_ring_are_not(name: str, n: int):
    nodes = "abcdefgh"[:n]
    clique = {(one, other) for one in nodes for other in nodes if one != other}
    ring = mutual(*(one + other for one, other in zip(nodes, nodes[1:] + nodes[0], strict=True)))
    for arcs, expected in ((star(nodes), 1), (clique, 0), (ring, 0)):
        found = value(f"centralisation_{name}", graph_of(nodes, arcs))
        assert found == pytest.approx(expected, abs=1e-12)


def test_denominators_count_no_loops_so_a_star_is_1_where_igraph_in_r_gives_less():
    graph = graph_of("abcde", {(leaf, "a") for leaf in "bcde"})
    assert value("centralisation_in", graph) == 1
    n, spread_of_a_star = 5, 4 * 4
    assert spread_of_a_star / (n * (n - 1)) == 0.8  # what loops in the denominator make of it


def test_isolates_stay_in():
    graph = graph_of("abcdef", {(leaf, "a") for leaf in "bcde"})
    assert value("centralisation_in", graph) == pytest.approx(5 * 4 / 25)


def test_centralisation_of_known_networks():
    kite = nx.krackhardt_kite_graph()
    nodes = "abcdefghij"
    graph = graph_of(nodes, mutual(*(nodes[one] + nodes[other] for one, other in kite.edges)))
    assert value("centralisation_degree", graph) == pytest.approx(24 / 72)
    families = nx.florentine_families_graph()
    marriages = {arc for pair in families.edges for arc in (pair, pair[::-1])}
    florence = graph_of([*families, "Pucci"], marriages)
    assert value("density", florence) == pytest.approx(20 / 120)
    assert value("centralisation_degree", florence) == pytest.approx((16 * 6 - 40) / (15 * 14))


# ---- Krackhardt


@settings(max_examples=100)
@given(networks())
def test_krackhardts_measures_are_those_of_the_formulas(network: tuple[str, Arcs]):
    nodes, arcs = network
    graph = graph_of(*network)
    if arcs:
        assert value("hierarchy_krackhardt", graph) == pytest.approx(plain.hierarchy(nodes, arcs))
        assert value("efficiency_krackhardt", graph) == pytest.approx(plain.efficiency(nodes, arcs))
    else:
        assert isnan(value("hierarchy_krackhardt", graph))
        assert isnan(value("efficiency_krackhardt", graph))
    bounds = value("least_upper_bound_krackhardt", graph)
    if max(map(len, plain.components(nodes, arcs)), default=0) < 3:
        assert isnan(bounds)
    else:
        assert bounds == pytest.approx(plain.upper_bounds(nodes, arcs))


def test_an_out_tree_is_all_four():
    nodes, arcs = out_tree()
    graph = graph_of(nodes, arcs)
    for name in ("connectedness", "hierarchy_krackhardt", "efficiency_krackhardt"):
        assert value(name, graph) == 1
    reports_to = graph_of(nodes, {(other, one) for one, other in arcs})
    assert value("least_upper_bound_krackhardt", reports_to) == 1
    assert value("least_upper_bound_krackhardt", graph) < 1  # the boss asks: nobody is above two


def test_a_clique_has_neither_hierarchy_nor_efficiency():
    graph = graph_of("abcd", {(one, other) for one in "abcd" for other in "abcd" if one != other})
    assert value("hierarchy_krackhardt", graph) == 0
    assert value("efficiency_krackhardt", graph) == 0
    assert value("least_upper_bound_krackhardt", graph) == 1


def test_hierarchy_is_not_one_minus_reciprocity_the_default_of_sna():
    ring = graph_of("abc", {("a", "b"), ("b", "c"), ("c", "a")})
    assert value("hierarchy_krackhardt", ring) == 0
    assert 1 - value("reciprocity", ring) == 1


@pytest.mark.parametrize(
    ("asks", "of_sna"),
    [
        ("mp mq xm ym", 1 / 3),  # two above a middle, two below it
        ("ar br xa xb ya yb", 1),  # below one, two that both are above two others
    ],
)
def test_the_least_upper_bound_is_the_nearest_where_sna_asks_for_the_farthest(
    asks: str, of_sna: float
):
    arcs: Arcs = {(tie[0], tie[1]) for tie in asks.split()}
    nodes = "".join(sorted({*asks} - {" "}))
    assert value("least_upper_bound_krackhardt", graph_of(nodes, arcs)) == pytest.approx(5 / 6)
    assert plain.upper_bounds(nodes, arcs, greatest=True) == pytest.approx(of_sna)


# ---- triads


@given(networks())
def test_networkx_counts_the_same_triads(network: tuple[str, Arcs]):
    nodes, arcs = network
    graph = graph_of(*network)
    directed: nx.DiGraph[str] = nx.DiGraph(arcs)
    directed.add_nodes_from(nodes)
    if len(nodes) < 3:
        expected = dict.fromkeys(nx.triadic_census(nx.empty_graph(3, nx.DiGraph)), 0)
    else:
        expected = nx.triadic_census(directed)
    found = {name: value(f"triad_{name.lower()}", graph) for name in expected}
    assert found == expected
    assert len(found) == 16
    assert sum(found.values()) == comb(len(nodes), 3)


def test_a_line_of_command_and_a_ring_of_three():
    assert value("triad_030t", graph_of("abc", {("a", "b"), ("b", "c"), ("a", "c")})) == 1
    assert value("triad_030c", graph_of("abc", {("a", "b"), ("b", "c"), ("c", "a")})) == 1
    assert value("triad_021d", graph_of("abc", {("a", "b"), ("a", "c")})) == 1
    assert value("triad_021u", graph_of("abc", {("b", "a"), ("c", "a")})) == 1


# ---- overlap


@given(networks(least=1), st.data())
def test_overlap_is_that_of_the_pairs(network: tuple[str, Arcs], data: st.DataObject):
    nodes, arcs = network
    circle = st.sets(st.sampled_from("xyz"))
    circles = {node: data.draw(circle) for node in nodes}
    lists = [sorted(circles[node]) for node in nodes]
    found = value("overlap_memberships", graph_of(nodes, arcs, memberships=lists))
    pairs = arcs or any(
        set.intersection(circles[a], circles[b]) for a in nodes for b in nodes if a < b
    )
    if pairs:
        assert found == pytest.approx(plain.overlap(nodes, arcs, circles))
    else:
        assert isnan(found)


def test_igraph_has_no_transitivity_without_a_pair_of_partners_where_networkx_says_0():
    graph = graph_of("abc", {("a", "b")})
    assert isnan(value("transitivity", graph))
    assert isnan(igraph.Graph(n=3, edges=[(0, 1)]).transitivity_undirected(mode="nan"))
    assert nx.transitivity(undirected("abc", {("a", "b")})) == 0
