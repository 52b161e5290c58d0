"""Everyday learning and forgetting (phase 10): what fades when nobody does anything.

Its parameters are declared with the mechanisms whose stocks fade: `needs`, `search`, `visits`,
`exchange`.
"""

from qvgraph import chances
from qvgraph.kernels.draws import bits_at, phase_key, to_uniform
from qvgraph.kernels.jit import inline, kernel
from qvgraph.kernels.rows import NONE, ONE, bit, lowest


@kernel
def step(p, world, state, record, now):
    """Stocks, awareness, trust, contact and ties fade; the levels of the month are recorded."""
    forgets = phase_key(now.key, now.month, chances.FORGETS)
    for r in range(p.shape[0]):
        q = p[r]
        for i in range(world.first[r], world.first[r + 1]):
            _forget_trainings(i, r, forgets, q, world, state)
            state.contact[i] *= 1.0 - q.contact_decay
        _fade_skills(r, q, world, state, record)
        for i in range(world.first[r], world.firms_end[r]):
            _clear_closed_gaps(i, q, state)
            _fade_ties(i, q, state)
        _fade_trust(r, q, world, state)


@inline
def _fade_skills(r, q, world, state, record):
    """Work teaches a little, time takes a little; sum needs and gaps by size class."""
    row = record[r]
    kept = 1.0 - q.obsolescence
    for i in range(world.first[r], world.firms_end[r]):
        needed = 0.0
        unmet = 0.0
        for k in range(state.need.shape[1]):
            need = state.need[i, k]
            stock = state.stock[i, k]
            stock = (stock + q.everyday_learning * max(0.0, need - stock)) * kept
            state.stock[i, k] = stock
            needed += need
            unmet += max(0.0, need - stock)
        size = world.size[i]
        if size == 0:
            row.need_micro += needed
            row.unmet_micro += unmet
        elif size == 1:
            row.need_small += needed
            row.unmet_small += unmet
        elif size == 2:
            row.need_medium += needed
            row.unmet_medium += unmet
        else:
            row.need_large += needed
            row.unmet_large += unmet


@inline
def _forget_trainings(i, r, forgets, q, world, state):
    """An organisation may forget any training but its own."""
    for w in range(state.aware.shape[1]):
        word = state.aware[i, w] & ~world.own[i, w]
        while word != NONE:
            b = lowest(word)
            word &= word - ONE
            j = world.listed[r, b + (w << 6)]
            if (
                to_uniform(bits_at(forgets, world.key[i], world.training_key[j]))
                < q.forget_training
            ):
                state.aware[i, w] &= ~bit(b)


@inline
def _clear_closed_gaps(i, q, state):
    """A gap that no longer matters is no longer known as one."""
    for v in range(state.identified.shape[1]):
        word = state.identified[i, v]
        while word != NONE:
            b = lowest(word)
            word &= word - ONE
            k = b + (v << 6)
            if state.need[i, k] - state.stock[i, k] <= q.need_threshold:
                state.identified[i, v] &= ~bit(b)


@inline
def _fade_ties(i, q, state):
    """Ties weaken; one below the minimum ends, the last slot takes its place."""
    kept = 1.0 - q.tie_decay
    d = 0
    while d < state.tie_count[i]:
        strength = state.tie_strength[i, d] * kept
        if strength < q.tie_minimum:
            last = state.tie_count[i] - 1
            state.tie_count[i] = last
            state.tie_partner[i, d] = state.tie_partner[i, last]
            state.tie_strength[i, d] = state.tie_strength[i, last]
            state.tie_trust[i, d] = state.tie_trust[i, last]
        else:
            state.tie_strength[i, d] = strength
            d += 1


@inline
def _fade_trust(r, q, world, state):
    """Experiences shrink toward the prior."""
    for i in range(world.first[r], world.firms_end[r]):
        state.person_alpha[i] = 1.0 + q.trust_memory * (state.person_alpha[i] - 1.0)
        state.person_beta[i] = 1.0 + q.trust_memory * (state.person_beta[i] - 1.0)
        state.institution_alpha[i] = 1.0 + q.trust_memory * (state.institution_alpha[i] - 1.0)
        state.institution_beta[i] = 1.0 + q.trust_memory * (state.institution_beta[i] - 1.0)
