"""What firms think of their network manager and its host."""

import numpy as np

from qvgraph.kernels.jit import inner

PERSON_ALPHA, PERSON_BETA, INSTITUTION_ALPHA, INSTITUTION_BETA = range(4)
"""Rows of `State.reputation`: fair and unfair experiences with the person and with the host."""


@inner
def trust(i, state):
    """Trust of a firm: geometric mean of the reputations of person and host."""
    person = state.reputation[PERSON_ALPHA, i] / (
        state.reputation[PERSON_ALPHA, i] + state.reputation[PERSON_BETA, i]
    )
    institution = state.reputation[INSTITUTION_ALPHA, i] / (
        state.reputation[INSTITUTION_ALPHA, i] + state.reputation[INSTITUTION_BETA, i]
    )
    return np.sqrt(person * institution)
