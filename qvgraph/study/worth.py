"""What more public money buys: euros per additional lasting network, per gap closed.

A ratio of two uncertain differences has no mean and no standard error of its own. Its interval is
Fieller's (1954, J. R. Stat. Soc. B 16, 175-185): all ratios r with which cost - r × effect cannot
be told from 0. It is told as of every other mean (`qvgraph.means`). There is no interval where
cost or effect itself cannot be told from 0.
"""

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from qvgraph.means import mean_of
from qvgraph.study.compare import matched, means_of_draws
from qvgraph.study.outcomes import ALL

if TYPE_CHECKING:
    import polars as pl

Verdict = Literal["ratio", "cheaper", "same cost", "unclear", "less", "unknown"]
"""What can be said of a scenario that is compared with the baseline by cost and effect.

"ratio": more effect for more money; "cheaper": more effect for less; "same cost": more effect, and
no clear difference in cost; "unclear": no clear difference in effect; "less": less effect;
"unknown": too few values.
"""

_STEPS: Final = 128
"""Steps of weights at once, from one that is known to be outside to one that is inside."""

_ROUNDS: Final = 7
"""So often is one of them cut into as many again: ends are known to 128⁻⁷, about 10⁻¹⁵."""


class Worth(NamedTuple):
    """Cost over effect with its interval of 90 %, None unless the verdict is "ratio".

    `cost` and `effect` are the mean differences to the baseline. With one network draw the interval
    shows chance only.
    """

    verdict: Verdict
    value: float | None = None
    low: float | None = None
    high: float | None = None
    cost: float | None = None
    effect: float | None = None


def worth(
    outcomes: "pl.DataFrame",
    baseline: str,
    *,
    effect: str = "sustained",
    gain: float = 1.0,
    cost: str = "public_euros",
) -> dict[str, Worth]:
    """Additional `cost` per additional `effect`, for each scenario but the baseline.

    Both are outcomes of all regions together. `gain` turns a unit of the effect into what it is
    counted in: the number of networks for a share of them, -100 for a share of gap that should
    shrink, counted in points.
    """
    import polars as pl

    whole = outcomes.filter(pl.col("region") == ALL)
    found = {}
    for scenario in whole["scenario"].unique(maintain_order=True):
        if scenario == baseline:
            continue
        for _, ours, theirs in matched(whole, scenario, baseline):
            both = [_gained(ours, theirs, name) for name in (cost, effect)]
            found[scenario] = ratio_of(both[0], gain * both[1], ours["draw"].to_numpy())
    return found


def ratio_of(cost: np.ndarray, effect: np.ndarray, draws: np.ndarray) -> Worth:
    """Mean cost over mean effect, each of shape (n,) and a difference to the baseline.

    The interval goes over the means of the draws; with a single draw over its values.
    """
    known = np.isfinite(cost) & np.isfinite(effect)
    cost, effect = (means_of_draws(those[known], draws[known]) for those in (cost, effect))
    if len(cost) < 2:
        return Worth("unknown")
    spent, gained = float(cost.mean()), float(effect.mean())
    means = {"cost": spent, "effect": gained}
    dearer, more = _side(cost), _side(effect)
    if more <= 0:
        return Worth("less" if more < 0 else "unclear", **means)
    if dearer <= 0:
        return Worth("cheaper" if dearer < 0 else "same cost", **means)
    low, high = (_odds(one) * spent / gained for one in _ends(cost / spent, effect / gained))
    return Worth("ratio", spent / gained, low, high, **means)


def _side(values: np.ndarray) -> np.ndarray:
    """On which side of 0 a mean over the first axis clearly lies: 1, -1, or 0 if on neither."""
    found = mean_of(values)
    return np.asarray((found.low > 0.0).astype(int) - (found.high < 0.0))


def _ends(cost: np.ndarray, effect: np.ndarray) -> tuple[float, float]:
    """The ends of the interval as weights w, where (1 - w) × cost - w × effect is just told from 0.

    Both have the mean 1 and are told from 0. At w = 0 there is cost alone, at w = 1 effect; at ½
    the mean is 0. They are looked for from outside.
    """

    def side(weights: np.ndarray) -> np.ndarray:
        return _side(np.outer(cost, 1.0 - weights) - np.outer(effect, weights))

    def end(out: float, inside: float) -> float:
        for _ in range(_ROUNDS):
            weights = np.linspace(out, inside, _STEPS + 1)
            held = side(weights) == 0
            held[0], held[-1] = False, True  # known; rounding may have it otherwise
            first = int(held.argmax())
            out, inside = weights[first - 1], weights[first]
        return float(inside)

    return end(0.0, 0.5), end(1.0, 0.5)


def _odds(weight: float) -> float:
    return float(weight / (1.0 - weight))


def _gained(ours: "pl.DataFrame", theirs: "pl.DataFrame", name: str) -> np.ndarray:
    difference: np.ndarray = (
        (ours[name].cast(float) - theirs[name].cast(float)).fill_null(np.nan).to_numpy()
    )
    return difference
