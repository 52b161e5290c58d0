"""Runs that nobody simulated: drawn figures in the shape of a run's tables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import polars as pl
import pytest

from qvgraph.declare import SIZES
from qvgraph.simulate.record import SERIES
from qvgraph.study.compare import compare
from qvgraph.study.figures import Looks, Spread
from qvgraph.study.monthly import monthly
from qvgraph.study.outcomes import ALL, OUTCOMES
from qvgraph.study.reading import read_study
from qvgraph.study.run import Run

Change = Callable[[pl.DataFrame], pl.DataFrame]

LABELS = {
    "cliff": ("Klippe: nichts danach, keine Beiträge", "Cliff: nothing after, no fees"),
    "half": ("Halbe Stelle 48 Monate weitergeführt", "Half a post retained for 48 months"),
    "whole": (
        "Ganze Stellen ein Jahr länger, dann das Ende",
        "Whole posts a year longer, then an end",
    ),
    "for-ever": ("Dauerhaft 40 % der Stelle", "40 % of the post for ever"),
}
LEVERS = {
    "cliff": "",
    "half": "funding.retained_share = 0.5\nfunding.retained_months = 24",
    "whole": "funding.retained_share = 1.0\nfunding.retained_months = 12",
    "for-ever": "funding.permanent_share = 0.4",
}


LOOKS = Looks(
    networks=240,
    until=(24,),
    alone_months=60,
    figures={
        **{name: Spread(0.25, 0.1, 0.4) for name in ("begun", *(f"trained_{s}" for s in SIZES))},
        "members": Spread(41.0, 28.0, 53.0),
        "course_size": Spread(9.2, 7.0, 11.5),
        "visit_hours": Spread(3.2, 3.1, 3.3),
        "placements": Spread(0.07, 0.0, 0.2),
        "drift": Spread(-0.013, -0.04, 0.02),
    },
)
"""All figures have a value; placements lie outside their band."""


def unchanged(rows: pl.DataFrame) -> pl.DataFrame:
    """The outcomes as they are."""
    return rows


ELEVEN = (*LABELS, *(f"more-{n}" for n in range(7)))
"""As many scenarios as the largest shipped study has."""

for _n, _name in enumerate(ELEVEN[len(LABELS) :]):
    LABELS[_name] = (f"Halbe Stelle {_n + 6} Monate länger", f"Half a post {_n + 6} months longer")
    LEVERS[_name] = f"funding.retained_share = 0.5\nfunding.retained_months = {_n + 6}"


@dataclass(frozen=True)
class Wish:
    """What a run is asked to look like."""

    scenarios: tuple[str, ...] = ELEVEN[:4]
    draws: int = 4
    replicates: int = 3
    months: int = 60
    judged: int = 48
    calendar: str | None = "2019-07"
    profile: str = "pilot"
    missing: int = 0
    change: Change = unchanged


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Run]:
    """Make a run as wished, each only once."""
    folder = tmp_path_factory.mktemp("made")

    @cache
    def making(wish: Wish) -> Run:
        path = folder / "made.toml"
        path.write_text(_text(wish), "utf-8")
        study = read_study(path)
        if wish.calendar is None:
            study = replace(study, run=replace(study.run, calendar=None))
        outcomes = wish.change(_outcomes(wish))
        total = len(wish.scenarios) * wish.draws * wish.replicates
        return Run(
            study=study,
            folder=folder / "made.run",
            outcomes=outcomes,
            monthly=_monthly(wish),
            comparison=compare(outcomes, "cliff"),
            looks=LOOKS,
            done=total - wish.missing,
            total=total,
        )

    return lambda **wishes: making(Wish(**wishes))


def _text(wish: Wish) -> str:
    calendar = f'calendar = "{wish.calendar}"' if wish.calendar else ""
    text = f"""
baseline = "cliff"
title = {{ de = "Was bleibt?", en = "What is left?" }}
[network]
profile = "{wish.profile}"
draws = {wish.draws}
[run]
months = {wish.months}
replicates = {wish.replicates}
{calendar}
[judge]
month = {wish.judged}
"""
    for name in wish.scenarios:
        de, en = LABELS[name]
        text += f'[scenario.{name}]\nlabel = {{ de = "{de}", en = "{en}" }}\n{LEVERS[name]}\n'
    return text


def _regions(wish: Wish) -> Sequence[str]:
    from qvgraph.model.profiles import PROFILES

    return sorted(region.name for region in PROFILES[wish.profile].regions)


def _outcomes(wish: Wish) -> pl.DataFrame:
    """Better from scenario to scenario and by draw, equal for all regions but for the verdict."""
    random = np.random.default_rng(7)
    regions = _regions(wish)
    rows: list[Mapping[str, object]] = []
    for number, name in enumerate(wish.scenarios):
        for draw in range(wish.draws):
            for replicate in range(wish.replicates):
                one = {outcome.name: 1.0 + number for outcome in OUTCOMES}
                luck = 0.1 * draw + 0.05 * random.normal()
                one |= {
                    "flow_pilot": 5 + luck,
                    "flow_after": 2.5 * number + 1 + 2 * luck,
                    "public_euros": 300_000.0 + 90_000 * number + 20_000 * luck,
                    "gap_micro": 0.5 - 0.01 * number + 0.01 * luck,
                    "gap_small": 0.47 - 0.02 * number + 0.01 * luck,
                    "gap_medium": 0.43 - 0.03 * number + 0.01 * luck,
                    "gap_large": 0.4 - 0.04 * number + 0.01 * luck,
                    "gap_end": 0.45 - 0.02 * number,
                }
                lasts = [float(random.random() < min(0.9, 0.1 + 0.25 * number)) for _ in regions]
                key = {"scenario": name, "draw": draw, "replicate": replicate}
                for region, verdict in zip(regions, lasts, strict=True):
                    both = {"sustained": verdict, "sustained_lenient": 1.0}
                    rows.append({**key, "region": region, **one, **both})
                n = len(regions)
                sums = {
                    name: value * n
                    for name, value in one.items()
                    if not name.startswith(("gap", "sustained", "trust"))
                }
                mean = {"sustained": sum(lasts) / n, "sustained_lenient": 1.0}
                rows.append({**key, "region": ALL, **one, **sums, **mean})
    return pl.DataFrame(rows)


def _monthly(wish: Wish) -> pl.DataFrame:
    """Members and flow that rise or fall, spread over the runs."""
    random = np.random.default_rng(2)
    regions, parts = _regions(wish), []
    runs = wish.draws * wish.replicates
    for number, name in enumerate(wish.scenarios):
        values = np.zeros((runs, wish.months, len(regions), len(SERIES)), np.float32)
        course = 20 + 0.1 * number * np.arange(wish.months)[:, None]
        spread = random.normal(0, 3, (runs, 1, len(regions)))
        for series, factor in (("members", 1.0), ("flow_members", 0.05)):
            place = [one.name for one in SERIES].index(series)
            values[..., place] = factor * (course + spread)
        parts.append(monthly(values, scenario=name, regions=regions))
    return pl.concat(parts)
