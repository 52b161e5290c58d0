"""The parts of a run: blocks of replicates, computed and written as they are finished."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import polars as pl

from qvgraph.simulate.record import HEADLINE, SERIES
from qvgraph.study.ensemble import Block, Ensemble, blocks_of, finished
from qvgraph.study.monthly import monthly
from qvgraph.study.outcomes import outcomes_of
from qvgraph.study.store import Store, write
from qvgraph.study.study import Study

Progress = Callable[[int, int], None]
"""Called with the number of finished replicates and of all."""


def write_parts(
    study: Study,
    ensemble: Ensemble,
    store: Store,
    judged: dict[str, int],
    threads: int,
    progress: Progress | None,
) -> None:
    """Compute the blocks that are not there yet, scenario by scenario."""
    total = len(study.scenarios) * study.network.draws * study.run.replicates
    done = 0

    def keep(block: Block, record: np.recarray) -> None:
        _write_block(study, ensemble, store, judged, block, record)

    with ThreadPoolExecutor(threads) as executor:
        for scenario in study.scenarios:
            every = list(blocks_of(study, scenario.name))
            missing = [block for block in every if not _is_there(store, block)]
            done += sum(block.last - block.first for block in every if block not in missing)
            for block in finished(ensemble, missing, executor, keep, ahead=3 * threads):
                done += block.last - block.first
                if progress is not None:
                    progress(done, total)
            _write_monthly(ensemble, store, every)


def _is_there(store: Store, block: Block) -> bool:
    """A block is finished when its part is there, which is written last."""
    return store.part(block.scenario, block.draw, block.number).exists() and (
        store.partial(f"{block_name(block)}.npy").exists()
        or store.partial(f"{block.scenario}.monthly.parquet").exists()
    )


def block_name(block: Block) -> str:
    return f"{block.scenario}-d{block.draw}-b{block.number:04d}"


def _write_block(
    study: Study,
    ensemble: Ensemble,
    store: Store,
    judged: dict[str, int],
    block: Block,
    record: np.recarray,
) -> None:
    """Outcomes and all series for later, then the kept series, which mark the block as done."""
    regions = ensemble.regions
    pilot = np.array(ensemble.pilots(block.scenario))
    when = np.array([judged[region] for region in regions])
    outcomes = outcomes_of(record, regions, pilot, when, study.judge, first=block.first)
    outcomes = outcomes.select(
        pl.lit(ensemble.network(block.scenario, block.draw).label).alias("network"),
        pl.lit(block.scenario).alias("scenario"),
        pl.lit(block.draw, pl.Int64).alias("draw"),
        pl.all(),
    )
    write(store.partial(f"{block_name(block)}.outcomes.parquet"), outcomes.write_parquet)
    series = record.view(np.float64).reshape(*record.shape, len(SERIES)).astype(np.float32)
    write(store.partial(f"{block_name(block)}.npy"), lambda path: _save(path, series))
    part = _kept_series(study, series, regions, block.first)
    path = store.part(block.scenario, block.draw, block.number)
    write(path, lambda unfinished: part.write_parquet(unfinished, compression="zstd"))


def _save(path: Path, array: np.ndarray) -> None:
    with path.open("wb") as stream:
        np.save(stream, array)


def _kept_series(
    study: Study, series: np.ndarray, regions: tuple[str, ...], first: int
) -> pl.DataFrame:
    """Monthly series of each replicate and region: a row per replicate, region and month."""
    kept = [one.name for one in SERIES] if study.run.keep == "all" else HEADLINE
    replicates, months, width = series.shape[:3]
    column = {one.name: s for s, one in enumerate(SERIES)}
    shape = (replicates, width, months)
    replicate, region, month = (index.ravel() for index in np.indices(shape))
    return pl.DataFrame(
        {
            "replicate": pl.Series(replicate + first, dtype=pl.Int32),
            "region": pl.Series([regions[r] for r in region], dtype=pl.Categorical),
            "month": pl.Series(month, dtype=pl.Int32),
            **{
                name: pl.Series(series[..., column[name]].swapaxes(1, 2).ravel(), nan_to_null=True)
                for name in kept
            },
        }
    )


def _write_monthly(ensemble: Ensemble, store: Store, blocks: list[Block]) -> None:
    """Quantiles of all series of one scenario, once all its blocks are there."""
    scenario = blocks[0].scenario
    target = store.partial(f"{scenario}.monthly.parquet")
    files = [store.partial(f"{block_name(block)}.npy") for block in blocks]
    if not target.exists():
        values = np.concatenate([np.load(file) for file in files])
        frame = monthly(values, scenario=scenario, regions=ensemble.regions)
        frame = frame.select(pl.lit(_label(ensemble, scenario)).alias("network"), pl.all())
        write(target, frame.write_parquet)
    for file in files:
        file.unlink(missing_ok=True)


def _label(ensemble: Ensemble, scenario: str) -> str:
    return ensemble.network(scenario, 0).label
