"""`qvgraph diff` as people meet it, and what `qvgraph run` says of a folder of another study."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from qvgraph.cli.commands import _commands

TINY = """
title = "What lasts?"
baseline = "cliff"
outside_range = true    # so few firms
[network]
profile = "region"
firms = 25
draws = 2
[run]
months = 40
replicates = 2
[judge]
month = 40
core = 6
[scenario.cliff]
[scenario.more]
funding.retained_months = 12
[scenario.old]
"""
OTHER = (
    TINY.replace("replicates = 2", "replicates = 3")
    .replace("core = 6", "core = 7")
    .replace("retained_months = 12", "retained_months = 24")
    .replace("scenario.old", "scenario.new")
)

UNSOUND = '{"identity": {"model": "a", "network": "profile region", "scenarios": 1}}'
"""A manifest with a number for a text."""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two studies and their finished runs; nobody writes to them."""
    folder = tmp_path_factory.mktemp("runs")
    for name, text in (("one", TINY), ("other", OTHER)):
        (folder / f"{name}.toml").write_text(text, "utf-8")
        out = str(folder / f"{name}.run")
        assert qvgraph("run", str(folder / f"{name}.toml"), "--out", out).exit_code == 0
    return folder


@pytest.fixture(autouse=True)
def in_a_folder_with_both(runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    shutil.copytree(runs, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("COLUMNS", "100")


def qvgraph(*arguments: str, language: str = "en") -> Result:
    return CliRunner().invoke(_commands, [*arguments, "--lang", language], catch_exceptions=False)


def said(*arguments: str, language: str = "en") -> list[str]:
    result = qvgraph("diff", *arguments, language=language)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout.splitlines()


def refused(*arguments: str, language: str = "en") -> str:
    result = qvgraph("diff", *arguments, language=language)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    return result.stderr


def test_two_runs_are_told_apart_by_what_was_asked_and_what_came_out():
    lines = said("one.run", "other.run")
    assert lines[:8] == [
        "one.run → other.run",
        "the same model",
        "run.replicates 2 → 3",
        "judge.core 6 → 7",
        "scenarios gone: old",
        "new scenarios: new",
        "funding.retained_months 12 → 24 in more",
        "",
    ]
    assert lines[8] == "Networks that sustain themselves"
    assert [line.split()[0] for line in lines[9:]] == ["cliff", "more"]
    assert all("of 4 → " in line and line.endswith("of 6") for line in lines[9:])


def test_two_runs_are_told_apart_in_german():
    lines = said("one.run", "other.run", language="de")
    assert lines[1] == "dasselbe Modell"
    assert lines[4:7] == [
        "entfallene Szenarien: old",
        "neue Szenarien: new",
        "funding.retained_months 12 → 24 in more",
    ]
    assert lines[8] == "Netzwerke, die sich tragen"
    assert " von 4 → " in lines[9]


def test_a_run_does_not_differ_from_itself_or_its_study():
    for other in ("one.run", "one.toml"):
        lines = said("one.run", other)
        assert lines[1:] == ["No difference: the same study on the same network by the same model."]
    german = said("one.run", "one.run", language="de")
    assert german[1:] == ["Kein Unterschied: dieselbe Studie, dasselbe Netzwerk, dasselbe Modell."]


def test_two_studies_are_told_apart_without_being_run():
    told = said("one.run", "other.run")[1:7]
    assert said("one.toml", "other.toml") == ["one.toml → other.toml", *told]
    assert said("phase-two", "pilot")[0] == "phase-two → pilot"


def test_an_equal_result_is_called_so():
    text = TINY.replace("What lasts?", "What remains?")
    Path("titled.toml").write_text(text, "utf-8")
    qvgraph("run", "titled.toml")
    lines = said("one.run", "titled.run")
    assert lines[1:4] == ["the same model", "another title", ""]
    assert all(line.endswith("of 4, the same") for line in lines[5:])


def test_a_run_of_another_model_can_still_be_compared():
    manifest = json.loads(Path("other.run/manifest.json").read_text("utf-8"))
    manifest["identity"]["model"] = "0" * 16
    Path("other.run/manifest.json").write_text(json.dumps(manifest), "utf-8")
    lines = said("one.run", "other.run")
    assert lines[1] == "another version of the model"
    assert "the same model" not in lines


# ---- what cannot be compared


def test_what_is_neither_run_nor_study_is_refused():
    assert "a run folder or a study is expected; did you mean other.run?" in refused(
        "one.run", "othr.run"
    )
    Path("letters").mkdir()
    assert refused("letters", "one.run").startswith("letters: holds no run")
    assert refused("letters", "one.run", language="de").startswith("letters: enthält keinen Lauf")
    Path("broken.toml").write_text("baseline =")
    assert "no TOML" in refused("one.run", "broken.toml")


def test_an_unfinished_run_is_refused():
    Path("one.run/comparison.csv").unlink()
    assert refused("one.run", "other.run") == (
        "one.run: holds no complete run; qvgraph run finishes it\n"
    )


@pytest.mark.parametrize("file", ["outcomes.parquet", "study.toml", "parts/more-d0-b0000.parquet"])
def test_a_damaged_run_is_refused_with_the_file(file: str):
    path = Path("one.run", file)
    path.write_bytes(path.read_bytes()[:-1])
    damaged = f"one.run/{file}: is damaged or gone; qvgraph run mends it\n"
    assert refused("one.run", "other.run") == damaged
    path.unlink()
    incomplete = "one.run: holds no complete run; qvgraph run finishes it\n"
    gone = incomplete if file == "outcomes.parquet" else damaged
    assert refused("one.run", "other.run") == gone


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"identity": 1}', '{"identity": {}}', "\0", UNSOUND]
)
def test_a_damaged_manifest_is_refused(text: str):
    Path("one.run/manifest.json").write_text(text)
    error = refused("one.run", "other.run", language="de")
    assert error.startswith("one.run: ")
    assert "manifest.json ist beschädigt" in error or "enthält keinen Lauf" in error


# ---- a folder that holds another study


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            "one.run: holds another run: run.replicates 2 → 3; judge.core 6 → 7; scenarios gone: "
            "old; and 2 more. --force deletes its results and computes everything anew; --out "
            "names another folder\n",
        ),
        (
            "de",
            "one.run: enthält einen anderen Lauf: run.replicates 2 → 3; judge.core 6 → 7; "
            "entfallene Szenarien: old; und 2 weitere. --force löscht dessen Ergebnisse und "
            "rechnet alles neu; --out nennt einen anderen Ordner\n",
        ),
    ],
)
def test_a_folder_of_another_study_is_refused_with_what_differs_and_what_force_does(
    language: str, expected: str
):
    result = qvgraph("run", "other.toml", "--out", "one.run", language=language)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == expected
