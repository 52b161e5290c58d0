"""Turnover (phase 2): persons leave the post, contacts are handed over in part, hours result."""

from typing import Annotated, NamedTuple

from qvgraph import chances
from qvgraph.declare import months, share
from qvgraph.kernels.draws import phase_key, uniform
from qvgraph.kernels.jit import kernel, part
from qvgraph.kernels.rows import span
from qvgraph.simulate.mechanisms.reputation import PERSON_ALPHA, PERSON_BETA


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
    for i in range(world.region[r].first, world.region[r].end):
        if world.organisation[i].person == m:
            state.contact[i] *= q.handover
            state.reputation[PERSON_ALPHA, i] = 1.0
            state.reputation[PERSON_BETA, i] = 1.0
    lost = state.person[m].outside + state.person[m].inside
    state.person[m].outside = 0.0
    state.person[m].inside = 0.0
    return lost


@part
def _volunteer_hours(r, q, world, state):
    """What members do themselves after the pilot, in hours that count like paid ones."""
    micro, small, medium, large = 0, 0, 0, 0
    for i in span(world.region[r].first, world.region[r].firms_end):
        here = int(state.firm[i].member)
        size = world.organisation[i].size_class
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
        nominal = state.region[r].public + state.region[r].fees + state.region[r].host
        exists = age >= 0 and nominal > 0.0 and nominal >= q.post_minimum
        knocked = q.knock_month > 0 and age == q.knock_month
        present = 0
        for m in range(world.region[r].first_person, world.region[r].end_person):
            here = state.person[m].empty_until <= now.month and (exists or state.region[r].open)
            luck = uniform(leaves, world.person_key[m])
            if here and (not exists or knocked or luck < q.turnover):
                record[r].hours_lost += _leave(m, r, q, world, state)
                record[r].persons_left += 1.0
                vacancy = q.knock_months if knocked else q.post_vacancy
                state.person[m].empty_until = now.month + vacancy
            if not exists:
                state.person[m].empty_until = now.month
            elif state.person[m].empty_until <= now.month:
                present += 1
        persons = world.region[r].end_person - world.region[r].first_person
        part = present / persons if exists else 0.0
        public, fees = state.region[r].public * part, state.region[r].fees * part
        host = state.region[r].host * part
        monthly = q.fte_cost_euros / 12.0
        state.region[r].balance -= fees * monthly
        hours = (public + fees + host) * q.hours_per_fte
        if age >= q.pilot_months:
            hours += _volunteer_hours(r, q, world, state)
        state.region[r].hours = hours
        state.region[r].hours_left = hours
        state.region[r].present = present
        state.region[r].open = exists
        record[r].fte_public = public
        record[r].fte_fees = fees
        record[r].fte_host = host
        record[r].post_euros = public * monthly
        record[r].public_euros += public * monthly
        record[r].hours = hours
