"""Answers to a survey, in the three shapes in which they are exported."""

from pathlib import Path

import pytest

from qvgraph.model.files import Asked, read_network, read_with_facts
from qvgraph.model.network import Network
from qvgraph.problems import InputError

ORGANISATIONS = """id;kind;name
f1;Betrieb;Müller GmbH
f2;Betrieb;Maier Guss
f3;Betrieb;Weber KG
v;Verband;Südwestmetall
"""
COLUMNS = """
organisations = "orgs.csv"
respondent = "Betrieb"
[partners]
columns = ["Partner 1", "Partner 2"]
[strength]
columns = ["Wie oft 1", "Wie oft 2"]
scale = [0, 5]
words = { "täglich" = 1.0, "selten" = 0.1 }
[trust]
columns = ["Vertrauen 1", "Vertrauen 2"]
scale = [1, 5]
"""
HEAD = "Betrieb;Partner 1;Wie oft 1;Vertrauen 1;Partner 2;Wie oft 2;Vertrauen 2\n"
LIST = 'organisations = "orgs.csv"\nrespondent = "who"\n[partners]\nlist = "asks"\n'
ROSTER = """
organisations = "orgs.csv"
respondent = "who"
[partners]
roster = "How often: *"
[strength]
scale = [0, 4]
[trust]
roster = "Trust: *"
scale = [1, 5]
"""


def put(path: Path, answers: str, mapping: str, organisations: str = ORGANISATIONS) -> Path:
    for name, text in (("a.csv", answers), ("map.toml", mapping), ("orgs.csv", organisations)):
        (path / name).write_text(text, encoding="utf-8")
    return path / "a.csv"


def read(path: Path) -> Network:
    return read_network(path, survey=path.parent / "map.toml")


def ties(network: Network) -> list[tuple[object, ...]]:
    assert network.ties is not None
    return network.ties.select("source", "target", "strength", "trust").rows()


def told(path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(path)
    return [str(problem) for problem in caught.value.problems]


def test_partners_in_columns_with_frequency_and_trust(tmp_path: Path) -> None:
    answers = "Müller GmbH;maier-guss;täglich;4;Weber KG;2,5;1\nf2;MÜLLER GMBH;3;;;;\n"
    network = read(put(tmp_path, HEAD + answers, COLUMNS))
    assert ties(network) == [
        ("f1", "f2", 1.0, 0.75), ("f1", "f3", 0.5, 0.0), ("f2", "f1", 0.6, None),
    ]  # fmt: skip


def test_who_did_not_answer_is_known(tmp_path: Path) -> None:
    path = put(tmp_path, HEAD + "f1;;;;;;\n", COLUMNS)
    network, facts = read_with_facts(path, Asked(survey=tmp_path / "map.toml"))
    assert network.organisations.select("id", "responded").rows() == [
        ("f1", True), ("f2", False), ("f3", False), ("v", False),
    ]  # fmt: skip
    assert "Answers: 1 rows; of 4 organisations 3 did not answer." in facts
    assert ties(network) == []


def test_partners_in_a_list(tmp_path: Path) -> None:
    answers = 'who,asks\nf1,"Maier Guss, Weber KG; Maier Guss"\nf3,Müller GmbH\nf2,Maier Guss\n'
    path = put(tmp_path, answers, LIST)
    network, facts = read_with_facts(path, Asked(survey=tmp_path / "map.toml"))
    assert [tie[:2] for tie in ties(network)] == [("f1", "f2"), ("f1", "f3"), ("f3", "f1")]
    assert "Loops dropped (ties of a node with itself): 1." in facts
    assert [fact for fact in facts if "more than once: 1 dropped" in fact]


def test_a_column_for_each_organisation(tmp_path: Path) -> None:
    head = "who,How often: Müller GmbH,How often: f2,Trust: Müller GmbH,Trust: f2\n"
    network = read(put(tmp_path, head + "f3,4,0,5,\nf1,,2,,3\n", ROSTER))
    assert ties(network) == [("f1", "f2", 0.5, 0.5), ("f3", "f1", 1.0, 1.0)]


def test_a_ticked_column_is_a_tie_of_unknown_strength(tmp_path: Path) -> None:
    mapping = LIST.replace('list = "asks"', 'roster = "asks *"')
    network = read(put(tmp_path, "who,asks f2,asks f3\nf1,x,nein\n", mapping))
    assert ties(network) == [("f1", "f2", None, None)]


def test_names_that_match_nobody_are_listed_once_with_the_nearest(tmp_path: Path) -> None:
    answers = "who,asks\nf1,Webr KG\nf2,Webr KG\nf3,xyz\n"
    assert told(put(tmp_path, answers, LIST)) == [
        "a.csv line 2, column asks: “Webr KG” matches no organisation (2 times); its id or name is "
        "expected, or a line under [names] of the mapping; did you mean Weber KG?",
        "a.csv line 4, column asks: “xyz” matches no organisation (1 times); its id or name is "
        "expected, or a line under [names] of the mapping",
    ]


def test_the_mapping_settles_names(tmp_path: Path) -> None:
    answers = "who,asks\nf1,Webr KG\nDie Müllers,xyz\n"
    names = '[names]\n"Webr KG" = "f3"\nxyz = ""\n"die müllers" = "f2"\n'
    assert [tie[:2] for tie in ties(read(put(tmp_path, answers, LIST + names)))] == [("f1", "f3")]


def test_all_that_is_wrong_in_the_answers_comes_at_once(tmp_path: Path) -> None:
    answers = "f1;f2;oft;9;;;\n;f2;;;;;\nf1;f2;seltn;;;;\n"
    lines = told(put(tmp_path, HEAD + answers, COLUMNS))
    assert lines == [
        "a.csv line 3, column Betrieb: nothing found; a value is expected in every row",
        "a.csv line 4, column Betrieb: “f1” answered already at a.csv line 2, column Betrieb; one "
        "row is expected for each",
        "a.csv line 2, column Wie oft 1: “oft” found; expected is one of: 0 … 5, täglich, selten",
        "a.csv line 2, column Vertrauen 1: “9” found; expected is one of: 1 … 5",
        "a.csv line 4, column Wie oft 1: “seltn” found; expected is one of: 0 … 5, täglich, selten"
        "; did you mean selten?",
    ]


def test_columns_that_are_not_there_are_told_with_the_nearest(tmp_path: Path) -> None:
    lines = told(put(tmp_path, HEAD.replace("Partner 2", "Partnr 2"), COLUMNS))
    assert lines == ["a.csv: there is no column Partner 2; did you mean Partnr 2?"]
    lines = told(put(tmp_path, "who,asks\n", ROSTER))
    assert lines == ["a.csv: no column fits How often: *", "a.csv: no column fits Trust: *"]


@pytest.mark.parametrize(
    ("mapping", "expected"),
    [
        ("x = [", ["map.toml: no TOML:"]),
        (
            'respondnt = "who"\n[partners]\nlist = "a"\nroster = "b"\n',
            [
                "map.toml respondnt: no such key",
                "map.toml organisations: a text is expected",
                "map.toml respondent: a text is expected",
                "map.toml [partners]: exactly one of columns, list, roster is expected",
                "map.toml [partners] roster: a heading with one *",
            ],
        ),
        (
            LIST + "[strength]\nscale = [3, 3]\nwords = { a = 2 }\n[names]\nx = 1\n",
            [
                "map.toml [strength] scale: two numbers are expected",
                "map.toml [strength] words: words with a number from 0 to 1",
                "map.toml [names] x: an id is expected",
            ],
        ),
        (
            COLUMNS.replace(', "Vertrauen 2"]', "]"),
            ["map.toml [trust] columns: 1 columns found; expected are 2, one for each"],
        ),
        (LIST.replace("orgs.csv", "org.csv"), ["org.csv: nothing of this name found"]),
    ],
)
def test_what_is_wrong_with_the_mapping(mapping: str, expected: list[str], tmp_path: Path) -> None:
    lines = told(put(tmp_path, "who,asks\nf1,f2\n", mapping))
    assert len(lines) == len(expected)
    for line in expected:
        assert [one for one in lines if line in one], (line, lines)


def test_the_organisations_may_be_a_whole_network(tmp_path: Path) -> None:
    ulm = Path(__file__).parents[2] / "docs" / "examples" / "ulm"
    first, second = read_network(ulm).organisations["id"][:2]
    mapping = LIST.replace("orgs.csv", ulm.as_posix())
    network = read(put(tmp_path, f"who,asks\n{first},{second}\n", mapping))
    assert [tie[:2] for tie in ties(network)] == [(first, second)]
    assert network.managers is not None
    assert network.organisations["responded"].sum() == 1


def workbook(path: Path, rows: list[list[object]], sheet: str = "Antworten") -> Path:
    import xlsxwriter

    with xlsxwriter.Workbook(path / "a.xlsx") as book:
        book.add_worksheet("Deckblatt").write_row(2, 1, ["Befragung", 2024])
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number + 3, 0, row)
    return path / "a.xlsx"


ROWS: list[list[object]] = [
    ["Betrieb", "Partner 1", "Wie oft 1", "Vertrauen 1", "Partner 2", "Wie oft 2", "Vertrauen 2"],
    ["Müller GmbH", "Maier Guss", "täglich", 4, "Weber KG", 2.5, 1],
    ["f2", "Müller GmbH", 3, "", "", "", ""],
]


def test_answers_in_a_workbook_are_read_as_those_in_csv(tmp_path: Path) -> None:
    put(tmp_path, HEAD, 'sheet = "Antworten"\n' + COLUMNS)
    network = read(workbook(tmp_path, ROWS))
    assert ties(network) == [
        ("f1", "f2", 1.0, 0.75), ("f1", "f3", 0.5, 0.0), ("f2", "f1", 0.6, None),
    ]  # fmt: skip


def test_problems_of_a_workbook_name_its_cells(tmp_path: Path) -> None:
    put(tmp_path, HEAD, 'sheet = "Antworten"\n' + COLUMNS)
    wrong = [ROWS[0], ["Müller GmbH", "Mayer Guss", "oft", 4, "", "", ""]]
    lines = told(workbook(tmp_path, wrong))
    assert lines[0].startswith("a.xlsx, sheet Antworten, cell C5, column Wie oft 1: “oft” found")
    assert lines[1].startswith("a.xlsx, sheet Antworten, cell B5, column Partner 1: “Mayer Guss”")
    assert lines[1].endswith("did you mean Maier Guss?")
    assert len(lines) == 2


def test_a_sheet_that_is_not_there_is_told_with_the_nearest(tmp_path: Path) -> None:
    put(tmp_path, HEAD, 'sheet = "Antwort"\n' + COLUMNS)
    assert told(workbook(tmp_path, ROWS)) == [
        "a.xlsx: no sheet Antwort found; the sheets are: Deckblatt, Antworten; did you mean "
        "Antworten?"
    ]
    put(tmp_path, HEAD, COLUMNS)  # the first sheet holds something else
    assert told(workbook(tmp_path, ROWS))[0].endswith("there is no column Betrieb")


@pytest.mark.parametrize(
    ("organisations", "expected"),
    [
        ("empty", "the table organisations is missing"),
        ("n" * 300, "nothing of this name found"),
        ("orgs.csv", "orgs.csv: no row found"),
    ],
)
def test_organisations_that_are_not_there_are_told(
    organisations: str, expected: str, tmp_path: Path
) -> None:
    mapping = LIST.replace("orgs.csv", organisations)
    path = put(tmp_path, "who,asks\nf1,f2\n", mapping, organisations="id;kind\n")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError) as caught:
        read(path)
    assert expected in str(caught.value)


@pytest.mark.parametrize("end", ["nan", "inf", "1" + "0" * 400])
def test_a_scale_has_two_numbers_that_can_be_reckoned_with(end: str, tmp_path: Path) -> None:
    mapping = ROSTER.replace("scale = [0, 4]", f"scale = [0, {end}]")
    with pytest.raises(InputError, match=r"map\.toml \[strength\] scale: two numbers"):
        read(put(tmp_path, "who,How often: f2,Trust: f2\nf1,1,1\n", mapping))
