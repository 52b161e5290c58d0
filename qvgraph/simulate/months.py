"""Months in a row, compiled or, with the compiler off, as plain Python."""

import numpy as np

from qvgraph.kernels.calls import addresses
from qvgraph.kernels.jit import JIT
from qvgraph.model.world import World
from qvgraph.simulate.loop import loop
from qvgraph.simulate.month import STEPS
from qvgraph.simulate.now import Now
from qvgraph.simulate.state import State


def run_months(
    table: np.ndarray,
    stretch_of: np.ndarray,
    world: World,
    state: State,
    record: np.recarray,
    first: int,
    last: int,
    key: np.uint64,
) -> None:
    """Run the months from `first` to before `last` of one replicate."""
    if JIT:
        phases = _phases.at(table[0], world, state, record[0], Now(0, key))
        loop(phases, table, stretch_of, world, state, record, first, last, key)
        return
    for t in range(first, last):
        for step in STEPS:
            step(table[stretch_of[t]], world, state, record[t], Now(t, key))


class _Phases:
    """The addresses of the phases, looked up once: all runs have arrays of the same types."""

    found: np.ndarray | None = None

    def at(self, *arguments: object) -> np.ndarray:
        """One address for each phase of the month."""
        if self.found is None:
            self.found = addresses(STEPS, *arguments)
        return self.found


_phases = _Phases()
