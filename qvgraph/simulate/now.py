"""What a mechanism knows about the moment."""

from typing import NamedTuple

import numpy as np


class Now(NamedTuple):
    """The month of the study and the key of the replicate's random numbers."""

    month: int
    key: np.uint64
