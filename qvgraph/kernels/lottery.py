"""A lottery's order, drawn off a heap: only as far down the list as the hours reach."""

import numpy as np

from qvgraph.kernels.jit import inline


@inline
def _before(times, rows, rank, a, b):
    # Bitwise on purpose: which of two comes first is a coin's toss, so a branch would be
    # mispredicted every other time.
    return (times[a] < times[b]) | ((times[a] == times[b]) & (rank[rows[a]] < rank[rows[b]]))


@inline
def _sink(times, rows, rank, start, count):
    place = start
    child = 2 * place + 1
    while child < count:
        if child + 1 < count:
            child += np.int64(_before(times, rows, rank, child + 1, child))
        if not _before(times, rows, rank, child, place):
            return
        times[child], times[place] = times[place], times[child]
        rows[child], rows[place] = rows[place], rows[child]
        place = child
        child = 2 * place + 1


@inline
def shuffle(times, rows, rank, count):
    """Order `count` candidates (their race times and rows) into a heap; equal times by id."""
    for place in range(count // 2 - 1, -1, -1):
        _sink(times, rows, rank, place, count)


@inline
def next_drawn(times, rows, rank, count):
    """Take the winner off a heap of `count` candidates and return its row."""
    winner = rows[0]
    times[0] = times[count - 1]
    rows[0] = rows[count - 1]
    _sink(times, rows, rank, 0, count - 1)
    return winner
