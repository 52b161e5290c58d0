"""A lottery's order, drawn off a heap: only as far down the list as the hours reach."""

from qvgraph.kernels.jit import inline


@inline
def _before(times, rows, rank, a, b):
    return times[a] < times[b] or (times[a] == times[b] and rank[rows[a]] < rank[rows[b]])


@inline
def _sink(times, rows, rank, start, count):
    place = start
    while True:
        child = 2 * place + 1
        if child >= count:
            return
        if child + 1 < count and _before(times, rows, rank, child + 1, child):
            child += 1
        if not _before(times, rows, rank, child, place):
            return
        times[child], times[place] = times[place], times[child]
        rows[child], rows[place] = rows[place], rows[child]
        place = child


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
