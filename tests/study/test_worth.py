"""Euros per additional lasting network: Fieller's interval, and words where there is none."""

import numpy as np
import polars as pl
import pytest

from qvgraph.study.compare import student
from qvgraph.study.outcomes import ALL
from qvgraph.study.worth import ratio_of, worth

DRAWS = np.arange(20)


def noisy(mean: float, spread: float, seed: int, n: int = 20) -> np.ndarray:
    """Values with exactly this mean and this standard deviation."""
    values = np.random.default_rng(seed).normal(size=n)
    values = (values - values.mean()) / values.std(ddof=1)
    return mean + spread * values


def test_the_ends_of_the_interval_solve_fiellers_equation():
    cost, effect = noisy(100.0, 30.0, 1), noisy(0.5, 0.2, 2)
    found = ratio_of(cost, effect, DRAWS)
    assert found.verdict == "ratio"
    assert found.value == pytest.approx(200.0)
    for end in (found.low, found.high):
        # At an end, cost - end × effect is just told from 0.
        rest = cost - end * effect
        t = rest.mean() / (rest.std(ddof=1) / 20**0.5)
        assert abs(t) == pytest.approx(student(19), rel=1e-9)
    assert found.low < found.value < found.high


def test_without_spread_in_the_effect_it_is_the_interval_of_the_cost():
    found = ratio_of(noisy(100.0, 30.0, 1), np.full(20, 2.0), DRAWS)
    half = student(19) * 30.0 / 20**0.5 / 2.0
    assert (found.low, found.high) == pytest.approx((50.0 - half, 50.0 + half))


def test_replicates_are_averaged_within_their_draw_first():
    draws = np.repeat(DRAWS, 3)
    cost, effect = noisy(100.0, 30.0, 1), noisy(0.5, 0.2, 2)
    wobble = np.tile([-1.0, 0.0, 1.0], 20)
    one = ratio_of(cost, effect, DRAWS)
    other = ratio_of(np.repeat(cost, 3) + wobble, np.repeat(effect, 3) + wobble, draws)
    assert other[1:] == pytest.approx(one[1:])


@pytest.mark.parametrize(
    ("cost", "effect", "verdict"),
    [
        ((100.0, 30.0), (0.01, 0.2), "unclear"),
        ((100.0, 30.0), (0.0, 0.0), "unclear"),
        ((100.0, 30.0), (-0.5, 0.2), "less"),
        ((-100.0, 30.0), (0.5, 0.2), "cheaper"),
        ((1.0, 30.0), (0.5, 0.2), "same cost"),
        ((100.0, 30.0), (0.5, 0.2), "ratio"),
    ],
)
def test_a_ratio_is_only_given_where_there_is_one(cost, effect, verdict):
    found = ratio_of(noisy(*cost, 1), noisy(*effect, 2), DRAWS)
    assert found.verdict == verdict
    assert (found.value is None) == (verdict != "ratio")
    assert found.cost == pytest.approx(cost[0])


def test_a_single_pair_says_nothing():
    assert ratio_of(np.array([3.0]), np.array([1.0]), np.array([0])).verdict == "unknown"
    assert ratio_of(np.full(4, np.nan), np.ones(4), np.arange(4)).verdict == "unknown"


def outcomes(money: float, share: float, gap: float) -> pl.DataFrame:
    rows = [
        {
            "scenario": name,
            "draw": draw,
            "replicate": 0,
            "region": region,
            "public_euros": 1000.0 + (name == "more") * (money + draw % 2),
            "sustained": 0.1 + (name == "more") * share,
            "gap_end": 0.5 - (name == "more") * gap,
        }
        for name in ("none", "more")
        for draw in range(6)
        for region in ("ulm", ALL)
    ]
    return pl.DataFrame(rows)


def test_units_of_the_effect_are_counted_as_asked_for():
    found = worth(outcomes(599.5, 0.5, 0.02), "none", gain=6)
    assert found["more"].value == pytest.approx(600.0 / 3.0)  # half of six networks
    found = worth(outcomes(599.5, 0.5, 0.02), "none", effect="gap_end", gain=-100)
    assert found["more"].value == pytest.approx(600.0 / 2.0)  # two points
    assert "none" not in found
