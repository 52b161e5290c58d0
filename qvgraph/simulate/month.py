"""The order of a month: the schedule of the model."""

from typing import Final

from qvgraph.simulate.mechanisms import (
    broadcast,
    courses,
    exchange,
    forgetting,
    funding,
    membership,
    needs,
    recording,
    search,
    turnover,
    turntable,
    visits,
)

MONTH: Final = (
    funding,
    turnover,
    needs,
    courses,
    turntable,
    visits,
    exchange,
    broadcast,
    search,
    forgetting,
    membership,
    recording,
)
"""The phases, in order."""

STEPS: Final = tuple(phase.step for phase in MONTH)
"""What each of them does: `step(p, world, state, record, now)`."""
