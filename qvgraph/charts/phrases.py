"""Figures in the sentences of charts: how large, and how sure a difference is."""

from qvgraph.language import say
from qvgraph.study.table import Compared, ends_of, signed


def figure(value: float | None) -> str:
    """As many digits as an eye can use: none from 100 on, else one."""
    return signed(value, 0 if abs(value or 0.0) >= 100 else 1)


def sureness(found: Compared, factor: float, digits: int | None = None) -> str:
    """The interval of a difference, or why there is none."""
    if found.low is None or found.high is None:
        return say("a single pair of runs, hence no interval")
    return say("90% interval: {low} to {high}", **ends(found, factor, digits))


def ends(found: Compared, factor: float, digits: int | None = None) -> dict[str, str]:
    """Both ends of an interval in the unit that `factor` leads to."""
    if digits is None:
        farthest = max(abs(factor * (edge or 0.0)) for edge in (found.low, found.high))
        digits = 0 if farthest >= 100 else 1
    low, high, _ = ends_of(found, factor, digits, finest=digits)
    return {"low": low, "high": high}
