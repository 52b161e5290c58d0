"""What stands between a firm and the closing of its gaps (part of the record, phase 12)."""

from qvgraph.kernels.jit import part
from qvgraph.kernels.rows import NONE, ONE, count_bits, has, lowest, rows
from qvgraph.simulate.mechanisms.prices import price_share


@part
def count_obstacles(r, q, world, state, row):
    """Count the gaps that matter by the first obstacle that each of them meets."""
    known, waits, not_offered, not_aware, no_money, other_list, no_release = 0, 0, 0, 0, 0, 0, 0
    for i in rows(world.region[r].first, world.region[r].firms_end):
        for v in range(state.identified.shape[1]):
            word = state.identified[i, v]  # those that no longer matter have just been cleared
            known += count_bits(word)
            while word != NONE:
                k = lowest(word) + (v << 6)
                word &= word - ONE
                j = state.firm[i].waiting
                if j >= 0 and has(state.training_skills[j], k):
                    waits += 1
                    continue
                obstacle = _of_offer(i, r, k, q, world, state)
                not_offered += int(obstacle == 0)
                not_aware += int(obstacle == 1)
                no_money += int(obstacle == 2)
                other_list += int((obstacle == 3) & (j >= 0))
                no_release += int((obstacle == 3) & (j < 0))
    row.obstacle_not_identified = state.region[r].gaps - known
    row.obstacle_list_not_run = waits
    row.obstacle_not_offered = not_offered
    row.obstacle_not_aware = not_aware
    row.obstacle_no_money = no_money
    row.obstacle_other_list = other_list
    row.obstacle_no_release = no_release


@part
def _of_offer(i, r, k, q, world, state):
    """0: nothing on offer, 1: the firm knows of none, 2: it can pay none, 3: none of these."""
    furthest = 0
    for w in range(state.active.shape[1]):
        offered = state.teaching[r, k, w] & state.active[r, w]
        if offered != NONE:
            furthest = max(furthest, 1)
        known = offered & state.aware[i, w]
        while known != NONE:
            j = world.listed[r, lowest(known) + (w << 6)]
            known &= known - ONE
            pays = state.training[j].price * price_share(i, j, q, world, state)
            furthest = max(furthest, 3 if pays <= state.firm[i].account else 2)
    return furthest
