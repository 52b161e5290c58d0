"""Rows of fixed width: bit masks and the slots of advice ties."""

from collections.abc import Sequence

import numpy as np

from qvgraph.kernels.jit import inline

SLOTS = 16
"""Advice ties that a firm can keep up."""

ONE = np.uint64(1)
NONE = np.uint64(0)
ABSENT = np.int64(-1)
"""In place of a row, slot or bit: there is none."""

_LOW = np.uint64(63)
_SHIFT = np.uint64(6)
_WORD = np.uint64(64)
_M1, _M2, _M4 = (np.uint64(n) for n in (0x5555555555555555, 0x3333333333333333, 0x0F0F0F0F0F0F0F0F))
_H01 = np.uint64(0x0101010101010101)
_S1, _S2, _S4, _S56 = (np.uint64(n) for n in (1, 2, 4, 56))


def bits_of(positions: Sequence[int], words: int) -> np.ndarray:
    """A row of words with the bits at `positions` set."""
    mask = np.zeros(words, np.uint64)
    for position in positions:
        mask[position // 64] |= np.uint64(1) << np.uint64(position % 64)
    return mask


def words_for(bits: int) -> int:
    """How many 64-bit words hold so many bits; at least one."""
    return max(1, -(-bits // 64))


@inline
def span(first, end):
    """The numbers from first to end, unsigned: no look whether an index counts from behind."""
    return range(np.uint64(first), np.uint64(end))


@inline
def positions_in(v, count):
    """The positions, of `count` in a row of words, that lie in word `v`."""
    first = np.uint64(v) << _SHIFT
    return range(first, min(first + _WORD, np.uint64(count)))


@inline
def bit(position):
    """The mask of one bit inside its word."""
    return ONE << (np.uint64(position) & _LOW)


@inline
def bit_where(holds, position):
    """The mask of one bit inside its word where something holds, found without a branch."""
    return np.uint64(holds) << (np.uint64(position) & _LOW)


@inline
def has(row, position):
    """Whether the bit at `position` of a row of words is set."""
    return (row[np.uint64(position) >> _SHIFT] & bit(position)) != NONE


@inline
def count_bits(word):
    """How many bits of a word are set."""
    word = word - ((word >> _S1) & _M1)
    word = (word & _M2) + ((word >> _S2) & _M2)
    word = (word + (word >> _S4)) & _M4
    return np.int64((word * _H01) >> _S56)


@inline
def lowest(word):
    """The position of the lowest set bit of a word that is not 0."""
    return np.uint64(count_bits((word & (~word + ONE)) - ONE))


@inline
def lowest_in(w, word):
    """The position of the lowest set bit of `word`, which is word `w` of its row."""
    return lowest(word) + (np.uint64(w) << _SHIFT)


@inline
def slot_of(partners, count, l):
    """The slot that holds partner l, or `ABSENT`."""
    for d in span(0, count):
        if partners[d] == l:
            return np.int64(d)
    return ABSENT


@inline
def weakest_slot(partners, strengths, count, rank):
    """The slot of the weakest tie; equally weak ones: the partner with the lower id."""
    worst = np.uint64(0)
    for d in span(1, count):
        if strengths[d] < strengths[worst] or (
            strengths[d] == strengths[worst] and rank[partners[d]] < rank[partners[worst]]
        ):
            worst = d
    return worst


@inline
def add_tie(i, l, strength, trust, tie_count, tie_partner, tie_strength, tie_trust, rank):
    """Give firm i an advice tie to l; one that exists keeps the larger values.

    In full slots the weakest tie makes room, even for a weaker one.
    """
    count = tie_count[i]
    held = slot_of(tie_partner[i], count, l)
    if held >= 0:
        d = np.uint64(held)
        tie_strength[i, d] = max(tie_strength[i, d], strength)
        tie_trust[i, d] = max(tie_trust[i, d], trust)
        return
    if count < tie_partner.shape[1]:
        d = np.uint64(count)
        tie_count[i] = count + 1
    else:
        d = weakest_slot(tie_partner[i], tie_strength[i], count, rank)
    tie_partner[i, d] = l
    tie_strength[i, d] = strength
    tie_trust[i, d] = trust
