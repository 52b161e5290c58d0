"""The five claims of `benchmarks/claims.py`: what is declared, the arithmetic of a verdict."""

import csv
import importlib
import math
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from qvgraph.simulate.parameters import DEFAULTS, PARAMETERS, rows
from qvgraph.study.ranges import sets_over

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
PARTS = ("declared", "figures", "measuring", "report", "running", "scenarios", "tables", "files")


@pytest.fixture(scope="module")
def parts():
    sys.path.insert(0, str(BENCHMARKS))
    yield SimpleNamespace(
        **{name: importlib.import_module(f"claims_parts.{name}") for name in PARTS},
        command=importlib.import_module("claims"),
    )
    sys.path.remove(str(BENCHMARKS))


@pytest.fixture
def compared(parts):
    """A comparison of made-up figures, and its effect."""

    def effect(ours, theirs=None, **look):
        look = {"smallest": 0.1, **look}
        against = None if theirs is None else "theirs"
        one = parts.declared.Comparison("made up", "flow", "ours", against, **look)
        found = {("ours", "flow"): np.array(ours, float), ("theirs", "flow"): np.array(theirs or 0)}
        return parts.measuring.effect(one, found)

    return effect


# ---- what is declared


def test_every_claim_says_before_the_run_what_counts_and_what_falsifies_it(parts):
    assert [claim.key for claim in parts.declared.CLAIMS] == ["H1", "H2", "H3", "H4", "H5"]
    for claim in parts.declared.CLAIMS:
        assert claim.sentence
        assert claim.experiment
        assert claim.falsified_by
        assert claim.why_this_smallest
        assert claim.verdict
        for one in claim.verdict:
            assert one.smallest, f"{claim.key}: {one.name}"
            assert one.over_sets, f"{claim.key}: {one.name}"
        names = [one.name for one in claim.comparisons()]
        assert sorted(names) == sorted(set(names))


def test_scenarios_that_are_compared_exist_and_run_long_enough(parts):
    scenarios, figures = parts.scenarios.SCENARIOS, parts.figures.FIGURES
    for claim in parts.declared.CLAIMS:
        for one in claim.comparisons():
            pair = [name for name in (one.ours, one.theirs) if name]
            assert len({scenarios[name].months for name in pair}) == 1
            assert scenarios[one.ours].months >= figures[one.figure].months
            assert set(pair) <= set(claim.shown) | set(parts.declared.scenarios_needed(over_sets=1))
        for name, those in claim.shown.items():
            assert all(scenarios[name].months >= figures[figure].months for figure in those)
    needed = parts.declared.scenarios_needed(over_sets=False)
    assert set(parts.declared.scenarios_needed(over_sets=True)) <= set(needed)
    assert set(needed) == set(scenarios), "a scenario that nobody asks for"


def test_scenarios_change_declared_parameters_only(parts):
    for scenario in parts.scenarios.SCENARIOS.values():
        assert set(scenario.changes) <= set(PARAMETERS)


def test_post_months_are_those_that_the_scenarios_name(parts):
    scenarios = parts.scenarios.SCENARIOS
    paid = {
        name: parts.scenarios.post_months(one, DEFAULTS)
        for name, one in scenarios.items()
        if one.months == 96
    }
    assert paid == pytest.approx(
        {
            "cliff": 24,
            "fees alone": 24,
            "retained": 48,
            "retained, no fees": 48,
            "taper": 36,
            "half retained": 36,
            "1.5 posts, end": 36,
        }
    )


def test_inputs_made_flat_are_flat_and_keep_their_mean_over_the_firms(parts):
    for base in (DEFAULTS, {**DEFAULTS, **sets_over(None, 3, 1)[1]}):
        mix = base["network.size_mix"]
        for name in ("nobody", "manager"):
            values = parts.scenarios.values_of(
                parts.scenarios.SCENARIOS[f"{name}, all four flat"], base
            )
            row = rows([values])[0]
            for path in parts.scenarios.FLAT:
                before, after = base[path], values[path]
                assert len(set(before)) == 4
                assert len(set(after)) == 1
                assert set(row[PARAMETERS[path].name]) == {after.micro}
                total = math.fsum(one * part for one, part in zip(before, mix, strict=True))
                assert after.micro == pytest.approx(total)
    names = {path.split(".")[1] for path in parts.scenarios.FLAT}
    for name in names:
        scenario = parts.scenarios.SCENARIOS[f"nobody, {name} flat"]
        assert {path.split(".")[1] for path in scenario.changes} == {"fte", name}


def test_nobody_holds_more_than_one_post(parts):
    scenarios = parts.scenarios.SCENARIOS
    persons = {
        name: parts.scenarios.values_of(scenarios[name], DEFAULTS)["funding.persons"]
        for name in ("half a post", "one post", "1.5 posts, end", "two posts", "nobody")
    }
    assert list(persons.values()) == [1, 1, 2, 2, 1]


# ---- effects


def test_an_effect_is_paired_and_its_interval_goes_over_networks(compared):
    theirs = [[10.0, 30.0], [100.0, 0.0], [7.0, 7.0]]
    ours = [[11.0, 31.0], [102.0, 2.0], [7.0, 13.0]]
    found = compared(ours, theirs)  # differences of the networks: 1, 2 and 3
    half = 2.919986 / 3**0.5  # t with 2 degrees of freedom, 95 %
    assert found.value == pytest.approx(2.0)
    assert (found.low, found.high) == pytest.approx((2.0 - half, 2.0 + half))


def test_a_relative_effect_is_the_ratio_of_means(compared):
    theirs = [[1.0], [2.0], [9.0]]
    ours = [[2.0], [2.0], [12.0]]
    found = compared(ours, theirs, relative=True)
    assert found.value == pytest.approx(4.0 / 12.0)
    left = np.array([1 - 1 / 3, 0 - 2 / 3, 3 - 9 / 3]) / 4.0
    half = 2.919986 * left.std(ddof=1) / 3**0.5
    assert found.high - found.low == pytest.approx(2 * half)
    alike = compared([[1.5], [3.0], [13.5]], theirs, relative=True)
    assert (alike.low, alike.value, alike.high) == pytest.approx((0.5, 0.5, 0.5))


def test_pairs_with_a_missing_side_are_left_out(compared):
    missing = [[np.nan, 4.0], [4.0, 4.0]]
    assert compared(missing, [[1.0, 2.0], [2.0, 2.0]], relative=True).value == pytest.approx(1.0)
    assert compared([[np.nan], [np.nan]]).value is None
    assert compared([[1.0], [1.0]], [[0.0], [0.0]], relative=True).value is None


def test_a_level_needs_no_other_scenario(compared):
    assert compared([[1.0, 3.0], [2.0, 6.0]]).value == pytest.approx(3.0)


# ---- holding


def test_a_margin_counts_in_the_claimed_direction(parts):
    less = parts.declared.Comparison("less", "flow", "a", "b", -0.1, relative=True)
    assert parts.measuring.margin(less, -0.2) == pytest.approx(2.0)
    assert parts.measuring.margin(less, 0.2) == pytest.approx(-2.0)
    assert math.isnan(parts.measuring.margin(less, None))


def test_a_verdict_needs_all_its_comparisons_and_fails_with_one(parts):
    nan = np.nan
    table = np.array([[2.0, 1.0], [3.0, 0.9], [nan, 0.5], [nan, 1.5], [nan, nan]])
    lowest = parts.measuring.weakest(table)
    assert lowest == pytest.approx([1.0, 0.9, 0.5, nan, nan], nan_ok=True)
    assert parts.measuring.tally(lowest) == (1, 3)
    assert parts.measuring.Tally(0, 0).share == 0.0


def test_a_claim_is_falsified_when_it_holds_in_fewer_than_half_of_the_known_sets(parts):
    claim = parts.declared.CLAIMS[0]
    half = parts.report.Finding(claim, (), np.array([2.0, 0.0, np.nan]), ())
    fewer = parts.report.Finding(claim, (), np.array([2.0, 0.0, 0.0]), ())
    assert (half.falsified, fewer.falsified) == (False, True)


# ---- what flips it


def test_the_assumption_that_flips_a_claim_comes_first_with_its_sign(parts):
    generator = np.random.default_rng(1)
    where = {f"p{n}": (generator.permutation(90) + 0.5) / 90 for n in range(30)}
    margins = 2.0 - 4.0 * where["p7"] + 2.0 * where["p3"] ** 2
    margins[5] = np.nan
    first, second, *others = parts.measuring.flips(margins, where)
    assert (first.path, second.path) == ("p7", "p3")
    assert first.rank < -0.7
    assert second.rank > 0.3
    assert first.low > 0.9
    assert first.high < 0.1
    assert second.low < second.high
    assert len(others) == 28
    assert abs(others[0].rank) < parts.measuring.by_chance(89, 30)


def test_only_the_order_of_places_and_margins_matters(parts):
    where = {"p": np.linspace(0.01, 0.99, 20)}
    (rising,) = parts.measuring.flips(np.exp(30 * where["p"]), where)
    assert rising.rank == pytest.approx(1.0)
    (never,) = parts.measuring.flips(np.full(20, 5.0), where)
    assert (never.rank, never.low, never.high) == (0.0, 1.0, 1.0)


def test_the_bound_of_chance_is_passed_by_the_strongest_of_many_in_one_of_twenty(parts):
    generator = np.random.default_rng(2)
    sets, paths, tries = 100, 88, 400
    target = np.arange(sets) - (sets - 1) / 2
    strongest = np.empty(tries)
    for n in range(tries):
        places = generator.permuted(np.tile(target, (paths, 1)), axis=1)
        strongest[n] = abs(places @ target).max() / (target @ target)
    assert 0.01 < (strongest > parts.measuring.by_chance(sets, paths)).mean() < 0.09


def test_coupling_is_one_for_strangers_and_large_for_twins(parts):
    generator = np.random.default_rng(3)
    first, second, noise = generator.normal(size=(3, 200, 20))
    assert parts.measuring.coupling(first, second) == pytest.approx(1.0, abs=0.1)
    assert parts.measuring.coupling(first, first + 0.1 * noise) == pytest.approx(200, rel=0.1)
    assert math.isnan(parts.measuring.coupling(first, first))


# ---- figures and runs


def test_figures_are_read_from_the_months_they_name(parts):
    from qvgraph.simulate import record as records

    record = np.zeros((2, 60), records.ROW)
    record["flow_members"][:, 12:24] = 1.0
    record["flow_members"][1, 24] = 99.0
    record["trust_firms"][:, 23] = 0.7
    record["open_talks"][:, 12:24], record["visits"][:, 12:24] = 3.0, 12.0
    record["gap_micro"][:, 0], record["gap_micro"][:, 59] = 0.5, 0.4
    record["gap_large"][:, 0], record["gap_large"][:, 59] = 0.4, [0.1, np.nan]
    found = parts.figures.read(record)
    assert list(found["flow"]) == [12.0, 12.0]
    assert list(found["trust_firms"]) == [0.7, 0.7]
    assert list(found["openness"]) == [0.25, 0.25]
    assert found["lead"] == pytest.approx([0.75 - 0.2, np.nan], nan_ok=True)
    assert "strict" not in found


@pytest.mark.slow
def test_all_scenarios_meet_the_same_networks_and_luck_on_any_number_of_threads(parts):
    base = {**DEFAULTS, "network.firms": 120, "turntable.surplus_share": 0.15}
    names = ("turntable", "no turntable", "low, trust fixed", "high, trust fixed", "one post")
    (found,), _ = parts.running.run_all(names, [base], (2, 2), 1, 1)
    (again,), _ = parts.running.run_all(names[::-1], [base], (2, 2), 1, 2)
    assert found.keys() == again.keys()
    for key, values in found.items():
        np.testing.assert_array_equal(values, again[key])
    # The same workers are spare with and without; nobody is kept who was not placed.
    np.testing.assert_array_equal(found["turntable", "surplus"], found["no turntable", "surplus"])
    kept = found["no turntable", "leavers"] - found["turntable", "leavers"]
    assert (kept >= 0).all()
    assert (kept <= found["turntable", "placements"]).all()
    assert found["turntable", "placements"].sum() > 0
    for name in names[2:4]:
        assert set(found[name, "trust_firms"].ravel()) == {0.5}
    assert 0.5 not in found["one post", "trust_firms"]


@pytest.mark.slow
def test_the_command_reports_and_writes_every_claim(parts, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(parts.command, "QUICK", parts.running.Size(2, 1, 3, 1, 1))
    monkeypatch.setattr(sys, "argv", ["claims.py", "--quick", "--out", str(tmp_path)])
    parts.command.main()
    said = capsys.readouterr().out
    assert "Modellrechnung, keine Prognose" in said
    assert "synthetic" in said
    assert "Sets: 3 of all assumptions" in said
    assert "seed 2019" in said
    with (tmp_path / "claims.csv").open(encoding="utf-8") as file:
        written = list(csv.DictReader(file))
    for claim in parts.declared.CLAIMS:
        assert f"{claim.key}  {claim.sentence}" in said
        verdict = [row for row in written if (row["claim"], row["role"]) == (claim.key, "verdict")]
        assert len(verdict) == len(claim.verdict)
        assert all(row["smallest"] and row["sets_known"] for row in verdict)
    with (tmp_path / "claims_assumptions.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 5 * 88
    assert "<svg" in (tmp_path / "claims.svg").read_text("utf-8")
