"""What the explanations claim of igraph and networkx, tried on the live libraries.

Where a claim is “the same”, the call gives our numbers on any network; where it is “differs”, the
test of that name shows on which one, and that the difference is theirs.
"""

import math
import warnings
from fractions import Fraction
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from networks import near, nets, network_of, numbers, symmetric
from twins import TWINS, Net, spectral_radius

from qvgraph.metrics import METRICS, compute
from qvgraph.model.network import Network

CLAIMS = [
    (name, program)
    for name, metric in METRICS.items()
    for program in ("igraph", "networkx")
    if metric.level == "node" and metric.explanation.of(program) is not None
]
SAME = [(n, p) for n, p in CLAIMS if METRICS[n].explanation.of(p).same]  # type: ignore[union-attr]


def asked(network: Network, call: str) -> dict[str, float]:
    """What a call of another library gives, by node."""
    g, big = network.to_igraph(), network.to_networkx()
    names = {"g": g, "u": g.as_undirected(mode="collapse"), "nx": nx, "G": big,
             "U": big.to_undirected()}  # fmt: skip
    with warnings.catch_warnings(action="ignore"):  # igraph warns of networks in several parts
        found: Any = eval(call, names)
    return dict(found if isinstance(found, dict) else zip(g.vs["name"], found, strict=True))


def ours(network: Network, name: str) -> dict[str, float]:
    table = compute(network, names=[name], group="team")
    return dict(zip(table["id"], numbers(table[name]), strict=True))


@pytest.mark.parametrize(("name", "program"), SAME)
@settings(max_examples=15)
@given(net=nets())
def test_a_call_that_is_said_to_give_the_same_numbers_does(
    name: str, program: str, net: Net
) -> None:
    network = network_of(net)
    mine = ours(network, name)
    theirs = asked(network, METRICS[name].explanation.of(program).call)  # type: ignore[arg-type,union-attr]
    known = {node for node, value in mine.items() if not math.isnan(value)}
    assert [mine[node] for node in sorted(known)] == near(theirs[node] for node in sorted(known))


# ---- where they differ


def net_of(**ties: float) -> Net:
    """Ties by their two letters with their strengths; all of one group."""
    nodes = tuple(sorted({node for tie in ties for node in tie}))
    strengths = {(tie[0], tie[1]): Fraction(str(w)) for tie, w in sorted(ties.items())}
    return Net(nodes, strengths, dict.fromkeys(nodes, "x"))


ONE_RETURNED = net_of(ab=1, ba=1, bc=1)
TWO_PARTS = symmetric("abcde", "ab", "bc", "de")
EQUALLY_LONG = net_of(ab=0.1, bc=0.6, ct=0.6, ad=0.1, dt=0.3)
"""a→b→c→t and a→d→t are 40/3 long, both; added up as floating-point numbers they are not."""

DIFFERENT = {
    ("degree", "igraph"): ONE_RETURNED,
    ("degree", "networkx"): ONE_RETURNED,
    ("harmonic_out", "networkx"): ONE_RETURNED,
    ("harmonic_in", "networkx"): ONE_RETURNED,
    ("harmonic", "networkx"): ONE_RETURNED,
    ("reach_2", "igraph"): ONE_RETURNED,
    ("betweenness_weighted", "networkx"): EQUALLY_LONG,
    ("eigenvector", "igraph"): TWO_PARTS,
    ("eigenvector", "networkx"): symmetric("abc", "ab", "bc"),
    ("katz", "networkx"): symmetric("abc", "ab", "bc"),
    ("effective_size", "networkx"): net_of(ab=1, ba=1, bc=1, ac=1, da=1, db=1),
    ("effective_size_weighted", "networkx"): net_of(ab=0.5, bc=0.25, ac=1, cd=0.75),
    ("clustering", "networkx"): symmetric("abc", "ab", "bc"),
}
"""A network on which each call that is said to differ does."""


def test_every_claim_of_a_difference_has_its_network() -> None:
    assert DIFFERENT.keys() == set(CLAIMS) - set(SAME)


@pytest.mark.parametrize(("name", "program"), DIFFERENT)
def test_a_call_that_is_said_to_differ_does_and_the_formula_is_on_our_side(
    name: str, program: str
) -> None:
    net = DIFFERENT[name, program]
    network = network_of(net)
    mine = ours(network, name)
    assert numbers(mine.values()) == near(TWINS[name](net).values())
    theirs = asked(network, METRICS[name].explanation.of(program).call)  # type: ignore[arg-type,union-attr]
    assert [theirs[node] for node in mine] != near(mine.values())


def test_networkx_loses_one_of_two_weighted_paths_of_the_same_length() -> None:
    network = network_of(EQUALLY_LONG)
    theirs = asked(network, METRICS["betweenness_weighted"].explanation.networkx.call)  # type: ignore[union-attr]
    mine = ours(network, "betweenness_weighted")
    assert mine["d"] == pytest.approx(0.5)
    assert theirs["d"] in (0, 1)


def test_networkx_divides_by_the_wrong_axis_in_effective_size_of_weighted_ties() -> None:
    """Two ways to compute the same in networkx disagree; ours is the one that follows Burt."""
    net = net_of(ab=0.5, bc=0.25, ac=1, cd=0.75)
    network = network_of(net)
    fast = nx.effective_size(network.to_networkx(), weight="strength")
    slow = nx.effective_size(network.to_networkx(), nodes=list("abcd"), weight="strength")
    assert fast["a"] == pytest.approx(5 / 3)
    assert ours(network, "effective_size_weighted")["a"] == pytest.approx(19 / 12)
    assert slow["a"] == pytest.approx(19 / 12)


def test_networkx_has_no_constraint_for_who_names_nobody_when_asked_by_name() -> None:
    network = network_of(net_of(ab=1, bc=1))
    graph = network.to_networkx()
    assert np.isnan(nx.constraint(graph, nodes=["c"])["c"])
    assert nx.constraint(graph)["c"] == pytest.approx(ours(network, "constraint")["c"]) == 1


def test_igraph_counts_returned_ties_twice_in_the_k_core_of_a_directed_graph() -> None:
    network = network_of(net_of(ab=1, ba=1))
    assert network.to_igraph().coreness(mode="all") == [2, 2]
    assert list(ours(network, "coreness").values()) == [1, 1]


def test_the_numpy_variant_of_katz_in_networkx_is_nonsense_past_its_limit() -> None:
    """α = 0.1 is past 1/λ₁ = 1/14 of a clique of fifteen: walks would count ever more."""
    clique = symmetric("abcdefghijklmno", *(i + j for i in "abcdefghijklmno" for j in
                                            "abcdefghijklmno" if i < j))  # fmt: skip
    network = network_of(clique)
    theirs = nx.katz_centrality_numpy(network.to_networkx(), normalized=False)
    assert max(theirs.values()) < 0
    assert list(ours(network, "katz").values()) == pytest.approx([2] * 15)


@settings(max_examples=15)
@given(net=nets())
def test_katz_is_that_of_networkx_when_told_the_same_share(net: Net) -> None:
    network, radius = network_of(net), spectral_radius(net)
    if radius:
        graph = network.to_networkx()
        theirs = nx.katz_centrality_numpy(graph, alpha=0.5 / radius, normalized=False, weight=None)
        assert numbers(ours(network, "katz").values()) == near(theirs.values())
