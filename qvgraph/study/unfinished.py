"""What there is of a run that is not finished: the blocks that are, and nothing of the others."""

from collections.abc import Mapping, Sequence

import polars as pl

from qvgraph.study.ensemble import Block, Ensemble, blocks_of
from qvgraph.study.marks import damaged, mark_of
from qvgraph.study.monthly import OnDisk, monthly
from qvgraph.study.parts import block_name, is_finished
from qvgraph.study.store import Store
from qvgraph.study.study import Study


def finished_blocks(study: Study, store: Store) -> dict[str, list[Block]]:
    """The finished blocks of each scenario that has some."""
    there = {}
    for scenario in study.scenarios:
        summed = _is_summed(store, scenario.name)
        blocks = [
            block
            for block in blocks_of(study, scenario.name)
            if is_finished(store, block, summed=summed)
        ]
        if blocks:
            there[scenario.name] = blocks
    return there


def outcomes_so_far(
    there: Mapping[str, Sequence[Block]], store: Store, scenarios: Sequence[str]
) -> pl.DataFrame:
    """The outcomes of the finished blocks."""
    return pl.concat(
        pl.read_parquet(store.partial(f"{block_name(block)}.outcomes.parquet"))
        for scenario in scenarios
        for block in there[scenario]
    )


def monthly_so_far(
    there: Mapping[str, Sequence[Block]],
    store: Store,
    ensemble: Ensemble,
    scenarios: Sequence[str],
) -> pl.DataFrame:
    """The quantiles of the finished blocks."""
    frames = []
    for scenario in scenarios:
        if _is_summed(store, scenario):
            frames.append(pl.read_parquet(store.partial(f"{scenario}.monthly.parquet")))
            continue
        files = [store.partial(f"{block_name(block)}.npy") for block in there[scenario]]
        frame = monthly(OnDisk(files), scenario=scenario, regions=ensemble.regions)
        frames.append(frame.select(pl.lit(ensemble.label).alias("network"), pl.all()))
    return pl.concat(frames)


def _is_summed(store: Store, scenario: str) -> bool:
    mark = mark_of(store, f"{scenario}.monthly")
    return bool(mark) and not any(damaged(store, mark["files"]))
