"""What sets of nodes cover, from a table of distances; compiled.

`steps[i, j]` is the distance of two nodes and `worth` what a node counts that is so far away, in
whole numbers that fall with the distance. A set covers each node as its nearest member does.
"""

from typing import TYPE_CHECKING

import numpy as np

from qvgraph.kernels.jit import entry, inner

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Steps = NDArray[np.uint16]

COUNT, BEST, LOOKED, DEPTH = range(4)
"""What `search` finds: sets that cover enough, the most covered; sets looked at, and where it is.
"""


@entry
def gain(steps: "Steps", worth: "Ints", price: "Ints", nodes: "Ints", gains: "Ints") -> None:
    """Fill in what each of some nodes covers beyond the price of each node that it covers."""
    for place in range(nodes.shape[0]):
        row = steps[nodes[place]]
        total = np.int64(0)
        for j in range(row.shape[0]):
            total += max(worth[row[j]] - price[j], np.int64(0))
        gains[place] = total


@entry
def exchange(
    steps: "Steps",
    worth: "Ints",
    nearest: "Ints",
    first: "Ints",
    second: "Ints",
    nodes: "Ints",
    values: "Ints",
) -> None:
    """Fill in what is covered when a node comes (row) for a member that goes (column).

    `nearest[j]` is the member that covers node j, by its place, `first[j]` how much it does, and
    `second[j]` how much the others would without it.
    """
    for place in range(nodes.shape[0]):
        row, value = steps[nodes[place]], values[place]
        total = np.int64(0)
        for member in range(value.shape[0]):
            value[member] = 0
        for j in range(row.shape[0]):
            here = worth[row[j]]
            with_all = max(first[j], here)
            total += with_all
            value[nearest[j]] -= with_all - max(second[j], here)
        for member in range(value.shape[0]):
            value[member] += total


@entry
def search(
    steps: "Steps",
    worth: "Ints",
    nodes: "Ints",
    brings: "Ints",
    least: int,
    most: int,
    priced: "Ints",
    covered: "Ints",
    bound: "Ints",
    place: "Ints",
    members: "Ints",
    best: "Ints",
    found: "Ints",
) -> None:
    """Look at all sets that may cover at least so much: `found` counts them, `best` is the best.

    `nodes` fall by what they cover beyond the prices; `brings[n]` is what the first n of them do
    together. Added to what the members chosen so far cover, each node at its price at least, that
    bounds what any set covers that has them; so most sets need not be looked at. Of sets that cover
    as much the first in the order of the nodes' numbers is kept. It stops when `most` sets were
    looked at and goes on from there when called again; when all were, its depth is below 0.

    Scratch: `covered[m]` is what m members chosen so far cover, 0 for none, `priced[m]` the same
    with prices, which are there for none, and `bound[m]` its sum; `place[m]` where the next member
    stands among `nodes`.
    """
    size, wanted, last = steps.shape[0], best.shape[0], nodes.shape[0]
    depth = found[DEPTH]
    while depth >= 0 and found[LOOKED] < most:
        at, missing = place[depth], wanted - depth
        if at + missing > last or bound[depth] + brings[at + missing] - brings[at] < least:
            depth -= 1
            if depth >= 0:
                place[depth] += 1
            continue
        row = steps[nodes[at]]
        found[LOOKED] += 1
        total = np.int64(0)
        if missing > 1:
            for j in range(size):
                here = worth[row[j]]
                covered[depth + 1, j] = max(covered[depth, j], here)
                with_price = max(priced[depth, j], here)
                priced[depth + 1, j] = with_price
                total += with_price
            bound[depth + 1] = total
            depth += 1
            place[depth] = at + 1
            continue
        for j in range(size):
            total += max(covered[depth, j], worth[row[j]])
        if total >= least:
            found[COUNT] += 1
            _keep_the_better(total, nodes, place, members, best, found)
        place[depth] += 1
    found[DEPTH] = depth


@inner
def _keep_the_better(
    total: int, nodes: "Ints", place: "Ints", members: "Ints", best: "Ints", found: "Ints"
) -> None:
    """Take the members at some places if they cover more, or as much and come first."""
    if total >= found[BEST]:
        _sort_in(nodes, place, members)
        if total > found[BEST] or _is_earlier(members, best):
            for member in range(best.shape[0]):
                best[member] = members[member]
        found[BEST] = total


@inner
def _sort_in(nodes: "Ints", place: "Ints", members: "Ints") -> None:
    """Fill in the members at some places, by their numbers."""
    for member in range(members.shape[0]):
        node, slot = nodes[place[member]], member
        while slot > 0 and members[slot - 1] > node:
            members[slot] = members[slot - 1]
            slot -= 1
        members[slot] = node


@inner
def _is_earlier(members: "Ints", others: "Ints") -> bool:
    """Whether the first number that differs is the lower one."""
    for slot in range(members.shape[0]):
        if members[slot] != others[slot]:
            return bool(members[slot] < others[slot])
    return False
