"""Wrong input on the real command line: told line by line, exit code 2, nothing written."""

import errno
import os
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from qvgraph.cli import commands
from qvgraph.cli.help import speak
from qvgraph.language import use
from qvgraph.study import store

WRONG = Path(__file__).parents[1] / "study" / "wrong"
TOLD = (WRONG / "told.txt").read_text("utf-8").splitlines()
LONG = "x" * 300
STUDY = """
title = "Small"
baseline = "as-is"
[network]
profile = "region"
draws = 1
[run]
months = 30
replicates = 2
[judge]
month = 30
[scenario.as-is]
"""


def call(*arguments: str):
    return CliRunner().invoke(commands._commands, arguments)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.toml").write_text(STUDY)
    return tmp_path


def refused(result, *lines: str) -> None:
    assert result.stderr.splitlines() == list(lines)
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.parametrize("command", ["check", "run"])
@pytest.mark.parametrize(
    "fault",
    [
        "inherits-in-a-large-circle",
        "schedule-of-what-cannot-change",
        "three-of-four-sizes",
        "judged-past-the-end",
        "judged-past-the-end-by-the-rule",
        "three-faults-in-three-tables",
        "toml-text-without-end",
        "text-in-utf-16",
    ],
)
def test_a_wrong_study_ends_with_2_and_leaves_nothing(place: Path, command: str, fault: str):
    told = [line for line in TOLD if line.startswith(f"{fault}.toml")]
    refused(call(command, str(WRONG / f"{fault}.toml")), *told)
    assert [path.name for path in place.iterdir()] == ["small.toml"]


def test_a_wrong_path_of_an_option_ends_with_2_and_leaves_nothing(place: Path):
    option = "as-is.visits.visit_huors=3"
    told = "no such lever or assumption; did you mean visits.visit_hours?"
    refused(call("run", "small.toml", "--set", option), f"--set '{option}': {told}")
    assert [path.name for path in place.iterdir()] == ["small.toml"]


def test_a_wrong_study_is_told_in_german_where_it_is_wanted(place: Path):
    result = call("check", str(WRONG / "misspelt-region.toml"), "--lang", "de")
    place_told, _, told = result.stderr.partition(": ")
    assert place_told == "misspelt-region.toml Zeile 24 [region.ulmm]"
    assert told.endswith("; gemeint: ulm?\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["run", "n", "--replicate", "2"], "Die Option '--replicate' gibt es nicht. Gemeint:"),
        (["metrics", "n", "--levl", "x"], "Die Option '--levl' gibt es nicht. (Gemeint: eines von"),
        (["metrics", "n", "--level", "no"], "erwartet wird eines von: 'node', 'group', 'network'."),
        (["metrcs"], "Den Befehl 'metrcs' gibt es nicht. Gemeint: 'metrics'?"),
        (["run", "a", "b"], "Eine Angabe zu viel: b"),
    ],
)
def test_what_click_says_is_in_the_language_in_use(arguments: list[str], told: str, monkeypatch):
    for module in (click.core, click.exceptions, click.formatting, click.parser, click.types):
        for name in ("_", "ngettext"):
            monkeypatch.setitem(vars(module), name, vars(module).get(name))
    speak()
    use("de")
    result = call(*arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("Aufruf: ")
    assert told in result.stderr


def test_problems_of_several_files_are_told_together(place: Path):
    files = [str(WRONG / f"{name}.toml") for name in ("no-draws", "no-months")]
    told = [line for line in TOLD if line.startswith(("no-draws.", "no-months."))]
    refused(call("check", *files, "small.toml"), *told)


def test_a_folder_that_a_study_names_and_that_is_not_there_is_told_with_its_line(place: Path):
    (place / "net").mkdir()
    (place / "small.toml").write_text(STUDY.replace('profile = "region"', 'folder = "nett"'))
    told = (
        "nothing of this name found; a network is expected: a folder or a file; did you mean net?"
    )
    for command in ("check", "run"):
        refused(call(command, "small.toml"), f"small.toml line 5 [network] folder: nett: {told}")


@pytest.mark.parametrize("sign", ["\\u0000", "\\n", "\\u001b"])
def test_signs_that_nobody_sees_do_not_reach_the_screen(place: Path, sign: str):
    folder = f'folder = "a{sign}b"'
    (place / "small.toml").write_text(STUDY.replace('profile = "region"', folder))
    result = call("check", "small.toml")
    [line] = result.stderr.splitlines()
    assert line.isprintable()
    assert (result.exit_code, "small.toml line 5" in line) == (2, True)


@pytest.mark.skipif(
    sys.platform == "win32", reason="the error of a name that is too long is POSIX's: ENAMETOOLONG"
)
@pytest.mark.parametrize("command", ["check", "run", "metrics"])
def test_a_name_that_no_file_can_have_is_a_problem_and_no_traceback(place: Path, command: str):
    result = call(command, LONG)
    assert result.exit_code == 2
    assert "cannot be read" in result.stderr


@pytest.mark.parametrize("kind", ["csv", "json", "parquet"])
@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, 3), (errno.EACCES, 2)])
def test_a_table_is_written_whole_or_not_at_all(
    place: Path, monkeypatch: pytest.MonkeyPatch, kind: str, number: int, code: int
):
    def fail(stream: object) -> None:
        raise OSError(number, os.strerror(number))

    table = place / f"words.{kind}"
    table.write_text("before")
    monkeypatch.setattr(store.os, "fsync", fail)
    result = call("describe", "--format", kind, "--out", table.name, "--force")
    assert result.exit_code == code
    assert table.read_text() == "before"
    assert sorted(path.name for path in place.iterdir()) == ["small.toml", table.name]


@pytest.mark.skipif(
    sys.platform == "win32", reason="the error of a name that is too long is POSIX's: ENAMETOOLONG"
)
@pytest.mark.parametrize(
    "arguments", [("run", "small.toml", "--out"), ("report",), ("diff", "small.toml")]
)
def test_a_place_that_cannot_be_is_a_problem_for_every_command(place: Path, arguments: tuple):
    result = call(*arguments, LONG)
    assert result.exit_code == 2
    assert LONG in result.stderr
    assert [path.name for path in place.iterdir()] == ["small.toml"]


def test_only_what_goes_on_says_so(monkeypatch: pytest.MonkeyPatch, place: Path):
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("qvgraph.cli.describe.describe", stop)
    monkeypatch.setattr("qvgraph.cli.run.run", stop)
    for arguments, says in ((("describe",), False), (("run", "small.toml"), True)):
        result = call(*arguments)
        assert result.exit_code == 3
        assert ("goes on" in result.stderr) is says
