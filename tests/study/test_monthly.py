"""The monthly table: quantiles over replicates."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from qvgraph.declare import Series
from qvgraph.study import monthly as module
from qvgraph.study.monthly import LEVELS, OnDisk, Quantiles, monthly, quantiles


def one(name: str, unit: str) -> Series:
    return Series(name, "", "", unit, False)


def values_with_holes(shape: tuple[int, ...]) -> np.ndarray:
    random = np.random.default_rng(4)
    values = random.normal(50, 20, shape).astype(np.float32)
    values[random.random(shape) < 0.2] = np.nan
    return values


def test_quantiles_agree_with_numpys_slow_ones() -> None:
    values = values_with_holes((23, 7, 3, 4))
    found = quantiles(values)
    for name, level in LEVELS.items():
        expected = np.nanquantile(values.astype(np.float64), level, axis=0)
        np.testing.assert_allclose(getattr(found, name), expected, rtol=1e-6)
    np.testing.assert_allclose(found.mean, np.nanmean(values, axis=0), rtol=1e-5)
    np.testing.assert_array_equal(found.n, np.isfinite(values).sum(axis=0))


def test_a_value_that_no_replicate_has_is_missing() -> None:
    values = np.array([[[[np.nan, 1.0]]], [[[np.nan, 3.0]]]], np.float32)
    found = quantiles(values)
    assert np.isnan([column[0, 0, 0] for column in found[:-1]]).all()
    assert found.n.tolist() == [[[0, 2]]]
    assert found.q50[0, 0, 1] == 2.0


def test_one_replicate_is_its_own_quantile() -> None:
    values = np.full((1, 2, 1, 1), 7.0, np.float32)
    assert all((column == 7.0).all() for column in quantiles(values)[:-1])


def test_chunks_change_no_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    values = values_with_holes((11, 9, 2, 3))
    whole = quantiles(values)
    monkeypatch.setattr(module, "_CHUNK", 1)
    for left, right in zip(whole, quantiles(values), strict=True):
        assert left.tobytes() == right.tobytes()


def test_values_on_disk_come_to_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    values = values_with_holes((11, 9, 2, 3))
    files = [tmp_path / "one.npy", tmp_path / "two.npy"]
    np.save(files[0], values[:4])
    np.save(files[1], values[4:])
    monkeypatch.setattr(module, "_CHUNK", 100)
    for left, right in zip(quantiles(values), quantiles(OnDisk(files)), strict=True):
        assert left.tobytes() == right.tobytes()


def test_the_order_of_replicates_changes_no_byte() -> None:
    values = values_with_holes((11, 3, 2, 3))
    values[:4] = np.array([-0.0, 0.0, -0.0, 0.0], np.float32).reshape(4, 1, 1, 1)
    for left, right in zip(quantiles(values), quantiles(values[::-1]), strict=True):
        assert left.tobytes() == right.tobytes()


def test_the_table_is_tidy_and_adds_up_what_can_be_added() -> None:
    values = np.arange(2 * 2 * 2 * 2, dtype=np.float32).reshape(2, 2, 2, 2)
    series = [one("members", "count"), one("trust", "share")]
    table = monthly(values, scenario="cliff", regions=["ulm", "freiburg"], series=series)
    assert table.columns == ["scenario", "region", "month", "series", *Quantiles._fields]
    assert table["region"].unique(maintain_order=True).to_list() == ["ulm", "freiburg", "all"]
    everywhere = table.filter(pl.col("region") == "all")
    assert everywhere["series"].unique().to_list() == ["members"]
    # Replicates' sums over regions: month 0 holds 0 + 2 and 8 + 10, month 1 4 + 6 and 12 + 14.
    assert everywhere["q50"].to_list() == [(2 + 18) / 2, (10 + 26) / 2]
    trust = table.filter(pl.col("series") == "trust", region="freiburg", month=1)
    assert trust["mean"].to_list() == [(7 + 15) / 2]


def test_a_missing_series_is_null_in_the_table() -> None:
    values = np.full((3, 1, 2, 1), np.nan, np.float32)
    series = [one("participants", "count")]
    table = monthly(values, scenario="cliff", regions=["ulm", "freiburg"], series=series)
    assert table["q50"].to_list() == table["mean"].to_list() == [None] * 3
    assert table["n"].to_list() == [0, 0, 0]
