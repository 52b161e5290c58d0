"""What bad input gets: every problem in one message, each with its place and what was expected."""

import importlib
import inspect
import pkgutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from qvgraph import model
from qvgraph.model.checks import CHECKS
from qvgraph.model.files import read_network
from qvgraph.problems import InputError

ORGANISATIONS = "id,kind,region\na,firm,ulm\nb,firm,ulm\nc,firm,stuttgart\nv,association,ulm\n"
MANAGERS = "id,region,host\nm,ulm,v\n"
SKILLS = "id\ncnc\nai\nwelding\n"

FILES = Mapping[str, str | bytes]

WRONG: dict[str, tuple[FILES, list[str]]] = {
    "missing column": (
        {"ties": "source,strength,targt\na,1,b\n"},
        ["ties.csv", "column target is missing", "did you mean targt?"],
    ),
    "missing column that is misspelt": (
        {"ties": "Sorce,target\na,b\n"},
        ["column source is missing", "did you mean Sorce?"],
    ),
    "the same table twice": (
        {"ties": "source,target\na,b\n", "Beziehungen": "von,an\na,b\n"},
        ["ties.csv: the same table as Beziehungen.csv"],
    ),
    "duplicate id": (
        {"organisations": "id,kind\na,firm\nb,firm\na,firm\n"},
        ["organisations.csv line 4, column id", "“a” found again", "line 2"],
    ),
    "duplicate tie": (
        {"ties": "source,target,kind\na,b,\na,b,advice\n"},
        ["ties.csv line 3, column target", "“a” and “b” found again"],
    ),
    "tie to an unknown id": (
        {"organisations": "id,kind\nfirm-1,firm\nv,firm\n", "ties": "source,target\nv,firm-l\n"},
        ["ties.csv line 2, column target", "“firm-l” found", "did you mean firm-1?"],
    ),
    "unknown manager": (
        {"organisations": "id,kind,manager\na,firm,n\n", "managers": "id\nm\n"},
        ["organisations.csv line 2, column manager", "“n” found", "an id from the table managers"],
    ),
    "manager without a table of managers": (
        {"organisations": "id,kind,manager\na,firm,n\nb,firm,o\n"},
        ["organisations.csv line 2, column manager", "“n” found", "table managers is missing"],
    ),
    "unknown skill in a list": (
        {"skills": SKILLS, "trainings": "id,skills\nt,cnc; weldin\n"},
        ["trainings.csv line 2, column skills", "“weldin” found", "did you mean welding?"],
    ),
    "unknown training": (
        {
            "organisations": "id,kind,waiting\na,firm,u\n",
            "skills": SKILLS,
            "trainings": "id,skills\nt,cnc\n",
        },
        ["column waiting", "“u” found", "an id from the table trainings"],
    ),
    "negative employees": (
        {"organisations": "id,kind,employees\na,firm,-3\n"},
        ["organisations.csv line 2, column employees", "-3 found; expected is 0 or more"],
    ),
    "share above 1": (
        {"ties": "source,target,strength\na,b,1.5\n"},
        ["ties.csv line 2, column strength", "1.5 found; expected is 0 to 1"],
    ),
    "text in a number": (
        {"ties": "source,target,strength\na,b,strong\n"},
        ["ties.csv line 2, column strength", "“strong” found; a number is expected"],
    ),
    "text in a whole number": (
        {"organisations": "id,kind,employees\na,firm,zwölf\nb,firm,1.5\n"},
        ["line 2, column employees: “zwölf” found", "line 3, column employees: “1.5” found"],
    ),
    "digits of another script": (
        {"ties": "source,target,strength\na,b,٣\n"},
        ["ties.csv line 2, column strength", "“٣” found; a number is expected"],
    ),
    "NaN": (
        {"ties": "source,target,strength\na,b,NaN\n"},
        ["column strength", "“NaN” found; a number is expected"],
    ),
    "infinity": (
        {"ties": "source,target,strength\na,b,inf\nb,a,1e999\n"},
        ["“inf” found; a number is expected", "“1e999” found; a number is expected"],
    ),
    "comma between decimals of a file with commas": (
        {"ties": 'source,target,strength\na,b,"0,5"\n'},
        ["“0,5” found; a number is expected"],
    ),
    "a point that may be one of thousands": (
        {"organisations": "id;kind;account_euros\na;firm;1.200\n"},
        ["column account_euros", "“1.200” found, which can be read in two ways"],
    ),
    "neither true nor false": (
        {"organisations": "id,kind,member\na,firm,perhaps\n"},
        ["column member", "“perhaps” found; expected is true or false"],
    ),
    "kind not allowed": (
        {"organisations": "id,kind\na,firm\nb,Institutions\n"},
        ["line 3, column kind", "firm, association, institution", "did you mean institution?"],
    ),
    "tie of another kind": (
        {"ties": "source,target,kind\na,b,friendship\n"},
        ["ties.csv line 2, column kind", "“friendship” found; advice is expected"],
    ),
    "empty id": (
        {"organisations": "id,kind\na,firm\n ,firm\n"},
        ["organisations.csv line 3, column id", "nothing found"],
    ),
    "a firm as its own partner": (
        {"ties": "source,target\na,a\n"},
        ["ties.csv line 2, column target", "“a” found on both sides; two different organisations"],
    ),
    "size against employees": (
        {"organisations": "id,kind,size,employees\na,firm,micro,10\nb,firm,large,249\n"},
        ["line 2, column size: “micro” found", "small is expected", "line 3", "medium is expected"],
    ),
    "a firm as association": (
        {"memberships": "organisation,association\na,b\n"},
        ["memberships.csv line 2, column association", "“b” found, which is a firm"],
    ),
    "more participants than seats": (
        {"skills": SKILLS, "trainings": "id,skills,seats,minimum\nt,cnc,5,6\n"},
        ["trainings.csv line 2, column minimum", "6 found", "seats, 5"],
    ),
    "three skills": (
        {"skills": SKILLS, "trainings": "id,skills\nt,cnc;ai;welding\n"},
        ["trainings.csv line 2, column skills", "one skill or two different ones are expected"],
    ),
    "managers of one region differ": (
        {"managers": "id,region,host,diagnosis\nm,ulm,v,0.50\nn,ulm,v,.6\n"},
        ["managers.csv line 3, column diagnosis", "“.6” found, but “0.50” at managers.csv line 2"],
    ),
    "host of another region": (
        {"managers": "id,region,host\nm,stuttgart,v\n"},
        ["managers.csv line 2, column host", "different regions"],
    ),
    "manager of another region": (
        {
            "organisations": ORGANISATIONS + "d,firm,stuttgart\n",
            "managers": MANAGERS,
            "contacts": "manager,organisation\nm,d\n",
        },
        ["contacts.csv line 2, column organisation", "“m” and “d” belong to different regions"],
    ),
    "organisation looked after from another region": (
        {
            "organisations": "id,kind,region,manager\na,firm,ulm,\nb,firm,aalen,m\n",
            "managers": "id,region\nm,ulm\n",
        },
        ["organisations.csv line 3, column manager", "different regions"],
    ),
    "a region that does not exist": (
        {"managers": "id,region\nm,stutgart\n"},
        ["managers.csv line 2, column region", "ulm, stuttgart", "did you mean stuttgart?"],
    ),
    "a region in two spellings": (
        {"organisations": "id,kind,region\na,firm,Bad Ems\nb,firm,Bad Ems\nc,firm,bad  ems\n"},
        ["organisations.csv line 4, column region", "“Bad Ems” is expected"],
    ),
    "levels of an association": (
        {"skills": SKILLS, "levels": "organisation,skill\nv,cnc\n"},
        ["levels.csv line 2, column organisation", "“v” found; the id of a firm is expected"],
    ),
    "an association as member": (
        {"organisations": "id,kind,member\na,firm,1\nv,association,ja\n"},
        ["organisations.csv line 3, column member", "only firms are members"],
    ),
    "a manager with an organisation's id": (
        {"managers": "id,region\na,ulm\n"},
        ["managers.csv line 2, column id", "an organisation's id"],
    ),
    "no firm": (
        {"organisations": "id,kind\nv,association\n"},
        ["organisations.csv", "no firm found"],
    ),
    "no row": ({"organisations": "id,kind\n"}, ["organisations.csv", "no row found"]),
    "UTF-16": (
        {"ties": "source,target\na,b\n".encode("utf-16")},
        ["ties.csv", "byte 0", "UTF-8 or windows-1252 is expected"],
    ),
    "NUL bytes": (
        {"ties": b"source,target\na,\0\n"},
        ["ties.csv", "byte 16", "UTF-8 or windows-1252 is expected"],
    ),
    "neither UTF-8 nor windows-1252": (
        {"ties": b"source,target\na,\x81\n"},
        ["ties.csv", "0x81 found at byte 16", "UTF-8 or windows-1252 is expected"],
    ),
    "empty file": ({"ties": "\n"}, ["ties.csv", "nothing found"]),
    "separators alone": ({"ties": ",,\n"}, ["ties.csv", "nothing found"]),
    "quotation marks around nothing": ({"ties": '"\n"\n'}, ["ties.csv", "nothing found"]),
    "too many fields": (
        {"ties": "source,target\na,b\nb,a,1\n"},
        ["ties.csv line 3", "3 fields found; expected are 2"],
    ),
    "open quotation mark": (
        {"ties": 'source,target\na,b\n"b,a\n'},
        ["ties.csv line 3", "quotation mark"],
    ),
    "field without an end": (
        {"ties": "source,target\na,b\nb," + 140_000 * "a"},
        ["ties.csv line 3", "a field of more than 131,072 signs found"],
    ),
    "heading without an end": (
        {"ties": "source," + 140_000 * "a" + "\na,b\n"},
        ["ties.csv line 1", "a field of more than 131,072 signs found"],
    ),
    "a line of millions of headings": (
        {"ties": "source,target" + 1_500_000 * ",a" + "\na,b\n"},
        ["ties.csv", "1,500,002 columns found; at most 16,384 are expected"],
    ),
    "column twice": (
        {"ties": "source,target,source\na,b,c\n"},
        ["ties.csv line 1", "column source found twice"],
    ),
    "values without a column name": (
        {"ties": "source,target,\na,b,c\n"},
        ["ties.csv line 1", "column 3 has values"],
    ),
    "file named almost like a table": ({"tie": "source\n"}, ["tie.csv", "did you mean ties.csv?"]),
}


def folder_of(path: Path, files: FILES) -> Path:
    for table, content in {"organisations": ORGANISATIONS, **files}.items():
        data = content.encode() if isinstance(content, str) else content
        (path / f"{table}.csv").write_bytes(data)
    return path


def message_of(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_network(path)
    return str(caught.value)


@pytest.mark.parametrize("case", WRONG)
def test_wrong_input_is_named_with_place_value_and_expectation(case: str, tmp_path: Path) -> None:
    files, expected = WRONG[case]
    message = message_of(folder_of(tmp_path, files))
    assert [part for part in expected if part not in message] == []


@pytest.mark.parametrize("case", WRONG)
def test_one_fault_is_one_problem_for_each_row_it_stands_in(case: str, tmp_path: Path) -> None:
    files, expected = WRONG[case]
    lines = message_of(folder_of(tmp_path, files)).splitlines()
    assert all(any(part in line for part in expected) for line in lines)


def test_problems_of_all_files_come_in_one_message(tmp_path: Path) -> None:
    files: FILES = {
        "organisations": "id,kind,employees,member\na,firm,-3,perhaps\na,Frim,many,\n",
        "ties": "source,target\na,z\n",
        "managers": "name\nx\n",
        "contacts": b"\xff\xfe",
        "skill": "id\n",
    }
    with pytest.raises(InputError) as caught:
        read_network(folder_of(tmp_path, files))
    files_named = {problem.where.split()[0] for problem in caught.value.problems}
    assert files_named == {
        "organisations.csv", "ties.csv", "managers.csv", "contacts.csv", "skill.csv",
    }  # fmt: skip
    assert len(caught.value.problems) == 9


def test_a_table_that_cannot_be_read_does_not_make_others_wrong(tmp_path: Path) -> None:
    files: FILES = {"organisations": b"id,kind\na,firm\0\n", "ties": "source,target\na,b\n"}
    assert len(message_of(folder_of(tmp_path, files)).splitlines()) == 1


def test_a_wrong_network_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {"ties": "source,target\na,a\n"})
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    message_of(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_without_organisations_there_is_no_network(tmp_path: Path) -> None:
    (tmp_path / "ties.csv").write_text("source,target\n")
    message = message_of(tmp_path)
    assert "table organisations is missing; it is the only required table" in message


def test_what_makes_no_sense_for_an_institution_is_ignored(tmp_path: Path) -> None:
    lines = "id,kind,sector,size,employees\na,firm,,,\ni,institution,metal,micro,900\n"
    assert read_network(folder_of(tmp_path, {"organisations": lines})).name == tmp_path.name


def test_unknown_columns_are_kept_silently(tmp_path: Path) -> None:
    lines = "id,kind,employes,Notiz\na,firm,12,x\n"
    network = read_network(folder_of(tmp_path, {"organisations": lines}))
    assert network.organisations.select("employes", "Notiz").rows() == [("12", "x")]
    assert network.organisations["employees"].to_list() == [None]


def test_every_check_is_run_once() -> None:
    rooms = [
        importlib.import_module(f"{model.__name__}.{room.name}")
        for room in pkgutil.iter_modules(model.__path__)
    ]
    written = {
        name
        for room in rooms
        for name, _ in inspect.getmembers(room)
        if name.startswith(("fail_if", "tell_of"))
    }
    assert sorted(check.__name__ for check in CHECKS) == sorted(written)
