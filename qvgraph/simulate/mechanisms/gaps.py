"""Which gaps of a firm matter, and which trainings fit them."""

from qvgraph.kernels.jit import inner
from qvgraph.kernels.rows import NONE, ONE, bit_where, lowest_in, positions_in, span


@inner
def gaps_that_matter(i, v, q, state):
    """The gaps of firm i above the threshold among the skills of word v, as bits."""
    gaps = NONE
    for k in positions_in(v, state.need.shape[1]):
        gaps |= bit_where(state.need[i, k] - state.stock[i, k] > q.need_threshold, k)
    return gaps


@inner
def list_fitting(i, r, q, state):
    """Write down the trainings, on offer or not, that teach a gap firm i knows of."""
    state.fitting[:] = NONE
    for v in span(0, state.identified.shape[1]):
        word = state.identified[i, v] & gaps_that_matter(i, v, q, state)
        while word != NONE:
            k = lowest_in(v, word)
            word &= word - ONE
            for w in span(0, state.fitting.shape[0]):
                state.fitting[w] |= state.teaching[r, k, w]
