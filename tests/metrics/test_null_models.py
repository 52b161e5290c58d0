"""Null models: what each keeps, that every network is as likely, and p values that mean it."""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations, permutations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import nets, network_of
from test_brokerage import graph_of, net_of
from twins import Net

from qvgraph.metrics.chance.brokerage_nulls import NULLS as OF_ROLES
from qvgraph.metrics.chance.brokerage_nulls import against, brokerage_beside_chance, by_labels
from qvgraph.metrics.chance.null_models import NULLS, Drawn, drawn
from qvgraph.metrics.nodes.brokerage import ROLES, brokers, moments

THREE = net_of("ab bc ca ad de", **dict.fromkeys("abcde", "x"))


def by_luck(size: int, ties: int) -> Net:
    """A network of three groups without more structure than chance has."""
    names = tuple(f"{i:02}" for i in range(size))
    pairs = np.random.default_rng(2).integers(size, size=(ties, 2))
    there = {(names[i], names[j]): Fraction(1) for i, j in pairs if i != j}
    return Net(names, there, {name: "xyz"[n % 3] for n, name in enumerate(names)})


def pairs_of(one: Drawn) -> list[tuple[int, int]]:
    node = np.repeat(np.arange(len(one.start) - 1), np.diff(one.start))
    return list(zip(node.tolist(), one.partner.tolist(), strict=True))


def degrees(pairs: list[tuple[int, int]]) -> list[Counter[int]]:
    return [Counter(source for source, _ in pairs), Counter(target for _, target in pairs)]


def dyads(pairs: list[tuple[int, int]]) -> int:
    return sum((j, i) in set(pairs) for i, j in pairs)


@pytest.mark.kernel
@settings(max_examples=60)
@given(nets(), st.sampled_from(NULLS), st.integers(0, 99))
def test_a_draw_has_no_loops_no_ties_twice_and_keeps_what_its_null_says(
    net: Net, null: str, number: int
) -> None:
    graph = graph_of(net)
    before = list(zip(graph.out.node.tolist(), graph.out.partner.tolist(), strict=True))
    after = pairs_of(drawn(graph, null, seed=1, number=number))  # type: ignore[arg-type]
    assert len(set(after)) == len(after)
    assert all(i != j for i, j in after)
    if null != "density":
        assert len(after) == len(before)
    if null in ("dyads", "kinds"):
        assert dyads(after) == dyads(before)
    if null in ("degrees", "blocks"):
        assert degrees(after) == degrees(before)
    if null == "blocks":
        group = graph.group_of.tolist()
        mixing = [Counter((group[i], group[j]) for i, j in pairs) for pairs in (before, after)]
        assert mixing[0] == mixing[1]


@pytest.mark.parametrize("null", NULLS)
def test_a_draw_is_the_same_for_its_seed_and_number_and_others_are_others(null: str) -> None:
    graph = graph_of(by_luck(30, 120))
    first, again, other = (
        pairs_of(drawn(graph, null, seed=1, number=n))  # type: ignore[arg-type]
        for n in (1, 1, 2)
    )
    assert first == again
    assert set(first) != set(other)


@pytest.mark.slow
def test_every_network_with_the_same_degrees_is_as_likely() -> None:
    """All are found, each as often but for chance (chi-square)."""
    graph = graph_of(THREE)
    wanted = degrees(pairs_of(Drawn(graph.out.start, graph.out.partner)))
    every = {
        frozenset(pairs)
        for pairs in _networks_of(5, 5)
        if degrees(sorted(pairs)) == wanted
    }  # fmt: skip
    draws = 6000
    found = Counter(
        frozenset(pairs_of(drawn(graph, "degrees", seed=3, number=n))) for n in range(draws)
    )
    assert found.keys() == every
    expected = draws / len(every)
    chi = sum((found[one] - expected) ** 2 / expected for one in every)
    freedom = len(every) - 1
    assert abs(chi - freedom) < 4 * (2 * freedom) ** 0.5


def _networks_of(nodes: int, ties: int) -> list[frozenset[tuple[int, int]]]:
    return [frozenset(one) for one in combinations(list(permutations(range(nodes), 2)), ties)]


def test_the_only_other_network_of_a_circle_of_three_is_the_circle_turned_round() -> None:
    graph = graph_of(net_of("ab bc ca", **dict.fromkeys("abc", "x")))
    found = {frozenset(pairs_of(drawn(graph, "degrees", seed=1, number=n))) for n in range(40)}
    assert found == {frozenset({(0, 1), (1, 2), (2, 0)}), frozenset({(1, 0), (2, 1), (0, 2)})}


def test_the_mean_and_variance_of_draws_with_equal_density_are_the_exact_ones() -> None:
    groups = dict(zip("abcdefghij", "xxxyyyzzzz", strict=True))
    graph = graph_of(net_of("ab bc cd de ef fg gh hi ij ja ac bd ce df eg", **groups))
    density = 15 / 90
    found, exact = against(graph, "density", draws=4000, seed=1), moments(graph)
    error = np.sqrt(exact.variance(density) / 4000)
    assert (np.abs(found.mean - exact.expected(density)) <= 4.5 * error + 1e-12).all()
    assert found.variance.sum() == pytest.approx(exact.variance(density).sum(), rel=0.1)


@given(nets(most=6), st.integers(0, 5))
@settings(max_examples=25)
def test_groups_handed_out_anew_give_the_exact_share_on_average(net: Net, n: int) -> None:
    """Every order of the known groups of the others, the node's own as it is."""
    v = net.nodes[n % len(net.nodes)]
    others = [i for i in net.group if i != v]
    if v not in net.group:
        return
    counts = []
    for order in permutations([net.group[i] for i in others]):
        group = {v: net.group[v], **dict(zip(others, order, strict=True))}
        counts.append(brokers(graph_of(Net(net.nodes, net.ties, group)))[net.nodes.index(v)])
    expected = by_labels(graph_of(net))[net.nodes.index(v)]
    assert np.mean(counts, axis=0) == pytest.approx(expected)


@pytest.mark.slow
@pytest.mark.parametrize("null", NULLS)
def test_p_is_uniform_on_networks_drawn_from_the_null(null: str) -> None:
    """The p of a node in a draw, against other draws: below 0.1 in a tenth of the cases."""
    net = by_luck(24, 110)
    start = graph_of(net)
    ps = []
    for number in range(60):
        pairs = pairs_of(drawn(start, null, seed=11, number=number))  # type: ignore[arg-type]
        one = {(net.nodes[i], net.nodes[j]): Fraction(1) for i, j in sorted(pairs)}
        graph = graph_of(Net(net.nodes, one, net.group))
        p = against(graph, null, draws=99, seed=number).p  # type: ignore[arg-type]
        ps += p[:, ROLES.index("liaison")].tolist()
    low = float(np.mean(np.array(ps) <= 0.1))
    assert 0.03 < low < 0.13  # counts are whole and tie, which makes p a little too large


@pytest.mark.slow
def test_a_planted_broker_is_found_among_networks_of_the_same_degrees() -> None:
    found = []
    for seed in range(12):
        net, luck = by_luck(30, 500), np.random.default_rng(seed)
        inside = {tie for tie in net.ties if net.group[tie[0]] == net.group[tie[1]]}
        across = sorted(set(net.ties) - inside)[::3]
        broker, pairs = net.nodes[seed], {*inside, *across}
        before = degrees([*pairs])  # type: ignore[list-item]
        for turn in (1, -1):
            for old in [other for i, other in sorted(tie[::turn] for tie in pairs) if i == broker]:
                if net.group[old] == net.group[broker]:
                    _exchanged(pairs, net.group, (broker, old), turn, luck)
        graph = graph_of(Net(net.nodes, dict.fromkeys(sorted(pairs), Fraction(1)), net.group))
        assert degrees([*pairs]) == before  # type: ignore[list-item]
        p = against(graph, "degrees", draws=99, seed=seed).p
        found.append(p[net.nodes.index(broker), ROLES.index("liaison")] < 0.05)
    assert np.mean(found) >= 0.8


def _exchanged(
    pairs: set[tuple[str, str]],
    group: Mapping[str, str],
    tie: tuple[str, str],
    turn: int,
    luck: np.random.Generator,
) -> None:
    """Move a tie across groups to the broker, for one inside its group; all keep their degrees."""
    broker, old = tie
    others = sorted(one[::turn] for one in pairs)
    for place in luck.permutation(len(others)):
        a, b = others[place]
        new = {(broker, b)[::turn], (a, old)[::turn]}
        crosses = group[a] == group[old] != group[b] and broker != a and old not in (a, b)
        if crosses and not new & pairs:
            pairs -= {tie[::turn], (a, b)[::turn]}
            pairs |= new
            return


def test_the_table_sets_all_nulls_beside_each_other_and_gives_reasons() -> None:
    network = network_of(net_of("av vc ab bc", a="y", v="x", c="y"))
    table = brokerage_beside_chance(network, group="team", draws=50)
    assert table["null"].unique(maintain_order=True).to_list() == ["labels", *OF_ROLES]
    assert table["role"].unique(maintain_order=True).to_list() == list(ROLES)
    of_v = table.filter(pl.col("id") == "v", pl.col("role") == "itinerant")
    assert of_v["count"].unique().to_list() == [1]
    assert of_v["possible"].unique().to_list() == [2]
    assert of_v.filter(pl.col("null") != "labels")["p"].null_count() == 0
    impossible = table.filter(pl.col("count").is_null())
    assert impossible["note"].null_count() == 0
    assert table.filter(id="b")["note"].unique().to_list() == [
        "the group of this node is not known"
    ]


def test_p_is_never_nought_and_never_above_one() -> None:
    graph = graph_of(net_of("av va vc cv bv vb", **dict.fromkeys("abcv", "x")))
    for null in NULLS:
        p = against(graph, null, draws=30, seed=1).p
        assert p.min() >= 2 / 31
        assert p.max() <= 1


def test_the_bytes_are_the_same_on_any_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = graph_of(THREE)
    found = []
    for threads in (1, 3):
        monkeypatch.setattr("os.cpu_count", lambda n=threads: n)
        found.append([one.tobytes() for one in against(graph, "degrees", draws=50, seed=1)])
    assert found[0] == found[1]
