"""Which gaps of a firm matter, and which trainings fit them."""

import numpy as np

from qvgraph.kernels.jit import inner
from qvgraph.kernels.rows import NONE, ONE, lowest


@inner
def gaps_that_matter(i, v, q, state):
    """The gaps of firm i above the threshold among the skills of word v, as bits."""
    first = v << 6
    gaps = NONE
    for k in range(first, min(first + 64, state.need.shape[1])):
        matters = state.need[i, k] - state.stock[i, k] > q.need_threshold
        gaps |= np.uint64(matters) << np.uint64(k - first)
    return gaps


@inner
def list_fitting(i, r, q, state):
    """Write down the trainings, on offer or not, that teach a gap firm i knows of."""
    state.fitting[:] = NONE
    for v in range(state.identified.shape[1]):
        word = state.identified[i, v] & gaps_that_matter(i, v, q, state)
        while word != NONE:
            k = lowest(word) + (v << 6)
            word &= word - ONE
            for w in range(state.fitting.shape[0]):
                state.fitting[w] |= state.teaching[r, k, w]
