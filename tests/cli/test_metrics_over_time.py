"""`qvgraph metrics --over-time`, as people meet it."""

import io
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from qvgraph.cli.commands import _commands

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
replicates = 2
[judge]
month = 24
core = 6
[scenario.cliff]
[scenario.same]
"""


def qvgraph(*arguments: str) -> Result:
    return CliRunner().invoke(_commands, arguments)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    (folder / "tiny.toml").write_text(TINY, "utf-8")
    result = qvgraph("run", str(folder / "tiny.toml"), "--out", str(folder / "tiny.run"))
    assert result.exit_code == 0
    return folder / "tiny.run"


def test_people_see_medians_and_ranges_and_machines_get_all(run: Path, tmp_path: Path):
    result = qvgraph("metrics", str(run), "--over-time", "--metric", "degree")
    assert result.exit_code == 0
    assert "drawings of the network 2, replicates of each 2" in result.stdout
    assert "where 90 % of them lie" in result.stderr
    out = tmp_path / "degree.csv"
    result = qvgraph("metrics", str(run), "--over-time", "--metric", "degree", "--every", "6",
                     "--scenario", "same", "--format", "csv", "--out", str(out))  # fmt: skip
    assert (result.exit_code, result.output) == (0, "")
    table = pl.read_csv(io.BytesIO(out.read_bytes()))
    assert table.columns == (
        "network scenario month level item metric variant q05 q25 q50 q75 q95 mean n note".split()
    )
    assert table["month"].unique().sort().to_list() == [0, 6, 12, 18, 24]
    assert set(table["network"]) == {"region (synthetic)"}
    assert set(table["n"]) == {4}


def test_of_regions_too(run: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "80")
    result = qvgraph("metrics", str(run), "--over-time", "--level", "group", "--quiet")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert "6 of 6 rows and 3 of 10 metrics; all and each region with" in result.stdout


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--month", "3"], "--over-time takes all draws and replicates of a run"),
        (["--chance"], "--over-time takes all draws and replicates of a run"),
        (["--key-players", "0"], "--over-time takes all draws and replicates of a run"),
        (["--within", "0"], "--over-time takes all draws and replicates of a run"),
        (["--every", "x"], "'x' is not a valid integer"),
        (["--every", "25"], "--every: 25 found; 1 to 24 is expected"),
        (["--scenario", "sane"], "did you mean same?"),
        (["--group", "regoin"], "did you mean region?"),
    ],
)
def test_what_does_not_fit_is_told(run: Path, options: list[str], told: str):
    result = qvgraph("metrics", str(run), "--over-time", *options)
    assert result.exit_code == 2
    assert told in result.stderr.replace("\n", " ")


def test_what_is_no_run_has_no_months(tmp_path: Path):
    result = qvgraph("metrics", str(tmp_path), "--over-time")
    assert result.exit_code == 2
    assert "is no run; --over-time needs one" in result.stderr
    result = qvgraph("metrics", str(tmp_path), "--every", "6")
    assert "--every says how often --over-time looks" in result.stderr
