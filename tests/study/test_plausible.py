"""What simulated networks look like beside the bands of research."""

import math

import numpy as np
import pytest
from rich.console import Console

from qvgraph import language
from qvgraph.cli.plausible import show
from qvgraph.simulate.parameters import DEFAULTS
from qvgraph.simulate.record import ROW
from qvgraph.study.ensemble import Ensemble
from qvgraph.study.figures import (
    Sample,
    Spread,
    figures_of,
    funded_until,
    looks_of,
    sample_of,
)
from qvgraph.study.plausible import BANDS, Band, interval_of, judged, read, said_of, written

RUNS, MONTHS = 4, 36


@pytest.fixture(autouse=True)
def back_to_the_locale():
    yield
    language.use(None)


def sample(**series: float) -> Sample:
    """Four runs of one region on two draws; each series has the same value in every month."""
    record = np.zeros((RUNS, MONTHS, 1), ROW)
    for name, value in series.items():
        record[name] = value
    return Sample(
        record=record,
        draw=np.array([0, 0, 1, 1]),
        start=np.array([0]),
        until=np.array([30]),
        firms=np.full((RUNS, 1, 4), 20.0),
        employees=np.full((RUNS, 1), 4000.0),
        alone=np.tile(np.linspace(0.5, 0.47, 60)[:, None], (RUNS, 1, 1)),
    )


def test_a_share_of_the_evaluation_is_as_uncertain_as_its_ten_networks():
    low, high = interval_of(4, 10)
    assert low < 0.2
    assert high > 0.62
    for end in (low, high):  # the ends of Wilson's interval solve this
        z = 1.6448536269514722
        assert (0.4 - end) ** 2 == pytest.approx(z * z * end * (1 - end) / 10, rel=1e-9)


def test_figures_are_what_their_names_say():
    found = figures_of(
        sample(
            members=40, visits=10, hours_visits=30, hours_introductions=2, courses_manager=0.5,
            courses_self=0.5, participants=9, placements=0.25, trained_micro=5,
        )
    )  # fmt: skip
    assert found["members"].mean == 40
    assert found["visit_hours"].mean == pytest.approx(3.2)
    assert found["course_size"].mean == pytest.approx(9)
    assert found["placements"].mean == pytest.approx(0.25 * 12 / 4)
    assert found["trained_micro"].mean == pytest.approx(0.25)
    assert found["begun"] == Spread(1.0, 1.0, 1.0)
    assert found["drift"].mean == pytest.approx(-0.03)


def test_a_course_of_the_third_year_is_no_first_course_of_the_first_two():
    later = sample()
    later.record["courses_manager"][:, 24:] = 1.0
    assert figures_of(later)["begun"].mean == 0.0
    later.record["courses_manager"][0, 23] = 1.0
    assert figures_of(later)["begun"].mean == 0.25


def test_placements_without_a_turntable_are_missing_not_0():
    without = sample()._replace(employees=np.zeros((RUNS, 1)))
    assert math.isnan(figures_of(without)["placements"].mean)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [(3.9, "outside"), (4.0, "inside"), (14.0, "inside"), (14.1, "outside"), (math.nan, None)],
)
def test_a_verdict_counts_the_ends_of_a_band_as_inside(value, verdict):
    assert judged(Spread(value, value, value), Band(4, 14)) == verdict
    assert judged(Spread(value, value, value), None) is None


@pytest.mark.parametrize(("lang", "word"), [("de", "außerhalb"), ("en", "outside")])
def test_what_lies_outside_its_band_is_said_and_red(lang, word):
    language.use(lang)
    table = said_of(looks_of(sample(members=200)), "x")
    console = Console(width=120, force_terminal=True, color_system="standard")
    with console.capture() as captured:
        show(table, console)
    members = next(row for row in table.rows if row.name == "members")
    assert members.verdict == "outside"
    assert members.said == word
    assert members.held_back
    assert f"\x1b[31m{word}" in captured.get()


def test_every_band_belongs_to_a_figure_and_has_its_source():
    table = said_of(looks_of(sample(members=40)), "x")
    assert set(BANDS) <= {row.name for row in table.rows}
    assert all(row.source and row.label for row in table.rows)
    assert [row.verdict for row in table.rows if row.name.startswith("trained")] == [None] * 4


def test_a_run_folder_keeps_the_figures_to_nine_digits():
    looks = looks_of(sample(members=200 / 3))
    again = read(written(looks))
    assert again[:3] == looks[:3]
    assert again.figures.keys() == looks.figures.keys()
    for name, found in looks.figures.items():
        assert again.figures[name] == pytest.approx(found, rel=1e-8, nan_ok=True)
    assert written(again) == written(looks)
    assert said_of(again, "x").rows[0].value == said_of(looks, "x").rows[0].value


def test_money_ends_with_the_last_month_that_pays_a_post():
    plan = {**DEFAULTS, "funding.retained_share": 0.5, "funding.retained_months": 7}
    assert funded_until(plan, 60) == 31
    assert funded_until({**plan, "funding.fte": 0.0}, 60) == 24
    assert funded_until({**plan, "funding.permanent_share": 0.1}, 60) == 60


@pytest.mark.slow
def test_regions_that_never_have_a_post_are_no_networks(read):
    """Else a study of an expansion would be judged by the networks that it does not have."""
    text = """
baseline = "few"
outside_range = true
[network]
profile = "pilot"
firms = 25
draws = 1
[run]
months = 40
replicates = 1
[judge]
month = 40
[scenario.all]
[scenario.few.region]
ulm.funding.fte = 0.0
freiburg.funding.fte = 0.0
reutlingen.funding = { fte = 0.0, host_fte = 0.5 }
[scenario.none]
funding.fte = 0.0
"""
    ensemble = Ensemble(read(text))
    regions = {name: sample_of(ensemble, name).record.shape[2] for name in ("all", "few", "none")}
    assert regions == {"all": 6, "few": 4, "none": 6}
    few = looks_of(sample_of(ensemble, "few"))
    assert (few.networks, len(few.until)) == (4, 4)
