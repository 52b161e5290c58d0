"""What a region loses by the end when its managers are gone from some month on, by simulation.

The replicates of a run are simulated once more with `turnover.knock_month` set, by the same luck,
and compared pair by pair with what the run holds. The post then stays empty as long as the scenario
says (`turnover.knock_months`), and what is handed over is its `turnover.handover`. Nothing is
written.
"""

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple, cast

import numpy as np
import polars as pl

from qvgraph.language import decimal, say
from qvgraph.metrics.knockouts.knockouts import TABLE
from qvgraph.simulate.parameters import timetable
from qvgraph.simulate.run import Setting
from qvgraph.study.blocks import simulate_blocks
from qvgraph.study.compare import estimate
from qvgraph.study.ensemble import Block, Ensemble
from qvgraph.study.outcomes import outcomes_of
from qvgraph.study.run import Run, ensemble_of, month_of
from qvgraph.study.study import Study

OUTCOMES: Final = ("flow_after", "members", "sustained")
"""What is compared: members' knowledge flow, members and whether the network sustains itself."""

PAIRS: Final = 200
"""Most replicates that are simulated once more for each region."""

AT_ONCE: Final = 1_440
"""Most of them times the regions that each has, for all regions together: half a minute."""

LEAST: Final = 5
"""However many regions there are, so many pairs are compared."""

DRAWS: Final = 20
"""They are of so many draws of the networks at most."""

_KEYS: Final = ("draw", "replicate")


class Size(NamedTuple):
    """How many network draws, and replicates of each, are simulated once more."""

    draws: int
    replicates: int


def knocked(
    run: Run, *, scenario: str | None = None, month: int | None = None, threads: int | None = None
) -> pl.DataFrame:
    """What each region has more (less: below 0) when its managers leave in a month, by the end.

    A row per region and outcome (`OUTCOMES`, at the judged month) in the columns of
    `qvgraph.metrics.knockout`: level `managers`, way `simulated`; `intact` is the mean of the
    replicates as they are, `value` the mean difference to them, paired by draw and replicate, with
    its interval of 90 % over the draws. Regions are knocked out one at a time. `scenario` is the
    baseline and `month` the end of the last pilot unless given. Only as many of the run's
    replicates are used as fit half a minute; `note` says how many, and in how many pairs nothing
    differs, or why nobody can be missed. Raises `InputError` for an unknown scenario.
    """
    study, ensemble = run.study, ensemble_of(run)
    name = study.scenario(scenario or study.baseline).name
    month = month_of(ensemble, name, month)
    judged = study.judged_months(ensemble.regions)
    starts = (start for start, _ in ensemble.pilots(name))
    begun = dict(zip(ensemble.regions, starts, strict=True))
    unknown = {region: _why_not(month, begun[region], judged[region]) for region in judged}
    ages = {region: month - begun[region] for region, why in unknown.items() if why is None}
    size = size_of(study, len(ensemble.regions))
    found = outcomes_without(ensemble, name, ages, size, threads=threads or os.cpu_count() or 1)
    rows: list[dict[str, object]] = []
    for region, why in unknown.items():
        start = {"level": "managers", "item": region, "region": region, "way": "simulated"}
        if why is not None:
            rows += ({**start, "metric": one, "note": why} for one in OUTCOMES)
            continue
        vacant = cast(int, ensemble.plans(name)[region]["turnover.knock_months"])
        paid = bool(ensemble.posts(name)[region][month : month + vacant].any())
        compared = _compared(run, name, found.filter(region=region), vacant, paid=paid)
        rows += ({**start, **one} for one in compared)
    return pl.DataFrame(rows, TABLE).with_columns(network=pl.lit(ensemble.label))


def size_of(study: Study, regions: int) -> Size:
    """As many of the run's replicates as fit the time, over as many of its draws as can be."""
    pairs = max(LEAST, min(PAIRS, AT_ONCE // regions**2))
    draws = min(study.network.draws, DRAWS, pairs)
    return Size(draws, max(1, min(study.run.replicates, pairs // draws)))


def outcomes_without(
    ensemble: Ensemble, scenario: str, ages: Mapping[str, int], size: Size, *, threads: int
) -> pl.DataFrame:
    """Outcomes of a region whose managers leave at an age of it, for each of `ages` on its own.

    Columns: region, draw, replicate, `OUTCOMES`. At age 0 nobody leaves: the outcomes are then
    those of the run, to the last digit.
    """
    study, regions = ensemble.study, ensemble.regions
    pilot = np.array(ensemble.pilots(scenario))
    judged = np.array(list(study.judged_months(regions).values()))

    def simulated(setting: Setting, draw: int, region: str) -> pl.DataFrame:
        block = Block(scenario, draw, 0, 0, size.replicates)
        (record,) = simulate_blocks([setting], [block], seed)
        outcomes = outcomes_of(record, regions, pilot, judged, study.judge)
        own = outcomes.filter(region=region)
        return own.select("region", pl.lit(draw, pl.Int64).alias("draw"), "replicate", *OUTCOMES)

    seed, waiting = study.run.seed, []
    with ThreadPoolExecutor(max_workers=threads) as pool:
        for draw in range(size.draws):
            setting = ensemble.setting(scenario, draw)
            plans = ensemble.plans(scenario, draw)
            named = ensemble.network(scenario, draw).districts
            for region, age in ages.items():
                changed = {**plans, region: {**plans[region], "turnover.knock_month": age}}
                each = [changed[name] for name in regions]
                gone = setting._replace(table=timetable(each, study.run.months, named)[0])
                waiting.append(pool.submit(simulated, gone, draw, region))
        frames = [one.result() for one in waiting]
    return pl.concat(frames) if frames else pl.DataFrame()


def _why_not(month: int, begun: int, judged: int) -> str | None:
    """Why nobody can be missed by the judged month, if so."""
    if month <= begun:
        return say("the region starts in month {begun}: nobody is there before", begun=begun)
    if month >= judged:
        return say("the region is judged in month {judged}, before anybody goes", judged=judged)
    return None


def _compared(
    run: Run, scenario: str, gone: pl.DataFrame, vacant: int, *, paid: bool
) -> Iterator[dict[str, object]]:
    """The difference of each outcome to the run's own replicates of the same draws and luck.

    `paid` says whether public money pays for a post while nobody is there.
    """
    columns = (*_KEYS, "region", *OUTCOMES)
    own = run.outcomes.filter(scenario=scenario).select(columns)
    pairs = gone.join(own, on=["region", *_KEYS], suffix=" intact").sort(_KEYS)
    draws = pairs["draw"].to_numpy()
    same = pl.all_horizontal(pl.col(one).eq_missing(pl.col(f"{one} intact")) for one in OUTCOMES)
    alike = pairs.filter(same).height
    note = say(
        "{pairs} replicates in pairs, {same} without a difference; post empty for {months} months",
        pairs=decimal(pairs.height),
        same=decimal(alike),
        months=vacant,
    )
    if alike and not paid:
        note += "; " + say("public money pays for no post then: another month says more")
    alone = say("one drawing of the networks: the interval shows chance only")
    for one in OUTCOMES:
        with_them = pairs[f"{one} intact"].cast(float).fill_null(np.nan).to_numpy()
        without = pairs[one].cast(float).fill_null(np.nan).to_numpy()
        found = estimate(without - with_them, draws)
        yield {
            "metric": one,
            "intact": estimate(with_them, draws).value,
            "value": found.value,
            "low": found.low,
            "high": found.high,
            "note": f"{note}; {alone}" if found.chance_only else note,
        }
