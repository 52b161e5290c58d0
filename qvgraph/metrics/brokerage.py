"""Brokerage after Gould and Fernandez: in which role a node stands between two others, compiled.

A broker v of the ordered pair (a, c): a names v, v names c, and a does not name c. The role follows
from the groups of the three; a pair with anybody whose group is not known counts for nobody. On
ties that all go both ways each pair is brokered twice, there and back.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qvgraph.kernels.jit import entry, inner
from qvgraph.metrics.metric import NO_GROUP, Graph

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")
COORDINATOR, ITINERANT, REPRESENTATIVE, GATEKEEPER, LIAISON = range(5)


class Brokers(NamedTuple):
    """For each node and role: the pairs brokered, and the same with credit shared by brokers."""

    counts: "Floats"
    shared: "Floats"


class Moments(NamedTuple):
    """For each node and role: pairs that fit it, and pairs of such pairs that share a tie."""

    fitting: "Floats"
    sharing: "Floats"

    def expected(self, density: float) -> "Floats":
        """The mean when each arc is there by chance alone, with one probability."""
        return self.fitting * (density**2 * (1 - density))

    def variance(self, density: float) -> "Floats":
        """The variance under the same chance."""
        single = density**2 * (1 - density)
        together = density**3 * (1 - density) ** 3
        return self.fitting * (single * (1 - single)) + 2 * self.sharing * together


def brokers(graph: Graph) -> Brokers:
    """Count the pairs that each node brokers, by role."""
    size = graph.size
    counts, shared = np.zeros((2, size, 5))
    named, ways = np.full(size, -1), np.zeros(size, np.int64)
    brokers_kernel(*graph.out[:2], graph.group_of, counts, shared, named, ways)
    return Brokers(counts, shared)


def moments(graph: Graph) -> Moments:
    """What the sizes of the groups allow: which ordered pairs of others could be brokered how."""
    groups = graph.group_of
    sizes = np.bincount(groups[groups != NO_GROUP]).astype(float)
    everybody = sizes.sum()
    fitting, sharing = np.zeros((2, graph.size, 5))
    known = groups != NO_GROUP
    own = np.where(known, sizes[groups] if len(sizes) else 0.0, 1.0) - 1
    others = everybody - 1 - own
    square, cube = (sizes**2).sum(), (sizes**3).sum()
    # over the groups h that are not the node's: Σ m, Σ m², Σ m³ with m members
    squares, cubes = square - (own + 1) ** 2, cube - (own + 1) ** 3
    fitting[:, COORDINATOR] = own * (own - 1)
    sharing[:, COORDINATOR] = 2 * own * _pairs(own - 1)
    fitting[:, ITINERANT] = squares - others
    sharing[:, ITINERANT] = cubes - 3 * squares + 2 * others  # Σ m (m − 1)(m − 2)
    fitting[:, REPRESENTATIVE] = fitting[:, GATEKEEPER] = own * others
    sharing[:, REPRESENTATIVE] = own * _pairs(others) + others * _pairs(own)
    sharing[:, GATEKEEPER] = sharing[:, REPRESENTATIVE]
    fitting[:, LIAISON] = others**2 - squares
    # Σ m (o − m)(o − m − 1), o others
    sharing[:, LIAISON] = others**2 * (others - 1) - (2 * others - 1) * squares + cubes
    fitting[~known], sharing[~known] = 0, 0
    return Moments(fitting, sharing)


def _pairs(count: "Floats") -> "Floats":
    return count * (count - 1) / 2


@inner
def _role(a: int, v: int, c: int) -> int:
    """The role of a broker of group v between groups a and c."""
    if a == c:
        return 0 if a == v else 1
    if a == v:
        return 2
    return 3 if c == v else 4


@entry
def brokers_kernel(
    start: "Ints",
    partner: "Ints",
    group: "Ints",
    counts: "Floats",
    shared: "Floats",
    named: "Ints",
    ways: "Ints",
) -> None:
    """Add up pairs by broker and role; scratch: `named` is -1, `ways` 0 before.

    For each a in turn `named[c]` is a where a names c, and `ways[c]` the number of its brokers.
    """
    for a in range(start.shape[0] - 1):
        if group[a] < 0:
            continue
        named[a] = a
        for e in range(start[a], start[a + 1]):
            named[partner[e]] = a
        for e in range(start[a], start[a + 1]):
            v = partner[e]
            if group[v] < 0:
                continue
            for f in range(start[v], start[v + 1]):
                ways[partner[f]] += 1
        for e in range(start[a], start[a + 1]):
            v = partner[e]
            if group[v] < 0:
                continue
            for f in range(start[v], start[v + 1]):
                c = partner[f]
                if named[c] != a and group[c] >= 0:
                    role = _role(group[a], group[v], group[c])
                    counts[v, role] += 1.0
                    shared[v, role] += 1.0 / ways[c]
        for e in range(start[a], start[a + 1]):
            v = partner[e]
            for f in range(start[v], start[v + 1]):
                ways[partner[f]] = 0
