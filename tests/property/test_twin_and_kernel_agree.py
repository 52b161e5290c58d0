"""The compiled model does exactly what the readable twin does, on networks nobody thought of."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qvgraph.declare import ByHeadCount, BySize
from qvgraph.kernels.draws import draw_key
from qvgraph.kernels.jit import JIT
from qvgraph.model.network import Network
from qvgraph.model.profiles import Profile, Region
from qvgraph.model.synthesize import skeleton
from qvgraph.model.world import ordered
from qvgraph.simulate.parameters import DEFAULTS, PARAMETERS, Schedule, in_district
from qvgraph.simulate.record import SERIES
from qvgraph.simulate.run import run_replicate
from qvgraph.simulate.start import complete
from qvgraph.simulate.twin import month as twin

pytestmark = pytest.mark.kernel

SMALL = {
    "network.firms": st.integers(1, 14),
    "network.sectors": st.integers(1, 3),
    "network.associations": st.integers(0, 2),
    "network.institutions": st.integers(0, 2),
    "network.skills": st.integers(1, 5),
    "network.cross_sector_skills": st.integers(0, 4),
    "network.trainings": st.integers(0, 5),
    "network.initial_ties": st.floats(0, 9),
    "network.cross_region": st.sampled_from([0.0, 0.3, 1.0]),
    "funding.fte": st.sampled_from([0.0, 0.05, 0.4, 1.0, 3.0]),
    "funding.persons": st.integers(1, 3),
    "funding.pilot_months": st.integers(1, 12),
    "funding.retained_months": st.integers(0, 6),
    "funding.taper_months": st.integers(0, 6),
    "funding.start_month": st.integers(-6, 6),
    "funding.reopen_months": st.sampled_from([0.0, 1.0, 12.0]),
    "turnover.knock_month": st.integers(0, 12),
    "turnover.post_vacancy": st.integers(0, 3),
    "visits.join_base": st.floats(-6, 4),
    "needs.need_shift": st.sampled_from([0.02, 0.5]),
    "courses.minimum_participants": st.integers(1, 4),
    "courses.seats": st.integers(1, 5),
    "courses.course_hours": st.sampled_from([0.0, 6.0, 16.0]),
    "courses.develop_hours": st.sampled_from([0.0, 5.0, 30.0]),
    "courses.price_euros": st.sampled_from([50.0, 300.0, 850.0]),
    "turntable.turntable": st.booleans(),
    "turntable.labour_shock": st.sampled_from([0.04, 0.5]),
    "turntable.surplus_share": st.sampled_from([0.05, 0.3]),
    "turntable.vacancy_months": st.integers(1, 5),
    "broadcast.newsletter": st.sampled_from([0.03, 0.3]),
    "search.own_identification": st.sampled_from(
        [BySize(0.02, 0.04, 0.12, 0.4), BySize(*[0.5] * 4)]
    ),
    "search.release": st.sampled_from([BySize(0.08, 0.12, 0.2, 0.3), BySize(*[0.7] * 4)]),
    "search.list_patience": st.integers(1, 6),
}
"""Values that make much happen among few firms in few months."""


def anywhere(parameter):
    """Any value between low and high, and the ends."""
    spec = parameter.spec
    if spec.type == "flag":
        return st.booleans()
    if spec.type == "by_head_count":
        return st.tuples(*[st.floats(0, 1)] * 3).map(lambda v: ByHeadCount(*v))
    if spec.type == "count":
        return st.integers(spec.low, spec.high)
    if spec.type == "by_size":
        return st.sampled_from([parameter.default, spec.low, spec.high]).map(lambda v: BySize(*v))
    return st.one_of(st.sampled_from([spec.low, spec.high]), st.floats(spec.low, spec.high))


@st.composite
def plans_of_a_region(draw):
    plan = dict(DEFAULTS)
    for path, values in SMALL.items():
        plan[path] = draw(values)
    others = [path for path in PARAMETERS if path not in SMALL and path != "network.size_mix"]
    for path in draw(st.lists(st.sampled_from(others), max_size=12, unique=True)):
        plan[path] = draw(anywhere(PARAMETERS[path]))
    if plan["network.need_low"] >= plan["network.need_high"]:
        plan["network.need_low"] = 0.3
    if draw(st.booleans()):
        first, then = draw(anywhere(PARAMETERS["visits.recruiting"])), draw(st.floats(0, 0.8))
        plan["visits.recruiting"] = Schedule(((0, first), (draw(st.integers(1, 9)), then)))
    plan["funding.persons"] = max(plan["funding.persons"], math.ceil(plan["funding.fte"]))
    return plan


@st.composite
def cases(draw):
    """A complete network of one to three regions with a plan for each, and a seed."""
    names = ["a", "b", "c"][: draw(st.integers(1, 3))]
    plans = {name: draw(plans_of_a_region()) for name in names}
    for path, parameter in PARAMETERS.items():
        if parameter.spec.whole_network:
            for name in names:
                plans[name][path] = plans["a"][path]
    values = {
        name: {
            path: value.at(0) if isinstance(value, Schedule) else value
            for path, value in plan.items()
        }
        for name, plan in plans.items()
    }
    seed = draw(st.integers(0, 2**63 - 1))
    profile = Profile("hypothetical", tuple(Region(name) for name in names))
    network = skeleton(profile, values)
    network = with_members(network, draw(st.sets(st.integers(0, 13), max_size=6)))
    network = complete(network, values, draw_key(seed, 0), profile=profile)
    if draw(st.booleans()):
        network = with_ties_across(network, draw(st.integers(1, 40)))
    network = with_trainings_of_its_own(network, draw(st.integers(0, 5)))
    for name in draw(st.sets(st.sampled_from(names))):
        plans[name][in_district("turntable.turntable", f"{name}-1")] = draw(st.booleans())
    return network, plans, seed


def with_members(network: Network, places: set[int]) -> Network:
    frame = network.organisations.with_row_index("place")
    member = (pl.col("kind") == "firm") & pl.col("place").is_in(list(places))
    return network.with_tables(
        organisations=frame.with_columns(member=pl.when(member).then(True)).drop("place")
    )


def with_trainings_of_its_own(network: Network, number: int) -> Network:
    """Some trainings everywhere, inactive, long, or with seats and minimum of their own."""
    frame = network.trainings.with_row_index("place")
    if "seats" not in frame.columns:
        frame = frame.with_columns(seats=pl.lit(None, pl.Int64), minimum=pl.lit(None, pl.Int64))
    place = pl.col("place") + number
    return network.with_tables(
        trainings=frame.with_columns(
            region=pl.when(place % 5 == 3).then(None).otherwise("region"),
            active=pl.when(place % 4 == 1).then(False).otherwise("active"),
            hours=pl.when(place % 3 == 2).then(160.0).otherwise("hours"),
            seats=pl.when(place % 6 == 0).then(2).otherwise("seats"),
            minimum=pl.when(place % 7 < 2).then(3).otherwise("minimum"),
        ).drop("place")
    )


def with_ties_across(network: Network, step: int) -> Network:
    """Ties between any two firms, regions notwithstanding, and contacts to all."""
    firms = network.organisations.filter(pl.col("kind") == "firm")["id"].to_list()
    pairs = [(a, b) for a in firms for b in firms if a != b][::step]
    ties = pl.DataFrame(
        {
            "source": [a for a, _ in pairs],
            "target": [b for _, b in pairs],
            "strength": [1.0 / (2 + n % 7) for n in range(len(pairs))],
            "trust": [1.0 / (1 + n % 3) for n in range(len(pairs))],
        },
        {"source": pl.String, "target": pl.String, "strength": pl.Float64, "trust": pl.Float64},
    )
    contacts = network.organisations.select("manager", organisation="id", strength=pl.lit(0.5))
    memberships = pl.concat(
        [
            network.memberships,
            pl.DataFrame(
                [(firm, host) for host in network.managers["host"].drop_nulls() for firm in firms],
                {"organisation": pl.String, "association": pl.String},
                orient="row",
            ),
        ]
    ).unique()
    return network.with_tables(ties=ties, contacts=contacts, memberships=memberships)


@settings(max_examples=150 if JIT else 12)
@given(cases())
def test_every_figure_of_every_month_is_the_same(case):
    network, plans, seed = case
    months = 30
    history, _ = twin.run(network, plans, months, seed, 0, 1)
    record, _ = run_replicate(network, plans, months=months, seed=seed, replicate=1)
    for month in range(months):
        for r, region in enumerate(network.regions):
            ours = {one.name: float(record[month, r][one.name]) for one in SERIES}
            theirs = {name: float(value) for name, value in history[month][region].items()}
            assert repr(ours) == repr(theirs), f"month {month}, region {region}"


@pytest.mark.slow
@settings(max_examples=60 if JIT else 6)
@given(cases())
def test_every_firm_ends_in_the_same_state(case):
    network, plans, seed = case
    _, theirs = twin.run(network, plans, 24, seed, 0, 0)
    _, ours = run_replicate(network, plans, months=24, seed=seed)
    frame = ordered(network)
    for i, (name, kind) in enumerate(frame.select("id", "kind").iter_rows()):
        one = theirs.organisations[name]
        assert float(ours.contact[i]) == one.contact
        if kind != "firm":
            continue
        skills = network.skills["id"].to_list()
        assert [float(x) for x in ours.stock[i]] == [one.stock[k] for k in skills]
        assert bool(ours.firm[i].member) == one.member
        count = ours.tie_count[i]
        ties = {
            frame["id"][int(ours.tie_partner[i, d])]: [
                float(ours.tie_strength[i, d]),
                float(ours.tie_trust[i, d]),
            ]
            for d in range(count)
        }
        assert ties == {partner: list(values) for partner, values in one.ties.items()}
        if one.member:
            assert float(ours.firm[i].benefit) == one.benefit
        known = sum(int(np.bitwise_count(word)) for word in ours.aware[i])
        assert known == len(one.aware)
