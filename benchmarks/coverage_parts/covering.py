"""In how many repetitions an interval holds the truth."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from coverage_parts.asked import Asked, Truth
from coverage_parts.running import Sample, first
from scipy import stats

LOW, HIGH = 0.85, 0.95
"""Between these the share of repetitions is as it should be."""
SURE: Final = 0.95
"""Of the interval of a share itself."""


class Covered(NamedTuple):
    """Of the repetitions with an interval, how many hold the truth, and where the others miss it.

    `empty` intervals have no width: all draws agree. `skewness` is that of the draws' means.
    """

    name: str
    digits: int
    truth: Truth
    repetitions: int
    inside: int
    below: int
    above: int
    empty: int
    width: float
    skewness: float

    @property
    def given(self) -> int:
        """Repetitions with an interval."""
        return self.inside + self.below + self.above

    @property
    def share(self) -> float:
        """Of the intervals, those that hold the truth."""
        return self.inside / self.given if self.given else np.nan

    @property
    def ends(self) -> tuple[float, float]:
        """The exact interval of the share (Clopper and Pearson)."""
        found = stats.binomtest(self.inside, self.given).proportion_ci(SURE)
        return float(found.low), float(found.high)

    @property
    def as_it_should(self) -> bool:
        """Whether the share lies between 85 and 95 %."""
        return LOW <= self.share <= HIGH


def covered(asked: Asked, samples: Sequence[Sample], many: Sample, draws: int) -> Covered:
    """Judge the intervals of so many draws against the truth."""
    truth = asked.truth(many)
    answers = [asked.answer(first(sample, draws), truth.value) for sample in samples]
    given = [one for one in answers if one is not None]
    sides = [one.side for one in given]
    widths = np.array([one.width for one in given])
    return Covered(
        name=asked.name,
        digits=asked.digits,
        truth=truth,
        repetitions=len(samples),
        inside=sides.count(0),
        below=sides.count(-1),
        above=sides.count(1),
        empty=int((widths == 0.0).sum()),
        width=float(widths.mean()) if len(widths) else np.nan,
        skewness=_skewness(asked.values(many)),
    )


def _skewness(values: np.ndarray) -> float:
    means = np.nanmean(values[np.isfinite(values).any(axis=1)], axis=1)
    return float(stats.skew(means)) if np.ptp(means) > 0.0 else 0.0


def drawn_anew(asked: Asked, pool: Sample, draws: int, times: int, seed: int) -> float:
    """The share of intervals that hold the truth, over many more studies than were run.

    Each is of `draws` network draws taken at random out of all that were simulated (`pool`), whose
    mean is the truth here. Two hundred studies tell a share to about 4 points, thousands to 1.
    """
    random = np.random.default_rng(seed)
    truth = asked.truth(pool).value
    total = len(next(iter(pool.values())))
    sides = []
    for _ in range(times):
        some = random.integers(0, total, draws)
        answer = asked.answer({name: values[some] for name, values in pool.items()}, truth)
        if answer is not None:
            sides.append(answer.side)
    return sides.count(0) / len(sides) if sides else np.nan
