"""What stands between a firm and the closing of its gaps (part of the record, phase 12)."""

import numpy as np

from qvgraph.kernels.jit import inner, part
from qvgraph.kernels.rows import NONE, ONE, bit, count_bits, lowest_in, span
from qvgraph.simulate.mechanisms.prices import share_paid

KNOWN, PAYABLE = range(2)
"""Rows of `State.taught`: by the trainings on offer that a firm knows, and by those it can pay."""


@part
def count_obstacles(r, q, world, state, row):
    """Count the gaps that matter by the first obstacle that each of them meets.

    All gaps of a firm at once: they are bits, as are the skills of the trainings that it knows of.
    """
    first, end = np.uint64(world.region[r].first), np.uint64(world.region[r].firms_end)
    _list_money(first, end, q, world, state)
    known, waits, not_offered, not_aware, no_money, other_list, no_release = 0, 0, 0, 0, 0, 0, 0
    for v in span(0, state.identified.shape[1]):
        offered = _list_taught(r, v, first, end, world, state)
        for i in span(first, end):
            gaps = state.identified[i, v]  # those that no longer matter have just been cleared
            known += count_bits(gaps)
            waiting = state.firm[i].waiting
            if waiting >= 0:
                taught = state.training_skills[np.uint64(waiting), v]
                waits += count_bits(gaps & taught)
                gaps &= ~taught
            not_offered += count_bits(gaps & ~offered)
            gaps &= offered
            aware, paid = state.taught[KNOWN, i - first], state.taught[PAYABLE, i - first]
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


@part
def _list_money(first, end, q, world, state):
    """Write down what each firm has, and which share of a short and of a long training it pays."""
    for i in span(first, end):
        state.accounts[i - first] = state.firm[i].account
        for long in range(2):
            state.shares[long, i - first] = share_paid(i, long, q, world, state)


@part
def _list_taught(r, v, first, end, world, state):
    """Write down which skills of word v each firm knows a training of; return those on offer.

    Training by training and each time for all firms: what a firm knows is a coin's toss, and only
    without branches on it does the compiler take several firms at once.
    """
    firms = end - first
    aware, accounts = state.aware_word[:firms], state.accounts[:firms]
    known, payable = state.taught[KNOWN, :firms], state.taught[PAYABLE, :firms]
    known[:] = NONE
    payable[:] = NONE
    offered = NONE
    for w in span(0, state.active.shape[1]):
        for i in span(first, end):
            aware[i - first] = state.aware[i, w]
        word = state.active[r, w]
        while word != NONE:
            b = lowest_in(w, word)
            word &= word - ONE
            j = np.uint64(world.listed[r, b])
            skills = state.training_skills[j, v]
            offered |= skills
            shares = state.shares[state.training[j].long, :firms]
            price = state.training[j].price
            _add_taught(skills, bit(b), price, aware, shares, accounts, known, payable)
    return offered


@inner
def _add_taught(skills, training, price, aware, shares, accounts, known, payable):
    for n in range(aware.shape[0]):
        taught = skills if aware[n] & training != NONE else NONE
        known[n] |= taught
        payable[n] |= taught if price * shares[n] <= accounts[n] else NONE
