"""What is estimated: its truth from very many draws, and whether a study's interval holds it.

Another estimate is another `Asked` in `ASKED`.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
from coverage_parts.running import Sample

from qvgraph.study.compare import Estimate, estimate
from qvgraph.study.worth import ratio_of

OUTCOMES: Final = (
    "sustained",
    "sustained_lenient",
    "members",
    "flow_after",
    "trust",
    "gap_micro",
    "gap_large",
    "public_euros",
)


class Truth(NamedTuple):
    """The value that intervals should hold, with its own standard error."""

    value: float
    error: float


class Answer(NamedTuple):
    """Where the truth lies: 0 in the interval, -1 below, +1 above; `width` if it has two ends."""

    side: int
    width: float


class Asked(NamedTuple):
    """An estimate. `answer` is None where a study gives no interval.

    `digits` are those of the truth in print, `values` what is averaged over draws.
    """

    name: str
    digits: int
    truth: Callable[[Sample], Truth]
    answer: Callable[[Sample, float], Answer | None]
    values: Callable[[Sample], np.ndarray]


def over_draws(values: np.ndarray) -> Estimate:
    """The package's own estimate of values of shape (draws, replicates)."""
    return estimate(values.ravel(), _draws(values))


def _draws(values: np.ndarray) -> np.ndarray:
    return np.repeat(np.arange(len(values)), values.shape[1])


def _place(truth: float, low: float, high: float) -> Answer:
    return Answer(int(truth > high) - int(truth < low), high - low)


def _mean(values: np.ndarray) -> Truth:
    """Mean and standard error over draws."""
    known = np.isfinite(values).any(axis=1)
    means = np.nanmean(values[known], axis=1)
    return Truth(float(means.mean()), float(means.std(ddof=1)) / len(means) ** 0.5)


def difference(outcome: str, digits: int) -> Asked:
    """The mean difference to the cliff: `qvgraph.study.compare.estimate`."""

    def answer(sample: Sample, truth: float) -> Answer | None:
        found = over_draws(sample[outcome])
        if found.low is None or found.high is None:
            return None
        return _place(truth, found.low, found.high)

    return Asked(
        outcome,
        digits,
        lambda sample: _mean(sample[outcome]),
        answer,
        lambda sample: sample[outcome],
    )


COST, EFFECT = "public_euros", "sustained"


def _ratio(sample: Sample) -> Truth:
    """Ratio of the means; its error by linearisation, good enough for so many draws."""
    cost, effect = sample[COST], sample[EFFECT]
    value = _mean(cost).value / _mean(effect).value
    return Truth(value, _mean(cost - value * effect).error / abs(_mean(effect).value))


def _linear(sample: Sample) -> np.ndarray:
    return sample[COST] - _ratio(sample).value * sample[EFFECT]


def _worth(sample: Sample, truth: float) -> Answer | None:
    found = ratio_of(sample[COST].ravel(), sample[EFFECT].ravel(), _draws(sample[COST]))
    if found.low is None or found.high is None:
        return None
    return _place(truth, found.low, found.high)


def _fieller(sample: Sample, truth: float) -> Answer | None:
    """Whether Fieller's set holds the truth, also where it is no interval: one end or none."""
    found = over_draws(sample[COST] - truth * sample[EFFECT])
    if found.low is None or found.high is None:
        return None
    return Answer(int(found.high < 0.0) - int(found.low > 0.0), np.nan)


ASKED: Final = (
    *(
        difference(name, {"members": 2, "flow_after": 2, "public_euros": 0}.get(name, 4))
        for name in OUTCOMES
    ),
    Asked("euros per network, where given", 0, _ratio, _worth, _linear),
    Asked("... Fieller's set of any shape", 0, _ratio, _fieller, _linear),
)
