"""What is lost without a node: brute force, limiting cases, percentiles, the table."""

import math
import random
from fractions import Fraction

import igraph
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from networks import frames_of, nets, network_of, symmetric
from twins import Net, distance_fragmentation, fragmentation

from qvgraph.kernels.draws import draw_key, pair, subject, uniform
from qvgraph.metrics import knockout
from qvgraph.metrics.knockouts.equals import among_equals, percentiles
from qvgraph.metrics.knockouts.handover import Handed, handed_over, likely_kept
from qvgraph.metrics.knockouts.knockouts import TABLE
from qvgraph.metrics.knockouts.removal import (
    distance_gains,
    distance_gains_of,
    drawn_sources,
    fragmentation_gains,
)
from qvgraph.metrics.metric import Graph
from qvgraph.metrics.rows import Rows
from qvgraph.model import convert
from qvgraph.model.checks import check_frames
from qvgraph.model.network import Network

FIVE = "abcde"
STAR = symmetric(FIVE, "ab", "ac", "ad", "ae")
CLIQUE = symmetric(FIVE, *(i + j for i in FIVE for j in FIVE if i < j))
DRAWS = 3


def graph_of(net: Net) -> Graph:
    network = network_of(net)
    return Graph(convert.nodes(network), convert.arcs(network))


def by_luck(size: int, ties: int, seed: int = 2) -> Net:
    """Ties by chance; some nodes are tied far more often than others, and some not at all."""
    luck = np.random.default_rng(seed)
    names = [f"{n:03}" for n in range(size)]
    pairs = zip(luck.integers(size, size=ties), (size * luck.random(ties) ** 2).astype(int),
                strict=True)  # fmt: skip
    there = {(names[i], names[j]): Fraction(1, 2) for i, j in pairs if i != j}
    return Net(tuple(names), dict(sorted(there.items())), {})


def farther_without(graph: igraph.Graph, v: int) -> float:
    """By removing the node."""
    left = graph.copy()
    left.delete_vertices([v])
    before, after = (np.nansum(one.harmonic_centrality()) / one.vcount() for one in (graph, left))
    return float(before - after)


# ---- frozen: small networks are compared with their twins in test_node_metrics.py


@pytest.mark.kernel
@pytest.mark.parametrize(("size", "ties"), [(60, 60), (90, 150), (70, 400)])
def test_detours_of_larger_networks_are_those_of_igraph(size: int, ties: int) -> None:
    graph = graph_of(by_luck(size, ties))
    expected = [farther_without(graph.either, v) for v in range(size)]
    assert distance_gains(graph) == pytest.approx(expected, abs=1e-12)


def test_the_way_round_a_circle_is_as_long_as_it_is() -> None:
    n = 17
    names = tuple(f"{i:02}" for i in range(n))
    ties = {(names[i], names[(i + 1) % n]): Fraction(1) for i in range(n)}
    graph = graph_of(Net(names, dict(sorted(ties.items())), {}))
    whole = sum(n / d for d in range(1, n // 2 + 1)) * 2 / (n * (n - 1))
    left = sum(2 * (n - 1 - d) / d for d in range(1, n - 1)) / ((n - 1) * (n - 2))
    assert distance_gains(graph) == pytest.approx([whole - left] * n, abs=1e-12)
    assert fragmentation_gains(graph) == pytest.approx([0] * n, abs=1e-12)


def test_without_its_centre_a_star_has_no_pair_and_without_anybody_a_clique_all() -> None:
    star = graph_of(STAR)
    assert fragmentation_gains(star).tolist() == [1, 0, 0, 0, 0]
    # The leaves are two steps apart, so without a leaf the others are nearer on average.
    leaf = (8 + 12 / 2) / 20 - (6 + 6 / 2) / 12
    assert distance_gains(star) == pytest.approx([0.7, *[leaf] * 4])
    for gains in (fragmentation_gains, distance_gains):
        assert gains(graph_of(CLIQUE)).tolist() == [0] * 5


@pytest.mark.parametrize("threads", [1, 3])
def test_the_bytes_are_the_same_on_any_number_of_threads(
    threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    net = by_luck(60, 120)
    usual = _bytes(net)
    monkeypatch.setattr("os.cpu_count", lambda: threads)
    assert _bytes(net) == usual


def _bytes(net: Net) -> list[bytes]:
    graph, network = graph_of(net), network_of(net)
    sampled = distance_gains_of(graph, 1, 10, 20)
    handed = handed_over(graph, likely_kept(network, graph), np.arange(9), draws=DRAWS)
    return [array.tobytes() for gains in (sampled, *handed) for array in gains]


def test_intervals_from_some_sources_hold_what_all_give_in_nine_of_ten_cases() -> None:
    graph = graph_of(by_luck(200, 500))
    exact = distance_gains(graph)
    held = []
    for seed in range(25):
        found = distance_gains_of(graph, seed, 100, 60)
        held.append((found.low <= exact) & (exact <= found.high))
    assert 0.8 < np.mean(held) < 0.95


def test_with_all_as_sources_nothing_is_estimated() -> None:
    graph = graph_of(by_luck(40, 70))
    exact, all_drawn = distance_gains_of(graph), distance_gains_of(graph, 1, 10, 40)
    assert all_drawn.value == pytest.approx(exact.value, abs=1e-12)
    assert all_drawn.high - all_drawn.low == pytest.approx(np.zeros(40), abs=1e-9)


def test_the_drawn_sources_are_those_of_their_ids() -> None:
    names = [f"{n:02}" for n in range(50)]
    nodes = pl.DataFrame({"id": names})
    graph, turned = Graph(nodes, pl.DataFrame()), Graph(nodes.reverse(), pl.DataFrame())
    one, other = (
        {each.nodes["id"][int(place)] for place in drawn_sources(each, 1, 7)}
        for each in (graph, turned)
    )
    assert one == other
    assert len(one) == 7


# ---- handover


def handed(net: Net, chance: float | None = None, draws: int = DRAWS) -> Handed:
    graph = graph_of(net)
    kept = likely_kept(network_of(net), graph)
    if chance is not None:
        kept = Rows(kept.start, kept.partner, np.full(len(kept.partner), chance))
    return handed_over(graph, kept, np.arange(graph.size), draws=draws)


@settings(max_examples=25)
@given(nets())
def test_a_successor_that_keeps_nothing_is_not_there(net: Net) -> None:
    graph, found = graph_of(net), handed(net, 0)
    for gains, frozen in zip(found, (fragmentation_gains, distance_gains), strict=True):
        assert gains.value == pytest.approx(frozen(graph), abs=1e-15, nan_ok=True)


@settings(max_examples=25)
@given(nets())
def test_with_every_tie_kept_nothing_is_lost_to_the_last_digit(net: Net) -> None:
    tied = graph_of(net).both_counted.counts > 0
    for gains in handed(net, 1):
        expected = 0.0 if len(net.nodes) > 2 else math.nan
        assert np.array_equal(gains.value[tied], np.full(tied.sum(), expected), equal_nan=True)


@settings(max_examples=20)
@given(nets(most=7))
def test_a_handover_is_what_a_successor_with_some_ties_gives(net: Net) -> None:
    """The twin: draw, take the ties away that are not kept, compute anew."""
    found = handed(net)
    if len(net.nodes) < 3:
        assert all(np.isnan(gains.value).all() for gains in found)
        return
    for gains, measure in zip(found, (fragmentation, distance_fragmentation), strict=True):
        for place, v in enumerate(net.nodes):
            lost = [float(measure(followed(net, v, r)) - measure(net)) for r in range(DRAWS)]
            assert gains.value[place] == pytest.approx(np.mean(lost), abs=1e-12)
            low, high = np.quantile(lost, [0.05, 0.95])
            assert (gains.low[place], gains.high[place]) == pytest.approx((low, high), abs=1e-12)


def followed(net: Net, v: str, r: int) -> Net:
    """The network in one draw: without v if its successor keeps no tie."""
    kept = {
        w
        for w in net.partners(v)
        if uniform(draw_key(1, r), np.uint64(pair(subject(v), subject(w))))
        < max(net.ties.get((v, w), 0), net.ties.get((w, v), 0))
    }
    if not kept:
        return net.part(net.others(v))
    ties = {(i, j): w for (i, j), w in net.ties.items() if v not in (i, j) or {i, j} & kept}
    return Net(net.nodes, ties, net.group)


def test_a_tie_is_kept_as_likely_as_it_is_trusted_else_as_it_is_strong() -> None:
    network = region()
    graph = Graph(convert.nodes(network), convert.arcs(network))
    kept = likely_kept(network, graph)
    names = graph.nodes["id"].to_list()
    likely = {
        (names[i], names[j]): chance
        for i, j, chance in zip(kept.node, kept.partner, kept.weight, strict=True)
    }
    assert likely["m", "a"] == likely["a", "m"] == 0.8  # the contact's strength
    assert likely["a", "b"] == likely["b", "a"] == 0.4  # of two trusts the greater, no strength
    assert likely["b", "c"] == 0.6  # no trust is known
    assert likely["c", "d"] == 1.0  # nor strength
    assert np.array_equal(kept.partner, graph.both_counted.partner)


# ---- percentiles


def test_percentiles_count_the_others_with_smaller_values_and_half_of_the_equal_ones() -> None:
    values = np.array([1.0, 2.0, 2.0, 4.0, np.nan])
    assert percentiles(values) == pytest.approx([0, 50, 50, 100, np.nan], nan_ok=True)
    assert percentiles(np.array([3.0])) == pytest.approx([np.nan], nan_ok=True)


def test_equal_but_for_arithmetic_is_equal() -> None:
    assert percentiles(np.array([0.1 + 0.2, 0.3])).tolist() == [50, 50]


def test_few_of_a_degree_are_compared_with_the_nearest_degrees() -> None:
    degree = np.array([9, 1, 1, 1, 1, 1, 1, 2, 3])
    found = among_equals(np.arange(9.0), degree)
    assert found.number.tolist() == [8, *[5] * 6, 7, 7]  # six of degree 1, none else is needed
    assert found.percentile[1:7].tolist() == [0, 20, 40, 60, 80, 100]
    # The nearest to 9 are 3 and 2, then all of degree 1.
    assert (found.low[0], found.high[0]) == (1, 3)
    assert (found.low[1], found.high[1]) == (1, 1)
    assert (found.low[7], found.high[7]) == (1, 3)
    alone = among_equals(np.array([1.0]), np.array([0]))
    assert math.isnan(alone.percentile[0])
    assert alone.number.tolist() == [0]


def test_among_equals_stands_nobody_whose_value_is_unknown() -> None:
    values = np.array([*[np.nan] * 6, 1.0, 2.0, 3.0])
    found = among_equals(values, np.array([4] * 7 + [5, 9]))
    assert found.percentile[6:].tolist() == [0, 50, 100]
    assert found.number.tolist() == [*[0] * 6, 2, 2, 2]
    assert (found.low[6], found.high[6]) == (5, 9)


# ---- the table


def region(**tables: pl.DataFrame) -> Network:
    frames = {
        "organisations": pl.DataFrame(
            {"id": [*"abcde"], "kind": "firm", "region": [*["ulm"] * 4, "aalen"]}
        ),
        "managers": pl.DataFrame({"id": ["m", "n"], "region": ["ulm", "ulm"]}),
        "ties": pl.DataFrame(
            {
                "source": ["a", "b", "b", "c"],
                "target": ["b", "a", "c", "d"],
                "strength": [0.9, 0.9, 0.6, None],
                "trust": [0.3, 0.4, None, None],
            }
        ),
        "contacts": pl.DataFrame(
            {"manager": ["m", "n"], "organisation": ["a", "d"], "strength": [0.8, 0.5]}
        ),
    }
    return check_frames("small", {**frames, **tables})


def test_the_table_has_a_row_per_node_way_and_metric_managers_first_and_one_per_region() -> None:
    table = knockout(region(), draws=DRAWS)
    assert dict(table.schema) == TABLE
    nodes = table.filter(level="node")
    assert nodes.height == 7 * 4
    assert nodes["item"][:7].to_list() == ["m", "n", *"abcde"]
    assert table.filter(level="managers").select("item", "metric").rows() == [
        ("ulm", "fragmentation"),
        ("ulm", "distance_fragmentation"),
    ]
    handed_to = nodes.filter(way="handover")
    assert handed_to.filter(pl.col("low") > pl.col("high")).is_empty()
    assert nodes.filter(pl.col("value").is_null() | pl.col("percentile").is_null()).is_empty()
    assert nodes.filter(item="m")["degree"].to_list() == [1] * 4


def test_all_managers_of_a_region_gone_are_a_network_without_them() -> None:
    # m and n hold two pairs together: each alone is no loss, both are. e is apart.
    network = region(
        ties=pl.DataFrame({"source": ["a", "c"], "target": ["b", "d"]}),
        contacts=pl.DataFrame(
            {"manager": ["m", "m", "n", "n"], "organisation": ["a", "c", "b", "d"]}
        ),
    )
    table = knockout(network, handover=False).filter(metric="fragmentation")
    without_one = 30 / 42 - 20 / 30
    one = table.filter(level="node", kind="manager")["value"].to_list()
    assert one == pytest.approx([without_one] * 2)
    assert table["intact"].unique().to_list() == pytest.approx([1 - 30 / 42])
    assert table.filter(level="managers")["value"].to_list() == pytest.approx([30 / 42 - 4 / 20])


def test_only_the_ties_asked_for_count() -> None:
    table = knockout(region(), ties=("advice",), handover=False)
    assert table.filter(kind="manager")["degree"].unique().to_list() == [0]
    assert table.filter(item="b", metric="fragmentation")["value"].item() > 0


def test_what_is_not_defined_is_null_with_the_reason() -> None:
    two = network_of(symmetric("ab", "ab"))
    assert knockout(two)["value"].null_count() == 2 * 4
    assert set(knockout(two)["note"]) == {"fewer than two are left without the node"}
    untied = {name: frame for name, frame in frames_of(STAR).items() if name != "ties"}
    table = knockout(check_frames("small", untied))
    assert table["value"].null_count() == table["intact"].null_count() == table.height
    assert set(table["note"]) == {"the network has no table of such ties"}


def test_why_a_region_without_its_managers_has_no_figure_is_told() -> None:
    one = pl.DataFrame({"id": ["a"], "kind": "firm", "region": "ulm"})
    known = {"manager": ["m"], "organisation": ["a"]}
    manager = pl.DataFrame({"id": ["m"], "region": "ulm"})
    frames = {"organisations": one, "managers": manager}
    untied = knockout(check_frames("small", frames)).filter(level="managers")
    assert set(untied["note"]) == {"the network has no table of such ties"}
    tied = knockout(check_frames("small", {**frames, "contacts": pl.DataFrame(known)}))
    assert set(tied.filter(level="managers")["note"]) == {"fewer than two organisations"}


def test_in_large_networks_only_managers_hand_over_and_in_larger_ones_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("qvgraph.metrics.knockouts.knockouts.FOR_ALL", 3)
    table = knockout(region(), draws=DRAWS).filter(way="handover")
    assert table.drop_nulls("value")["item"].unique().sort().to_list() == ["m", "n"]
    assert "up to 3 nodes" in table.filter(item="a")["note"][0]
    assert table.filter(item="m")["note"].null_count() == 2
    monkeypatch.setattr("qvgraph.metrics.knockouts.knockouts.EXACT", 4)
    monkeypatch.setattr(
        "qvgraph.metrics.knockouts.handover.distances_of", None
    )  # a square of the nodes
    larger = knockout(region(), draws=DRAWS)
    assert larger.filter(way="handover")["value"].null_count() == 7 * 2
    assert larger["betweenness"].null_count() == larger.height


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    frames, shuffle = frames_of(by_luck(12, 25)), random.Random(seed)
    shuffled = {
        name: frame[shuffle.sample(range(frame.height), frame.height)]
        for name, frame in frames.items()
    }
    one, other = (knockout(check_frames("s", each), draws=DRAWS) for each in (frames, shuffled))
    assert one.equals(other)


def test_another_seed_draws_other_handovers_and_the_same_the_same() -> None:
    one, again, other = (
        knockout(region(), draws=40, seed=seed).filter(way="handover") for seed in (1, 1, 2)
    )
    assert one.equals(again)
    assert not one.equals(other)
