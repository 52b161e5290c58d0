"""The parts of a run: blocks of replicates, computed and written as they are finished."""

import io
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain
from typing import NamedTuple

import numpy as np
import polars as pl

from qvgraph.language import say
from qvgraph.simulate.record import HEADLINE, SERIES
from qvgraph.study.blocks import Bundle, aside, finished, groups
from qvgraph.study.ensemble import Block, Ensemble, blocks_of
from qvgraph.study.marks import damaged, mark_of, parquet_of, save, set_mark
from qvgraph.study.monthly import OnDisk, monthly
from qvgraph.study.outcomes import outcomes_of
from qvgraph.study.salvage import Salvage
from qvgraph.study.starting import write_start
from qvgraph.study.store import Store
from qvgraph.study.study import Study

Progress = Callable[[int, int], None]
"""Called with the number of finished replicates and of all."""

Told = Callable[[str], None]
"""Called with a remark for people."""


class Group(NamedTuple):
    """Scenarios that are computed together, and what of them is not there yet."""

    blocks: dict[str, list[Block]]
    summed: dict[str, bool]
    there: int
    """How many replicates are."""
    missing: list[Bundle]
    last: int
    """How many bundles of the run are finished when this group is."""


@dataclass(frozen=True)
class Parts:
    """What the parts of a run are made from and where they go."""

    study: Study
    ensemble: Ensemble
    store: Store
    judged: dict[str, int]
    salvage: Salvage
    told: Told

    def write(self, threads: int, progress: Progress | None) -> None:
        """Compute the blocks that are not there yet, the baseline's first.

        Everything is compared with the baseline, so an unfinished run then has something to say.
        Scenarios are summed up while those after them are computed.
        """
        total, done, last = replicates_of(self.study), 0, 0
        open_: deque[Group] = deque()

        @cache
        def begin(draw: int) -> None:  # while threads compute those before it
            write_start(self.ensemble, self.store, draw)

        def missing() -> Iterator[Bundle]:
            nonlocal done, last
            for names in groups(self.ensemble, baseline_first(self.study)):
                group = self._group(names, last)
                done, last = done + group.there, group.last
                open_.append(group)
                for bundle in group.missing:
                    begin(bundle[0].draw)
                    yield bundle
            for draw in range(self.study.network.draws):
                begin(draw)

        with (
            ThreadPoolExecutor(threads) as executor,
            aside(executor) as submit,
            closing(
                finished(self.ensemble, missing(), executor, self._write_block, ahead=3 * threads)
            ) as writing,
        ):
            for number, bundle in enumerate(writing, start=1):
                done += sum(block.last - block.first for block in bundle)
                if progress is not None:
                    progress(done, total)
                while open_ and open_[0].last <= number:
                    self._sum_up(open_.popleft(), submit)
            for group in open_:
                self._sum_up(group, submit)

    def _group(self, names: Sequence[str], before: int) -> Group:
        """A group of scenarios after `before` bundles of others."""
        blocks = {name: list(blocks_of(self.study, name)) for name in names}
        summed = {name: self._is_summed(name) for name in names}
        there = 0
        missing: dict[tuple[int, int], list[Block]] = {}
        for block in chain(*blocks.values()):
            if self._is_there(block, summed=summed[block.scenario]):
                there += block.last - block.first
            else:
                missing.setdefault((block.draw, block.number), []).append(block)
        return Group(blocks, summed, there, list(missing.values()), before + len(missing))

    def _sum_up(self, group: Group, submit: Callable[[Callable[[], None]], None]) -> None:
        for name, blocks in group.blocks.items():
            submit(partial(self._write_monthly, name, blocks, summed=group.summed[name]))

    def outcomes(self) -> pl.DataFrame:
        """The outcomes of all blocks, in the study's order."""
        return pl.concat(
            pl.read_parquet(self.store.partial(f"{block_name(block)}.outcomes.parquet"))
            for scenario in self.study.scenarios
            for block in blocks_of(self.study, scenario.name)
        ).rechunk()

    def monthly(self) -> pl.DataFrame:
        """The quantiles of all scenarios, in the study's order."""
        return pl.concat(
            pl.read_parquet(self.store.partial(f"{scenario.name}.monthly.parquet"))
            for scenario in self.study.scenarios
        ).rechunk()

    # ---- what is there

    def _is_summed(self, scenario: str) -> bool:
        """Whether the quantiles of a scenario are there, so that single series are not needed."""
        replicates = self.study.run.replicates
        mark = mark_of(self.store, f"{scenario}.monthly")
        if mark.get("replicates") == replicates and not any(damaged(self.store, mark["files"])):
            return True
        known = self.salvage.monthly(scenario, replicates)
        if known is None:
            return False
        self._keep_monthly(scenario, known)
        return True

    def _is_there(self, block: Block, *, summed: bool) -> bool:
        if is_finished(self.store, block, summed=summed, told=self.told):
            return True
        return self._salvaged(block, summed=summed)

    def _salvaged(self, block: Block, *, summed: bool) -> bool:
        """Take a block from an earlier complete run."""
        part = f"parts/{block_name(block)}.parquet"
        outcomes = self.salvage.outcomes(block)
        if outcomes is None or not self.salvage.has(part):
            return False
        if len(outcomes) != (block.last - block.first) * (len(self.ensemble.regions) + 1):
            return False
        series = None if summed else self.salvage.series(block, self.ensemble.regions)
        if not summed and series is None:
            return False
        path = self.store.part(block.scenario, block.draw, block.number)
        self._keep_block(block, outcomes, series, path.read_bytes(), there=True)
        return True

    # ---- what is written

    def _write_block(self, block: Block, record: np.recarray) -> None:
        regions = self.ensemble.regions
        pilot = np.array(self.ensemble.pilots(block.scenario))
        when = np.array([self.judged[region] for region in regions])
        outcomes = outcomes_of(record, regions, pilot, when, self.study.judge, first=block.first)
        outcomes = outcomes.select(
            pl.lit(self.ensemble.label).alias("network"),
            pl.lit(block.scenario).alias("scenario"),
            pl.lit(block.draw, pl.Int64).alias("draw"),
            pl.all(),
        )
        series = record.view(np.float64).reshape(*record.shape, len(SERIES)).astype(np.float32)
        part = _kept_series(self.study, series, regions, block.first)
        self._keep_block(block, outcomes, series, parquet_of(part))

    def _keep_block(
        self,
        block: Block,
        outcomes: pl.DataFrame,
        series: np.ndarray | None,
        part: bytes,
        *,
        there: bool = False,
    ) -> None:
        """Outcomes and all series for later, and last the kept series: then the block is done.

        A part that is `there` is not written again.
        """
        name = block_name(block)
        files = {self.store.partial(f"{name}.outcomes.parquet"): parquet_of(outcomes)}
        if series is not None:
            stream = io.BytesIO()
            np.save(stream, series)
            files[self.store.partial(f"{name}.npy")] = stream.getvalue()
        for path, data in files.items():
            save(path, data)
        last = self.store.part(block.scenario, block.draw, block.number)
        set_mark(self.store, name, {**files, last: part}, first=block.first, last=block.last)
        if not there:
            save(last, part)

    def _write_monthly(self, scenario: str, blocks: list[Block], *, summed: bool) -> None:
        """Quantiles of all series of one scenario, once all its blocks are there."""
        files = [self.store.partial(f"{block_name(block)}.npy") for block in blocks]
        if not summed:
            frame = monthly(OnDisk(files), scenario=scenario, regions=self.ensemble.regions)
            self._keep_monthly(
                scenario, frame.select(pl.lit(self.ensemble.label).alias("network"), pl.all())
            )
        for file in files:
            file.unlink(missing_ok=True)

    def _keep_monthly(self, scenario: str, frame: pl.DataFrame) -> None:
        path = self.store.partial(f"{scenario}.monthly.parquet")
        data = parquet_of(frame)
        set_mark(
            self.store, f"{scenario}.monthly", {path: data}, replicates=self.study.run.replicates
        )
        save(path, data)


def block_name(block: Block) -> str:
    """How the files of a block are called."""
    return f"{block.scenario}-d{block.draw}-b{block.number:04d}"


def baseline_first(study: Study) -> list[str]:
    """The scenarios in the order in which they are computed."""
    names = [scenario.name for scenario in study.scenarios]
    return sorted(names, key=lambda name: name != study.baseline)


def replicates_of(study: Study) -> int:
    """All replicates of a study, over scenarios and draws."""
    return len(study.scenarios) * study.network.draws * study.run.replicates


def is_finished(store: Store, block: Block, *, summed: bool, told: Told | None = None) -> bool:
    """A block is finished when its part is there, which is written last, and nothing is damaged.

    Its series are needed only until its scenario is summed up.
    """
    mark = mark_of(store, block_name(block))
    if (mark.get("first"), mark.get("last")) != (block.first, block.last):
        return False
    needed = {
        name: expected
        for name, expected in mark["files"].items()
        if not (summed and name.endswith(".npy"))
    }
    part = f"parts/{block_name(block)}.parquet"
    if not summed and not any(name.endswith(".npy") for name in needed):
        return False
    found = list(damaged(store, needed))
    for name in found:
        if told is not None and (store.folder / name).exists():
            told(say("{file} is damaged and is computed again", file=name))
    return not found and part in needed


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
