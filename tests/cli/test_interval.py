"""`qvgraph metrics --interval`: the remark on silence, intervals on a screen and in files."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from qvgraph.cli.commands import _commands

FIRMS = "anna bert cora dora emil fred gerd hans".split()


@pytest.fixture(autouse=True)
def network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Eight firms of which two did not answer."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("qvgraph.metrics.unsure.intervals.DRAWS", 19)
    folder = tmp_path / "ulm"
    folder.mkdir()
    rows = [f"{firm},firm,{str(firm not in FIRMS[:2]).lower()}" for firm in FIRMS]
    write(folder / "organisations.csv", "id,kind,responded", rows)
    named = [(FIRMS[i], FIRMS[(i * k + 3) % 8]) for i in range(2, 8) for k in (2, 3, 5)]
    rows = sorted({f"{i},{j},0.5" for i, j in named if i != j})
    write(folder / "ties.csv", "source,target,strength", rows)
    return folder


def write(path: Path, head: str, rows: list[str]) -> None:
    path.write_text("\n".join([head, *rows]) + "\n", "utf-8")


def qvgraph(*arguments: str, language: str = "en") -> Result:
    return CliRunner().invoke(_commands, ["metrics", "ulm", *arguments, "--lang", language])


def test_it_is_said_how_many_did_not_answer_unless_it_is_taken_into_account() -> None:
    told = "2 of 8 organisations did not answer"
    assert told in qvgraph("--level", "group").stderr
    assert "2 von 8 Organisationen haben nicht" in qvgraph("--level", "group", language="de").stderr
    assert told not in qvgraph("--level", "group", "--quiet").stderr
    assert told not in qvgraph("--metric", "degree", "--interval", "silent").stderr


@pytest.mark.parametrize("language", ["de", "en"])
def test_intervals_stand_beside_the_values_and_nothing_is_cut(language: str) -> None:
    shown = qvgraph("--level", "group", "--interval", "silent", language=language)
    assert shown.exit_code == 0
    lines = shown.stdout.splitlines()
    assert lines[1].split()[:2] == ["metric", "value"]
    (density,) = (line for line in lines if line.startswith("density"))
    assert (" bis " if language == "de" else " to ") in density
    assert max(map(len, lines)) <= 80
    assert "…" not in shown.stdout
    assert " 19 " in " ".join(shown.stderr.split())


def test_a_file_has_both_ends_and_a_note_where_there_are_none() -> None:
    asked = ("--level", "group", "--interval", "silent", "--format", "csv")
    table = list(csv.DictReader(StringIO(qvgraph(*asked).stdout)))
    assert table[0]["metric"] == "organisations"
    for row in table:
        assert bool(row["note"]) or row["low"] == row["high"] == row["value"]
        assert row["low"] or row["value"] == "" or "no interval" in row["note"]
        assert not row["low"] or float(row["low"]) <= float(row["value"]) <= float(row["high"])


def test_what_makes_no_sense_is_refused(network: Path) -> None:
    refused = qvgraph("--level", "group", "--interval", "bootstrap")
    assert refused.exit_code == 2
    assert "2 organisations did not answer; the bootstrap needs answers of all" in refused.stderr
    both = qvgraph("--chance", "--interval", "silent")
    assert both.exit_code == 2
    assert "one at a time" in " ".join(both.stderr.split())
