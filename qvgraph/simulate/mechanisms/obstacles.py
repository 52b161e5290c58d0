"""What stands between a firm and the closing of its gaps (part of the record, phase 12)."""

import numpy as np

from qvgraph.kernels.jit import inner, part
from qvgraph.kernels.rows import NONE, ONE, count_bits, lowest_in, span
from qvgraph.simulate.mechanisms.prices import price_share


@part
def count_obstacles(r, q, world, state, row):
    """Count the gaps that matter by the first obstacle that each of them meets.

    All gaps of a firm at once: they are bits, as are the skills of the trainings that it knows of.
    """
    known, waits, not_offered, not_aware, no_money, other_list, no_release = 0, 0, 0, 0, 0, 0, 0
    for v in span(0, state.identified.shape[1]):
        offered = NONE
        for w in span(0, state.active.shape[1]):
            offered |= _taught(r, v, w, state.active[r, w], world, state)
        for i in span(world.region[r].first, world.region[r].firms_end):
            gaps = state.identified[i, v]  # those that no longer matter have just been cleared
            known += count_bits(gaps)
            waiting = state.firm[i].waiting
            if waiting >= 0:
                taught = state.training_skills[np.uint64(waiting), v]
                waits += count_bits(gaps & taught)
                gaps &= ~taught
            not_offered += count_bits(gaps & ~offered)
            gaps &= offered
            if gaps == NONE:
                continue
            aware, paid = NONE, NONE
            for w in span(0, state.active.shape[1]):
                word = state.aware[i, w] & state.active[r, w]
                while word != NONE:
                    j = np.uint64(world.listed[r, lowest_in(w, word)])
                    word &= word - ONE
                    taught = state.training_skills[j, v]
                    aware |= taught
                    pays = state.training[j].price * price_share(i, j, q, world, state)
                    paid |= taught if pays <= state.firm[i].account else NONE
            not_aware += count_bits(gaps & ~aware)
            no_money += count_bits(gaps & aware & ~paid)
            open_way = count_bits(gaps & paid)
            other_list += open_way if waiting >= 0 else 0
            no_release += open_way if waiting < 0 else 0
    row.obstacle_not_identified = state.region[r].gaps - known
    row.obstacle_list_not_run = waits
    row.obstacle_not_offered = not_offered
    row.obstacle_not_aware = not_aware
    row.obstacle_no_money = no_money
    row.obstacle_other_list = other_list
    row.obstacle_no_release = no_release


@inner
def _taught(r, v, w, word, world, state):
    """The skills of a word of trainings."""
    skills = NONE
    while word != NONE:
        skills |= state.training_skills[np.uint64(world.listed[r, lowest_in(w, word)]), v]
        word &= word - ONE
    return skills
