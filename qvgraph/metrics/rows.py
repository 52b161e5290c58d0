"""Ties as rows of arrays, the form in which compiled functions read them."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Ends(NamedTuple):
    """Arcs by the places of their nodes."""

    source: "NDArray[np.int64]"
    target: "NDArray[np.int64]"
    strength: "NDArray[np.float64]"

    def among(self, there: "NDArray[np.bool_]") -> "Ends":
        """The arcs among some nodes, by their places when all others are left out."""
        inner = there[self.source] & there[self.target]
        place = np.cumsum(there) - 1
        return Ends(place[self.source[inner]], place[self.target[inner]], self.strength[inner])


class Rows(NamedTuple):
    """The partners of node i are `partner[start[i]:start[i + 1]]`, in their order."""

    start: "NDArray[np.int64]"
    partner: "NDArray[np.int64]"
    weight: "NDArray[np.float64]"

    @property
    def counts(self) -> "NDArray[np.int64]":
        """How many partners each node has."""
        return np.diff(self.start)

    @property
    def node(self) -> "NDArray[np.int64]":
        """The node to whose row each entry belongs."""
        return np.repeat(np.arange(len(self.start) - 1), self.counts)

    def sums(self) -> "NDArray[np.float64]":
        """The weights of each node, added up."""
        return np.bincount(self.node, self.weight, minlength=len(self.start) - 1)


def rows_of(
    size: int,
    nodes: "NDArray[np.int64]",
    partners: "NDArray[np.int64]",
    weights: "NDArray[np.float64]",
) -> Rows:
    """Sort pairs into rows; a pair given twice is one entry with the sum of the weights."""
    from scipy.sparse import csr_array

    matrix = csr_array((weights, (nodes, partners)), shape=(size, size))
    matrix.sum_duplicates()
    return Rows(matrix.indptr.astype(np.int64), matrix.indices.astype(np.int64), matrix.data)
