"""Development of courses (the end of phase 4): hours go into what nobody offers yet."""

import numpy as np

from qvgraph import chances
from qvgraph.kernels.draws import pair, phase_key, race_of_equals
from qvgraph.kernels.jit import part
from qvgraph.kernels.rows import NONE, ONE, bit, lowest_in, span


@part
def develop(r, q, world, state, row, now):
    """Put a share of the month's hours into the course being developed, or begin one."""
    available = min(q.develop_share * state.region[r].hours, state.region[r].hours_left)
    if available <= 0.0:
        return
    if state.region[r].developing < 0:
        state.region[r].developing = _choose(r, q, world, state, now)
    k = state.region[r].developing
    if k < 0:
        return
    missing = max(0.0, q.develop_hours - state.region[r].developed_hours)
    spent = min(available, missing)
    state.region[r].hours_left -= spent
    row.hours_development += spent
    if available < missing:
        state.region[r].developed_hours += spent
        return
    state.region[r].developing = -1
    state.region[r].developed_hours = 0.0
    row.courses_developed += 1.0
    _open(r, k, q, world, state)


@part
def _choose(r, q, world, state, now):
    """The skill that most members miss and nobody teaches here; without feedback by lottery."""
    luck = phase_key(now.key, now.month, chances.DEVELOPED_SKILL)
    skills = world.skill_key.shape[0]
    if q.feedback:
        state.asked[:] = 0
        for i in span(world.region[r].first, world.region[r].firms_end):
            if state.firm[i].member:
                for v in range(state.identified.shape[1]):
                    word = state.identified[i, v]
                    while word != NONE:
                        state.asked[lowest_in(v, word)] += 1
                        word &= word - ONE
    chosen = -1
    best = np.inf
    for k in range(skills):
        offered = False
        for w in range(state.active.shape[1]):
            offered |= (state.teaching[r, k, w] & state.active[r, w]) != NONE
        if offered:
            continue
        if q.feedback:
            time = -np.float64(state.asked[k])
            wanted = state.asked[k] > 0
        else:
            time = race_of_equals(luck, pair(world.region[r].key, world.skill_key[k]))
            wanted = True
        if wanted and (chosen < 0 or time < best):
            chosen = k
            best = time
    return chosen


@part
def _open(r, k, q, world, state):
    """Open a listed training of skill k that is not on offer, else a new one of the host."""
    for b in range(world.listed.shape[1]):
        if state.teaching[r, k, b >> 6] & bit(b) != NONE:
            state.active[r, b >> 6] |= bit(b)
            return
    j = world.unborn[r, state.region[r].developed]
    state.region[r].developed += 1
    b = world.bit_of[r, j]
    state.training_skills[j, k >> 6] |= bit(k)
    state.teaching[r, k, b >> 6] |= bit(b)
    state.training[j].price = q.price_euros * q.hours_short / 24.0
    state.training[j].long = q.hours_short > 120.0
    state.active[r, b >> 6] |= bit(b)
    for i in span(world.region[r].first, world.region[r].end):
        state.aware[i, b >> 6] |= world.own[i, b >> 6] & bit(b)
