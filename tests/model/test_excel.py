"""Excel workbooks: as people fill them in, and back again without loss."""

import datetime
import io
import random
import re
import tempfile
import time
import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from test_csv import networks
from workbooks import FIRMS, Cells, repacked, told, workbook

from qvgraph import language
from qvgraph.model.checks import check_frames
from qvgraph.model.files import excel_parts, read_network, read_with_facts, write_network
from qvgraph.model.network import Network
from qvgraph.problems import InputError

# ---- there and back


@settings(max_examples=60)
@given(networks())
@pytest.mark.parametrize("spoken", ["de", "en"])
def test_what_is_written_is_read_back_equal(spoken: language.Language, network: Network) -> None:
    language.use(spoken)
    with tempfile.TemporaryDirectory() as folder:
        assert write_network(network, Path(folder, "one.xlsx")) == []
        again = read_network(Path(folder, "one.xlsx"))
    assert again.fingerprint == network.fingerprint
    assert list(again.tables) == list(network.tables)


def hard_to_keep() -> Network:
    frames = {
        "organisations": pl.DataFrame(
            {
                "id": ["a", "b", "c"],
                "kind": ["firm", "association", "firm"],
                "name": ["Mü\r\nller\x01_x0041_", "\"<&>'", "<r>a<\t x</r>"],
                "employees": [12, None, 2**53],
                "willing": [0.1 + 0.2, -0.0, 5e-324],
                "account_euros": [1e300, 1e16, 1200.5],
                "member": [True, None, False],
                "Kennung": ["007", None, "=1+1"],
                "Bemerkung": [1.0, 2.5, 1e-7],
            }
        ),
        "contacts": pl.DataFrame(schema={"manager": pl.String, "organisation": pl.String}),
        "managers": pl.DataFrame({"id": ["m"]}),
    }
    return check_frames("hard", frames)


@pytest.mark.parametrize("spoken", ["de", "en"])
def test_what_is_hard_to_keep_is_kept(spoken: language.Language, tmp_path: Path) -> None:
    language.use(spoken)
    network = hard_to_keep()
    assert write_network(network, tmp_path / "hard.xlsx") == []
    assert read_network(tmp_path / "hard.xlsx").fingerprint == network.fingerprint


def test_what_is_written_does_not_depend_on_the_clock(tmp_path: Path) -> None:
    write_network(hard_to_keep(), tmp_path / "one.xlsx")
    time.sleep(2.1)  # archives count time in steps of two seconds
    write_network(hard_to_keep(), tmp_path / "two.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_a_text_too_long_for_a_cell_is_cut_and_told(tmp_path: Path) -> None:
    frame = pl.DataFrame({"id": ["a"], "kind": ["firm"], "name": ["x" * 40_000]})
    lost = write_network(check_frames("long", {"organisations": frame}), tmp_path / "long.xlsx")
    assert lost == ["the ends of 1 texts longer than 32,767 signs"]
    assert read_network(tmp_path / "long.xlsx").organisations["name"].str.len_chars()[0] == 32_767


def test_sheets_headings_and_words_are_those_of_the_language(tmp_path: Path) -> None:
    frame = pl.DataFrame({"id": ["a"], "kind": ["firm"], "employees": [12], "member": [True]})
    network = check_frames("one", {"organisations": frame})
    for spoken, sheet, cells in (
        (
            "de",
            "Organisationen",
            [["Kennung", "Art", "Beschäftigte", "Mitglied"], ["a", "Betrieb"]],
        ),
        ("en", "Organisations", [["id", "kind", "employees", "member"], ["a", "firm"]]),
    ):
        language.use(spoken)
        write_network(network, tmp_path / "one.xlsx")
        book = openpyxl.load_workbook(tmp_path / "one.xlsx")
        assert book.sheetnames == [sheet]
        header, row = book[sheet].iter_rows()
        assert [cell.value for cell in header] == cells[0]
        assert [cell.value for cell in row] == [*cells[1], 12, True]
        assert all(cell.font.bold for cell in header)
        assert book[sheet].freeze_panes == "A2"


def test_a_workbook_with_macros_is_read_but_not_written(tmp_path: Path) -> None:
    network = read_network(workbook(tmp_path / "one.xlsm", Betriebe=FIRMS))
    with pytest.raises(InputError, match=r"macros is not written; expected is \.xlsx"):
        write_network(network, tmp_path / "two.xlsm")
    assert {path.name for path in tmp_path.iterdir()} == {"one.xlsm"}


# ---- tables as people have them


def test_a_table_stands_anywhere_and_notes_around_it_are_left_alone(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "any.xlsx",
        Betriebe={
            "A1": "Stand: März, Name der Bearbeiterin: Kohl",
            "C3:F3": "Betriebe der Region",
            "C5": "Kennung", "D5": "ART", "E5": "Beschäftigte", "F5": "Anmerkung",
            "H5": "Hinweis", "H7": "bitte prüfen",
            "C6": "a", "D6": "Betrieb", "E6": 12, "F6": "x",
            "C9": "b", "D9": "verband", "A9": "neu",
        },
        Notizen={"A1": "nichts"},
    )  # fmt: skip
    network, facts = read_with_facts(path)
    assert network.organisations.select("id", "kind", "employees", "Anmerkung").rows() == [
        ("a", "firm", 12, "x"),
        ("b", "association", None, None),
    ]
    assert facts == ("Sheets that hold no table are left alone: Notizen.",)


def test_a_problem_names_the_cell(tmp_path: Path) -> None:
    cells = {"C5": "Kennung", "D5": "Art", "E5": "Beschäftigte"}
    cells |= {"C7": "a", "D7": "Betrieb", "E7": -3}
    path = workbook(tmp_path / "vorlage.xlsx", Betriebe=cells)
    assert told(path) == [
        "vorlage.xlsx, sheet Betriebe, cell E7, column Beschäftigte: "
        "-3 found; expected is 0 or more"
    ]
    with pytest.raises(InputError) as caught:
        read_network(path)
    place = caught.value.problems[0].place
    assert place is not None
    assert (place.file, place.sheet, place.spot, place.column) == (
        "vorlage.xlsx", "Betriebe", "E7", "Beschäftigte",
    )  # fmt: skip
    language.use("de")
    assert told(path)[0].startswith("vorlage.xlsx, Blatt Betriebe, Zelle E7, Spalte Beschäftigte: ")


def test_numbers_are_read_as_they_were_typed_or_as_german_text(tmp_path: Path) -> None:
    cells: Cells = {
        "A1": "id", "B1": "kind", "C1": "account_euros", "D1": "employees",
        "A2": "a", "B2": "firm", "C2": 1.234, "D2": 1200,
        "A3": "b", "B3": "firm", "C3": "1.200,5", "D3": "1.200",
        "A4": 7, "B4": "firm", "C4": "1.234", "D4": 3.0,
    }  # fmt: skip
    network, facts = read_with_facts(workbook(tmp_path / "n.xlsx", Betriebe=cells))
    assert network.organisations.select("id", "account_euros", "employees").rows() == [
        ("7", 1234.0, 3),
        ("a", 1.234, 1200),
        ("b", 1200.5, 1200),
    ]
    assert facts == (
        "n.xlsx, sheet Betriebe: 3 numbers are stored as text and read as German ones are "
        "written; the first is “1.200” in cell D3.",
    )


def test_a_number_as_text_that_can_be_read_in_two_ways_is_a_problem(tmp_path: Path) -> None:
    """What was typed as a number says nothing about how texts are spelt."""
    cells = {**FIRMS, "C1": "account_euros", "C2": 0.5, "C3": "1.200"}
    (problem,) = told(workbook(tmp_path / "n.xlsx", Betriebe=cells))
    assert "cell C3, column account_euros: “1.200” found, which can be read in two" in problem


def test_dates_in_a_text_column_are_written_as_iso_does(tmp_path: Path) -> None:
    cells = {
        **FIRMS, "C1": "Gespräch",
        "C2": datetime.date(2024, 3, 1), "C3": datetime.datetime(2024, 3, 1, 9, 30),
    }  # fmt: skip
    network = read_network(workbook(tmp_path / "n.xlsx", Betriebe=cells))
    assert network.organisations["Gespräch"].to_list() == ["2024-03-01", "2024-03-01 09:30:00"]


def test_example_rows_are_left_out_and_an_untouched_table_is_not_given(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "n.xlsx",
        Betriebe={**FIRMS, "A3": "Beispiel-Betrieb"},
        Kontakte={"A1": "manager", "B1": "organisation", "A2": "example-m", "B2": "beispiel-b"},
        Kompetenzen={"A1": "id"},
        Mitgliedschaften={},
    )
    network, facts = read_with_facts(path)
    assert network.organisations["id"].to_list() == ["a"]
    assert list(network.tables) == ["organisations", "skills"]
    left_out = "Example rows are left out (ids that begin with beispiel-, example-)."
    assert facts == (
        left_out,
        "The sheet Mitgliedschaften is empty and left alone.",
    )


# ---- what is wrong


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"C2": "zwölf"}, "cell C2, column employees: “zwölf” found; a whole number is expected"),
        ({"C2": 1.5}, "cell C2, column employees: “1.5” found; a whole number is expected"),
        ({"C2": True}, "cell C2, column employees: “true” found; a whole number is expected"),
        (
            {"C2": datetime.date(2024, 3, 1)},
            "cell C2, column employees: the date or time 2024-03-01 found; a number is expected",
        ),
        (
            {"C2": datetime.time(9, 30)},
            "cell C2, column employees: the date or time 09:30:00 found; a number is expected",
        ),
        (
            {"B2": ("=A1", None, "#REF!")},
            "cell B2, column kind: #REF! found, the result of a formula; a value is expected",
        ),
        (
            {"A3": ("=A1", None, "#DIV/0!")},
            "cell A3, column id: #DIV/0! found, the result of a formula; a value is expected",
        ),
        (
            {"C3": "#BEZUG!"},
            "cell C3, column employees: #BEZUG! found, the result of a formula; a value is "
            "expected",
        ),
        ({"C1": "id"}, "cell C1, column id: column id found twice; each is expected once"),
        (
            {"D3": "x", "E1": "name"},
            "cell D3: a value found in a column without a name; a name is expected above "
            "it",
        ),
        (
            {"C3:C4": "x"},
            "cell C3:C4, column employees: merged cells found inside a table; expected is one "
            "cell for each value",
        ),
        ({"A3": ""}, "cell A3, column id: nothing found; a value is expected in every row"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_told_with_its_address(
    change: Cells, expected: str, tmp_path: Path
) -> None:
    cells = {**FIRMS, "C1": "employees", **change}
    path = workbook(tmp_path / "n.xlsx", Betriebe=cells)
    assert f"n.xlsx, sheet Betriebe, {expected}" in told(path)


def test_a_formula_without_a_result_is_no_empty_cell(tmp_path: Path) -> None:
    path = workbook(tmp_path / "n.xlsx", Betriebe={**FIRMS, "C1": "name", "C2": ("=A1", None, 7)})
    repacked(path, lambda data: data.replace(b"<v>7</v>", b""))
    assert told(path) == [
        "n.xlsx, sheet Betriebe, cell C2, column name: a formula without a result found; open the "
        "workbook in Excel and save it"
    ]


def test_errors_have_their_german_names(tmp_path: Path) -> None:
    language.use("de")
    path = workbook(tmp_path / "n.xlsx", Betriebe={**FIRMS, "B2": ("=A1", None, "#N/A")})
    assert "#NV gefunden" in told(path)[0]


def test_two_sheets_that_mean_the_same_table(tmp_path: Path) -> None:
    path = workbook(tmp_path / "n.xlsx", Betriebe=FIRMS, Organisationen=FIRMS)
    assert told(path) == [
        "n.xlsx, sheet Organisationen: the same table as sheet Betriebe; it is expected once"
    ]


def test_a_workbook_without_a_known_sheet_names_the_nearest(tmp_path: Path) -> None:
    (problem,) = told(workbook(tmp_path / "n.xlsx", Tabelle1={}, Betreibe=FIRMS))
    assert problem.startswith("n.xlsx: no sheet with a table found; the sheets are: Tabelle1, Bet")
    assert problem.endswith("did you mean Betriebe?")


def test_a_sheet_without_headings_names_those_that_are_known(tmp_path: Path) -> None:
    (problem,) = told(workbook(tmp_path / "n.xlsx", Betriebe={"B2": "knid", "B3": 3}))
    assert "sheet Betriebe: no row with the names of columns found; known are: id, kind" in problem
    assert problem.endswith("did you mean kind?")


def test_what_follows_from_a_wrong_cell_is_not_told_again(tmp_path: Path) -> None:
    cells = {**FIRMS, "A3": ("=X1", None, "#REF!"), "B3:B5": "firm", "A4": "c", "A5": "d"}
    assert len(told(workbook(tmp_path / "n.xlsx", Betriebe=cells))) == 2


# ---- files that are no workbooks, or that would fill a computer


def old_file(*names: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "".join(names).encode("utf-16-le")


def archive(**parts: str) -> bytes:
    with io.BytesIO() as data, zipfile.ZipFile(data, "w") as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "/").replace("_", "."), text)
        file.close()
        return data.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "an empty file found; a workbook saved as .xlsx is expected"),
        (old_file("EncryptedPackage"), "a workbook with a password found; save it without one"),
        (old_file("Workbook"), "a workbook of an old kind found; save it as .xlsx"),
        (b"id;kind\n", "no workbook found in this file; one saved as .xlsx is expected"),
        (archive(a_txt=""), "no workbook found in this file; one saved as .xlsx is expected"),
        (archive(xl__workbook_bin=""), "a binary workbook (.xlsb) found; save it as .xlsx"),
        (
            archive(mimetype="", content_xml=""),
            "a sheet of OpenDocument (.ods) found; save it as .xlsx",
        ),
        (
            b"PK\3\4" + bytes(60),
            "a workbook found that is damaged or not whole; save it again in Excel",
        ),
        (
            archive(xl__workbook_xml="<workbook"),
            "a workbook found that is damaged or not whole; save it again in Excel",
        ),
    ],
)
def test_a_file_that_is_no_workbook(data: bytes, expected: str, tmp_path: Path) -> None:
    (tmp_path / "n.xlsx").write_bytes(data)
    assert told(tmp_path / "n.xlsx") == [f"n.xlsx: {expected}"]


def test_a_file_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    path = workbook(tmp_path / "n.xlsx", Betriebe=FIRMS)
    monkeypatch.setattr(Path, "open", refuse)
    assert told(path) == ["n.xlsx: the file cannot be read: Permission denied"]


def test_a_workbook_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_network(hard_to_keep(), tmp_path / "no" / "one.xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", [".xls", ".ods", ".xlsb"])
def test_the_ending_of_another_spreadsheet(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"n{ending}"
    path.write_bytes(b"")
    expected = f"“{ending}” is not read; expected is a workbook saved as .xlsx"
    assert told(path) == [f"{path}: {expected}"]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.99])
def test_a_truncated_workbook(share: float, tmp_path: Path) -> None:
    path = workbook(tmp_path / "n.xlsx", Betriebe=FIRMS)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    (problem,) = told(path)
    assert "damaged or not whole" in problem


@pytest.mark.parametrize(
    ("cell", "row", "column"), [("XFD1048576", 1_048_576, 16_384), ("J900000", 900_000, 10)]
)
def test_a_cell_far_away_takes_no_room(cell: str, row: int, column: int, tmp_path: Path) -> None:
    path = workbook(tmp_path / "n.xlsx", Betriebe={**FIRMS, cell: 1})
    (problem,) = told(path)
    assert f"reaches to row {row} and column {column} found, too large to be read" in problem


@pytest.mark.parametrize("address", ["A1000000000", "ZZZZZZ1", "A4294967297", "zzzzzz2"])
def test_an_address_that_no_sheet_has_takes_no_room(address: str, tmp_path: Path) -> None:
    path = workbook(tmp_path / "n.xlsx", Betriebe={**FIRMS, "C3": 1})
    repacked(path, lambda data: data.replace(b'r="C3"', f"r = '{address}'".encode()))
    (problem,) = told(path)
    assert "too large to be read" in problem


def test_a_promised_size_takes_no_room(tmp_path: Path) -> None:
    path = workbook(tmp_path / "n.xlsx", Betriebe=FIRMS)
    repacked(path, lambda data: data.replace(b'ref="A1:B3"', b'ref="A1:XFD1000000000"'))
    assert read_network(path).organisations.height == 2


def test_texts_that_are_promised_take_no_room(tmp_path: Path) -> None:
    path = workbook(tmp_path / "n.xlsx", Betriebe=FIRMS)
    promise = b'uniqueCount="4294967295"'
    repacked(path, lambda data: re.sub(rb'uniqueCount="\d+"', promise, data))
    (problem,) = told(path)
    assert "damaged or not whole" in problem


def test_cells_without_an_address_are_counted(tmp_path: Path) -> None:
    path = workbook(tmp_path / "n.xlsx", Betriebe=FIRMS)
    bare = repacked(path, lambda data: data.replace(b' r="', b' q="').replace(b" q", b" x"))
    assert read_network(bare).organisations["id"].to_list() == ["a", "b"]
    more = b"<row/>" * 4000 + b"<row>" + b"<c/>" * 4000 + b"</row></sheetData>"
    repacked(path, lambda data: data.replace(b"</sheetData>", more))
    (problem,) = told(path)
    assert "too large to be read" in problem


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = workbook(tmp_path / "n.xlsx", Betriebe=FIRMS)
    repacked(path, bytes, **{"xl/media/image1.bin": bytes(310_000_000)})
    assert path.stat().st_size < 1_000_000
    (problem,) = told(path)
    assert re.search("more than [0-9]{2} megabytes found when unpacked", problem)


def test_a_large_workbook_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel_parts, "MOST_BYTES", 1_000_000)
    path = workbook(tmp_path / "n.xlsx", Betriebe=FIRMS)
    repacked(path, bytes, **{"xl/media/image1.bin": random.Random(1).randbytes(1_000_000)})
    (problem,) = told(path)
    assert "more than 1 megabytes found when unpacked" in problem


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/workbook.xml"])
def test_entities_are_refused(part: str, tmp_path: Path) -> None:
    path = workbook(tmp_path / "n.xlsx", Betriebe=FIRMS)
    bomb = b'<!DOCTYPE a [<!ENTITY b "ccc"><!ENTITY d "&b;&b;">]>'
    repacked(path, lambda data: data.replace(b"?>", b"?>" + bomb, 1), part)
    assert told(path) == ["n.xlsx: a workbook that defines entities found; none is read"]


@pytest.mark.slow
def test_a_hundred_thousand_rows_are_read_in_time(tmp_path: Path) -> None:
    n = 100_000
    frame = pl.DataFrame(
        {
            "id": [f"b{i}" for i in range(n)],
            "kind": ["firm"] * n,
            "name": [f"Firma {i}" for i in range(n)],
            "region": [f"r{i % 8}" for i in range(n)],
            "employees": [10 + i % 40 for i in range(n)],
            "account_euros": [i * 0.37 for i in range(n)],
            "member": [i % 3 == 0 for i in range(n)],
        }
    )
    network = check_frames("large", {"organisations": frame})
    write_network(network, tmp_path / "large.xlsx")
    began = time.process_time()
    again = read_network(tmp_path / "large.xlsx")
    assert time.process_time() - began < 15
    assert again.fingerprint == network.fingerprint
