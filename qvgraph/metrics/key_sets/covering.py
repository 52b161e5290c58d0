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
"""What `search` finds: sets that cover enough, the most covered; rows looked at, and where it is.
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
    least: int,
    most: int,
    nodes: "Ints",
    brings: "Ints",
    count: "Ints",
    priced: "Ints",
    covered: "Ints",
    bound: "Ints",
    place: "Ints",
    gains: "Ints",
    members: "Ints",
    best: "Ints",
    found: "Ints",
) -> None:
    """Look at all sets that may cover at least so much: `found` counts them, `best` is the best.

    With m members chosen `covered[m]` is what they cover, `priced[m]` the same where no node counts
    less than its price, and `bound[m]` its sum; the next member is one of the first `count[m]` of
    `nodes[m]`, from `place[m]` on. These fall by what they bring at most beyond `priced[m]`, and
    `brings[m, n]` is what the first n of them do: so the bound and what as many bring as are
    missing bound what any such set covers, and most sets need not be looked at. Given are the
    prices, the nodes and what they bring for no member chosen; all else is scratch, 0 before.

    Of sets that cover as much the first in the order of the nodes' numbers is kept. It stops when
    `most` rows of distances were looked at and goes on from there when called again; when all sets
    were, its depth is below 0.
    """
    depth = found[DEPTH]
    while depth >= 0 and found[LOOKED] < most:
        at, missing = place[depth], best.shape[0] - depth
        most_missing = at + missing
        if (
            most_missing > count[depth]
            or bound[depth] + brings[depth, most_missing] - brings[depth, at] < least
        ):
            depth -= 1
            if depth >= 0:
                place[depth] += 1
        elif missing > 1:
            row = steps[nodes[depth, at]]
            total = np.int64(0)
            for j in range(row.shape[0]):
                here = worth[row[j]]
                covered[depth + 1, j] = max(covered[depth, j], here)
                with_price = max(priced[depth, j], here)
                priced[depth + 1, j] = with_price
                total += with_price
            bound[depth + 1] = total
            found[LOOKED] += 1 + _order(
                steps, worth, least, missing - 1, at + 1, depth, nodes, brings, count, priced,
                bound, gains,
            )  # fmt: skip
            depth += 1
            place[depth] = 0
        else:
            row = steps[nodes[depth, at]]
            total = np.int64(0)
            for j in range(row.shape[0]):
                total += max(covered[depth, j], worth[row[j]])
            found[LOOKED] += 1
            if total >= least:
                found[COUNT] += 1
                _keep_the_better(total, nodes, place, members, best, found)
            place[depth] += 1
    found[DEPTH] = depth


@inner
def _order(
    steps: "Steps",
    worth: "Ints",
    least: int,
    missing: int,
    first: int,
    depth: int,
    nodes: "Ints",
    brings: "Ints",
    count: "Ints",
    priced: "Ints",
    bound: "Ints",
    gains: "Ints",
) -> int:
    """Take the nodes from `first` on a step deeper, by what they bring there; rows looked at.

    Where one member is missing each set is looked at anyhow, so what the nodes bring at most stays
    as it is. Nodes that bring too little even with the best of the others are left out.
    """
    left, deeper = count[depth] - first, depth + 1
    for n in range(left):
        node = nodes[depth, first + n]
        gained = brings[depth, first + n + 1] - brings[depth, first + n]
        if missing > 1:
            row = steps[node]
            gained = np.int64(0)
            for j in range(row.shape[0]):
                gained += max(worth[row[j]] - priced[deeper, j], np.int64(0))
        nodes[deeper, n], gains[n] = node, gained
    if missing > 1:
        _sort_down(gains, nodes[deeper], left)
    for n in range(left):
        brings[deeper, n + 1] = brings[deeper, n] + gains[n]
    enough = least - bound[deeper] - brings[deeper, min(missing - 1, left)]
    kept = left
    while kept >= missing and gains[kept - 1] < enough:
        kept -= 1
    count[deeper] = kept
    return left if missing > 1 else 0


@inner
def _sort_down(gains: "Ints", nodes: "Ints", size: int) -> None:
    """Sort nodes by what they bring, the most first, those that bring as much by their numbers."""
    gap = 1
    while gap < size:
        gap = 3 * gap + 1
    while gap > 1:
        gap //= 3
        for n in range(gap, size):
            gained, node, slot = gains[n], nodes[n], n
            while slot >= gap and (
                gains[slot - gap] < gained
                or (gains[slot - gap] == gained and nodes[slot - gap] > node)
            ):
                gains[slot], nodes[slot] = gains[slot - gap], nodes[slot - gap]
                slot -= gap
            gains[slot], nodes[slot] = gained, node


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
        node, slot = nodes[member, place[member]], member
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
