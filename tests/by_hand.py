"""The interval of a mean, worked out once more in plain Python."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from statistics import fmean, stdev

T = {1: 6.3137515147, 3: 2.3533634348, 5: 2.0150483733, 11: 1.7958848187, 19: 1.7291328115}
"""Student's t for 90 % by degrees of freedom, from a table."""


def interval(values: Sequence[float]) -> tuple[float, float]:
    """t standard errors to either side, on that of the long tail farther by what skewness adds."""
    n, middle, spread = len(values), fmean(values), stdev(values)
    if spread == 0.0:
        return middle, middle
    t, error = T[n - 1], spread / n**0.5
    skewness = fmean(((one - middle) / spread) ** 3 for one in values)
    added = abs(skewness) * (2 * t**2 + 1) / (6 * n**0.5) * error
    below, above = (0.0, added) if skewness > 0.0 else (added, 0.0)
    return middle - t * error - below, middle + t * error + above


def outwards(low: float, high: float, digits: int = 1) -> tuple[str, str]:
    """Both ends in print, never nearer to each other than they are."""
    unit = Decimal(1).scaleb(-digits)
    first, last = (
        # Nine digits are more than any figure deserves and fewer than rounding spoils.
        Decimal(f"{end:.9g}").quantize(unit, rounding)
        for end, rounding in ((low, ROUND_FLOOR), (high, ROUND_CEILING))
    )
    return str(first).replace("-", "−"), str(last).replace("-", "−")
