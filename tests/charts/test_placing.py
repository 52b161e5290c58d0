"""Labels beside points: no overlap, inside the sheet, always at the same place."""

from itertools import combinations

import numpy as np
import pytest

from qvgraph.charts.placing import Box, Place, place

BOUNDS = Box(*map(np.asarray, (0.0, 0.0, 9.5, 6.0)))


def placed(points: np.ndarray, size: tuple[float, float] = (1.4, 0.32)) -> list[Place]:
    cross = [
        line
        for x, y in points
        for line in (np.array([[x - 0.4, y], [x + 0.4, y]]), np.array([[x, y - 0.3], [x, y + 0.3]]))
    ]
    return place(points, np.tile(size, (len(points), 1)), cross, BOUNDS)


def crowd(kind: str) -> np.ndarray:
    random = np.random.default_rng(4)
    return {
        "spread": random.uniform((0.5, 0.5), (6.5, 5.5), (10, 2)),
        "one above the other": np.column_stack([np.full(10, 3.0), np.linspace(1.0, 3.5, 10)]),
        "nearly one": np.array([3.0, 3.0]) + random.normal(0, 0.03, (8, 2)),
        "exactly one": np.full((6, 2), 3.0),
        "corners": np.array([[0.0, 0.0], [6.6, 0.0], [0.0, 6.0], [6.6, 6.0]]),
    }[kind]


@pytest.mark.parametrize(
    "kind", ["spread", "one above the other", "nearly one", "exactly one", "corners"]
)
def test_labels_neither_overlap_nor_cover_a_point_nor_leave_the_sheet(kind: str) -> None:
    points = crowd(kind)
    found = placed(points)
    for one, other in combinations(found, 2):
        apart = abs(one.left - other.left) >= 1.4 or abs(one.middle - other.middle) >= 0.32
        assert apart
    for one in found:
        assert 0.0 <= one.left <= 9.5 - 1.4 + 1e-9
        assert 0.16 - 1e-9 <= one.middle <= 6.0 - 0.16 + 1e-9
        inside = (
            (points[:, 0] > one.left)
            & (points[:, 0] < one.left + 1.4)
            & (abs(points[:, 1] - one.middle) < 0.16)
        )
        assert not inside.any()


def test_a_label_is_beside_its_point_or_joined_to_it() -> None:
    points = crowd("one above the other")
    for (x, y), one in zip(points, placed(points), strict=True):
        wide = max(one.left - x, x - one.left - 1.4, 0.0)
        tall = max(abs(one.middle - y) - 0.16, 0.0)
        assert (np.hypot(wide, tall) < 0.2) == (one.end is None)


def test_the_same_points_give_the_same_places() -> None:
    assert placed(crowd("nearly one")) == placed(crowd("nearly one"))
