"""Centrality: by hand on small graphs, direction and all, and against networkx and numpy."""

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qvgraph import language
from qvgraph.metrics import LONG, METRICS, compute, tidy
from qvgraph.model.checks import check_frames
from qvgraph.model.network import Network
from qvgraph.problems import InputError

Ties = Sequence[tuple[str, str]]

NODE_COLUMNS = (
    "network id kind region sector size member degree_in degree_out degree strength_in "
    "strength_out betweenness betweenness_share harmonic_out harmonic_in harmonic eigenvector "
    "pagerank katz coreness constraint effective_size efficiency hierarchy"
).split()


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    language.use("en")
    yield
    language.use(None)


def network_of(firms: str, ties: Ties, strengths: Sequence[float | None] | None = None) -> Network:
    """A network of firms with one-letter ids."""
    frames = {
        "organisations": pl.DataFrame({"id": list(firms), "kind": ["firm"] * len(firms)}),
        "ties": pl.DataFrame(
            {
                "source": [source for source, _ in ties],
                "target": [target for _, target in ties],
                "strength": [None] * len(ties) if strengths is None else strengths,
            },
            schema={"source": pl.String, "target": pl.String, "strength": pl.Float64},
        ),
    }
    return check_frames("small", frames)


def with_manager(network: Network, contacts: dict[str, float | None]) -> Network:
    return check_frames(
        network.name,
        {
            **network.tables,
            "managers": pl.DataFrame({"id": ["m"]}),
            "contacts": pl.DataFrame(
                {
                    "manager": ["m"] * len(contacts),
                    "organisation": list(contacts),
                    "strength": list(contacts.values()),
                }
            ),
        },
    )


def column(network: Network, name: str, ties: Sequence[str] = ("advice",)) -> dict[str, float]:
    table = compute(network, names=[name], ties=ties)
    return dict(zip(table["id"], table[name], strict=True))


@st.composite
def random_networks(draw: st.DrawFn) -> Network:
    firms = "abcdefghi"[: draw(st.integers(1, 9))]
    pairs = [(one, other) for one in firms for other in firms if one != other]
    return network_of(firms, sorted(draw(st.sets(st.sampled_from(pairs)))) if pairs else [])


def test_direction_is_that_of_who_names_whom() -> None:
    path = network_of("abc", [("a", "b"), ("b", "c")], [0.5, 0.25])
    assert column(path, "degree_in") == {"a": 0, "b": 1, "c": 1}
    assert column(path, "degree_out") == {"a": 1, "b": 1, "c": 0}
    assert column(path, "degree") == {"a": 1, "b": 2, "c": 1}
    assert column(path, "strength_in") == {"a": 0, "b": 0.5, "c": 0.25}
    assert column(path, "strength_out") == {"a": 0.5, "b": 0.25, "c": 0}
    assert column(path, "harmonic_out") == {"a": 0.75, "b": 0.5, "c": 0}
    assert column(path, "harmonic_in") == {"a": 0, "b": 0.5, "c": 0.75}
    assert column(path, "harmonic") == {"a": 0.75, "b": 1, "c": 0.75}
    assert column(path, "betweenness") == {"a": 0, "b": 1, "c": 0}
    assert column(path, "betweenness_share") == {"a": 0, "b": 0.5, "c": 0}
    pagerank = column(path, "pagerank")
    assert pagerank["a"] < pagerank["b"] < pagerank["c"]


def test_a_returned_tie_is_one_neighbour() -> None:
    assert column(network_of("ab", [("a", "b"), ("b", "a")]), "degree") == {"a": 1, "b": 1}


def test_the_centre_of_a_star_has_all_betweenness() -> None:
    star = network_of("abcd", [(one, other) for x in "bcd" for one, other in ((x, "a"), ("a", x))])
    assert column(star, "betweenness") == {"a": 6, "b": 0, "c": 0, "d": 0}
    assert column(star, "betweenness_share")["a"] == 1
    eigenvector = column(star, "eigenvector")
    assert eigenvector["a"] == pytest.approx(1)
    assert eigenvector["b"] == pytest.approx(1 / np.sqrt(3))


def test_strengths_do_not_change_paths_or_pagerank() -> None:
    ties = [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")]
    strong, weak = network_of("abcd", ties), network_of("abcd", ties, [0.1, 0.9, 0.2, 0.4])
    for name in ("betweenness", "harmonic", "eigenvector", "pagerank"):
        assert column(strong, name) == column(weak, name)


def test_a_manager_joins_whom_it_knows_in_both_directions() -> None:
    known = with_manager(network_of("abc", []), {"a": 0.6, "b": None, "c": 0.05})
    both = ("advice", "contact")
    assert column(known, "degree_in", both) == {"m": 2, "a": 1, "b": 1, "c": 0}
    assert column(known, "strength_out", both) == {"m": 1.6, "a": 0.6, "b": 1, "c": 0}
    assert column(known, "betweenness", both)["m"] == 2
    assert column(known, "degree", ("advice",)) == {"m": 0, "a": 0, "b": 0, "c": 0}


def test_managers_come_first_then_organisations_by_id() -> None:
    table = compute(with_manager(network_of("ba", [("a", "b")]), {"b": 1.0}))
    assert table["id"].to_list() == ["m", "a", "b"]
    assert table["kind"].to_list() == ["manager", "firm", "firm"]
    assert table.columns == NODE_COLUMNS


def test_eigenvector_is_null_outside_the_one_largest_component() -> None:
    two = network_of("abcde", [("a", "b"), ("b", "c"), ("d", "e")])
    assert [value is None for value in column(two, "eigenvector").values()] == [False] * 3 + [
        True
    ] * 2
    even = network_of("abcd", [("a", "b"), ("c", "d")])
    assert set(column(even, "eigenvector").values()) == {None}
    assert set(column(network_of("ab", []), "eigenvector").values()) == {None}


def test_what_is_undefined_is_null_with_its_reason() -> None:
    alone = tidy(network_of("a", []))
    reasons = dict(alone.filter(pl.col("value").is_null()).select("metric", "note").rows())
    assert reasons == {
        "betweenness_share": "fewer than three nodes",
        "harmonic_out": "fewer than two nodes",
        "harmonic_in": "fewer than two nodes",
        "harmonic": "fewer than two nodes",
        "eigenvector": "not in the one largest component",
        "katz": "no tie leads round in a circle: λ₁ is 0",
        "constraint": "no tie",
        "effective_size": "no tie",
        "efficiency": "no tie",
        "hierarchy": "no tie",
    }
    assert dict(alone.schema) == LONG


def test_a_table_of_ties_that_is_missing_is_not_an_empty_one() -> None:
    frames = {"organisations": pl.DataFrame({"id": ["a", "b"], "kind": ["firm", "firm"]})}
    unknown = tidy(check_frames("small", frames))
    assert unknown["value"].null_count() == unknown.height
    assert unknown["note"].unique().to_list() == ["the network has no table of such ties"]


def test_a_synthetic_network_says_so() -> None:
    frames = {"organisations": pl.DataFrame({"id": ["a"], "kind": ["firm"], "synthetic": [True]})}
    assert compute(check_frames("small", frames))["network"].to_list() == ["small (synthetic)"]


def test_unknown_names_levels_and_ties_are_wrong_input() -> None:
    network = network_of("ab", [])
    with pytest.raises(InputError, match=r"betweeness.*did you mean betweenness\?"):
        compute(network, names=["betweeness"])
    with pytest.raises(InputError, match=r"density.*it is a metric of the level group"):
        compute(network, names=["density"])
    with pytest.raises(InputError, match="level"):
        compute(network, level="nodes")  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"did you mean advice\?"):
        compute(network, ties=["advise"])


def test_every_metric_has_labels_and_a_source() -> None:
    assert [one.name for one in METRICS.values() if not (one.de and one.en and one.source)] == []
    without_ties = compute(network_of("a", []), names=[])
    assert without_ties.columns == NODE_COLUMNS[:7]


@settings(max_examples=60, deadline=None)
@given(random_networks())
def test_networkx_finds_the_same_degrees_betweenness_and_nearness(network: Network) -> None:
    graph = network.to_networkx(ties=("advice",))
    either, others = graph.to_undirected(), max(len(graph) - 1, 1)
    assert column(network, "degree_in") == dict(graph.in_degree())
    assert column(network, "degree_out") == dict(graph.out_degree())
    assert column(network, "degree") == dict(either.degree())
    betweenness = nx.betweenness_centrality(graph, normalized=False)
    assert column(network, "betweenness") == pytest.approx(betweenness)
    if len(graph) > 1:
        for name, read in (
            ("harmonic_in", graph),
            ("harmonic_out", graph.reverse()),
            ("harmonic", either),
        ):
            sums = nx.harmonic_centrality(read)
            shares = {node: total / others for node, total in sums.items()}
            assert column(network, name) == pytest.approx(shares)


@settings(max_examples=60, deadline=None)
@given(random_networks())
def test_pagerank_solves_its_equation(network: Network) -> None:
    table = compute(network, names=["pagerank"], ties=("advice",))
    graph = network.to_networkx(ties=("advice",))
    ties = nx.to_numpy_array(graph, nodelist=table["id"].to_list(), weight=None)
    out = ties.sum(axis=1, keepdims=True)
    step = np.where(out > 0, ties / np.maximum(out, 1), 1 / len(ties))
    rank = table["pagerank"].to_numpy()
    assert rank.sum() == pytest.approx(1)
    assert rank == pytest.approx(0.15 / len(ties) + 0.85 * rank @ step)


@settings(max_examples=60, deadline=None)
@given(random_networks())
def test_eigenvector_solves_its_equation_in_the_largest_component(network: Network) -> None:
    values = column(network, "eigenvector")
    members = [node for node, value in values.items() if value is not None]
    graph = network.to_networkx(ties=("advice",)).to_undirected()
    parts = sorted(map(len, nx.connected_components(graph)), reverse=True)
    unique = parts[0] > 1 and parts[1:2] != parts[:1]
    assert len(members) == (parts[0] if unique else 0)
    if members:
        ties = nx.to_numpy_array(graph, nodelist=members, weight=None)
        vector = np.array([values[node] for node in members])
        assert vector.max() == pytest.approx(1)
        assert ties @ vector == pytest.approx(np.linalg.eigvalsh(ties)[-1] * vector, abs=1e-8)


def test_every_thread_finds_the_same_digits() -> None:
    ties = [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d"), ("e", "d"), ("e", "f"), ("b", "f")]
    network = network_of("abcdef", ties)
    here = compute(network, names=["eigenvector"])
    with ThreadPoolExecutor(4) as pool:
        there = list(pool.map(lambda _: compute(network, names=["eigenvector"]), range(40)))
    assert all(one.equals(here) for one in there)


def test_the_same_network_has_the_same_digits_and_spares_the_luck_of_others() -> None:
    network = network_of("abcde", [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d"), ("e", "d")])
    random.seed(7)
    luck = random.getstate()
    first = compute(network)
    assert random.getstate() == luck
    random.seed(8)
    assert compute(network).equals(first)
