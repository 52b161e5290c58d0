"""The triad census: how often each of the 16 ways occurs in which three can be tied.

A class is named by its numbers of pairs tied both ways, one way and not, and by a letter where that
is not enough: D(own) from one to two, U(p) from two to one, C(ycle), T(ransitive). A metric each,
computed when named: sixteen rows would hide the others.
"""

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from qvgraph.metrics.explanation import Call, Explanation
from qvgraph.metrics.metric import Graph, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

CLASSES = (
    "003", "012", "102", "021D", "021U", "021C", "111D", "111U",
    "030T", "030C", "201", "120D", "120U", "120C", "210", "300",
)  # fmt: skip
"""In the order in which igraph counts them."""


def census(graph: Graph) -> "NDArray[np.float64]":
    """The number of triads of each class."""
    return np.array(list(graph.directed.triad_census()), float)


def triads(graph: Graph, place: int) -> float:
    """How many triads of three organisations there are of a class."""
    return float(graph.once(census)[place])


for _place, _name in enumerate(CLASSES):
    metric(
        name=f"triad_{_name.lower()}",
        level="network",
        direction="out",
        variant="number of sets of three",
        de=f"Triaden {_name}",
        en=f"triads {_name}",
        source="Holland, Leinhardt (1970), American Journal of Sociology 76",
        whole=True,
        default=False,
        explanation=Explanation(
            f"Σ_{{i<j<k}} [G_ijk ≅ {_name}]",
            igraph=Call(f"g.triad_census()[{_place}]"),
            networkx=Call(f'nx.triadic_census(G)["{_name}"]'),
            sna=Call(f'triad.census(m)[, "{_name}"]'),
        ),
    )(partial(triads, place=_place))
