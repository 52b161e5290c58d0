"""Networks by chance that keep who advises whom by kind: firms, associations, institutions.

Firms ask institutions more than institutions ask firms, so much of what a network looks like is
known once its kinds are. `kinds` keeps, for each two kinds, how many pairs are tied both ways and
how many one way, each way; `mixing` keeps how many ties lead from each kind to each other, whoever
returns them; `dyads` is `kinds` where all are of one kind. Every network that fits is as likely as
any other.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from qvgraph.kernels.draws import bits, to_uniform
from qvgraph.kernels.jit import entry, inner
from qvgraph.kernels.rows import bit, has, words_for
from qvgraph.metrics.metric import Graph

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Words = NDArray[np.uint64]


class Cells(NamedTuple):
    """What is kept, of nodes sorted by kind: those of kind k are `members[first[k]:first[k + 1]]`.

    A row of `counts` has two kinds, the pairs between them that are tied both ways, those with a
    tie from the first to the second only, and those the other way round; `ties` is their sum.
    """

    members: "Ints"
    first: "Ints"
    counts: "Ints"
    ties: int


def with_dyads(graph: Graph, key: np.uint64) -> "tuple[Ints, Ints]":
    """Sources and targets of a network with as many pairs of each sort: all are of one kind."""
    return _laid(key, graph.size, graph.once(_dyads), each_way=False)


def with_kinds(graph: Graph, key: np.uint64) -> "tuple[Ints, Ints]":
    """Sources and targets of a network with as many pairs of each sort between each two kinds."""
    return _laid(key, graph.size, graph.once(_pairs), each_way=False)


def with_mixing(graph: Graph, key: np.uint64) -> "tuple[Ints, Ints]":
    """Sources and targets of a network with as many ties from each kind to each."""
    return _laid(key, graph.size, graph.once(_ties), each_way=True)


def kinds_of(graph: Graph) -> "Ints":
    """The kind of each node as a number, by the order of their names."""
    return graph.once_of_nodes(_kinds)


def _kinds(graph: Graph) -> "Ints":
    return (graph.nodes["kind"].rank("dense").cast(pl.Int64) - 1).to_numpy()


def _dyads(graph: Graph) -> Cells:
    return _by_sort(graph, np.zeros(graph.size, np.int64))


def _pairs(graph: Graph) -> Cells:
    return _by_sort(graph, kinds_of(graph))


def _by_sort(graph: Graph, kind: "Ints") -> Cells:
    """The pairs of each sort; the first of two kinds is the one with the lower number."""
    source, target = graph.out.node, graph.out.partner
    returned = np.isin(target * graph.size + source, source * graph.size + target)
    once = ~returned | (source < target)
    one, other = kind[source[once]], kind[target[once]]
    sort = np.where(returned[once], 0, np.where(one <= other, 1, 2))
    return _cells(kind, np.minimum(one, other), np.maximum(one, other), sort)


def _ties(graph: Graph) -> Cells:
    """The ties from each kind to each: none of them is known to be returned."""
    kind = kinds_of(graph)
    one, other = kind[graph.out.node], kind[graph.out.partner]
    return _cells(kind, one, other, np.ones_like(one))


def _cells(kind: "Ints", one: "Ints", other: "Ints", sort: "Ints") -> Cells:
    """Count what lies between two kinds by its sort: 0 both ways, 1 there, 2 back."""
    number = int(kind.max(initial=-1)) + 1
    counts = np.zeros((number, number, 3), np.int64)
    np.add.at(counts, (one, other, sort), 1)
    places = np.argwhere(counts.any(axis=2))
    cells = np.hstack([places, counts[tuple(places.T)]])
    first = np.concatenate([[0], np.cumsum(np.bincount(kind, minlength=number))])
    return Cells(np.argsort(kind, kind="stable"), first, cells, int((counts @ [2, 1, 1]).sum()))


def _laid(key: np.uint64, size: int, cells: Cells, *, each_way: bool) -> "tuple[Ints, Ints]":
    source, target = np.empty((2, cells.ties), np.int64)
    taken = np.zeros((size, words_for(size)), np.uint64)
    lay(key, cells.members, cells.first, cells.counts, each_way, source, target, taken)
    return source, target


@inner
def _one_of(key: np.uint64, number: int, first: int, end: int) -> np.int64:
    """A place from the first to before the end."""
    return first + np.int64(to_uniform(bits(key, number)) * (end - first))


@entry
def lay(
    key: np.uint64,
    members: "Ints",
    first: "Ints",
    counts: "Ints",
    each_way: bool,  # noqa: FBT001
    source: "Ints",
    target: "Ints",
    taken: "Words",
) -> None:
    """Lay ties at random, cell by cell; `taken` has a bit for each pair that has any, none before.

    `each_way`: a pair that is tied one way may be tied the other way, too.
    """
    number, found = 0, 0
    for cell in range(counts.shape[0]):
        a, b = counts[cell, 0], counts[cell, 1]
        returned, there, back = counts[cell, 2], counts[cell, 3], counts[cell, 4]
        for pair in range(returned + there + back):
            i = j = members[0]
            while i == j or has(taken[i], j):
                i = members[_one_of(key, number, first[a], first[a + 1])]
                j = members[_one_of(key, number + 1, first[b], first[b + 1])]
                number += 2
            taken[i, j >> 6] |= bit(j)
            if not each_way:
                taken[j, i >> 6] |= bit(i)
            if pair < returned + there:
                source[found], target[found] = i, j
                found += 1
            if pair < returned or pair >= returned + there:
                source[found], target[found] = j, i
                found += 1
