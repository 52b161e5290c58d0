"""Exchange (phase 7): firms meet, talk openly or not, learn, and pass each other on."""

from typing import Annotated, NamedTuple

import numpy as np

from qvgraph import chances
from qvgraph.declare import BySize, by_size, share
from qvgraph.kernels.draws import fill_uniform, pair, phase_key, race, uniform
from qvgraph.kernels.jit import inner, kernel, part
from qvgraph.kernels.rows import (
    ABSENT,
    NONE,
    ONE,
    add_tie,
    bit,
    bit_where,
    count_bits,
    has,
    lowest_in,
    positions_in,
    span,
)


class Assumptions(NamedTuple):
    """How firms exchange knowledge (`exchange.*`)."""

    meetings: Annotated[
        BySize,
        by_size(
            0.5,
            1.05,
            unit="share",
            most=1.0,
            de="Wahrscheinlichkeit eines Treffens je Monat",
            en="probability a month to meet a partner",
        ),
    ] = BySize(0.2, 0.4, 0.7, 0.95)
    outsider: Annotated[
        float, share(0, 1, de="Faktor für Nichtmitglieder", en="factor for non-members")
    ] = 0.3
    learning: Annotated[
        float,
        share(
            0.03,
            0.3,
            de="gelernter Anteil des Unterschieds",
            en="share of the difference learnt",
            source="Cowan and Jonard 2004 use .1",
        ),
    ] = 0.15
    initial_strength: Annotated[
        float,
        share(0.2, 0.7, de="Stärke einer neuen Beziehung", en="strength of a new tie"),
    ] = 0.4
    strength_gain: Annotated[
        float,
        share(
            0.1,
            0.5,
            de="Stärkegewinn je offenem Gespräch",
            en="strength gained per open talk",
        ),
    ] = 0.3
    trust_gain: Annotated[
        float,
        share(
            0.1,
            0.5,
            de="Vertrauensgewinn je offenem Gespräch",
            en="trust gained or lost per open talk",
        ),
    ] = 0.2
    leak: Annotated[
        float,
        share(
            0,
            0.15,
            de="Wahrscheinlichkeit eines Vertrauensbruchs",
            en="probability of a leak per open talk",
            source="about 3 percent of training firms are poached from in a year (ZEW)",
        ),
    ] = 0.05
    leak_competitor: Annotated[
        float,
        share(
            0,
            0.4,
            de="Vertrauensbruch in derselben Branche",
            en="probability of a leak per open talk in the same sector",
        ),
    ] = 0.15
    referral: Annotated[
        float,
        share(
            0,
            0.25,
            de="Empfehlung je offenem Gespräch",
            en="probability of a referral per open talk",
            source="triadic closure",
        ),
    ] = 0.1
    tie_decay: Annotated[
        float,
        share(
            0.02,
            0.175,
            de="Schwächung einer Beziehung je Monat",
            en="strength lost per month",
            source="ceiling as for contact",
        ),
    ] = 0.05
    tie_minimum: Annotated[
        float,
        share(
            0.01,
            0.1,
            de="Stärke, bei der eine Beziehung endet",
            en="strength at which a tie ends",
            source="numerical",
        ),
    ] = 0.05


@kernel
def step(p, world, state, record, now):
    """Every firm may meet one partner; all talks see the state as the phase found it."""
    meets = phase_key(now.key, now.month, chances.MEETS)
    partner = phase_key(now.key, now.month, chances.PARTNER)
    talk = phase_key(now.key, now.month, chances.TALK_WITH_PARTNER)
    leak = phase_key(now.key, now.month, chances.LEAK)
    refers = phase_key(now.key, now.month, chances.REFERRAL)
    referred = phase_key(now.key, now.month, chances.REFERRED_TO)
    n = 0
    for r in range(p.shape[0]):
        q = p[r]
        meeting = _list_meetings(r, meets, q, world, state)
        for place in range(meeting):
            i = np.uint64(state.rows[0, place])
            count = state.tie_count[i]
            who = world.key[i]
            d = np.uint64(
                _choose(
                    partner,
                    who,
                    -1,
                    state.tie_partner[i],
                    state.tie_strength[i],
                    count,
                    state.slot_times,
                    world,
                )
            )
            if uniform(talk, who) >= state.tie_trust[i, d]:
                continue
            l = state.tie_partner[i, d]
            state.log[n].firm = i
            state.log[n].slot = d
            gain = _learn(n, i, l, q, state)
            heard = _hear(n, r, i, l, q, world, state)
            trust = _tie_after_talk(n, i, d, l, uniform(leak, who), q, world, state)
            state.log[n].partner = -1
            if uniform(refers, who) < q.referral:
                _refer(n, i, l, trust, referred, world, state)
            state.firm[i].gained += q.skill_value_euros[world.organisation[i].size_class] * gain
            row = record[r]
            row.open_exchanges += 1.0
            row.information_peers += heard
            row.flow += gain
            row.flow_exchange += gain
            if state.firm[i].member:
                row.flow_members += gain
                row.flow_exchange_members += gain
            n += 1
    for entry in range(n):
        _apply(entry, p[world.organisation[state.log[entry].firm].region], now.month, world, state)


@part
def _list_meetings(r, meets, q, world, state):
    """Write down the firms that meet a partner this month; return how many there are."""
    first, end = world.region[r].first, world.region[r].firms_end
    fill_uniform(meets, world.key[first:end], state.luck[first:end])
    meeting = 0
    for i in span(first, end):
        chance = q.meetings[world.organisation[i].size_class] * (
            1.0 if state.firm[i].member else q.outsider
        )
        state.rows[0, meeting] = i
        meeting += int((state.luck[i] < chance) & (state.tie_count[i] > 0))
    return meeting


@inner
def _choose(phase, who, without, partners, strengths, count, times, world):
    """The slot of a partner drawn with weight strength, leaving out one organisation."""
    # All races first: who leads is a coin's toss, and a branch on a time that is still being
    # computed throws away the next ones.
    for d in span(0, count):
        times[d] = race(phase, pair(who, world.key[partners[d]]), strengths[d])
    chosen = ABSENT
    best = np.inf
    for d in span(0, count):
        l = partners[d]
        if l == without:
            continue
        if times[d] == best and chosen >= 0 and world.rank[l] > world.rank[partners[chosen]]:
            continue
        if times[d] <= best:
            chosen = np.int64(d)
            best = times[d]
    return chosen


@part
def _learn(n, i, l, q, state):
    """Learn the skill with the largest need times what the partner is ahead; return the gain."""
    skill = ABSENT
    most = 0.0
    step = 0.0
    needs, stocks, others = state.need[i], state.stock[i], state.stock[l]
    for k in span(0, needs.shape[0]):
        d = min(others[k] - stocks[k], needs[k] - stocks[k])
        # Without a branch: whether a skill leads is a coin's toss.
        leads = (d > 0.0) & (needs[k] * d > most)
        most = needs[k] * d if leads else most
        step = d if leads else step
        skill = np.int64(k) if leads else skill
    state.log[n].skill = skill
    if skill < 0:
        return 0.0
    gain = q.learning * step
    state.log[n].stock = state.stock[i, skill] + gain
    return gain


@part
def _hear(n, r, i, l, q, world, state):
    """Hear of the partner's trainings that fit and of needs it knows; return how many are new."""
    heard = 0
    learnt = state.log[n].skill
    for v in span(0, state.identified.shape[1]):  # the gaps that matter after what was learnt
        gaps = NONE
        for k in positions_in(v, state.need.shape[1]):
            stock = state.log[n].stock if np.int64(k) == learnt else state.stock[i, k]
            gaps |= bit_where(state.need[i, k] - stock > q.need_threshold, k)
        state.log_identified[n, v] = gaps
    same = world.organisation[l].region == r
    for w in span(0, state.aware.shape[1]):
        state.log_aware[n, w] = NONE
    for w in span(0, state.aware.shape[1]):
        word = state.aware[l, w]
        while word != NONE:
            b = lowest_in(w, word)
            word &= word - ONE
            j = np.uint64(world.listed[world.organisation[l].region, b])
            here = np.int64(b) if same else world.bit_of[r, j]
            if (
                here >= 0
                and not has(state.aware[i], here)
                and _fits(j, state.identified[i], state.log_identified[n], state.training_skills)
            ):
                state.log_aware[n, here >> 6] |= bit(here)
                heard += 1
    for v in span(0, state.identified.shape[1]):
        new = state.log_identified[n, v] & state.identified[l, v] & ~state.identified[i, v]
        state.log_identified[n, v] = new
        heard += count_bits(new)
    return heard


@inner
def _fits(j, identified, gaps, training_skills):
    """Whether training j teaches a skill in which an identified gap matters."""
    for v in span(0, gaps.shape[0]):
        if identified[v] & gaps[v] & training_skills[j, v] != NONE:
            return True
    return False


@part
def _tie_after_talk(n, i, d, l, luck, q, world, state):
    """Strength grows; trust falls with a leak, else grows. Returns the new trust."""
    strength = state.tie_strength[i, d]
    state.log[n].strength = strength + q.strength_gain * (1.0 - strength)
    rivals = (
        world.organisation[i].sector >= 0
        and world.organisation[i].sector == world.organisation[l].sector
    )
    trust = state.tie_trust[i, d]
    if luck < (q.leak_competitor if rivals else q.leak):
        trust -= q.trust_gain * trust
    else:
        trust += q.trust_gain * (1.0 - trust)
    state.log[n].trust = trust
    return trust


@part
def _refer(n, i, l, trust, referred, world, state):
    """The partner passes the firm on to one of its own partners."""
    d = _choose(
        referred,
        world.key[i],
        np.int64(i),
        state.tie_partner[l],
        state.tie_strength[l],
        state.tie_count[l],
        state.slot_times,
        world,
    )
    if d >= 0:
        state.log[n].partner = state.tie_partner[l, d]
        state.log[n].referred = trust * state.tie_trust[l, d]


@part
def _apply(n, q, month, world, state):
    """Write what one open talk changed."""
    i = np.uint64(state.log[n].firm)
    state.firm[i].last_active = month
    if state.log[n].skill >= 0:
        state.stock[i, state.log[n].skill] = state.log[n].stock
    for w in span(0, state.aware.shape[1]):
        state.aware[i, w] |= state.log_aware[n, w]
    for v in span(0, state.identified.shape[1]):
        state.identified[i, v] |= state.log_identified[n, v]
    state.tie_strength[i, state.log[n].slot] = state.log[n].strength
    state.tie_trust[i, state.log[n].slot] = state.log[n].trust
    if state.log[n].partner >= 0:
        add_tie(
            i,
            state.log[n].partner,
            q.initial_strength,
            state.log[n].referred,
            state.tie_count,
            state.tie_partner,
            state.tie_strength,
            state.tie_trust,
            world.rank,
        )
