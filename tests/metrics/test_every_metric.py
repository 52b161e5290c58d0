"""What holds for all metrics, whatever they measure: contracts, and the shapes everybody knows."""

import random

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import frames_of, near, nets, network_of, numbers, symmetric
from twins import Net

from qvgraph import language
from qvgraph.metrics import LONG, METRICS, compute, tidy
from qvgraph.metrics.explain import explain
from qvgraph.metrics.metric import Graph
from qvgraph.model import convert
from qvgraph.model.checks import check_frames
from qvgraph.problems import InputError

NODE_METRICS = [name for name, metric in METRICS.items() if metric.level == "node"]
LETTERS = "abcde"

SHAPES = {
    "star": symmetric(LETTERS, "ab", "ac", "ad", "ae"),
    "clique": symmetric(LETTERS, *(i + j for i in LETTERS for j in LETTERS if i < j)),
    "path": symmetric(LETTERS, "ab", "bc", "cd", "de"),
    "without ties": symmetric(LETTERS),
    "one node": symmetric("a"),
    "a pair and an isolate": symmetric("abc", "ab"),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", NODE_METRICS)
def test_a_shape_has_a_row_for_each_node_and_a_reason_where_there_is_no_value(
    name: str, shape: str
) -> None:
    net = SHAPES[shape]
    for spoken in ("de", "en"):
        language.use(spoken)
        table = tidy(network_of(net), names=[name], group="team")
        assert dict(table.schema) == LONG
        assert table["item"].to_list() == list(net.nodes)
        for value, note in table.select("value", "note").rows():
            assert bool(note) == (value is None)


@pytest.mark.parametrize("name", NODE_METRICS)
def test_of_no_nodes_there_are_no_values(name: str) -> None:
    nothing = pl.DataFrame(schema=convert.NODE)
    graph = Graph(nothing, pl.DataFrame(schema=convert.ARC), nothing["id"])
    assert np.asarray(METRICS[name].calculate(graph)).tolist() == []


@pytest.mark.parametrize("name", NODE_METRICS)
def test_nodes_in_the_same_place_have_the_same_value(name: str) -> None:
    leaves = compute(network_of(SHAPES["star"]), names=[name], group="team")[name][1:]
    clique = compute(network_of(SHAPES["clique"]), names=[name], group="team")[name]
    path = compute(network_of(SHAPES["path"]), names=[name], group="team")[name]
    for alike in (leaves, clique, path[[0, 4]], path[[1, 3]]):
        values = numbers(alike)
        assert values == near([values[0]] * len(values))


CENTRAL = (
    "betweenness betweenness_share degree harmonic eigenvector pagerank katz brokerage".split()
)


@pytest.mark.parametrize("name", CENTRAL)
def test_the_centre_of_a_star_is_more_central_than_its_leaves(name: str) -> None:
    values = compute(network_of(SHAPES["star"]), names=[name], group="team")[name].to_list()
    assert values[0] > max(values[1:])


def test_an_isolate_stays_a_row_and_changes_nobodys_degree_betweenness_or_holes() -> None:
    without, with_one = symmetric("abcd", "ab", "bc", "cd"), symmetric("abcde", "ab", "bc", "cd")
    names = ["degree", "betweenness", "constraint", "effective_size", "hierarchy", "coreness"]
    one, other = (compute(network_of(net), names=names) for net in (without, with_one))
    assert other["id"].to_list() == list("abcde")
    assert other.head(4).equals(one)
    assert other.row(4, named=True)["constraint"] is None


@settings(max_examples=25)
@given(nets(), st.integers(0, 1000))
def test_the_order_of_rows_changes_nothing(net: Net, seed: int) -> None:
    frames, shuffle = frames_of(net), random.Random(seed)
    shuffled = {
        table: frame[shuffle.sample(range(frame.height), frame.height)]
        for table, frame in frames.items()
    }
    one, other = (
        compute(check_frames("small", each), names=NODE_METRICS, group="team")
        for each in (frames, shuffled)
    )
    assert one.equals(other)


@pytest.mark.parametrize("name", METRICS)
def test_a_metric_is_declared_in_full(name: str) -> None:
    metric = METRICS[name]
    assert metric.de.strip() != ""
    assert metric.en.strip() != ""
    assert metric.calculate.__doc__
    if metric.level == "node":
        assert metric.explanation.formula
    for program in ("igraph", "networkx", "sna", "ucinet"):
        call = metric.explanation.of(program)  # type: ignore[arg-type]
        assert call is None or bool(call.de) == bool(call.en)


@pytest.mark.parametrize("spoken", ["de", "en"])
@pytest.mark.parametrize("name", METRICS)
def test_a_metric_can_be_explained_in_both_languages(name: str, spoken: str) -> None:
    language.use(spoken)  # type: ignore[arg-type]
    told = explain(name)
    assert told[0] == (name, METRICS[name].label)
    assert all(text for _, text in told)


def test_like_leaves_out_the_other_programs() -> None:
    told = dict(explain("harmonic", like="networkx"))
    assert told["networkx"].startswith("differs: nx.harmonic_centrality(U); a sum")
    assert "G = network.to_networkx()" in told["with"]
    assert not any("igraph" in heading for heading in told)
    assert dict(explain("katz", like="igraph"))["igraph (Python)"] == "no call known that gives it"


def test_an_unknown_metric_cannot_be_explained() -> None:
    with pytest.raises(InputError, match=r"“constrain” found; .*; did you mean constraint\?"):
        explain("constrain")


def test_what_is_not_usual_is_computed_when_it_is_named() -> None:
    network = network_of(SHAPES["path"])
    assert "bridging" not in compute(network).columns
    assert "bridging" in compute(network, names=["bridging"]).columns
