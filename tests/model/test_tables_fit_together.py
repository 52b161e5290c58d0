"""Skills, trainings, levels and regions that do not fit together, and those that do."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from qvgraph.model.files import read_network
from qvgraph.problems import InputError

SKILLS = "id\ncnc\nai\nwelding\n"
ORGANISATIONS = (
    "id,kind,region,waiting\n"
    "firm-1,firm,ulm,\nfirm-2,firm,ulm,\nfirm-3,firm,aalen,\nchamber,association,ulm,\n"
)
TRAININGS = (
    "id,skills,region\n"
    "ulm-cnc,cnc,ulm\nulm-ai,ai,ulm\naalen-cnc,cnc,aalen\nanywhere,welding,\n"
)  # fmt: skip
TABLES = {"organisations": ORGANISATIONS, "skills": SKILLS, "trainings": TRAININGS}

WRONG: Mapping[str, tuple[Mapping[str, str], str]] = {
    "a training of an unknown skill": (
        {"trainings": "id,skills\nt,cnc;weldin\n"},
        "trainings.csv line 2, column skills: “weldin” found; expected is an id from the table "
        "skills; did you mean welding?",
    ),
    "a training without a skill": (
        {"trainings": "id,skills\nt,\n"},
        "trainings.csv line 2, column skills: nothing found; a value is expected in every row",
    ),
    "a training of nothing but a semicolon": (
        {"trainings": "id,skills\nt,cnc\nu, ;\n"},
        "trainings.csv line 3, column skills: “;” found; one skill or two different ones are "
        "expected",
    ),
    "a training whose second skill was forgotten": (
        {"trainings": "id,skills\nt,cnc;\n"},
        "trainings.csv line 2, column skills: “cnc;” found; one skill or two different ones are "
        "expected",
    ),
    "a catalogue without rows": (
        {"skills": "id\n", "trainings": "id,skills\nt,cnc\n"},
        "trainings.csv line 2, column skills: “cnc” found; expected is an id from the table skills",
    ),
    "a training of a region that does not exist": (
        {"trainings": "id,skills,region\nt,cnc,Allen\n"},
        "trainings.csv line 2, column region: “Allen” found; expected is a region of the "
        "organisations: ulm, aalen; did you mean aalen?",
    ),
    "a training of an unknown provider": (
        {"trainings": "id,skills,provider\nt,cnc,chambre\n"},
        "trainings.csv line 2, column provider: “chambre” found; expected is an id from the table "
        "organisations; did you mean chamber?",
    ),
    "a level of an unknown skill": (
        {"levels": "organisation,skill,need\nfirm-1,cnc,1\nfirm-1,CNC-mill,1\n"},
        "levels.csv line 3, column skill: “CNC-mill” found; expected is an id from the table "
        "skills",
    ),
    "a level of a skill in other capitals": (
        {"levels": "organisation,skill\nfirm-1,Welding\n"},
        "levels.csv line 2, column skill: “Welding” found; expected is an id from the table "
        "skills; did you mean welding?",
    ),
    "a level of an unknown firm": (
        {"levels": "organisation,skill\nfim-1,cnc\n"},
        "levels.csv line 2, column organisation: “fim-1” found; expected is an id from the table "
        "organisations; did you mean firm-1?",
    ),
    "a level of an association": (
        {"levels": "organisation,skill\nchamber,cnc\n"},
        "levels.csv line 2, column organisation: “chamber” found; the id of a firm is expected",
    ),
    "two levels of one firm in one skill": (
        {"levels": "organisation,skill,need\nfirm-1,cnc,1\nfirm-1,cnc,0.5\n"},
        "levels.csv line 3, column skill: “firm-1” and “cnc” found again after levels.csv line 2, "
        "column skill; each pair is expected once",
    ),
    "a firm that waits for an unknown training": (
        {"organisations": ORGANISATIONS.replace("firm-1,firm,ulm,", "firm-1,firm,ulm,ulm-cn")},
        "organisations.csv line 2, column waiting: “ulm-cn” found; expected is an id from the "
        "table trainings; did you mean ulm-cnc?",
    ),
    "a firm that waits for a training of another region": (
        {"organisations": ORGANISATIONS.replace("firm-1,firm,ulm,", "firm-1,firm,ulm,aalen-cnc")},
        "organisations.csv line 2, column waiting: “aalen-cnc” found, a training of the region "
        "“aalen”; expected is one that can be had in “ulm”; did you mean ulm-cnc?",
    ),
    "a region without a firm": (
        {"organisations": ORGANISATIONS + "union,association,Alen,\nhall,institution,Alen,\n"},
        "organisations.csv line 6, column region: “Alen” found, a region without a firm; expected "
        "is one with firms: ulm, aalen; did you mean aalen?",
    ),
    "an association without a region beside others with one": (
        {"organisations": ORGANISATIONS + "union,association,,\n"},
        "organisations.csv line 6, column region: “” found, a region without a firm; expected is "
        "one with firms: ulm, aalen",
    ),
    "a manager of another region than the firm": (
        {
            "organisations": "id,kind,region,manager\na,firm,ulm,\nb,firm,aalen,m\n",
            "trainings": "id,skills\n",
            "managers": "id,region\nm,ulm\n",
        },
        "organisations.csv line 3, column manager: “m” and “b” belong to different regions; the "
        "same region is expected for both",
    ),
}

FITTING: Mapping[str, Mapping[str, str]] = {
    "as they stand": {},
    "a firm that provides": {"trainings": "id,skills,provider\nt,cnc,firm-1\n"},
    "a firm that waits for a training of its region, another for one to be had everywhere": {
        "organisations": ORGANISATIONS.replace(
            "firm-1,firm,ulm,", "firm-1,firm,ulm,ulm-ai"
        ).replace("firm-3,firm,aalen,", "firm-3,firm,aalen,anywhere")
    },
    "no list for others than firms": {
        "organisations": ORGANISATIONS.replace("association,ulm,", "association,ulm,aalen-cnc")
    },
    "skills that nobody needs": {"levels": "organisation,skill,need\nfirm-1,cnc,0\n"},
    "more stock than need": {"levels": "organisation,skill,need,stock\nfirm-1,cnc,0.2,0.9\n"},
    "no training": {"trainings": "id,skills\n"},
    "no skill": {"skills": "id\n", "trainings": "id,skills\n"},
}


def problems_of(folder: Path, files: Mapping[str, str]) -> list[str]:
    for table, text in {**TABLES, **files}.items():
        (folder / f"{table}.csv").write_text(text, "utf-8")
    try:
        read_network(folder)
    except InputError as error:
        return str(error).splitlines()
    return []


@pytest.mark.parametrize("case", WRONG)
def test_what_does_not_fit_is_one_problem_that_says_where_and_what(case: str, tmp_path: Path):
    files, expected = WRONG[case]
    assert problems_of(tmp_path, files) == [expected]


@pytest.mark.parametrize("case", FITTING)
def test_what_fits_is_no_problem(case: str, tmp_path: Path):
    assert problems_of(tmp_path, FITTING[case]) == []
