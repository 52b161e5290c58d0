"""Figures of simulated networks that are known from real ones, too.

They are read from a few runs of their own, with the luck of the study's first replicates, so a
finished run folder need not hold anything for them.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from qvgraph.declare import SIZES, BySize, Value
from qvgraph.kernels.draws import replicate_key
from qvgraph.model.network import ONE_REGION, Network
from qvgraph.simulate import record as records
from qvgraph.simulate.parameters import Plan, in_district, timetable, values_at
from qvgraph.simulate.run import Setting, simulate
from qvgraph.simulate.state import copy_state
from qvgraph.study.ensemble import Ensemble
from qvgraph.study.judge import posts_of

DRAWS: Final = 20
REPLICATES: Final = 4
ALONE_REPLICATES: Final = 2
ALONE_MONTHS: Final = 60
"""Most network draws, replicates of each, and the same for runs without a network."""

FIRST_MONTHS: Final = 24
"""The evaluation says what had begun after about two years."""

YEAR: Final = 12

_NOBODY: Final[Mapping[str, Value]] = {
    "funding.fte": 0.0,
    "funding.host_fte": 0.0,
    "funding.volunteer_hours": BySize(0.0, 0.0, 0.0, 0.0),
}
"""What makes a region one without a network."""


class Sample(NamedTuple):
    """Runs of one scenario, what must be known of its networks, and runs without a network."""

    record: np.ndarray  # (runs, months, regions), fields of `simulate.record.ROW`
    draw: np.ndarray  # (runs,)
    start: np.ndarray  # (regions,): month in which the region starts
    until: np.ndarray  # (regions,): months up to the last one with public money
    firms: np.ndarray  # (runs, regions, size classes)
    employees: np.ndarray  # (runs, regions), of firms in districts with a turntable
    alone: np.ndarray  # (runs of their own, months, regions): gap over need


class Looks(NamedTuple):
    """What a sample looks like: as numbers, so that a run folder can keep them."""

    networks: int
    until: tuple[int, ...]  # by region: months up to the last one with public money
    alone_months: int
    figures: dict[str, "Spread"]


class Spread(NamedTuple):
    """A mean over simulated networks and where nine of ten lie; NaN where there is none."""

    mean: float
    low: float
    high: float


def sample_of(ensemble: Ensemble, scenario: str, *, threads: int = 1) -> Sample:
    """Run one scenario on at most 20 draws with at most 4 replicates, as long as is needed.

    The runs are those of the study up to that month. Without a manager, two replicates on each
    draw run for 60 months at most. Where no post is ever paid there is no network to look at,
    unless that is so in all regions.
    """
    study = ensemble.study
    every = list(ensemble.plans(scenario).values())
    start = np.array([_start(plan) for plan in every])
    until = np.array([funded_until(plan, study.run.months) for plan in every])
    ours = _with_a_post(every, study.run.months)
    last = min(study.run.months, max(until.max(), start.max() + FIRST_MONTHS))
    replicates = min(REPLICATES, study.run.replicates)
    draws = range(min(DRAWS, study.network.draws))

    def run(draw: int, setting: Setting, months: int, replicates: int) -> np.ndarray:
        return np.stack([*_runs(setting, study.run.seed, draw, months, replicates)])

    with ThreadPoolExecutor(threads) as executor:
        tasks = []
        for draw in draws:  # networks are drawn here: an ensemble is not for several threads
            setting = ensemble.setting(scenario, draw)
            drawn = list(ensemble.plans(scenario, draw).values())
            alone = _without_network(setting, drawn, ensemble.network(scenario, draw))
            months = min(ALONE_MONTHS, study.run.months)
            tasks.append(
                (
                    executor.submit(run, draw, setting, last, replicates),
                    executor.submit(run, draw, alone, months, min(ALONE_REPLICATES, replicates)),
                )
            )
        results = [(run.result(), other.result()) for run, other in tasks]
    networks = [ensemble.network(scenario, draw) for draw in draws]
    return Sample(
        record=np.concatenate([record[..., ours] for record, _ in results]),
        draw=np.repeat(np.array(draws), replicates),
        start=start[ours],
        until=until[ours],
        firms=np.repeat([_firms(network)[ours] for network in networks], replicates, axis=0),
        employees=np.repeat(
            [_employees(one, every, until)[ours] for one in networks], replicates, axis=0
        ),
        alone=np.concatenate([record["gap"] for _, record in results]),
    )


def funded_until(plan: Plan, months: int) -> int:
    """The number of months up to the last one of the run in which public money pays a post.

    Up to the pilot's end, if that lies in the run, where none is paid at all.
    """
    paid = np.flatnonzero(posts_of(plan, months))
    if len(paid):
        return int(paid[-1]) + 1
    return min(months, max(1, _start(plan) + int(plan["funding.pilot_months"])))  # type: ignore[arg-type]


def _with_a_post(plans: Sequence[Plan], months: int) -> np.ndarray:
    """The regions in which public money or the host ever pays a post; all where none has one."""
    paid = np.array(
        [
            posts_of(plan, months).any() or values_at(plan, months - 1)["funding.host_fte"] != 0.0
            for plan in plans
        ]
    )
    return np.flatnonzero(paid if paid.any() else ~paid)


def looks_of(sample: Sample) -> Looks:
    """What the networks of a sample look like."""
    runs, _, regions = sample.record.shape
    return Looks(
        networks=runs * regions,
        until=tuple(sample.until.tolist()),
        alone_months=sample.alone.shape[1],
        figures=figures_of(sample),
    )


def figures_of(sample: Sample) -> dict[str, Spread]:
    """All figures by name: members, begun, course_size, visit_hours, placements, trained by size
    class, and drift, the change of the gap without a network.

    A mean of ratios is the ratio of the sums. Nine of ten networks lie in the range; for `begun`,
    a yes or no of each network, the shares of the draws do.
    """
    record, until = sample.record, sample.until
    runs, _, regions = record.shape
    ones = np.ones((runs, regions))
    whole, year = np.zeros_like(until), np.maximum(0, until - YEAR)

    def total(name: str, start: np.ndarray) -> np.ndarray:
        return _sum(record[name], start, until)

    visits = total("visits", whole)
    courses = total("courses_manager", whole) + total("courses_self", whole)
    hours = total("hours_visits", whole) + total("hours_introductions", whole)
    thousand_years = sample.employees / 1000 * (until - year) / YEAR
    drift = sample.alone[:, -1] - sample.alone[:, 0]
    return {
        "members": _spread(_at(record["members"], until - 1), ones),
        "begun": _spread(*_begun(sample), groups=_groups(sample.draw)),
        "course_size": _spread(total("participants", whole), courses),
        "visit_hours": _spread(hours, visits),
        "placements": _spread(total("placements", year), thousand_years),
        **{
            f"trained_{size}": _spread(
                _at(record[f"trained_{size}"], until - 1), sample.firms[..., s]
            )
            for s, size in enumerate(SIZES)
        },
        "drift": _spread(drift, np.ones_like(drift)),
    }


def _begun(sample: Sample) -> tuple[np.ndarray, np.ndarray]:
    """Networks with a course run by the manager in their first months, of those in the run."""
    end = sample.start + FIRST_MONTHS
    known = (sample.start >= 0) & (end <= sample.record.shape[1])
    begun = _sum(sample.record["courses_manager"], sample.start, end) > 0
    return np.where(known, begun, 0.0), np.where(known, 1.0, np.zeros(begun.shape))


def _groups(draw: np.ndarray) -> np.ndarray:
    """What shares are taken over: draws, or runs where there is only one draw."""
    return draw if len(set(draw.tolist())) > 1 else np.arange(len(draw))


def _spread(over: np.ndarray, under: np.ndarray, groups: np.ndarray | None = None) -> Spread:
    """Ratio of the sums, and the middle 90 % of the ratios of networks or of groups of runs."""
    if groups is not None:
        same = groups == np.unique(groups)[:, None]
        over, under = (same @ values.sum(axis=1) for values in (over, under))
    known = under > 0
    if not known.any():
        return Spread(np.nan, np.nan, np.nan)
    each = over[known] / under[known]
    low, high = np.quantile(each, (0.05, 0.95)) if len(each) > 1 else (np.nan, np.nan)
    return Spread(float(over[known].sum() / under[known].sum()), float(low), float(high))


def _at(values: np.ndarray, rows: np.ndarray) -> np.ndarray:
    return values[:, rows, np.arange(values.shape[2])]


def _sum(values: np.ndarray, start: np.ndarray, stop: np.ndarray) -> np.ndarray:
    """Sum over each region's months from `start` to before `stop`, shape (runs, regions)."""
    month = np.arange(values.shape[1])[:, None]
    return np.asarray(np.where((start <= month) & (month < stop), values, 0.0).sum(axis=1))


def _runs(
    setting: Setting, seed: int, draw: int, months: int, replicates: int
) -> Iterator[np.ndarray]:
    state = copy_state(setting.start)
    record = records.empty(len(setting.stretch_of), len(setting.regions))
    for replicate in range(replicates):
        simulate(setting, state, record, replicate_key(seed, draw, replicate), months)
        yield record[:months].copy()


def _without_network(setting: Setting, plans: list[Plan], network: Network) -> Setting:
    """The same start with no member, and no manager at any time."""
    start = copy_state(setting.start)
    start.firm["member"] = 0
    months = len(setting.stretch_of)
    table, stretch_of = timetable([{**one, **_NOBODY} for one in plans], months, network.districts)
    return Setting(setting.world, start, table, stretch_of, setting.regions)


def _firms(network: Network) -> np.ndarray:
    """Number of firms by region and size class."""
    counted = np.zeros((len(network.regions), len(SIZES)))
    for region, size in _firms_of(network).select("region", "size").iter_rows():
        counted[network.regions.index(region), SIZES.index(size)] += 1
    return counted


def _employees(network: Network, plans: list[Plan], until: np.ndarray) -> np.ndarray:
    """Head count by region, of firms in districts that have a turntable in the last month."""
    rows = _firms_of(network).group_by("region", "district").agg(pl.col("employees").sum())
    total = np.zeros(len(network.regions))
    for region, district, employees in rows.iter_rows():
        r = network.regions.index(region)
        if _has_turntable(values_at(plans[r], int(until[r]) - 1), district):
            total[r] += employees
    return total


def _has_turntable(values: Mapping[str, object], district: str | None) -> bool:
    path = "turntable.turntable"
    return district is not None and bool(values.get(in_district(path, district), values[path]))


def _firms_of(network: Network) -> pl.DataFrame:
    firms = network.organisations.filter(pl.col("kind") == "firm")
    return firms.with_columns(pl.col("region").fill_null(ONE_REGION))


def _start(plan: Plan) -> int:
    start = plan["funding.start_month"]
    assert isinstance(start, int)
    return start
