"""Large networks, here with a low threshold: estimates beside exact values, and what is told."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from networks import nets, network_of
from twins import Net

from qvgraph.metrics import METRICS, compute, forecast, tidy
from qvgraph.metrics.metric import Graph
from qvgraph.metrics.nodes import sampled
from qvgraph.metrics.nodes.paths import betweenness_from
from qvgraph.model import convert
from qvgraph.model.network import Network
from qvgraph.problems import InputError

SIZE = 600
SAMPLED = (
    "betweenness",
    "betweenness_share",
    "harmonic_out",
    "harmonic_in",
    "harmonic",
    "bridging",
)


@pytest.fixture(scope="module")
def network() -> Network:
    """Some are asked far more often than others; a few nobody asks and who ask nobody."""
    luck = np.random.default_rng(6)
    asking = luck.integers(SIZE - 5, size=5 * SIZE)
    asked = (luck.random(5 * SIZE) ** 2 * (SIZE - 5)).astype(int)
    names = [f"f{n:03}" for n in range(SIZE)]
    ties = {(names[i], names[j]): Fraction(1) for i, j in zip(asking, asked, strict=True) if i != j}
    return network_of(Net(tuple(names), dict(sorted(ties.items())), {}))


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything above 100 nodes is many, and half of the nodes are pivots."""
    monkeypatch.setattr(sampled, "MANY", 100)
    monkeypatch.setattr(sampled, "PIVOTS", 320)


def test_estimates_lie_around_the_exact_values(
    network: Network, few: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    estimates = tidy(network, names=SAMPLED)
    monkeypatch.undo()
    exact = tidy(network, names=SAMPLED)
    assert exact["low"].null_count() == exact["high"].null_count() == exact.height
    assert exact.drop("value", "low", "high", "note").equals(
        estimates.drop("value", "low", "high", "note")
    )
    for name in SAMPLED:
        found, true = (table.filter(metric=name) for table in (estimates, exact))
        known = true["value"].is_not_null()
        assert known.equals(found["value"].is_not_null())
        found, true = found.filter(known), true.filter(known)
        assert set(found["note"]) == {"estimated: shortest paths from 320 of 600 nodes"}
        inside = (found["low"] <= true["value"] + 1e-9) & (true["value"] <= found["high"] + 1e-9)
        assert 0.8 < float(inside.mean()) < 1
        assert (found["low"] <= found["value"]).all()
        assert (found["value"] <= found["high"]).all()
        assert np.corrcoef(found["value"], true["value"])[0, 1] > 0.9


def test_with_all_nodes_as_pivots_estimates_are_exact(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = compute(network, names=SAMPLED)
    monkeypatch.setattr(sampled, "MANY", 100)
    monkeypatch.setattr(sampled, "PIVOTS", SIZE)
    found = tidy(network, names=SAMPLED)
    for name in SAMPLED:
        one = found.filter(metric=name)
        for column in ("value", "low", "high"):
            assert one[column].to_list() == pytest.approx(exact[name].to_list())


def test_the_pivots_are_those_of_the_ids_whatever_the_order_of_rows(
    network: Network, few: None
) -> None:
    graph = Graph(convert.nodes(network), convert.arcs(network))
    order = np.random.default_rng(1).permutation(SIZE)
    other = Graph(graph.nodes[order], graph.arcs)
    values = METRICS["betweenness"].calculate(graph)
    assert METRICS["betweenness"].calculate(other) == pytest.approx(np.asarray(values)[order])


def test_what_is_made_of_all_estimates_has_no_bounds_and_says_so(
    network: Network, few: None
) -> None:
    names = ["centralisation_betweenness", "compactness", "density"]
    one, two, exact = tidy(network, level="network", names=names).to_dicts()
    for row in (one, two):
        assert row["value"] is not None
        assert row["low"] is row["high"] is None
        assert row["note"] == "estimated: shortest paths from 320 of 600 nodes"
    assert exact["note"] is None


@settings(max_examples=30)
@given(nets())
def test_a_path_counts_by_how_far_along_it_a_node_is(net: Net) -> None:
    """From its start and from its end it counts once together: by pairs, written out."""
    graph = Graph(convert.nodes(network_of(net)), convert.arcs(network_of(net)))
    size = graph.size
    g = graph.directed
    distance, expected = np.array(g.distances(), float), np.zeros(size)
    for s in range(size):
        for t in range(size):
            ways = g.get_all_shortest_paths(s, t) if s != t else []
            for way in ways:
                for v in way[1:-1]:
                    expected[v] += distance[s, v] / distance[s, t] / len(ways)
    (found,) = betweenness_from(graph.out, [np.arange(size)], by_distance=True)
    assert found == pytest.approx(expected)
    (back,) = betweenness_from(graph.into, [np.arange(size)], by_distance=True)
    assert found + back == pytest.approx(METRICS["betweenness"].calculate(graph))


@pytest.mark.parametrize("name", ["degree", "constraint", "betweenness"])
def test_the_forecast_is_right_where_time_grows_as_declared(
    name: str, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a clock that goes on by what the cost class promises."""
    clock = [0.0]
    metric = METRICS[name]
    amounts = {
        "cheap": lambda graph: graph.size + graph.arcs.height,
        "moderate": lambda graph: sum(count**2 for count in graph.both_counted.counts.tolist()),
        "dear": lambda graph: graph.size * (graph.size + graph.arcs.height),
    }

    def calculate(graph: Graph) -> float:
        clock[0] += amounts[metric.cost](graph) * 1e-4
        return 0.0

    monkeypatch.setattr(forecast.time, "perf_counter", lambda: clock[0])
    monkeypatch.setattr(forecast, "FIRST", 50)
    timed = replace(metric, calculate=calculate)
    graph = Graph(convert.nodes(network), convert.arcs(network))
    expected = amounts[metric.cost](graph) * 1e-4
    assert forecast.forecast(graph, [timed, timed]) == pytest.approx(2 * expected)
    assert clock[0] < 2 * expected


def test_what_takes_long_is_told_before_and_what_does_not_is_not(
    network: Network, few: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    compute(network, names=["degree"], told=told.append)
    assert told == []
    monkeypatch.setattr(forecast, "forecast", lambda *_: 150.0)
    compute(network, names=["betweenness", "degree"], told=told.append)
    ties = convert.arcs(network).height
    assert told == [
        "betweenness: estimated: shortest paths from 320 of 600 nodes",
        f"This takes about 2 minutes with 600 nodes and {ties:,} ties; Ctrl-C stops it.",
    ]


def test_a_tie_without_strength_is_refused_before_anything_is_told(
    network: Network, few: None
) -> None:
    assert network.ties is not None
    weak = network.with_tables(ties=network.ties.with_columns(strength=pl.lit(0.0)))
    told: list[str] = []
    with pytest.raises(InputError, match="strength 0 found"):
        compute(weak, names=["betweenness", "betweenness_weighted"], told=told.append)
    assert told == []
