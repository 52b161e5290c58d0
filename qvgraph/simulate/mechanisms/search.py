"""Own search and demand (phase 9): what firms find out, can pay, and put themselves down for."""

from typing import Annotated, NamedTuple

import numpy as np

from qvgraph import chances
from qvgraph.declare import BySize, by_size, months, number, share
from qvgraph.kernels.draws import fill_uniform, pair, phase_key, race_of_equals
from qvgraph.kernels.jit import kernel, part
from qvgraph.kernels.rows import ABSENT, NONE, ONE, bit, count_bits, lowest_in, span
from qvgraph.simulate.mechanisms.gaps import gaps_that_matter, list_fitting
from qvgraph.simulate.mechanisms.prices import price_share


class Assumptions(NamedTuple):
    """How firms look for trainings (`search.*`)."""

    own_identification: Annotated[
        BySize,
        by_size(
            0.3,
            2.5,
            unit="share",
            most=1.0,
            de="eigene Bedarfsermittlung je Monat",
            en="monthly probability that a firm finds out its gaps itself",
            source="to be calibrated on training activity by size",
        ),
    ] = BySize(0.02, 0.04, 0.12, 0.4)
    budget_euros: Annotated[
        BySize,
        by_size(
            0.5,
            2.0,
            unit="euros per month",
            de="Weiterbildungsbudget",
            en="training budget",
        ),
    ] = BySize(40, 150, 700, 3500)
    release: Annotated[
        BySize,
        by_size(
            0.5,
            2.0,
            unit="share",
            most=1.0,
            de="Freistellung je Monat",
            en="monthly probability to release staff",
            source="time is the first obstacle firms name (IW 2022)",
        ),
    ] = BySize(0.08, 0.12, 0.2, 0.3)
    forget_training: Annotated[
        float,
        share(
            0.02,
            0.2,
            de="Vergessen eines Angebots je Monat",
            en="probability a month to forget a training",
        ),
    ] = 0.06
    budget_keep: Annotated[
        float,
        number(
            6,
            48,
            least=0,
            unit="months",
            de="ansparbare Monatsbudgets",
            en="months of budget a firm can save up",
            source="judgement; at 12 a micro firm never affords a course",
        ),
    ] = 18.0
    list_patience: Annotated[
        int,
        months(
            3,
            36,
            de="Geduld auf einer Liste",
            en="months on a list before giving up",
        ),
    ] = 12


@kernel
def step(p, world, state, record, now):
    """Firm by firm: what it finds out itself, what it can spend, which list it is on."""
    searches = phase_key(now.key, now.month, chances.SEARCHES)
    found = phase_key(now.key, now.month, chances.FOUND)
    releases = phase_key(now.key, now.month, chances.RELEASES)
    for r in range(p.shape[0]):
        q = p[r]
        first, end = world.region[r].first, world.region[r].firms_end
        fill_uniform(searches, world.key[first:end], state.luck[first:end])
        for i in span(first, end):
            size = world.organisation[i].size_class
            if state.luck[i] < q.own_identification[size]:
                record[r].information_search += _look_around(i, r, found, q, world, state)
            budget = q.budget_euros[size]
            state.firm[i].account = min(state.firm[i].account + budget, q.budget_keep * budget)
        fill_uniform(releases, world.key[first:end], state.luck[first:end])
        for i in span(first, end):
            if state.firm[i].waiting >= 0:
                _keep_waiting(i, r, q, world, state)
                continue
            release = q.release[world.organisation[i].size_class] * (
                1.0 if state.firm[i].member else q.outsider
            )
            if state.luck[i] < release:
                _join_list(i, r, q, world, state)


@part
def _look_around(i, r, found, q, world, state):
    """Identify all gaps that matter and find one training; return how much is new."""
    new = 0
    for v in span(0, state.identified.shape[1]):
        word = gaps_that_matter(i, v, q, state) & ~state.identified[i, v]
        new += count_bits(word)
        state.identified[i, v] |= word
    list_fitting(i, r, q, state)
    chosen = ABSENT
    best = np.inf
    for w in span(0, state.fitting.shape[0]):
        word = state.fitting[w] & state.active[r, w] & ~state.aware[i, w]
        while word != NONE:
            b = lowest_in(w, word)
            word &= word - ONE
            time = race_of_equals(found, pair(world.key[i], world.listed_key[r, b]))
            if chosen < 0 or time < best:
                chosen = np.int64(b)
                best = time
    if chosen >= 0:
        state.aware[i, chosen >> 6] |= bit(chosen)
        new += 1
    return new


@part
def _keep_waiting(i, r, q, world, state):
    """Leave the list when the training no longer fits, or after too long."""
    j = np.uint64(state.firm[i].waiting)
    state.firm[i].waited += 1
    fits = False
    for v in span(0, state.identified.shape[1]):
        word = state.identified[i, v] & state.training_skills[j, v]
        fits |= (word & gaps_that_matter(i, v, q, state)) != NONE
    if not fits or state.firm[i].waited >= q.list_patience:
        state.firm[i].waiting = -1


@part
def _join_list(i, r, q, world, state):
    """Join the list of what closes the largest gap of all the firm knows, needs and can pay."""
    list_fitting(i, r, q, state)
    chosen = ABSENT
    most = 0.0
    least = np.inf
    for w in span(0, state.fitting.shape[0]):
        word = state.fitting[w] & state.active[r, w] & state.aware[i, w]
        while word != NONE:
            j = np.uint64(world.listed[r, lowest_in(w, word)])
            word &= word - ONE
            pays = state.training[j].price * price_share(i, j, q, world, state)
            if pays > state.firm[i].account:
                continue
            gap = _largest_gap(i, j, state)
            if chosen < 0 or gap > most or (gap == most and pays < least):
                chosen = np.int64(j)
                most = gap
                least = pays
    if chosen >= 0:
        state.firm[i].waiting = chosen
        state.firm[i].waited = 0


@part
def _largest_gap(i, j, state):
    """The largest gap that the firm knows of among the skills of training j."""
    largest = 0.0
    for v in span(0, state.identified.shape[1]):
        word = state.identified[i, v] & state.training_skills[j, v]
        while word != NONE:
            k = lowest_in(v, word)
            word &= word - ONE
            largest = max(largest, state.need[i, k] - state.stock[i, k])
    return largest
