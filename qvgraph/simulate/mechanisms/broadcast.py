"""Broadcast (phase 8): associations and institutions tell those who belong to them."""

from typing import Annotated, NamedTuple

import numpy as np

from qvgraph import chances
from qvgraph.declare import share
from qvgraph.kernels.draws import fill_uniform, pair, phase_key, race_of_equals
from qvgraph.kernels.jit import kernel, part
from qvgraph.kernels.rows import ABSENT, NONE, ONE, bit, has, lowest_in, span


class Assumptions(NamedTuple):
    """How news travels (`broadcast.*`)."""

    newsletter: Annotated[
        float,
        share(
            0,
            0.2,
            de="Nachricht eines Verbands je Monat",
            en="monthly probability to hear of a training from an association or institution",
        ),
    ] = 0.03


@kernel
def step(p, world, state, record, now):
    """Some organisations hear of a training; what they tell on is what the phase found."""
    newsletter = phase_key(now.key, now.month, chances.NEWSLETTER)
    news = phase_key(now.key, now.month, chances.NEWS)
    n = 0
    for r in range(p.shape[0]):
        first, end = world.region[r].first, world.region[r].end
        fill_uniform(newsletter, world.key[first:end], state.luck[first:end])
        for i in span(first, end):
            if state.luck[i] < p[r].newsletter:
                b = _news(i, r, news, world, state)
                if b >= 0 and not has(state.aware[i], b):
                    state.log[n].firm = i
                    state.log[n].slot = b
                    n += 1
                    record[r].information_broadcast += 1.0
    for entry in range(n):
        b = state.log[entry].slot
        state.aware[state.log[entry].firm, b >> 6] |= bit(b)


@part
def _news(i, r, news, world, state):
    """One training, by lottery, of those that i's associations and institutions know, or -1."""
    known = state.fitting
    known[:] = NONE
    for place in span(world.organisation[i].first_parent, world.organisation[i].end_parent):
        l = world.parent[place]
        there = world.organisation[l].region
        for w in span(0, known.shape[0]):
            word = state.aware[l, w]
            if there == r:
                known[w] |= word
                continue
            while word != NONE:
                here = world.bit_of[r, world.listed[there, lowest_in(w, word)]]
                word &= word - ONE
                if here >= 0:
                    known[here >> 6] |= bit(here)
    chosen = ABSENT
    best = np.inf
    for w in span(0, known.shape[0]):
        word = known[w]
        while word != NONE:
            b = lowest_in(w, word)
            word &= word - ONE
            time = race_of_equals(news, pair(world.key[i], world.listed_key[r, b]))
            if chosen < 0 or time < best:
                chosen = np.int64(b)
                best = time
    return chosen
