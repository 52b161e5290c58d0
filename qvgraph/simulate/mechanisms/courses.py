"""Joint courses (phase 4): lists that are long enough become courses; new ones are developed."""

from typing import Annotated, NamedTuple

import numpy as np

from qvgraph import chances
from qvgraph.declare import ByHeadCount, by_head_count, count, euros, flag, hours, share
from qvgraph.kernels.draws import pair, phase_key, race_of_equals, uniform
from qvgraph.kernels.jit import inner, kernel, part
from qvgraph.kernels.lottery import next_drawn, shuffle
from qvgraph.kernels.rows import NONE, ONE, has, lowest_in, span
from qvgraph.simulate.mechanisms.development import develop
from qvgraph.simulate.mechanisms.prices import price_share

SEATED = -1
"""Months waited of a firm that has got a seat."""


class Levers(NamedTuple):
    """What a ministry or host decides about courses (`courses.*`)."""

    develop_share: Annotated[
        float,
        share(
            0,
            0.5,
            de="Anteil der Stunden für die Entwicklung von Kursen",
            en="share of hours for developing courses",
            source="evaluation: courses are developed in some cases",
        ),
    ] = 0.15
    feedback: Annotated[
        bool,
        flag(
            de="Entwicklung nach Rückmeldung der Mitglieder",
            en="develop what members ask for",
            confidence="high",
            source="evaluation: strategy in feedback with partners",
        ),
    ] = True
    subsidy: Annotated[
        float,
        share(
            0,
            0.7,
            de="Zuschuss zu kurzen Kursen",
            en="public share of short courses",
            confidence="medium",
            source="ESF Plus course support in BW",
        ),
    ] = 0.3


class Assumptions(NamedTuple):
    """How courses come about and what they cost (`courses.*`)."""

    course_hours: Annotated[
        float,
        hours(
            6,
            40,
            de="Stunden des Managements je gemeinsamem Kurs",
            en="manager hours per joint course",
        ),
    ] = 16.0
    develop_hours: Annotated[
        float,
        hours(
            30,
            200,
            de="Stunden für die Entwicklung eines Kurses",
            en="hours to get a new course developed",
        ),
    ] = 60.0
    minimum_participants: Annotated[
        int,
        count(
            4,
            10,
            least=1,
            unit="participants",
            de="Mindestzahl der Teilnahmen",
            en="fewest participants of a course",
            confidence="medium",
            source="Skillnet averages 8 to 9 participants a course",
        ),
    ] = 6
    seats: Annotated[
        int,
        count(
            8,
            20,
            least=1,
            unit="participants",
            de="Plätze eines Kurses",
            en="most participants of a course",
            confidence="medium",
            source="Skillnet averages 8 to 9 participants a course",
        ),
    ] = 14
    self_run: Annotated[
        float,
        share(
            0,
            0.4,
            de="Kurs ohne Management je Monat",
            en="monthly probability that a list runs without a manager",
        ),
    ] = 0.1
    training_gain: Annotated[
        float,
        share(
            0.3,
            0.8,
            de="im Kurs geschlossener Anteil der Lücke",
            en="share of a gap closed by a course",
        ),
    ] = 0.5
    price_euros: Annotated[
        float,
        euros(
            300,
            2500,
            de="Preis eines Kurses von 24 Stunden",
            en="price per participant of a 24-hour course",
            confidence="medium",
            source="direct cost about 35 EUR an hour (IW survey)",
        ),
    ] = 850.0
    long_share: Annotated[
        float,
        share(
            0,
            0.4,
            de="Anteil Angebote über 120 Stunden",
            en="share of trainings over 120 hours",
        ),
    ] = 0.15
    statutory_share: Annotated[
        ByHeadCount,
        by_head_count(
            unit="share",
            most=1.0,
            de="Anteil des Betriebs an langen Kursen",
            en="employer's share of long courses by head count",
            confidence="high",
            source="section 82 SGB III since April 2024",
        ),
    ] = ByHeadCount(0, 0.5, 0.75)
    knows_support: Annotated[
        float,
        share(
            0.2,
            0.5,
            de="Anteil Betriebe, die die Förderung kennen",
            en="share of firms that know the statutory support for training",
            confidence="high",
            source="IAB 2020",
        ),
    ] = 0.32


class Luck(NamedTuple):
    """The keys of the month's chances."""

    itself: np.uint64
    seat: np.uint64
    favour: np.uint64


@kernel
def step(p, world, state, record, now):
    """Region by region: the manager's courses, those that run without, then development."""
    luck = Luck(
        phase_key(now.key, now.month, chances.RUNS_ITSELF),
        phase_key(now.key, now.month, chances.SEAT),
        phase_key(now.key, now.month, chances.SEATS_FAVOUR),
    )
    for r in range(p.shape[0]):
        q = p[r]
        row = record[r]
        if _count_lists(r, world, state) > 0:
            _run_lists(r, luck, q, world, state, row, now)
        develop(r, q, world, state, row, now)


@part
def _count_lists(r, world, state):
    """Count the firms, and the members, on the list of each training; return how many wait."""
    for b in range(world.listed.shape[1]):
        j = world.listed[r, b]
        if j >= 0:
            state.training[j].firms = 0
            state.training[j].members = 0
    waiting = 0
    for i in span(world.region[r].first, world.region[r].firms_end):
        j = state.firm[i].waiting
        if j >= 0:
            waiting += 1
            state.training[j].firms += 1
            state.training[j].members += int(state.firm[i].member)
    return waiting


@part
def _run_lists(r, luck, q, world, state, row, now):
    """Lists with enough members while the manager has hours, then any other by luck."""
    by_manager = True
    b = 0
    while b < world.listed.shape[1]:
        if by_manager:
            j = -1
            if state.region[r].hours_left >= q.course_hours and state.region[r].hours > 0.0:
                j = _longest_list(r, q, world, state)
            if j < 0:
                by_manager = False
                continue
            state.region[r].hours_left -= q.course_hours
            row.hours_courses += q.course_hours
            row.courses_manager += 1.0
        else:
            j = world.listed[r, b]
            b += 1
            if j < 0 or not _has_minimum(r, b - 1, j, state.training[j].firms, q, world, state):
                continue
            who = pair(world.region[r].key, world.training[j].key)
            if uniform(luck.itself, who) >= q.self_run:
                continue
            row.courses_self += 1.0
        _run(r, j, luck, q, world, state, row, now)
        state.training[j].firms = 0
        state.training[j].members = 0


@part
def _longest_list(r, q, world, state):
    """The list on which most members wait, of those that have the minimum of them, or -1."""
    longest = -1
    for b in range(world.listed.shape[1]):
        j = world.listed[r, b]
        if (
            j >= 0
            and (longest < 0 or state.training[j].members > state.training[longest].members)
            and _has_minimum(r, b, j, state.training[j].members, q, world, state)
        ):
            longest = j
    return longest


@inner
def _has_minimum(r, b, j, waiting, q, world, state):
    """Whether a training is on offer and enough wait for it."""
    minimum = world.training[j].minimum
    if minimum == 0:
        minimum = q.minimum_participants
    return waiting > 0 and waiting >= min(minimum, _seats(j, q, world)) and has(state.active[r], b)


@inner
def _seats(j, q, world):
    seats = world.training[j].seats
    return seats if seats > 0 else q.seats


@part
def _run(r, j, luck, q, world, state, row, now):
    """Hand out the seats, then teach those who have one, in the order of their ids."""
    _seat(r, j, luck, q, world, state)
    for i in span(world.region[r].first, world.region[r].firms_end):
        if state.firm[i].waiting != j or state.firm[i].waited != SEATED:
            continue
        gain = 0.0
        for v in range(state.training_skills.shape[1]):
            word = state.training_skills[j, v]
            while word != NONE:
                k = lowest_in(v, word)
                word &= word - ONE
                closed = q.training_gain * max(0.0, state.need[i, k] - state.stock[i, k])
                state.stock[i, k] += closed
                gain += closed
        state.firm[i].gained += q.skill_value_euros[world.organisation[i].size_class] * gain
        state.firm[i].waiting = -1
        state.firm[i].last_active = now.month
        state.firm[i].last_course = now.month
        price = state.training[j].price
        paid = price * price_share(i, j, q, world, state)
        state.firm[i].account -= paid
        row.participants += 1.0
        row.flow += gain
        row.flow_courses += gain
        if state.firm[i].member:
            row.flow_members += gain
            row.flow_courses_members += gain
        row.public_euros += price - paid
        if state.training[j].long:
            row.statutory_euros += price - paid
        else:
            row.course_euros += price - paid


@part
def _seat(r, j, luck, q, world, state):
    """Who takes part: all, or by lottery, aligned firms first when the host favours them."""
    seats = _seats(j, q, world)
    all_have_one = state.training[j].firms <= seats
    course = pair(world.region[r].key, world.training[j].key)
    favour = uniform(luck.favour, course) < 1.0 - q.host_neutrality
    first, second = 0, 0
    for i in span(world.region[r].first, world.region[r].firms_end):
        if state.firm[i].waiting != j:
            continue
        if all_have_one:
            state.firm[i].waited = SEATED
        else:
            time = race_of_equals(luck.seat, pair(course, world.key[i]))
            if favour and not world.organisation[i].aligned:
                state.times[1, second] = time
                state.rows[1, second] = i
                second += 1
            else:
                state.times[0, first] = time
                state.rows[0, first] = i
                first += 1
    if all_have_one:
        return
    shuffle(state.times[0], state.rows[0], world.rank, first)
    shuffle(state.times[1], state.rows[1], world.rank, second)
    for _ in range(seats):
        if first > 0:
            i = next_drawn(state.times[0], state.rows[0], world.rank, first)
            first -= 1
        else:
            i = next_drawn(state.times[1], state.rows[1], world.rank, second)
            second -= 1
        state.firm[i].waited = SEATED
