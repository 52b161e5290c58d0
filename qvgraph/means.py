"""Where the mean of few, perhaps skewed values lies.

An interval of Student's t has the same length to both sides. Where few values are far out on one
side, it holds the true mean too seldom, and misses it nearly always on that side. To first order,
a skewness g moves the distribution of t by g(2t² + 1) / 6√n (Hall 1992, The Bootstrap and Edgeworth
Expansion): by so much the interval is longer on the side of the long tail.

It is not shorter on the other side for that. Skewness is known from the same few values: where two
scenarios differ in one draw or two of twenty, chance would be called a clear difference in up to
half of all studies instead of a tenth.
"""

import math
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEVEL: Final = 0.9
"""How often an interval holds the true mean."""

_NOISE: Final = 1e-12
"""Values that differ by less than this share of their size differ by rounding only."""


class Mean(NamedTuple):
    """Means and the ends of their intervals of 90 %, all of one shape."""

    value: "Floats"
    low: "Floats"
    high: "Floats"


def mean_of(values: "Floats", *, seen: float = 0.0) -> Mean:
    """The mean over the first axis of two values or more.

    `seen` is the share that the values are of all there are: of all the mean is known for certain.
    Values that do not differ have an interval of no length.
    """
    n = len(values)
    value = values.mean(axis=0)
    differ = np.ptp(values, axis=0) > _NOISE * np.abs(values).max(axis=0)
    spread = np.where(differ, values.std(axis=0, ddof=1), 0.0)
    error = spread * math.sqrt((1.0 - seen) / n)
    t = student(n - 1)
    away = (values - value) / np.where(differ, spread, 1.0)
    skewness = (away * away * away).mean(axis=0)
    longer = skewness * ((2.0 * t * t + 1.0) / (6.0 * math.sqrt(n)))
    low = value - error * (t - np.minimum(longer, 0.0))
    high = value + error * (t + np.maximum(longer, 0.0))
    return Mean(value, low, high)


@cache
def student(freedom: int, level: float = LEVEL) -> float:
    """Half-width in standard errors of the two-sided interval of Student's t."""
    from scipy.special import stdtrit

    # Builds of scipy differ in the last digits; rounded, results have the same bytes.
    return round(float(stdtrit(freedom, 0.5 + level / 2)), 10)
