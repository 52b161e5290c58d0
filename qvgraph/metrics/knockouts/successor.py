"""One node is followed by another that keeps some of its ties: distances in each draw, compiled."""

from typing import TYPE_CHECKING

import numpy as np

from qvgraph.kernels.draws import pair, uniform
from qvgraph.kernels.jit import entry, inner
from qvgraph.metrics.knockouts.detours import clear, detours, forget, search

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Short = NDArray[np.int32]
    Shorter = NDArray[np.int16]
    Keys = NDArray[np.uint64]
    Floats = NDArray[np.float64]


@entry
def search_all(
    start: "Ints",
    partner: "Ints",
    first: int,
    last: int,
    steps: "Shorter",
    ways: "Shorter",
    counts: "Ints",
    room: "Short",
) -> None:
    """Fill the rows of some nodes."""
    for s in range(first, last):
        found = search(start, partner, s, room)
        for x in range(start.shape[0] - 1):
            steps[s, x], ways[s, x] = room[0][x], room[1][x]
        for n in range(1, found):
            counts[steps[s, room[2][n]]] += 1
        clear(room[2], found, room)


@entry
def hand_over(
    start: "Ints",
    partner: "Ints",
    chance: "Floats",
    steps: "Shorter",
    ways: "Shorter",
    every: "Ints",
    v: int,
    keys: "Keys",
    luck: "Keys",
    together: int,
    left: int,
    broken: "Floats",
    farther: "Floats",
    end: "Short",
    longer_way: "Short",
    first: "Ints",
    piece: "Ints",
    counted: "Ints",
    room: "Short",
) -> None:
    """Overwrite the gains in `broken` and `farther` where the successor of v keeps a tie.

    Only pairs that v cuts off from each other have another distance without it: they are listed
    once, `end[first[s]:first[s + 1]]` those of s, and the others counted by distance. So a draw
    needs the steps from the successor only. Pairs are counted as whole numbers, so that with all
    ties kept nothing is lost to the last digit.
    """
    size = start.shape[0] - 1
    pairs = float(size) * (size - 1)
    fixed = counted[0]
    for d in range(size + 1):
        fixed[d] = every[d]
    for x in range(size):
        if x != v and steps[v, x] > 0:
            fixed[steps[v, x]] -= 2
    list_farther(start, partner, steps, ways, v, end, longer_way, first, fixed, room)
    size_pieces(start, partner, v, piece, room)
    before = nearness(every)
    for r in range(luck.shape[0]):
        found = from_successor(start, partner, chance, v, keys, luck[r], room)
        if found > 1:
            joined = count_pairs(end, longer_way, first, piece, found, counted, room)
            broken[r] = (together - left + joined - found * (found - 1)) / pairs
            farther[r] = (before - nearness(counted[1])) / pairs
        clear(room[2], found, room)


@inner
def count_pairs(
    end: "Short",
    longer_way: "Short",
    first: "Ints",
    piece: "Ints",
    found: int,
    counted: "Ints",
    room: "Short",
) -> np.int64:
    """Count ordered pairs by distance in `counted[1]`, those with the successor included.

    After `from_successor`. Returns how many of them the pieces had among themselves without it that
    it joins.
    """
    fixed, counts, away, order = counted[0], counted[1], room[0], room[2]
    joined = np.int64(0)
    for d in range(fixed.shape[0]):
        counts[d] = fixed[d]
    for n in range(1, found):
        joined += piece[order[n]] - 1
        counts[away[order[n]]] += 2
    for s in range(first.shape[0] - 1):
        for e in range(first[s], first[s + 1]):
            length = longer_way[e]
            through = away[s] + away[end[e]]
            reached = away[s] > 0 and away[end[e]] > 0
            if reached and (length == 0 or through < length):
                length = through
            counts[length] += 2
    return joined


@inner
def nearness(counts: "Ints") -> float:
    """The sum of 1/distance of pairs counted by distance; those out of reach stand at 0."""
    total = 0.0
    for d in range(1, counts.shape[0]):
        total += counts[d] / d
    return total


@inner
def list_farther(
    start: "Ints",
    partner: "Ints",
    steps: "Shorter",
    ways: "Shorter",
    v: int,
    end: "Short",
    longer_way: "Short",
    first: "Ints",
    fixed: "Ints",
    room: "Short",
) -> None:
    """List the pairs that are farther apart without v, and count them no longer as fixed."""
    size = start.shape[0] - 1
    cut, longer = room[3], room[4]
    listed = np.int64(0)
    for s in range(size):
        first[s] = listed
        if s != v and steps[s, v] > 0:
            count = detours(start, partner, v, steps[s], ways[s], room)
            for m in range(count):
                x = cut[m]
                fixed[steps[s, x]] -= 1
                if x > s:
                    end[listed], longer_way[listed] = x, longer[x]
                    listed += 1
            forget(cut, count, room)
    first[size] = listed


@inner
def size_pieces(start: "Ints", partner: "Ints", v: int, piece: "Ints", room: "Short") -> None:
    """For each other node how many are in its piece of what is left without v."""
    size = start.shape[0] - 1
    order = room[2]
    piece[v] = 1
    for root in range(size):
        if piece[root]:
            continue
        piece[root] = 1
        order[0] = root
        found, at = 1, 0
        while at < found:
            x = order[at]
            at += 1
            for e in range(start[x], start[x + 1]):
                w = partner[e]
                if piece[w] == 0:
                    piece[w] = 1
                    order[found] = w
                    found += 1
        for n in range(found):
            piece[order[n]] = found


@inner
def from_successor(
    start: "Ints",
    partner: "Ints",
    chance: "Floats",
    v: int,
    keys: "Keys",
    luck: np.uint64,
    room: "Short",
) -> int:
    """Steps from the successor along the ties it keeps and those of the others.

    Returns how many it reaches, itself included; they stand in `room[2]`.
    """
    steps, order = room[0], room[2]
    steps[v] = 0
    order[0] = v
    found, at = 1, 1
    for e in range(start[v], start[v + 1]):
        w = partner[e]
        if uniform(luck, pair(keys[v], keys[w])) < chance[e]:
            steps[w] = 1
            order[found] = w
            found += 1
    while at < found:
        x = order[at]
        at += 1
        for e in range(start[x], start[x + 1]):
            w = partner[e]
            if steps[w] < 0:
                steps[w] = steps[x] + 1
                order[found] = w
                found += 1
    return found
