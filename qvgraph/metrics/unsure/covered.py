"""Which intervals hold what they should: the coverage of each, measured, and what follows from it.

`coverage.csv` is written by `python benchmarks/calibration.py --write`: how many in a hundred
intervals of 90 % held the true figure. An interval is given where that is between 85 and 95, on
average over all settings of that study; of other metrics, and of those that were not measured,
there is none.
"""

from functools import cache
from importlib.resources import files
from typing import Literal

import polars as pl

LEAST, MOST = 85.0, 95.0
"""In per cent: an interval that holds the truth less or more often than this is not given."""

Of = Literal["network", "organisation", "manager"]
"""Whose figure: of a region or the whole; of an organisation; of a manager."""


@cache
def coverage() -> pl.DataFrame:
    """The table: `interval, of, metric, trials, coverage, least, most, bias, without`.

    `least` and `most` are the coverages of the settings where it was lowest and highest; `bias` is
    the mean error of the value in per cent of the true one, `without` that of taking silence for no
    tie.
    """
    with files("qvgraph.metrics.unsure").joinpath("coverage.csv").open("rb") as stream:
        return pl.read_csv(stream, infer_schema_length=None)


@cache
def measured(interval: str, of: Of, metric: str) -> float | None:
    """How many in a hundred intervals held the true figure; None if nobody has looked."""
    found = coverage().filter(interval=interval, of=of, metric=metric)["coverage"]
    return found[0] if len(found) else None


def holds(share: float | None) -> bool:
    """Whether a coverage is as it should be."""
    return share is not None and LEAST <= share <= MOST
