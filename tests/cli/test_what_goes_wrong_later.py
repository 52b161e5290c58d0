"""Folders that changed behind a run's back, full disks, and being asked to end."""

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from qvgraph.cli import commands
from qvgraph.model.checks import check_frames
from qvgraph.problems import InputError
from qvgraph.study import store

STUDY = """
title = "Small"
baseline = "as-is"
[network]
{network}
draws = 1
[run]
months = {months}
replicates = 2
[judge]
month = 30
[scenario.as-is]
"""


def call(*arguments: str):
    return CliRunner().invoke(commands._commands, ["--lang", "en", *arguments])


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "net").mkdir()
    rows = "".join(f"f{n},firm\n" for n in range(12))
    (tmp_path / "net" / "organisations.csv").write_text(f"id,kind\n{rows}i,institution\n")
    text = STUDY.format(network='folder = "net"', months=30)
    (tmp_path / "small.toml").write_text(text)
    return tmp_path


def test_metrics_of_a_run_refuse_a_network_that_changed_since(place: Path):
    assert call("run", "small.toml", "--quiet").exit_code == 0
    assert call("metrics", "small.run", "--format", "csv").exit_code == 0
    with (place / "net" / "organisations.csv").open("a") as stream:
        stream.write("f99,firm\n")
    result = call("metrics", "small.run")
    assert result.exit_code == 2
    assert "another network" in result.stderr


def test_a_manifest_that_is_none_is_a_problem_and_no_traceback(place: Path):
    (place / "small.run").mkdir()
    (place / "small.run" / "manifest.json").write_text("{")
    result = call("run", "small.toml")
    assert result.exit_code == 2
    assert "no manifest" in result.stderr


def test_a_complete_run_without_a_result_is_computed_again(place: Path):
    call("run", "small.toml", "--quiet")
    before = (place / "small.run" / "outcomes.parquet").read_bytes()
    (place / "small.run" / "outcomes.parquet").unlink()
    assert call("run", "small.toml", "--quiet").exit_code == 0
    assert (place / "small.run" / "outcomes.parquet").read_bytes() == before


def test_a_table_does_not_replace_a_folder(place: Path):
    result = call("metrics", "net", "--out", "net", "--force")
    assert result.exit_code == 2
    assert "a file is expected" in result.stderr


def test_a_full_disk_ends_with_3_and_the_same_command_goes_on(
    place: Path, monkeypatch: pytest.MonkeyPatch
):
    whole = store._whole

    def full(path: Path):
        if path.suffix == ".npy":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return whole(path)

    with monkeypatch.context() as patched:
        patched.setattr(store, "_whole", full)
        result = call("run", "small.toml", "--quiet")
    assert result.exit_code == 3
    assert "disk is full" in result.stderr
    assert call("run", "small.toml", "--quiet").exit_code == 0


def test_a_region_called_all_is_refused():
    frame = pl.DataFrame({"id": ["a"], "kind": ["firm"], "region": ["all"]})
    with pytest.raises(InputError, match="stands for the whole"):
        check_frames("network", {"organisations": frame})


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to catch")
def test_being_asked_to_end_is_like_ctrl_c(tmp_path: Path):
    text = STUDY.format(network='profile = "pilot"', months=600)
    (tmp_path / "long.toml").write_text(text.replace("replicates = 2", "replicates = 2000"))
    command = [sys.executable, "-m", "qvgraph", "--lang", "en", "run", "long.toml"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 60
        while not (tmp_path / "long.run" / "networks" / "d0" / "levels.csv").exists():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "This goes on where it stopped: qvgraph --lang en run long.toml\n" in said
