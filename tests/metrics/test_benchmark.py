"""Regions side by side: percentiles, what differs, what is withheld."""

import math
import random
from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qvgraph.metrics import compute
from qvgraph.metrics.chance.beside_chance import SAME, percentile, usual
from qvgraph.metrics.metric import METRICS
from qvgraph.metrics.regions.benchmark import TABLE, USUAL, benchmark, differing
from qvgraph.metrics.regions.benchmark_told import beside_published, called, sentences
from qvgraph.metrics.regions.few import FEW
from qvgraph.metrics.regions.published import NETWORKS, PUBLISHED
from qvgraph.model.checks import check_frames
from qvgraph.model.network import Network
from qvgraph.problems import InputError

QUICK = {"draws": 60, "names": ["reciprocity", "transitivity", "centralisation_in"]}


def organisations(region: str, n: int) -> list[dict[str, object]]:
    """Firms of two sectors, and an association and an institution."""
    rows = []
    for i in range(n):
        kind = {0: "association", 1: "institution"}.get(i, "firm")
        sector = ("metal", "wood")[i % 2] if kind == "firm" else None
        rows.append({"id": f"{region}-{i:02}", "kind": kind, "region": region, "sector": sector})
    return rows


def tied(
    region: str, n: int, ties: int, seed: int, *, returned: float = 0.0
) -> set[tuple[str, str]]:
    """Ties by lot, a share of them returned."""
    luck = random.Random(seed)
    names, found = [one["id"] for one in organisations(region, n)], set()
    while len(found) < ties:
        one, other = luck.sample(names, 2)
        found |= {(one, other), (other, one)} if luck.random() < returned else {(one, other)}
    return found  # type: ignore[return-value]


def network_of(name: str = "net", **regions: tuple[int, int, float]) -> Network:
    """Regions of so many organisations, ties, and a share of returned ones."""
    rows, ties = [], set()
    for seed, (region, (n, number, returned)) in enumerate(sorted(regions.items())):
        rows += organisations(region, n)
        ties |= tied(region, n, number, seed, returned=returned)
    return check_frames(name, {"organisations": pl.DataFrame(rows), "ties": ties_frame(ties)})


def ties_frame(ties: set[tuple[str, str]]) -> pl.DataFrame:
    rows = sorted(ties)
    schema = {"source": pl.String, "target": pl.String}
    return pl.DataFrame(rows, schema, orient="row")


TWO = network_of(aalen=(16, 50, 0.9), ulm=(24, 60, 0.0))


# ---- percentiles


@given(
    st.integers(0, 6),
    st.lists(st.integers(0, 6) | st.just(math.nan), min_size=1, max_size=12),
)
def test_a_percentile_is_the_place_among_all_with_the_middle_of_equal_ones(
    value: int, drawn: list[float]
):
    """The twin: the mean of the ranks that the value may have among itself and the draws."""
    draws = np.array([one for one in drawn if not math.isnan(one)], float)
    if not len(draws):
        return
    everybody = sorted([*draws.tolist(), value])
    places = [n for n, one in enumerate(everybody) if one == value]
    middle = Fraction(sum(places), len(places)) + Fraction(1, 2)
    assert percentile(value, draws) == pytest.approx(float(100 * middle / len(everybody)))
    found = usual(np.array([float(value)]), np.array(drawn, float))
    if set(draws) == {value}:
        assert math.isnan(found.percentile)
    else:
        assert found.percentile == percentile(value, draws)
    assert found.expected == pytest.approx(draws.mean())


@pytest.mark.parametrize("values", [2, 5, 1000])
def test_with_luck_among_equal_ones_percentiles_are_uniform_for_figures_of_few_values(values: int):
    luck = np.random.default_rng(values)
    found = []
    for _ in range(2000):
        one, *draws = luck.integers(values, size=100)
        found.append(percentile(one, np.array(draws, float), luck=luck.random()))
    counts = np.histogram(found, bins=10, range=(0, 100))[0]
    assert ((counts - 200) ** 2 / 200).sum() < 27.9  # chi-square, 9 degrees: one in a thousand


def test_several_values_that_it_may_have_have_the_mean_of_their_percentiles():
    draws = np.arange(99, dtype=float)
    one = usual(np.array([10.0, 30.0, math.nan]), draws)
    assert one.percentile == pytest.approx((percentile(10, draws) + percentile(30, draws)) / 2)
    assert one.deviation == pytest.approx((20 - 49) / draws.std())


def test_values_that_differ_in_the_last_digit_are_the_same():
    draws = np.full(9, 1 / 3)
    assert math.isnan(usual(np.array([1 / 3 + SAME / 2]), draws).percentile)
    assert usual(np.array([1 / 3 + 2 * SAME]), draws).percentile == pytest.approx(95)


@given(st.lists(st.floats(0.05, 99.95) | st.just(math.nan), max_size=8))
def test_what_differs_is_what_holms_definition_says(percentiles: list[float]):
    p = [2 * min(one, 100 - one) / 100 for one in percentiles]
    known = sorted(one for one in p if not math.isnan(one))
    fails = [n for n, one in enumerate(known) if one * (len(known) - n) > 0.05]
    rejected = known[: fails[0]] if fails else known
    assert sum(differing(percentiles)) == len(rejected)
    assert all(one in rejected for one, yes in zip(p, differing(percentiles), strict=True) if yes)


# ---- the table


def test_a_row_for_each_region_and_usual_figure_with_the_values_of_metrics():
    table = benchmark([TWO], draws=20)
    assert dict(table.schema) == TABLE
    assert table["region"].to_list() == ["aalen"] * len(USUAL) + ["ulm"] * len(USUAL)
    assert table["metric"].to_list() == [*USUAL, *USUAL]
    values = compute(TWO, level="group", names=USUAL)
    for row in table.iter_rows(named=True):
        assert row["value"] == values.filter(region=row["region"])[row["metric"]][0]
        assert (row["percentile"] is None) <= bool(row["note"])
        if row["percentile"] is not None:
            assert row["low"] <= row["high"]
            assert 0 < row["percentile"] < 100
    assert table["n"].unique().sort().to_list() == [16, 24]
    assert table["respondents"].null_count() == table.height


def test_only_returned_ties_differ_where_only_they_were_made_to():
    names = ["reciprocity", "transitivity", "compactness", "centralisation_in", "ei_index_sector"]
    table = benchmark([TWO], names=names, draws=999)
    differ = table.drop_nulls("differs").select("region", "metric", "differs", "among")
    assert differ.rows() == [("aalen", "reciprocity", "higher", "highest")]
    assert table.filter(metric="reciprocity")["null"].unique().to_list() == ["mixing"]
    assert table.filter(metric="transitivity")["null"].unique().to_list() == ["kinds"]
    said = list(sentences(table))
    assert said[0].startswith("aalen differs beyond size, density and kinds. Higher than expected")
    assert "reciprocity (99.9, highest of 2)" in said[0]
    assert said[1] == ("ulm: nothing differs beyond size, density and kinds (figures: 5).")


def test_a_figure_that_the_null_model_keeps_says_so():
    row = benchmark([TWO], names=["reciprocity"], null="dyads", draws=5).row(0, named=True)
    assert (row["percentile"], row["differs"]) == (None, None)
    assert row["note"] == "every such network by chance has this value"
    assert row["value"] == row["expected"] == row["low"] == row["high"]


def test_a_region_does_not_depend_on_what_stands_beside_it_but_for_who_is_highest():
    alone, other = network_of(ulm=(24, 60, 0.0)), network_of("other", aalen=(9, 20, 0.5))
    one = benchmark([alone], **QUICK)  # type: ignore[arg-type]
    both = benchmark([alone, other], **QUICK)  # type: ignore[arg-type]
    assert one["among"].null_count() == one.height
    assert both.head(one.height).drop("among").equals(one.drop("among"))
    assert both["among"].drop_nulls().to_list().count("highest") == 3


def test_the_order_of_rows_and_the_number_of_threads_change_nothing(
    monkeypatch: pytest.MonkeyPatch,
):
    tables = []
    for threads in (1, 3):
        monkeypatch.setattr("os.cpu_count", lambda n=threads: n)
        shuffled = {
            name: frame.sample(fraction=1, shuffle=True, seed=threads)
            for name, frame in TWO.tables.items()
        }
        tables.append(benchmark([check_frames("net", shuffled)], **QUICK))  # type: ignore[arg-type]
    assert tables[0].write_csv() == tables[1].write_csv()


def test_regions_of_one_name_are_told_apart_by_their_networks():
    here, there = network_of("here", ulm=(6, 9, 0)), network_of("there", ulm=(7, 9, 0))
    table = benchmark([here, there, TWO], **QUICK)  # type: ignore[arg-type]
    names = list(called(table).values())
    assert names == ["ulm (here)", "ulm (there)", "aalen", "ulm (net)"]
    with pytest.raises(InputError, match="two regions have the same name"):
        benchmark([here, here], **QUICK)  # type: ignore[arg-type]


def test_wrong_names_are_all_told_with_the_nearest():
    with pytest.raises(InputError) as error:
        benchmark([TWO], names=["transitivty", "density", "degree"], null="kind")  # type: ignore[arg-type]
    told = str(error.value)
    assert "did you mean transitivity?" in told
    assert "did you mean kinds?" in told
    assert "“degree” found" in told
    assert "“density” found" not in told


def test_the_usual_figures_are_metrics_of_ties():
    assert {METRICS[name].level for name in USUAL} <= {"group", "network"}
    assert len(set(USUAL)) == len(USUAL)


# ---- published networks


def test_published_networks_are_told_for_what_was_reckoned_in_the_same_way():
    names = ["reciprocity", "compactness", "ei_index_sector"]
    said = beside_published(benchmark([TWO], names=names, draws=9))
    assert "(7; Drabek et al. 1981)" in said
    assert "higher than expected: reciprocity 6 of 7, compactness 2 of 7;" in said
    assert said.endswith("lower: compactness 3 of 7.")
    assert beside_published(benchmark([TWO], names=names[:2], null="density", draws=9)) == ""
    assert beside_published(benchmark([TWO], names=names[2:], draws=9)) == ""
    assert set(PUBLISHED) <= set(USUAL)
    assert all(one.higher + one.lower <= one.of <= NETWORKS for one in PUBLISHED.values())


# ---- who did not answer


def silent(network: Network, *names: str) -> Network:
    known = network.organisations.with_columns(responded=~pl.col("id").is_in(names))
    assert network.ties is not None
    ties = network.ties.filter(~pl.col("source").is_in(names))
    return network.with_tables(organisations=known, ties=ties)


def test_where_all_answered_nothing_is_left_open():
    table = benchmark([silent(TWO)], **QUICK)  # type: ignore[arg-type]
    assert table["respondents"].to_list() == table["n"].to_list()
    assert table["silent_low"].null_count() == table.height
    plain = benchmark([TWO], **QUICK)  # type: ignore[arg-type]
    assert table.drop("respondents").equals(plain.drop("respondents"))


def test_silence_leaves_an_interval_round_the_value():
    quiet = ["aalen-03", "aalen-05", "aalen-08", "aalen-11"]
    table = benchmark([silent(TWO, *quiet)], **QUICK)  # type: ignore[arg-type]
    aalen, ulm = (table.filter(region=name) for name in ("aalen", "ulm"))
    assert aalen["respondents"].unique().to_list() == [12]
    assert (aalen["silent_low"] <= aalen["value"]).all()
    assert (aalen["value"] <= aalen["silent_high"]).all()
    assert (aalen["silent_low"] < aalen["silent_high"]).all()
    assert ulm["silent_low"].null_count() == ulm.height
    reported = compute(silent(TWO, *quiet), level="group", names=["reciprocity"])["reciprocity"][0]
    assert aalen["value"][0] > reported  # silence would count as a tie that is not returned


# ---- what is not told


def test_a_region_of_few_organisations_is_one_blank_row_with_the_reason():
    table = benchmark([network_of(aalen=(FEW - 1, 6, 0), ulm=(FEW, 9, 0))], **QUICK)  # type: ignore[arg-type]
    first = table.row(0, named=True)
    told = {name: value for name, value in first.items() if value is not None}
    assert told == {
        "network": "net",
        "region": "aalen",
        "note": "fewer than 5 organisations",
    }
    assert table["region"].to_list() == ["aalen", "ulm", "ulm", "ulm"]
    assert next(iter(sentences(table))) == "aalen: nothing is told (fewer than 5 organisations)."


def test_where_few_answered_nothing_is_told():
    names = [f"aalen-{n:02}" for n in range(12)]
    table = benchmark([silent(TWO, *names)], **QUICK)  # type: ignore[arg-type]
    assert table.row(0, named=True)["note"] == "fewer than 5 organisations answered"
    assert table.filter(region="aalen").height == 1


def test_a_network_without_ties_given_is_told_and_is_not_one_without_ties():
    rows = pl.DataFrame(organisations("ulm", 8))
    table = benchmark([check_frames("net", {"organisations": rows})], **QUICK)  # type: ignore[arg-type]
    assert table["note"].to_list() == ["the network has no table of such ties"]


@pytest.mark.parametrize(
    ("sectors", "expected", "note"),
    [
        ("aaaaabbbbb", "ab", None),
        ("aaaaabbcc", "a…", "firms of groups of fewer than 5 are left out"),
        ("aaaaabbccc", "a…", "groups of fewer than 5 firms are counted as one"),
        ("aabbc", "…", "groups of fewer than 5 firms are counted as one"),
        ("aabb", None, "firms of groups of fewer than 5 are left out"),
    ],
)
def test_small_sectors_count_as_one_or_not_at_all(sectors: str, expected: str, note: str | None):
    """What is told is the figure of the merged groups, whatever the small ones are in truth."""
    names = [f"f{n}" for n in range(len(sectors))]
    every = {(one, other) for one in names for other in names if one < other}
    rows = [
        {"id": name, "kind": "firm", "region": "ulm", "sector": sector}
        for name, sector in zip(names, sectors, strict=True)
    ]
    rows += [
        {"id": f"i{n}", "kind": "institution", "region": "ulm", "sector": None} for n in (1, 2)
    ]
    frames = {"organisations": pl.DataFrame(rows), "ties": ties_frame(every)}
    table = benchmark([check_frames("net", frames)], names=["ei_index_sector"], draws=9)
    row = table.row(0, named=True)
    small = {one for one in sectors if sectors.count(one) < FEW}
    enough = sum(sectors.count(one) for one in small) >= FEW
    merged = {
        name: ("…" if enough else None) if sector in small else sector
        for name, sector in zip(names, sectors, strict=True)
    }
    between = [(merged[a], merged[b]) for a, b in every if merged[a] and merged[b]]
    if between:
        across = sum(a != b for a, b in between)
        assert row["value"] == pytest.approx(2 * across / len(between) - 1)
    else:
        assert row["value"] is None
    assert (note or "") in (row["note"] or "")
    assert bool(row["note"]) or note is None


def test_nothing_of_a_manager_or_organisation_is_in_the_table():
    frames = dict(TWO.tables)
    frames["managers"] = pl.DataFrame({"id": ["maria"], "name": ["Maria M."], "region": ["ulm"]})
    text = benchmark([check_frames("net", frames)], **QUICK).write_csv()  # type: ignore[arg-type]
    assert "maria" not in text.lower()
    assert not any(name in text for name in TWO.organisations["id"])


@pytest.mark.parametrize("name", ["overlap_contacts", "overlap_memberships"])
def test_what_may_rest_on_one_manager_or_association_is_not_compared(name: str):
    with pytest.raises(InputError, match="no metric of a region's ties is called so"):
        benchmark([TWO], names=[name], draws=5)
