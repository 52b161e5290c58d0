"""Visits (phase 6): the manager goes to firms, advises, introduces, and wins members."""

from typing import Annotated, NamedTuple

import numpy as np

from qvgraph import chances
from qvgraph.declare import hours, number, share
from qvgraph.kernels.draws import (
    bits_at,
    pair,
    phase_key,
    race,
    to_uniform,
    uniform,
    uniform_at,
)
from qvgraph.kernels.exact import log, logistic
from qvgraph.kernels.jit import inline, kernel, part
from qvgraph.kernels.lottery import next_drawn, shuffle
from qvgraph.kernels.rows import NONE, ONE, add_tie, bit, has, lowest, slot_of
from qvgraph.simulate.mechanisms.membership import monthly_fee

CANDIDATES = 5
"""Among how many members the one to introduce is chosen."""


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
        first, last = world.first_person[r], world.first_person[r + 1]
        for m in range(first, last):
            if state.present[r] > 0:
                if state.empty_until[m] > now.month:
                    continue
                portion = state.hours[r] / state.present[r]
            elif after_pilot:
                portion = state.hours[r] / (last - first)
            else:
                continue
            before = state.carried[m, 0] + state.carried[m, 1]
            outside = state.carried[m, 0] + portion * q.recruiting
            inside = state.carried[m, 1] + portion * (1.0 - q.recruiting)
            strangers, known = _draw_lists(m, r, visited, world, state)
            turn = 0
            while turn < 3:
                group = 1 if turn == 1 else 0
                left = known if turn == 1 else strangers
                budget = inside if turn == 1 else outside
                if left > 0 and budget >= q.visit_hours:
                    i = next_drawn(state.times[group], state.rows[group], world.rank, left)
                    left -= 1
                    budget -= q.visit_hours
                    row.visits += 1.0
                    row.hours_visits += q.visit_hours
                    if world.size[i] < 0:
                        _visit_partner(i, r, luck, q, world, state, row)
                    elif _visit_firm(i, r, group, introductions, luck, p, world, state, row, now):
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
            state.carried[m, 0] = outside
            state.carried[m, 1] = inside
            row.hours_carried += (outside + inside) - before
    for n in range(introductions):
        add_tie(
            state.log_partner[n],
            state.log_firm[n],
            state.log_strength[n],
            state.log_trust[n],
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
        for i in range(world.first[r], world.firms_end[r]):
            if state.member[i]:
                state.members[count] = i
                count += 1
    state.first_member[regions] = count


@part
def _draw_lists(m, r, visited, world, state):
    """Put the portfolio of person m on two lists by lottery; return their lengths."""
    strangers = 0
    known = 0
    for i in range(world.first[r], world.first[r + 1]):
        if world.person[i] != m:
            continue
        if world.size[i] >= 0 and not state.member[i]:
            # with equal weights the race is won by the largest uniform number
            state.times[0, strangers] = -uniform(visited, world.key[i])
            state.rows[0, strangers] = i
            strangers += 1
        else:
            state.times[1, known] = race(visited, world.key[i], 1.0 - state.contact[i])
            state.rows[1, known] = i
            known += 1
    shuffle(state.times[0], state.rows[0], world.rank, strangers)
    shuffle(state.times[1], state.rows[1], world.rank, known)
    return strangers, known


@inline
def trust(i, state):
    """Trust of a firm: geometric mean of the reputations of person and host."""
    person = state.person_alpha[i] / (state.person_alpha[i] + state.person_beta[i])
    institution = state.institution_alpha[i] / (
        state.institution_alpha[i] + state.institution_beta[i]
    )
    return np.sqrt(person * institution)


@part
def _visit_partner(i, r, luck, q, world, state, row):
    """An association or institution learns what is on offer."""
    state.contact[i] += q.contact_gain * (1.0 - state.contact[i])
    row.information_manager += _mention(
        i, r, luck.told_partner, q.tell, state.active[r], state.active[r], False, q, world, state
    )


@inline
def _mention(i, r, phase, tell, trainings, offered, fitting, q, world, state):
    """Mention each of a row of trainings with probability `tell`; return how many were new."""
    new = 0
    for w in range(trainings.shape[0]):
        word = trainings[w] & offered[w]
        while word != NONE:
            b = lowest(word)
            word &= word - ONE
            j = world.listed[r, b + (w << 6)]
            if fitting and not _fits(i, j, q, world, state):
                continue
            told = to_uniform(bits_at(phase, world.key[i], world.training_key[j])) < tell
            if told and state.aware[i, w] & bit(b) == NONE:
                new += 1
                state.aware[i, w] |= bit(b)
    return new


@inline
def _fits(i, j, q, world, state):
    """Whether training j teaches a skill in which firm i knows a gap that matters."""
    for v in range(state.identified.shape[1]):
        word = state.identified[i, v] & world.training_skills[j, v]
        while word != NONE:
            k = lowest(word) + (v << 6)
            word &= word - ONE
            if state.need[i, k] - state.stock[i, k] > q.need_threshold:
                return True
    return False


@part
def _visit_firm(i, r, group, n, luck, p, world, state, row, now):
    """One visit to a firm; returns True when an introduction was made (logged as entry n)."""
    q = p[r]
    who = world.key[i]
    found = trust(i, state)
    state.visited[i] = now.month
    state.trust_found[i] = found
    state.contact[i] += q.contact_gain * (1.0 - state.contact[i])
    if world.aligned[i] or uniform(luck.host_fair, who) < q.host_neutrality:
        state.institution_alpha[i] += 1.0
    else:
        state.institution_beta[i] += q.betrayal_weight
    introduced = False
    if uniform(luck.talk, who) < found * state.contact[i]:
        row.open_talks += 1.0
        state.last_active[i] = now.month
        state.knows_support[i] = 1
        row.information_manager += _diagnose(i, uniform(luck.diagnosed, who), q, state)
        fair = uniform(luck.advice_fair, who) < q.personal_neutrality
        if fair:
            row.information_manager += _mention(
                i, r, luck.told, q.tell, state.active[r], state.active[r], True, q, world, state
            )
            state.person_alpha[i] += 1.0
        else:
            row.information_manager += _mention(
                i, r, luck.told, q.tell, world.hosted[r], state.active[r], False, q, world, state
            )
            if not world.aligned[i] and _was_ill_advised(i, r, luck.told, q, world, state):
                state.person_beta[i] += q.betrayal_weight
            else:
                state.person_alpha[i] += 1.0
        if group == 1 and uniform(luck.introduced, who) < q.introduce:
            introduced = _introduce(i, r, n, fair, luck, p, world, state, now)
    if group == 0:
        _may_join(i, now.month - q.start_month, uniform(luck.joins, who), q, world, state, row, now)
    return introduced


@part
def _diagnose(i, luck, q, state):
    """Recognise the largest gap that matters and is not known, if luck has it; return how many."""
    largest = q.need_threshold
    skill = -1
    for k in range(state.need.shape[1]):
        gap = state.need[i, k] - state.stock[i, k]
        if gap > largest and not has(state.identified[i], k):
            largest = gap
            skill = k
    if skill < 0 or luck >= q.diagnosis:
        return 0
    state.identified[i, skill >> 6] |= bit(skill)
    return 1


@part
def _was_ill_advised(i, r, phase, q, world, state):
    """After partial advice: nothing mentioned fits, or a fitting training known was left out."""
    helped = False
    for w in range(state.aware.shape[1]):
        mentionable = world.hosted[r, w] & state.active[r, w]
        word = state.aware[i, w] | mentionable
        while word != NONE:
            b = lowest(word)
            word &= word - ONE
            j = world.listed[r, b + (w << 6)]
            if _fits(i, j, q, world, state):
                told = (
                    mentionable & bit(b) != NONE
                    and to_uniform(bits_at(phase, world.key[i], world.training_key[j])) < q.tell
                )
                if told:
                    helped = True
                elif state.aware[i, w] & bit(b) != NONE:
                    return True
    return not helped


@part
def _may_join(i, age, luck, q, world, state, row, now):
    """A non-member joins with a probability that trust, partners and price decide."""
    members = 0
    count = state.tie_count[i]
    for d in range(count):
        if _was_member(state.tie_partner[i, d], state, now):
            members += 1
    size = world.size[i]
    time = q.time_euros[size]
    cost = time + monthly_fee(q, size, age)
    odds = q.join_base + q.join_spread * world.willing[i] + q.join_trust * trust(i, state)
    odds += q.join_peers * (members / count if count > 0 else 0.0)
    odds -= q.join_price * log(cost / time)
    if luck < logistic(odds):
        state.member[i] = 1
        state.joined[i] = now.month
        state.benefit[i] = cost
        row.joins += 1.0


@inline
def _was_member(l, state, now):
    """Membership as the phase found it: who joined in this phase does not count yet."""
    return state.member[l] != 0 and state.joined[l] != now.month


@part
def _introduce(i, r, n, fair, luck, p, world, state, now):
    """Introduce member i to the best of up to five others; log the tie back as entry n."""
    q = p[r]
    elsewhere = 0
    for attempt in range(CANDIDATES):
        if uniform_at(luck.across, world.key[i], np.uint64(attempt)) < q.cross_region:
            elsewhere += 1
    times, rows = state.times_candidates, state.rows_candidates
    here, there = 0, 0
    first, end = state.first_member[r], state.first_member[r + 1]
    for place in range(first, end):
        l = state.members[place]
        if fair or world.aligned[l]:
            here = _enter(l, i, here, times[0], rows[0], luck, world, state)
    if q.cross_region > 0.0 and (elsewhere > 0 or here < CANDIDATES):
        for place in range(state.first_member[p.shape[0]]):
            l = state.members[place]
            if not first <= place < end and (fair or _belongs(l, r, world)):
                there = _enter(l, i, there, times[1], rows[1], luck, world, state)
    from_there = min(there, max(elsewhere, CANDIDATES - here))
    from_here = min(here, CANDIDATES - from_there)
    best = _best(i, -1, -1.0, rows[0], from_here, world, state)
    value = _value(i, best, state) if best >= 0 else -1.0
    best = _best(i, best, value, rows[1], from_there, world, state)
    if best < 0:
        return False
    seen = state.trust_found[best] if state.visited[best] == now.month else trust(best, state)
    between = state.trust_found[i] * seen
    add_tie(
        i,
        best,
        q.initial_strength,
        between,
        state.tie_count,
        state.tie_partner,
        state.tie_strength,
        state.tie_trust,
        world.rank,
    )
    state.log_firm[n] = i
    state.log_partner[n] = best
    state.log_strength[n] = q.initial_strength
    state.log_trust[n] = between
    return True


@part
def _belongs(l, r, world):
    """Whether a firm of another region belongs to the host of region r."""
    for place in range(world.first_elsewhere[r], world.first_elsewhere[r + 1]):
        if world.elsewhere[place] == l:
            return True
    return False


@inline
def _enter(l, i, count, times, rows, luck, world, state):
    """Let member l take part in the lottery for the five candidates; return how many there are.

    `times` and `rows` hold the winners so far in order; with equal weights the largest uniform
    number comes first.
    """
    if l == i or slot_of(state.tie_partner[i], state.tie_count[i], l) >= 0:
        return count
    time = -uniform(luck.candidate, pair(world.key[i], world.key[l]))
    place = count
    while place > 0 and (
        time < times[place - 1]
        or (time == times[place - 1] and world.rank[l] < world.rank[rows[place - 1]])
    ):
        if place < CANDIDATES:
            times[place] = times[place - 1]
            rows[place] = rows[place - 1]
        place -= 1
    if place < CANDIDATES:
        times[place] = time
        rows[place] = l
    return min(CANDIDATES, count + 1)


@inline
def _best(i, best, value, rows, count, world, state):
    """The candidate worth most to both; of equals the lower id."""
    for place in range(count):
        l = rows[place]
        other = _value(i, l, state)
        if best < 0 or other > value or (other == value and world.rank[l] < world.rank[best]):
            best = l
            value = other
    return best


@inline
def _value(i, l, state):
    """What i and l could learn from each other, weighted by need."""
    total = 0.0
    for k in range(state.need.shape[1]):
        ahead = state.stock[l, k] - state.stock[i, k]
        total += state.need[i, k] * max(0.0, ahead) + state.need[l, k] * max(
            0.0, state.stock[i, k] - state.stock[l, k]
        )
    return total
