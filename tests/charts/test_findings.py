"""The sentence of each chart says what its outcomes say; all is worked out here once more."""

import re
from collections.abc import Callable
from statistics import fmean

import numpy as np
import polars as pl
import pytest
from by_hand import interval, outwards

from qvgraph import language
from qvgraph.charts import CHARTS, draw_all
from qvgraph.charts.material import Material, material_of
from qvgraph.charts.money import frontier
from qvgraph.study.ensemble import Ensemble
from qvgraph.study.judge import posts_of
from qvgraph.study.run import Run

Made = Callable[..., Run]

REGIONS = 6
"""Of the profile "pilot"."""

BASE, BEST = "Cliff: nothing after, no fees", "40 % of the post for ever"


def unclear(rows: pl.DataFrame) -> pl.DataFrame:
    """Whatever differs between scenarios differs one way in a draw and back in the next."""
    sign = pl.when(pl.col("draw") % 2 == 0).then(1.0).otherwise(-1.0)
    lead = pl.when(pl.col("scenario") == "for-ever").then(0.1).otherwise(0.0)
    move = pl.when(pl.col("scenario") == "cliff").then(0.0).otherwise(sign)
    return rows.with_columns(sustained=0.5 + 0.2 * move + lead, flow_after=60.0 + 12 * move + lead)


def baseline_best(rows: pl.DataFrame) -> pl.DataFrame:
    first = pl.col("scenario") == "cliff"
    return rows.with_columns(
        sustained=pl.when(first).then(1.0).otherwise(0.5),
        flow_after=pl.when(first).then(90.0).otherwise(60.0),
        gap_end=pl.when(first).then(0.1).otherwise(0.4),
    )


def nothing(rows: pl.DataFrame) -> pl.DataFrame:
    names = ["sustained", "flow_pilot", "gap_end", "flow_after"]
    return rows.with_columns(**dict.fromkeys(names, pl.lit(None, pl.Float64)))


def finding(name: str, run: Run) -> str:
    return CHARTS[name].finding(material_of(run))


def by_draw(run: Run, scenario: str, outcome: str) -> list[float]:
    """Means of the draws, of all regions together."""
    rows = run.outcomes.filter(region="all", scenario=scenario)
    return [fmean(rows.filter(draw=draw)[outcome].to_list()) for draw in range(4)]


def paired(run: Run, scenario: str, outcome: str, factor: float) -> list[float]:
    ours, theirs = (by_draw(run, name, outcome) for name in (scenario, "cliff"))
    return [factor * (one - other) for one, other in zip(ours, theirs, strict=True)]


def written(value: float, digits: int = 1) -> str:
    return f"{value:.{digits}f}".replace("-", "−")


# ---- with numbers


def test_flow_against_the_baseline(made: Made) -> None:
    run = made()
    gained = paired(run, "for-ever", "flow_after", 1 / REGIONS)
    low, high = outwards(*interval(gained))
    value = fmean(by_draw(run, "for-ever", "flow_after")) / REGIONS
    assert finding("flow", run) == (
        f"In the 12 months up to month 48 most knowledge flows with “{BEST}”: {written(value)}"
        f" units per network, {written(fmean(gained))} more than with “{BASE}” (90% interval:"
        f" {low} to {high})."
    )


def test_now_and_after(made: Made) -> None:
    run = made()
    more = less = 0
    for name in ("cliff", "half", "whole", "for-ever"):
        pairs = zip(by_draw(run, name, "flow_after"), by_draw(run, name, "flow_pilot"), strict=True)
        changes = [(after - now) / REGIONS for after, now in pairs]
        low, high = interval(changes)
        more, less = more + (low > 0), less + (high < 0)
    now, after = (
        fmean(by_draw(run, "for-ever", f"flow_{when}")) / REGIONS for when in ("pilot", "after")
    )
    assert (more, less) == (2, 2)
    first, last = outwards(low, high)
    assert finding("now_after", run) == (
        f"In the 12 months up to month 48, with {more} of 4 scenarios clearly more knowledge flows"
        f" than in the last 12 of the pilot, with {less} clearly less. Farthest up is “{BEST}”:"
        f" {written(after)} after {written(now)} units per network (difference, 90% interval:"
        f" {first} to {last})."
    )


def test_cost_and_what_lasts(made: Made) -> None:
    run = made()
    low, high = outwards(*interval(paired(run, "for-ever", "sustained", 100)), digits=0)
    euros = interval(paired(run, "for-ever", "public_euros", 0.001 / REGIONS))
    least, most = outwards(*euros, digits=0)
    assert finding("cost", run) == (
        f"With “{BEST}” {low} to {high} of 100 networks more sustain themselves than with"
        f" “{BASE}”, for {least} to {most} thousand € more per network (90% intervals)."
        " 4 of 4 scenarios are efficient: by the means no other is both cheaper and better."
    )


@pytest.mark.parametrize(
    ("factor", "said"),
    [(-1.0, "thousand € less per network"), (0.0, "at no clear difference in cost")],
)
def test_more_that_lasts_for_less_money_is_not_called_dearer(
    made: Made, factor: float, said: str
) -> None:
    run = made(change=cheaper if factor else as_dear)
    assert said in finding("cost", run)
    assert "−" not in finding("cost", run).partition(" of 4")[0]


def cheaper(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(public_euros=6_000_000 - pl.col("public_euros"))


def as_dear(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(public_euros=pl.lit(300_000.0))


def test_gaps_of_large_and_micro_firms(made: Made) -> None:
    run = made()
    said = finding("gaps", run)
    assert said.startswith(f"In month 48 the gaps are smallest with “{BEST}”. Against “{BASE}”")
    for size in ("large", "micro"):
        changes = paired(run, "for-ever", f"gap_{size}", 100)
        low, high = outwards(*interval(changes))
        value = written(fmean(changes))
        assert f"{value} points in large" in said or f"{value} in micro" in said
        assert f"(90% interval: {low} to {high})" in said


def test_post_months_by_hand(made: Made) -> None:
    """24 of pilot; besides 24 × 0.5, 12 × 1 and 24 × 0.4 until month 48."""
    assert finding("funding", made(profile="region")) == (
        f"Up to month 48, 24.0 (“{BASE}”) to 36.0 (“Half a post retained for 48 months”)"
        " post-months of public money are planned per network; 2 of 4 scenarios have 36.0."
    )
    assert finding("funding", made(scenarios=("cliff",), profile="region")) == (
        "Up to month 48, 24.0 post-months of public money are planned per network, in each scenario"
        " as many."
    )


@pytest.mark.parametrize("profile", ["pilot", "expansion"])
def test_posts_add_up_to_post_months(made: Made, profile: str) -> None:
    run = made(profile=profile, draws=2, replicates=2)
    material = material_of(run)
    for name, posts in material.posts.items():
        assert posts[:48].sum() == pytest.approx(material.facts.post_months[name])
    plan = next(iter(Ensemble(run.study).plans("half").values()))
    start = plan["funding.start_month"]
    assert isinstance(start, int)
    by_age = posts_of(plan, 60)[max(0, start) :]
    assert by_age[0] == 1.0
    assert sorted(set(by_age.tolist())) == [0.0, 0.5, 1.0]


# ---- in words


def test_a_difference_that_may_be_chance_is_called_unclear(made: Made) -> None:
    run = made(change=unclear)
    assert f"the difference to “{BASE}” is not clear (90% interval: −" in finding("flow", run)
    assert (
        f"but the difference to “{BASE}” is not clear (of 100 networks; 90% interval: −"
        in finding("cost", run)
    )


def test_no_scenario_before_the_baseline(made: Made) -> None:
    run = made(change=baseline_best)
    assert f"no scenario has more knowledge flow than “{BASE}”: 15.0 units" in finding("flow", run)
    assert finding("cost", run).startswith("With no scenario more networks sustain")
    assert f"no scenario leaves smaller gaps than “{BASE}”" in finding("gaps", run)


def test_of_what_is_not_known_that_is_said(made: Made) -> None:
    run = made(change=nothing)
    for name in ("flow", "now_after", "cost", "gaps"):
        assert re.search("cannot be said", finding(name, run)), name


def test_a_single_pair_of_runs_has_no_interval(made: Made) -> None:
    run = made(draws=1, replicates=1)
    for name in ("flow", "now_after", "gaps"):
        assert "a single pair of runs, hence no interval" in finding(name, run), name
    assert "interval:" not in finding("cost", run)


def test_the_finding_stands_on_the_figure_and_beside_it_in_its_language(made: Made) -> None:
    run = made()
    material: Material = material_of(run)
    language.use("de")
    german = {item.name: item for item in draw_all(run)}
    assert "mehr als mit „Klippe: nichts danach, keine Beiträge“" in german["flow"].finding
    assert "Tsd. Euro mehr je Netzwerk" in german["cost"].finding
    assert re.search(r"−\d+,\d Punkte", german["gaps"].finding)
    assert material.labels["cliff"] == BASE


# ---- the frontier


@pytest.mark.parametrize("seed", range(5))
def test_nobody_on_the_frontier_is_beaten_and_all_others_are(seed: int) -> None:
    random = np.random.default_rng(seed)
    points = {
        str(n): (float(x), float(y)) for n, (x, y) in enumerate(random.integers(0, 9, (20, 2)))
    }
    line = frontier(points)

    def beaten(name: str) -> bool:
        cost, share = points[name]
        return any(x <= cost and y >= share and (x < cost or y > share) for x, y in points.values())

    assert set(line) == {name for name in points if not beaten(name)}
    assert [points[name][0] for name in line] == sorted(points[name][0] for name in line)
    assert [points[name][1] for name in line] == sorted(points[name][1] for name in line)
