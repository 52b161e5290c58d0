"""Introductions: a member meets the best of up to five others (part of phase 6)."""

import numpy as np

from qvgraph.kernels.draws import pair, race_of_equals, uniform_at
from qvgraph.kernels.jit import part
from qvgraph.kernels.rows import add_tie, slot_of, span
from qvgraph.simulate.mechanisms.reputation import trust

CANDIDATES = 5
"""Among how many members the one to introduce is chosen."""


@part
def introduce(i, r, n, fair, luck, p, world, state, now):
    """Introduce member i to the best of up to five others; log the tie back as entry n."""
    q = p[r]
    elsewhere = 0
    for attempt in range(CANDIDATES):
        if uniform_at(luck.across, world.key[i], np.uint64(attempt)) < q.cross_region:
            elsewhere += 1
    times, rows = state.times_candidates, state.rows_candidates
    first, end = state.first_member[r], state.first_member[r + 1]
    here, there = 0, 0
    for pool in range(2):  # members of the region, then all others
        if pool == 1 and (q.cross_region <= 0.0 or (elsewhere == 0 and here == CANDIDATES)):
            break
        count = 0
        for place in range(
            first if pool == 0 else 0, end if pool == 0 else state.first_member[p.shape[0]]
        ):
            if pool == 1 and first <= place < end:
                continue
            l = state.members[place]
            if fair or (world.organisation[l].aligned if pool == 0 else _belongs(l, r, world)):
                count = _enter(l, i, count, times[pool], rows[pool], luck, world, state)
        here, there = (count, 0) if pool == 0 else (here, count)
    from_there = min(there, max(elsewhere, CANDIDATES - here))
    from_here = min(here, CANDIDATES - from_there)
    best = -1
    value = -1.0
    for place in range(from_here + from_there):
        pool, n_th = (0, place) if place < from_here else (1, place - from_here)
        l = rows[pool, n_th]
        other = _value(i, l, state)
        if best < 0 or other > value or (other == value and world.rank[l] < world.rank[best]):
            best = l
            value = other
    if best < 0:
        return False
    seen = state.trust_found[best] if state.firm[best].visited == now.month else trust(best, state)
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
    state.log[n].firm = i
    state.log[n].partner = best
    state.log[n].strength = q.initial_strength
    state.log[n].trust = between
    return True


@part
def _belongs(l, r, world):
    """Whether a firm of another region belongs to the host of region r."""
    for place in range(world.region[r].first_elsewhere, world.region[r].end_elsewhere):
        if world.elsewhere[place] == l:
            return True
    return False


@part
def _enter(l, i, count, times, rows, luck, world, state):
    """Let member l take part in the lottery for the five candidates; return how many there are.

    `times` and `rows` hold the winners so far in order.
    """
    time = race_of_equals(luck.candidate, pair(world.key[i], world.key[l]))
    if count == CANDIDATES and time > times[CANDIDATES - 1]:
        return count
    if l == i or slot_of(state.tie_partner[i], state.tie_count[i], l) >= 0:
        return count
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


@part
def _value(i, l, state):
    """What i and l could learn from each other, weighted by need."""
    total = 0.0
    for k in span(0, state.need.shape[1]):
        ahead = state.stock[l, k] - state.stock[i, k]
        total += state.need[i, k] * max(0.0, ahead) + state.need[l, k] * max(
            0.0, state.stock[i, k] - state.stock[l, k]
        )
    return total
