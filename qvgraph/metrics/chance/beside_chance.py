"""A figure of a network beside the same figure of networks by chance: what is usual, and what not.

A percentile is the place of the network among the draws, itself one of them: with b of R draws
below and e as high it is 100 (b + (e + 1)/2)/(R + 1), the middle of its place where several share
it. With a place drawn at random among those that share it in the place of the middle (`luck`), a
network drawn from the null model has every percentile with the same chance, also for figures of
few values; the middle is on average 50, and no more often near an end.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qvgraph.metrics.chance.null_models import Null, drawn
from qvgraph.metrics.metric import Graph, Metric
from qvgraph.metrics.rows import Ends

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SAME: Final = 1e-9
"""Figures that differ by less are the same."""

BAND: Final = (0.05, 0.95)
"""Between these quantiles of the draws lie nine of ten."""


class Usual(NamedTuple):
    """What networks by chance have: mean, the band of nine in ten, and where one value stands.

    `percentile` is from 0 to 100, `deviation` the distance to the mean in standard deviations. All
    are NaN where no draw has a value, and the last two where all draws have the value itself.
    """

    expected: float
    low: float
    high: float
    percentile: float
    deviation: float


NOTHING: Final = Usual(*[float("nan")] * 5)


def redrawn(graph: Graph, null: Null, *, seed: int, number: int) -> Graph:
    """The same nodes with the ties of one draw, each of strength 1."""
    start, partner = drawn(graph, null, seed=seed, number=number)
    source = np.repeat(np.arange(graph.size), np.diff(start))
    return graph.tied(Ends(source, partner, np.ones(len(partner))))


def values_of(graphs: Sequence[Graph], metrics: Sequence[Metric]) -> "Floats":
    """The metrics of some graphs: a row for each, NaN where one is not defined."""
    rows = [[float(metric.calculate(graph)) for metric in metrics] for graph in graphs]
    return np.array(rows, float).reshape(len(graphs), len(metrics))


def by_chance(
    graphs: Sequence[Graph], metrics: Sequence[Metric], null: Null, *, draws: int, seed: int
) -> "Floats":
    """The metrics of so many networks by chance: a row per draw, NaN where one is not defined.

    The graphs are the network, or several that might be the network; they take turns. A pure
    function of them, the null model and the seed, on any number of threads.
    """
    for graph in graphs[:draws]:
        graph.out, graph.both_counted  # noqa: B018 - laid out once, before threads want them

    def one(number: int) -> "Floats":
        graph = graphs[number % len(graphs)]
        return values_of([redrawn(graph, null, seed=seed, number=number)], metrics)

    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        return np.concatenate([np.zeros((0, len(metrics))), *pool.map(one, range(draws))])


def usual(values: "Floats", draws: "Floats") -> Usual:
    """Where a network stands among the draws, of which those without a value do not count.

    `values` is the one that it has, or those that it might have: their percentiles are averaged.
    """
    values, draws = (one[~np.isnan(one)] for one in (values, draws))
    if not draws.size:
        return NOTHING
    mean, spread = float(draws.mean()), float(draws.std())
    low, high = (float(one) for one in np.quantile(draws, BAND))
    if not values.size or np.ptp(np.concatenate([values, draws])) <= SAME:
        return Usual(mean, low, high, np.nan, np.nan)
    place = float(np.mean([percentile(value, draws) for value in values]))
    deviation = (float(np.median(values)) - mean) / spread if spread > SAME else np.nan
    return Usual(mean, low, high, place, deviation)


def percentile(value: float, draws: "Floats", *, luck: float = 0.5) -> float:
    """The place of a value among the draws, from 0 to 100; `luck` (0 to 1) among equal ones."""
    below = int((draws < value - SAME).sum())
    equal = int((np.abs(draws - value) <= SAME).sum())
    return 100 * (below + luck * (equal + 1)) / (len(draws) + 1)
