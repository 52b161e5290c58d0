"""Values from the literature and from small networks that can be worked out by hand."""

from fractions import Fraction

import networkx as nx
import pytest
from networks import network_of, symmetric
from twins import Net

from qvgraph.metrics import compute


def values(net: Net, name: str) -> dict[str, float]:
    table = compute(network_of(net), names=[name])
    return dict(zip(table["id"], table[name], strict=True))


def undirected(graph: nx.Graph) -> Net:
    ties = {(i, j): Fraction(1) for one, other in graph.edges for i, j in
            ((one, other), (other, one))}  # fmt: skip
    return Net(tuple(sorted(graph)), dict(sorted(ties.items())), {})


KITE = symmetric("abcdefghij", *"ab ac ad af bd be bg cd cf de df dg eg fg fh gh hi ij".split())
"""Krackhardt's kite (1990): from Andre, Beverly, Carol to Heather, Ike, Jane."""


def test_the_kite_has_three_different_first_places() -> None:
    assert list(values(KITE, "degree").values()) == [4, 4, 3, 6, 3, 5, 5, 3, 2, 1]
    between = values(KITE, "betweenness_share")
    assert [round(one, 3) for one in between.values()] == [
        0.023, 0.023, 0, 0.102, 0, 0.231, 0.231, 0.389, 0.222, 0,
    ]  # fmt: skip


def test_the_medici_stand_between_the_florentine_families() -> None:
    """Padgett's marriages, with Pucci as an isolate: betweenness as a share of the maximum."""
    graph = nx.florentine_families_graph()
    degree = values(undirected(graph), "degree")
    assert (degree["Medici"], degree["Guadagni"], degree["Strozzi"]) == (6, 4, 4)
    between = values(undirected(graph), "betweenness_share")
    known = {"Medici": 0.522, "Guadagni": 0.255, "Albizzi": 0.212, "Salviati": 0.143,
             "Ridolfi": 0.114, "Bischeri": 0.104, "Strozzi": 0.103, "Barbadori": 0.093,
             "Tornabuoni": 0.092, "Castellani": 0.055, "Peruzzi": 0.022, "Acciaiuoli": 0,
             "Ginori": 0, "Lamberteschi": 0, "Pazzi": 0}  # fmt: skip
    assert {name: round(value, 3) for name, value in between.items()} == known


def test_constraint_of_a_triangle_is_nine_eighths() -> None:
    """It may exceed 1: (1/2 + 1/2 · 1/2)² twice."""
    triangle = symmetric("abc", "ab", "bc", "ca")
    assert values(triangle, "constraint") == pytest.approx(dict.fromkeys("abc", 1.125))
    assert values(triangle, "effective_size") == pytest.approx(dict.fromkeys("abc", 1))
    assert values(triangle, "hierarchy") == pytest.approx(dict.fromkeys("abc", 0))


def test_partners_without_ties_among_them_constrain_by_one_over_their_number() -> None:
    star = symmetric("abcde", "ab", "ac", "ad", "ae")
    assert values(star, "constraint")["a"] == pytest.approx(1 / 4)
    assert values(star, "effective_size")["a"] == 4
    assert values(star, "efficiency")["a"] == 1
    assert values(star, "constraint")["b"] == 1
    assert values(star, "hierarchy")["b"] == 1


def test_of_symmetric_ties_effective_size_is_the_number_of_partners_less_their_mean_ties() -> None:
    """Borgatti's shortcut k − 2t/k (1997), t ties among k partners, on karate's 34 members."""
    graph = nx.karate_club_graph()
    graph = nx.relabel_nodes(nx.Graph(graph.edges), {i: f"{i:02}" for i in graph})
    found = values(undirected(graph), "effective_size")
    for i in graph:
        among = graph.subgraph(graph[i]).number_of_edges()
        assert found[i] == pytest.approx(graph.degree[i] - 2 * among / graph.degree[i])


def test_the_whole_network_sees_ties_of_partners_that_the_ego_network_does_not() -> None:
    """b has a partner of its own outside: its tie to c is half of b's ties in a's ego network."""
    net = symmetric("abcd", "ab", "ac", "bc", "bd")
    assert values(net, "constraint_ego")["a"] == pytest.approx(1.125)
    assert values(net, "constraint")["a"] == pytest.approx(
        (1 / 2 + 1 / 4) ** 2 + (1 / 2 + 1 / 6) ** 2
    )
    assert values(net, "effective_size_ego")["a"] == values(net, "effective_size")["a"] == 1


def test_katz_of_a_star_by_hand() -> None:
    """λ₁ is 2 with four leaves, so α is 1/4: c = 1 + l and l = 1 + c/4."""
    katz = values(symmetric("abcde", "ab", "ac", "ad", "ae"), "katz")
    assert katz["a"] == pytest.approx(8 / 3)
    assert katz["b"] == pytest.approx(5 / 3)
