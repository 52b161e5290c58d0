"""Labels handed out anew by lot: what a figure of groups would be if ties knew nothing of them."""

from typing import TYPE_CHECKING

import numpy as np

from qvgraph.kernels.draws import bits, subject, uniform
from qvgraph.kernels.jit import entry

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

KEY = subject("labels handed out anew")


@entry
def ties_between(
    key: np.uint64, labels: "Ints", source: "Ints", target: "Ints", order: "Ints", counts: "Ints"
) -> None:
    """How many ties join two labels, for as many ways of shuffling the labels as `counts` holds.

    The way r is a shuffle of all places by the keyed numbers of r: a pure function of key, r and
    the number of nodes. `order` is scratch.
    """
    for r in range(counts.shape[0]):
        luck = bits(key, r)
        for place in range(labels.shape[0]):
            order[place] = labels[place]
        for place in range(labels.shape[0] - 1, 0, -1):
            other = np.int64(uniform(luck, place) * (place + 1))
            order[place], order[other] = order[other], order[place]
        between = 0
        for tie in range(source.shape[0]):
            between += int(order[source[tie]] != order[target[tie]])
        counts[r] = between
