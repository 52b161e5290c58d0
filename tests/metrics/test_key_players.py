"""Key players: equal to comparing all sets, a bound that holds, the same in any order of rows."""

import random
from collections.abc import Collection, Mapping
from fractions import Fraction
from itertools import combinations, pairwise
from math import lcm

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import frames_of, made, nets, network_of, symmetric
from twins import Lengths, Net, steps

from qvgraph.metrics.key_sets import best_sets
from qvgraph.metrics.key_sets.coverage import Coverage
from qvgraph.metrics.key_sets.key_sets import KeyPlayers, KeySet, key_players
from qvgraph.metrics.key_sets.key_sets_table import TABLE, key_players_table
from qvgraph.model.checks import check_frames
from qvgraph.problems import InputError

Values = dict[tuple[str, ...], Fraction]

WITHIN = st.sampled_from([None, None, 1, 2, 3])


def reach(
    net: Net, members: Collection[str], within: int | None = None, far: Lengths | None = None
) -> Fraction:
    """From the formula: members count 1, others 1/distance, or 1 up to a distance."""
    far = steps(net.either()) if far is None else far
    total = Fraction(0)
    for node in net.nodes:
        near = min((far[i, node] for i in members if (i, node) in far), default=None)
        if near is None:
            continue
        total += (near <= within) if within else 1 / max(near, Fraction(1))
    return total / len(net.nodes)


def all_sets(net: Net, size: int, within: int | None = None) -> Values:
    far = steps(net.either())
    sets = combinations(sorted(net.nodes), size)
    return {those: reach(net, those, within, far) for those in sets}


def first_of_the_best(values: Values) -> tuple[str, ...]:
    return min(those for those, value in values.items() if value == max(values.values()))


def close(values: Mapping[tuple[str, ...], Fraction], best: float | Fraction) -> int:
    return sum(
        value >= Fraction(best).limit_denominator(10**6) * 99 / 100 for value in values.values()
    )


@st.composite
def tied(draw: st.DrawFn) -> tuple[Net, int, int | None]:
    """A network with a tie, often in parts and with isolates; the size of a set; a distance."""
    net = draw(nets().filter(lambda net: len(net.ties) > 0))
    return net, draw(st.integers(1, min(len(net.nodes), 4))), draw(WITHIN)


@settings(max_examples=40, deadline=None)
@given(tied())
def test_the_best_set_and_all_close_to_it_are_those_of_comparing_all(
    asked: tuple[Net, int, int | None],
) -> None:
    net, size, within = asked
    best = key_players(network_of(net), size, within=within).best
    values = all_sets(net, size, within)
    assert best.members == first_of_the_best(values)
    assert best.reach == best.bound == pytest.approx(float(max(values.values())))
    assert best.proved
    assert (best.close, best.counted) == (close(values, max(values.values())), True)
    outside = len(net.nodes) - size
    if outside:
        expected = (max(values.values()) * len(net.nodes) - size) / outside
        assert best.reach_outside == pytest.approx(float(expected))
    else:
        assert best.reach_outside is None
    without = [reach(net, set(best.members) - {member}, within) for member in best.members]
    assert best.lost == pytest.approx([best.reach - float(one) for one in without])


@pytest.fixture
def without_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on networks so large that sets cannot be looked at one by one."""
    monkeypatch.setattr(best_sets, "LOOK_UPS", 0)


@pytest.mark.usefixtures("without_search")
def test_without_looking_at_sets_the_bound_holds_and_no_more_is_said_than_is_known() -> None:
    @settings(max_examples=40, deadline=None)
    @given(tied())
    def holds(asked: tuple[Net, int, int | None]) -> None:
        net, size, within = asked
        best = key_players(network_of(net), size, within=within).best
        values = all_sets(net, size, within)
        most = float(max(values.values()))
        assert best.bound >= most - 1e-12
        assert best.reach == pytest.approx(float(values[best.members]))
        assert best.reach >= (1 - np.exp(-1)) * most
        assert not best.counted
        assert 1 <= best.close <= close(values, best.reach)
        assert best.proved == (best.reach == best.bound)
        assert not best.proved or best.reach == pytest.approx(most)

    holds()


def test_the_bound_holds_however_bad_the_set_is_that_was_found(
    monkeypatch: pytest.MonkeyPatch, without_search: None
) -> None:
    def first_nodes(coverage: Coverage, size: int) -> tuple[np.ndarray, int]:
        _, bound = grown(coverage, size)
        return np.arange(size), bound

    grown = best_sets.grown
    monkeypatch.setattr(best_sets, "grown", first_nodes)
    monkeypatch.setattr(best_sets, "improved", lambda _, members: members)
    monkeypatch.setattr(best_sets, "_started_again", lambda _, members, *__: members)

    @settings(max_examples=40, deadline=None)
    @given(tied())
    def holds(asked: tuple[Net, int, int | None]) -> None:
        net, size, within = asked
        best = key_players(network_of(net), size, within=within).best
        assert best.members == tuple(net.nodes[:size])
        assert best.bound >= float(max(all_sets(net, size, within).values())) - 1e-12

    holds()


def undirected(graph: nx.Graph) -> Net:
    names = {node: f"{place:02}" for place, node in enumerate(graph)}
    ties = {(names[i], names[j]): Fraction(1) for i, j in graph.edges}
    return Net(tuple(names.values()), ties, {})


WHOLE = lcm(*range(1, 21))

KNOWN = {
    "karate": (nx.karate_club_graph, (1, 2, 3)),
    "Les Miserables": (nx.les_miserables_graph, (1, 2)),
    "Davis": (nx.davis_southern_women_graph, (1, 2, 3)),
    "a ring": (lambda: nx.cycle_graph(40), (1, 2)),
}


@pytest.fixture(scope="module", params=KNOWN)
def known(request: pytest.FixtureRequest) -> tuple[Net, "np.ndarray", tuple[int, ...]]:
    """A public network, `WHOLE`/distance for each pair (no distance is above 20), sizes of sets."""
    make, sizes = KNOWN[request.param]
    net = undirected(make())
    far = {(i, j): length
           for i, lengths in nx.all_pairs_shortest_path_length(nx.Graph(list(net.ties)))
           for j, length in lengths.items()}  # fmt: skip
    worth = [[WHOLE // max(far[i, j], 1) if (i, j) in far else 0 for j in net.nodes]
             for i in net.nodes]  # fmt: skip
    assert max(far.values()) <= 20
    return net, np.array(worth), sizes


@pytest.mark.parametrize("exact", [False, True])
def test_public_networks_have_the_best_sets_of_enumeration(
    known: tuple[Net, "np.ndarray", tuple[int, ...]], exact: bool
) -> None:
    net, worth, sizes = known
    network = network_of(net)
    for size in sizes:
        values = {those: int(worth[list(those)].max(axis=0).sum())
                  for those in combinations(range(len(net.nodes)), size)}  # fmt: skip
        most = max(values.values())
        first = min(those for those, value in values.items() if value == most)
        best = key_players(network, size, exact=exact).best
        assert best.members == tuple(net.nodes[place] for place in first)
        assert best.reach == pytest.approx(most / WHOLE / len(net.nodes), rel=1e-15)
        assert best.proved
        assert best.close == sum(100 * value >= 99 * most for value in values.values())


@pytest.mark.usefixtures("without_search")
def test_public_networks_are_proved_by_the_prices_alone_or_nearly(
    known: tuple[Net, "np.ndarray", tuple[int, ...]],
) -> None:
    net, worth, sizes = known
    for size in sizes:
        best = key_players(network_of(net), size).best
        most = max(worth[list(those)].max(axis=0).sum()
                   for those in combinations(range(len(net.nodes)), size))  # fmt: skip
        assert best.reach == pytest.approx(most / WHOLE / len(net.nodes))
        assert 0 <= best.gap < 0.02


@pytest.mark.usefixtures("without_search")
def test_exact_looks_at_all_sets_whatever_the_limit() -> None:
    net = undirected(nx.florentine_families_graph())
    best = key_players(network_of(net), 3, exact=True).best
    assert best.counted
    assert best.close == close(all_sets(net, 3), best.reach)


def stars(sizes: Collection[int]) -> Net:
    """Stars with so many leaves; the centres are `00`, `01`, …"""
    ties = {(f"{star:02}", f"{star:02}-{leaf:02}"): Fraction(1)
            for star, leaves in enumerate(sizes) for leaf in range(leaves)}  # fmt: skip
    return Net(tuple(sorted({node for tie in ties for node in tie})), ties, {})


def test_of_many_stars_the_centres_of_the_largest_are_the_key_players() -> None:
    sizes = [3 + (7 * star) % 31 for star in range(31)]
    largest = sorted(range(31), key=lambda star: -sizes[star])[:12]
    found = key_players(network_of(stars(sizes)), 12)
    assert set(found.best.members) == {f"{star:02}" for star in largest}
    reached = sum(sizes[star] + 1 for star in largest)
    assert found.best.reach == pytest.approx(reached / (sum(sizes) + 31))
    assert found.best.proved


@pytest.mark.parametrize(("shape", "size", "reached", "sets"), [
    ("star", 1, 1, 1),
    ("star", 2, 1, 4),
    ("clique", 1, 1, 5),
    ("path", 1, Fraction(4, 5), 1),
    ("path", 2, 1, 3),
    ("path", 5, 1, 1),
])  # fmt: skip
def test_shapes_are_reached_as_worked_out_by_hand(
    shape: str, size: int, reached: Fraction, sets: int
) -> None:
    five = "abcde"
    net = {
        "star": symmetric(five, "ab", "ac", "ad", "ae"),
        "clique": symmetric(five, *(i + j for i in five for j in five if i < j)),
        "path": symmetric(five, "ab", "bc", "cd", "de"),
    }[shape]
    best = key_players(network_of(net), size).best
    assert (best.reach, best.close) == (pytest.approx(float(reached)), sets)


@settings(max_examples=15, deadline=None)
@given(tied())
def test_more_steps_and_more_members_reach_no_less(asked: tuple[Net, int, int | None]) -> None:
    net, size, _ = asked
    network = network_of(net)
    within = [key_players(network, size, within=steps).best.reach for steps in (1, 2, 3, 9)]
    sizes = [key_players(network, one).best.reach for one in range(1, len(net.nodes) + 1)]
    for values in (within, sizes):
        assert values == sorted(values)
    assert sizes[-1] == 1
    assert within[0] <= key_players(network, size).best.reach <= within[-1]


@settings(max_examples=20, deadline=None)
@given(tied(), st.integers(0, 1000))
def test_neither_the_order_of_rows_nor_the_direction_of_ties_matters(
    asked: tuple[Net, int, int | None], seed: int
) -> None:
    net, size, within = asked
    shuffle = random.Random(seed)
    turned = Net(
        net.nodes, {pair[:: shuffle.choice([1, -1])]: w for pair, w in net.ties.items()}, {}
    )
    frames = {table: frame[shuffle.sample(range(frame.height), frame.height)]
              for table, frame in frames_of(turned).items()}  # fmt: skip
    other = check_frames("small", frames)
    assert key_players(other, size, within=within) == key_players(
        network_of(net), size, within=within
    )


def test_many_nodes_and_members_have_a_narrow_bound_the_same_on_any_number_of_threads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    network = network_of(made(600, 1500, seed=4))
    found = key_players(network, 12)
    assert found.best.gap < 0.005
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert key_players(network, 12) == found


def test_far_away_nodes_count_to_eight_digits() -> None:
    """A path of 301 nodes: distances up to 300, which the unit does not all divide."""
    names = [f"{i:03}" for i in range(301)]
    net = Net(tuple(names), {pair: Fraction(1) for pair in pairwise(names)}, {})
    best = key_players(network_of(net), 1).best
    assert best.members == ("150",)
    assert best.reach == pytest.approx((1 + 2 * sum(1 / d for d in range(1, 151))) / 301, abs=1e-8)


# ---- managers, table, what is refused


@pytest.fixture
def with_managers() -> tuple[Net, KeyPlayers]:
    """Two managers with contacts to firms of a ring, and three firms as key players."""
    ring = "abcdefghij"
    net = symmetric(ring + "mn", *(ring[i] + ring[i - 1] for i in range(10)), "ma", "mc", "ng")
    frames = frames_of(symmetric(ring, *(ring[i] + ring[i - 1] for i in range(10))))
    frames["managers"] = pl.DataFrame({"id": ["m", "n"]})
    frames["contacts"] = pl.DataFrame(
        {"manager": ["m", "m", "n"], "organisation": ["a", "c", "g"], "strength": [0.5] * 3}
    )
    return net, key_players(check_frames("ring", frames), 3)


def test_managers_stand_beside_the_best_set_of_as_many_nodes(
    with_managers: tuple[Net, KeyPlayers],
) -> None:
    net, found = with_managers
    managers = found.managers
    assert managers is not None
    assert managers.members == ("m", "n")
    assert managers.reach == pytest.approx(float(reach(net, "mn")))
    values = all_sets(net, 2)
    assert managers.best.members == first_of_the_best(values)
    assert managers.best.reach == pytest.approx(float(max(values.values())))
    assert managers.share == managers.share_at_least == managers.reach / managers.best.reach
    assert found.best.members == first_of_the_best(all_sets(net, 3))
    assert found.nodes == 12


def test_the_table_has_a_row_for_each_figure_and_member(
    with_managers: tuple[Net, KeyPlayers],
) -> None:
    _, found = with_managers
    table = key_players_table(found)
    assert dict(table.schema) == TABLE
    by_set = table.group_by("set", maintain_order=True).agg("metric", "size", "item")
    assert by_set["set"].to_list() == ["best", "managers", "best_as_managers"]
    assert [len(rows) for rows in by_set["metric"]] == [3 + 3, 3, 3 + 2]
    assert [rows[0] for rows in by_set["size"]] == [3, 2, 2]
    assert tuple(by_set["item"][0])[3:] == found.best.members
    row = table.row(0, named=True)
    assert row["value"] == row["low"] == row["high"] == found.best.reach
    assert row["note"] == "proved: no set of this size reaches more"
    everybody = key_players_table(key_players(network_of(symmetric("ab", "ab")), 2))
    outside = everybody.filter(pl.col("metric") == "reach_outside").row(0, named=True)
    assert (outside["value"], outside["note"]) == (None, "every node is in the set")


def test_an_open_proof_leaves_room_between_value_and_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    best = KeySet(("a",), 0.5, 0.4, (0.5,), 0.6, 7, counted=False)
    assert not best.proved
    assert best.gap == pytest.approx(0.2)
    rows = key_players_table(KeyPlayers("n", 6, 2, best, None)).rows(named=True)
    assert (rows[0]["low"], rows[0]["high"]) == (0.5, 0.6)
    assert (rows[1]["low"], rows[1]["high"]) == (0.4, pytest.approx((0.6 * 6 - 1) / 5))
    assert (rows[2]["low"], rows[2]["high"], rows[2]["value"]) == (7, None, 7)
    assert {row["variant"] for row in rows} == {"distance ≤ 2"}


@pytest.mark.parametrize("size", [0, -1, 4])
def test_a_size_that_no_set_has_is_refused(size: int) -> None:
    with pytest.raises(InputError, match=r"found; expected is a number from 1 to 3, as there"):
        key_players(network_of(symmetric("abc", "ab")), size)


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(InputError) as told:
        key_players(network_of(symmetric("abc")), 9, within=0)
    assert [problem.where for problem in told.value.problems] == ["ties", "key players", "within"]


def test_too_many_sets_to_compare_are_counted_and_refused() -> None:
    network = network_of(made(300, 500, seed=1))
    with pytest.raises(InputError, match=r"330,791,175 sets would .* 10,000,000 at most"):
        key_players(network, 4, exact=True)
    assert key_players(network, 4).best.gap < 0.01
