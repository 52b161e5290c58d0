"""Visits (phase 6): the manager goes to firms, advises, introduces, and wins members."""

from typing import Annotated, NamedTuple

import numpy as np

from qvgraph import chances
from qvgraph.declare import hours, number, share
from qvgraph.kernels.draws import fill_uniform, phase_key, race
from qvgraph.kernels.jit import inner, kernel, part
from qvgraph.kernels.lottery import next_drawn, shuffle
from qvgraph.kernels.rows import add_tie, span
from qvgraph.simulate.mechanisms.talks import visit_firm, visit_partner


class Levers(NamedTuple):
    """What managers and hosts are like, and where the hours go (`visits.*`)."""

    recruiting: Annotated[
        float,
        share(
            0,
            0.8,
            de="Anteil der Besuchsstunden für Nichtmitglieder",
            en="share of the hours for visits given to non-members",
        ),
    ] = 0.35
    personal_neutrality: Annotated[
        float,
        share(
            0.5,
            1,
            de="persönliche Neutralität",
            en="share of talks advised in the firm's interest",
            source="free",
        ),
    ] = 0.95
    host_neutrality: Annotated[
        float,
        share(
            0.4,
            1,
            de="Neutralität des Trägers",
            en="institutional neutrality",
            source="free; ZIM networks require a neutral manager",
        ),
    ] = 0.9
    diagnosis: Annotated[
        float,
        share(
            0.3,
            1,
            de="Diagnosefähigkeit",
            en="probability to recognise the largest gap not yet identified",
        ),
    ] = 0.8
    introduce: Annotated[
        float,
        share(
            0,
            1,
            de="Vermittlungsneigung",
            en="probability of an introduction of a member in an open talk",
            source="evaluation: networking is the core",
        ),
    ] = 0.6


class Assumptions(NamedTuple):
    """How visits work (`visits.*`)."""

    visit_hours: Annotated[
        float,
        hours(
            2,
            6,
            de="Stunden je Besuch",
            en="hours per contact with travel and follow-up",
        ),
    ] = 3.0
    contact_gain: Annotated[
        float, share(0.2, 0.8, de="Kontaktgewinn je Besuch", en="contact gained per visit")
    ] = 0.5
    contact_decay: Annotated[
        float,
        share(
            0.03,
            0.175,
            de="Kontaktverlust je Monat",
            en="contact lost per month",
            source="ceiling: nine of ten bridges gone after a year (Burt 2002)",
        ),
    ] = 0.06
    betrayal_weight: Annotated[
        float,
        number(
            1,
            6,
            least=0,
            de="Gewicht einer unfairen Erfahrung",
            en="weight of an unfair experience",
            source="trust asymmetry (Slovic 1993)",
        ),
    ] = 3.0
    trust_memory: Annotated[
        float,
        share(
            0.93,
            0.995,
            de="Gedächtnis des Vertrauens",
            en="experience kept per month",
        ),
    ] = 0.97
    tell: Annotated[
        float,
        share(
            0.3,
            1,
            de="Wahrscheinlichkeit, ein Angebot zu nennen",
            en="probability to mention a fitting training",
        ),
    ] = 0.6
    join_base: Annotated[
        float,
        number(
            -6,
            -1,
            unit="log-odds",
            de="Beitritt: Grundneigung",
            en="joining: base",
            source="judgement; member counts and survival are held back",
        ),
    ] = -4.3
    join_trust: Annotated[
        float,
        number(
            1,
            6,
            unit="log-odds",
            de="Beitritt: Wirkung des Vertrauens",
            en="joining: effect of trust",
            source="same",
        ),
    ] = 3.0
    join_peers: Annotated[
        float,
        number(
            0,
            6,
            unit="log-odds",
            de="Beitritt: Wirkung der Partner",
            en="joining: effect of partners who are members",
            source="Granovetter 1978 (form)",
        ),
    ] = 1.25
    join_price: Annotated[
        float,
        number(
            0,
            2,
            unit="log-odds",
            de="Beitritt: Wirkung des Preises",
            en="joining: log-odds lost per unit of ln(monthly cost / cost of time)",
            source="judgement; without it fees are a free lunch",
        ),
    ] = 1.0
    join_spread: Annotated[
        float,
        number(
            0,
            3,
            unit="log-odds",
            de="Beitritt: Streuung der Neigung",
            en="joining: log-odds per standard deviation of lasting willingness",
            source="judgement; without it every firm joins in the end",
        ),
    ] = 2.0
    introduction_hours: Annotated[
        float, hours(0.5, 4, de="Stunden je Vermittlung", en="hours per introduction")
    ] = 1.5


class Luck(NamedTuple):
    """The keys of the month's chances."""

    host_fair: np.uint64
    talk: np.uint64
    diagnosed: np.uint64
    advice_fair: np.uint64
    told: np.uint64
    told_partner: np.uint64
    introduced: np.uint64
    across: np.uint64
    candidate: np.uint64
    joins: np.uint64


@part
def _luck(now):
    return Luck(
        phase_key(now.key, now.month, chances.HOST_FAIR),
        phase_key(now.key, now.month, chances.TALK_WITH_MANAGER),
        phase_key(now.key, now.month, chances.DIAGNOSED),
        phase_key(now.key, now.month, chances.ADVICE_FAIR),
        phase_key(now.key, now.month, chances.TOLD),
        phase_key(now.key, now.month, chances.TOLD_PARTNER),
        phase_key(now.key, now.month, chances.INTRODUCED),
        phase_key(now.key, now.month, chances.ACROSS_REGIONS),
        phase_key(now.key, now.month, chances.CANDIDATE),
        phase_key(now.key, now.month, chances.JOINS),
    )


@kernel
def step(p, world, state, record, now):
    """Each person goes down two lists, non-members and the others, while hours last."""
    luck = _luck(now)
    visited = phase_key(now.key, now.month, chances.VISITED)
    introductions = 0
    _list_members(p.shape[0], world, state)
    for r in range(p.shape[0]):
        q = p[r]
        row = record[r]
        after_pilot = now.month - q.start_month >= q.pilot_months
        first, last = world.region[r].first_person, world.region[r].end_person
        for m in range(first, last):
            if state.region[r].present > 0:
                if state.person[m].empty_until > now.month:
                    continue
                portion = state.region[r].hours_left / state.region[r].present
            elif after_pilot:
                portion = state.region[r].hours_left / (last - first)
            else:
                continue
            before = state.person[m].outside + state.person[m].inside
            outside = state.person[m].outside + portion * q.recruiting
            inside = state.person[m].inside + portion * (1.0 - q.recruiting)
            likely = 2.0 * max(0.0, outside) / max(q.visit_hours, 0.1) + 8.0
            strangers, known, ready = _draw_lists(m, r, visited, likely, world, state)
            front, base = ready, 0
            turn = 0
            while turn < 3:
                group = 1 if turn == 1 else 0
                left = known if turn == 1 else strangers
                budget = inside if turn == 1 else outside
                if left > 0 and budget >= q.visit_hours:
                    first_of, count = (0, left) if group == 1 else (base, ready)
                    if count == 0:  # further down the list than was likely
                        base, ready = front, left
                        first_of, count = front, left
                        _put_in_order(0, front, left, world, state)
                    i = np.uint64(
                        next_drawn(
                            state.times[group, first_of:],
                            state.rows[group, first_of:],
                            world.rank,
                            count,
                        )
                    )
                    if group == 0:
                        ready -= 1
                    left -= 1
                    budget -= q.visit_hours
                    row.visits += 1.0
                    row.hours_visits += q.visit_hours
                    if world.organisation[i].size_class < 0:
                        visit_partner(i, r, luck, q, world, state, row)
                    elif visit_firm(i, r, group, introductions, luck, p, world, state, row, now):
                        introductions += 1
                        budget -= q.introduction_hours
                        row.introductions += 1.0
                        row.hours_introductions += q.introduction_hours
                    if turn == 1:
                        known, inside = left, budget
                    else:
                        strangers, outside = left, budget
                    continue
                if turn == 0:
                    if strangers == 0 and outside > 0.0:
                        inside += outside
                        outside = 0.0
                    turn = 1
                elif turn == 1:
                    turn = 3
                    if known == 0 and inside > 0.0:
                        if strangers > 0:
                            outside += inside
                            turn = 2
                        else:
                            row.hours_unused += inside
                        inside = 0.0
                else:
                    if strangers == 0 and outside > 0.0:
                        row.hours_unused += outside
                        outside = 0.0
                    turn = 3
            state.person[m].outside = outside
            state.person[m].inside = inside
            row.hours_carried += (outside + inside) - before
    for n in range(introductions):
        add_tie(
            state.log[n].partner,
            state.log[n].firm,
            state.log[n].strength,
            state.log[n].trust,
            state.tie_count,
            state.tie_partner,
            state.tie_strength,
            state.tie_trust,
            world.rank,
        )


@part
def _list_members(regions, world, state):
    """Write down who is a member, region by region: membership as the phase found it."""
    count = 0
    for r in range(regions):
        state.first_member[r] = count
        for i in span(world.region[r].first, world.region[r].firms_end):
            if state.firm[i].member:
                state.members[count] = i
                count += 1
    state.first_member[regions] = count


@part
def _draw_lists(m, r, visited, likely, world, state):
    """Put the portfolio of person m on two lists by lottery; return their lengths.

    Of the non-members only those stand in order whose luck is among the best of about `likely`
    ones: they are the first of the list, and the hours seldom reach further. Their number is
    returned as well; the others follow unordered.
    """
    strangers = 0
    known = 0
    ready = 0
    first, end = world.region[r].first, world.region[r].end
    enough = 1.0 - likely / max(1, end - first)
    fill_uniform(visited, world.key[first:end], state.luck[first:end])
    for i in span(first, end):
        if world.organisation[i].person != m:
            continue
        if world.organisation[i].size_class >= 0 and not state.firm[i].member:
            # with equal weights the race is won by the largest uniform number
            place = strangers
            if state.luck[i] > enough:
                state.times[0, strangers] = state.times[0, ready]
                state.rows[0, strangers] = state.rows[0, ready]
                place = ready
                ready += 1
            state.times[0, place] = -state.luck[i]
            state.rows[0, place] = i
            strangers += 1
        else:
            state.times[1, known] = race(visited, world.key[i], 1.0 - state.contact[i])
            state.rows[1, known] = i
            known += 1
    for group in range(2):
        _put_in_order(group, 0, ready if group == 0 else known, world, state)
    return strangers, known, ready


@inner
def _put_in_order(group, first, count, world, state):
    shuffle(state.times[group, first:], state.rows[group, first:], world.rank, count)
