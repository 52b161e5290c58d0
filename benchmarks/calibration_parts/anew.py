"""Do bootstrap intervals hold the mean of the networks of which one was seen?

The organisations of each network are drawn anew from the same model, so there is a true mean: that
of many networks which no interval has seen.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import polars as pl
from calibration_parts.networks import SORTS
from calibration_parts.silence import NODES, figures

from qvgraph.metrics.unsure.intervals import OUTSIDE, limits
from qvgraph.metrics.unsure.resampled import resampled

DRAWN = ("varied", "clustered")
"""The sorts of networks that come from a model with organisations drawn anew."""

DRAWS = 2 * OUTSIDE - 1
APART = 1_000_000
"""The networks that make up the true mean are numbered from here."""

Means = Mapping[tuple[str, str], float]


class Sample(NamedTuple):
    """One network, by its sort and number."""

    sort: str
    number: int


def seen(sample: Sample) -> pl.DataFrame:
    """The figures of a network and of its managers."""
    network = SORTS[sample.sort](sample.number)
    return figures(network).filter(pl.col("of") != "organisation")


def tried(sample: Sample, means: Means) -> pl.DataFrame:
    """Which intervals of one network hold the true mean: as given, and made in two other ways."""
    network = SORTS[sample.sort](sample.number)
    nodes = sample.number % NODES == 0
    table = figures(network, nodes=nodes).filter(pl.col("of") != "organisation")
    rows = table.select("of", "metric")
    drawn = np.stack(
        [
            rows.join(
                figures(resampled(network, seed=1, number=n), nodes=nodes),
                on=["of", "metric"], how="left", maintain_order="left",
            )["value"].to_numpy()
            for n in range(DRAWS)
        ]
    )  # fmt: skip
    found = []
    for n, (of, metric, value) in enumerate(table.select("of", "metric", "value").iter_rows()):
        one, mean = drawn[:, n], means.get((of, metric), np.nan)
        if value is None or np.isnan(one).any() or np.isnan(mean):
            continue
        low, high = limits(one, "bootstrap", value)
        least, most = limits(one, "silent", value)
        normal = 1.645 * float(one.std(ddof=1))
        ways = (low <= mean <= high, least <= mean <= most, abs(value - mean) <= normal)
        found.append((of, metric, 1, *map(int, ways), value, mean, abs(mean)))
    schema = ["of", "metric", "figures", "held", "plain", "normal", "value", "true", "size"]
    return pl.DataFrame(found, schema, orient="row").with_columns(sort=pl.lit(sample.sort))
