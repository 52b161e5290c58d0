"""`qvgraph check --out`: every problem in a table, and in a copy of the workbook."""

import csv
import hashlib
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from openpyxl.comments import Comment
from openpyxl.styles import Font

from qvgraph.cli.commands import _commands
from qvgraph.problems import SHOWN

FAULTS = 25


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)


def qvgraph(*arguments: str, spoken: str = "en") -> Result:
    return CliRunner().invoke(_commands, [*arguments, "--lang", spoken], catch_exceptions=False)


def workbook(path: str, faults: int = FAULTS) -> None:
    """As somebody keeps it: a bold word, a note of their own, a formula, a column that is wide."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Betriebe"
    sheet.append(["Kennung", "Art", "Beschäftigte"])
    for number in range(30):
        sheet.append([f"b{number}", "Betrieb", -1 if number < faults else 1])
    sheet["A2"].font = Font(bold=True)
    sheet["C2"].comment = Comment("meine Notiz", "Kohl")
    sheet["E1"] = "=SUM(C2:C31)"
    sheet.column_dimensions["A"].width = 44
    book.save(path)


def rows(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_all_problems_are_written_though_a_screen_shows_twenty():
    workbook("firms.xlsx")
    before = hashlib.sha256(Path("firms.xlsx").read_bytes()).digest()
    result = qvgraph("check", "firms.xlsx", "--out", "found")
    assert (result.exit_code, result.stdout) == (2, "")
    *shown, more, files = result.stderr.splitlines()
    assert len(shown) == SHOWN
    assert more == f"… and {FAULTS - SHOWN} more problems"
    assert files == "All problems are in: found/problems.csv, found/firms-problems.xlsx"
    assert rows("found/problems.csv") == [
        {
            "file": "firms.xlsx",
            "sheet": "Betriebe",
            "place": f"C{number + 2}",
            "column": "Beschäftigte",
            "problem": "-1 found; expected is 0 or more",
        }
        for number in range(FAULTS)
    ]
    assert hashlib.sha256(Path("firms.xlsx").read_bytes()).digest() == before


def test_a_copy_of_the_workbook_has_the_cells_marked_and_all_else_as_it_was():
    workbook("firms.xlsx", faults=2)
    qvgraph("check", "firms.xlsx", "--out", ".")
    sheet = openpyxl.load_workbook("firms-problems.xlsx")["Betriebe"]
    marked = [cell.coordinate for row in sheet for cell in row if cell.fill.patternType]
    assert marked == ["C2", "C3"]
    told = "-1 found; expected is 0 or more"
    assert sheet["C2"].comment.text == f"{told}\nmeine Notiz"
    assert sheet["C3"].comment.text == told
    assert sheet["A2"].font.bold
    assert sheet["E1"].value == "=SUM(C2:C31)"
    assert sheet.column_dimensions["A"].width == 44


def test_the_copy_has_a_german_name_in_german():
    workbook("firms.xlsx")
    result = qvgraph("check", "firms.xlsx", "--out", "found", spoken="de")
    assert "Alle Probleme stehen in: found/problems.csv, found/firms-probleme.xlsx" in result.stderr


def test_folders_and_studies_go_into_the_same_table():
    workbook("firms.xlsx", faults=1)
    Path("other").mkdir()
    workbook("other/firms.xlsx", faults=1)
    Path("folder").mkdir()
    Path("folder/organisations.csv").write_text("id,kind\na,frim\n")
    Path("study.toml").write_text('baseline = "a"\n[netwrok]\n')
    files = ("firms.xlsx", "other/firms.xlsx", "folder", "study.toml")
    qvgraph("check", *files, "--out", "found")
    found = [(row["file"], row["sheet"], row["place"], row["column"])
             for row in rows("found/problems.csv")]  # fmt: skip
    assert found[:3] == [
        ("firms.xlsx", "Betriebe", "C2", "Beschäftigte"),
        ("firms.xlsx", "Betriebe", "C2", "Beschäftigte"),
        ("organisations.csv", "", "2", "kind"),
    ]
    assert all(file.startswith("study.toml") for file, *_ in found[3:])
    assert len(found) > 3
    assert {path.name for path in Path("found").iterdir()} == {
        "problems.csv", "firms-problems.xlsx", "firms-problems-2.xlsx",
    }  # fmt: skip


def test_a_sound_network_leaves_an_empty_table():
    workbook("firms.xlsx", faults=0)
    result = qvgraph("check", "firms.xlsx", "--out", "found")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "firms.xlsx: no problem found"
    assert [path.name for path in Path("found").iterdir()] == ["problems.csv"]
    assert rows("found/problems.csv") == []


def test_nothing_is_written_without_out():
    workbook("firms.xlsx")
    assert qvgraph("check", "firms.xlsx").exit_code == 2
    assert [path.name for path in Path().iterdir()] == ["firms.xlsx"]


def test_problems_are_replaced_with_force_only():
    workbook("firms.xlsx")
    qvgraph("check", "firms.xlsx", "--out", "found")
    workbook("firms.xlsx", faults=1)
    again = qvgraph("check", "firms.xlsx", "--out", "found")
    assert again.stderr == "found/problems.csv: is there already; --force replaces it\n"
    assert len(rows("found/problems.csv")) == FAULTS
    qvgraph("check", "firms.xlsx", "--out", "found", "--force")
    assert len(rows("found/problems.csv")) == 1


@pytest.mark.parametrize("out", ["firms.xlsx", "no/found"])
def test_a_place_that_cannot_be_a_folder_is_told_before_anything_else(out: str):
    workbook("firms.xlsx")
    result = qvgraph("check", "firms.xlsx", "--out", out)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith(f"{out}: ")
