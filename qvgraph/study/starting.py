"""The starting networks of a run, as tables in its folder."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from qvgraph.model.files.csv import text_of
from qvgraph.study.ensemble import Ensemble
from qvgraph.study.marks import save
from qvgraph.study.store import Store


def write_start(ensemble: Ensemble, store: Store, draw: int) -> None:
    """The network of the baseline on one draw; of other scenarios the tables that differ."""
    study = ensemble.study
    shared = ensemble.network(study.baseline, draw)
    _write_tables(store.network(draw), shared.tables)
    for scenario in study.scenarios:
        own = ensemble.network(scenario.name, draw)
        if own is not shared:
            differ = {
                name: table
                for name, table in own.tables.items()
                if not table.equals(shared.tables[name])
            }
            _write_tables(store.network(draw, scenario.name), differ)


def _write_tables(folder: Path, tables: Mapping[str, pl.DataFrame]) -> None:
    for name, frame in tables.items():
        save(folder / f"{name}.csv", text_of(name, frame).encode())
