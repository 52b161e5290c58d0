"""Settings that begin alike: the months that they have in common are simulated once.

Scenarios that differ in what follows a pilot have the pilot itself in common, and as every random
number is keyed by what it is for, all that happens in it. A replicate of one of them is stopped
where another leaves it; the other goes on from a copy of the state.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from qvgraph.simulate.run import Setting, go_on
from qvgraph.simulate.state import State, reset_state


class Branch(NamedTuple):
    """Where a setting leaves an earlier one; in month 0 it has nothing in common with any."""

    parent: int
    month: int


def months_alike(one: Setting, other: Setting) -> int:
    """In how many first months two settings are the same, to the last bit."""
    alike = 0
    for a, b in zip(one.stretch_of, other.stretch_of, strict=False):
        if one.table[a].tobytes() != other.table[b].tobytes():
            break
        alike += 1
    same = alike and one.world is other.world and _same(one.start, other.start)
    return alike if same else 0


def _same(one: State, other: State) -> bool:
    return all(a.tobytes() == b.tobytes() for a, b in zip(one, other, strict=True))


def branches(settings: Sequence[Setting]) -> list[Branch]:
    """For each setting the first of those before it with which it has most months in common."""
    found = []
    for n, setting in enumerate(settings):
        alike = [months_alike(setting, before) for before in settings[:n]]
        month = max(alike, default=0)
        found.append(Branch(alike.index(month) if alike else 0, month))
    return found


def simulate_branches(
    settings: Sequence[Setting],
    leaving: Sequence[Branch],
    states: Sequence[State],
    records: Sequence[np.recarray],
    key: np.uint64,
) -> None:
    """Run one replicate of each setting, as `qvgraph.simulate.run.simulate` does with one.

    `leaving` is what `branches` found. Of `states` and `records` there is one for each setting.
    """
    for n, (setting, (parent, start)) in enumerate(zip(settings, leaving, strict=True)):
        state, record = states[n], records[n]
        if start == 0:
            reset_state(state, setting.start)
        record[:start] = records[parent][:start]
        record[start:].view(np.float64).fill(0.0)
        children = [(c, month) for c, (of, month) in enumerate(leaving) if month and of == n]
        stops = sorted({month for _, month in children} | {len(setting.stretch_of)})
        for stop in go_on(setting, state, record, key, start, stops):
            for child, month in children:
                if month == stop:
                    reset_state(states[child], state)
