"""What wrong study files are told: file, line, table, key, what was found, what is expected.

The files lie in ``wrong/``, each with the fault that its name says, and beside them the table of
what they are told, word for word.
"""

import re
import sys
from pathlib import Path

import pytest
from told import FILES, WRONG, committed, problems_of

from qvgraph.problems import InputError
from qvgraph.study.reading import read_study

pytestmark = pytest.mark.usefixtures("english")

START = 'baseline = "a"\n[network]\nprofile = "pilot"\n[scenario.a]\n'
"""A sound study of four lines; what is appended belongs to scenario a."""

PLACE = re.compile(r"(?P<file>\S+\.toml)(?: line (?P<line>\d+))?(?: (?P<key>.+))?")
ALLOWED = re.compile(
    r" expected|did you mean |belongs |cannot be set for|lists them all|no such (?:date|character)"
)
ENGLISH = re.compile(r"\b(?:found|expected|line|no such|did you|is|are|the|belongs|already|of)\b")


# --- the files ------------------------------------------------------------------------------------


def test_there_are_wrong_files_enough():
    assert len(FILES) >= 60


@pytest.mark.parametrize("file", FILES)
def test_a_wrong_file_is_told_this_word_for_word(file: str):
    assert [str(problem) for problem in problems_of(file, "en")] == committed()[file]


def test_the_table_speaks_of_no_other_file():
    assert list(committed()) == FILES


@pytest.mark.parametrize("file", FILES)
def test_one_fault_is_told_in_one_line_and_three_in_three(file: str):
    told = [str(problem) for problem in problems_of(file, "en")]
    two = ("nothing-at-all.toml", "only-a-comment.toml", "judged-past-the-end-by-the-rule.toml")
    assert len(told) == (3 if file.startswith("three-faults") else 2 if file in two else 1)
    assert all(line.isprintable() for line in told)


@pytest.mark.parametrize("file", FILES)
def test_problems_come_in_the_order_of_the_file(file: str):
    lines = [problem.line for problem in problems_of(file, "en") if problem.line]
    assert lines == sorted(lines)


@pytest.mark.parametrize("file", FILES)
def test_the_line_is_the_one_on_which_the_fault_stands(file: str):
    """The key, or the part of its value that is wrong, is read on that very line."""
    written = ["", *(WRONG / file).read_bytes().decode("utf-8-sig", "replace").split("\n")]
    for problem in problems_of(file, "en"):
        place = PLACE.fullmatch(problem.where)
        assert place, problem
        assert place["file"] == file
        assert bool(place["line"]) == bool(problem.line)
        if place["line"] is None:  # something is missing, which stands nowhere
            assert re.search("missing|no scenario|exactly one", problem.what)
        elif place["key"]:
            last = re.split(r"[.\s\[\]]+", place["key"].strip('[]"'))[-1]
            part = re.sub(r"from month (\d+) on: .*", r"\1", problem.what).split(" found")[0]
            line = written[problem.line or 0]
            assert last in line or part.split(":")[0].strip('"') in line, (problem, line)


@pytest.mark.parametrize("file", FILES)
def test_every_problem_says_what_is_allowed(file: str):
    for problem in problems_of(file, "en"):
        assert ALLOWED.search(problem.what), problem
        if file.startswith("misspelt"):
            assert "; did you mean " in problem.what


@pytest.mark.parametrize("file", FILES)
def test_in_german_the_same_places_are_told_without_an_english_word(file: str):
    english, german = problems_of(file, "en"), problems_of(file, "de")
    assert [one.where.replace(" line ", " Zeile ") for one in english] == [
        one.where for one in german
    ]
    for one, other in zip(english, german, strict=True):
        said = re.sub(r'"[^"]*"', "", other.what)  # what was found is as it was written
        assert one.what != other.what
        assert not ENGLISH.search(said), other


@pytest.mark.skipif(
    sys.version_info >= (3, 15),
    reason="tomllib reads TOML 1.1 from 3.15 on, where such braces are no fault",
)
def test_braces_over_two_lines_are_told_to_end_on_the_first(problems):
    [problem] = problems(START + "membership.time_euros = { micro = 30,\n    small = 48 }\n")
    assert problem == (
        "half.toml line 5 [scenario.a] membership.time_euros: this is no TOML: the table in braces "
        "has no end; a closing brace is expected on the same line"
    )


# --- where a study lies ---------------------------------------------------------------------------


def test_a_folder_is_no_study(tmp_path: Path):
    with pytest.raises(InputError, match="a folder found; a study file is expected"):
        read_study(tmp_path)


def test_a_missing_file_is_told_the_nearest_one_beside_it(tmp_path: Path):
    (tmp_path / "klippe.toml").write_text(START)
    with pytest.raises(InputError, match=r"no such file; .*did you mean klippe\.toml\?"):
        read_study(tmp_path / "klipe.toml")


def test_a_missing_file_is_told_the_nearest_shipped_study():
    with pytest.raises(InputError, match=r"phase-tow: no such file; .*did you mean phase-two\?"):
        read_study("phase-tow")


def test_the_mark_that_windows_puts_in_front_is_no_fault(read):
    assert read("\ufeff" + START.replace("\n", "\r\n")).baseline == "a"


# --- the command line -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ("a.funding.fte", "SCENARIO.PATH=VALUE is expected, the value written as in TOML"),
        ("a.funding.fte 2", "SCENARIO.PATH=VALUE is expected, the value written as in TOML"),
        ("a.funding.fte=", "SCENARIO.PATH=VALUE is expected, the value written as in TOML"),
        ("funding=1", "SCENARIO.PATH=VALUE is expected, the value written as in TOML"),
        ("=1", "SCENARIO.PATH=VALUE is expected, the value written as in TOML"),
        ("", "SCENARIO.PATH=VALUE is expected, the value written as in TOML"),
        ("aa.funding.fte=1", '"aa" found; one of a, b is expected; did you mean a?'),
        ("A.funding.fte=1", '"A" found; one of a, b is expected; did you mean a?'),
        ("funding.fte=1", '"funding" found; one of a, b is expected'),
        ("a.funding.ftee=1", "no such lever or assumption; did you mean funding.fte?"),
        ("a.fte=1", "no such lever or assumption; did you mean funding.fte?"),
        ("*.vists.visit_hours=3", "no such lever or assumption; did you mean visits?"),
        ("a.xyz=1", "no such lever or assumption; qvgraph describe lists them all"),
        ("a.funding=1", "1 found; a name is expected, such as funding.fte"),
        ("a.funding.fte=9", "9 found; a number from 0 to 3 is expected"),
        ("a.funding.fte=abc", '"abc" found; a number from 0 to 3 is expected'),
        ("a.funding.fte=0,5", '"0,5" found; a number from 0 to 3 is expected'),
        ("a.membership.fees=no", '"no" found; true or false is expected'),
        (
            "a.visits.visit_hours=9",
            "9 found; a number from 2 to 6 is expected; outside_range = true at the top of the "
            "file allows it",
        ),
        (
            "a.funding.pilot_months={ 0 = 24, 12 = 36 }",
            "{ 0 = 24, 12 = 36 } found; one value for all months is expected",
        ),
        (
            "a.region.ulm.funding.start_month={ 0 = 6 }",
            "{ 0 = 6 } found; one value for all months is expected",
        ),
        (
            "a.visits.recruiting={ 0 = 0.6, 12 = 2 }",
            "from month 12 on: 2 found; a number from 0 to 0.8 is expected",
        ),
        (
            "a.membership.time_euros={ micro = 30, small = 48, medium = 84 }",
            "{ micro = 30, small = 48, medium = 84 } found; all classes are expected: "
            "{ micro = …, small = …, medium = …, large = … }; missing: large",
        ),
        ("a.judge.month=90", "the same for all scenarios; it belongs under [judge]"),
        ("a.inherits=['a']", "no such lever or assumption; qvgraph describe lists them all"),
        ("a.regoin.ulm.funding.fte=1", "no such lever or assumption; did you mean region?"),
        (
            "a.region.ulmm.funding.fte=1",
            "no such region; one of freiburg, ostwuerttemberg, reutlingen, rhein-neckar, "
            "stuttgart, ulm is expected; did you mean ulm?",
        ),
        (
            "a.region.ulm=1",
            "SCENARIO.region.REGION.PATH=VALUE is expected, the value written as in TOML",
        ),
        (
            "a.region.ulm.network.skills=9",
            "this holds for the whole network; it cannot be set for one region",
        ),
    ],
)
def test_a_wrong_option_is_told_as_it_was_typed(problems, option: str, told: str):
    assert problems(START + "[scenario.b]\n", overrides=[option]) == [f"--set '{option}': {told}"]


def test_an_option_of_two_lines_is_told_in_one(problems):
    [problem] = problems(START, overrides=["a.funding.fte=1\nb.funding.fte=2"])
    assert problem.startswith("--set 'a.funding.fte=1\\nb.funding.fte=2': SCENARIO.PATH=VALUE is")


def test_options_come_after_what_is_wrong_with_the_file(problems):
    found = problems(START + "funding.fte = 9\n", overrides=["a.fte=1", "b.funding.fte=1"])
    assert [one.split(":")[0] for one in found] == [
        "half.toml line 5 [scenario.a] funding.fte",
        "--set 'a.fte=1'",
        "--set 'b.funding.fte=1'",
    ]
