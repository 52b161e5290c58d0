"""What differs between two studies, said once and in words."""

import pytest

from qvgraph import language
from qvgraph.study.difference import Identified, differences
from qvgraph.study.ensemble import Ensemble
from qvgraph.study.identity import identity_of

pytestmark = pytest.mark.usefixtures("english")

START = """baseline = "cliff"
[network]
profile = "pilot"
[scenario.cliff]
[scenario.retained]
funding.retained_months = 24
[scenario.taper]
"""

CHANGES = {
    "a seed": ("[network]", "[run]\nseed = 1\n[network]", ["run.seed 2019 → 1"]),
    "a rule": ("[network]", "[judge]\ntheta = 0.25\n[network]", ["judge.theta 0.5 → 0.25"]),
    "a month": ("[network]", "[judge]\nmonth = 90\n[network]", ["judge.month by the rule → 90"]),
    "draws": ("[network]", "[network]\ndraws = 5", ["network.draws 20 → 5"]),
    "a title": ("[network]", 'title = "t"\n[network]', ["another title"]),
    "a label": (
        "[scenario.taper]",
        '[scenario.taper]\nlabel = "t"',
        ["other labels of the scenarios"],
    ),
    "an order": (
        "[scenario.cliff]\n[scenario.retained]\nfunding.retained_months = 24\n",
        "[scenario.retained]\nfunding.retained_months = 24\n[scenario.cliff]\n",
        ["another order of the scenarios"],
    ),
    "a name": (
        "[scenario.taper]",
        "[scenario.slow]",
        ["scenarios gone: taper", "new scenarios: slow"],
    ),
    "several names": (
        "[scenario.cliff]\n",
        "[scenario.cliff]\n[scenario.steep]\n[scenario.late]\n",
        ["new scenarios: steep, late"],
    ),
    "all scenarios": (
        "[network]",
        "[assumptions]\nvisits.visit_hours = 4\n[network]",
        ["visits.visit_hours 3 → 4 in all scenarios"],
    ),
    "one scenario": (
        "funding.retained_months = 24",
        "funding.retained_months = 36",
        ["funding.retained_months 24 → 36 in retained"],
    ),
    "a default set instead": (
        "funding.retained_months = 24\n",
        "",
        ["funding.retained_months 24 → 0 in retained"],
    ),
    "one region": (
        "[network]",
        "[region.ulm]\nfunding.fte = 0.5\n[network]",
        ["funding.fte 1 → 0.5 in all scenarios (ulm)"],
    ),
    "one region of one scenario": (
        "[scenario.taper]",
        "[scenario.taper.region.ulm]\nfunding.fte = 0.5",
        ["funding.fte 1 → 0.5 in taper (ulm)"],
    ),
    "all regions but one": (
        "[network]",
        "[levers]\nfunding.fte = 0.5\n[region.ulm]\nfunding.fte = 1\n[network]",
        ["funding.fte 1 → 0.5 in all scenarios (freiburg, ostwuerttemberg, reutlingen and 2 more)"],
    ),
    "different regions": (
        "[scenario.taper]",
        "funding.fte = 0.5\n[scenario.taper.region.ulm]\nfunding.fte = 0.5",
        ["funding.fte 1 → 0.5 in retained; taper (ulm)"],
    ),
    "a district": (
        "[network]",
        "[region.stuttgart.district.esslingen]\nturntable.turntable = true\n[network]",
        ["turntable.turntable (district esslingen) false → true in all scenarios (stuttgart)"],
    ),
    "a schedule": (
        "[network]",
        "[levers]\nvisits.recruiting = { 12 = 0.5 }\n[network]",
        ["visits.recruiting 0.35 → { 11 = 0.35, 12 = 0.5 } in all scenarios"],
    ),
    "one class of several": (
        "[network]",
        "[assumptions]\nmembership.time_euros = "
        "{ micro = 30, small = 40, medium = 70, large = 140 }\n[network]",
        ["membership.time_euros { micro = 25 } → { micro = 30 } in all scenarios"],
    ),
    "classes in time": (
        "[network]",
        "[assumptions]\nmembership.time_euros = "
        "{ 9 = { micro = 30, small = 40, medium = 70, large = 140 } }\n[network]",
        [
            "membership.time_euros { micro = 25, small = 40, medium = 70, large = 140 } → { "
            "8 = { micro = 25, small = 40, medium = 70, large = 140 }, "
            "9 = { micro = 30, small = 40, medium = 70, large = 140 } } in all scenarios"
        ],
    ),
    "what is drawn": (
        "[network]",
        '[run]\nassumptions = "ranges"\n[network]',
        ["run.assumptions defaults → ranges"],
    ),
    "a profile": ('"pilot"', '"region"', ["network profile pilot → profile region"]),
}


@pytest.fixture
def identified(read):
    def identifying(text: str) -> Identified:
        ensemble = Ensemble(read(text))
        return Identified(identity_of(ensemble.study, ensemble), ensemble.regions)

    return identifying


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_told_once_and_nothing_else_is(identified, change: str):
    old, new, told = CHANGES[change]
    assert old in START
    first, second = identified(START), identified(START.replace(old, new, 1))
    assert first != second
    assert differences(first, second) == told
    assert differences(first, first) == differences(second, second) == []


@pytest.mark.parametrize("change", CHANGES)
def test_what_differs_one_way_differs_the_other_way(identified, change: str):
    old, new, told = CHANGES[change]
    first, second = identified(START), identified(START.replace(old, new, 1))
    assert len(differences(second, first)) == len(told)


def test_parameters_come_in_the_order_of_the_model(identified):
    levers = "[levers]\nvisits.introduce = 0.5\nfunding.persons = 2\n[network]"
    assert differences(identified(START), identified(START.replace("[network]", levers))) == [
        "funding.persons 1 → 2 in all scenarios",
        "visits.introduce 0.6 → 0.5 in all scenarios",
    ]


def test_what_is_drawn_is_told_where_only_that_differs(identified):
    drawn = START.replace("[network]", '[run]\nassumptions = "ranges"\n[network]')
    fixed = drawn.replace("[network]", "[assumptions]\nvisits.visit_hours = 3\n[network]")
    assert differences(identified(drawn), identified(fixed)) == ["other assumptions are drawn"]


def test_another_model_is_named_and_its_defaults_are_not_made_up(identified):
    first = identified(START)
    other = replace_in(first, model="0123", **{"cliff.ulm.visits.visit_hours": "4.0"})
    assert differences(first, other) == [
        "another version of the model",
        "visits.visit_hours 3 → 4 in cliff (ulm)",
    ]
    assert differences(other, replace_in(first, model="4567")) == [
        "another version of the model",
        "visits.visit_hours 4 → default in cliff (ulm)",
    ]


def test_another_version_of_the_package_keeps_all_its_digits(identified):
    first = identified(START)
    second = replace_in(first, qvgraph="1.0.0")
    assert differences(first, second) == [f"qvgraph {first.identity['qvgraph']} → 1.0.0"]


def test_a_scenario_may_be_called_like_a_table(identified):
    text = START.replace("taper", "run")
    changed = text.replace("[scenario.run]", "[scenario.run]\nfunding.fte = 0.5")
    assert differences(identified(text), identified(changed)) == ["funding.fte 1 → 0.5 in run"]


def test_differences_are_told_in_german(identified):
    language.use("de")
    text = START.replace("[scenario.taper]", "[scenario.slow.region.ulm]\nfunding.fte = 0.5")
    text = text.replace("[network]", "[levers]\nvisits.recruiting = 0.5\n[network]")
    assert differences(identified(START), identified(text)) == [
        "entfallene Szenarien: taper",
        "neue Szenarien: slow",
        "visits.recruiting 0.35 → 0.5 in allen Szenarien",
    ]


def replace_in(one: Identified, **entries: str) -> Identified:
    return one._replace(identity={**one.identity, **entries})
