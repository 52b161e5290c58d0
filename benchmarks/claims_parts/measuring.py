"""Effects and how sure they are; in how many sets a claim holds; which assumptions flip it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from claims_parts.declared import Claim, Comparison
from claims_parts.running import Found
from scipy import stats

from qvgraph.study.compare import Estimate, estimate


class Tally(NamedTuple):
    """In how many sets something holds, of those in which it can be said."""

    held: int
    known: int

    @property
    def share(self) -> float:
        """The share of the known sets; 0 where nothing is known."""
        return self.held / self.known if self.known else 0.0


class Flip(NamedTuple):
    """What an assumption does to a claim over the sets.

    `rank` is the rank correlation of the claim's margin with the place in the range; `low` and
    `high` are the shares of sets that hold among the lowest and the highest third of places.
    """

    path: str
    rank: float
    low: float
    high: float


def over_draws(values: np.ndarray) -> Estimate:
    """Mean and its interval of 90 % over networks; `values` is (networks, replicates)."""
    draws = np.repeat(np.arange(len(values)), values.shape[1])
    return estimate(values.ravel(), draws)


def effect(one: Comparison, found: Found) -> Estimate:
    """The effect of a comparison, paired by network and replicate.

    A relative one is a ratio of means, its interval by linearisation: a difference of flow over
    that of a single network that hardly has any says nothing.
    """
    ours = found[one.ours, one.figure]
    if one.theirs is None:
        return over_draws(ours)
    theirs = found[one.theirs, one.figure]
    gained = ours - theirs
    if not one.relative:
        return over_draws(gained)
    theirs = np.where(np.isfinite(gained), theirs, np.nan)
    middle, level = over_draws(gained).value, over_draws(theirs).value
    if middle is None or not level:
        return Estimate(None, None, None, 0, chance_only=False)
    ratio = middle / level
    return over_draws(ratio + (gained - ratio * theirs) / level)


def margin(one: Comparison, value: float | None) -> float:
    """The effect in units of the smallest that counts; missing where nothing is claimed."""
    return np.nan if value is None or one.smallest is None else value / one.smallest


def margins(claim: Claim, sets: Sequence[Found]) -> np.ndarray:
    """By set, the margin of the weakest comparison of the verdict; at 1 and above it holds."""
    rows = [[margin(one, effect(one, found).value) for one in claim.verdict] for found in sets]
    return weakest(np.array(rows))


def weakest(rows: np.ndarray) -> np.ndarray:
    """The smallest of each row; missing if one is, unless another fails already."""
    lowest = np.fmin.reduce(rows, axis=1)
    open_ = np.isnan(rows).any(axis=1) & ~(lowest < 1.0)
    return np.where(open_, np.nan, lowest)


def tally(values: np.ndarray) -> Tally:
    """How many of the known margins reach 1."""
    known = values[np.isfinite(values)]
    return Tally(int((known >= 1.0).sum()), len(known))


def flips(values: np.ndarray, where: Mapping[str, np.ndarray]) -> list[Flip]:
    """Assumptions by how strongly they move the margins (by set), the strongest first."""
    known = np.isfinite(values)
    held = values[known] >= 1.0
    found = []
    for path, places in where.items():
        there = places[known]
        rank = _rank_correlation(there, values[known])
        low, high = (held[third] for third in (there < 1 / 3, there > 2 / 3))
        found.append(Flip(path, rank, _share(low), _share(high)))
    return sorted(found, key=lambda one: (-abs(one.rank), one.path))


def _rank_correlation(first: np.ndarray, second: np.ndarray) -> float:
    """Spearman's; 0 where one side never changes."""
    if len(first) < 3 or np.ptp(first) == 0.0 or np.ptp(second) == 0.0:
        return 0.0
    ranks = stats.rankdata(first), stats.rankdata(second)
    return float(np.corrcoef(*ranks)[0, 1])


def _share(held: np.ndarray) -> float:
    return float(held.mean()) if len(held) else np.nan


def by_chance(sets: int, paths: int) -> float:
    """The rank correlation that the strongest of so many assumptions reaches by chance in 5 %."""
    return float(stats.norm.ppf(1.0 - 0.025 / paths)) / max(sets - 1, 1) ** 0.5


def coupling(ours: np.ndarray, theirs: np.ndarray) -> float:
    """Variance of the difference between independent runs over that between paired ones.

    Both have shape (networks, replicates); independent runs have other networks and other luck.
    Missing where nothing varies.
    """
    paired = (ours - theirs).var(ddof=1)
    independent = ours.var(ddof=1) + theirs.var(ddof=1)
    return float(independent / paired) if paired > 0.0 else np.nan
