"""`qvgraph template` and `qvgraph schema` as people meet them."""

import json
import re
import tomllib
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from qvgraph.cli.commands import _commands
from qvgraph.reference.schema import study_schema
from qvgraph.study.reading import read_study

FILES = {"de": "studie.toml", "en": "study.toml"}


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)


def qvgraph(*arguments: str, language: str = "en") -> Result:
    return CliRunner().invoke(_commands, [*arguments, "--lang", language], catch_exceptions=False)


def refused(result: Result) -> str:
    """What a command that ended with 2 said."""
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr


# ---- template


@pytest.mark.parametrize("language", FILES)
def test_a_template_is_a_study_without_a_problem(language: str):
    written = qvgraph("template", "study", language=language)
    assert written.exit_code == 0
    assert f"qvgraph run {FILES[language]}" in written.stdout
    assert [path.name for path in Path().iterdir()] == [FILES[language]]
    assert qvgraph("check", FILES[language]).exit_code == 0
    text = Path(FILES[language]).read_text("utf-8")
    found = Draft202012Validator(study_schema()).iter_errors(tomllib.loads(text))
    assert [error.message for error in found] == []


@pytest.mark.parametrize("language", FILES)
def test_a_template_can_be_read_by_people(language: str):
    text = qvgraph("template", "study", "--out", "-", language=language).stdout
    lines = text.splitlines()
    assert 60 <= len(lines) <= 90
    assert max(map(len, lines)) <= 100
    assert all(line == line.rstrip() for line in lines)
    assert ("Spanne" in text) == (language == "de")
    assert ("range" in re.sub(r"ranges|outside_range", "", text)) == (language == "en")


def test_a_template_shows_all_that_a_study_can_hold():
    qvgraph("template", "study")
    study = tomllib.loads(Path("study.toml").read_text("utf-8"))
    tables = study_schema()["properties"]
    assert set(study) == set(tables) - {"outside_range"}
    assert set(study["run"]) == set(tables["run"]["properties"])
    assert set(study["judge"]) == set(tables["judge"]["properties"]) - {"month"}
    assert set(study["levers"]["visits"]["recruiting"]) == {"0", "12"}
    assert set(study["assumptions"]["search"]["budget_euros"]) >= {"micro", "large"}
    assert "district" in study["region"]["stuttgart"]
    scenarios = study["scenario"].values()
    assert all(set(one["label"]) == {"de", "en"} for one in scenarios)
    assert any("inherits" in one and "region" in one for one in scenarios)


@pytest.mark.parametrize("language", FILES)
def test_both_languages_are_one_study(language: str):
    qvgraph("template", "study", language=language)
    found = tomllib.loads(Path(FILES[language]).read_text("utf-8"))
    other = qvgraph("template", "study", "--out", "-", language="en").stdout
    assert found == tomllib.loads(other)


@pytest.mark.parametrize("language", FILES)
def test_a_template_runs_as_it_is(language: str):
    qvgraph("template", "study", language=language)
    path = Path(FILES[language])
    path.write_text(path.read_text("utf-8").replace("draws = 20", "draws = 2"), "utf-8")
    few = ("--replicates", "1", "--set", "*.network.firms=100", "--quiet")
    result = qvgraph("run", path.name, *few, language=language)
    assert result.exit_code == 0
    outcomes = pl.read_parquet(f"{path.stem}.run/outcomes.parquet")
    assert outcomes["scenario"].unique().sort().to_list() == sorted(
        one.name for one in read_study(path).scenarios
    )


def test_a_template_replaces_nothing_without_force():
    Path("study.toml").write_text("mine")
    assert "--force" in refused(qvgraph("template", "study"))
    assert Path("study.toml").read_text() == "mine"
    assert qvgraph("template", "study", "--force").exit_code == 0
    assert read_study("study.toml").baseline == "cliff"


def test_a_template_goes_where_it_is_told():
    Path("my studies").mkdir()
    result = qvgraph("template", "study", "--out", "my studies/one two.toml")
    assert result.exit_code == 0
    assert "qvgraph run 'my studies/one two.toml'" in result.stdout
    assert "qvgraph check 'one two.toml'" in Path("my studies/one two.toml").read_text("utf-8")
    assert "folder does not exist" in refused(qvgraph("template", "study", "--out", "no/one.toml"))
    assert "a file is expected" in refused(qvgraph("template", "study", "--out", "my studies"))


def test_a_template_of_nothing_known_is_refused_with_the_nearest():
    assert "did you mean study?" in refused(qvgraph("template", "studdy"))
    assert "gemeint: study?" in refused(qvgraph("template", "studie", language="de"))
    assert list(Path().iterdir()) == []


# ---- schema


def test_the_schema_is_where_the_command_says():
    result = qvgraph("schema")
    assert result.exit_code == 0
    path = Path(result.stdout.rstrip("\n"))
    assert path.is_absolute()
    assert json.loads(path.read_text("utf-8")) == study_schema()
    assert (path.parent / "phase-two.toml").is_file()
