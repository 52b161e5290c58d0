"""What does not concern a firm does not move it: rows, other regions, later months, other draws."""

import random
from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qvgraph.declare import ByHeadCount, BySize
from qvgraph.kernels.draws import draw_key, replicate_key
from qvgraph.kernels.jit import JIT
from qvgraph.model.checks import check_frames
from qvgraph.model.network import Network
from qvgraph.model.profiles import Profile, Region
from qvgraph.model.synthesize import skeleton
from qvgraph.model.world import build_world, ordered, trainings_of
from qvgraph.simulate.months import run_months
from qvgraph.simulate.parameters import DEFAULTS, PARAMETERS, Schedule
from qvgraph.simulate.record import SERIES, empty
from qvgraph.simulate.run import prepare, run_replicate, simulate
from qvgraph.simulate.start import complete
from qvgraph.simulate.state import State, copy_state

FIRMS, MONTHS = 12, 30
SHORT: Mapping[str, Any] = {
    "network.associations": 2,
    "network.institutions": 2,
    "network.firms": FIRMS,
    "network.skills": 5,
    "network.cross_sector_skills": 2,
    "network.sectors": 2,
    "network.trainings": 4,
    "network.cross_region": 0.0,
    "funding.pilot_months": 10,
    "funding.reopen_months": 1.0,
    "turnover.knock_month": 6,
    "turnover.post_vacancy": 1,
    "visits.join_base": -1.0,
    "needs.need_shift": 0.08,
    "courses.minimum_participants": 2,
    "courses.seats": 3,
    "courses.course_hours": 6.0,
    "courses.develop_hours": 30.0,
    "courses.price_euros": 300.0,
    "turntable.turntable": True,
    "turntable.labour_shock": 0.3,
    "broadcast.newsletter": 0.2,
    "search.own_identification": BySize(0.3, 0.3, 0.3, 0.3),
    "search.release": BySize(0.5, 0.5, 0.5, 0.5),
}
"""Much happens among few firms in few months."""

OPEN_LEVERS = sorted(
    path
    for path, parameter in PARAMETERS.items()
    if parameter.spec.schedulable and path != "network.cross_region"
)
OF_A_REGION = sorted(
    path
    for path, parameter in PARAMETERS.items()
    if not parameter.spec.whole_network and path != "network.cross_region"
)


def values_of(*regions: str, **of_region: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: {**DEFAULTS, **SHORT, **of_region.get(name, {})} for name in regions}


def drawn(seed: int, values: Mapping[str, Mapping[str, Any]]) -> Network:
    """A complete synthetic network with the regions of `values`, three firms of each members."""
    profile = Profile("made-up", tuple(Region(name) for name in values))
    network = complete(skeleton(profile, values), values, draw_key(seed, 0), profile=profile)
    number = pl.col("id").str.slice(-4).str.to_integer(strict=False)
    member = (pl.col("kind") == "firm") & (number % 4 == 1)
    frame = network.organisations.with_columns(
        member=pl.when(member).then(True).otherwise(pl.col("member"))
    )
    return network.with_tables(organisations=frame)


def shuffled(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    order = list(range(len(frame)))
    random.Random(seed).shuffle(order)
    return frame[order]


def same_months(one: np.recarray, other: np.recarray) -> None:
    """Bit for bit, missing values too; names the first figure that differs."""
    assert one.shape == other.shape
    for month, region in np.ndindex(one.shape):
        if one[month, region].tobytes() != other[month, region].tobytes():
            names = [
                series.name
                for series in SERIES
                if repr(one[month, region][series.name]) != repr(other[month, region][series.name])
            ]
            pytest.fail(f"month {month}, region {region}: {names}")


PER_FIRM = (
    "benefit account gained joined last_active last_course waited vacancies vacancy_age brought "
    "member knows_support"
).split()


PER_REGION = "balance developed_hours hours hours_left present developing developed open".split()


def by_id(network: Network, state: State) -> dict[str, dict[str, Any]]:
    """All that a replicate holds of each organisation, region and person, no row in it."""
    frame, world = ordered(network), build_world(network)
    ids = frame["id"].to_list()
    skills = network.skills["id"].to_list()
    trainings = [*trainings_of(network)["id"], None]

    def bits(words: np.ndarray) -> list[int]:
        return [64 * w + b for w, word in enumerate(words) for b in range(64) if int(word) >> b & 1]

    found: dict[str, dict[str, Any]] = {}
    for i, name in enumerate(ids):
        found[name] = {field: repr(state.firm[field][i].tolist()) for field in PER_FIRM}
        found[name]["levels"] = repr((state.need[i].tolist(), state.stock[i].tolist()))
        found[name]["reputation"] = repr(state.reputation[:, i].tolist())
        found[name]["contact"] = float(state.contact[i])
        found[name]["waiting"] = trainings[state.firm["waiting"][i]]
        found[name]["identified"] = {skills[k] for k in bits(state.identified[i])}
        listed = world.listed[world.organisation["region"][i]]
        found[name]["aware"] = {trainings[listed[b]] for b in bits(state.aware[i])}
        found[name]["ties"] = {
            ids[state.tie_partner[i, d]]: (state.tie_strength[i, d], state.tie_trust[i, d])
            for d in range(state.tie_count[i])
        }
    for r, name in enumerate(network.regions):
        listed = world.listed[r]
        found[f"region {name}"] = {
            **{field: repr(state.region[field][r].tolist()) for field in PER_REGION},
            "active": {trainings[listed[b]] for b in bits(state.active[r])},
        }
    for m, name in enumerate(network.managers.sort("region", "id")["id"]):
        found[f"person {name}"] = {
            field: repr(state.person[field][m].tolist()) for field in state.person.dtype.names
        }
    return found


def run(network: Network, plans: Mapping[str, Any], seed: int = 5, months: int = MONTHS):
    return run_replicate(network, plans, months=months, seed=seed, replicate=1)


def something_happens(record: np.recarray) -> None:
    for name in ("visits", "open_exchanges", "introductions", "joins", "flow"):
        assert record[name].sum() > 0, name


# ---- the order of rows


@pytest.mark.kernel
@settings(max_examples=15 if JIT else 3)
@given(st.integers(0, 2**32), st.integers(0, 2**32))
def test_shuffled_rows_of_complete_tables_give_the_same_history(seed, order):
    values = values_of("a", "b")
    network = drawn(seed, values)
    frames = {table: shuffled(frame, order) for table, frame in network.tables.items()}
    again = check_frames(network.name, frames)
    assert again.fingerprint == network.fingerprint
    key = draw_key(seed, 0)
    one, state = run(complete(network, values, key), values)
    other, other_state = run(complete(again, values, key), values)
    same_months(one, other)
    assert by_id(network, state) == by_id(again, other_state)


@settings(max_examples=15)
@given(st.integers(0, 2**32), st.data())
def test_shuffled_rows_of_incomplete_tables_give_the_same_start(order, data):
    """What the tables leave open is drawn by id, so the order of rows cannot matter."""
    values = values_of("a", "b")
    whole = drawn(3, values)
    kept = data.draw(st.sets(st.sampled_from([t for t in whole.tables if t != "organisations"])))
    if "levels" in kept or "trainings" in kept:
        kept.add("skills")
    if "contacts" in kept:
        kept.add("managers")
    columns = st.sampled_from(["size", "employees", "sector", "district", "aligned", "willing"])
    frame = whole.organisations.select("id", "kind", "region", *data.draw(st.sets(columns)))
    holes = data.draw(st.integers(1, 5))
    frame = frame.with_columns(
        pl.when(pl.int_range(len(frame)) % holes == 0).then(pl.col(name)).alias(name)
        for name in frame.columns[3:]
    )
    frames = {"organisations": frame, **{table: getattr(whole, table) for table in kept}}
    if "levels" in kept:
        frames["levels"] = frames["levels"][::2]
    mixed = {table: shuffled(frame, order) for table, frame in frames.items()}
    one, other = (
        complete(check_frames("made-up", tables), values, draw_key(1, 0))
        for tables in (frames, mixed)
    )
    assert one.fingerprint == other.fingerprint
    assert dict(one.drawn) == dict(other.drawn)


# ---- a region more


def with_a_lonely_firm(network: Network, region: str) -> Network:
    """One firm in a region of its own, with a person and levels, without ties."""
    person = f"{region}-manager-1"
    firm: dict[str, Any] = {"id": f"{region}-firm-0001", "kind": "firm", "region": region}
    firm |= {"district": region, "sector": "another", "size": "large", "employees": 700}
    firm |= {"manager": person, "willing": 1.0, "knows_support": True, "member": True}
    more: dict[str, list[dict[str, Any]]] = {
        "organisations": [firm | {"aligned": False, "synthetic": True}],
        "managers": [{"id": person, "region": region}],
        "levels": [
            {"organisation": firm["id"], "skill": skill, "need": 0.9, "stock": 0.1}
            for skill in network.skills["id"]
        ],
    }
    return network.with_tables(
        **{
            table: pl.concat([getattr(network, table), pl.DataFrame(rows)], how="diagonal")
            for table, rows in more.items()
        }
    )


def the_others(network: Network, region: str, record: np.recarray) -> np.recarray:
    return record[:, [r for r, name in enumerate(network.regions) if name != region]]


@pytest.mark.kernel
@pytest.mark.parametrize("region", ["aa", "bb", "zz"])
def test_one_firm_more_in_a_region_of_its_own_moves_nobody_else(region):
    values = values_of("b", "c")
    network = drawn(11, values)
    larger = with_a_lonely_firm(network, region)
    assert len(larger.organisations) == len(network.organisations) + 1
    record, state = run(network, values)
    something_happens(record)
    record_of_more, state_of_more = run(larger, values | values_of(region))
    same_months(the_others(larger, region, record_of_more), record)
    expected, found = by_id(network, state), by_id(larger, state_of_more)
    assert {name: found[name] for name in expected} == expected
    assert len(found) == len(expected) + 3  # the firm, its region, its person


@pytest.mark.kernel
@pytest.mark.parametrize("region", ["aa", "zz"])
def test_a_whole_drawn_region_more_moves_nobody_else(region):
    values = values_of("b", "c")
    both = values | values_of(region)
    network, larger = drawn(12, values), drawn(12, both)
    for table, frame in network.tables.items():
        rows = getattr(larger, table).join(frame, on=frame.columns, how="semi", nulls_equal=True)
        assert len(rows) == len(frame), table
    record, state = run(network, values)
    record_of_more, state_of_more = run(larger, both)
    same_months(the_others(larger, region, record_of_more), record)
    expected, found = by_id(network, state), by_id(larger, state_of_more)
    assert {name: found[name] for name in expected} == expected


def test_a_firm_more_in_the_same_region_does_move_others():
    """So that the tests above do not hold for want of anything that could move."""
    values = values_of("a")
    larger = values_of("a", a={"network.firms": FIRMS + 1})
    one, _ = run(drawn(11, values), values)
    other, _ = run(drawn(11, larger), larger)
    assert one.tobytes() != other.tobytes()


# ---- levers of later months


def other_value(path: str) -> Any:
    """A value that is allowed and is not the default."""
    spec, default = PARAMETERS[path].spec, {**DEFAULTS, **SHORT}[path]
    if spec.type == "flag":
        return not default
    if spec.type == "by_head_count":
        return ByHeadCount(1.0, 1.0, 1.0)
    far = [bound for bound in (spec.high, spec.low) if bound != default]
    return BySize(*far[0]) if spec.type == "by_size" else far[0]


SCARCE: Mapping[str, Any] = {
    "funding.fte": 0.25,
    "funding.pilot_months": 40,
    "turnover.turnover": 0.0,
    "turnover.knock_month": 0,
    "visits.recruiting": 0.0,
}
"""Hours for some firms only, so that it matters who is visited; somebody is always there."""


@pytest.mark.kernel
@pytest.mark.parametrize("month", [1, 7, MONTHS - 1])
def test_recruiting_that_changes_in_a_month_changes_nothing_before_and_something_after(month):
    plan = {**values_of("a")["a"], **SCARCE}
    network = drawn(4, values_of("a"))
    record, _ = run(network, {"a": plan})
    later = {**plan, "visits.recruiting": Schedule(((0, 0.0), (month, 1.0)))}
    changed, _ = run(network, {"a": later})
    same_months(changed[:month], record[:month])
    assert changed[month].tobytes() != record[month].tobytes()


@pytest.mark.kernel
def test_the_months_of_a_schedule_count_from_the_start_of_the_region():
    start = 5
    plan = {**values_of("a")["a"], **SCARCE, "funding.start_month": start}
    network = drawn(4, values_of("a"))
    record, _ = run(network, {"a": plan})
    later = {**plan, "visits.recruiting": Schedule(((0, 0.0), (3, 1.0)))}
    changed, _ = run(network, {"a": later})
    same_months(changed[: start + 3], record[: start + 3])
    assert changed[start + 3].tobytes() != record[start + 3].tobytes()


@pytest.mark.parametrize("month", [1, 13])
def test_no_lever_or_assumption_of_a_later_month_changes_an_earlier_one(month):
    plan = {**values_of("a")["a"], "visits.recruiting": 0.3, "funding.retained_months": 6}
    network = drawn(6, values_of("a"))
    record, _ = run(network, {"a": plan})
    silent = []
    for path in OPEN_LEVERS:
        later = {**plan, path: Schedule(((0, plan[path]), (month, other_value(path))))}
        changed, _ = run(network, {"a": later})
        assert changed[:month].tobytes() == record[:month].tobytes(), path
        if changed.tobytes() == record.tobytes():
            silent.append(path)
    assert len(silent) < len(OPEN_LEVERS) / 3, silent


# ---- levers of other regions


@pytest.mark.kernel
def test_a_lever_of_one_region_changes_nothing_in_another():
    values = values_of("a", "b")
    network = drawn(8, values)
    record, state = run(network, values)
    something_happens(record)
    changed, state_after = run(
        network, values_of("a", "b", b={"visits.recruiting": 1.0, "funding.fte": 3.0})
    )
    same_months(changed[:, :1], record[:, :1])
    assert changed[:, 1].tobytes() != record[:, 1].tobytes()
    before, after = by_id(network, state), by_id(network, state_after)
    of_a = [name for name in before if name.startswith(("a-", "region a", "person a"))]
    assert len(of_a) == FIRMS + 2 + 2 + 2
    assert {name: after[name] for name in of_a} == {name: before[name] for name in of_a}


def test_no_lever_or_assumption_of_one_region_changes_another():
    """Also those of the starting network, which is drawn anew."""
    values = values_of("a", "b")
    record, _ = run(drawn(8, values), values)
    silent = []
    for path in OF_A_REGION:
        change = {path: other_value(path)}
        if path == "network.firms":
            change = {path: FIRMS + 1}
        changed = values_of("a", "b", b=change)
        redraw = path.startswith(("network.", "courses.")) or path == "funding.persons"
        network = drawn(8, changed if redraw else values)
        other, _ = run(network, changed)
        assert other[:, 0].tobytes() == record[:, 0].tobytes(), path
        if other[:, 1].tobytes() == record[:, 1].tobytes():
            silent.append(path)
    assert len(silent) < len(OF_A_REGION) / 3, silent


@pytest.mark.kernel
def test_introductions_across_regions_do_carry_over():
    """So that the tests above do not hold for want of anything that could move."""
    across = {"network.cross_region": 1.0, "visits.introduce": 1.0, "turnover.turnover": 0.0}
    values = values_of("a", "b", a=across, b=across)
    network = drawn(8, values)
    record, _ = run(network, values)
    changed, _ = run(network, values_of("a", "b", a=across, b={**across, "visits.recruiting": 1.0}))
    assert changed[:, 0].tobytes() != record[:, 0].tobytes()


# ---- parts of a run


@pytest.mark.kernel
@settings(max_examples=12 if JIT else 3)
@given(st.integers(0, 2**32), st.integers(0, MONTHS))
def test_a_run_to_a_month_is_the_beginning_and_a_copy_of_its_state_goes_on_as_the_whole(
    seed, month
):
    values = values_of("a", "b")
    values["a"]["visits.recruiting"] = Schedule(((0, 0.6), (9, 0.1)))
    network = drawn(9, values_of("a", "b"))
    setting = prepare(network, values, MONTHS)
    key = replicate_key(seed, 0, 0)
    whole, part = empty(MONTHS, 2), empty(MONTHS, 2)
    end, state = copy_state(setting.start), copy_state(setting.start)
    simulate(setting, end, whole, key)
    simulate(setting, state, part, key, last=month)
    same_months(part[:month], whole[:month])
    assert not part[month:].view(np.float64).any()
    copied = copy_state(state)
    run_months(setting.table, setting.stretch_of, setting.world, copied, part, month, MONTHS, key)
    same_months(part, whole)
    for name, array in end._asdict().items():
        assert array.tobytes() == getattr(copied, name).tobytes(), name


@pytest.mark.kernel
def test_a_replicate_leaves_nothing_behind_for_the_next():
    values = values_of("a", "b")
    setting = prepare(drawn(10, values), values, MONTHS)
    start = [array.tobytes() for array in setting.start]
    fresh = [empty(MONTHS, 2) for _ in range(3)]
    for replicate, record in enumerate(fresh):
        simulate(setting, copy_state(setting.start), record, replicate_key(1, 0, replicate))
    state, record = copy_state(setting.start), empty(MONTHS, 2)
    for replicate in (2, 0, 1, 0):
        simulate(setting, state, record, replicate_key(1, 0, replicate))
        same_months(record, fresh[replicate])
    assert fresh[0].tobytes() != fresh[1].tobytes()
    assert [array.tobytes() for array in setting.start] == start


# ---- one firm more in the start


def test_one_firm_more_leaves_what_the_others_were_drawn():
    fewer, more = (
        drawn(21, values_of("a", a={"network.firms": firms, "network.initial_ties": 4.0}))
        for firms in (25, 26)
    )
    new = "a-firm-0026"
    kept = more.organisations.filter(pl.col("id") != new)
    assert kept.equals(fewer.organisations)
    assert more.levels.filter(pl.col("organisation") != new).equals(fewer.levels)
    assert more.memberships.filter(pl.col("organisation") != new).equals(fewer.memberships)
    for table in ("managers", "trainings", "skills", "contacts"):
        assert getattr(more, table).equals(getattr(fewer, table)), table
    both = fewer.ties.join(more.ties, on=["source", "target"], suffix="_of_more")
    assert len(both) > 0.8 * len(fewer.ties)
    assert both["strength"].equals(both["strength_of_more"], check_names=False)
    assert both["trust"].equals(both["trust_of_more"], check_names=False)
