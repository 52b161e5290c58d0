"""Distances, and what an exchange or one more member does: as counted anew."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import made, nets
from plain import graph_of
from twins import Net, steps

from qvgraph.metrics.key_sets.best_sets import grown
from qvgraph.metrics.key_sets.coverage import Coverage
from qvgraph.metrics.key_sets.distances import FAR, distances
from qvgraph.metrics.key_sets.prices import Prices
from qvgraph.metrics.rows import rows_of


@settings(max_examples=30, deadline=None)
@given(nets())
def test_distances_follow_the_ties_as_given(net: Net) -> None:
    place = {node: row for row, node in enumerate(net.nodes)}
    ends = np.array([(place[i], place[j]) for i, j in net.ties], np.int64).reshape(-1, 2)
    rows = rows_of(len(net.nodes), ends[:, 0], ends[:, 1], np.ones(len(ends)))
    far = steps(net)
    expected = [[far.get((i, j), int(FAR)) for i in net.nodes] for j in net.nodes]
    assert distances(rows).tolist() == expected


def test_distances_on_a_ring_of_more_nodes_than_are_searched_from_at_once() -> None:
    size = 150
    here = np.arange(size)
    ends = np.concatenate([here, (here + 1) % size]), np.concatenate([(here + 1) % size, here])
    around = np.abs(here[:, None] - here)
    found = distances(rows_of(size, *ends, np.ones(2 * size)))
    assert np.array_equal(found, np.minimum(around, size - around))


@pytest.mark.kernel
@pytest.mark.parametrize("within", [None, 2])
def test_an_exchange_is_judged_as_the_set_it_leads_to(within: int | None) -> None:
    net = made(40, 60, seed=3)
    graph = nx.Graph(list(net.ties))
    ends = np.array([(int(i), int(j)) for i, j in graph.edges])
    rows = rows_of(40, *np.concatenate([ends, ends[:, ::-1]]).T, np.ones(2 * len(ends)))
    coverage = Coverage.of(rows, within)
    members = np.array([0, 5, 9])
    least = coverage.value(members)
    after = {
        tuple(sorted({*members.tolist(), come} - {go}))
        for go in members.tolist()
        for come in set(range(40)) - set(members.tolist())
    }
    values = {those: coverage.value(np.array(those)) for those in after}
    found = coverage.exchanges(members, least)
    assert values[tuple(found.members.tolist())] == found.value == max(values.values())
    assert found.close == sum(value >= least for value in values.values())
    covered = coverage.worth[coverage.steps[members].min(axis=0)]
    gains = coverage.gains(covered)
    assert gains.tolist() == [
        coverage.value(np.array([*members, node])) - least for node in range(40)
    ]


@settings(max_examples=60, deadline=None)
@given(nets(), st.integers(1, 4), st.sampled_from([None, 1, 2]), st.data())
def test_no_set_covers_more_than_what_any_prices_allow_and_the_first_members_leave_open(
    net: Net, size: int, within: int | None, data: st.DataObject
) -> None:
    nodes = len(net.nodes)
    coverage = Coverage.of(graph_of(net.nodes, set(net.ties)).both_counted, within)
    share = st.floats(0, 1).map(lambda price: round(price, 3))
    size = min(size, nodes)
    price = np.array(data.draw(st.lists(share, min_size=nodes, max_size=nodes)))
    most = max(coverage.value(np.array(those)) for those in combinations(range(nodes), size))
    assert Prices.at(price, coverage, size, np.arange(nodes)).bound >= most
    start = np.array(data.draw(st.lists(st.integers(0, nodes - 1), max_size=size, unique=True)))
    members, bound = grown(coverage, size, start=start.astype(np.int64))
    assert {*start.tolist()} <= {*members.tolist()}
    assert bound >= most
