"""What is shown for regions and for the whole, what by name only; circles; reasons."""

import random

import polars as pl
import pytest

from qvgraph.metrics import METRICS, compute
from qvgraph.model.checks import check_frames
from qvgraph.model.network import Network

FRAMES = {
    "organisations": pl.DataFrame(
        {
            "id": ["a", "b", "c", "d", "chamber"],
            "kind": ["firm"] * 4 + ["institution"],
            "region": ["ulm", "ulm", "aalen", "aalen", "ulm"],
            "sector": ["x", "x", "y", None, None],
            "size": ["micro", "small", "small", "large", None],
        }
    ),
    "ties": pl.DataFrame({"source": ["a", "b", "a", "c"], "target": ["b", "a", "c", "chamber"]}),
    "memberships": pl.DataFrame({"organisation": ["a", "b"], "association": ["chamber"] * 2}),
    "managers": pl.DataFrame({"id": ["m", "n"], "region": ["ulm", "aalen"]}),
    "contacts": pl.DataFrame(
        {
            "manager": ["m", "m", "n", "n"],
            "organisation": ["a", "b", "c", "d"],
            "strength": [0.5, 0.9, None, 0.05],
        }
    ),
}


def network_of(**tables: pl.DataFrame) -> Network:
    return check_frames("small", {**FRAMES, **tables})


def figures(network: Network, *names: str, group: str | None = None) -> dict[str, float | None]:
    table = compute(network, level="network", names=names or None, group=group)
    return dict(zip(table["metric"], table["value"], strict=True))


def usual(level: str, *, grouped: bool = False) -> list[str]:
    levels = ("group",) if level == "group" else ("group", "network")
    return [
        one.name
        for one in METRICS.values()
        if one.default and one.level in levels and (grouped or not one.group)
    ]


def test_the_usual_figures_come_first_those_of_regions_then_those_of_the_whole_only():
    network = network_of()
    assert compute(network, level="group").columns[2:] == usual("group")
    assert [*figures(network)] == usual("network")
    assert set(usual("network")) > set(usual("group"))


def test_a_column_of_groups_adds_the_figures_that_compare_them():
    network = network_of(
        organisations=FRAMES["organisations"].with_columns(
            team=pl.Series(["x", "y", "y", "y", "x"])
        )
    )
    found = figures(network, group="team")
    assert [*found] == usual("network", grouped=True)
    assert found["ei_index_group"] == 1
    assert found["blau_group"] == pytest.approx(12 / 25)
    by_sector = figures(network, "ei_index_group", group="sector")
    assert by_sector["ei_index_group"] == pytest.approx(-1 / 3)  # the chamber has none


def test_for_the_whole_the_short_names_of_nodes_mean_the_figures_of_groups():
    network = network_of()
    for name in ("ei_index", "assortativity", "homophily", "blau"):
        assert [*figures(network, name, group="region")] == [f"{name}_group"]
    by_region = figures(network, "ei_index", group="region")["ei_index_group"]
    assert by_region == figures(network, "ei_index_region")["ei_index_region"]


def test_without_a_column_groups_are_those_of_the_host():
    # the host of ulm and its members are one group; of aalen nobody knows the host
    managers = FRAMES["managers"].with_columns(host=pl.Series(["chamber", None]))
    network = network_of(managers=managers)
    assert figures(network, "blau", "ei_index") == {"blau_group": 0, "ei_index_group": -1}


def test_what_the_interface_names_is_there():
    promised = (
        "density reciprocity transitivity components fragmentation distance_fragmentation "
        "centralisation_in centralisation_out centralisation_degree centralisation_betweenness "
        "connectedness hierarchy_krackhardt efficiency_krackhardt core_periphery"
    )
    assert set(promised.split()) <= set(usual("network"))


def test_what_is_dear_or_rarely_defined_is_there_by_name_only():
    network = network_of()
    for name in ("centralisation_closeness", "least_upper_bound_krackhardt"):
        assert name not in figures(network)
        assert [*figures(network, name)] == [name]


def test_figures_of_the_whole_are_there_for_regions_by_name():
    table = compute(network_of(), level="group", names=["fragmentation", "density"])
    assert table["fragmentation"].to_list() == pytest.approx([1, 2 / 3])
    assert table["density"].to_list() == pytest.approx([0, 2 / 6])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # a–b, a–c, c–chamber are tied; a, b and the chamber are one circle
        ("overlap_memberships", 1 / 5),
        # m knows a and b, n knows c; d is forgotten
        ("overlap_contacts", 1 / 3),
        ("ei_index_sector", (1 - 2) / 3),
        ("ei_index_size", 1),
        ("ei_index_region", 0),
        ("triad_012", 3),
        ("cutpoints", 2),
        ("bridges", 3),
    ],
)
def test_a_network_by_hand(name: str, expected: float):
    assert figures(network_of(), name)[name] == pytest.approx(expected)


def test_a_region_has_the_circles_of_the_whole():
    table = compute(network_of(), level="group", names=["overlap_memberships", "overlap_contacts"])
    assert table.rows() == [("small", "aalen", None, None), ("small", "ulm", 1 / 3, 1)]


def test_a_table_that_is_missing_is_a_reason_and_no_zero():
    without = {name: frame for name, frame in FRAMES.items() if name != "memberships"}
    table = compute(check_frames("small", without), level="network", names=["overlap_memberships"])
    assert table["value"].to_list() == [None]
    assert table["note"].to_list() == ["no such table, or no pair has either"]


def test_every_figure_of_one_organisation_is_a_number_or_a_reason():
    alone = {
        "organisations": pl.DataFrame({"id": ["a"], "kind": ["firm"]}),
        "ties": pl.DataFrame(schema={"source": pl.String, "target": pl.String}),
    }
    names = [one.name for one in METRICS.values() if one.level != "node"]
    table = compute(check_frames("small", alone), level="network", names=names)
    unknown = table.filter(pl.col("value").is_null())
    assert unknown.filter(pl.col("note").fill_null("") == "").is_empty()
    assert table["value"].is_nan().sum() == 0
    assert set(table.drop_nulls("value")["value"]) == {0, 1}


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_changes_nothing(seed: int):
    shuffle = random.Random(seed)
    shuffled = {
        name: frame[shuffle.sample(range(frame.height), frame.height)]
        for name, frame in FRAMES.items()
    }
    names = [one.name for one in METRICS.values() if one.level != "node"]
    one, other = network_of(), check_frames("small", shuffled)
    for level in ("group", "network"):
        expected = compute(one, level=level, names=names)
        assert compute(other, level=level, names=names).equals(expected)
