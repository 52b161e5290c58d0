"""Study files: what sound ones mean."""

from pathlib import Path

import pytest

from qvgraph.declare import SIZES, ByHeadCount, BySize
from qvgraph.model.profiles import PROFILES
from qvgraph.problems import InputError
from qvgraph.simulate.parameters import DEFAULTS, PARAMETERS, Schedule
from qvgraph.study.checks import SIZE_MIX
from qvgraph.study.finding import shipped
from qvgraph.study.layers import Layer, path_of
from qvgraph.study.reading import read_study

pytestmark = pytest.mark.usefixtures("english")

START = 'baseline = "a"\n[network]\nprofile = "pilot"\n[scenario.a]\n'
"""A sound study of four lines; what is appended belongs to scenario a."""

MIX = "{ micro = 0.5, small = 0.3, medium = 0.14, large = 0.06 }"


def test_every_shipped_study_is_sound():
    assert "phase-two" in shipped()
    for name in shipped():
        study = read_study(name)
        assert study.name == name
        assert {scenario.label["de"] for scenario in study.scenarios}


def test_phase_two_has_the_month_that_the_rule_would_give():
    study = read_study("phase-two")
    ruled = read_study("phase-two", months=96)
    assert set(ruled.judged_months(["ulm"]).values()) == {study.judge.month} == {96}


def test_what_is_not_set_has_its_default(read):
    study = read(START)
    assert (study.run.months, study.run.replicates, study.run.seed, study.run.block) == (
        120,
        40,
        2019,
        20,
    )
    assert (study.run.calendar, study.run.keep) == ("2019-07", "headline")
    assert (study.network.profile, study.network.tables, study.network.draws) == ("pilot", None, 20)
    assert (study.judge.month, study.judge.evaluation_months, study.judge.core) == (None, 24, 12)
    assert study.plan("a", "ulm") == DEFAULTS
    assert study.title == {"de": "half", "en": "half"}
    assert study.scenario("a").label == {"de": "a", "en": "a"}
    assert study.text == START


def test_a_folder_starts_at_the_study_file(read, tmp_path: Path):
    study = read(START.replace("profile =", "folder =") + "[region.anything]\nfunding.fte = 2\n")
    assert study.network.tables == tmp_path / "pilot"
    assert study.regions_named() == ("anything",)
    study.check_regions(["anything", "else"])
    with pytest.raises(
        InputError, match=r"line 5 \[region.anything\]: no such region; one of else"
    ):
        study.check_regions(["else"])


def test_titles_and_labels_have_two_languages(read):
    study = read(
        'title = { de = "Was trägt?", en = "What lasts?" }\n'
        + START
        + 'label = "x"\n[scenario.b]\nlabel = { de = "Klippe", en = "Cliff" }\n'
    )
    assert study.title == {"de": "Was trägt?", "en": "What lasts?"}
    assert study.scenario("a").label == {"de": "x", "en": "x"}
    assert study.scenario("b").label == {"de": "Klippe", "en": "Cliff"}


def test_values_have_the_declared_type(read):
    text = START + "funding.fte = 2\nvisits.host_neutrality = 1\nfunding.taper_months = 12\n"
    plan = read(
        text + "membership.time_euros = { micro = 30, small = 48, medium = 84, large = 168 }\n"
    ).plan("a", "ulm")
    assert type(plan["funding.fte"]) is float
    assert type(plan["visits.host_neutrality"]) is float
    assert type(plan["funding.taper_months"]) is int
    assert plan["membership.time_euros"] == BySize(30.0, 48.0, 84.0, 168.0)
    assert all(type(value) is float for value in plan["membership.time_euros"])


def test_there_is_no_negative_zero(read):
    assert (
        str(read(START + "funding.host_fte = -0.0\n").plan("a", "ulm")["funding.host_fte"]) == "0.0"
    )


LADDER = (
    ("[levers]\nfunding.fte = 1.1\n", 1.1),
    ("[region.ulm]\nfunding.fte = 1.2\n", 1.2),
    ("[scenario.first]\nfunding.fte = 1.3\n", 1.3),
    ("[scenario.first.region.ulm]\nfunding.fte = 1.4\n", 1.4),
    ("[scenario.second]\nfunding.fte = 1.5\n", 1.5),
    ("[scenario.second.region.ulm]\nfunding.fte = 1.6\n", 1.6),
    ("[scenario.own]\nfunding.fte = 1.7\n", 1.7),
    ("[scenario.own.region.ulm]\nfunding.fte = 1.8\n", 1.8),
)
"""Each step is stronger than those before."""


@pytest.mark.parametrize("steps", range(len(LADDER) + 1))
def test_a_stronger_table_wins(read, steps: int):
    taken = "".join(text for text, _ in LADDER[:steps])
    heads = "".join(
        f"[scenario.{name}]\n"
        for name in ("first", "second", "own")
        if f"[scenario.{name}]\n" not in taken
    )
    text = (START + taken + heads).replace(
        "[scenario.own]\n", '[scenario.own]\ninherits = ["first", "second"]\n'
    )
    study = read(text)
    expected = LADDER[steps - 1][1] if steps else 0.9
    below = [Layer("tables", {"funding.fte": 0.9})]
    assert study.plan("own", "ulm", below)["funding.fte"] == expected
    origin = study.origins("own", "ulm", below)["funding.fte"]
    assert origin == (LADDER[steps - 1][0].split("\n")[0] if steps else "tables")
    overridden = read(text, overrides=["own.funding.fte=1.9"])
    assert overridden.plan("own", "ulm", below)["funding.fte"] == 1.9


def test_tables_of_the_network_are_stronger_than_defaults_only(read):
    study = read(START + "[assumptions]\nnetwork.initial_trust = 0.6\n")
    said = Layer("tables", {"network.initial_trust": 0.3, "visits.diagnosis": 0.4})
    plan = study.plan("a", "ulm", [said])
    assert (plan["network.initial_trust"], plan["visits.diagnosis"]) == (0.6, 0.4)


def test_a_region_is_no_other_region(read):
    study = read(START + "[region.ulm]\nfunding.start_month = 6\n")
    assert study.plan("a", "ulm")["funding.start_month"] == 6
    assert study.plan("a", "freiburg")["funding.start_month"] == 0


def test_assumptions_about_the_network_have_short_names(read):
    study = read(START.replace("[scenario", f"firms = 400\nsize_mix = {MIX}\n[scenario"))
    assert study.plan("a", "ulm")["network.firms"] == 400
    assert study.plan("a", "ulm")["network.size_mix"] == BySize(0.5, 0.3, 0.14, 0.06)
    assert study.origins("a", "ulm")["network.firms"] == "[network]"


def test_grandparents_are_inherited_and_parents_win(read):
    study = read(
        START
        + "[scenario.old]\nfunding.fte = 2.0\nfunding.taper_months = 6\n"
        + '[scenario.young]\ninherits = ["old"]\nfunding.fte = 0.5\n'
        + '[scenario.child]\ninherits = ["young"]\nlabel = "x"\n'
    )
    plan = study.plan("child", "ulm")
    assert (plan["funding.fte"], plan["funding.taper_months"]) == (0.5, 6)


def test_outside_range_lifts_the_range_of_assumptions_and_not_of_levers(read, problems):
    text = "outside_range = true\n" + START
    assert read(text + "visits.visit_hours = 9\n").plan("a", "ulm")["visits.visit_hours"] == 9
    assert len(problems(text + "funding.fte = 9\n")) == 1
    assert len(problems(text + "visits.tell = 1.5\n")) == 1
    assert len(problems(text + "visits.visit_hours = -1\n")) == 1
    assert read(text + "[judge]\ncore = 3\n").judge.core == 3


# --- schedules ------------------------------------------------------------------------------------


def test_a_schedule_is_sorted_and_complete(read):
    plan = read(START + "visits.recruiting = { 12 = 0.2, 0 = 0.6 }\n").plan("a", "ulm")
    schedule = plan["visits.recruiting"]
    assert isinstance(schedule, Schedule)
    assert [schedule.at(age) for age in (-9, -1, 0, 11, 12, 99)] == [0.35, 0.35, 0.6, 0.6, 0.2, 0.2]


def test_before_its_first_step_a_schedule_leaves_the_weaker_one_in_place(read):
    weaker = "[levers]\nvisits.recruiting = { -6 = 0.1, 6 = 0.3, 30 = 0.7 }\n"
    plan = read(START + "visits.recruiting = { 24 = 0.5 }\n" + weaker).plan("a", "ulm")
    schedule = plan["visits.recruiting"]
    assert isinstance(schedule, Schedule)
    assert [schedule.at(age) for age in (-9, -6, 6, 23, 24, 30)] == [0.35, 0.1, 0.3, 0.3, 0.5, 0.5]


def test_a_schedule_that_begins_before_a_weaker_one_keeps_what_held_until_then(read):
    text = START + "visits.recruiting = { 0 = 0.5 }\n[levers]\nvisits.recruiting = { 12 = 0.7 }\n"
    schedule = read(text).plan("a", "ulm")["visits.recruiting"]
    assert isinstance(schedule, Schedule)
    assert [schedule.at(age) for age in (-1, 0, 12, 99)] == [0.35, 0.5, 0.5, 0.5]


def test_one_value_replaces_a_schedule_whole(read):
    text = START + "visits.recruiting = 0.5\n[levers]\nvisits.recruiting = { 12 = 0.7 }\n"
    assert read(text).plan("a", "ulm")["visits.recruiting"] == 0.5


def test_a_schedule_may_hold_truth_values_and_classes(read):
    plan = read(
        START
        + "membership.fees = { 36 = false }\n[scenario.a.membership.time_euros]\n"
        + "12 = { micro = 30, small = 48, medium = 84, large = 168 }\n"
    ).plan("a", "ulm")
    fees, euros = plan["membership.fees"], plan["membership.time_euros"]
    assert isinstance(fees, Schedule)
    assert isinstance(euros, Schedule)
    assert (fees.at(35), fees.at(36)) == (True, False)
    assert euros.at(11) == DEFAULTS["membership.time_euros"]
    assert euros.at(12) == BySize(30, 48, 84, 168)


def test_the_statutory_share_is_a_share_for_each_class_of_head_counts(read):
    table = "{ under_50 = 0.1, under_500 = 0.5, from_500 = 1 }"
    plan = read(START + f"courses.statutory_share = {table}\n").plan("a", "ulm")
    assert plan["courses.statutory_share"] == ByHeadCount(0.1, 0.5, 1.0)
    assert all(type(value) is float for value in plan["courses.statutory_share"])
    later = read(START + f"[levers]\n[assumptions]\ncourses.statutory_share = {{ 60 = {table} }}\n")
    schedule = later.plan("a", "ulm")["courses.statutory_share"]
    assert isinstance(schedule, Schedule)
    assert schedule.at(59) == ByHeadCount(0, 0.5, 0.75) == DEFAULTS["courses.statutory_share"]
    assert schedule.at(60) == ByHeadCount(0.1, 0.5, 1.0)


@pytest.mark.parametrize(
    ("lines", "persons"),
    [
        ("", 1),
        ("funding.fte = 1.5", 2),
        ("funding.fte = 3", 3),
        ("funding.fte = { 0 = 0.5, 24 = 2.5 }", 3),
        ("funding.fte = { -12 = 2.5, 0 = 0.5 }", 1),
        ("funding.fte = 1.5\nfunding.persons = 4", 4),
        ("funding.fte = 0", 1),
    ],
)
def test_there_are_never_fewer_persons_than_the_largest_post_needs(read, lines, persons):
    study = read(START + lines + "\n")
    assert study.plan("a", "ulm")["funding.persons"] == persons
    if lines == "funding.fte = 1.5":
        assert study.origins("a", "ulm")["funding.persons"] == "[scenario.a]"


# --- the command line -----------------------------------------------------------------------------


def test_an_override_of_every_scenario_and_a_later_one(read):
    study = read(
        START + "[scenario.b]\nfunding.fte = 3.0\n",
        overrides=["*.funding.fte=2", "b.region.ulm.funding.fte = 0.5", "a.membership.fees=false"],
    )
    assert study.overrides == (
        "*.funding.fte=2",
        "b.region.ulm.funding.fte = 0.5",
        "a.membership.fees=false",
    )
    assert study.plan("a", "ulm")["funding.fte"] == 2.0
    assert study.plan("b", "ulm")["funding.fte"] == 0.5
    assert study.plan("b", "freiburg")["funding.fte"] == 2.0
    assert study.plan("a", "ulm")["membership.fees"] is False
    assert study.origins("a", "ulm")["funding.fte"] == "--set '*.funding.fte=2'"


def test_an_override_holds_for_its_scenario_alone(read):
    text = START + '[scenario.b]\ninherits = ["a"]\n'
    assert read(text, overrides=["a.funding.fte=2"]).plan("b", "ulm")["funding.fte"] == 1.0


def test_an_override_may_be_a_schedule_or_by_size(read):
    study = read(
        START,
        overrides=["a.visits.recruiting={ 0 = 0.6, 12 = 0.2 }", f"a.network.size_mix = {MIX}"],
    )
    assert isinstance(study.plan("a", "ulm")["visits.recruiting"], Schedule)


def test_replicates_and_months_of_the_command_line_replace_the_files(read, problems):
    study = read(START + "[run]\nmonths = 60\n", replicates=3, months=72)
    assert (study.run.replicates, study.run.months) == (3, 72)
    [problem] = problems(START, replicates=0)
    assert problem.startswith("--replicates: 0 found; a whole number from 1")


# --- contracts over all declarations --------------------------------------------------------------


RANGED = [path for path, one in PARAMETERS.items() if one.spec.low is not None and path != SIZE_MIX]
"""The ends of the size mix are no mixes: they do not sum to 1."""


@pytest.mark.parametrize("path", RANGED)
def test_the_ends_of_every_range_can_be_set(read, path: str):
    parameter = PARAMETERS[path]
    for end in (parameter.spec.low, parameter.spec.high):
        classes = zip(SIZES, end, strict=True) if isinstance(end, BySize) else ()
        written = "{ " + ", ".join(f"{s} = {v}" for s, v in classes) + " }" if classes else end
        # A month that is set: by the rule some starts leave none inside the run.
        study = read(START + f"{path} = {written}\n[judge]\nmonth = 96\n")
        value = study.plan("a", "ulm")[path]
        assert value == end
        assert type(value) is type(parameter.default)


@pytest.mark.parametrize("region", [region.name for region in PROFILES["pilot"].regions])
def test_a_plan_says_something_for_every_declared_path(region: str):
    study = read_study("phase-two")
    for scenario in study.scenarios:
        plan = study.plan(scenario.name, region)
        assert {path_of(key) for key in plan} == PARAMETERS.keys() <= plan.keys()
        assert study.origins(scenario.name, region).keys() == plan.keys()
