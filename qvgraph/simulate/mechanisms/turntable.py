"""Turntable (phase 5): workers one member can spare for places another cannot fill."""

from typing import Annotated, NamedTuple

import numpy as np

from qvgraph import chances
from qvgraph.declare import flag, hours, months, share
from qvgraph.kernels.draws import (
    fill_uniform,
    pair,
    phase_key,
    race_at,
    race_of_equals,
    uniform,
    uniform_at,
)
from qvgraph.kernels.jit import kernel, part
from qvgraph.kernels.lottery import next_drawn, shuffle
from qvgraph.kernels.rows import has, span
from qvgraph.simulate.mechanisms.reputation import trust


class Levers(NamedTuple):
    """Where a turntable runs (`turntable.*`)."""

    turntable: Annotated[
        bool,
        flag(
            de="Arbeitsmarkt-Drehscheibe",
            en="labour-market turntable, on or off per district",
            confidence="high",
            source="ran in Ostwuerttemberg; Ludwigsburg; Goeppingen",
            by_district=True,
        ),
    ] = False


class Assumptions(NamedTuple):
    """How firms lose and seek workers, and how placements work (`turntable.*`)."""

    labour_shock: Annotated[
        float,
        share(
            0.01,
            0.08,
            de="Überhang oder offene Stellen je Monat",
            en="monthly probability of a surplus or a vacancy",
        ),
    ] = 0.04
    surplus_share: Annotated[
        float,
        share(
            0.01,
            0.15,
            de="Anteil der Beschäftigten je Ereignis",
            en="share of employees concerned",
        ),
    ] = 0.05
    match_same_sector: Annotated[
        float,
        share(
            0.2,
            0.8,
            de="Passung in derselben Branche",
            en="probability that an offer in the same sector is taken",
        ),
    ] = 0.5
    match_other_sector: Annotated[
        float,
        share(
            0.02,
            0.4,
            de="Passung in einer anderen Branche",
            en="probability that an offer in another sector is taken",
        ),
    ] = 0.15
    placement_hours: Annotated[
        float,
        hours(
            2,
            12,
            de="Stunden des Managements je Personalvermittlung",
            en="manager hours per placement",
        ),
    ] = 4.0
    stay: Annotated[
        float,
        share(
            0.5,
            0.95,
            de="Verbleib ohne Vermittlung",
            en="probability to stay in region and skilled job without a placement",
            source="displaced workers in Germany rarely move; H5 scales with 1 - stay",
        ),
    ] = 0.75
    vacancy_months: Annotated[
        int,
        months(
            1,
            12,
            de="Monate, die eine Stelle offen bleibt",
            en="months a vacancy stays open",
            source="judgement; vacancy times of registered posts were about five months in 2022",
        ),
    ] = 5


class Luck(NamedTuple):
    """The keys of the month's chances."""

    shock: np.uint64
    kind: np.uint64
    size: np.uint64
    brings: np.uint64
    order: np.uint64
    place: np.uint64
    favour: np.uint64
    matches: np.uint64
    stays: np.uint64


@kernel
def step(p, world, state, record, now):
    """Vacancies age, some firms have too many workers or too few; members bring both."""
    luck = Luck(
        phase_key(now.key, now.month, chances.LABOUR_SHOCK),
        phase_key(now.key, now.month, chances.SURPLUS),
        phase_key(now.key, now.month, chances.SHOCK_SIZE),
        phase_key(now.key, now.month, chances.BRINGS),
        phase_key(now.key, now.month, chances.SURPLUS_ORDER),
        phase_key(now.key, now.month, chances.PLACE),
        phase_key(now.key, now.month, chances.OFFER_FAVOURS),
        phase_key(now.key, now.month, chances.MATCHES),
        phase_key(now.key, now.month, chances.STAYS),
    )
    for r in range(p.shape[0]):
        q = p[r]
        row = record[r]
        _age_vacancies(r, q, world, state)
        brought = _shocks(r, luck, q, world, state, row)
        places = _list_places(r, world, state) if brought > 0 else 0
        shuffle(state.times[0], state.rows[0], world.rank, brought)
        while brought > 0:
            i = np.uint64(next_drawn(state.times[0], state.rows[0], world.rank, brought))
            brought -= 1
            for w in range(state.firm[i].surplus):
                worker = np.uint64(w)
                if not _place(i, worker, r, places, luck, q, world, state, row, now):
                    _stay_or_leave(i, worker, luck, q, world, row)


@part
def _age_vacancies(r, q, world, state):
    """Places that nobody fills are given up after a while."""
    for i in span(world.region[r].first, world.region[r].firms_end):
        if state.firm[i].vacancies > 0:
            state.firm[i].vacancy_age += 1
            if state.firm[i].vacancy_age >= q.vacancy_months:
                state.firm[i].vacancies = 0
                state.firm[i].brought = 0


@part
def _shocks(r, luck, q, world, state, row):
    """Draw surpluses and vacancies; list the surpluses that are brought, return how many."""
    first, end = world.region[r].first, world.region[r].firms_end
    fill_uniform(luck.shock, world.key[first:end], state.luck[first:end])
    brought = 0
    for i in span(first, end):
        if state.luck[i] >= q.labour_shock:
            continue
        who = world.key[i]
        workers = np.int64(
            np.floor(q.surplus_share * world.organisation[i].employees + uniform(luck.size, who))
        )
        if workers == 0:
            continue
        open_ = (
            state.firm[i].member
            and world.organisation[i].district >= 0
            and has(q.turntable, world.organisation[i].district)
            and uniform(luck.brings, who) < trust(i, state)
        )
        if uniform(luck.kind, who) >= 0.5:
            state.firm[i].vacancies = workers
            state.firm[i].vacancy_age = 0
            state.firm[i].brought = open_
            continue
        row.surplus += workers
        if open_:
            row.surplus_brought += workers
            state.firm[i].surplus = workers
            state.times[0, brought] = race_of_equals(luck.order, who)
            state.rows[0, brought] = i
            brought += 1
        else:
            for w in range(workers):
                _stay_or_leave(i, np.uint64(w), luck, q, world, row)
    return brought


@part
def _stay_or_leave(i, worker, luck, q, world, row):
    """A worker without a placement finds something skilled in the region, or not."""
    if uniform_at(luck.stays, world.key[i], worker) < q.stay:
        row.stayed += 1.0
    else:
        row.leavers += 1.0


@part
def _list_places(r, world, state):
    """Write down the members whose places are on the turntable; return how many."""
    count = 0
    for i in span(world.region[r].first, world.region[r].firms_end):
        if state.firm[i].brought:
            state.rows[1, count] = i
            count += 1
    return count


@part
def _place(i, worker, r, count, luck, q, world, state, row, now):
    """Offer one worker to one member with open places; True when the worker is taken."""
    if state.region[r].hours_left < q.placement_hours or state.region[r].hours <= 0.0:
        return False
    who = world.key[i]
    aligned_only = False
    if uniform_at(luck.favour, who, worker) < 1.0 - q.host_neutrality:
        for place in range(count):
            l = state.rows[1, place]
            aligned_only |= (
                bool(world.organisation[l].aligned) and state.firm[l].vacancies > 0 and l != i
            )
    chosen = -1
    best = np.inf
    for place in range(count):
        l = state.rows[1, place]
        if (
            l == i
            or state.firm[l].vacancies == 0
            or (aligned_only and not world.organisation[l].aligned)
        ):
            continue
        weight = np.float64(state.firm[l].vacancies)
        time = race_at(luck.place, pair(who, world.key[l]), worker, weight)
        if chosen < 0 or time < best:
            chosen = l
            best = time
    if chosen < 0:
        return False
    row.offers += 1.0
    same = (
        world.organisation[i].sector >= 0
        and world.organisation[i].sector == world.organisation[chosen].sector
    )
    match = q.match_same_sector if same else q.match_other_sector
    if uniform_at(luck.matches, who, worker) >= match:
        return False
    row.placements += 1.0
    row.hours_placements += q.placement_hours
    state.region[r].hours_left -= q.placement_hours
    state.firm[chosen].vacancies -= 1
    if state.firm[chosen].vacancies == 0:
        state.firm[chosen].brought = 0
    state.firm[i].gained += q.release_value_euros
    state.firm[chosen].gained += q.placement_value_euros
    state.firm[i].last_active = now.month
    state.firm[chosen].last_active = now.month
    return True
