"""At no bound of any parameter does a figure become NaN, infinite, or what it cannot be."""

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qvgraph.declare import CLASSES, SIZES, BySize
from qvgraph.simulate.parameters import DEFAULTS, PARAMETERS
from qvgraph.simulate.record import SERIES

FIRMS, MONTHS = 20, 36
TOLERANCE: Final = {
    **dict.fromkeys(("count", "persons", "fte", "units of stock"), 0.0),
    "share": 1e-12,
    "hours": 1e-9,
    "euros": 1e-6,
}
"""How far rounding may carry a figure of a unit beyond its end."""

BUSY: Final[Mapping[str, Any]] = {
    **DEFAULTS,
    "network.firms": FIRMS,
    "network.trainings": 8,
    "network.skills": 8,
    "funding.persons": 2,
    "funding.pilot_months": 12,
    "funding.retained_share": 0.5,
    "funding.retained_months": 6,
    "funding.taper_months": 6,
    "funding.host_fte": 0.1,
    "funding.reopen_months": 1.0,
    "turnover.knock_month": 9,
    "turnover.knock_months": 2,
    "needs.need_shift": 0.2,
    "courses.minimum_participants": 2,
    "courses.course_hours": 6.0,
    "courses.develop_hours": 30.0,
    "courses.self_run": 0.3,
    "courses.long_share": 0.3,
    "turntable.turntable": True,
    "turntable.labour_shock": 0.3,
    "visits.join_base": -1.5,
    "broadcast.newsletter": 0.2,
    "search.own_identification": BySize(0.4, 0.4, 0.4, 0.4),
    "search.release": BySize(0.5, 0.5, 0.5, 0.5),
}
"""Every mechanism has something to do among few firms in few months."""

MEAN_OVER: Final = {
    **dict.fromkeys(("trust", "trust_person", "trust_institution", "contact"), "members"),
    **{f"gap_{size}": f"need_{size}" for size in SIZES},
}
"""Means and shares that are missing where the other figure is 0. Nothing else ever is, except
`gap` without any need and the figures of all firms in a region without firms."""

OF_ALL_FIRMS: Final = (
    *("trust_firms", "trust_person_firms", "trust_institution_firms", "contact_firms"),
    "largest_component_share",
)
MAY_BE_NEGATIVE: Final = ("hours_carried", "hours_lost")
"""A change, and a debt: an introduction may overdraw the hours, and who leaves takes it along."""


def bounds(path: str) -> dict[str, Any]:
    """All ends of a parameter, also those of its type where the range of a study can be lifted."""
    parameter = PARAMETERS[path]
    spec = parameter.spec
    if spec.type == "flag":
        return {"off": False, "on": True}
    found = {"low": spec.low, "high": spec.high}
    if path == "network.size_mix":
        return found | {size: BySize(*(float(one == size) for one in SIZES)) for size in SIZES}
    if parameter.kind == "assumption":
        for name, limit in (("least", spec.least), ("most", spec.most)):
            if math.isfinite(limit):
                kind = int if spec.type == "count" else float
                found[name] = (
                    CLASSES[spec.type](*(limit for _ in spec.classes))
                    if spec.classes
                    else kind(limit)
                )
    return {name: value for name, value in found.items() if value is not None}


def is_sound(plan: Mapping[str, Any]) -> bool:
    """Whether a study may ask for it: no bounds of other parameters contradict each other."""
    return plan["network.need_low"] < plan["network.need_high"]


def with_persons(plan: Mapping[str, Any]) -> dict[str, Any]:
    """As a study does: nobody holds more than one post."""
    persons = max(plan["funding.persons"], math.ceil(plan["funding.fte"]))
    return {**plan, "funding.persons": persons}


CASES: Final = [
    pytest.param(path, value, id=f"{path} {name}")
    for path in PARAMETERS
    for name, value in bounds(path).items()
    if is_sound({**BUSY, path: value})
]


@pytest.mark.parametrize(("path", "value"), CASES)
def test_nothing_breaks_at_the_bounds_of_a_parameter(play, path: str, value: Any):
    everything_is_sound(play, with_persons({**BUSY, path: value}), MONTHS)


@st.composite
def plans_of_bounds(draw) -> dict[str, Any]:
    """Each parameter at its default or at one of its bounds."""
    plan = {}
    for path, parameter in PARAMETERS.items():
        ends = bounds(path)
        if path == "network.firms":
            ends = {"few": FIRMS, "least": ends["least"]}
        plan[path] = draw(st.sampled_from([parameter.default, *ends.values()]))
    if not is_sound(plan):
        plan["network.need_low"], plan["network.need_high"] = 0.0, 1.0
    return with_persons(plan)


@settings(max_examples=30)
@given(plan=plans_of_bounds())
def test_nothing_breaks_where_bounds_meet(play, plan):
    everything_is_sound(play, plan, MONTHS // 2)
    everything_is_sound(play, plan, MONTHS)


def test_a_region_without_firms_has_no_means_and_does_not_break(play):
    plans = {"a": BUSY, "b": {**BUSY, "network.firms": 0}}
    played = play(plans, MONTHS)
    check_record(played.record[:, 0], FIRMS)
    check_record(played.record[:, 1], 0)
    check_state(played)


def test_among_few_firms_every_figure_is_above_0_at_some_time(play):
    """So that the tests above do not hold for want of anything that could break."""
    records = [play({"region": BUSY}, MONTHS, draw=draw).record for draw in range(8)]
    silent = [
        one.name for one in SERIES if not any((record[one.name] > 0.0).any() for record in records)
    ]
    assert silent == []


# ---- what sound is


def everything_is_sound(play: Any, plan: Mapping[str, Any], last: int) -> None:
    """All figures of two regions up to a month, and the state that it leaves."""
    played = play({"a": plan, "b": plan}, MONTHS, last=last)
    for r in range(2):
        check_record(played.record[:last, r], plan["network.firms"])
    check_state(played)


def check_record(figures: np.recarray, firms: int) -> None:
    """The months of one region."""
    none_needed = sum(figures[f"need_{size}"] for size in SIZES) == 0.0
    for one in SERIES:
        values = figures[one.name]
        missing = np.zeros(len(figures), bool)
        if one.name in MEAN_OVER:
            missing = figures[MEAN_OVER[one.name]] == 0.0
        elif one.name in OF_ALL_FIRMS:
            missing[:] = firms == 0
        elif one.name == "gap":
            missing = none_needed
        assert (np.isnan(values) == missing).all(), one.name
        there = values[~missing]
        assert np.isfinite(there).all(), one.name
        if one.name not in MAY_BE_NEGATIVE:
            assert (there >= -TOLERANCE[one.unit]).all(), (one.name, there.min())
        if one.unit == "share":
            assert (there <= 1.0 + TOLERANCE["share"]).all(), (one.name, there.max())
        if one.unit in ("count", "persons"):
            assert (there == np.floor(there)).all(), one.name
    assert (figures.active_members <= figures.members).all()
    assert (figures.members <= firms).all()


def check_state(played: Any) -> None:
    """Levels, ties, trust, contact and money of every firm, post and person."""
    state, firm = played.end, played.world.organisation["size_class"] >= 0
    used = np.arange(state.tie_strength.shape[1]) < state.tie_count[:, None]
    assert np.isposinf(state.tie_strength[~used]).all(), "empty slots"
    shares = {
        "need": state.need[firm],
        "stock": state.stock[firm],
        "contact": state.contact,
        "strength": state.tie_strength[used],
        "trust of a tie": state.tie_trust[used],
        "trust in the person": state.reputation[0] / (state.reputation[0] + state.reputation[1]),
        "trust in the host": state.reputation[2] / (state.reputation[2] + state.reputation[3]),
    }
    for name, values in shares.items():
        assert np.isfinite(values).all(), name
        assert (values >= 0.0).all(), name
        assert (values <= 1.0 + TOLERANCE["share"]).all(), name
    money = {
        "account": state.firm["account"][firm],
        "benefit": state.firm["benefit"][firm & (state.firm["member"] != 0)],
        "balance": state.region["balance"],
        "price": state.training["price"],
    }
    for name, values in money.items():
        assert np.isfinite(values).all(), name
        assert (values >= -TOLERANCE["euros"]).all(), name
    for field in state.person.dtype.names:
        assert np.isfinite(state.person[field]).all(), field
    for field in state.region.dtype.names:
        assert np.isfinite(state.region[field]).all(), field
