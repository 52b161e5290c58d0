"""All declared levers and assumptions, and their way into arrays.

A scenario becomes read-only structured arrays with one row per region, one array for each stretch
of months in which nothing scheduled changes: `p[r].visit_hours`, by size `p[r].meetings[size]`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from qvgraph.declare import Parameter, Value, parameters_of
from qvgraph.kernels.rows import bits_of
from qvgraph.model import assumptions as network
from qvgraph.simulate.mechanisms import (
    broadcast,
    courses,
    exchange,
    funding,
    membership,
    needs,
    search,
    turnover,
    turntable,
    visits,
)

_HOMES = {
    "network": network,
    "funding": funding,
    "turnover": turnover,
    "needs": needs,
    "courses": courses,
    "turntable": turntable,
    "visits": visits,
    "exchange": exchange,
    "broadcast": broadcast,
    "search": search,
    "membership": membership,
}

PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        parameter.path: parameter
        for mechanism, home in _HOMES.items()
        for kind, name in (("lever", "Levers"), ("assumption", "Assumptions"))
        if hasattr(home, name)
        for parameter in parameters_of(mechanism, kind, getattr(home, name))  # type: ignore[arg-type]
    }
)
"""Every lever and assumption by its path, in the order of the model's phases."""

Values = Mapping[str, Value]
"""A value for each path."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A value that changes with the months since the region's start.

    `steps` are (month, value) in rising order; a step holds from its month on, the first one
    also before it.
    """

    steps: tuple[tuple[int, Value], ...]

    def at(self, age: int) -> Value:
        """The value in month `age` since the region's start."""
        value = self.steps[0][1]
        for month, later in self.steps:
            if month <= age:
                value = later
        return value


Plan = Mapping[str, Value | Schedule]
"""What one scenario sets in one region: a value or schedule for every path.

A district with a value of its own has a further key, see `in_district`.
"""

DEFAULTS: Final[Values] = MappingProxyType(
    {path: parameter.default for path, parameter in PARAMETERS.items()}
)

DISTRICTS: Final = 256
"""Districts that a region can have: as many bits as a lever by district has."""

_NUMPY = {"flag": (np.uint8,), "count": (np.int64,), "number": (np.float64,)}


def _field(parameter: Parameter) -> tuple[object, ...]:
    if parameter.spec.by_district:
        return (parameter.name, np.uint64, (DISTRICTS // 64,))
    if parameter.spec.classes:
        return (parameter.name, np.float64, (len(parameter.spec.classes),))
    return (parameter.name, *_NUMPY[parameter.spec.type])


_RESOLVED = (*funding.RESOLVED, *membership.RESOLVED)
_IN_ROWS = {path: p for path, p in PARAMETERS.items() if path not in _RESOLVED}

ROW: Final = np.dtype(
    [*(_field(p) for p in _IN_ROWS.values()), ("public_share", np.float64)], align=True
)
"""One region's parameters as kernels see them; a lever by district is a bit for each."""


def in_district(path: str, district: str) -> str:
    """The key in a plan of what one district of the region has for itself."""
    return f"{path}@{district}"


def rows(regions: Sequence[Values], districts: Sequence[Sequence[str]] = ()) -> np.recarray:
    """Cast one set of values per region to the array that kernels read, shape (regions,).

    `districts` names those of each region, in the order of their bits. The public share and whether
    fees are asked depend on the month, too; `timetable` adds them.
    """
    array = np.zeros(len(regions), ROW)
    for r, values in enumerate(regions):
        for path, parameter in _IN_ROWS.items():
            value = values[path]
            if parameter.spec.by_district:
                names = districts[r] if districts else ()
                on = [
                    d for d, name in enumerate(names) if values.get(in_district(path, name), value)
                ]
                array[r][parameter.name] = bits_of(on, DISTRICTS // 64)
            else:
                array[r][parameter.name] = value
    return array.view(np.recarray)


def values_at(plan: Plan, month: int) -> dict[str, Value]:
    """What holds in one region in month `month` of the study."""
    age = month - int(plan["funding.start_month"])  # type: ignore[arg-type]
    return {
        path: value.at(age) if isinstance(value, Schedule) else value
        for path, value in plan.items()
    }


def timetable(
    plans: Sequence[Plan], months: int, districts: Sequence[Sequence[str]] = ()
) -> tuple[np.ndarray, np.ndarray]:
    """Resolve one plan per region into what kernels index by month.

    Returns the stretches in which nothing changes, a structured array of shape (stretches,
    regions), and the stretch of each month, shape (months,).
    """
    starts = np.array([plan["funding.start_month"] for plan in plans], np.int64)
    changes = set().union(*(_months_of_change(plan) for plan in plans), {0})
    stretches: list[np.ndarray] = []
    stretch_of = np.zeros(months, np.int64)
    money: list[tuple[float, bool]] = []
    for month in range(months):
        if month in changes:
            values = [values_at(plan, month) for plan in plans]
            unpaid = rows(values, districts)
        before, money = money, list(map(_money, values, month - starts))
        if month in changes or money != before:
            stretches.append(unpaid.copy())
            for row, (share, asked) in zip(stretches[-1], money, strict=True):
                row["public_share"] = share
                row["fee_euros"] = row["fee_euros"] if asked else 0.0
        stretch_of[month] = len(stretches) - 1
    table = np.stack(stretches)
    table.flags.writeable = False
    return table.view(np.recarray), stretch_of


def _money(values: Values, age: int) -> tuple[float, bool]:
    """The public share in month `age` of a region, and whether its members pay fees."""
    return funding.public_share(values, age), membership.asks_fees(values, age)


def _months_of_change(plan: Plan) -> set[int]:
    """The months of the study in which a schedule of the plan takes a step."""
    start = int(plan["funding.start_month"])  # type: ignore[arg-type]
    return {
        start + month
        for value in plan.values()
        if isinstance(value, Schedule)
        for month, _ in value.steps
    }
