"""Killed without warning, a run comes to the same bytes and loses nothing that was finished."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from run_folders import contents

STUDY = """
baseline = "cliff"
outside_range = true
[network]
profile = "region"
firms = 60
draws = 3
[run]
months = 60
replicates = 30
block = 5
[judge]
month = 60
core = 6
[scenario.more]
funding.retained_share = 1.0
funding.retained_months = 12
[scenario.cliff]
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")


def start(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "qvgraph", "run", "tiny.toml", "--quiet"]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    (folder / "tiny.toml").write_text(STUDY)
    assert start(folder).wait(120) == 0
    return contents(folder / "tiny.run")


@pytest.mark.slow
@pytest.mark.parametrize("parts", [0, 7, 30])
def test_what_is_finished_is_kept_and_the_rest_is_the_same(
    tmp_path: Path, whole: dict[str, bytes], parts: int
):
    """Killed when so many parts are there; moments at random are in benchmarks/killed.py."""
    (tmp_path / "tiny.toml").write_text(STUDY)
    run = tmp_path / "tiny.run"
    with start(tmp_path) as process:
        deadline = time.monotonic() + 60
        while (
            not (run / "manifest.json").exists() or len(list(run.glob("parts/*.parquet"))) < parts
        ):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.002)
        os.kill(process.pid, signal.SIGKILL)
    left = contents(run)
    finished = {name for name in left if name.startswith("parts/") and name.endswith(".parquet")}
    for name in finished:
        assert left[name] == whole[name], "half a file"
    written = {name: (run / name).stat().st_mtime_ns for name in finished}
    assert start(tmp_path).wait(120) == 0
    assert contents(run) == whole
    assert {name: (run / name).stat().st_mtime_ns for name in finished} == written
