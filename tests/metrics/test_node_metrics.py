"""Every node metric beside its twin, written from the formula, on any network."""

import pytest
from hypothesis import example, given, settings
from networks import near, nets, network_of, numbers, symmetric
from twins import TWINS, Net

from qvgraph.metrics import METRICS, compute

NODE_METRICS = [name for name, metric in METRICS.items() if metric.level == "node"]


def test_every_node_metric_has_a_twin() -> None:
    assert sorted(TWINS) == sorted(NODE_METRICS)


@pytest.mark.kernel
@settings(max_examples=15)
@given(nets())
@example(symmetric("abcdef", "ab", "bc", "ca", "de"))
def test_every_node_metric_is_what_its_formula_says(net: Net) -> None:
    _equals_its_twins(net)


@pytest.mark.slow
@settings(max_examples=250)
@given(nets(most=9))
def test_every_node_metric_is_what_its_formula_says_on_many_networks(net: Net) -> None:
    _equals_its_twins(net)


def _equals_its_twins(net: Net) -> None:
    table = compute(network_of(net), names=NODE_METRICS, group="team")
    assert table["id"].to_list() == list(net.nodes)
    for name in NODE_METRICS:
        assert numbers(table[name]) == near(TWINS[name](net).values()), name
