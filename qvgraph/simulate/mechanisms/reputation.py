"""What firms think of their network manager and its host."""

import numpy as np

from qvgraph.kernels.jit import inline


@inline
def trust(i, state):
    """Trust of a firm: geometric mean of the reputations of person and host."""
    person = state.person_alpha[i] / (state.person_alpha[i] + state.person_beta[i])
    institution = state.institution_alpha[i] / (
        state.institution_alpha[i] + state.institution_beta[i]
    )
    return np.sqrt(person * institution)
