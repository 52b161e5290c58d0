"""What wrong study files are told: each fault with file, line, key, value and what is expected."""

from pathlib import Path

import pytest

from qvgraph.problems import InputError
from qvgraph.study.reading import read_study

pytestmark = pytest.mark.usefixtures("english")

START = 'baseline = "a"\n[network]\nprofile = "pilot"\n[scenario.a]\n'
"""A sound study of four lines; what is appended belongs to scenario a."""

MIX = "{ micro = 0.5, small = 0.3, medium = 0.14, large = 0.06 }"


# One problem each: what is appended to START, and what the problem must say.
WRONG = {
    "a misspelt name": (
        "visits.visit_huors = 3",
        ["half.toml line 5 [scenario.a] visits.visit_huors", "did you mean visits.visit_hours?"],
    ),
    "a misspelt mechanism": ("visit.visit_hours = 3.0", ["[scenario.a] visit", "mean visits?"]),
    "a name of another mechanism": (
        "funding.visit_hours = 3",
        ["no such lever or assumption", "did you mean visits.visit_hours?"],
    ),
    "a name without its mechanism": ("fte = 1.0", ["[scenario.a] fte", "mean funding.fte?"]),
    "a value for a mechanism": ("funding = 1.0", ["[scenario.a] funding", "names of its own"]),
    "a number as text": ('funding.fte = "1.0"', ['"1.0" found', "a number from 0 to 3"]),
    "a truth value as number": ("funding.fte = true", ["true found", "a number from 0 to 3"]),
    "a truth value as count": ("funding.persons = true", ["true found", "a whole number from 1"]),
    "a number as truth value": ("membership.fees = 1", ["1 found", "true or false"]),
    "a number with a point as count": (
        "funding.taper_months = 3.0",
        ["3.0 found", "a whole number from 0 to 48"],
    ),
    "not a number": ("funding.fte = nan", ["nan found"]),
    "infinite": ("visits.visit_hours = inf", ["inf found"]),
    "minus infinite": ("visits.join_base = -inf", ["-inf found"]),
    "a date": ("funding.fte = 2019-07-01", ["2019-07-01 found"]),
    "a list": ("funding.fte = [1, 2]", ["[1, 2] found"]),
    "more than 64 bits": (f"funding.fte = {10**30}", ["more than 64 bits"]),
    "a lever out of range": ("funding.fte = 9", ["9 found; a number from 0 to 3 is expected"]),
    "an assumption out of range": (
        "visits.visit_hours = 9",
        ["9 found", "from 2 to 6", "outside_range = true"],
    ),
    "an assumption that no range allows": ("visits.tell = 1.5", ["1.5 found", "from 0.3 to 1 is"]),
    "three of four classes": (
        "membership.time_euros = { micro = 30, small = 48, medium = 84 }",
        ["all classes", "large"],
    ),
    "a misspelt class": (
        "membership.time_euros = { mikro = 30, small = 48, medium = 84, large = 168 }",
        ["all classes", "did you mean micro?"],
    ),
    "one number for all classes": ("membership.time_euros = 30", ["30 found", "all classes"]),
    "a class out of its range": (
        "membership.time_euros = { micro = 30, small = 48, medium = 84, large = 999 }",
        ["large: 999 found", "from 70 to 280"],
    ),
    "a class that is text": (
        'membership.time_euros = { micro = "30", small = 48, medium = 84, large = 168 }',
        ['micro: "30" found'],
    ),
    "two of three classes of head counts": (
        "courses.statutory_share = { under_50 = 0, from_500 = 0.75 }",
        ["all classes are expected: { under_50 = …, under_500 = …, from_500 = … }"],
    ),
    "a misspelt class of head counts": (
        "courses.statutory_share = { under_50 = 0, under_500 = 0.5, over_500 = 0.75 }",
        ["all classes", "did you mean from_500?"],
    ),
    "one number for all head counts": (
        "courses.statutory_share = 0.5",
        ["0.5 found", "under_50 = …"],
    ),
    "a share of more than all": (
        "courses.statutory_share = { under_50 = 0, under_500 = 0.5, from_500 = 1.5 }",
        ["from_500: 1.5 found; a number from 0 to 1 is expected"],
    ),
    "classes for a single number": (
        "visits.recruiting = { micro = 0.1, small = 0.1, medium = 0.1, large = 0.1 }",
        ["micro, small, medium, large found", "months are expected as keys"],
    ),
    "a schedule of what cannot change": (
        "funding.pilot_months = { 0 = 24, 12 = 36 }",
        ["one value for all months"],
    ),
    "a schedule with other keys": (
        "visits.recruiting = { 0 = 0.5, later = 0.2 }",
        ["later found", "months are expected as keys"],
    ),
    "a schedule with nothing in it": ("visits.recruiting = {}", ["months are expected as keys"]),
    "a month out of range": (
        "visits.recruiting = { 0 = 0.5, 12 = 2 }",
        ["line 5", "from month 12 on: 2 found", "from 0 to 0.8"],
    ),
    "a rule of its own": ("judge.core = 9", ["[scenario.a] judge", "same for all scenarios"]),
    "a label that is a number": ("label = 3", ["[scenario.a] label", "3 found", "{ de ="]),
    "a label in another language": ('label = { fr = "x" }', ["[scenario.a] label", "{ de ="]),
    "an unknown parent": ('inherits = ["aa"]', ["[scenario.a] inherits", "aa found", "mean a?"]),
    "a scenario that inherits from itself": ('inherits = ["a"]', ["a → a", "circle"]),
    "parents that are no list": ('inherits = "b"', ["[scenario.a] inherits", "list"]),
    "a region that does not exist": (
        "[region.ulmm]\nfunding.fte = 1",
        ["line 5 [region.ulmm]", "one of freiburg, ", "did you mean ulm?"],
    ),
    "a scenario's region that does not exist": (
        "[scenario.a.region.ulmm]\nfunding.fte = 1",
        ["line 5 [scenario.a.region.ulmm]", "did you mean ulm?"],
    ),
    "what holds everywhere set for a region": (
        "[region.ulm]\nnetwork.sectors = 4",
        ["[region.ulm] network.sectors", "whole network"],
    ),
    "a lever among the assumptions": (
        "[assumptions]\nfunding.fte = 1",
        ["line 6 [assumptions] funding.fte", "[levers]"],
    ),
    "an assumption among the levers": (
        "[levers]\nvisits.visit_hours = 3",
        ["line 6 [levers] visits.visit_hours", "[assumptions]"],
    ),
    "a mechanism at the top": ("[visits]\nvisit_hours = 3", ["[visits]", "[levers]"]),
    "an unknown table": ("[scenarios.b]\n", ["[scenarios]", "did you mean scenario?"]),
    "a table that is a number": ("[run]\n[judge.month]\n", ["line 6 [judge] month", "{  } found"]),
    "shares that do not sum to one": (
        "[assumptions]\nnetwork.size_mix = " + MIX.replace("0.06", "0.07"),
        ["line 6 [assumptions] network.size_mix", "sum to 1.01 found"],
    ),
    "a name of a scenario with capitals": ("[scenario.B]\n", ["[scenario.B]", '"B" found']),
    "an unknown rule": ("[judge]\nteta = 0.5", ["line 6 [judge] teta", "did you mean theta?"]),
    "a rule out of range": ("[judge]\ntheta = 0.9", ["[judge] theta", "0.9 found", "0.25 to 0.75"]),
    "a rule that changes": ("[judge]\ncore = { 0 = 9 }", ["[judge] core", "for all months"]),
    "a setting that changes": ("[run]\nseed = { 0 = 9 }", ["[run] seed", "for all months"]),
    "no month to judge in": ("[judge]\nmonth = 0", ["[judge] month", "0 found"]),
    "a judged month past the end": ("[judge]\nmonth = 130", ["130 found", "months = 120"]),
    "an unknown key of the run": ("[run]\nreplicate = 3", ["[run] replicate", "mean replicates?"]),
    "no replicates": ("[run]\nreplicates = 0", ["[run] replicates", "0 found"]),
    "a negative seed": ("[run]\nseed = -1", ["[run] seed", "-1 found"]),
    "a month without year": ('[run]\ncalendar = "07"', ["[run] calendar", '"2019-07"']),
    "a date as month": ("[run]\ncalendar = 2019-07-01", ["[run] calendar", "2019-07-01 found"]),
    "an unknown choice": ('[run]\nkeep = "al"', ["[run] keep", "headline, all", "mean all?"]),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_one_fault_is_one_problem_that_says_where_and_what(case: str, problems):
    appended, fragments = WRONG[case]
    [problem] = problems(START + appended + "\n")
    assert problem.startswith("half.toml")
    for fragment in fragments:
        assert fragment in problem, problem


# Whole files.
UNSOUND = {
    "nothing": (
        "",
        ["half.toml [network]: exactly one of profile and folder is expected"],
        ["half.toml: no scenario found"],
    ),
    "no baseline": (
        START.replace('baseline = "a"\n', ""),
        ["half.toml: baseline is missing; one of a is expected"],
    ),
    "a baseline that is no scenario": (
        START.replace('"a"', '"ab"'),
        ['half.toml line 1 baseline: "ab" found', "did you mean a?"],
    ),
    "a baseline that is no text": (START.replace('"a"', "1"), ["line 1 baseline: 1 found"]),
    "no scenario": (START.replace("[scenario.a]\n", ""), ["half.toml: no scenario found"]),
    "a scenario that is no table": (
        'baseline = "a"\nscenario = { a = 1 }\n[network]\nprofile = "pilot"',
        ["line 2 [scenario.a]", "1 found; a table is expected"],
    ),
    "scenarios that are no table": (
        'scenario = "a"\n[network]\nprofile = "pilot"',
        ["line 1 scenario", "a table is expected"],
        ["no scenario found"],
    ),
    "an unknown profile": (
        START.replace("pilot", "pilto"),
        ["line 3 [network] profile", '"pilto" found; one of region, pilot', "did you mean pilot?"],
    ),
    "a workbook": (
        START.replace("profile =", "file ="),
        ["line 3 [network] file", "not in this version yet"],
    ),
    "no network": (START.replace('profile = "pilot"\n', ""), ["line 2 [network]", "exactly one"]),
    "two networks": (
        START.replace("[scenario", 'folder = "x"\n[scenario'),
        ["line 2 [network]", "exactly one"],
    ),
    "a misspelt assumption about the network": (
        START.replace("[scenario", "firm = 300\n[scenario"),
        ["line 4 [network] firm", "did you mean firms?"],
    ),
    "an assumption set twice": (
        START.replace("[scenario", "firms = 300\n[scenario")
        + "[assumptions]\nnetwork.firms = 300\n",
        ["[assumptions] network.firms", "set under [network] as well"],
    ),
    "no draws": (
        START.replace("[scenario", "draws = 0\n[scenario"),
        ["line 4 [network] draws", "0 found"],
    ),
    "a range that is lifted by a word": (
        'outside_range = "yes"\n' + START,
        ["line 1 outside_range", "true or false"],
    ),
    "an unknown key": ('titel = "x"\n' + START, ["line 1 titel", "did you mean title?"]),
    "a title that is a number": ("title = 1\n" + START, ["line 1 title", "1 found"]),
    "a circle": (
        START
        + 'inherits = ["b"]\n[scenario.b]\ninherits = ["c"]\n[scenario.c]\ninherits = ["a"]\n',
        ["line 5 [scenario.a] inherits", "a → b → c → a is a circle"],
    ),
    "two scenarios of one name": (START + "[scenario.a]\n", ["half.toml line 5", "twice"]),
    "a key twice": (START + "funding.fte = 1\nfunding.fte = 2\n", ["line 6", "overwrite"]),
    "no TOML": (START + "funding.fte = \n", ["half.toml line 5", "this is no TOML"]),
    "a number that TOML does not know": (START + "funding.fte = .5\n", ["half.toml line 5"]),
    "an open text": (START + 'label = "x\n', ["half.toml line 5", "this is no TOML"]),
    "brackets without end": (START + "label = " + "[" * 9999, ["half.toml", "this is no TOML"]),
    "a number without end": (START + "funding.fte = " + "9" * 5000, ["half.toml", "no TOML"]),
    "NUL": (START + "\0", ["half.toml line 5", "this is no TOML"]),
}  # fmt: skip


@pytest.mark.parametrize("case", UNSOUND)
def test_an_unsound_file_is_told_what_is_missing_or_wrong(case: str, problems):
    text, *expected = UNSOUND[case]
    found = problems(text)
    assert len(found) == len(expected), found
    for fragments in expected:
        assert any(all(fragment in one for fragment in fragments) for one in found), found


def test_three_faults_are_three_problems_in_one_error(problems):
    found = problems(
        START
        + 'visits.visit_huors = 3\nfunding.fte = "1.0"\n[scenario.b.region.bremen]\n'
        + "membership.fees = true\n"
    )
    assert len(found) == 3
    assert [next(n for n in "567" if f"line {n} " in one) for one in sorted(found)] == [
        "5",
        "6",
        "7",
    ]


def test_a_shared_fault_is_told_once_for_all_scenarios(problems):
    mix = MIX.replace("0.06", "0.16")
    found = problems(
        START + f"[scenario.b]\n[scenario.c]\n[assumptions]\nnetwork.size_mix = {mix}\n"
    )
    assert len(found) == 1


def test_a_need_that_only_a_scenario_turns_upside_down_is_told_there(problems):
    [found] = problems(
        "outside_range = true\n"
        + START
        + "[scenario.b]\nnetwork.need_high = 0.5\n[assumptions]\nnetwork.need_low = 0.5\n"
    )
    assert "line 7 [scenario.b] network.need_high" in found
    assert "need_low 0.5 found; less than need_high 0.5 is expected" in found


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


@pytest.mark.parametrize("data", [START.encode("utf-16"), b"# ok\ntitle = 'f\xfcr'\n"])
def test_text_that_is_not_utf_8_is_refused_with_its_line(tmp_path: Path, data: bytes):
    path = tmp_path / "half.toml"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"half.toml line [12]: 0x.. found; text in UTF-8"):
        read_study(path)


def test_the_mark_that_windows_puts_in_front_is_no_fault(read):
    assert read("\ufeff" + START.replace("\n", "\r\n")).baseline == "a"


# --- the command line -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("override", "fragments"),
    [
        ("a.funding.fte", ["SCENARIO.PATH=VALUE is expected"]),
        ("a.funding.fte=abc", ["SCENARIO.PATH=VALUE is expected"]),
        ("funding=1", ["SCENARIO.PATH=VALUE is expected"]),
        ("", ["SCENARIO.PATH=VALUE is expected"]),
        ("aa.funding.fte=1", ['"aa" found', "did you mean a?"]),
        ("a.funding.ftee=1", ["did you mean funding.fte?"]),
        ("a.fte=1", ["did you mean funding.fte?"]),
        ("a.funding.fte=9", ["9 found", "from 0 to 3"]),
        ("a.inherits=['a']", ["no such lever or assumption"]),
        ("a.region.ulmm.funding.fte=1", ["no such region", "did you mean ulm?"]),
        ("a.region.ulm=1", ["SCENARIO.region.REGION.PATH=VALUE"]),
        ("a.region.ulm.network.skills=9", ["whole network"]),
    ],
)
def test_a_wrong_override_is_told_as_it_was_typed(problems, override, fragments):
    [problem] = problems(START, overrides=[override])
    assert problem.startswith(f"--set '{override}': ")
    for fragment in fragments:
        assert fragment in problem, problem
