"""The order of a month: the schedule of the model as one compiled function.

Phases that this version does not have (need shift, joint courses, turntable, broadcast, own
search and demand) stand in the model between the lines below.
"""

from typing import Final

from qvgraph.kernels.jit import part
from qvgraph.simulate.mechanisms import (
    exchange,
    forgetting,
    funding,
    membership,
    recording,
    turnover,
    visits,
)

MONTH: Final = (
    "funding",
    "turnover",
    "visits",
    "exchange",
    "forgetting",
    "membership",
    "recording",
)
"""The phases of this version, in order."""

MISSING: Final = ("needs", "courses", "turntable", "broadcast", "search")
"""Phases of the model that this version does not have."""


@part
def month(p, world, state, record, now):
    """One month of all regions."""
    funding.step(p, world, state, record, now)
    turnover.step(p, world, state, record, now)
    visits.step(p, world, state, record, now)
    exchange.step(p, world, state, record, now)
    forgetting.step(p, world, state, record, now)
    membership.step(p, world, state, record, now)
    recording.step(p, world, state, record, now)
