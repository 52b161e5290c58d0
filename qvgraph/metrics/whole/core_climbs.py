"""Climbs to the best core, compiled: move a node or exchange two, the best first, until none helps.

The fit of a core is (I·Q − O·C) / √(C·Q·T·(C + Q − T)) for I ties inside it and O inside the
periphery, T of both, C and Q cells. Two fits are compared by their squares with their signs, which
spares a root and a division for each of the many that are looked at.
"""

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qvgraph.kernels.jit import entry, inner

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

    Counts = tuple[int, int, int]
    """The size of a core, the ties inside it, the ties inside the periphery."""

    Parts = tuple[float, float]
    """The upper part of a fit, and the square of the lower one."""

SAME: Final = 1e-9
"""Fits that differ by less are the same."""

NOWHERE: Final = -1


class Tied(NamedTuple):
    """The partners of node i are `partner[start[i]:start[i + 1]]`, with `number` ties to each."""

    start: "Ints"
    partner: "Ints"
    number: "Ints"
    degree: "Ints"


@entry
def climb(
    tied: Tied,
    cores: "Flags",
    begun: int,
    luck: "Floats",
    most: float,
    fits: "Floats",
    to_core: "Ints",
    joint: "Ints",
    first: int,
    last: int,
) -> None:
    """Climb from the rows `first` to before `last` of `cores`, in place, and say how well tops fit.

    Those before are climbed already. The first `begun` rows are given; each further one begins at
    the best top so far, with a node moved where its `luck` is below a share that grows from row to
    row up to `most`. `to_core` and `joint` are scratch, `joint` is 0 before and after.
    """
    top = 0
    for row in range(last):
        if row >= first:
            core = cores[row]
            if row >= begun:
                kick = row - begun
                share = most * (kick + 1) / luck.shape[0]
                for v in range(core.shape[0]):
                    core[v] = cores[top, v] != (luck[kick, v] < share)
            fits[row] = _climb(tied, core, to_core, joint)
        if fits[row] > fits[top] + SAME or (row < begun and fits[row] > fits[top]):
            top = row


@entry
def best_of_every(tied: Tied, core: "Flags", to_core: "Ints") -> float:
    """The fit of the best of all cores there are, each one move from the last (Gray's code).

    `core` is nobody before; it and `to_core` are scratch.
    """
    n = core.shape[0]
    counts = _counted(tied, core, to_core)
    best = (0.0, 0.0)
    for step in range(1, 1 << n):
        v = 0
        while step >> v & 1 == 0:
            v += 1
        counts = _moved(tied, v, core, to_core, counts)
        there = _parts(n, counts)
        if _better(there, best):
            best = there
    fit: float = _fit(best)
    return fit


@inner
def _climb(tied: Tied, core: "Flags", to_core: "Ints", joint: "Ints") -> float:
    """The fit at the top; `core` is then the top."""
    n = core.shape[0]
    counts = _counted(tied, core, to_core)
    here = _parts(n, counts)
    while True:
        node, there = _best_move(tied, core, to_core, counts, here)
        if node != NOWHERE and _fit(there) > _fit(here) + SAME:
            counts = _moved(tied, node, core, to_core, counts)
            here = there
            continue
        go, come, there = _best_exchange(tied, core, to_core, joint, counts, here)
        if go == NOWHERE or _fit(there) <= _fit(here) + SAME:
            fit: float = _fit(here)
            return fit
        counts = _moved(tied, go, core, to_core, counts)
        counts = _moved(tied, come, core, to_core, counts)
        here = there


@inner
def _counted(tied: Tied, core: "Flags", to_core: "Ints") -> "Counts":
    """Count anew, and fill in how many ties each node has to the core."""
    k, inside, outside = 0, 0, 0
    for v in range(core.shape[0]):
        to_core[v] = 0
        for e in range(tied.start[v], tied.start[v + 1]):
            if core[tied.partner[e]]:
                to_core[v] += tied.number[e]
        if core[v]:
            k += 1
            inside += to_core[v]
        else:
            outside += tied.degree[v] - to_core[v]
    return k, inside // 2, outside // 2


@inner
def _after(tied: Tied, v: int, core: "Flags", to_core: "Ints", counts: "Counts") -> "Counts":
    """What would be counted if a node moved out of the core, or into it."""
    sign = -1 if core[v] else 1
    others = tied.degree[v] - to_core[v]
    return counts[0] + sign, counts[1] + sign * to_core[v], counts[2] - sign * others


@inner
def _moved(tied: Tied, v: int, core: "Flags", to_core: "Ints", counts: "Counts") -> "Counts":
    """Move a node out of the core, or into it."""
    counts = _after(tied, v, core, to_core, counts)
    sign = -1 if core[v] else 1
    core[v] = not core[v]
    for e in range(tied.start[v], tied.start[v + 1]):
        to_core[tied.partner[e]] += sign * tied.number[e]
    return counts


@inner
def _best_move(
    tied: Tied, core: "Flags", to_core: "Ints", counts: "Counts", best: "Parts"
) -> "tuple[int, Parts]":
    node = NOWHERE
    for v in range(core.shape[0]):
        there = _parts(core.shape[0], _after(tied, v, core, to_core, counts))
        if _better(there, best):
            best, node = there, v
    return node, best


@inner
def _best_exchange(
    tied: Tied, core: "Flags", to_core: "Ints", joint: "Ints", counts: "Counts", best: "Parts"
) -> "tuple[int, int, Parts]":
    n, go, come = core.shape[0], NOWHERE, NOWHERE
    for g in range(n):
        if not core[g]:
            continue
        for e in range(tied.start[g], tied.start[g + 1]):
            joint[tied.partner[e]] = tied.number[e]
        _, inside, outside = _after(tied, g, core, to_core, counts)
        for c in range(n):
            if not core[c]:
                others = tied.degree[c] - to_core[c]
                after = counts[0], inside + to_core[c] - joint[c], outside - others - joint[c]
                there = _parts(n, after)
                if _better(there, best):
                    best, go, come = there, g, c
        for e in range(tied.start[g], tied.start[g + 1]):
            joint[tied.partner[e]] = 0
    return go, come, best


@inner
def _parts(n: int, counts: "Counts") -> "Parts":
    k, inside, outside = counts
    cells, others = float(k) * (k - 1), float(n - k) * (n - k - 1)
    ties = float(inside + outside)
    return inside * others - outside * cells, cells * others * ties * (cells + others - ties)


@inner
def _better(one: "Parts", than: "Parts") -> bool:
    """Whether one fit is above another; one without a lower part is none."""
    if one[1] <= 0.0 or than[1] <= 0.0:
        return one[1] > 0.0
    return one[0] * abs(one[0]) * than[1] > than[0] * abs(than[0]) * one[1]


@inner
def _fit(parts: "Parts") -> float:
    return float(parts[0] / np.sqrt(parts[1])) if parts[1] > 0.0 else -np.inf
