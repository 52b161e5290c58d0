"""Logarithm, exponential and power by the same operations, in the same order, as the kernels.

The order of operations is the definition: maths libraries differ in the last bit.
"""

import math

LN2_HIGH = 0.6931471803691238
LN2_LOW = 1.9082149292705877e-10
SQUARE_ROOT_OF_2 = 1.4142135623730951
TAIL = [2.0 / n for n in range(23, 1, -2)]
FACTORIALS = [1.0 / math.factorial(n) for n in range(13, 1, -1)]


def exponent_and_fraction(x: float) -> tuple[float, float]:
    """Write x as 2ᵏ·f with √½ ≤ f < √2."""
    half, exponent = math.frexp(x)
    k, fraction = exponent - 1, 2.0 * half
    if fraction >= SQUARE_ROOT_OF_2:
        k, fraction = k + 1, fraction / 2.0
    return float(k), fraction


def polynomial(coefficients: list[float], x: float) -> float:
    """Horner's rule, the highest power first."""
    value = coefficients[0]
    for coefficient in coefficients[1:]:
        value = value * x + coefficient
    return value


def tail(z: float) -> float:
    """2z/3 + 2z²/5 + … + 2z¹¹/23."""
    return polynomial(TAIL, z) * z


def log(x: float) -> float:
    """Natural logarithm of a positive number."""
    k, fraction = exponent_and_fraction(x)
    f = fraction - 1.0
    s = f / (2.0 + f)
    half = 0.5 * f * f
    return k * LN2_HIGH - ((half - (s * (half + tail(s * s)) + k * LN2_LOW)) - f)


def exp(x: float, low: float = 0.0) -> float:
    """The exponential of x + low, where low is far below the last place of x."""
    if x < -708.0:
        return 0.0
    if x > 709.0:
        return math.inf
    k = float(math.floor(x * 1.4426950408889634 + 0.5))
    r = (x - k * LN2_HIGH) - (k * LN2_LOW - low)
    value = 1.0 + (r + r * r * polynomial(FACTORIALS, r))
    return value * math.ldexp(1.0, int(k))


def exact_product(a: float, b: float) -> tuple[float, float]:
    """a·b and what rounding took from it (Dekker 1971)."""
    a_high, a_low = two_halves(a)
    b_high, b_low = two_halves(b)
    p = a * b
    return p, ((a_high * b_high - p) + a_high * b_low + a_low * b_high) + a_low * b_low


def two_halves(a: float) -> tuple[float, float]:
    """The upper and the lower half of the digits of a."""
    t = 134217729.0 * a
    high = t - (t - a)
    return high, a - high


def power(x: float, y: float) -> float:
    """x to the y for positive x: the logarithm in twice the precision, times y, back."""
    if y == 1.0:
        return x
    k, fraction = exponent_and_fraction(x)
    f = fraction - 1.0
    below = 2.0 + f
    below_low = f - (below - 2.0)
    s = f / below
    p, p_low = exact_product(s, below)
    s_low = (((f - p) - p_low) - s * below_low) / below
    small = s * tail(s * s) + (2.0 * s_low + k * LN2_LOW)
    large = k * LN2_HIGH
    high = large + 2.0 * s
    low = (2.0 * s - (high - large)) + small if k != 0.0 else small
    total = high + low
    rest = low - (total - high)
    q, q_low = exact_product(total, y)
    return exp(q, q_low + rest * y)


def logistic(x: float) -> float:
    """1 / (1 + e⁻ˣ)."""
    return 1.0 / (1.0 + exp(-x))
