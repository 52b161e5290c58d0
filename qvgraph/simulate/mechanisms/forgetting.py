"""Everyday learning and forgetting (phase 10): what fades when nobody does anything.

Its parameters are declared with the mechanisms whose stocks fade: `needs`, `search`, `visits`,
`exchange`.
"""

import numpy as np

from qvgraph import chances
from qvgraph.kernels.draws import fill_bits, indexed, phase_key, to_uniform
from qvgraph.kernels.jit import inner, kernel, part
from qvgraph.kernels.rows import NONE, ONE, SLOTS, bit, count_bits, lowest_in, span
from qvgraph.simulate.mechanisms.gaps import gaps_that_matter
from qvgraph.simulate.mechanisms.reputation import (
    INSTITUTION_ALPHA,
    INSTITUTION_BETA,
    PERSON_ALPHA,
    PERSON_BETA,
)

HALF = SLOTS // 2
"""Few firms fill more slots: eight strengths are one line of the processor's cache."""


@kernel
def step(p, world, state, record, now):
    """Stocks, awareness, trust, contact and ties fade; the levels of the month are recorded."""
    forgets = phase_key(now.key, now.month, chances.FORGETS)
    for r in range(p.shape[0]):
        q = p[r]
        _forget_trainings(r, forgets, q, world, state)
        _scale(state.contact[world.region[r].first : world.region[r].end], 1.0 - q.contact_decay)
        _fade_skills(r, q, world, state, record)
        for i in span(world.region[r].first, world.region[r].firms_end):
            _fade_ties(i, q, state)
        _fade_trust(r, q, world, state)


@part
def _fade_skills(r, q, world, state, record):
    """Work teaches a little, time takes a little; sum needs and gaps by size class.

    A gap that no longer matters is no longer known as one.
    """
    first, end = world.region[r].first, world.region[r].firms_end
    needs, stocks = state.need[first:end], state.stock[first:end]
    # Two passes: the first has no sums, so that the compiler can take many skills at a time.
    _fade(needs.reshape(needs.size), stocks.reshape(stocks.size), q)
    sums = state.size_sums
    sums[:] = 0.0
    matter = 0
    for i in span(first, end):
        needed = 0.0
        unmet = 0.0
        for k in span(0, state.need.shape[1]):
            needed += state.need[i, k]
            unmet += max(0.0, state.need[i, k] - state.stock[i, k])
        for v in span(0, state.identified.shape[1]):
            gaps = gaps_that_matter(i, v, q, state)
            matter += count_bits(gaps)
            state.identified[i, v] &= gaps
        size = world.organisation[i].size_class
        sums[0, size] += needed
        sums[1, size] += unmet
    state.region[r].gaps = matter
    row = record[r]
    row.need_micro, row.unmet_micro = sums[0, 0], sums[1, 0]
    row.need_small, row.unmet_small = sums[0, 1], sums[1, 1]
    row.need_medium, row.unmet_medium = sums[0, 2], sums[1, 2]
    row.need_large, row.unmet_large = sums[0, 3], sums[1, 3]


@inner
def _fade(needs, stocks, q):
    learning = q.everyday_learning
    kept = 1.0 - q.obsolescence
    for n in range(stocks.shape[0]):
        stock = stocks[n]
        stocks[n] = (stock + learning * max(0.0, needs[n] - stock)) * kept


@part
def _forget_trainings(r, forgets, q, world, state):
    """An organisation may forget any training but its own.

    Training by training and each time for all organisations, as in `obstacles`: luck is drawn for
    those too that do not know it.
    """
    first, end = np.uint64(world.region[r].first), np.uint64(world.region[r].end)
    luck, gone = state.luck_bits[: end - first], state.gone[: end - first]
    fill_bits(forgets, world.key[first:end], luck)
    for w in span(0, state.aware.shape[1]):
        word = NONE
        for i in span(first, end):
            word |= state.aware[i, w]
        gone[:] = NONE
        while word != NONE:
            b = lowest_in(w, word)
            word &= word - ONE
            _add_gone(luck, world.listed_key[r, b], q.forget_training, bit(b), gone)
        for i in span(first, end):
            state.aware[i, w] &= ~gone[i - first] | world.own[i, w]


@inner
def _add_gone(luck, key, chance, training, gone):
    for n in range(gone.shape[0]):
        gone[n] |= training if to_uniform(indexed(luck[n], key)) < chance else NONE


@part
def _fade_ties(i, q, state):
    """Ties weaken; one below the minimum ends, the last slot takes its place."""
    count = state.tie_count[i]
    ended = _weaken(state.tie_strength[i], count, 1.0 - q.tie_decay, q.tie_minimum)
    d = np.uint64(0)
    while ended > 0:
        if state.tie_strength[i, d] < q.tie_minimum:
            ended -= 1
            last = np.uint64(state.tie_count[i] - 1)
            state.tie_count[i] = np.int64(last)
            state.tie_partner[i, d] = state.tie_partner[i, last]
            state.tie_strength[i, d] = state.tie_strength[i, last]
            state.tie_trust[i, d] = state.tie_trust[i, last]
            state.tie_strength[i, last] = np.inf
        else:
            d += ONE


@inner
def _weaken(strengths, count, kept, minimum):
    """Weaken all slots, empty ones too: they are infinitely strong. Returns how many ended."""
    if kept == 0.0:  # an infinite strength times 0 would be no number
        strengths[:count] = 0.0
        return count if minimum > 0.0 else 0
    ended = 0
    for d in range(HALF):
        strengths[d] *= kept
    for d in range(HALF):
        ended += int(strengths[d] < minimum)
    if count > HALF:
        for d in range(HALF, SLOTS):
            strengths[d] *= kept
        for d in range(HALF, SLOTS):
            ended += int(strengths[d] < minimum)
    return ended


@part
def _fade_trust(r, q, world, state):
    """Experiences shrink toward the prior."""
    first, end = world.region[r].first, world.region[r].firms_end
    _shrink(state.reputation[PERSON_ALPHA, first:end], q.trust_memory)
    _shrink(state.reputation[PERSON_BETA, first:end], q.trust_memory)
    _shrink(state.reputation[INSTITUTION_ALPHA, first:end], q.trust_memory)
    _shrink(state.reputation[INSTITUTION_BETA, first:end], q.trust_memory)


@inner
def _scale(numbers, factor):
    for n in range(numbers.shape[0]):
        numbers[n] *= factor


@inner
def _shrink(counts, memory):
    for n in range(counts.shape[0]):
        counts[n] = 1.0 + memory * (counts[n] - 1.0)
