"""Turnover (phase 2): persons leave the post, contacts are handed over in part, hours result."""

from typing import Annotated, NamedTuple

from qvgraph import chances
from qvgraph.declare import months, share
from qvgraph.kernels.draws import phase_key, uniform
from qvgraph.kernels.jit import kernel, part
from qvgraph.kernels.rows import rows


class Levers(NamedTuple):
    """The experiment of taking the manager away (`turnover.*`)."""

    knock_month: Annotated[
        int,
        months(
            0,
            120,
            de="Monat des erzwungenen Ausfalls",
            en="month since the region's start in which the persons leave for certain; 0: never",
            confidence="high",
            schedulable=False,
            source="experiment",
        ),
    ] = 0
    knock_months: Annotated[
        int,
        months(
            0,
            60,
            de="Monate des erzwungenen Ausfalls",
            en="months the post then stays empty",
            confidence="high",
            schedulable=False,
            source="experiment",
        ),
    ] = 6


class Assumptions(NamedTuple):
    """How persons come and go (`turnover.*`)."""

    turnover: Annotated[
        float,
        share(
            0.008,
            0.035,
            de="Personalwechsel je Monat",
            en="monthly hazard that a person leaves the post",
            source="national staff churn 33 percent a year as ceiling",
        ),
    ] = 0.018
    handover: Annotated[
        float,
        share(0, 0.7, de="Anteil übergebener Kontakte", en="share of contact that is kept"),
    ] = 0.3
    post_vacancy: Annotated[
        int,
        months(
            0,
            9,
            de="Monate bis zur Neubesetzung",
            en="months a person's share of the post stays empty after the person leaves",
        ),
    ] = 4


@part
def _leave(m, r, q, world, state):
    """Person m leaves: contact is handed over in part, trust in the person and hours are lost."""
    for i in range(world.first[r], world.first[r + 1]):
        if world.person[i] == m:
            state.contact[i] *= q.handover
            state.person_alpha[i] = 1.0
            state.person_beta[i] = 1.0
    lost = state.carried[m, 0] + state.carried[m, 1]
    state.carried[m, 0] = 0.0
    state.carried[m, 1] = 0.0
    return lost


@part
def _volunteer_hours(r, q, world, state):
    """What members do themselves after the pilot, in hours that count like paid ones."""
    micro, small, medium, large = 0, 0, 0, 0
    for i in rows(world.first[r], world.firms_end[r]):
        here = int(state.member[i])
        size = world.size[i]
        micro += here & int(size == 0)
        small += here & int(size == 1)
        medium += here & int(size == 2)
        large += here & int(size == 3)
    each = q.volunteer_hours
    total = micro * each[0] + small * each[1] + medium * each[2] + large * each[3]
    return total * q.volunteer_efficiency


@kernel
def step(p, world, state, record, now):
    """Let persons leave, pay who is present, count the hours."""
    leaves = phase_key(now.key, now.month, chances.PERSON_LEAVES)
    for r in range(p.shape[0]):
        q = p[r]
        age = now.month - q.start_month
        nominal = state.post[r, 0] + state.post[r, 1] + state.post[r, 2]
        exists = age >= 0 and nominal > 0.0 and nominal >= q.post_minimum
        knocked = q.knock_month > 0 and age == q.knock_month
        present = 0
        for m in range(world.first_person[r], world.first_person[r + 1]):
            here = state.empty_until[m] <= now.month and (exists or state.open[r])
            luck = uniform(leaves, world.person_key[m])
            if here and (not exists or knocked or luck < q.turnover):
                record[r].hours_lost += _leave(m, r, q, world, state)
                record[r].persons_left += 1.0
                vacancy = q.knock_months if knocked else q.post_vacancy
                state.empty_until[m] = now.month + vacancy
            if not exists:
                state.empty_until[m] = now.month
            elif state.empty_until[m] <= now.month:
                present += 1
        persons = world.first_person[r + 1] - world.first_person[r]
        part = present / persons if exists else 0.0
        public, fees = state.post[r, 0] * part, state.post[r, 1] * part
        host = state.post[r, 2] * part
        monthly = q.fte_cost_euros / 12.0
        state.balance[r] -= fees * monthly
        hours = (public + fees + host) * q.hours_per_fte
        if age >= q.pilot_months:
            hours += _volunteer_hours(r, q, world, state)
        state.hours[r] = hours
        state.present[r] = present
        state.open[r] = exists
        record[r].fte_public = public
        record[r].fte_fees = fees
        record[r].fte_host = host
        record[r].post_euros = public * monthly
        record[r].public_euros = public * monthly
        record[r].hours = hours
