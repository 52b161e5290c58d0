"""Labels beside points: near, without overlaps, always at the same place for the same figure.

Each label tries places around its point, nearest first, and then a column at the right; all
are tried again given the others until none moves. Everything is measured in inches.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

_NEAR: Final = 0.13
"""From the point to the label beside it."""

_DISTANCES: Final = (_NEAR, 0.25, 0.4, 0.6, 0.85, 1.15, 1.5, 1.9)
_ANGLES: Final = np.radians([0, 180, 90, 270, 35, 325, 145, 215, 60, 300, 120, 240])
_STRAIGHT: Final = 1.5
"""What a long leader along an interval costs, of which it would seem a part."""

_COLUMN: Final = 30
"""Places in the column at the right."""

_SWEEPS: Final = 12
_ALONG: Final = np.linspace(0.0, 1.0, 24)


class Box(NamedTuple):
    """Left, bottom, right and top edge; arrays for many."""

    left: np.ndarray
    bottom: np.ndarray
    right: np.ndarray
    top: np.ndarray

    def of(self, row: int) -> "Box":
        """One of many."""
        return Box(*(edge[row] for edge in self))


class Place(NamedTuple):
    """Left edge and middle of a label, and the end of its leader, if it needs one."""

    left: float
    middle: float
    end: tuple[float, float] | None


def place(
    points: np.ndarray, sizes: np.ndarray, lines: Sequence[np.ndarray], bounds: Box
) -> list[Place]:
    """Find a place for the label of each point.

    `points` and `sizes` (width, height) have shape (labels, 2), each of `lines` shape (n, 2): what
    labels should not cover. No label leaves `bounds`.
    """
    sampled = _sampled(lines)
    options = [_options(point, size, bounds) for point, size in zip(points, sizes, strict=True)]
    alone = [
        _alone(boxes, ends, point, points, sampled)
        for (boxes, ends), point in zip(options, points, strict=True)
    ]
    chosen = [int(np.argmin(costs)) for costs in alone]
    for _ in range(_SWEEPS):
        before = list(chosen)
        for one in range(len(points)):
            chosen[one] = int(np.argmin(alone[one] + _together(one, chosen, options, points)))
        if chosen == before:
            break
    return [
        _place(boxes.of(pick), ends[pick], point)
        for pick, (boxes, ends), point in zip(chosen, options, points, strict=True)
    ]


def _sampled(lines: Sequence[np.ndarray]) -> np.ndarray:
    """Points every twentieth of an inch."""
    found = [np.empty((0, 2))]
    for line in lines:
        for start, stop in pairwise(line):
            count = max(2, int(np.hypot(*(stop - start)) / 0.05))
            found.append(start + np.linspace(0, 1, count)[:, None] * (stop - start))
    return np.concatenate(found)


def _options(point: np.ndarray, size: np.ndarray, bounds: Box) -> tuple[Box, np.ndarray]:
    """Boxes that a label may take, and where its leader would end."""
    wide, tall = size
    away = np.array(_DISTANCES)[:, None, None] * np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], -1)
    toward = np.broadcast_to(
        np.round(np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], -1), 6), away.shape
    )
    ends = point + away.reshape(-1, 2)
    # Left, centred or right of the end of the leader; below, beside or above it.
    side = (np.sign(toward) * (np.abs(toward) > 0.3)).reshape(-1, 2)
    middles = ends + side * size / 2
    heights = np.linspace(bounds.bottom + tall / 2, bounds.top - tall / 2, _COLUMN)
    column = np.column_stack([np.full(_COLUMN, bounds.right - wide / 2), heights])
    ends = np.concatenate([ends, column - [wide / 2, 0.0]])
    middles = np.concatenate([middles, column])
    low, high = middles - size / 2, middles + size / 2
    inside = (
        (low[:, 0] >= bounds.left - 1e-9)
        & (high[:, 0] <= bounds.right + 1e-9)
        & (low[:, 1] >= bounds.bottom - 1e-9)
        & (high[:, 1] <= bounds.top + 1e-9)
    )
    low, high = low[inside], high[inside]
    return Box(low[:, 0], low[:, 1], high[:, 0], high[:, 1]), ends[inside]


def _alone(
    boxes: Box, ends: np.ndarray, point: np.ndarray, points: np.ndarray, lines: np.ndarray
) -> np.ndarray:
    """The cost of each option whatever the others do."""
    far = np.hypot(*(ends - point).T)
    others = points[np.hypot(*(points - point).T) > 0.02]
    along = _leaders(point, ends)
    hit = np.zeros(len(ends))
    if len(others):
        near = np.hypot(*np.moveaxis(along[:, :, None] - others, -1, 0)) < 0.09
        hit = near.any(axis=1).sum(axis=1)
        # A label that is nearer to another point seems to be that one's.
        hit = hit + (_gap(boxes, others).min(axis=1) < _gap(boxes, point[None])[:, 0])
    straight = (np.abs(ends - point) < 0.02).any(axis=1) & (far > _NEAR + 0.03)
    return np.asarray(
        far
        + _STRAIGHT * straight
        + 100.0 * _within(boxes, points, 0.07).sum(axis=1)
        + 0.2 * _within(boxes, lines, 0.02).sum(axis=1)
        + 1.5 * hit
    )


def _together(
    one: int, chosen: Sequence[int], options: Sequence[tuple[Box, np.ndarray]], points: np.ndarray
) -> np.ndarray:
    """The cost of each option given where the others are."""
    boxes, ends = options[one]
    cost = np.zeros(len(ends))
    along = _leaders(points[one], ends)
    for other, pick in enumerate(chosen):
        if other == one:
            continue
        box, end = options[other][0].of(pick), options[other][1][pick]
        apart = (
            (boxes.left > box.right)
            | (boxes.right < box.left)
            | (boxes.bottom > box.top)
            | (boxes.top < box.bottom)
        )
        cost += 100.0 * ~apart
        theirs = _leaders(points[other], end[None])[0]
        cost += 20.0 * _within(boxes, theirs, 0.02).any(axis=1)
        inside = (
            (along[..., 0] > box.left)
            & (along[..., 0] < box.right)
            & (along[..., 1] > box.bottom)
            & (along[..., 1] < box.top)
        )
        cost += 20.0 * inside.any(axis=1)
        cost += 2.0 * _cross(points[one], ends, points[other], end)
    return cost


def _leaders(point: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Points along the leaders to some ends, shape (ends, points, 2)."""
    return np.asarray(point + _ALONG[:, None] * (ends - point)[:, None])


def _within(boxes: Box, points: np.ndarray, margin: float) -> np.ndarray:
    """Which points lie in which boxes, shape (boxes, points)."""
    x, y = points[:, 0], points[:, 1]
    left, bottom, right, top = (edge[:, None] for edge in boxes)
    return np.asarray(
        (x > left - margin) & (x < right + margin) & (y > bottom - margin) & (y < top + margin)
    )


def _gap(boxes: Box, points: np.ndarray) -> np.ndarray:
    """How far points are from the edges of boxes, 0 inside; shape (boxes, points)."""
    x, y = points[:, 0], points[:, 1]
    left, bottom, right, top = (edge[:, None] for edge in boxes)
    return np.asarray(
        np.hypot(
            np.maximum(0.0, np.maximum(left - x, x - right)),
            np.maximum(0.0, np.maximum(bottom - y, y - top)),
        )
    )


def _cross(start: np.ndarray, ends: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Which of the leaders from one point cross another leader."""

    def turn(p: np.ndarray, q: np.ndarray, r: np.ndarray) -> np.ndarray:
        d, e = q - p, r - p
        return np.sign(np.asarray(d[..., 0] * e[..., 1] - d[..., 1] * e[..., 0]))

    return np.asarray(
        (turn(start, ends, a) * turn(start, ends, b) < 0)
        & (turn(a, b, start) * turn(a, b, ends) < 0)
    )


def _place(box: Box, end: np.ndarray, point: np.ndarray) -> Place:
    far = float(np.hypot(*(end - point)))
    leader = None if far <= _NEAR + 0.03 else (float(end[0]), float(end[1]))
    return Place(float(box.left), float(box.bottom + box.top) / 2, leader)
