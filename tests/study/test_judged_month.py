"""The judged month: the rule, and what lies outside the run."""

from pathlib import Path

import pytest

from qvgraph.problems import InputError
from qvgraph.simulate.parameters import DEFAULTS, Schedule
from qvgraph.study.judge import judged_month, public_share, temporary_until
from qvgraph.study.reading import read_study

pytestmark = pytest.mark.usefixtures("english")

STUDY = """
baseline = "a"
[network]
profile = "region"
"""


def plan(**funding):
    return {**DEFAULTS, **{f"funding.{name}": value for name, value in funding.items()}}


@pytest.mark.parametrize(
    ("funding", "month"),
    [
        ({}, 24),
        ({"pilot_months": 36}, 36),
        ({"start_month": 6}, 30),
        ({"start_month": -12}, 12),
        ({"retained_share": 1.0, "retained_months": 24}, 48),
        ({"retained_share": 0.5, "retained_months": 48}, 72),
        ({"taper_months": 24}, 48),
        ({"retained_share": 0.5, "retained_months": 12, "taper_months": 12}, 48),
        ({"permanent_share": 0.4}, 24),
        # money that is announced and not paid
        ({"retained_share": 0.0, "retained_months": 24}, 24),
        ({"retained_share": 1.0, "retained_months": 0}, 24),
        ({"retained_months": 24, "taper_months": 24}, 24),
        # kept at what stays anyway
        ({"retained_share": 0.4, "retained_months": 24, "permanent_share": 0.4}, 24),
        (
            {
                "retained_share": 0.4,
                "retained_months": 6,
                "taper_months": 6,
                "permanent_share": 0.4,
            },
            24,
        ),
        # less at first than for ever
        ({"retained_share": 0.0, "retained_months": 24, "permanent_share": 0.4}, 48),
        # shares that change
        ({"retained_share": Schedule(((0, 1.0), (36, 0.0))), "retained_months": 24}, 36),
        ({"permanent_share": Schedule(((0, 0.4), (60, 0.0)))}, 60),
        ({"permanent_share": Schedule(((0, 0.0), (12, 0.4)))}, 24),
        ({"permanent_share": Schedule(((0, 0.4), (60, 0.4)))}, 24),
    ],
)
def test_temporary_money_ends_when_the_share_stays_what_it_is(funding, month):
    assert temporary_until(plan(**funding)) == month


def test_the_share_of_a_taper_after_a_retained_post():
    tapered = plan(retained_share=0.5, retained_months=2, taper_months=3, permanent_share=0.1)
    shares = [public_share(tapered, age) for age in (-1, 0, 23, 24, 25, 26, 27, 28, 29, 99)]
    assert shares == pytest.approx([0, 1, 1, 0.5, 0.5, 0.4, 0.3, 0.2, 0.1, 0.1])


def test_a_taper_costs_the_months_of_the_formula():
    tapered = plan(taper_months=24, permanent_share=0.1)
    paid = sum(public_share(tapered, age) for age in range(24, 48))
    assert paid == pytest.approx(24 * (1 + 0.1) / 2)


def test_the_scenario_that_pays_longest_decides():
    plans = [plan(), plan(retained_share=1.0, retained_months=24), plan(taper_months=12)]
    assert judged_month(plans, 24) == 72


def test_each_region_has_its_own_month_by_the_rule(tmp_path: Path):
    study = read(
        tmp_path,
        STUDY.replace('"region"', '"pilot"')
        + "[region.ulm]\nfunding.start_month = 6\n[scenario.a]\n"
        + "[scenario.b]\nfunding.taper_months = 12\n"
        + "[scenario.b.region.stuttgart]\nfunding.taper_months = 24\n",
    )
    months = study.judged_months(["ulm", "stuttgart", "freiburg"])
    assert months == {"ulm": 66, "stuttgart": 72, "freiburg": 60}


def test_a_month_that_is_set_holds_for_every_region(tmp_path: Path):
    study = read(tmp_path, STUDY + "[judge]\nmonth = 50\n[scenario.a]\n")
    assert study.judged_months(["x", "y"]) == {"x": 50, "y": 50}


def test_the_number_of_months_itself_can_be_judged(tmp_path: Path):
    text = STUDY + "[run]\nmonths = 60\n[judge]\nmonth = 60\n[scenario.a]\n"
    assert read(tmp_path, text).judge.month == 60
    assert read(tmp_path, STUDY + "[scenario.a]\n", months=48).judged_months(["region"])


def test_fewer_months_on_the_command_line_are_held_against_the_judged_month(tmp_path: Path):
    with pytest.raises(InputError, match=r"month 50 found; at most \[run\] months = 48"):
        read(tmp_path, STUDY + "[judge]\nmonth = 50\n[scenario.a]\n", months=48)


def read(folder: Path, text: str, **options):
    path = folder / "half.toml"
    path.write_text(text, encoding="utf-8")
    return read_study(path, **options)
