"""Where a node's value stands among those of the others, and of others with as many ties."""

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

LEAST: Final = 5
"""With so many others a node is compared at least; with the nearest degrees where need be."""

DIGITS: Final = 12
"""Values that are equal but for the last digits of arithmetic are equal."""


class Equals(NamedTuple):
    """The others of a node's degree: where it stands among them, how many, of which degrees."""

    percentile: "Floats"
    number: "Ints"
    low: "Ints"
    high: "Ints"


def percentiles(values: "Floats") -> "Floats":
    """The others with a smaller value, in percent of all others; equal ones count half.

    0 to 100, shape (nodes,). NaN where a value or all others are unknown; unknown ones are left
    out.
    """
    found = np.full(values.shape, np.nan)
    known = np.isfinite(values)
    if known.sum() > 1:
        rounded = np.round(values[known], DIGITS)
        ranked = np.sort(rounded)
        below = ranked.searchsorted(rounded, "left")
        not_above = ranked.searchsorted(rounded, "right") - 1  # without the node itself
        found[known] = 50 * (below + not_above) / (len(ranked) - 1)
    return found


def among_equals(values: "Floats", degree: "Ints") -> Equals:
    """The same among nodes of equal degree, or of the nearest, so that there are five others.

    Degrees that are as far off are taken together; in a network of fewer nodes all others are. A
    node without a value is compared with nobody: it has 0 others.
    """
    percentile = np.full(values.shape, np.nan)
    number, low, high = np.zeros((3, len(values)), np.int64)
    known = np.isfinite(values)
    wanted = min(LEAST, known.sum() - 1)
    for own in np.unique(degree[known]):
        apart = np.abs(degree - own)
        near = known & (apart <= np.partition(apart[known], wanted)[wanted])
        here = known & (degree == own)
        percentile[here] = percentiles(values[near])[here[near]]
        number[here] = near.sum() - 1
        others = degree[near & ~here] if here.sum() == 1 else degree[near]
        if others.size:
            low[here], high[here] = others.min(), others.max()
    return Equals(percentile, number, low, high)
