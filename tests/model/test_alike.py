"""Ids that differ only in capitals or blanks, in folders of CSV files as in workbooks."""

from pathlib import Path

import pytest
from workbooks import told, workbook

from qvgraph.model.files import read_with_facts

HEADER = "id,kind,name,region,member\n"


def folder(path: Path, *rows: str) -> Path:
    (path / "organisations.csv").write_text(HEADER + "\n".join(rows), "utf-8")
    return path


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mai GmbH,firm,Mai,,", "mai gmbh,firm,Mai,,"),
        ("Mai GmbH,firm,Mai,ulm,", "MaiGmbH,firm,,ulm,true"),
        ("Mai GmbH,firm,Mai,ulm,true", "Mai  GmbH,firm,Mai,ulm,true"),
    ],
)
def test_rows_that_agree_are_one_thing(one: str, other: str, tmp_path: Path) -> None:
    (problem,) = told(folder(tmp_path, one, other))
    assert problem == (
        f"organisations.csv line 3, column id: “{other.partition(',')[0]}” found, probably the "
        "same as “Mai GmbH” in organisations.csv line 2, column id; expected is one spelling"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a1,firm,,,", "A1,firm,,,"),
        ("a1,firm,,,true", "A1,firm,,,true"),
        ("a1,firm,Mai,,", "A1,firm,Kohl,,"),
        ("a1,firm,Mai,,", "A1,association,Mai,,"),
        ("a1,firm,Mai,ulm,", "A1,firm,Mai,aalen,"),
        ("a1,firm,Mai,,true", "A1,firm,Mai,,false"),
    ],
)
def test_rows_that_may_be_two_things_are_told(one: str, other: str, tmp_path: Path) -> None:
    network, facts = read_with_facts(folder(tmp_path, one, other))
    assert network.organisations.height == 2
    assert facts == (
        "organisations.csv line 3, column id: 1 ids differ from others only in capitals or blanks "
        "and are taken for different ones; the first is “A1” beside “a1”.",
    )


def test_a_workbook_names_the_cell(tmp_path: Path) -> None:
    cells = {"B2": "Kennung", "C2": "Art", "D2": "Name"}
    cells |= {"B3": "mai", "C3": "Betrieb", "D3": "Mai", "B4": "MAI", "C4": "Betrieb", "D4": "Mai"}
    (problem,) = told(workbook(tmp_path / "n.xlsx", Betriebe=cells))
    assert problem.startswith("n.xlsx, sheet Betriebe, cell B4, column Kennung: “MAI” found, prob")


def test_a_heading_that_is_nearly_ours_is_told(tmp_path: Path) -> None:
    cells = {"A1": "Kennung", "B1": "Art", "C1": "Beschäftigte (Anzahl)", "D1": "Telefon"}
    cells |= {"A2": "a", "B2": "Betrieb"}
    _, facts = read_with_facts(workbook(tmp_path / "n.xlsx", Betriebe=cells))
    assert facts == (
        "n.xlsx, sheet Betriebe: “Beschäftigte (Anzahl)” is kept as a further column; did you mean "
        "Beschäftigte?",
    )


def test_a_heading_beside_the_column_that_it_is_like_is_not_told(tmp_path: Path) -> None:
    (tmp_path / "organisations.csv").write_text("id,kind,name,name2,employee\na,firm,Mai,x,2\n")
    _, facts = read_with_facts(tmp_path)
    assert facts == (
        "organisations.csv: “employee” is kept as a further column; did you mean employees?",
    )
