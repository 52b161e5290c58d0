"""Needs (phase 3): a skill becomes needed; which gaps matter, and how skills fade."""

from typing import Annotated, NamedTuple

import numpy as np

from qvgraph import chances
from qvgraph.declare import share
from qvgraph.kernels.draws import pair, phase_key, race_of_equals, uniform
from qvgraph.kernels.jit import kernel, part
from qvgraph.kernels.rows import span


class Assumptions(NamedTuple):
    """Assumptions about needs and gaps (`needs.*`)."""

    need_shift: Annotated[
        float,
        share(
            0,
            0.08,
            de="neuer Bedarf in einer Branche je Monat",
            en="monthly probability per region that a skill becomes needed in a sector",
        ),
    ] = 0.02
    need_threshold: Annotated[
        float, share(0.05, 0.3, de="Lücke, die zählt", en="gap that matters")
    ] = 0.15
    obsolescence: Annotated[
        float,
        share(
            0.004,
            0.02,
            de="Veralten je Monat",
            en="skill decay a month",
            source="half-life of technical skills 5 to 10 years",
        ),
    ] = 0.008
    everyday_learning: Annotated[
        float,
        share(
            0,
            0.02,
            de="Lernen im Alltag je Monat",
            en="share of a gap closed a month outside the network",
            source="balances obsolescence so that gaps without a network stay about level",
        ),
    ] = 0.008


@kernel
def step(p, world, state, record, now):
    """In some regions a skill becomes needed by the firms of one sector."""
    shifts = phase_key(now.key, now.month, chances.NEED_SHIFT)
    for r in range(p.shape[0]):
        if uniform(shifts, world.region[r].key) < p[r].need_shift:
            _shift(r, world, state, now)


@part
def _shift(r, world, state, now):
    """Draw skill and sector; raise the need of the sector's firms."""
    skill_luck = phase_key(now.key, now.month, chances.SHIFTED_SKILL)
    sector_luck = phase_key(now.key, now.month, chances.SHIFTED_SECTOR)
    need_luck = phase_key(now.key, now.month, chances.NEW_NEED)
    skill = -1
    best = np.inf
    for k in range(world.skill_key.shape[0]):
        time = race_of_equals(skill_luck, pair(world.region[r].key, world.skill_key[k]))
        if skill < 0 or time < best:
            skill = k
            best = time
    sector = -1
    best = np.inf
    for i in span(world.region[r].first, world.region[r].firms_end):
        s = world.organisation[i].sector
        if s >= 0:
            time = race_of_equals(sector_luck, pair(world.region[r].key, world.sector_key[s]))
            if sector < 0 or time < best or (time == best and s < sector):
                sector = s
                best = time
    if skill < 0 or sector < 0:
        return
    for i in span(world.region[r].first, world.region[r].firms_end):
        if world.organisation[i].sector == sector:
            v = 0.5 + 0.5 * uniform(need_luck, world.key[i])
            state.need[i, skill] = max(state.need[i, skill], v)
