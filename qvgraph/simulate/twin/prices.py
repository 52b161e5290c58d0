"""What a firm pays of the price of a course; the rest is public money."""

from qvgraph.simulate.twin.now import Rules
from qvgraph.simulate.twin.state import Organisation, Training

LONG = 120.0
"""Courses of more hours are long: the statutory support is for them, the subsidy is not."""


def to_pay(i: Organisation, j: Training, p: Rules) -> float:
    """What firm i pays for a place in training j, in euros."""
    return j.price * _share(i, j, p)


def _share(i: Organisation, j: Training, p: Rules) -> float:
    if j.hours <= LONG:
        return 1.0 - p["courses.subsidy"]
    if i.knows_support:
        return p.of_head_count("courses.statutory_share", i.employees)
    return 1.0
