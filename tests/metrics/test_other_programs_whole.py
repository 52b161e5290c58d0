"""What the explanations of figures of the whole claim of igraph and networkx, tried on both."""

import math
import warnings
from typing import Any

import networkx as nx
import polars as pl
import pytest
from hypothesis import given, settings
from networks import frames_of, nets, network_of, symmetric
from twins import Net

from qvgraph.metrics import METRICS, compute
from qvgraph.metrics.explain import WITHOUT_MANAGERS, explain
from qvgraph.model.checks import check_frames
from qvgraph.model.network import Network

CLAIMS = [
    (name, program)
    for name, metric in METRICS.items()
    for program in ("igraph", "networkx")
    if metric.level != "node" and metric.explanation.of(program) is not None
]
SAME = [(n, p) for n, p in CLAIMS if METRICS[n].explanation.of(p).same]  # type: ignore[union-attr]


def asked(net: Net, name: str, program: str) -> float:
    """What a call of another library gives, on the graph as the explanation makes it."""
    return asked_of(network_of(net), name, program)


def asked_of(network: Network, name: str, program: str) -> float:
    names: dict[str, Any] = {"network": network, "nx": nx}
    exec(WITHOUT_MANAGERS[program], names)
    call = METRICS[name].explanation.of(program)  # type: ignore[arg-type]
    with warnings.catch_warnings(action="ignore"):
        return float(eval(call.call, names))  # type: ignore[union-attr]


def ours(net: Net, name: str) -> float | None:
    value: float | None = compute(network_of(net), level="network", names=[name])["value"][0]
    return value


def test_much_is_claimed():
    assert len(SAME) > 40
    assert {name for name, _ in SAME} >= {"density", "reciprocity", "compactness", "triad_030t"}


@pytest.mark.parametrize(("name", "program"), SAME)
@settings(max_examples=12)
@given(net=nets())
def test_a_call_that_is_said_to_give_the_same_number_does(name: str, program: str, net: Net):
    if (mine := ours(net, name)) is not None and (len(net.nodes) > 2 or "triad" not in name):
        assert mine == pytest.approx(asked(net, name, program))


@pytest.mark.parametrize("program", ["igraph", "networkx"])
def test_managers_and_contacts_are_left_out_there_as_here(program: str):
    frames = frames_of(symmetric("abc", "ab", "bc"))
    frames["managers"] = pl.DataFrame({"id": ["m"]})
    frames["contacts"] = pl.DataFrame({"manager": ["m"], "organisation": ["a"]})
    assert asked_of(check_frames("small", frames), "density", program) == pytest.approx(4 / 6)


DIFFERENT = {
    ("transitivity", "networkx"): symmetric("abc", "ab"),
    ("mean_clustering", "networkx"): symmetric("abc", "ab"),
}


def test_every_claim_of_a_difference_has_its_network():
    assert DIFFERENT.keys() == set(CLAIMS) - set(SAME)
    for (name, program), net in DIFFERENT.items():
        assert ours(net, name) is None
        assert not math.isnan(asked(net, name, program))


def test_a_figure_of_the_whole_is_explained_on_the_graph_without_managers():
    assert WITHOUT_MANAGERS["igraph"] in dict(explain("density"))["with"]
    assert WITHOUT_MANAGERS["igraph"] not in dict(explain("degree"))["with"]
