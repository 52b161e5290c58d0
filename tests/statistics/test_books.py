"""The books of whole runs balance: hours, money, workers, members and knowledge.

Small cases, on both engines and firm by firm, stand in `tests/reference`; here everything happens
at once, for seven years, in several replicates.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pytest

from qvgraph.declare import SIZES, BySize
from qvgraph.simulate.parameters import DEFAULTS, Schedule
from qvgraph.simulate.record import SERIES

MONTHS, REPLICATES = 84, 6
SOON: Final = 1e-9
CENT: Final = 0.005

PLAN: Final[Mapping[str, Any]] = {
    **DEFAULTS,
    "network.trainings": 10,
    "funding.fte": 1.5,
    "funding.persons": 2,
    "funding.host_fte": 0.1,
    "funding.taper_months": 24,
    "funding.permanent_share": 0.15,
    "funding.hours_per_fte": Schedule(((0, 110.0), (9, 2500.0), (10, 110.0))),
    "turnover.turnover": 0.035,
    "courses.long_share": 0.4,
    "courses.knows_support": 0.5,
    "turntable.turntable": True,
    "turntable.labour_shock": 0.08,
    "visits.join_base": -3.0,
    "search.own_identification": BySize(0.05, 0.1, 0.3, 1.0),
    "search.release": BySize(0.16, 0.24, 0.4, 0.6),
}
"""Funding that tapers off, a turntable, much demand for courses, one month with hours to spare."""


@pytest.fixture(scope="module")
def runs(play) -> list[Any]:
    return [play({"region": PLAN}, MONTHS, draw=n % 2, replicate=n) for n in range(REPLICATES)]


@pytest.fixture(scope="module")
def figures(runs) -> dict[str, np.ndarray]:
    """Every series, shape (replicates, months)."""
    return {one.name: np.stack([run.record[one.name][:, 0] for run in runs]) for one in SERIES}


def test_everything_that_is_booked_happens_in_every_replicate(figures):
    """So that the sums below are not sums of nothing."""
    for one in SERIES:
        if one.unit in ("hours", "euros", "persons", "units of stock"):
            assert (np.nansum(np.abs(figures[one.name]), axis=1) > 0.0).all(), one.name


def test_the_hours_of_every_month_are_accounted_for(figures, runs):
    used = sum(
        figures[f"hours_{use}"]
        for use in "courses development placements visits introductions unused carried".split()
    )
    assert used == pytest.approx(figures["hours"], rel=SOON, abs=SOON)
    carried = [run.end.person["outside"].sum() + run.end.person["inside"].sum() for run in runs]
    change = (figures["hours_carried"] - figures["hours_lost"]).sum(axis=1)
    assert change == pytest.approx(np.array(carried), rel=SOON, abs=1e-7)


def test_every_use_of_hours_costs_what_the_plan_says(figures):
    for name, number, each in (
        ("hours_courses", "courses_manager", "courses.course_hours"),
        ("hours_placements", "placements", "turntable.placement_hours"),
        ("hours_visits", "visits", "visits.visit_hours"),
        ("hours_introductions", "introductions", "visits.introduction_hours"),
    ):
        assert figures[name] == pytest.approx(PLAN[each] * figures[number], rel=SOON), name


def test_public_money_is_its_three_parts_to_the_cent(figures):
    parts = figures["post_euros"] + figures["course_euros"] + figures["statutory_euros"]
    assert figures["public_euros"] == pytest.approx(parts, rel=0.0, abs=CENT)


def test_the_post_costs_the_public_what_it_pays_of_it_to_the_cent(figures):
    monthly = PLAN["funding.fte_cost_euros"] / 12
    due = figures["fte_public"] * monthly
    assert figures["post_euros"] == pytest.approx(due, rel=0.0, abs=CENT)


def test_fees_are_at_hand_or_spent_on_the_post(figures):
    spent = figures["fte_fees"] * PLAN["funding.fte_cost_euros"] / 12
    at_hand = np.cumsum(figures["fees_euros"] - spent, axis=1)
    assert figures["balance"] == pytest.approx(at_hand, rel=0.0, abs=CENT)
    assert figures["balance"].min() >= -1e-6


def test_every_worker_in_surplus_is_placed_stays_or_leaves(figures):
    ends = figures["placements"] + figures["stayed"] + figures["leavers"]
    assert (ends == figures["surplus"]).all()
    assert (figures["placements"] <= figures["offers"]).all()
    assert (figures["offers"] <= figures["surplus_brought"]).all()
    assert (figures["surplus_brought"] <= figures["surplus"]).all()


def test_members_are_those_who_joined_and_have_not_left(figures, runs):
    joined = np.cumsum(figures["joins"] - figures["leaves"], axis=1)
    at_start = [[run.start.firm["member"].sum()] for run in runs]
    assert (figures["members"] == joined + np.array(at_start)).all()


def test_obstacles_are_as_many_as_gaps_above_the_threshold(figures, runs):
    obstacles = sum(values for name, values in figures.items() if name.startswith("obstacle_"))
    for run, counted in zip(runs, obstacles, strict=True):
        gaps = run.end.need - run.end.stock > PLAN["needs.need_threshold"]
        assert gaps.sum() == counted[-1] > 100


def test_recorded_needs_and_gaps_are_those_of_the_firms(figures, runs):
    for n, run in enumerate(runs):
        for size, name in enumerate(SIZES):
            of_size = run.world.organisation["size_class"] == size
            need, stock = run.end.need[of_size], run.end.stock[of_size]
            unmet = np.maximum(0.0, need - stock)
            assert figures[f"need_{name}"][n, -1] == pytest.approx(need.sum(), rel=SOON)
            assert figures[f"unmet_{name}"][n, -1] == pytest.approx(unmet.sum(), rel=SOON)


def test_where_nothing_is_forgotten_all_new_stock_is_recorded_as_flow(play):
    """And all flow is by courses or exchange; that of members is part of it."""
    plan = {**PLAN, "needs.everyday_learning": 0.0, "needs.obsolescence": 0.0}
    for replicate in range(REPLICATES):
        run = play({"region": plan}, MONTHS, replicate=replicate)
        record = run.record[:, 0]
        gained = run.end.stock.sum() - run.start.stock.sum()
        assert record.flow.sum() == pytest.approx(gained, rel=0.0, abs=SOON)
        parts = record.flow_courses + record.flow_exchange
        assert record.flow == pytest.approx(parts, rel=SOON, abs=SOON)
        for name in ("flow", "flow_courses", "flow_exchange"):
            assert (record[f"{name}_members"] <= record[name] + SOON).all(), name
            assert record[f"{name}_members"].sum() > 0.0, name
        assert (run.end.stock >= run.start.stock).all()
