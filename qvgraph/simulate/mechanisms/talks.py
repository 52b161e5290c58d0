"""One visit: what the manager and an organisation say to each other (part of phase 6)."""

import numpy as np

from qvgraph.kernels.draws import uniform, uniform_at
from qvgraph.kernels.exact import log, logistic
from qvgraph.kernels.jit import inner, part
from qvgraph.kernels.rows import ABSENT, NONE, ONE, bit, count_bits, has, lowest_in, span
from qvgraph.simulate.mechanisms.gaps import list_fitting
from qvgraph.simulate.mechanisms.introductions import introduce
from qvgraph.simulate.mechanisms.prices import monthly_fee
from qvgraph.simulate.mechanisms.reputation import (
    INSTITUTION_ALPHA,
    INSTITUTION_BETA,
    PERSON_ALPHA,
    PERSON_BETA,
    trust,
)


@part
def visit_partner(i, r, luck, q, world, state, row):
    """An association or institution learns what is on offer."""
    state.contact[i] += q.contact_gain * (1.0 - state.contact[i])
    for w in span(0, state.active.shape[1]):
        word = _told(i, r, w, state.active[r, w], luck.told_partner, q, world)
        row.information_manager += count_bits(word & ~state.aware[i, w])
        state.aware[i, w] |= word


@inner
def _told(i, r, w, word, phase, q, world):
    """Those of a word of trainings that are mentioned."""
    told = NONE
    while word != NONE:
        b = lowest_in(w, word)
        word &= word - ONE
        if uniform_at(phase, world.key[i], world.listed_key[r, b]) < q.tell:
            told |= bit(b)
    return told


@part
def visit_firm(i, r, group, n, luck, p, world, state, row, now):
    """One visit to a firm; returns True when an introduction was made (logged as entry n)."""
    q = p[r]
    who = world.key[i]
    found = trust(i, state)
    state.firm[i].visited = now.month
    state.trust_found[i] = found
    state.contact[i] += q.contact_gain * (1.0 - state.contact[i])
    if world.organisation[i].aligned or uniform(luck.host_fair, who) < q.host_neutrality:
        state.reputation[INSTITUTION_ALPHA, i] += 1.0
    else:
        state.reputation[INSTITUTION_BETA, i] += q.betrayal_weight
    introduced = False
    if uniform(luck.talk, who) < found * state.contact[i]:
        row.open_talks += 1.0
        state.firm[i].last_active = now.month
        state.firm[i].knows_support = 1
        row.information_manager += _diagnose(i, uniform(luck.diagnosed, who), q, state)
        fair = uniform(luck.advice_fair, who) < q.personal_neutrality
        ill_advised = _mention(i, r, fair, luck, q, world, state, row)
        if fair or world.organisation[i].aligned or not ill_advised:
            state.reputation[PERSON_ALPHA, i] += 1.0
        else:
            state.reputation[PERSON_BETA, i] += q.betrayal_weight
        if group == 1 and uniform(luck.introduced, who) < q.introduce:
            introduced = introduce(i, r, n, fair, luck, p, world, state, now)
    if group == 0:
        _may_join(i, uniform(luck.joins, who), q, world, state, row, now)
    return introduced


@part
def _diagnose(i, luck, q, state):
    """Recognise the largest gap that matters and is not known, if luck has it; return how many."""
    largest = q.need_threshold
    skill = ABSENT
    for k in span(0, state.need.shape[1]):
        gap = state.need[i, k] - state.stock[i, k]
        if gap > largest and not has(state.identified[i], k):
            largest = gap
            skill = np.int64(k)
    if skill < 0 or luck >= q.diagnosis:
        return 0
    state.identified[i, skill >> 6] |= bit(skill)
    return 1


@part
def _mention(i, r, fair, luck, q, world, state, row):
    """Mention trainings that fit, or the host's whether they fit or not.

    Returns whether favouritism could show: nothing mentioned fits, or a fitting training that the
    firm knows was left out.
    """
    list_fitting(i, r, q, state)
    helped = False
    left_out = False
    for w in span(0, state.active.shape[1]):
        fitting = state.fitting[w]
        subject = state.active[r, w] & (fitting if fair else world.hosted[r, w])
        told = _told(i, r, w, subject, luck.told, q, world)
        row.information_manager += count_bits(told & ~state.aware[i, w])
        state.aware[i, w] |= told
        helped |= (told & fitting) != NONE
        left_out |= (state.aware[i, w] & fitting & ~told) != NONE
    return left_out or not helped


@part
def _may_join(i, luck, q, world, state, row, now):
    """A non-member joins with a probability that trust, partners and price decide."""
    members = 0
    count = state.tie_count[i]
    for d in span(0, count):
        if _was_member(state.tie_partner[i, d], state, now):
            members += 1
    size = world.organisation[i].size_class
    time = q.time_euros[size]
    cost = time + monthly_fee(q, size)
    odds = (
        q.join_base + q.join_spread * world.organisation[i].willing + q.join_trust * trust(i, state)
    )
    odds += q.join_peers * (members / count if count > 0 else 0.0)
    odds -= q.join_price * log(cost / time)
    if luck < logistic(odds):
        state.firm[i].member = 1
        state.firm[i].joined = now.month
        state.firm[i].benefit = cost
        row.joins += 1.0


@inner
def _was_member(l, state, now):
    """Membership as the phase found it: who joined in this phase does not count yet."""
    return state.firm[l].member != 0 and state.firm[l].joined != now.month
