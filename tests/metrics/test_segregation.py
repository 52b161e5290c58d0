"""E-I index, assortativity, homophily, diversity: formulas, exact expectations, honest p-values."""

import warnings
from collections import Counter
from math import isnan, nan

import networkx as nx
import numpy as np
import plain
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain import Arcs, graph_of, mutual, value

from qvgraph.kernels.draws import bits, uniform
from qvgraph.metrics import Graph
from qvgraph.metrics.chance.relabel import KEY, ties_between

Sectors = dict[str, str | None]


@st.composite
def sectored(draw: st.DrawFn) -> tuple[Arcs, Sectors]:
    """Firms, some of unknown sector, and ties."""
    nodes = "abcdefg"[: draw(st.integers(1, 7))]
    pairs = [(one, other) for one in nodes for other in nodes if one != other]
    arcs = draw(st.sets(st.sampled_from(pairs))) if pairs else set()
    return arcs, {node: draw(st.sampled_from(["x", "y", "z", None])) for node in nodes}


def graph_with(arcs: Arcs, sector: Sectors) -> Graph:
    return graph_of(list(sector), arcs, sector=list(sector.values()))


def known(arcs: Arcs, sector: Sectors) -> tuple[Arcs, Sectors]:
    """What counts: firms of known sectors, and the ties among them."""
    there = {node: group for node, group in sector.items() if group}
    return {arc for arc in arcs if set(arc) <= set(there)}, there


@settings(max_examples=80)
@given(sectored())
def test_figures_of_groups_are_those_of_the_formulas(network: tuple[Arcs, Sectors]):
    graph = graph_with(*network)
    arcs, sector = known(*network)
    sizes = Counter(sector.values())
    n = len(sector)
    if n:
        expected = 1 - sum((size / n) ** 2 for size in sizes.values())
        assert value("blau_sector", graph) == pytest.approx(expected)
    else:
        assert isnan(value("blau_sector", graph))
    if not arcs:
        for name in ("ei_index_sector", "ei_index_sector_p", "homophily_sector"):
            assert isnan(value(name, graph))
        return
    observed = plain.ei_index(arcs, sector)
    assert value("ei_index_sector", graph) == pytest.approx(observed)
    assert value("ei_index_sector", graph) == pytest.approx(
        2 * value("ties_across_sectors", graph) - 1
    )
    chance = 1 - 2 * sum(size * (size - 1) for size in sizes.values()) / (n * (n - 1))
    assert value("ei_index_sector_expected", graph) == pytest.approx(chance)
    assert value("ei_index_sector_difference", graph) == pytest.approx(observed - chance)
    homophily = value("homophily_sector", graph)
    if len(sizes) == 1:
        assert isnan(homophily)
    else:
        same, by_lot = (1 - observed) / 2, (1 - chance) / 2
        assert homophily == pytest.approx((same - by_lot) / (1 - by_lot), abs=1e-12)


@settings(max_examples=80)
@given(sectored())
def test_igraph_and_networkx_find_the_same_assortativity(network: tuple[Arcs, Sectors]):
    found = value("assortativity_sector", graph_with(*network))
    arcs, sector = known(*network)
    expected = plain.assortativity(arcs, sector) if arcs else None
    if expected is None:
        assert isnan(found)
        return
    assert found == pytest.approx(expected, abs=1e-12)
    graph: nx.DiGraph[str] = nx.DiGraph(arcs)
    nx.set_node_attributes(graph, {node: sector[node] for node in graph}, "sector")
    assert found == pytest.approx(
        nx.attribute_assortativity_coefficient(graph, "sector"), abs=1e-12
    )
    whole = graph_of(list(sector), arcs).directed
    labels = [ord(group or "") for group in sector.values()]
    assert found == pytest.approx(whole.assortativity_nominal(labels, directed=True), abs=1e-12)


def test_networkx_gives_a_number_that_is_none_where_all_are_in_one_group():
    arcs = mutual("ab", "bc")
    graph: nx.DiGraph[str] = nx.DiGraph(arcs)
    nx.set_node_attributes(graph, "x", "sector")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        assert isnan(nx.attribute_assortativity_coefficient(graph, "sector"))
    alone = graph_with(arcs, dict.fromkeys("abc", "x"))
    assert isnan(value("assortativity_sector", alone))
    assert value("ei_index_sector", alone) == value("ei_index_sector_expected", alone) == -1
    assert value("ei_index_sector_p", alone) == 1


@settings(max_examples=25)
@given(sectored())
def test_the_expectation_is_the_mean_over_all_labellings(network: tuple[Arcs, Sectors]):
    arcs, sector = network
    sector = {node: group or "x" for node, group in [*sector.items()][:6]}
    arcs = {arc for arc in arcs if set(arc) <= set(sector)}
    if arcs:
        mean = np.mean(plain.ei_of_all_labellings(arcs, sector))
        found = value("ei_index_sector_expected", graph_with(arcs, sector))
        assert found == pytest.approx(mean, abs=1e-12)


def test_the_p_value_is_close_to_that_of_all_labellings():
    sector: Sectors = dict(zip("abcdefg", "xxxxyyy", strict=True))
    arcs = mutual("ab", "bc", "ef", "fg") | {("c", "d"), ("d", "a"), ("a", "e")}
    every = np.array(plain.ei_of_all_labellings(arcs, sector))
    observed = plain.ei_index(arcs, sector)
    tail = min((every <= observed + 1e-9).mean(), (every >= observed - 1e-9).mean())
    found = value("ei_index_sector_p", graph_with(arcs, sector))
    assert found == pytest.approx(min(1, 2 * tail), abs=0.03)


def test_a_p_value_is_never_0():
    nodes = [f"{i:02}" for i in range(40)]
    arcs = {(one, other) for one in nodes for other in nodes if one < other < "20"}
    arcs |= {(one, other) for one in nodes for other in nodes if "20" <= one < other}
    apart = graph_of(nodes, arcs, sector=["x"] * 20 + ["y"] * 20)
    assert value("ei_index_sector_p", apart) == 2 / 1000
    assert value("assortativity_sector", apart) == value("homophily_sector", apart) == 1


def test_p_values_are_uniform_when_sectors_have_nothing_to_do_with_ties():
    luck = np.random.default_rng(1)
    found = []
    for _ in range(60):
        ends = luck.integers(0, 30, (120, 2))
        arcs = {(f"{one:02}", f"{other:02}") for one, other in ends.tolist() if one != other}
        nodes = [f"{i:02}" for i in range(30)]
        sector = luck.choice([*"xyz"], 30).tolist()
        found.append(value("ei_index_sector_p", graph_of(nodes, arcs, sector=sector)))
    # Both tails hold the observed count, so p is a little too large, never too small.
    for level, most in ((0.05, 8), (0.2, 20), (0.5, 40)):
        assert sum(p <= level for p in found) <= most
    assert sum(p <= 0.5 for p in found) >= 18


@pytest.mark.kernel
def test_the_kernel_is_a_keyed_shuffle():
    labels = np.array([0, 0, 1, 1, 2, 2, 2])
    source, target = np.array([0, 1, 2, 5, 6]), np.array([3, 2, 4, 6, 0])
    counts = np.empty(50, np.int64)
    ties_between(KEY, labels, source, target, np.empty_like(labels), counts)
    for r, count in enumerate(counts.tolist()):
        order = labels.tolist()
        for place in range(len(order) - 1, 0, -1):
            other = int(uniform(np.uint64(bits(KEY, r)), place) * (place + 1))
            order[place], order[other] = order[other], order[place]
        assert count == sum(order[a] != order[b] for a, b in zip(source, target, strict=True))
    assert counts.std() > 0


def test_associations_have_no_sector_and_regions_are_those_of_all():
    graph = graph_of(
        "abv",
        {("a", "b"), ("a", "v")},
        kind=["firm", "firm", "association"],
        sector=["x", "y", "y"],
        size=["micro", None, None],
        region=["ulm", "ulm", "aalen"],
    )
    assert value("ei_index_sector", graph) == 1
    assert value("blau_sector", graph) == 0.5
    assert isnan(value("ei_index_size", graph))
    assert value("blau_size", graph) == 0
    assert value("ei_index_region", graph) == 0
    assert value("blau_region", graph) == pytest.approx(4 / 9)


def test_names_of_groups_do_not_matter():
    arcs = mutual("ab", "cd") | {("b", "c")}
    names = ("ei_index_sector", "ei_index_sector_p", "assortativity_sector", "blau_sector")
    one = graph_with(arcs, dict(zip("abcd", "xxyy", strict=True)))
    other = graph_with(arcs, dict(zip("abcd", "yyxx", strict=True)))
    assert [value(name, one) for name in names] == [value(name, other) for name in names]


def test_undefined_is_never_a_number():
    none = graph_of("", set())
    names = [f"{kind}_{by}" for kind in ("ei_index", "assortativity", "homophily", "blau")
             for by in ("sector", "size", "region")]  # fmt: skip
    assert [value(name, none) for name in names] == pytest.approx([nan] * 12, nan_ok=True)
