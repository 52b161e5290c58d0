"""Metrics over an ensemble: what the replicates of a run spread over, month by month.

Each replicate is simulated once and looked at in all months that are wanted.
"""

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import polars as pl

from qvgraph.kernels.draws import replicate_key
from qvgraph.language import say
from qvgraph.metrics import Level, asked_for, values_of
from qvgraph.metrics.measuring import Asked
from qvgraph.metrics.metric import ratio
from qvgraph.model import convert
from qvgraph.problems import fail
from qvgraph.simulate import record as records
from qvgraph.simulate.run import Setting, stopping
from qvgraph.simulate.state import State, copy_state
from qvgraph.study.blocks import in_order
from qvgraph.study.ensemble import Block, Ensemble
from qvgraph.study.moments import Moments
from qvgraph.study.monthly import quantiles
from qvgraph.study.outcomes import ALL
from qvgraph.study.parts import Progress
from qvgraph.study.run import Run, ensemble_of
from qvgraph.study.study import Study

EVERY = 12
"""Months from one look to the next, unless others are asked for."""

KEYS = {
    "network": pl.String,
    "scenario": pl.String,
    "month": pl.Int64,
    "level": pl.String,
    "item": pl.String,
    "metric": pl.String,
    "variant": pl.String,
}

TOGETHER = 10
"""Replicates of a block: few, so that all threads have work and Ctrl-C waits for little."""


def metrics_over_time(
    run: Run,
    *,
    level: Level = "node",
    names: Sequence[str] | None = None,
    every: int = EVERY,
    scenarios: Sequence[str] | None = None,
    ties: Collection[str] = convert.TIES,
    group: str | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> pl.DataFrame:
    """Quantiles over all replicates and draws of a run, before month 0, `every`, 2 · `every`, …

    A row per scenario, month, item and metric: `network, scenario, month, level, item, metric,
    variant, q05, q25, q50, q75, q95, mean, n, note`. Of a replicate `node` takes the mean over the
    managers of each region, and of all; `group` and `network` take the organisations of each
    region, and all. `n` counts the replicates in which the metric is defined; where it never is the
    figures are null, and `note` says why. `level`, `names`, `ties` and `group` are those of
    `qvgraph.metrics.compute`. The same bytes on any number of threads. Raises `InputError` as
    `compute` does, and on months or scenarios that there are not.
    """
    study, ensemble = run.study, ensemble_of(run)
    _refuse(every, study.run.months)
    chosen = [study.scenario(name).name for name in scenarios or _all(study)]
    asked = Asked(level, asked_for(level, names, group), ties, group)
    months = range(0, study.run.months + 1, every)
    frames, total = [], len(chosen) * study.network.draws * study.run.replicates
    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        for number, scenario in enumerate(chosen):
            done, found = number * total // len(chosen), []
            for block, values in _values(ensemble, scenario, asked, months, pool):
                found.append(values)
                done += block.last - block.first
                if progress is not None:
                    progress(done, total)
            frames.append(_table(ensemble, scenario, asked, months, found))
    return pl.concat(frames)


def _all(study: Study) -> list[str]:
    return [scenario.name for scenario in study.scenarios]


def _refuse(every: int, most: int) -> None:
    if not 1 <= every <= most:
        what = say("{value} found; 1 to {most} is expected", value=every, most=most)
        raise fail("--every", what)


def _values(
    ensemble: Ensemble, scenario: str, asked: Asked, months: range, pool: ThreadPoolExecutor
) -> Iterator[tuple[Block, np.ndarray]]:
    """The values of each block of replicates: (replicates, months, items, metrics)."""
    run = ensemble.study.run
    moments: dict[int, Moments] = {}

    def jobs() -> Iterator[Callable[[], tuple[Block, np.ndarray]]]:
        for draw in range(ensemble.study.network.draws):
            network, setting = ensemble.network(scenario, draw), ensemble.setting(scenario, draw)
            moments[draw] = Moments(network, asked)
            moments[draw].posts  # noqa: B018 - laid out once, before threads want it
            for number, first in enumerate(range(0, run.replicates, TOGETHER)):
                last = min(first + TOGETHER, run.replicates)
                yield partial(work, setting, Block(scenario, draw, number, first, last))

    def work(setting: Setting, block: Block) -> tuple[Block, np.ndarray]:
        state = copy_state(setting.start)
        record = records.empty(len(setting.stretch_of), len(setting.regions))
        keys = (replicate_key(run.seed, block.draw, n) for n in range(block.first, block.last))
        values = np.array(
            [
                [
                    _at(moments[block.draw], state, asked)
                    for _ in stopping(setting, state, record, key, months)
                ]
                for key in keys
            ]
        )
        return block, values

    return in_order(jobs(), pool, ahead=3 * (os.cpu_count() or 1))


def _at(moments: Moments, state: State, asked: Asked) -> np.ndarray:
    """The values of one moment: (items, metrics)."""
    found = [
        np.array(list(values_of(graph, asked.metrics).values())) for graph in moments.graphs(state)
    ]
    if asked.level == "node":
        return np.array([_mean(found[0][:, places]) for places in moments.posts.values()])
    return np.concatenate(found, axis=1).T


def _mean(values: np.ndarray) -> np.ndarray:
    """The mean of each row over what is defined, NaN where nothing is."""
    known = ~np.isnan(values)
    return ratio(np.where(known, values, 0.0).sum(axis=1), known.sum(axis=1))


def _table(
    ensemble: Ensemble, scenario: str, asked: Asked, months: range, found: list[np.ndarray]
) -> pl.DataFrame:
    """A row per month, item and metric."""
    over = quantiles(found)
    items = [*ensemble.regions, ALL]
    keys = [
        (ensemble.label, scenario, month, _level(asked, item), item, metric.name, metric.variant)
        for month in months
        for item in items
        for metric in asked.metrics
    ]
    figures = {name: array.ravel() for name, array in over._asdict().items()}
    reasons = [metric.undefined for _ in months for _ in items for metric in asked.metrics]
    never = pl.when(pl.col("n") == 0).then(pl.Series(reasons, dtype=pl.String))
    return (
        pl.DataFrame(keys, KEYS, orient="row")
        .with_columns(
            **{name: pl.Series(values, nan_to_null=True) for name, values in figures.items()}
        )
        .with_columns(note=never)
    )


def _level(asked: Asked, item: str) -> Level:
    if asked.level == "node":
        return "node"
    return "network" if item == ALL else "group"
