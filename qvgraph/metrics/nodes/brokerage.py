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
    Short = NDArray[np.uint32]
    Floats = NDArray[np.float64]

ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")
COORDINATOR, ITINERANT, REPRESENTATIVE, GATEKEEPER, LIAISON = range(5)
CODES = [7, 4, 1, 2, 0]
"""Which two of three groups are equal (a, v: 1; v, c: 2; a, c: 4) in each of the roles."""


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


def brokers(graph: Graph) -> "Floats":
    """For each node and role: how many pairs it brokers."""
    return count_by_role(*graph.out[:2], graph.group_of)


def count_by_role(start: "Ints", partner: "Ints", groups: "Ints") -> "Floats":
    """The same for rows of whom each node names."""
    size = len(start) - 1
    found, named = np.zeros((size, 8), np.int64), np.full(size, -1)
    count_pairs(start.astype(np.uint32), partner.astype(np.uint32), groups, found, named)
    return found[:, CODES].astype(float)


def shared_credit(graph: Graph) -> "Floats":
    """The same with the credit for a pair divided by the number of those who broker it."""
    found = np.zeros((graph.size, 8))
    named, ways = np.full(graph.size, -1), np.zeros(graph.size, np.int64)
    share_pairs(*graph.out[:2], graph.group_of, found, named, ways)
    return found[:, CODES]


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
def _code(a: int, v: int, c: int) -> int:
    """A number for the role of a broker of group v between groups a and c, see `CODES`."""
    return (a == v) + 2 * (v == c) + 4 * (a == c)


@entry
def count_pairs(
    start: "Short", partner: "Short", group: "Ints", found: "Ints", named: "Ints"
) -> None:
    """Count pairs by broker and code; scratch: `named[c]` is a where a names c, -1 before."""
    for a in range(start.shape[0] - np.uint32(1)):
        if group[a] < 0:
            continue
        named[a] = a
        for e in range(start[a], start[a + 1]):
            named[partner[e]] = a
        for e in range(start[a], start[a + 1]):
            v = partner[e]
            if group[v] < 0:
                continue
            for f in range(start[v], start[v + np.uint32(1)]):
                c = partner[f]
                is_open = (named[c] != a) & (group[c] >= 0)
                found[v, _code(group[a], group[v], group[c])] += is_open


@entry
def share_pairs(
    start: "Ints",
    partner: "Ints",
    group: "Ints",
    found: "Floats",
    named: "Ints",
    ways: "Ints",
) -> None:
    """Add up credit by broker and code; `ways[c]` is the number of brokers of (a, c), 0 before."""
    for a in range(start.shape[0] - 1):
        if group[a] < 0:
            continue
        named[a] = a
        for e in range(start[a], start[a + 1]):
            named[partner[e]] = a
        for once in range(3):  # count the ways, share the credit, forget the ways
            for e in range(start[a], start[a + 1]):
                v = partner[e]
                if group[v] < 0:
                    continue
                for f in range(start[v], start[v + 1]):
                    c = partner[f]
                    if once == 0:
                        ways[c] += 1
                    elif once == 2:
                        ways[c] = 0
                    elif named[c] != a and group[c] >= 0:
                        found[v, _code(group[a], group[v], group[c])] += 1.0 / ways[c]
