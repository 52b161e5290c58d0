"""What a folder still holds of a run that was complete: used when it is extended or mended.

A complete run has thrown away what single blocks left for the common tables. Where the tables are
whole, the same can be had from them, so that only what is missing is simulated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from qvgraph.simulate.record import SERIES
from qvgraph.study.ensemble import Block
from qvgraph.study.marks import damaged
from qvgraph.study.store import Store


@dataclass(frozen=True)
class Salvage:
    """The files of an earlier complete run with their hashes, and how many replicates it had."""

    store: Store
    files: Mapping[str, str]
    replicates: int

    def has(self, name: str) -> bool:
        """Whether a file is there and what it was."""
        return name in self.files and not any(damaged(self.store, {name: self.files[name]}))

    def outcomes(self, block: Block) -> pl.DataFrame | None:
        """The outcomes of a block, if the table of all outcomes is whole and has them."""
        if self._outcomes is None or block.last > self.replicates:
            return None
        return self._outcomes.filter(
            pl.col("scenario") == block.scenario,
            pl.col("draw") == block.draw,
            pl.col("replicate").is_between(block.first, block.last - 1),
        )

    def monthly(self, scenario: str, replicates: int) -> pl.DataFrame | None:
        """The quantiles of a scenario, if their table is whole and of as many replicates."""
        if self._monthly is None or replicates != self.replicates:
            return None
        return self._monthly.filter(pl.col("scenario") == scenario)

    def series(self, block: Block, regions: tuple[str, ...]) -> np.ndarray | None:
        """All series of a block from its part, which holds them if everything was kept.

        Shape (replicates, months, regions, series).
        """
        frame = pl.read_parquet(self.store.part(block.scenario, block.draw, block.number))
        if not {one.name for one in SERIES} <= set(frame.columns):
            return None
        values = frame.select(one.name for one in SERIES).fill_null(np.nan).to_numpy()
        shape = (block.last - block.first, len(regions), -1, len(SERIES))
        return np.ascontiguousarray(values.reshape(shape).swapaxes(1, 2), np.float32)

    @cached_property
    def _outcomes(self) -> pl.DataFrame | None:
        return self._table("outcomes.parquet")

    @cached_property
    def _monthly(self) -> pl.DataFrame | None:
        return self._table("monthly.parquet")

    def _table(self, name: str) -> pl.DataFrame | None:
        return pl.read_parquet(self.store.folder / name) if self.has(name) else None
