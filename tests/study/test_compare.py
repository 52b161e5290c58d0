"""Scenarios against the baseline, calculated by hand."""

import numpy as np
import polars as pl
import pytest
from by_hand import T, interval

from qvgraph.study.compare import CHANCE_ONLY, compare, estimate, pairs
from qvgraph.study.outcomes import OUTCOMES


def outcomes_with(name: str, *, draws: int = 2, **by_scenario: list[float | None]) -> pl.DataFrame:
    """All outcomes null but one, with as many replicates per draw as the values need."""
    rows = [
        {outcome.name: None for outcome in OUTCOMES}
        | {"scenario": scenario, "draw": n * draws // len(values), "replicate": n, "region": "all"}
        | {name: value}
        for scenario, values in by_scenario.items()
        for n, value in enumerate(values)
    ]
    return pl.DataFrame(
        rows,
        {outcome.name: pl.Float64 for outcome in OUTCOMES}
        | {"scenario": pl.String, "draw": pl.Int64, "replicate": pl.Int64, "region": pl.String},
    )


def one(table: pl.DataFrame, scenario: str, outcome: str) -> dict[str, object]:
    return table.row(
        by_predicate=(pl.col("scenario") == scenario) & (pl.col("outcome") == outcome), named=True
    )


def test_the_interval_goes_over_the_means_of_draws() -> None:
    outcomes = outcomes_with("members", base=[1, 1, 1, 1], more=[2, 4, 6, 8])
    row = one(compare(outcomes, "base"), "more", "members")
    # Draw means of the difference are 2 and 6: mean 4, standard error 2; two are never skewed.
    assert row["value"] == 5.0
    assert row["difference"] == 4.0
    assert row["low"] == pytest.approx(4 - 2 * T[1])
    assert row["high"] == pytest.approx(4 + 2 * T[1])
    assert row["n"] == 4
    assert row["note"] is None


def test_one_draw_far_above_the_others_makes_the_interval_longer_upwards() -> None:
    outcomes = outcomes_with("members", draws=4, base=[1] * 8, more=[1, 3, 2, 2, 3, 3, 9, 7])
    row = one(compare(outcomes, "base"), "more", "members")
    # Draw means of the difference are 1, 1, 2 and 7.
    low, high = interval([1.0, 1.0, 2.0, 7.0])
    assert (row["low"], row["difference"], row["high"]) == pytest.approx((low, 2.75, high))
    # By hand: variance 24.75 / 3 = 2.872², error 1.436, skewness 65.625 / 4 / 2.872³ = 0.692, which
    # adds 0.692 (2 × 2.353² + 1) / 12 = 0.697 errors.
    assert row["low"] == pytest.approx(2.75 - 2.353 * 1.436, abs=0.002)
    assert row["high"] == pytest.approx(2.75 + (2.353 + 0.697) * 1.436, abs=0.002)


def test_the_same_difference_seen_from_the_other_side_has_the_same_ends() -> None:
    outcomes = outcomes_with("members", draws=4, base=[1] * 4, more=[2, 2, 3, 8])
    found = pairs(outcomes, "members")
    forth, back = found["more", "base"], found["base", "more"]
    assert (back.value, back.low, back.high) == (-2.75, -forth.high, -forth.low)
    assert (forth.low, forth.high) == pytest.approx(interval([1.0, 1.0, 2.0, 7.0]))


def test_with_one_draw_the_interval_goes_over_its_replicates_and_says_so() -> None:
    outcomes = outcomes_with("members", draws=1, base=[1, 1], more=[3, 7])
    row = one(compare(outcomes, "base"), "more", "members")
    assert row["difference"] == 4.0
    assert row["high"] == pytest.approx(4 + 2 * T[1])
    assert row["note"] == CHANCE_ONLY


def test_one_pair_has_a_difference_and_no_interval() -> None:
    outcomes = outcomes_with("members", draws=1, base=[1], more=[3])
    row = one(compare(outcomes, "base"), "more", "members")
    assert (row["difference"], row["low"], row["high"], row["n"]) == (2.0, None, None, 1)


def test_equal_scenarios_differ_by_exactly_nothing() -> None:
    values = list(np.random.default_rng(3).random(60))
    outcomes = outcomes_with("flow_after", draws=3, base=values, same=values)
    row = one(compare(outcomes, "base"), "same", "flow_after")
    assert row["difference"] == row["low"] == row["high"] == 0.0
    assert row["probability_better"] == 0.5


def test_pairs_are_found_whatever_the_order_of_rows() -> None:
    outcomes = outcomes_with("members", base=[1, 2, 30, 4], more=[2, 3, 31, 5])
    shuffled = outcomes.sample(fraction=1.0, shuffle=True, seed=5)
    row = one(compare(shuffled, "base"), "more", "members")
    assert row["difference"] == row["low"] == row["high"] == 1.0


def test_a_replicate_without_its_pair_is_left_out() -> None:
    outcomes = outcomes_with("members", base=[1, 2, 3], more=[2, 3, 4])
    row = one(compare(outcomes.slice(1), "base"), "more", "members")
    assert (row["difference"], row["n"]) == (1.0, 2)


def test_a_pair_of_which_one_side_is_missing_is_left_out() -> None:
    outcomes = outcomes_with("trust", base=[0.5, None, 0.5, 0.5], more=[0.6, 0.9, None, 0.6])
    row = one(compare(outcomes, "base"), "more", "trust")
    assert row["n"] == 2
    assert row["difference"] == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("outcome", "probability"), [("members", 0.625), ("gap_end", 0.375), ("fees_euros", None)]
)
def test_better_follows_the_direction_of_the_outcome_and_ties_count_half(
    outcome: str, probability: float | None
) -> None:
    outcomes = outcomes_with(outcome, base=[1, 1, 1, 1], more=[2, 2, 1, 0])
    assert one(compare(outcomes, "base"), "more", outcome)["probability_better"] == probability


def test_the_baseline_has_values_and_no_difference() -> None:
    outcomes = outcomes_with("members", base=[1, 3], more=[2, 3])
    row = one(compare(outcomes, "base"), "base", "members")
    assert row["value"] == 2.0
    assert row["difference"] is row["low"] is row["probability_better"] is None


def test_every_outcome_has_a_row_and_what_is_missing_stays_null() -> None:
    table = compare(outcomes_with("members", base=[1, 3], more=[2, 3]), "base")
    assert table["outcome"].to_list() == [outcome.name for outcome in OUTCOMES] * 2
    row = one(table, "more", "courses")
    assert row["value"] is row["difference"] is None
    assert (row["n"], row["note"]) == (0, None)


def test_a_scenario_with_networks_of_its_own_is_paired_all_the_same() -> None:
    outcomes = outcomes_with("members", base=[1, 3], more=[2, 4])
    named = outcomes.with_columns(network=pl.col("scenario").replace("more", "other (synthetic)"))
    row = one(compare(named, "base"), "more", "members")
    assert (row["network"], row["difference"]) == ("other (synthetic)", 1.0)


def test_an_estimate_of_nothing_is_nothing() -> None:
    assert estimate(np.array([np.nan]), np.array([0])) == (None, None, None, 0, False)
