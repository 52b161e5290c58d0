"""Metrics over an ensemble: of each replicate what its network of the month has, and no more."""

import itertools
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from qvgraph.metrics import compute, tidy
from qvgraph.problems import InputError
from qvgraph.study import over_time
from qvgraph.study.monthly import LEVELS
from qvgraph.study.over_time import metrics_over_time
from qvgraph.study.reading import read_study
from qvgraph.study.run import Run, network_of, run_study

TINY = """
baseline = "cliff"
outside_range = true    # so few firms
[network]
profile = "region"
firms = 22
associations = 2
institutions = 2
draws = 2
[run]
months = 24
replicates = 3
[judge]
month = 24
core = 6
[scenario.cliff]
[scenario.two]
funding.persons = 2
"""
MONTHS = (0, 12, 24)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("over_time")
    (folder / "tiny.toml").write_text(TINY, "utf-8")
    return run_study(read_study(folder / "tiny.toml"), out=folder / "tiny.run", threads=1)


def each(run: Run, scenario: str, month: int):
    """The network of a month of each replicate."""
    for draw, replicate in itertools.product(range(2), range(3)):
        yield network_of(run, scenario=scenario, draw=draw, replicate=replicate, month=month)[0]


def test_of_nodes_it_is_the_mean_of_the_managers_of_each_replicate(run: Run):
    names = ["degree", "betweenness", "constraint", "eigenvector", "liaison"]
    table = metrics_over_time(run, names=names, scenarios=["two"])
    assert table["item"].unique().sort().to_list() == ["all", "region"]
    for month, name in itertools.product(MONTHS, names):
        values = []
        for network in each(run, "two", month):
            nodes = compute(network, names=[name]).filter(pl.col("kind") == "manager")
            assert nodes.height == 2
            values.append(nodes[name].mean())
        known = np.array([value for value in values if value is not None])
        (row,) = table.filter(month=month, metric=name, item="all").to_dicts()
        assert row["n"] == len(known)
        if not row["n"]:
            assert row["q50"] is row["mean"] is None
            assert row["note"]
            continue
        assert row["note"] is None
        assert row["mean"] == pytest.approx(known.mean())
        assert [row[level] for level in LEVELS] == pytest.approx(
            np.quantile(known, list(LEVELS.values()))
        )


@pytest.mark.parametrize("level", ["group", "network"])
def test_of_groups_and_networks_it_is_what_each_month_has(run: Run, level):
    """On one replicate, where all quantiles are its value: every metric of the level."""
    numbers = replace(run.study.run, replicates=1)
    one = replace(run.study, run=numbers, network=replace(run.study.network, draws=1))
    table = metrics_over_time(replace(run, study=one), level=level, scenarios=["cliff"])
    item = "region" if level == "group" else "all"
    for month in MONTHS:
        expected = tidy(network_of(run, month=month)[0], level=level)
        found = table.filter(month=month, item=item)
        for column in ("network", "level", "item", "metric", "variant", "note"):
            assert found[column].to_list() == expected[column].to_list()
        for column in (*LEVELS, "mean"):
            assert found[column].to_list() == expected["value"].to_list()


def test_groups_that_change_are_those_of_the_month(run: Run):
    table = metrics_over_time(
        run, level="network", names=["ei_index"], group="member", scenarios=["cliff"], every=24
    )
    found = [
        tidy(network, level="network", names=["ei_index"], group="member")["value"][0]
        for network in each(run, "cliff", 24)
    ]
    assert len(set(found)) > 1
    assert table.filter(month=24, item="all")["mean"][0] == pytest.approx(np.mean(found))


def test_any_number_of_threads_and_any_blocks_give_the_same(
    run: Run, monkeypatch: pytest.MonkeyPatch
):
    told: list[tuple[int, int]] = []
    one = metrics_over_time(run, names=["betweenness"], threads=1,
                            progress=lambda *done: told.append(done))  # fmt: skip
    monkeypatch.setattr(over_time, "TOGETHER", 2)
    many = metrics_over_time(run, names=["betweenness"], threads=3)
    assert one.equals(many)
    assert one["scenario"].unique(maintain_order=True).to_list() == ["cliff", "two"]
    assert told[-1] == (12, 12)


def test_what_there_is_not_is_told(run: Run):
    for wrong, message in (
        ({"every": 25}, "--every: 25 found; 1 to 24 is expected"),
        ({"every": 0}, "--every: 0 found; 1 to 24 is expected"),
        ({"scenarios": ["clif"]}, "did you mean cliff?"),
        ({"names": ["densety"], "level": "group"}, "did you mean density?"),
        ({"group": "sektor"}, "did you mean sector?"),
    ):
        with pytest.raises(InputError) as error:
            metrics_over_time(run, **wrong)
        assert message in str(error.value)
