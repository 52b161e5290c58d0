"""What a replicate comes to: small records, judged by hand."""

from dataclasses import dataclass

import numpy as np
import polars as pl
import pytest

from qvgraph.simulate.record import ROW
from qvgraph.study.outcomes import OUTCOMES, outcomes_of

MONTHS = 60
PILOT = (0, 24)


@dataclass(frozen=True)
class Rule:
    """A rule of judgement."""

    core: float = 12
    theta: float = 0.5


def calm_record(replicates: int = 1, regions: int = 1) -> np.ndarray:
    """Every month alike: 30 active of 40 members, a flow of 2, half of the need unmet."""
    record = np.zeros((replicates, MONTHS, regions), ROW).view(np.recarray)
    record.members, record.active_members = 40.0, 30.0
    record.flow_members, record.trust = 2.0, 0.6
    record.post_euros = record.public_euros = 1000.0
    for size, need in {"micro": 8.0, "small": 4.0, "medium": 2.0, "large": 0.0}.items():
        record[f"need_{size}"], record[f"unmet_{size}"] = need, need / 2
    return record


def judged(
    record: np.ndarray,
    *,
    pilots: tuple[tuple[int, int], ...] = (PILOT,),
    month: int = 48,
    rule: Rule | None = None,
) -> pl.DataFrame:
    names = [f"region-{r}" for r in range(record.shape[2])]
    pilot = np.array(pilots * (record.shape[2] // len(pilots)))
    months = np.full(record.shape[2], month)
    return outcomes_of(record, names, pilot, months, rule or Rule())


def first(table: pl.DataFrame, region: str = "region-0") -> dict[str, float | None]:
    return table.filter(pl.col("region") == region).row(0, named=True)


def test_a_network_that_stays_as_it_was_is_sustained() -> None:
    row = first(judged(calm_record()))
    assert row["sustained"] == row["sustained_lenient"] == 1.0
    assert row["active_at_pilot_end"] == row["active_at_judging"] == 30.0
    assert row["flow_pilot"] == row["flow_after"] == 24.0
    assert row["active_ratio"] == row["flow_ratio"] == 1.0


def test_stocks_are_those_before_the_judged_month_runs_and_sums_end_with_them() -> None:
    record = calm_record()
    record.members[0, 47, 0], record.members[0, 48, 0] = 33.0, 99.0
    record.joins[0, 47:49, 0] = 1.0
    row = first(judged(record))
    assert row["members"] == 33.0
    assert row["joins"] == 1.0
    assert row["post_euros"] == row["public_euros"] == 48_000.0


def test_the_last_month_of_the_run_can_be_judged() -> None:
    record = calm_record()
    record.members[0, -1, 0] = 7.0
    assert first(judged(record, month=MONTHS))["members"] == 7.0


@pytest.mark.parametrize(
    ("active", "strict", "lenient"), [(15.0, 1.0, 1.0), (14.0, 0.0, 1.0), (11.0, 0.0, 0.0)]
)
def test_strict_asks_for_half_of_the_active_members_lenient_for_the_core(
    active: float, strict: float, lenient: float
) -> None:
    record = calm_record()
    record.active_members[0, 47, 0] = active
    row = first(judged(record))
    assert (row["sustained"], row["sustained_lenient"]) == (strict, lenient)


@pytest.mark.parametrize(("flow", "strict"), [(1.0, 1.0), (0.99, 0.0)])
def test_strict_asks_for_half_of_the_knowledge_flow(flow: float, strict: float) -> None:
    record = calm_record()
    record.flow_members[0, 36:48, 0] = flow
    assert first(judged(record))["sustained"] == strict


@pytest.mark.parametrize(("flow", "strict"), [(0.0, 0.0), (0.01, 1.0)])
def test_after_a_pilot_without_flow_any_flow_will_do_and_the_ratio_is_missing(
    flow: float, strict: float
) -> None:
    record = calm_record()
    record.flow_members[0, 12:24, 0] = 0.0
    record.flow_members[0, 36:48, 0] = flow
    row = first(judged(record))
    assert row["sustained"] == strict
    assert row["flow_ratio"] is None


def test_with_less_than_a_year_of_the_pilot_inside_the_run_strict_is_missing() -> None:
    row = first(judged(calm_record(), pilots=((-13, 24),)))
    assert row["sustained"] is row["flow_pilot"] is row["flow_ratio"] is None
    assert row["sustained_lenient"] == 1.0
    assert row["active_at_pilot_end"] == 30.0
    assert first(judged(calm_record(), pilots=((-12, 24),)))["sustained"] == 1.0


def test_a_pilot_that_ended_before_the_run_leaves_nothing_to_compare_with() -> None:
    row = first(judged(calm_record(), pilots=((-40, 24),), month=6))
    assert row["active_at_pilot_end"] is row["active_ratio"] is row["flow_after"] is None
    assert row["sustained_lenient"] == 1.0


def test_a_pilot_that_still_runs_when_judged_cannot_have_lasted() -> None:
    row = first(judged(calm_record(), pilots=((30, 24),)))
    assert row["sustained"] is row["active_at_pilot_end"] is None
    assert row["flow_after"] == 24.0


SUMS = (
    *("courses_manager", "courses_developed", "participants"),
    *("placements", "leavers", "stayed", "surplus"),
    *("post_euros", "course_euros", "statutory_euros", "fees_euros", "public_euros"),
    *("joins", "leaves"),
)
"""Outcomes that are the sum of the series of the same name."""


@pytest.mark.parametrize("name", SUMS)
def test_counts_and_euros_are_summed_up_to_the_judged_month(name: str) -> None:
    record = calm_record(regions=2)
    record[name] = 0.0
    record[name][0, 3], record[name][0, 47], record[name][0, 48] = [1, 2], [4, 8], [16, 32]
    table = judged(record)
    assert first(table)[name] == 5.0
    assert first(table, "all")[name] == 15.0


def test_courses_are_those_of_the_manager_and_those_without() -> None:
    record = calm_record()
    record.courses_manager[0, [0, 47, 48], 0] = 2.0
    record.courses_self[0, [5, 47, 48], 0] = 3.0
    row = first(judged(record))
    assert (row["courses"], row["courses_manager"]) == (10.0, 4.0)


def test_outcomes_stand_in_the_order_of_the_interface() -> None:
    names = [outcome.name for outcome in OUTCOMES]
    assert judged(calm_record()).columns == ["replicate", "region", *names]
    middle = names[names.index("members") : names.index("post_euros")]
    assert middle == [
        *("members", "courses", "courses_manager", "courses_developed", "participants"),
        *("placements", "leavers", "stayed", "surplus"),
    ]


def test_nothing_that_a_sound_record_holds_is_missing() -> None:
    row = first(judged(calm_record()))
    assert [name for name, value in row.items() if value is None] == ["gap_large"]


def test_all_regions_together_are_sums_and_ratios_of_sums() -> None:
    record = calm_record(regions=2)
    record.members[0, 47] = [30.0, 10.0]
    record.trust[0, 47] = [0.8, 0.4]
    record.active_members[0, 47] = [30.0, 6.0]
    record.unmet_micro[0, 47] = [1.0, 8.0]
    row = first(judged(record), "all")
    assert row["members"] == 40.0
    assert row["trust"] == pytest.approx((30 * 0.8 + 10 * 0.4) / 40)
    assert row["active_ratio"] == 36 / 60
    assert row["gap_micro"] == 9 / 16
    assert row["gap_large"] is None
    assert row["gap_end"] == (9 + 4 + 2) / 28
    assert row["sustained"] == 0.5


def test_trust_of_all_regions_leaves_out_the_one_without_members() -> None:
    record = calm_record(regions=2)
    record.members[0, 47] = [0.0, 10.0]
    record.trust[0, 47] = [np.nan, 0.4]
    table = judged(record)
    assert first(table)["trust"] is None
    assert first(table, "all")["trust"] == 0.4


def test_a_region_without_a_value_is_left_out_of_both_sides() -> None:
    record = calm_record(regions=2)
    record.active_members[0, 47] = [15.0, 3.0]
    row = first(judged(record, pilots=(PILOT, (-40, 24))), "all")
    assert row["sustained"] == 1.0
    assert row["sustained_lenient"] == 0.5
    assert row["active_at_judging"] == 18.0
    assert row["active_ratio"] == 0.5


def test_rows_are_replicate_by_replicate_and_any_block_gives_the_same() -> None:
    random = np.random.default_rng(7)
    record = calm_record(replicates=4, regions=3)
    record.flow_members = random.random(record.shape)
    record.post_euros = random.random(record.shape) * 1e4
    whole = judged(record)
    assert whole["replicate"].to_list() == [n for n in range(4) for _ in range(4)]
    assert whole["region"].to_list()[:4] == ["region-0", "region-1", "region-2", "all"]
    names, pilot, month = ["region-0", "region-1", "region-2"], np.array([PILOT] * 3), [48] * 3
    parts = [
        outcomes_of(record[n : n + 1], names, pilot, np.array(month), Rule(), first=n)
        for n in range(4)
    ]
    assert pl.concat(parts).equals(whole)
