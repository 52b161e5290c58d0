"""Where a mean lies: the formula, its limits, what must not move it, and how often it is right."""

import numpy as np
import pytest
from by_hand import interval
from hypothesis import assume, given
from hypothesis import strategies as st

from qvgraph.means import mean_of, student

NUMBERS = st.floats(-100.0, 100.0).map(lambda one: round(one, 3))
SAMPLES = st.sampled_from([2, 4, 6, 12, 20]).flatmap(
    lambda n: st.lists(NUMBERS, min_size=n, max_size=n)
)
TRIALS = 20_000


def missed(values: np.ndarray, truth: float) -> tuple[float, float]:
    """In how many columns the interval lies below the true mean, and above it."""
    _, low, high = mean_of(values)
    return float((high < truth).mean()), float((low > truth).mean())


def missed_by_t(values: np.ndarray, truth: float) -> tuple[float, float]:
    """The same of Student's t."""
    value, n = values.mean(axis=0), len(values)
    half = student(n - 1) * values.std(axis=0, ddof=1) / n**0.5
    return float((value + half < truth).mean()), float((value - half > truth).mean())


@given(SAMPLES)
def test_the_ends_are_those_worked_out_by_hand(values: list[float]) -> None:
    value, low, high = mean_of(np.array(values))
    assert (low, high) == pytest.approx(interval(values), rel=1e-7, abs=1e-6)
    assert low <= value <= high


@given(SAMPLES)
def test_of_values_that_are_not_skewed_it_is_students(values: list[float]) -> None:
    both = np.array([*values, *(-one for one in values)])
    value, low, high = mean_of(both)
    half = student(len(both) - 1) * both.std(ddof=1) / len(both) ** 0.5
    assert (value, low, high) == pytest.approx((0.0, -half, half), rel=1e-7, abs=1e-9)


@given(SAMPLES, st.floats(0.01, 100.0), st.floats(-100.0, 100.0))
def test_another_unit_and_another_zero_move_it_along(
    values: list[float], unit: float, zero: float
) -> None:
    some = np.array(values)
    assume(np.ptp(some) > 0.01)
    moved = [zero + unit * end for end in mean_of(some)]
    turned = [-end for end in mean_of(some)]
    scale = {"rel": 1e-7, "abs": 1e-6 * max(1.0, unit)}
    assert mean_of(zero + unit * some) == pytest.approx(moved, **scale)
    assert mean_of(-some) == pytest.approx((turned[0], turned[2], turned[1]), **scale)


def test_values_that_do_not_differ_have_an_interval_of_no_length() -> None:
    assert mean_of(np.zeros((3, 2))).low.tolist() == [0.0, 0.0]
    for number in (0.1, 1 / 6, 0.3, 1e6 / 7):
        for n in (2, 3, 6, 10, 20):
            value, low, high = mean_of(np.full(n, number))
            assert low == value == high == pytest.approx(number)
            noisy = np.full(n, number) + number * 1e-15 * np.arange(n)
            value, low, high = mean_of(noisy)
            assert low == value == high == pytest.approx(number)


def test_columns_do_not_know_of_each_other() -> None:
    table = np.random.default_rng(3).exponential(size=(8, 5))
    together = np.array(mean_of(table))
    for column in range(5):
        alone = mean_of(np.ascontiguousarray(table[:, column]))
        assert together[:, column] == pytest.approx(alone, rel=1e-12)


def test_of_all_there_is_the_mean_is_certain() -> None:
    values = np.array([1.0, 2.0, 9.0])
    assert mean_of(values, seen=1.0) == (4.0, 4.0, 4.0)
    whole, some = mean_of(values), mean_of(values, seen=0.75)
    assert some.high - 4.0 == pytest.approx((whole.high - 4.0) / 2)


@pytest.mark.parametrize("n", [3, 5, 8, 20])
def test_of_normal_values_it_holds_the_mean_as_often_as_it_should(n: int) -> None:
    values = np.random.default_rng(6).normal(size=(n, TRIALS))
    assert 0.08 < sum(missed(values, 0.0)) < 0.105


@pytest.mark.parametrize("n", [5, 8, 20])
def test_of_skewed_values_it_lies_below_the_mean_less_often_than_students(n: int) -> None:
    values = np.random.default_rng(5).exponential(size=(n, TRIALS))
    (below, above), (below_t, above_t) = missed(values, 1.0), missed_by_t(values, 1.0)
    assert above <= above_t
    assert below < below_t - 0.015


@pytest.mark.parametrize("n", [8, 20, 40])
@pytest.mark.parametrize("share", [0.01, 0.05, 0.1])
def test_rare_differences_to_either_side_are_not_called_clear(n: int, share: float) -> None:
    """Most draws do not differ, of the others as many one way as the other."""
    luck = np.random.default_rng(7).random((n, TRIALS))
    values = (luck < share).astype(float) - (luck > 1.0 - share)
    found = missed(values, 0.0)
    assert sum(found) < 0.11
    for ours, students in zip(found, missed_by_t(values, 0.0), strict=True):
        assert ours <= students
