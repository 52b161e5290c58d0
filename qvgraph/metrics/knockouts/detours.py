"""How much farther others are without a node: searches from sources, and the detours, compiled.

From each source one search in breadth. A node is cut off from it by v when all its shortest paths
lead through v; only for these is the way without v sought, among themselves, so that from one
source the detours around all nodes cost about as much as a few searches.
"""

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qvgraph.kernels.jit import entry, inner
from qvgraph.metrics.blocks import in_parts
from qvgraph.metrics.rows import Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Short = NDArray[np.int32]
    Floats = NDArray[np.float64]

BLOCKS: Final = 16
"""Sources are cut into so many blocks, whose sums are added in order."""

SCRATCH: Final = 9
"""Rows of numbers that a search and its detours need."""

UNSEEN, INSIDE, SETTLED = 0, 1, 2
"""A node that is not cut off; one whose detour is being sought; one whose is known."""


class Lost(NamedTuple):
    """Sums over sources, for each node that goes.

    `near`: 1/distance from the source to the node. `lost`: what the others lose of 1/distance from
    the source. `squares`: of what `weights` make of these and of the source's own sum. `own`: that
    sum of 1/distance to all others, by source.
    """

    near: "Floats"
    lost: "Floats"
    squares: "Floats"
    own: "Floats"


def lost_from(rows: Rows, sources: "Ints", weights: tuple[float, float, float]) -> Lost:
    """Search from some nodes of symmetric rows; the same bytes on any number of threads."""

    def block(first: int, last: int) -> Lost:
        size = len(rows.start) - 1
        near, lost, squares = np.zeros((3, size))
        found = Lost(near, lost, squares, np.zeros(last - first))
        lose(rows.start, rows.partner, sources[first:last], *weights, *found, scratch(size))
        return found

    parts = in_parts(len(sources), BLOCKS, block)
    near, lost, squares = np.add.reduce([one[:3] for one in parts])
    return Lost(near, lost, squares, np.concatenate([one.own for one in parts]))


def scratch(size: int) -> "Short":
    """What a search needs: nobody reached, nobody cut off."""
    rows = np.zeros((SCRATCH, size), np.int32)
    rows[0] = -1
    return rows


@entry
def lose(
    start: "Ints",
    partner: "Ints",
    sources: "Ints",
    of_own: float,
    of_near: float,
    of_lost: float,
    near: "Floats",
    lost: "Floats",
    squares: "Floats",
    own: "Floats",
    room: "Short",
) -> None:
    """Add up what each node's going costs the ways from each source.

    A pair loses the same seen from either end. It counts twice from the end farther from the node:
    few sources stand near it and would have most of the sum, so that of drawn ones it would hang
    on whether these are among them.
    """
    size = start.shape[0] - 1
    steps, order, cut, longer = room[0], room[2], room[3], room[4]
    for place in range(sources.shape[0]):
        found = search(start, partner, sources[place], room)
        total = 0.0
        for n in range(1, found):
            total += 1.0 / steps[order[n]]
        own[place] = total
        for n in range(1, found):
            v = order[n]
            gone = 0.0
            count = detours(start, partner, v, steps, room[1], room)
            for m in range(count):
                x = cut[m]
                beyond = steps[x] - steps[v]
                if beyond > steps[v]:
                    continue
                less = 1.0 / steps[x]
                if longer[x]:
                    less -= 1.0 / longer[x]
                gone += less if beyond == steps[v] else 2.0 * less
            forget(cut, count, room)
            near[v] += 1.0 / steps[v]
            lost[v] += gone
            squares[v] += (of_own * total + of_near / steps[v] + of_lost * gone) ** 2
        for v in range(size):
            if steps[v] < 0:
                squares[v] += (of_own * total) ** 2
        clear(order, found, room)


@inner
def search(start: "Ints", partner: "Ints", source: int, room: "Short") -> int:
    """Steps from a source to each node, −1 out of reach; how many a step before lead there.

    Returns how many are reached; they stand in `room[2]`, the near ones first.
    """
    steps, ways, order = room[0], room[1], room[2]
    steps[source] = 0
    order[0] = source
    found, at = 1, 0
    while at < found:
        v = order[at]
        at += 1
        further = steps[v] + 1
        for e in range(start[v], start[v + 1]):
            w = partner[e]
            if steps[w] < 0:
                steps[w] = further
                order[found] = w
                found += 1
            if steps[w] == further:
                ways[w] += 1
    return found


@inner
def clear(order: "Short", found: int, room: "Short") -> None:
    """Make the scratch ready for another source."""
    for n in range(found):
        room[0][order[n]] = -1
        room[1][order[n]] = 0


@inner
def forget(cut: "Short", count: int, room: "Short") -> None:
    """Make the scratch ready for another node that goes."""
    for n in range(count):
        room[6][cut[n]] = UNSEEN


@inner
def detours(
    start: "Ints", partner: "Ints", v: int, steps: "Short", ways: "Short", room: "Short"
) -> int:
    """Whom v cuts off from the source, and how far they are without it, 0 when out of reach.

    `steps` and `ways` are those of a search. Returns how many are cut off; they stand in `room[3]`,
    their steps without v in `room[4]`; `forget` follows.
    """
    count: int = cut_off(start, partner, v, steps, ways, room)
    find_entrances(start, partner, v, steps, count, room)
    settle(start, partner, v, steps, count, room)
    return count


@inner
def cut_off(
    start: "Ints", partner: "Ints", v: int, steps: "Short", ways: "Short", room: "Short"
) -> int:
    """List in `room[3]` those to whom all shortest paths lead through v, the near ones first."""
    cut, seen, state = room[3], room[5], room[6]
    count = 0
    for e in range(start[v], start[v + 1]):
        x = partner[e]
        if steps[x] == steps[v] + 1 and ways[x] == 1:
            cut[count] = x
            state[x] = INSIDE
            count += 1
    at = 0
    while at < count:
        y = cut[at]
        at += 1
        for e in range(start[y], start[y + 1]):
            x = partner[e]
            if steps[x] == steps[y] + 1:
                seen[x] += 1
                if seen[x] == ways[x]:
                    cut[count] = x
                    state[x] = INSIDE
                    count += 1
    return count


@inner
def find_entrances(
    start: "Ints", partner: "Ints", v: int, steps: "Short", count: int, room: "Short"
) -> None:
    """Set `room[7]` where somebody who is not cut off is tied to one who is.

    1 or 2: so many steps more than before is the way through the nearest such partner; else 0.
    """
    cut, longer, seen, state, enters = room[3], room[4], room[5], room[6], room[7]
    for n in range(count):
        x = cut[n]
        longer[x], enters[x] = 0, 0
        for e in range(start[x], start[x + 1]):
            w = partner[e]
            seen[w] = 0
            if w != v and state[w] == UNSEEN:
                more = steps[w] - steps[x] + 1
                if enters[x] == 0 or more < enters[x]:
                    enters[x] = more


@inner
def settle(
    start: "Ints", partner: "Ints", v: int, steps: "Short", count: int, room: "Short"
) -> None:
    """Find the lengths of the detours, the short ones first.

    A detour of a length comes from a partner whose own is one shorter, or through an entrance.
    """
    cut, enters, settled = room[3], room[7], room[8]
    by_one, by_two, begun, done = 0, 0, 0, 0
    length = steps[v] + 1
    while by_one < count or by_two < count or begun < done:
        length += 1
        last = done
        for n in range(begun, last):
            for e in range(start[settled[n]], start[settled[n] + 1]):
                done = take(partner[e], length, done, room)
        begun = last
        while by_one < count and steps[cut[by_one]] + 1 == length:
            if enters[cut[by_one]] == 1:
                done = take(cut[by_one], length, done, room)
            by_one += 1
        while by_two < count and steps[cut[by_two]] + 2 == length:
            if enters[cut[by_two]] == 2:
                done = take(cut[by_two], length, done, room)
            by_two += 1


@inner
def take(x: int, length: int, done: int, room: "Short") -> int:
    """Settle a node unless it is settled already or not cut off; returns how many are by now."""
    if room[6][x] != INSIDE:
        return done
    room[6][x], room[4][x], room[8][done] = SETTLED, length, x
    return done + 1
