"""Networks by chance that keep what is between kinds: what stays, that all are as likely, twins."""

from collections import Counter
from itertools import combinations, permutations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_null_models import pairs_of

from qvgraph.metrics.chance.null_models import Null, drawn
from qvgraph.metrics.metric import Graph

KINDS = ["association", "firm", "firm", "firm", "institution"]
Pairs = list[tuple[int, int]]


def graph_of(kinds: list[str], ties: Pairs) -> Graph:
    """Nodes of some kinds, and ties by place."""
    names = [f"{n:02}" for n in range(len(kinds))]
    ends = {
        "source": [names[i] for i, _ in ties],
        "target": [names[j] for _, j in ties],
        "strength": [1.0] * len(ties),
    }
    types = {"source": pl.String, "target": pl.String, "strength": pl.Float64}
    nodes = pl.DataFrame({"id": names, "kind": kinds}, {"id": pl.String, "kind": pl.String})
    return Graph(nodes, pl.DataFrame(ends, types))


def of(graph: Graph, null: Null, number: int) -> Pairs:
    return sorted(pairs_of(drawn(graph, null, seed=1, number=number)))


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[str], Pairs]:
    """The kind of each node, and the ties."""
    kinds = draw(st.lists(st.sampled_from(KINDS), max_size=9))
    every = list(permutations(range(len(kinds)), 2))
    return kinds, sorted(draw(st.sets(st.sampled_from(every)))) if every else []


def sorts(pairs: Pairs, kind: list[str]) -> Counter[object]:
    """The pairs of each sort between each two kinds, from the definition."""
    there = set(pairs)
    counted: Counter[object] = Counter()
    for i, j in pairs:
        if (j, i) not in there:
            counted["one way", kind[i], kind[j]] += 1
        elif i < j:
            counted["both ways", frozenset((kind[i], kind[j]))] += 1
    return counted


@pytest.mark.kernel
@settings(max_examples=150)
@given(networks(), st.integers(0, 99))
def test_pairs_of_each_sort_stay_between_each_two_kinds(case: tuple[list[str], Pairs], number: int):
    kind, ties = case
    after = of(graph_of(kind, ties), "kinds", number)
    assert len(set(after)) == len(after)
    assert all(i != j for i, j in after)
    assert sorts(after, kind) == sorts(ties, kind)


@pytest.mark.kernel
@settings(max_examples=150)
@given(networks(), st.integers(0, 99))
def test_ties_stay_between_each_two_kinds(case: tuple[list[str], Pairs], number: int):
    kind, ties = case
    after = of(graph_of(kind, ties), "mixing", number)
    assert len(set(after)) == len(after)
    assert all(i != j for i, j in after)
    mixing = [Counter((kind[i], kind[j]) for i, j in pairs) for pairs in (ties, after)]
    assert mixing[0] == mixing[1]


def fitting(null: Null, kinds: list[str], ties: Pairs) -> set[frozenset[tuple[int, int]]]:
    """All networks there are with as many ties that a null model must be able to draw."""
    every = (sorted(one) for one in combinations(permutations(range(len(kinds)), 2), len(ties)))
    if null == "kinds":
        return {frozenset(one) for one in every if sorts(one, kinds) == sorts(ties, kinds)}
    wanted = Counter((kinds[i], kinds[j]) for i, j in ties)
    found = ([(kinds[i], kinds[j]) for i, j in one] for one in every)
    every = (sorted(one) for one in combinations(permutations(range(len(kinds)), 2), len(ties)))
    return {
        frozenset(one) for one, cells in zip(every, found, strict=True) if Counter(cells) == wanted
    }


@pytest.mark.parametrize("null", ["kinds", "mixing"])
def test_every_network_that_fits_is_as_likely(null: Null):
    """All are found, each as often but for chance (chi-square)."""
    kinds, ties = ["association", "firm", "firm", "firm"], [(0, 1), (1, 0), (1, 2), (3, 0)]
    graph, every = graph_of(kinds, ties), fitting(null, kinds, ties)
    draws = 60 * len(every)
    found = Counter(frozenset(of(graph, null, number)) for number in range(draws))
    assert found.keys() == every
    expected = draws / len(every)
    chi = sum((found[one] - expected) ** 2 / expected for one in every)
    freedom = len(every) - 1
    assert abs(chi - freedom) < 4 * (2 * freedom) ** 0.5


def test_with_one_kind_pairs_are_those_of_the_null_of_dyads_on_average():
    ties = [(0, 1), (1, 0), (1, 2), (2, 3), (3, 4), (4, 3), (5, 0)]
    graph = graph_of(["firm"] * 6, ties)
    counts = [
        Counter(pair for number in range(1500) for pair in of(graph, null, number))
        for null in ("kinds", "dyads")
    ]
    for pair in permutations(range(6), 2):
        assert counts[0][pair] == pytest.approx(counts[1][pair], abs=100)
