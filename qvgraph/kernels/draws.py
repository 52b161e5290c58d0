"""Keyed random numbers: each is a pure function of what it is for.

``(study seed, network draw, replicate, month, chance, subject, index)`` gives one number, with
no state and no order of drawing, so the same event meets the same luck in every scenario, on any
number of threads and in any chunking. Nested SplitMix64 (Steele, Lea and Flood 2014).

All keys are uint64. A *subject* is a hash of an id, never a row. Arguments are cast, because a key
that comes back from compiled code is a plain int, which Numba takes for a signed one.
"""

import hashlib
from functools import lru_cache

import numpy as np

from qvgraph.kernels.exact import log
from qvgraph.kernels.jit import JIT, inline

G = np.uint64(0x9E3779B97F4A7C15)
_M1 = np.uint64(0xBF58476D1CE4E5B9)
_M2 = np.uint64(0x94D049BB133111EB)
_S12, _S16, _S27, _S30, _S31 = (np.uint64(n) for n in (12, 16, 27, 30, 31))
_STUDY, _DRAW, _REPLICATE = 1, 2, 3
_MASK = 2**64 - 1

if not JIT:
    # Wrapping round is what the hash is made of; numpy warns of it outside compiled code only.
    np.seterr(over="ignore")


@lru_cache(maxsize=1 << 17)
def subject(name: str) -> np.uint64:
    """The key of an id (organisation, region, training, person, skill): 64 bits of BLAKE2b."""
    return np.uint64(int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest()))


@inline
def mix(z):
    """SplitMix64's finaliser: every bit of the result depends on every bit of `z`."""
    z = (z ^ (z >> _S30)) * _M1
    z = (z ^ (z >> _S27)) * _M2
    return z ^ (z >> _S31)


def _mixed(z: int) -> int:
    """`mix` on Python's integers: keys made outside kernels need no compiler."""
    z = (z ^ (z >> 30)) * int(_M1) & _MASK
    z = (z ^ (z >> 27)) * int(_M2) & _MASK
    return z ^ (z >> 31)


def _child(parent: int, number: int, constant: int) -> int:
    return _mixed(parent ^ (number * int(G) + constant & _MASK))


def draw_key(seed: int, network_draw: int) -> np.uint64:
    """The key of one network draw of a study."""
    return np.uint64(_child(_child(0, seed, _STUDY), network_draw, _DRAW))


def replicate_key(seed: int, network_draw: int, replicate: int) -> np.uint64:
    """The key of one replicate on one network draw of a study."""
    return np.uint64(_child(int(draw_key(seed, network_draw)), replicate, _REPLICATE))


def start_key(key: np.uint64, chance: int) -> np.uint64:
    """The key of one chance that is drawn before the first month: `phase_key` of month 0."""
    return np.uint64(_child(int(key), chance, 0))


@inline
def phase_key(key, month, chance):
    """The key of one chance in one month of a replicate (or of a draw, with month 0)."""
    return mix(np.uint64(key) ^ (((np.uint64(month) << _S16) | np.uint64(chance)) * G))


@inline
def pair(first, second):
    """The subject of an ordered pair."""
    return mix(np.uint64(first) + G * np.uint64(second))


@inline
def bits(phase, who):
    return mix(np.uint64(phase) + np.uint64(who) * G)


@inline
def bits_at(phase, who, index):
    """Like `bits`, one for each `index`: the key of a training or skill, or a running number.

    Index 0 is the number without an index.
    """
    return indexed(bits(phase, who), index)


@inline
def indexed(first, index):
    """The bits for an `index`, from those that `bits` gives for the subject."""
    return first if index == 0 else mix(first + np.uint64(index) * G)


@inline
def to_uniform(z):
    """A uniform number in the open interval (0, 1) from 64 bits."""
    return (np.float64(z >> _S12) + 0.5) * 2.220446049250313e-16


@inline
def uniform(phase, who):
    return to_uniform(bits(phase, who))


@inline
def fill_uniform(phase, keys, out):
    """One number for each of many subjects, several at a time on processors that can."""
    for n in range(keys.shape[0]):
        out[n] = to_uniform(bits(phase, keys[n]))


@inline
def fill_bits(phase, keys, out):
    """The bits of many subjects, for `indexed`."""
    for n in range(keys.shape[0]):
        out[n] = bits(phase, keys[n])


@inline
def uniform_at(phase, who, index):
    return to_uniform(bits_at(phase, who, index))


@inline
def race(phase, who, weight):
    """A candidate's time in a lottery by exponential race; the smallest wins.

    With weight 0 it is infinite: such a candidate comes after all others.
    *Source:* Efraimidis and Spirakis (2006).
    """
    if weight <= 0.0:
        return np.inf
    return -log(to_uniform(bits(phase, who))) / weight


@inline
def race_at(phase, who, index, weight):
    """Like `race`, one for each `index`."""
    if weight <= 0.0:
        return np.inf
    return -log(to_uniform(bits_at(phase, who, index))) / weight


@inline
def race_of_equals(phase, who):
    """A candidate's place in a lottery of equal weights; the smallest wins.

    The order is that of `race` with one weight for all: a logarithm would not change it.
    """
    return -to_uniform(bits(phase, who))
