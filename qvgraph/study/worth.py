"""What more public money buys: euros per additional lasting network, per gap closed.

A ratio of two uncertain differences has no mean and no standard error of its own; its interval is
Fieller's (1954, J. R. Stat. Soc. B 16, 175-185), and there is none where the lower of the two
cannot be told from 0.
"""

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from qvgraph.study.compare import matched, student
from qvgraph.study.outcomes import ALL

if TYPE_CHECKING:
    import polars as pl

Verdict = Literal["ratio", "cheaper", "same cost", "unclear", "less", "unknown"]
"""What can be said of a scenario that is compared with the baseline by cost and effect.

"ratio": more effect for more money; "cheaper": more effect for less; "same cost": more effect, and
no clear difference in cost; "unclear": no clear difference in effect; "less": less effect;
"unknown": too few values.
"""

LEVEL = 0.9


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
    cost, effect, draws = cost[known], effect[known], draws[known]
    names, of_draw = np.unique(draws, return_inverse=True)
    if len(names) > 1:
        cost, effect = (
            np.bincount(of_draw, values) / np.bincount(of_draw) for values in (cost, effect)
        )
    n = len(cost)
    if n < 2:
        return Worth("unknown")
    t = student(n - 1, LEVEL)
    spent, gained = float(cost.mean()), float(effect.mean())
    (vv, vw), (_, ww) = (np.cov(cost, effect) / n).tolist()
    means = {"cost": spent, "effect": gained}
    if gained**2 <= t**2 * ww or gained == 0.0:
        return Worth("unclear", **means)
    if gained < 0.0:
        return Worth("less", **means)
    if spent**2 <= t**2 * vv:
        return Worth("same cost", **means)
    if spent < 0.0:
        return Worth("cheaper", **means)
    width = gained**2 - t**2 * ww
    middle = spent * gained - t**2 * vw
    half = np.sqrt(max(0.0, middle**2 - width * (spent**2 - t**2 * vv)))
    low, high = (float((middle + sign * half) / width) for sign in (-1.0, 1.0))
    return Worth("ratio", spent / gained, low, high, **means)


def _gained(ours: "pl.DataFrame", theirs: "pl.DataFrame", name: str) -> np.ndarray:
    difference: np.ndarray = (
        (ours[name].cast(float) - theirs[name].cast(float)).fill_null(np.nan).to_numpy()
    )
    return difference
