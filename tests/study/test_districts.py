"""What a study sets for one district of a region, and how tables lie upon each other."""

import pytest

from qvgraph.simulate.parameters import PARAMETERS, Schedule, in_district, timetable
from qvgraph.study.ensemble import Ensemble
from qvgraph.study.layers import path_of
from qvgraph.study.run import identity_of
from qvgraph.study.study import Study

pytestmark = pytest.mark.usefixtures("english")

START = 'baseline = "a"\n[network]\nprofile = "pilot"\n[scenario.a]\n'
"""A sound study of four lines; what is appended belongs to scenario a."""

ON, OFF = "turntable.turntable = true\n", "turntable.turntable = false\n"
PATH = "turntable.turntable"


def table(*, scenario: str = "", region: str = "stuttgart", district: str = "esslingen") -> str:
    """The head of a table of a district."""
    inner = f"region.{region}.district.{district}"
    return f"[scenario.{scenario}.{inner}]\n" if scenario else f"[{inner}]\n"


def told(study: Study, scenario: str = "a", region: str = "stuttgart") -> dict[str, object]:
    """What the plan says of the turntable: the whole region under "", then districts by name."""
    plan = study.plan(scenario, region)
    return {key.partition("@")[2]: plan[key] for key in plan if path_of(key) == PATH}


# ---- what holds where


def test_a_district_has_a_value_of_its_own_and_the_others_that_of_the_region(read):
    study = read(START + table() + ON)
    assert told(study) == {"": False, "esslingen": True}
    assert told(study, region="ulm") == {"": False}
    origins = study.origins("a", "stuttgart")
    assert origins[PATH] == "default"
    assert origins[in_district(PATH, "esslingen")] == "[region.stuttgart.district.esslingen]"
    assert origins.keys() == study.plan("a", "stuttgart").keys()


def test_without_a_district_a_plan_has_no_further_keys(read):
    text = START + f"{ON}[region.stuttgart]\n{OFF}"
    assert read(text).plan("a", "stuttgart").keys() == PARAMETERS.keys()


LADDER = (
    "[levers]",
    "[region.stuttgart]",
    "[region.stuttgart.district.esslingen]",
    "[scenario.first]",
    "[scenario.first.region.stuttgart]",
    "[scenario.first.region.stuttgart.district.esslingen]",
    "[scenario.second]",
    "[scenario.second.region.stuttgart]",
    "[scenario.second.region.stuttgart.district.esslingen]",
    "[scenario.own]",
    "[scenario.own.region.stuttgart]",
    "[scenario.own.region.stuttgart.district.esslingen]",
)
"""Each table is stronger than those before."""


@pytest.mark.parametrize("on", [True, False])
@pytest.mark.parametrize("steps", range(1, len(LADDER) + 1))
def test_a_stronger_table_wins_in_the_district_too(read, steps: int, on: bool):
    """The last table says one thing, all weaker ones the other."""
    taken = {
        head: f"{PATH} = {str(on if head == LADDER[steps - 1] else not on).lower()}\n"
        for head in LADDER[:steps]
    }
    parents = 'inherits = ["first", "second"]\n'
    heads = dict.fromkeys(["[scenario.first]", "[scenario.second]", "[scenario.own]"], "") | taken
    heads["[scenario.own]"] = parents + heads["[scenario.own]"]
    study = read(START + "".join(f"{head}\n{lines}" for head, lines in heads.items()))
    named = any("district" in head for head in taken)
    whole_region = [head for head in taken if "district" not in head]
    found = told(study, "own")
    assert found[""] is (on if whole_region[-1] == LADDER[steps - 1] else not on)
    assert found.get("esslingen") is (on if named else None)
    origins = study.origins("own", "stuttgart")
    assert origins[PATH] == whole_region[-1]
    assert origins.get(in_district(PATH, "esslingen")) == (LADDER[steps - 1] if named else None)


def test_what_a_later_table_sets_for_the_region_holds_in_its_districts(read):
    study = read(START + OFF + table() + ON)
    assert told(study) == {"": False, "esslingen": False}
    assert study.origins("a", "stuttgart")[in_district(PATH, "esslingen")] == "[scenario.a]"


def test_a_scenario_inherits_the_districts_of_its_parents(read):
    study = read(
        START
        + table(scenario="a")
        + ON
        + '[scenario.b]\ninherits = ["a"]\n'
        + table(scenario="b", district="goeppingen")
        + ON
        + "[scenario.c]\n"
    )
    assert told(study, "b") == {"": False, "esslingen": True, "goeppingen": True}
    assert told(study, "c") == {"": False}


def test_a_schedule_of_a_district_starts_from_what_the_region_has(read):
    study = read(
        START + f"{PATH} = {{ 6 = true }}\n" + table(scenario="a") + f"{PATH} = {{ 24 = false }}\n"
    )
    region, district = told(study).values()
    assert isinstance(region, Schedule)
    assert isinstance(district, Schedule)
    assert [region.at(age) for age in (5, 6, 23, 24)] == [False, True, True, True]
    assert [district.at(age) for age in (5, 6, 23, 24)] == [False, True, True, False]


def test_a_schedule_of_the_region_leaves_the_district_what_it_had_before(read):
    study = read(START + f"{PATH} = {{ 24 = false }}\n" + table() + ON)
    region, district = told(study).values()
    assert isinstance(region, Schedule)
    assert isinstance(district, Schedule)
    assert [region.at(age) for age in (0, 23, 24)] == [False, False, False]
    assert [district.at(age) for age in (0, 23, 24)] == [True, True, False]


def test_the_command_line_sets_a_district_and_a_later_one_wins(read):
    inner = "region.stuttgart.district"
    overrides = [
        f"*.{inner}.esslingen.{PATH}=true",
        f"b.{PATH}=false",
        f"b.{inner}.goeppingen.{PATH}={{ 12 = true }}",
    ]
    study = read(START + "[scenario.b]\n", overrides=overrides)
    assert told(study) == {"": False, "esslingen": True}
    found = told(study, "b")
    assert found.keys() == {"", "esslingen", "goeppingen"}
    assert found["esslingen"] is False
    assert isinstance(found["goeppingen"], Schedule)
    origins = study.origins("a", "stuttgart")
    assert origins[in_district(PATH, "esslingen")] == f"--set '{overrides[0]}'"


def test_kernels_see_a_bit_per_district_from_the_month_on_in_which_it_is_set(read):
    study = read(
        START
        + "[region.stuttgart]\nfunding.start_month = 6\n"
        + (table() + ON)
        + (table(district="stuttgart") + f"{PATH} = {{ 12 = true }}\n")
    )
    names = Ensemble(study).districts["stuttgart"]
    rows, stretch_of = timetable([study.plan("a", "stuttgart")], 24, [names])
    seen = [int(rows[stretch][0].turntable[0]) for stretch in stretch_of]
    bits = [1 << names.index(name) for name in ("esslingen", "stuttgart")]
    assert seen == [bits[0]] * 18 + [sum(bits)] * 6


# ---- what the results depend on


def test_a_district_is_part_of_what_results_depend_on_only_where_it_differs(read):
    def identity(lines: str) -> dict[str, str]:
        found = identity_of(study := read(START + lines), Ensemble(study))
        return {key: value for key, value in found.items() if key.startswith("a.")}

    assert identity(table() + ON) == {f"a.stuttgart.{PATH}@esslingen": "True"}
    assert identity(table() + OFF) == identity("") == {}
    everywhere = identity("[region.stuttgart]\n" + ON)
    assert everywhere == {f"a.stuttgart.{PATH}": "True"}
    but_one = identity("[region.stuttgart]\n" + ON + table() + OFF)
    assert but_one == everywhere | {f"a.stuttgart.{PATH}@esslingen": "False"}
