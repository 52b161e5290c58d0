"""Two processes in one run folder, and what a process leaves that was killed at its first file."""

import subprocess
import sys
from pathlib import Path

import pytest

from qvgraph.problems import InputError
from qvgraph.study.alone import alone
from qvgraph.study.reading import read_study
from qvgraph.study.run import run_study

STUDY = """
baseline = "cliff"
outside_range = true
[network]
profile = "region"
firms = 20
associations = 3
institutions = 2
[run]
months = 36
replicates = 2
[judge]
month = 36
core = 6
[scenario.cliff]
"""
HOLD = """
import sys, time
from pathlib import Path
from qvgraph.study.alone import alone
with alone(Path(sys.argv[1])):
    print("in", flush=True)
    time.sleep(60)
"""

pytestmark = pytest.mark.usefixtures("english")
no_locks = pytest.mark.skipif(sys.platform == "win32", reason="Windows locks no folders")


def study_of(folder: Path, text: str = STUDY):
    path = folder / "tiny.toml"
    path.write_text(text, "utf-8")
    return read_study(path)


@no_locks
def test_a_folder_in_which_another_process_is_at_work_is_refused_until_that_one_is_gone(
    tmp_path: Path,
):
    """Also with --force, which would delete what the other one needs."""
    folder = tmp_path / "tiny.run"
    command = [sys.executable, "-c", HOLD, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as other:
        try:
            assert other.stdout is not None
            assert other.stdout.readline() == b"in\n"
            for force in (False, True):
                with pytest.raises(InputError, match="another process is computing here"):
                    run_study(study_of(tmp_path), out=folder, force=force)
            assert list(folder.iterdir()) == []
        finally:
            other.kill()
    assert run_study(study_of(tmp_path), out=folder).computed


@no_locks
def test_whoever_leaves_a_folder_lets_the_next_one_in(tmp_path: Path):
    def leave() -> None:
        with alone(tmp_path):
            raise KeyboardInterrupt

    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            leave()


def test_a_run_killed_while_it_wrote_its_first_file_is_no_foreign_folder(tmp_path: Path):
    folder = tmp_path / "tiny.run"
    (folder / "parts").mkdir(parents=True)
    (folder / "manifest.json.123.tmp").write_text('{"ident')
    assert run_study(study_of(tmp_path), out=folder).computed
    assert not list(folder.rglob("*.tmp"))


@pytest.mark.parametrize("name", ["manifest.json.tmp", "notes.123.tmp", "manifest.json.old"])
def test_what_only_looks_like_it_is_refused_and_left_alone(tmp_path: Path, name: str):
    folder = tmp_path / "tiny.run"
    folder.mkdir()
    (folder / name).write_text("mine")
    with pytest.raises(InputError, match="holds other files and no run"):
        run_study(study_of(tmp_path), out=folder)
    assert (folder / name).read_text() == "mine"


def test_temporary_files_of_others_stay(tmp_path: Path):
    folder = run_study(study_of(tmp_path), out=tmp_path / "tiny.run").folder
    (folder / "notes.tmp").write_text("mine")
    (folder / "plausible.json").unlink()
    assert run_study(study_of(tmp_path), out=folder).computed
    assert (folder / "notes.tmp").read_text() == "mine"


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"identity": 3}', '{"identity": {"a": '])
def test_a_manifest_that_says_nothing_is_refused(tmp_path: Path, text: str):
    """Parts of who knows what would else be taken for those of this run."""
    folder = run_study(study_of(tmp_path), out=tmp_path / "tiny.run").folder
    (folder / "manifest.json").write_text(text)
    other = study_of(tmp_path, STUDY.replace("replicates = 2", "replicates = 2\nseed = 5"))
    with pytest.raises(InputError, match="is no manifest of a run"):
        run_study(other, out=folder)
