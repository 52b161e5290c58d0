"""Brokerage: roles by hand, shared credit, exact moments by simulation, groups of every sort."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import permutations, product

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from networks import frames_of, near, nets, network_of
from twins import Net, credit, fits, pairs_that_fit

from qvgraph.metrics import compute, tidy
from qvgraph.metrics.groups import groups_of
from qvgraph.metrics.metric import Graph
from qvgraph.metrics.nodes.brokerage import ROLES, brokers, moments, shared_credit
from qvgraph.model import convert
from qvgraph.model.checks import check_frames
from qvgraph.problems import InputError


def net_of(ties: str, **group: str) -> Net:
    """Ties by their two letters, groups by node."""
    nodes = tuple(sorted({*"".join(ties.split()), *group}))
    return Net(nodes, {(i, j): Fraction(1) for i, j in sorted(ties.split())}, group)


def graph_of(net: Net) -> Graph:
    network = network_of(net)
    return Graph(convert.nodes(network), convert.arcs(network), groups_of(network, "team"))


def of(net: Net, node: str, names: tuple[str, ...] = ROLES) -> dict[str, float | None]:
    table = compute(network_of(net), names=names, group="team").filter(id=node)
    return dict(zip(names, table.select(names).row(0), strict=True))


@pytest.mark.parametrize(
    ("groups", "role"),
    [("xxx", "coordinator"), ("yxy", "itinerant"), ("xxy", "representative"),
     ("yxx", "gatekeeper"), ("yxz", "liaison")],
)  # fmt: skip
def test_a_pair_is_brokered_in_the_role_that_the_groups_say(groups: str, role: str) -> None:
    """The fourth and fifth of each group make every role possible."""
    others = dict(zip("defghi", "xxyyzz", strict=True))
    found = of(net_of("av vc", a=groups[0], v=groups[1], c=groups[2], **others), "v")
    assert found == {**dict.fromkeys(ROLES, 0), role: 1}


def test_nobody_is_needed_between_two_who_are_tied_in_that_direction() -> None:
    team = dict.fromkeys("avc", "x")
    assert of(net_of("av vc ac", **team), "v")["coordinator"] == 0
    assert of(net_of("av vc ca", **team), "v")["coordinator"] == 1


def test_ties_in_both_directions_count_each_pair_there_and_back() -> None:
    team = dict.fromkeys("avc", "x")
    assert of(net_of("av va vc cv", **team), "v")["coordinator"] == 2


def test_the_alias_of_the_itinerant_broker_is_understood() -> None:
    net = net_of("av vc", a="y", v="x", c="y")
    assert compute(network_of(net), names=["consultant"], group="team").columns[-1] == "itinerant"


def test_a_role_that_nobody_of_the_group_can_have_is_null_with_the_reason() -> None:
    net = net_of("av vc", a="y", v="x", c="y")
    table = tidy(network_of(net), names=ROLES, group="team").filter(item="v")
    impossible = "with groups of these sizes the node cannot have this role"
    assert dict(table.select("metric", "value").rows()) == {
        **dict.fromkeys(ROLES), "itinerant": 1,
    }  # fmt: skip
    assert set(table.filter(pl.col("value").is_null())["note"]) == {impossible}


def test_who_is_of_no_known_group_is_no_broker_and_nobody_between_whom_to_broker() -> None:
    net = net_of("av vc ab bc", a="x", c="x", v="x")
    table = tidy(network_of(net), names=["brokerage", "coordinator"], group="team")
    assert table.filter(item="b")["note"].unique().to_list() == [
        "the group of this node is not known"
    ]
    assert table.filter(item="v")["value"].to_list() == [1, 1]
    assert of(net_of("bv vc", c="x", v="x", a="x"), "v")["coordinator"] == 0


def test_credit_is_shared_by_all_who_broker_a_pair() -> None:
    graph = graph_of(net_of("av vc au uc", **dict.fromkeys("avuc", "x")))
    assert brokers(graph).sum(axis=0).tolist() == [2, 0, 0, 0, 0]
    assert shared_credit(graph).sum(axis=0).tolist() == [1, 0, 0, 0, 0]


@pytest.mark.kernel
@settings(max_examples=40)
@given(nets())
def test_shared_credit_is_what_its_formula_says(net: Net) -> None:
    found = shared_credit(graph_of(net))
    for n, name in enumerate(ROLES):
        assert found[:, n].tolist() == near(credit(net, v, name) for v in net.nodes)


@settings(max_examples=40)
@given(nets())
def test_pairs_that_fit_and_pairs_of_them_that_share_a_tie_are_counted_exactly(net: Net) -> None:
    found = moments(graph_of(net))
    for (n, name), (m, v) in product(enumerate(ROLES), enumerate(net.nodes)):
        pairs = pairs_that_fit(net, v, name)
        assert found.fitting[m, n] == len(pairs)
        sharing = sum(a == b or c == d for (a, c), (b, d) in permutations(pairs, 2)) / 2
        assert found.sharing[m, n] == sharing


def test_moments_are_those_of_all_graphs_with_four_nodes() -> None:
    """Every one of the 4096 graphs, each with its chance: no sampling, no error."""
    nodes, groups = "abcd", dict(zip("abcd", "xxyy", strict=True))
    pairs = list(permutations(nodes, 2))
    density = 0.3
    chances, counts = [], []
    for there in product([False, True], repeat=len(pairs)):
        ties = {pair for pair, is_there in zip(pairs, there, strict=True) if is_there}
        chances.append(density ** len(ties) * (1 - density) ** (12 - len(ties)))
        counts.append(by_hand(ties, "a", groups))
    found = moments(graph_of(Net(tuple(nodes), {}, groups)))
    mean = np.average(counts, axis=0, weights=chances)
    variance = np.average(np.square(counts), axis=0, weights=chances) - mean**2
    assert found.expected(density)[0] == pytest.approx(mean)
    assert found.variance(density)[0] == pytest.approx(variance)


def by_hand(ties: set[tuple[str, str]], v: str, groups: Mapping[str, str]) -> list[int]:
    net = Net(tuple(groups), {}, groups)
    open_pairs = [
        (a, c)
        for a, c in permutations(groups, 2)
        if v not in (a, c) and {(a, v), (v, c)} <= ties and (a, c) not in ties
    ]
    return [sum(fits(net, name, a, v, c) for a, c in open_pairs) for name in ROLES]


# ---- groups


def with_host(**columns: list[object]) -> dict[str, pl.DataFrame]:
    """Firms a to d and a host h of the region; the manager m knows them all."""
    kinds = ["firm"] * 4 + ["institution"]
    return {
        "organisations": pl.DataFrame({"id": list("abcdh"), "kind": kinds, **columns}),
        "managers": pl.DataFrame({"id": ["m"], "host": ["h"]}),
        "contacts": pl.DataFrame({"manager": ["m"] * 4, "organisation": list("abcd")}),
    }


def test_by_default_the_groups_are_who_belongs_to_the_host_and_who_does_not() -> None:
    network = check_frames("small", with_host(aligned=[True, False, False, None, None]))
    assert groups_of(network).to_list() == ["h", "none", "none", None, "h", "h"]


def test_memberships_tell_who_belongs_to_the_host_where_no_flag_does() -> None:
    frames = with_host()
    frames["memberships"] = pl.DataFrame({"organisation": ["a"], "association": ["h"]})
    network = check_frames("small", frames)
    assert groups_of(network).to_list() == ["h", "none", "none", "none", "h", "h"]


def test_neutral_is_who_brokers_between_those_that_do_not_belong_to_its_host() -> None:
    """Of the twelve ordered pairs of four firms two are without the host's firms."""
    network = check_frames("small", with_host(aligned=[True, True, False, False, None]))
    table = compute(network, names=["brokerage", "structural_neutrality"])
    assert table.filter(id="m").select("brokerage", "structural_neutrality").row(0) == (
        12, pytest.approx(2 / 12),
    )  # fmt: skip
    assert table.filter(id="a")["structural_neutrality"].to_list() == [None]


def test_managers_are_a_group_of_their_own_where_a_column_is_none_of_theirs() -> None:
    frames = with_host(sector=["x", "x", "y", None, None])
    network = check_frames("small", frames)
    assert groups_of(network, "sector").to_list() == ["x", "x", "y", None, None, "manager"]
    assert groups_of(network, "region").to_list() == ["region"] * 6


def test_columns_that_are_not_declared_can_be_groups_and_unknown_ones_are_refused() -> None:
    network = network_of(net_of("ab", a="x", b="y"))
    assert groups_of(network, "team").to_list() == ["x", "y"]
    with pytest.raises(InputError, match=r"“teem” found; .* no such column; did you mean team\?"):
        compute(network, group="teem")
    with pytest.raises(InputError, match="no such column"):
        groups_of(network, "id")


def test_a_group_adds_the_roles_to_the_usual_columns() -> None:
    network = network_of(net_of("ab", a="x", b="y"))
    plain, grouped = compute(network), compute(network, group="team")
    assert grouped.columns[len(plain.columns) :] == [*ROLES, "brokerage"]


def test_ties_without_strength_are_refused_where_strength_is_read_as_length_or_share() -> None:
    frames = frames_of(net_of("ab"))
    frames["ties"] = frames["ties"].with_columns(strength=pl.lit(0.0))
    network = check_frames("small", frames)
    for name in ("betweenness_weighted", "constraint_weighted", "effective_size_weighted"):
        with pytest.raises(InputError, match=f"a → b: strength 0 found; {name} needs one above 0"):
            compute(network, names=[name])
    assert compute(network, names=["strength_in", "constraint"])["strength_in"].to_list() == [0, 0]
