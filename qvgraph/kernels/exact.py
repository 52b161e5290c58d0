"""log, exp and pow from + − × ÷ alone: the same bytes on every processor.

Maths libraries differ in the last bit, and one bit is enough to send a firm to another partner.
Each is within 2 units in the last place of the true value (`power`: while |y·ln x| ≤ 64), which
the tests check against decimal arithmetic. Arguments are finite doubles; `log` and `power` take
positive normal ones.
"""

import numpy as np

from qvgraph.kernels.jit import inline

LN2_HIGH = 0.6931471803691238  # the first 32 bits of ln 2, so that k·LN2_HIGH is exact
LN2_LOW = 1.9082149292705877e-10
_SQRT2_BITS = np.uint64(0x3FF6A09E667F3BCD)
_ONE_BITS = np.int64(0x3FF0000000000000)
_MANTISSA = np.uint64(0x000FFFFFFFFFFFFF)
_S52 = np.uint64(52)
_SPLIT = 134217729.0  # 2²⁷ + 1 (Dekker 1971)


@inline
def _exponent_and_fraction(x):
    """Split x into 2ᵏ·f with √½ ≤ f < √2."""
    raw = np.float64(x).view(np.uint64)
    fraction = (raw & _MANTISSA) | np.uint64(_ONE_BITS)
    half = np.uint64(fraction >= _SQRT2_BITS)
    scaled = np.uint64(fraction - (half << _S52))
    return np.float64(np.int64(raw >> _S52) - 1023 + np.int64(half)), scaled.view(np.float64)


@inline
def _tail(z):
    """Σ 2·zⁿ/(2n+1) for n = 1 … 11: what ln((1+s)/(1−s)) = 2s + s·tail(s²) needs."""
    t = 2.0 / 23.0
    t = t * z + 2.0 / 21.0
    t = t * z + 2.0 / 19.0
    t = t * z + 2.0 / 17.0
    t = t * z + 2.0 / 15.0
    t = t * z + 2.0 / 13.0
    t = t * z + 2.0 / 11.0
    t = t * z + 2.0 / 9.0
    t = t * z + 2.0 / 7.0
    t = t * z + 2.0 / 5.0
    t = t * z + 2.0 / 3.0
    return t * z


@inline
def log(x):
    """Natural logarithm of a positive number."""
    k, fraction = _exponent_and_fraction(x)
    f = fraction - 1.0
    s = f / (2.0 + f)
    half = 0.5 * f * f
    # 2s = f − s·f, so that the large part f stays exact
    return k * LN2_HIGH - ((half - (s * (half + _tail(s * s)) + k * LN2_LOW)) - f)


@inline
def exp(x):
    """The exponential; 0 below −708, infinite above 709."""
    return _exp_of_sum(x, 0.0)


@inline
def _exp_of_sum(high, low):
    """exp(high + low) for a `low` far below the last place of `high`."""
    if high < -708.0:
        return 0.0
    if high > 709.0:
        return np.inf
    k = np.floor(high * 1.4426950408889634 + 0.5)
    r = (high - k * LN2_HIGH) - (k * LN2_LOW - low)
    t = 1.0 / 6227020800.0
    t = t * r + 1.0 / 479001600.0
    t = t * r + 1.0 / 39916800.0
    t = t * r + 1.0 / 3628800.0
    t = t * r + 1.0 / 362880.0
    t = t * r + 1.0 / 40320.0
    t = t * r + 1.0 / 5040.0
    t = t * r + 1.0 / 720.0
    t = t * r + 1.0 / 120.0
    t = t * r + 1.0 / 24.0
    t = t * r + 1.0 / 6.0
    t = t * r + 0.5
    value = 1.0 + (r + r * r * t)
    scale = np.uint64((np.int64(k) + np.int64(1023)) << np.int64(52)).view(np.float64)
    return value * scale


@inline
def _product(a, b):
    """a·b as a sum of two doubles, exactly."""
    p = a * b
    t = _SPLIT * a
    a_high = t - (t - a)
    a_low = a - a_high
    t = _SPLIT * b
    b_high = t - (t - b)
    b_low = b - b_high
    return p, ((a_high * b_high - p) + a_high * b_low + a_low * b_high) + a_low * b_low


@inline
def power(x, y):
    """x to the y for positive x: the logarithm in twice the precision, times y, back."""
    if y == 1.0:
        return x
    k, fraction = _exponent_and_fraction(x)
    f = fraction - 1.0
    below = 2.0 + f
    below_low = f - (below - 2.0)
    s = f / below
    p, p_low = _product(s, below)
    s_low = (((f - p) - p_low) - s * below_low) / below
    small = s * _tail(s * s) + (2.0 * s_low + k * LN2_LOW)
    large = k * LN2_HIGH
    high = large + 2.0 * s
    low = (2.0 * s - (high - large)) + small if k != 0.0 else small
    total = high + low
    rest = low - (total - high)
    q, q_low = _product(total, y)
    return _exp_of_sum(q, q_low + rest * y)


@inline
def logistic(x):
    """1 / (1 + e⁻ˣ)."""
    return 1.0 / (1.0 + exp(-x))
