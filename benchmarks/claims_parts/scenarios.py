"""What is simulated: each scenario is a few changes to one set of values."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from qvgraph.declare import BySize, Value
from qvgraph.simulate.parameters import Values
from qvgraph.study.judge import public_share

Change = Value | Callable[[Values], Value]
"""A value, or what it is made from the values of the set."""

FLAT: Final = (
    "exchange.meetings",
    "search.own_identification",
    "search.release",
    "search.budget_euros",
)
"""The inputs by size that stand between a firm and what it could learn.

A fifth stays as it is, for it is law: what the state pays of long courses, by head count.
"""


class Scenario(NamedTuple):
    """Changes to a set of values, and for how many months it runs."""

    months: int
    changes: Mapping[str, Change]


def values_of(scenario: Scenario, base: Values) -> dict[str, Value]:
    """The values of a scenario in one set; nobody holds more than one post."""
    values = dict(base)
    for path, change in scenario.changes.items():
        values[path] = change(base) if callable(change) else change
    persons, fte = values["funding.persons"], values["funding.fte"]
    values["funding.persons"] = max(int(persons), math.ceil(fte))  # type: ignore[arg-type]
    return values


def post_months(scenario: Scenario, base: Values) -> float:
    """Nominal post-months that public money pays over the whole run."""
    values = values_of(scenario, base)
    months = sum(public_share(values, month) for month in range(scenario.months))
    return float(values["funding.fte"]) * months  # type: ignore[arg-type]


def flat(path: str) -> Callable[[Values], BySize]:
    """One value for all sizes: the mean over the firms, so that all firms together keep theirs.

    Weights are the set's own mix of sizes.
    """

    def mean(values: Values) -> BySize:
        by_size, mix = values[path], values["network.size_mix"]
        assert isinstance(by_size, BySize)
        assert isinstance(mix, BySize)
        total = math.fsum(one * part for one, part in zip(by_size, mix, strict=True))
        return BySize(*(4 * (total / math.fsum(mix),)))

    return mean


def _neutral(person: float, host: float) -> dict[str, Change]:
    return {"visits.personal_neutrality": person, "visits.host_neutrality": host}


PERSON, HOST = (0.5, 0.95, 1.0), (0.4, 0.9, 1.0)
"""Low end, default and high end of both neutralities."""
_MUTE: Final[Mapping[str, Change]] = MappingProxyType(
    {
        "visits.trust_memory": 0.0,
        "visits.join_trust": 0.0,
        "visits.join_base": lambda values: (
            values["visits.join_base"] + 0.5 * values["visits.join_trust"]  # type: ignore[operator]
        ),
    }
)
"""Nobody remembers an experience: trust is 1/2 wherever a rule asks for it, joining included."""
_NO_FEES = {"membership.fees": False}
_RETAINED = {"funding.retained_share": 1.0, "funding.retained_months": 24}
_HALF = {"funding.retained_share": 0.5, "funding.retained_months": 24}
_NOBODY = {"funding.fte": 0.0}
_FIVE_YEARS = {"funding.pilot_months": 60}
_ALL_FLAT = {path: flat(path) for path in FLAT}
_SUBSIDY = {"courses.subsidy": 0.7}
_KNOWN = {"courses.knows_support": 0.5}
_TURNTABLE = {**_RETAINED, "turntable.turntable": True}


def _two_years() -> dict[str, Scenario]:
    changes: dict[str, Mapping[str, Change]] = {
        "one post": {},
        "half a post": {"funding.fte": 0.5},
        "two posts": {"funding.fte": 2.0},
        "diagnosis 1": {"visits.diagnosis": 1.0},
        "diagnosis .3": {"visits.diagnosis": 0.3},
        "turnover .008": {"turnover.turnover": 0.008},
        "turnover .035": {"turnover.turnover": 0.035},
        "gone for 6 months": {"turnover.knock_month": 12},
        "gone for 12 months": {"turnover.knock_month": 12, "turnover.knock_months": 12},
        "5 % more hours": {
            "funding.hours_per_fte": lambda values: 1.05 * values["funding.hours_per_fte"]  # type: ignore[operator]
        },
        **{neutrality(person, host): _neutral(person, host) for person in PERSON for host in HOST},
        "low, trust fixed": {**_neutral(PERSON[0], HOST[0]), **_MUTE},
        "high, trust fixed": {**_neutral(PERSON[-1], HOST[-1]), **_MUTE},
    }
    return {name: Scenario(24, one) for name, one in changes.items()}


def neutrality(person: float, host: float) -> str:
    """The name of a scenario of the grid."""
    return f"person {person:g}, host {host:g}"


def _after_the_pilot() -> dict[str, Scenario]:
    changes: dict[str, Mapping[str, Change]] = {
        "cliff": _NO_FEES,
        "fees alone": {},
        "taper": {"funding.taper_months": 24},
        "retained": _RETAINED,
        "retained, no fees": {**_RETAINED, **_NO_FEES},
        "half retained": _HALF,
        "1.5 posts, end": {"funding.fte": 1.5},
    }
    return {name: Scenario(96, one) for name, one in changes.items()}


def _sizes() -> dict[str, Scenario]:
    manager = {"funding.fte": 1.0, **_FIVE_YEARS}
    changes: dict[str, Mapping[str, Change]] = {
        "nobody": _NOBODY,
        **{f"nobody, {path.split('.')[1]} flat": {**_NOBODY, path: flat(path)} for path in FLAT},
        "nobody, all four flat": {**_NOBODY, **_ALL_FLAT},
        "nobody, subsidy .7": {**_NOBODY, **_SUBSIDY},
        "nobody, support known": {**_NOBODY, **_KNOWN},
        "manager": manager,
        "manager, all four flat": {**manager, **_ALL_FLAT},
        "manager, subsidy .7": {**manager, **_SUBSIDY},
        "manager, support known": {**manager, **_KNOWN},
    }
    return {name: Scenario(60, one) for name, one in changes.items()}


def _turntables() -> dict[str, Scenario]:
    changes: dict[str, Mapping[str, Change]] = {
        "no turntable": _RETAINED,
        "turntable": _TURNTABLE,
        "turntable, trust low": {**_TURNTABLE, **_neutral(PERSON[0], HOST[0])},
        "turntable, trust high": {**_TURNTABLE, **_neutral(PERSON[-1], HOST[-1])},
    }
    return {name: Scenario(48, one) for name, one in changes.items()}


SCENARIOS: Final[Mapping[str, Scenario]] = MappingProxyType(
    {**_two_years(), **_after_the_pilot(), **_sizes(), **_turntables()}
)
"""Every scenario by name. What is not changed is as in the set; levers are at their defaults.

Leavers without a turntable do not depend on trust, so one scenario without serves all three.
"""
