"""Arrays of subjects and of region values, as drawing needs them."""

from collections.abc import Iterable, Mapping

import numpy as np

from qvgraph.declare import ByClass, Value
from qvgraph.kernels.draws import subject


def subjects(ids: Iterable[str]) -> np.ndarray:
    """The key of each id, uint64."""
    return np.array([subject(name) for name in ids], np.uint64)


def per_region(
    values: Mapping[str, Mapping[str, Value]], regions: Iterable[str], path: str
) -> np.ndarray:
    """The value of one number in the region of each row."""
    return np.array([values[region][path] for region in regions], np.float64)


def real(values: Mapping[str, Value], path: str) -> float:
    """The value of one number."""
    value = values[path]
    assert not isinstance(value, ByClass)
    return float(value)


def whole(values: Mapping[str, Value], path: str) -> int:
    """The value of one whole number."""
    return int(real(values, path))


def below(uniform: np.ndarray, n: np.ndarray) -> np.ndarray:
    """A whole number from 0 to n − 1 for each uniform number."""
    places: np.ndarray = np.minimum(np.floor(uniform * n), n - 1).astype(np.int64)
    return places
