"""Networks by chance that share with the one at hand its density, its dyads or its degrees.

Each draw is a pure function of seed and number. Degrees are kept by swaps of the ends of two ties,
ten tried for each tie, refused ones counted; one try in ten turns a circle of three round instead,
without which some networks would never be reached. With blocks, only such swaps are made that
leave the number of ties from each group to each other as it is. What is kept of dyads and by kind
of organisation is told in `null_kinds`.
"""

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from qvgraph.kernels.draws import bits, draw_key, to_uniform
from qvgraph.kernels.exact import log
from qvgraph.kernels.jit import entry, inner
from qvgraph.kernels.rows import bit, has, words_for
from qvgraph.metrics.chance.null_kinds import with_dyads, with_kinds, with_mixing
from qvgraph.metrics.metric import Graph

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Words = NDArray[np.uint64]

Null = Literal["density", "dyads", "degrees", "blocks", "kinds", "mixing"]
NULLS: tuple[Null, ...] = ("density", "dyads", "degrees", "blocks", "kinds", "mixing")

LAID = {"dyads": with_dyads, "kinds": with_kinds, "mixing": with_mixing}
"""Those that lay ties one by one."""

TRIES = 10
"""Swaps that are tried for each tie."""

ROUND = 10
"""One try in so many turns a circle round."""


class Drawn(NamedTuple):
    """Whom each node names in one draw: `partner[start[i]:start[i + 1]]`, in no order."""

    start: "Ints"
    partner: "Ints"


def drawn(graph: Graph, null: Null, *, seed: int, number: int) -> Drawn:
    """One network by chance, always the same for a seed and a number."""
    key = draw_key(seed, number)
    if null == "density":
        return _with_density(graph, key)
    if null in LAID:
        return _in_rows(graph.size, *LAID[null](graph, key))
    size, ties = graph.size, graph.out
    blocks = graph.group_of if null == "blocks" else np.zeros(size, np.int64)
    partner = ties.partner.copy()
    there = np.zeros((size, words_for(size)), np.uint64)
    swap(key, ties.start, partner, ties.node, blocks, there)
    return Drawn(ties.start, partner)


def _with_density(graph: Graph, key: np.uint64) -> Drawn:
    """Each tie is there with the same chance; there may be more or fewer of them."""
    size = graph.size
    pairs = size * (size - 1)
    density = graph.arcs.height / pairs if pairs else 0.0
    room = min(pairs, int(pairs * density + 20 * (pairs * density) ** 0.5) + 100)
    start, partner = np.zeros(size + 1, np.int64), np.empty(room, np.int64)
    scatter(key, density, start, partner)
    return Drawn(start, partner[: start[-1]])


def _in_rows(size: int, source: "Ints", target: "Ints") -> Drawn:
    order = np.argsort(source, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(source, minlength=size))])
    return Drawn(start, target[order])


@inner
def _below(key: np.uint64, number: int, limit: int) -> np.int64:
    """A whole number from 0 to below a limit."""
    return np.int64(to_uniform(bits(key, number)) * limit)


@entry
def scatter(key: np.uint64, density: float, start: "Ints", partner: "Ints") -> None:
    """Fill rows with ties by chance, going from one to the next by the length of the gap."""
    size = start.shape[0] - 1
    pairs = size * (size - 1)
    found, place, number = 0, np.int64(-1), 0
    while density > 0.0 and found < partner.shape[0]:
        gap = 0.0
        if density < 1.0:
            gap = np.floor(log(to_uniform(bits(key, number))) / log(1.0 - density))
        number += 1
        if gap >= pairs - place - 1:
            break
        place += 1 + np.int64(gap)
        i, j = place // (size - 1), place % (size - 1)
        partner[found] = j + (j >= i)
        start[i + 1] += 1
        found += 1
    for i in range(size):
        start[i + 1] += start[i]


@entry
def swap(
    key: np.uint64,
    start: "Ints",
    partner: "Ints",
    node: "Ints",
    block: "Ints",
    there: "Words",
) -> None:
    """Swap ends in place; `node[e]` names `partner[e]`, `there` has a bit for each tie.

    Rows stay where they are, because only whom a node names is exchanged.
    """
    ties = partner.shape[0]
    for e in range(ties):
        there[node[e], partner[e] >> 6] |= bit(partner[e])
    for number in range(TRIES * ties):
        e = _below(key, 3 * number, ties)
        a, b = node[e], partner[e]
        if _below(key, 3 * number + 2, ROUND) == 0:
            f = start[b] + _below(key, 3 * number + 1, start[b + 1] - start[b])
            if f == start[b + 1]:
                continue
            c = partner[f]
            mixed = block[a] != block[b] and block[b] != block[c] and block[c] != block[a]
            if c == a or not has(there[c], a) or mixed:
                continue
            if has(there[b], a) or has(there[c], b) or has(there[a], c):
                continue
            g = start[c]
            while partner[g] != a:
                g += 1
            partner[e], partner[f], partner[g] = c, a, b
            _exchange(there, a, b, c)
            _exchange(there, b, c, a)
            _exchange(there, c, a, b)
            continue
        f = _below(key, 3 * number + 1, ties)
        c, d = node[f], partner[f]
        if a == d or c == b or has(there[a], d) or has(there[c], b):
            continue
        if block[a] != block[c] and block[b] != block[d]:
            continue
        partner[e], partner[f] = d, b
        _exchange(there, a, b, d)
        _exchange(there, c, d, b)


@inner
def _exchange(there: "Words", i: int, old: int, new: int) -> None:
    """Let i name another."""
    there[i, old >> 6] &= ~bit(old)
    there[i, new >> 6] |= bit(new)
