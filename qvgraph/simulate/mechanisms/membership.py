"""Membership (phase 11): what it brings, what it costs, who leaves."""

from collections.abc import Mapping
from typing import Annotated, Final, NamedTuple

import numpy as np

from qvgraph import chances
from qvgraph.declare import BySize, Value, by_size, euros, flag, number, share
from qvgraph.kernels.draws import phase_key, uniform
from qvgraph.kernels.exact import power
from qvgraph.kernels.jit import entry, kernel, part
from qvgraph.kernels.rows import span
from qvgraph.simulate.mechanisms.prices import monthly_fee


class Levers(NamedTuple):
    """Fees (`membership.*`)."""

    fees: Annotated[
        bool,
        flag(
            de="Mitgliedsbeiträge nach der Pilotphase",
            en="fees are asked after the pilot",
            confidence="medium",
            source="networks continued on the firms' own responsibility",
        ),
    ] = True
    fee_euros: Annotated[
        BySize,
        by_size(
            0.6,
            1.5,
            unit="euros per year",
            de="Mitgliedsbeitrag je Jahr",
            en="fee of a member",
            source="German cluster fee schedules",
        ),
    ] = BySize(275, 660, 1650, 4400)


class Assumptions(NamedTuple):
    """What membership is worth to a firm (`membership.*`)."""

    time_euros: Annotated[
        BySize,
        by_size(
            0.5,
            2.0,
            unit="euros per month",
            least=1.0,
            de="Zeitaufwand eines Mitglieds",
            en="cost of a member's time",
        ),
    ] = BySize(25, 40, 70, 140)
    skill_value_euros: Annotated[
        BySize,
        by_size(
            0.3,
            2.0,
            unit="euros",
            de="Wert einer Einheit Kompetenz",
            en="worth of one unit of stock",
            source="willingness to pay; decides survival",
        ),
    ] = BySize(1200, 3200, 8000, 24000)
    placement_value_euros: Annotated[
        float,
        euros(
            1500,
            9000,
            de="Wert einer gewonnenen Fachkraft",
            en="worth of a worker received",
        ),
    ] = 4500.0
    release_value_euros: Annotated[
        float,
        euros(
            0,
            5000,
            de="Wert einer vermittelten Fachkraft",
            en="worth of a placement to the firm that releases the worker",
        ),
    ] = 1500.0
    memory: Annotated[
        float,
        share(
            0.89,
            0.98,
            de="Gedächtnis des Nutzens",
            en="benefit kept per month",
            source="half-life of a year",
        ),
    ] = 0.944
    leave: Annotated[
        float,
        share(
            0.005,
            0.06,
            de="Austritt je Monat",
            en="monthly hazard of leaving at break-even and no contact",
        ),
    ] = 0.025
    leave_slope: Annotated[
        float,
        number(
            0.5,
            2,
            least=0,
            de="Exponent von Kosten zu Nutzen",
            en="exponent of cost over benefit",
        ),
    ] = 1.0


RESOLVED: Final = ("membership.fees",)
"""Levers that kernels see as the month's fee alone."""


def asks_fees(values: Mapping[str, Value], age: int) -> bool:
    """Whether members pay in month `age` of a region: after its pilot, if at all.

    `values` holds what is set in that month by path, `RESOLVED` and `funding.pilot_months`.
    """
    return bool(values["membership.fees"]) and age >= int(values["funding.pilot_months"])  # type: ignore[arg-type]


@part
def _stays(i, cost, luck, q, state):
    """Whether a member stays: the worse the bargain and the weaker the contact, the less likely."""
    hazard = q.leave * (1.0 - state.contact[i])
    if hazard <= 0.0:
        return True
    if state.firm[i].benefit <= 0.0:
        return False
    return luck >= hazard * power(cost / state.firm[i].benefit, q.leave_slope)


@entry
def begin(p, world, state):
    """Let members from the data that say nothing of their benefit start at break-even."""
    for r in range(p.shape[0]):
        q = p[r]
        for i in range(world.region[r].first, world.region[r].firms_end):
            if state.firm[i].member and np.isnan(state.firm[i].benefit):
                size = world.organisation[i].size_class
                state.firm[i].benefit = q.time_euros[size] + monthly_fee(q, size)


@kernel
def step(p, world, state, record, now):
    """Average what membership brought; some leave, who stays pays."""
    leaves = phase_key(now.key, now.month, chances.LEAVES)
    for r in range(p.shape[0]):
        q = p[r]
        row = record[r]
        for i in span(world.region[r].first, world.region[r].firms_end):
            if state.firm[i].member:
                size = world.organisation[i].size_class
                fee = monthly_fee(q, size)
                gained = state.firm[i].gained
                state.firm[i].benefit = q.memory * state.firm[i].benefit + (1.0 - q.memory) * gained
                if state.firm[i].joined == now.month or _stays(
                    i, q.time_euros[size] + fee, uniform(leaves, world.key[i]), q, state
                ):
                    row.fees_euros += fee
                    state.region[r].balance += fee
                else:
                    state.firm[i].member = 0
                    state.firm[i].brought = 0
                    row.leaves += 1.0
            state.firm[i].gained = 0.0
