"""The order of a month: the schedule of the model as one compiled function."""

from typing import Final

from qvgraph.kernels.jit import part
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
    "funding",
    "turnover",
    "needs",
    "courses",
    "turntable",
    "visits",
    "exchange",
    "broadcast",
    "search",
    "forgetting",
    "membership",
    "recording",
)
"""The phases, in order."""


@part
def month(p, world, state, record, now):
    """One month of all regions."""
    funding.step(p, world, state, record, now)
    turnover.step(p, world, state, record, now)
    needs.step(p, world, state, record, now)
    courses.step(p, world, state, record, now)
    turntable.step(p, world, state, record, now)
    visits.step(p, world, state, record, now)
    exchange.step(p, world, state, record, now)
    broadcast.step(p, world, state, record, now)
    search.step(p, world, state, record, now)
    forgetting.step(p, world, state, record, now)
    membership.step(p, world, state, record, now)
    recording.step(p, world, state, record, now)
