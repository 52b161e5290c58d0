"""Who belongs to which group, and which ties there are among those of known groups."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from qvgraph.metrics.metric import Graph

if TYPE_CHECKING:
    from numpy.typing import NDArray


OF_FIRMS: Final = ("sector", "size")
"""Columns that only firms have; what others have there does not count."""


@dataclass(frozen=True)
class Grouped:
    """Nodes of known groups: the group of each, a number from 0, and the ties among them as places.

    Both in the order of the nodes and arcs of the graph.
    """

    group: "NDArray[np.int64]"
    source: "NDArray[np.int64]"
    target: "NDArray[np.int64]"

    @cached_property
    def sizes(self) -> "NDArray[np.int64]":
        """The number of nodes of each group."""
        return np.bincount(self.group)

    @property
    def ties(self) -> int:
        """The number of ties among them."""
        return len(self.source)

    @cached_property
    def across(self) -> int:
        """The number of ties between two groups."""
        return int((self.group[self.source] != self.group[self.target]).sum())

    @property
    def same_by_chance(self) -> float:
        """The share of ties inside a group if groups were handed out by lot: exact."""
        n = len(self.group)
        return float((self.sizes * (self.sizes - 1)).sum()) / (n * (n - 1))


def grouped(graph: Graph, column: str) -> Grouped:
    """The nodes with a value in a column, by that value; sector and size are those of firms.

    The column `group` is what was chosen for the graph as groups, or the host affiliation.
    """
    known, group = graph.once_of_nodes(_known, column)
    ends = graph.ends.among(known)
    return Grouped(group, ends.source, ends.target)


def _known(graph: Graph, column: str) -> "tuple[NDArray[np.bool_], NDArray[np.int64]]":
    """Of which nodes the group is known, and the number of the group of these."""
    values = graph.groups if column == "group" else graph.nodes[column]
    if values is None:
        values = pl.Series([None] * graph.size, dtype=pl.String)
    firms = graph.nodes["kind"] == "firm" if column in OF_FIRMS else None
    known = values.is_not_null() if firms is None else values.is_not_null() & firms
    group = (values.filter(known).rank("dense").cast(pl.Int64) - 1).to_numpy()
    return known.to_numpy(), group
