"""Core and periphery: all cores of small networks by hand, the search equal to trying all."""

from math import comb, isnan

import networkx as nx
import numpy as np
import plain
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain import Arcs, core_fits, graph_of, mutual, value

from qvgraph.metrics.chance.null_models import drawn
from qvgraph.metrics.rows import rows_of
from qvgraph.metrics.whole.core_periphery import DRAWS, SEED
from qvgraph.metrics.whole.cores import Fit, Place, Ties, best_around, best_of_all, climbed, ties_of

Pairs = list[tuple[int, int]]


@st.composite
def networks(draw: st.DrawFn) -> tuple[str, Arcs]:
    nodes = "abcdefg"[: draw(st.integers(0, 7))]
    pairs = [(one, other) for one in nodes for other in nodes if one != other]
    return nodes, draw(st.sets(st.sampled_from(pairs))) if pairs else set()


@settings(max_examples=60)
@given(networks())
def test_the_best_core_is_the_best_of_all(network: tuple[str, Arcs]):
    nodes, arcs = network
    graph = graph_of(nodes, arcs)
    names = ("core_periphery", "core_periphery_core", "core_periphery_optima")
    fits = plain.core_fits(nodes, arcs)
    if not fits:
        assert all(isnan(value(name, graph)) for name in names)
        return
    best = max(fits.values())
    cores = [core for core, fit in fits.items() if fit > best - 1e-9]
    expected = [best, min(map(len, cores)), len(cores)]
    assert [value(name, graph) for name in names] == pytest.approx(expected)


def random_arcs(seed: int, n: int, share: float) -> Pairs:
    luck = np.random.default_rng(seed)
    pull = luck.random(n) ** 2  # some are asked far more than others
    there = luck.random((n, n)) < share * (pull + pull[:, None])
    np.fill_diagonal(there, val=False)
    return [(int(one), int(other)) for one, other in np.argwhere(there)]


def ties_of_pairs(n: int, arcs: Pairs) -> Ties:
    ends = np.array(arcs + [arc[::-1] for arc in arcs]).reshape(-1, 2)
    return ties_of(rows_of(n, ends[:, 0], ends[:, 1], np.ones(len(ends))))


def best_found(ties: Ties) -> Fit:
    """The best of the cores that climbs from many starts reach, and those as good around them."""
    return best_around(ties, *climbed(ties))


@pytest.mark.parametrize("share", [0.1, 0.25, 0.6])
def test_the_search_finds_what_trying_all_finds(share: float):
    fits, optima = [], []
    for seed in range(20):
        n = 12 + seed % 5
        ties = ties_of_pairs(n, random_arcs(seed, n, share))
        every, found = best_of_all(ties), best_found(ties)
        assert found.cores <= every.cores or found.value < every.value
        fits.append(found.value == pytest.approx(every.value, nan_ok=True))
        optima.append(found.cores == every.cores)
    assert np.mean(fits) >= 0.95
    assert np.mean(optima) >= 0.9


@pytest.mark.parametrize("seed", range(6))
def test_a_step_of_the_search_is_judged_as_the_core_it_leads_to(seed: int):
    n = 14
    ties = ties_of_pairs(n, random_arcs(seed, n, 0.4))
    core = np.random.default_rng(seed).random(n) < 0.5
    place = Place(ties, core)

    def after(*nodes: int) -> float:
        other = core.copy()
        other[list(nodes)] ^= True
        return Place(ties, other).fit

    assert place.moves() == pytest.approx([after(node) for node in range(n)])
    go, come, fit = place.exchanges()
    assert {*go.tolist(), *come.tolist()} == set(range(n))
    expected = [[after(int(one), int(other)) for other in come] for one in go]
    assert fit == pytest.approx(np.array(expected))


@pytest.mark.kernel
@pytest.mark.parametrize("seed", range(4))
def test_no_step_leads_further_up_from_a_top(seed: int):
    """The compiled climb tells the fit of the core it reaches, and stops where nothing helps."""
    n = 18
    ties = ties_of_pairs(n, random_arcs(seed, n, 0.3))
    tops, fits = climbed(ties)
    for core, fit in zip(tops, fits, strict=True):
        place = Place(ties, core)
        assert place.fit == pytest.approx(fit)
        assert place.moves().max() <= fit + 1e-8
        assert place.exchanges()[2].max() <= fit + 1e-8


def test_climbs_one_at_a_time_reach_the_same_tops(monkeypatch: pytest.MonkeyPatch):
    """So that a large network can be stopped between two of them."""
    ties = ties_of_pairs(40, random_arcs(3, 40, 0.15))
    together = climbed(ties)
    monkeypatch.setattr("qvgraph.metrics.whole.cores.AT_ONCE", 1)
    for one, other in zip(climbed(ties), together, strict=True):
        assert one.tobytes() == other.tobytes()


def test_the_order_of_nodes_does_not_matter_to_the_search():
    arcs = random_arcs(3, 40, 0.15)
    first = best_found(ties_of_pairs(40, arcs))
    other = np.random.default_rng(5).permutation(40)
    moved = best_found(ties_of_pairs(40, [(int(other[a]), int(other[b])) for a, b in arcs]))
    assert moved.value == pytest.approx(first.value)


def test_a_planted_core_is_found():
    n, core = 60, 12
    arcs = [(a, b) for a in range(core) for b in range(core) if a != b]
    arcs += [(leaf, leaf % core) for leaf in range(core, n)]
    found = best_found(ties_of_pairs(n, arcs))
    assert found.value == pytest.approx(1)
    assert found.cores == {tuple(range(core))}


def test_the_kite_fits_at_060_with_one_core():
    kite = nx.krackhardt_kite_graph()
    nodes = "abcdefghij"
    graph = graph_of(nodes, mutual(*(nodes[one] + nodes[other] for one, other in kite.edges)))
    assert value("core_periphery", graph) == pytest.approx(0.60, abs=0.005)
    assert value("core_periphery_optima", graph) == 1


@pytest.mark.parametrize("n", [5, 12, 30])
def test_the_core_of_a_star_is_its_centre_and_any_leaf(n: int):
    nodes = [f"{i:02}" for i in range(n)]
    star = {arc for leaf in nodes[1:] for arc in ((nodes[0], leaf), (leaf, nodes[0]))}
    graph = graph_of(nodes, star)
    assert value("core_periphery", graph) == pytest.approx(1)
    assert value("core_periphery_core", graph) == 2
    assert value("core_periphery_optima", graph) == comb(n - 1, 1)


def test_neither_a_clique_nor_no_tie_has_a_core():
    everybody = {(one, other) for one in "abcdef" for other in "abcdef" if one != other}
    for arcs in (everybody, set()):
        assert isnan(value("core_periphery", graph_of("abcdef", arcs)))
    many = [f"{i:02}" for i in range(20)]
    for ties in ({(a, b) for a in many for b in many if a != b}, set()):
        assert isnan(value("core_periphery", graph_of(many, ties)))
        assert isnan(value("core_periphery_core", graph_of(many, ties)))


def test_p_says_how_often_networks_of_the_same_degrees_fit_as_well_or_as_badly():
    nodes, pairs = "abcdef", "ab ad af ba be ca cb cf db df eb fe".split()
    arcs = {(one, other) for one, other in pairs}
    graph = graph_of(nodes, arcs)
    fits_by_chance = []
    for number in range(DRAWS):
        start, partner = drawn(graph, "degrees", seed=SEED, number=number)
        asking = [i for i, many in enumerate(np.diff(start)) for _ in range(many)]
        ties = {(nodes[i], nodes[j]) for i, j in zip(asking, partner.tolist(), strict=True)}
        fits_by_chance.append(max(core_fits(nodes, ties).values()))
    fit = max(core_fits(nodes, arcs).values())
    above = sum(one > fit - 1e-9 for one in fits_by_chance)
    below = sum(one < fit + 1e-9 for one in fits_by_chance)
    expected = min(1, 2 * (min(above, below) + 1) / (DRAWS + 1))
    assert value("core_periphery_p", graph) == pytest.approx(expected)
    assert expected < 0.5


def test_a_core_that_degrees_explain_is_no_surprise_and_a_planted_one_is():
    nodes = [f"{i:02}" for i in range(24)]
    core = {(a, b) for a in nodes[:6] for b in nodes[:6] if a != b}
    ring = {(nodes[i], nodes[6 + (i - 5) % 18]) for i in range(6, 24)}
    planted = graph_of(nodes, core | ring)
    assert value("core_periphery_p", planted) == pytest.approx(2 / (DRAWS + 1))
    start, partner = drawn(planted, "degrees", seed=99, number=0)
    asking = np.repeat(np.arange(24), np.diff(start))
    ties = {(nodes[i], nodes[j]) for i, j in zip(asking, partner, strict=True)}
    assert value("core_periphery_p", graph_of(nodes, ties)) > 0.05
