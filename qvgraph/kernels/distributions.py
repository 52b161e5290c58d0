"""Normal, gamma and Beta numbers from keyed uniforms, and arrays of them.

What a network starts with is drawn with these, outside the month loop.
"""

import numpy as np

from qvgraph.kernels.draws import bits, bits_at, pair, start_key, to_uniform
from qvgraph.kernels.exact import log
from qvgraph.kernels.jit import entry, inline


@inline
def _ratio(x, p0, p1, p2, p3, p4, p5, p6, p7, q1, q2, q3, q4, q5, q6, q7):
    above = ((((((p7 * x + p6) * x + p5) * x + p4) * x + p3) * x + p2) * x + p1) * x + p0
    below = ((((((q7 * x + q6) * x + q5) * x + q4) * x + q3) * x + q2) * x + q1) * x + 1.0
    return above / below


@inline
def normal(u):
    """The standard normal quantile of u in (0, 1).

    *Source:* Wichura (1988), algorithm AS 241, PPND16.
    """
    q = u - 0.5
    if abs(q) <= 0.425:
        return q * _ratio(
            0.180625 - q * q,
            3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
            1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
            3.3430575583588128105e4, 2.5090809287301226727e3,
            4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
            2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
            5.2264952788528545610e3,
        )  # fmt: skip
    r = np.sqrt(-log(u if q < 0.0 else 1.0 - u))
    if r <= 5.0:
        x = _ratio(
            r - 1.6,
            1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
            3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
            2.27238449892691845833e-2, 7.74545014278341407640e-4,
            2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
            1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
            1.05075007164441684324e-9,
        )  # fmt: skip
    else:
        x = _ratio(
            r - 5.0,
            6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
            2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
            2.71155556874348757815e-5, 2.01033439929228813265e-7,
            5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
            7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
            2.04426310338993978564e-15,
        )  # fmt: skip
    return -x if q < 0.0 else x


@inline
def gamma(shape, normals, accepts, who):
    """A gamma number for a shape of at least 1; each try has an index of its own.

    *Source:* Marsaglia and Tsang (2000).
    """
    d = shape - 1.0 / 3.0
    c = 1.0 / np.sqrt(9.0 * d)
    attempt = np.uint64(0)
    while True:
        x = normal(to_uniform(bits_at(normals, who, attempt)))
        root = 1.0 + c * x
        if root > 0.0:
            v = root * root * root
            u = to_uniform(bits_at(accepts, who, attempt))
            if log(u) < 0.5 * x * x + d * (1.0 - v + log(v)):
                return d * v
        attempt += np.uint64(1)


@entry
def _fill_uniform(phase, who, out):
    for n in range(who.shape[0]):
        out[n] = to_uniform(bits(phase, who[n]))


@entry
def _fill_uniform_at(phase, who, index, out):
    for n in range(who.shape[0]):
        out[n] = to_uniform(bits_at(phase, who[n], index[n]))


@entry
def _fill_normal(phase, who, out):
    for n in range(who.shape[0]):
        out[n] = normal(to_uniform(bits(phase, who[n])))


@entry
def _fill_beta(phases, a, b, who, out):
    for n in range(who.shape[0]):
        first = gamma(a[n], phases[0], phases[1], who[n])
        out[n] = first / (first + gamma(b[n], phases[2], phases[3], who[n]))


@entry
def _fill_pairs(first, second, out):
    for n in range(out.shape[0]):
        out[n] = pair(first[n], second[n])


def uniforms(key: np.uint64, chance: int, who: np.ndarray) -> np.ndarray:
    """One uniform number per subject for a chance drawn before the first month."""
    out = np.empty(len(who))
    _fill_uniform(start_key(key, chance), who, out)
    return out


def uniforms_at(key: np.uint64, chance: int, who: np.ndarray, index: np.ndarray) -> np.ndarray:
    """One uniform number per subject and index (the key of a skill or training)."""
    out = np.empty(len(who))
    _fill_uniform_at(start_key(key, chance), who, index, out)
    return out


def normals(key: np.uint64, chance: int, who: np.ndarray) -> np.ndarray:
    """One standard normal number per subject."""
    out = np.empty(len(who))
    _fill_normal(start_key(key, chance), who, out)
    return out


def betas(
    key: np.uint64,
    chances: tuple[int, int, int, int],
    a: np.ndarray,
    b: np.ndarray,
    who: np.ndarray,
) -> np.ndarray:
    """One Beta(a, b) number per subject; `a` and `b` (at least 1) have the shape of `who`."""
    out = np.empty(len(who))
    phases = np.array([start_key(key, chance) for chance in chances], np.uint64)
    _fill_beta(phases, a, b, who, out)
    return out


def pairs(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """The subjects of ordered pairs, element by element."""
    out = np.empty(len(first), np.uint64)
    _fill_pairs(first, second, out)
    return out
