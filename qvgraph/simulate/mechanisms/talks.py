"""One visit: what the manager and an organisation say to each other (part of phase 6)."""

from qvgraph.kernels.draws import bits_at, to_uniform, uniform
from qvgraph.kernels.exact import log, logistic
from qvgraph.kernels.jit import inner, part
from qvgraph.kernels.rows import NONE, ONE, bit, has, lowest
from qvgraph.simulate.mechanisms.introductions import introduce
from qvgraph.simulate.mechanisms.membership import monthly_fee
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
    row.information_manager += _mention(
        i, r, luck.told_partner, q.tell, state.active[r], state.active[r], False, q, world, state
    )


@inner
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
            told = to_uniform(bits_at(phase, world.key[i], world.training[j].key)) < tell
            if told and state.aware[i, w] & bit(b) == NONE:
                new += 1
                state.aware[i, w] |= bit(b)
    return new


@inner
def _fits(i, j, q, world, state):
    """Whether training j teaches a skill in which firm i knows a gap that matters."""
    for v in range(state.identified.shape[1]):
        word = state.identified[i, v] & state.training_skills[j, v]
        while word != NONE:
            k = lowest(word) + (v << 6)
            word &= word - ONE
            if state.need[i, k] - state.stock[i, k] > q.need_threshold:
                return True
    return False


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
        if fair:
            row.information_manager += _mention(
                i, r, luck.told, q.tell, state.active[r], state.active[r], True, q, world, state
            )
            state.reputation[PERSON_ALPHA, i] += 1.0
        else:
            row.information_manager += _mention(
                i, r, luck.told, q.tell, world.hosted[r], state.active[r], False, q, world, state
            )
            if not world.organisation[i].aligned and _was_ill_advised(
                i, r, luck.told, q, world, state
            ):
                state.reputation[PERSON_BETA, i] += q.betrayal_weight
            else:
                state.reputation[PERSON_ALPHA, i] += 1.0
        if group == 1 and uniform(luck.introduced, who) < q.introduce:
            introduced = introduce(i, r, n, fair, luck, p, world, state, now)
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
                    and to_uniform(bits_at(phase, world.key[i], world.training[j].key)) < q.tell
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
    size = world.organisation[i].size_class
    time = q.time_euros[size]
    cost = time + monthly_fee(q, size, age)
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
