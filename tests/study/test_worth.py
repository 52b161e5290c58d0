"""Euros per additional lasting network: Fieller's interval, and words where there is none."""

import numpy as np
import polars as pl
import pytest
from by_hand import T, interval
from hypothesis import assume, given
from hypothesis import strategies as st

from qvgraph.means import mean_of
from qvgraph.study.outcomes import ALL
from qvgraph.study.worth import ratio_of, worth

DRAWS = np.arange(20)


def noisy(mean: float, spread: float, seed: int, n: int = 20) -> np.ndarray:
    """Values with exactly this mean and this standard deviation."""
    values = np.random.default_rng(seed).normal(size=n)
    values = (values - values.mean()) / values.std(ddof=1)
    return mean + spread * values


def symmetric(seed: int) -> np.ndarray:
    """Values of 20 draws of which none is skewed, nor any mixture of two of them."""
    half = np.random.default_rng(seed).normal(size=10)
    return np.concatenate([half, -half])


def test_at_its_ends_cost_less_ratio_times_effect_is_just_told_from_0():
    cost, effect = noisy(100.0, 30.0, 1), noisy(0.5, 0.2, 2)
    found = ratio_of(cost, effect, DRAWS)
    assert found.verdict == "ratio"
    assert found.value == pytest.approx(200.0)
    assert found.low < found.value < found.high
    assert interval((cost - found.low * effect).tolist())[0] == pytest.approx(0.0, abs=1e-6)
    assert interval((cost - found.high * effect).tolist())[1] == pytest.approx(0.0, abs=1e-6)


def test_of_values_that_are_not_skewed_it_is_fiellers_formula():
    cost, effect = 100.0 + 30.0 * symmetric(1), 0.5 + 0.2 * symmetric(2)
    found = ratio_of(cost, effect, DRAWS)
    (vv, vw), (_, ww) = np.cov(cost, effect) / 20
    t = T[19]
    width, middle = 0.25 - t**2 * ww, 100.0 * 0.5 - t**2 * vw
    half = np.sqrt(middle**2 - width * (100.0**2 - t**2 * vv))
    ends = (middle - half) / width, (middle + half) / width
    assert (found.low, found.high) == pytest.approx(ends, rel=1e-8)


def test_without_spread_in_the_effect_it_is_the_interval_of_the_cost():
    cost = noisy(100.0, 30.0, 1)
    found = ratio_of(cost, np.full(20, 2.0), DRAWS)
    low, high = interval(cost.tolist())
    assert (found.low, found.high) == pytest.approx((low / 2.0, high / 2.0))


def test_without_spread_in_the_cost_it_is_the_interval_of_the_effect():
    effect = noisy(0.5, 0.2, 2)
    found = ratio_of(np.full(20, 100.0), effect, DRAWS)
    low, high = interval(effect.tolist())
    assert (found.low, found.high) == pytest.approx((100.0 / high, 100.0 / low))


@pytest.mark.parametrize("n", [2, 3, 6, 20])
def test_a_fixed_price_has_an_interval_of_no_length(n):
    """What is left of the cost is nothing but rounding, whatever the price."""
    luck = np.random.default_rng(n)
    for price in np.round(luck.uniform(0.01, 1e6, 50), 2):
        same = np.full(n, luck.uniform(0.1, 1.0))
        for effect in (same, same + np.round(luck.uniform(0.0, 0.01, n), 3)):
            found = ratio_of(price * effect, effect, np.arange(n))
            assert found.verdict == "ratio"
            assert found[1:4] == pytest.approx((price, price, price))


def test_an_effect_that_is_only_just_told_from_0_has_no_highest_price():
    effect = np.array([1.0, 2.0, 4.0, 5.0, 9.0])
    for nudge in (1e-3, 1e-9, 1e-15, 0.0):
        just = effect - mean_of(effect).low + nudge
        found = ratio_of(np.full(5, 100.0), just, np.arange(5))
        assert found.verdict in ("ratio", "unclear")
        assert nudge < 1e-9 or found.verdict == "ratio"
        assert found.high is None or found.high > 100.0 / max(10.0 * nudge, 1e-9)


SOME = st.lists(
    st.tuples(st.floats(0.0, 9.0), st.floats(0.0, 9.0)).map(lambda two: np.round(two, 2)),
    min_size=2,
    max_size=8,
)


@given(SOME, st.floats(0.01, 50.0))
def test_a_ratio_outside_is_refused_however_skewed_the_values_are(rows, ratio):
    cost, effect = np.array(rows).T
    found = ratio_of(cost, effect, np.arange(len(rows)))
    assert (found.verdict == "unclear") == (mean_of(effect).low <= 0.0)
    assume(found.verdict == "ratio")
    assert found.low <= found.value * (1 + 1e-9)
    assert found.value <= found.high * (1 + 1e-9)
    rest = mean_of(cost - ratio * effect)
    slack = 1e-9 * max(1.0, found.high)
    if ratio < found.low - slack:
        assert rest.low > 0.0
    if ratio > found.high + slack:
        assert rest.high < 0.0


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
