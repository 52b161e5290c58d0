"""`qvgraph template network`: filled in, it is read without a change."""

import csv
import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from qvgraph import language
from qvgraph.cli.commands import _commands
from qvgraph.model.files import read_with_facts
from qvgraph.model.files.excel_write import heading_of, sheet_called
from qvgraph.model.spelling import words_of
from qvgraph.model.tables import TABLES
from qvgraph.problems import InputError

FILES = {"de": "vorlage.xlsx", "en": "template.xlsx"}
EVERY = [(table, column) for table, columns in TABLES.items() for column in columns]


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)


def qvgraph(*arguments: str, spoken: str = "en") -> Result:
    return CliRunner().invoke(_commands, [*arguments, "--lang", spoken], catch_exceptions=False)


def template(spoken: language.Language) -> openpyxl.Workbook:
    assert qvgraph("template", "network", spoken=spoken).exit_code == 0
    language.use(spoken)
    return openpyxl.load_workbook(FILES[spoken])


def add(book: openpyxl.Workbook, table: str, **values: object) -> None:
    """Write a row below all others, in the way in which somebody fills a form."""
    sheet = book[sheet_called(table)]
    row = sheet.max_row + 1
    for place, column in enumerate(TABLES[table], 1):
        if column.name in values:
            sheet.cell(row, place, values[column.name])


@pytest.mark.parametrize("spoken", FILES)
def test_a_sheet_for_each_table_between_a_guide_and_an_explanation(spoken: language.Language):
    book = template(spoken)
    first, *tables, last = book.sheetnames
    assert tables == [sheet_called(table) for table in TABLES]
    assert (first, last) == {"de": ("Anleitung", "Spalten"), "en": ("Guide", "Columns")}[spoken]
    guide = [cell.value for row in book[first].iter_rows() for cell in row if cell.value]
    assert set(tables) <= set(guide)
    steps = [text for text in guide if text.startswith(("Schritt ", "Step "))]
    assert [text[-1] for text in steps] == list("12345")
    assert any(f"qvgraph check {FILES[spoken]}" in text for text in guide)
    explained = [row[2].value for row in book[last].iter_rows(min_row=2)]
    assert explained == [f"{table}.{column.name}" for table, column in EVERY]


@pytest.mark.parametrize("spoken", FILES)
def test_a_heading_has_a_note_with_meaning_unit_bounds_and_whether_it_is_required(
    spoken: language.Language,
):
    book = template(spoken)
    for table, columns in TABLES.items():
        for column, cell in zip(columns, book[sheet_called(table)][1], strict=True):
            assert cell.value == heading_of(column)
            note = cell.comment.text
            assert note.split("\n")[0] == language.declared(column.word.en)
            assert ("Required." in note or "Pflichtangabe." in note) == column.required
            assert ("Unit:" in note or "Einheit:" in note) == bool(column.word.unit)
            if column.word.most == 1:
                assert "0 to 1" in note or "0 bis 1" in note


@pytest.mark.parametrize("spoken", FILES)
def test_cells_have_drop_downs_and_bounds(spoken: language.Language):
    book = template(spoken)
    for table, columns in TABLES.items():
        sheet = book[sheet_called(table)]
        rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
        for place, column in enumerate(columns, 1):
            letter = openpyxl.utils.get_column_letter(place)
            rule = rules.get(f"{letter}2:{letter}10001")
            word = column.word
            if word.choices:
                assert rule.formula1 == f'"{",".join(words_of(column).values())}"'
            elif word.type == "flag":
                assert rule.formula1 == {"de": '"ja,nein"', "en": '"yes,no"'}[spoken]
            elif word.refers_to in TABLES and not word.many:
                assert rule.formula1 == f"'{sheet_called(word.refers_to)}'!$A$2:$A$10001"
            elif word.type == "whole":
                assert (rule.type, rule.operator) == ("whole", "greaterThanOrEqual")
            elif word.most == 1:
                assert rule.type == "decimal"
                assert (float(rule.formula1), float(rule.formula2)) == (0, 1)
            elif word.type == "text":
                assert rule is None
            assert rule is None or rule.error


@pytest.mark.parametrize("spoken", FILES)
def test_a_filled_in_template_is_read_without_a_change(spoken: language.Language):
    book = template(spoken)
    firm, association = ("Betrieb", "Verband") if spoken == "de" else ("firm", "association")
    yes = "ja" if spoken == "de" else "yes"
    add(book, "organisations", id="a", kind=firm, employees=12, member=yes, manager="m")
    add(book, "organisations", id="b", kind=firm, name="Mai", account_euros=1200.5)
    add(book, "organisations", id="v", kind=association)
    add(book, "managers", id="m", fte=0.5)
    add(book, "ties", source="a", target="b", strength=0.4)
    add(book, "memberships", organisation="a", association="v")
    book.save(FILES[spoken])
    network, facts = read_with_facts(FILES[spoken])
    assert list(network.tables) == ["organisations", "managers", "ties", "memberships"]
    assert network.organisations.select("id", "kind", "employees", "member").rows() == [
        ("a", "firm", 12, True),
        ("b", "firm", None, None),
        ("v", "association", None, None),
    ]
    assert network.ties is not None
    assert network.ties.select("source", "target", "strength").rows() == [("a", "b", 0.4)]
    assert sum("example" in fact or "Beispiel" in fact for fact in facts) == 1
    assert qvgraph("check", FILES[spoken], spoken=spoken).exit_code == 0


@pytest.mark.parametrize("spoken", FILES)
def test_an_example_that_is_made_ones_own_has_no_fault(spoken: language.Language):
    """Whoever only renames the ids of all examples has a network."""
    book = template(spoken)
    for sheet in book:
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith(("beispiel-", "example-")):
                    cell.value = f"my {cell.value}"
    book.save("own.xlsx")
    network, _ = read_with_facts("own.xlsx")
    assert list(network.tables) == list(TABLES)


def test_an_untouched_template_asks_for_a_firm():
    template("en")
    with pytest.raises(InputError) as caught:
        read_with_facts("template.xlsx")
    assert list(map(str, caught.value.problems)) == [
        "template.xlsx, sheet Organisations: no row found; at least one firm is expected"
    ]


def test_the_same_template_has_the_same_bytes():
    template("de")
    qvgraph("template", "network", "--out", "again.xlsx", spoken="de")
    one, two = Path("vorlage.xlsx").read_bytes(), Path("again.xlsx").read_bytes()
    assert len(one) == len(two) or abs(len(one) - len(two)) < 20  # its own name is in it
    qvgraph("template", "network", "--force", spoken="de")
    assert Path("vorlage.xlsx").read_bytes() == one


def test_a_folder_has_a_header_for_each_table_and_a_data_package():
    assert qvgraph("template", "network", "--out", "folder/").exit_code == 0
    package = json.loads(Path("folder/datapackage.json").read_text("utf-8"))
    assert {path.name for path in Path("folder").iterdir()} == {
        "datapackage.json",
        *(f"{table}.csv" for table in TABLES),
    }
    for resource in package["resources"]:
        with Path("folder", resource["path"]).open(encoding="utf-8", newline="") as file:
            (header,) = csv.reader(file)
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        assert header == list(fields)
        for column in TABLES[resource["name"]]:
            field = fields[column.name]
            constraints = field.get("constraints", {})
            assert constraints.get("required", False) == column.required
            assert constraints.get("enum", []) == list(column.word.choices)
            assert (constraints.get("maximum") == 1) == (column.word.most == 1)
            assert field["type"] in ("string", "integer", "number", "boolean")
    links = {
        (resource["name"], link["fields"], link["reference"]["resource"])
        for resource in package["resources"]
        for link in resource["schema"].get("foreignKeys", ())
    }
    assert ("ties", "source", "organisations") in links
    assert ("organisations", "manager", "managers") in links


def test_a_filled_in_folder_is_read():
    qvgraph("template", "network", "--out", "folder")
    for path in Path("folder").glob("*.csv"):
        if path.stem != "organisations":
            path.unlink()
    with Path("folder/organisations.csv").open("a", encoding="utf-8") as file:
        file.write("a,firm\n")
    assert qvgraph("check", "folder").exit_code == 0


@pytest.mark.parametrize(
    ("out", "expected"),
    [
        ("-", "a workbook needs a file"),
        ("x.ods", "a file ending other than .xlsx found"),
        ("no/x.xlsx", "its folder does not exist"),
        ("no/folder", "its folder does not exist"),
        ("taken", "a file found; a folder is expected"),
        ("taken.xlsx", "is there already; --force replaces it"),
        ("full", "is there already; --force replaces it"),
    ],
)
def test_a_place_that_cannot_be_written_is_refused(out: str, expected: str):
    Path("taken").write_text("mine")
    Path("taken.xlsx").write_text("mine")
    Path("full").mkdir()
    Path("full/ties.csv").write_text("mine")
    result = qvgraph("template", "network", "--out", out)
    assert (result.exit_code, result.stdout) == (2, "")
    assert expected in result.stderr
    assert Path("taken.xlsx").read_text() == "mine"
    assert [path.name for path in Path("full").iterdir()] == ["ties.csv"]
