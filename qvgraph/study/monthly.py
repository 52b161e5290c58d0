"""The monthly table of a run: quantiles over replicates of every series."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qvgraph.declare import Series
from qvgraph.simulate.record import SERIES
from qvgraph.study.outcomes import ALL

if TYPE_CHECKING:
    import polars as pl

LEVELS: Final = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}
"""The quantiles kept, as columns of the table: the middle, the bands of 50 % and of 90 %."""

ADDITIVE: Final = frozenset({"count", "euros", "units of stock", "fte", "hours", "persons"})
"""Units of series that can be summed over regions; a share cannot."""

_CHUNK = 4_000_000
"""Values looked at together, so that no large run ever lies in memory."""

Values = np.ndarray | Iterable[np.ndarray]


@dataclass(frozen=True, slots=True)
class OnDisk:
    """Arrays in files, mapped anew each time, so that memory holds no more than is looked at."""

    files: Sequence[Path]

    def __iter__(self) -> Iterator[np.ndarray]:
        for file in self.files:
            yield np.load(file, mmap_mode="r")


class Quantiles(NamedTuple):
    """What replicates spread over; each array has the shape of one replicate.

    As exact as the values, NaN where no replicate has one, but `n`, the number of those that have.
    """

    q05: np.ndarray
    q25: np.ndarray
    q50: np.ndarray
    q75: np.ndarray
    q95: np.ndarray
    mean: np.ndarray
    n: np.ndarray


def monthly(
    values: Values,
    *,
    scenario: str,
    regions: Sequence[str],
    series: Sequence[Series] = SERIES,
) -> "pl.DataFrame":
    """The rows of one scenario, sorted by region, month and series as given.

    `values` has shape (replicates, months, regions, series), or is a list of such arrays with some
    of the replicates each, or `OnDisk`. A region "all" follows that holds the quantiles
    of the sum over regions, for series that can be summed.
    Columns: scenario, region, month, series, the quantiles, mean, n; null where there is no value.
    """
    import polars as pl

    additive = [s for s, one in enumerate(series) if one.unit in ADDITIVE]
    names = [one.name for one in series]
    parts = [
        _frame(quantiles(values), scenario, regions, names),
        _frame(
            quantiles(values, of=partial(_summed, additive=additive)),
            scenario,
            [ALL],
            [names[s] for s in additive],
        ),
    ]
    return pl.concat(parts)


def quantiles(values: Values, *, of: Callable[[np.ndarray], np.ndarray] | None = None) -> Quantiles:
    """Quantiles and mean over the first axis, missing values (NaN) left out.

    `values` has shape (replicates, months, …), or is a list of such arrays or `OnDisk`; quantiles
    interpolate linearly between ranks. `of` makes something else of some months first.
    """
    blocks = [values] if isinstance(values, np.ndarray) else values
    per_month = sum(block[:, :1].size for block in blocks)
    months = max(1, _CHUNK // max(1, per_month))
    chunks = []
    for start in range(0, next(iter(blocks)).shape[1], months):
        # Copied one by one, so that of files never more than one is mapped.
        some = np.concatenate([block[:, start : start + months].copy() for block in blocks])
        chunks.append(_of_sorted(_sorted(some if of is None else of(some))))
    return Quantiles(*(np.concatenate(column) for column in zip(*chunks, strict=True)))


def _sorted(values: np.ndarray) -> np.ndarray:
    """Replicates moved to the last axis and put in order, NaN last."""
    # -0.0 equals 0.0, so sorting may leave them in any order; adding 0.0 makes them one.
    ordered: np.ndarray = np.ascontiguousarray(np.moveaxis(values, 0, -1)) + values.dtype.type(0.0)
    ordered.sort(axis=-1)
    return ordered


def _of_sorted(ordered: np.ndarray) -> Quantiles:
    n = np.count_nonzero(np.isfinite(ordered), axis=-1).astype(np.int32)
    present = np.arange(ordered.shape[-1]) < n[..., None]
    total = np.sum(ordered, axis=-1, dtype=np.float64, where=present)
    mean = np.divide(total, n, out=np.full(n.shape, np.nan), where=n > 0)
    found = [_interpolated(ordered, n, level) for level in LEVELS.values()]
    return Quantiles(*[*found, mean.astype(ordered.dtype), n])


def _interpolated(ordered: np.ndarray, n: np.ndarray, level: float) -> np.ndarray:
    """One quantile of the first `n` values of each sorted row."""
    rank = level * np.maximum(n - 1, 0)
    below = np.floor(rank).astype(np.intp)
    above = np.minimum(below + 1, np.maximum(n - 1, 0))
    low, high = (
        np.take_along_axis(ordered, at[..., None], axis=-1)[..., 0].astype(np.float64)
        for at in (below, above)
    )
    return np.asarray(low + (high - low) * (rank - below), ordered.dtype)


def _summed(values: np.ndarray, additive: list[int]) -> np.ndarray:
    """Sum over regions per replicate, shape (replicates, months, 1, series that add up)."""
    values = np.take(values, additive, axis=-1)
    total = np.zeros((*values.shape[:2], len(additive)))
    for region in range(values.shape[2]):
        total += values[:, :, region]
    return total.astype(np.float32)[:, :, None, :]


def _frame(
    found: Quantiles, scenario: str, regions: Sequence[str], names: Sequence[str]
) -> "pl.DataFrame":
    import polars as pl

    months = found.n.shape[0]
    by_region = {
        column: np.moveaxis(array, 1, 0).ravel() for column, array in found._asdict().items()
    }
    rows = months * len(names)
    keys = {
        "scenario": pl.repeat(scenario, rows * len(regions), eager=True),
        "region": pl.Series(np.repeat(np.array(regions, dtype=object), rows), dtype=pl.String),
        "month": np.tile(np.repeat(np.arange(months, dtype=np.int32), len(names)), len(regions)),
        "series": pl.Series(list(names) * (months * len(regions)), dtype=pl.String),
    }
    return pl.DataFrame(keys | by_region, nan_to_null=True)
