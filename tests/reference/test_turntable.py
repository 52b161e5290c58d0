"""The turntable: limiting cases and small cases typed by hand."""

import math

import pytest

from qvgraph.simulate.parameters import DEFAULTS, Schedule, in_district
from qvgraph.simulate.start import synthesize

ERRORS = 4.5
TWO_WORKERS = {"turntable.labour_shock": 1.0, "turntable.surplus_share": 0.1}
"""Every month each firm of 20 has a surplus of or a vacancy for floor(2 + u) workers: two."""
ON = {**TWO_WORKERS, "turntable.turntable": True, "funding.hours_per_fte": 2000.0}
MATCH = {"turntable.match_same_sector": 1.0, "turntable.match_other_sector": 1.0}
NO_MATCH = {"turntable.match_same_sector": 0.0, "turntable.match_other_sector": 0.0}


def run(small, simulate, firms, months=1, **changes):
    network = small.network(firms)
    return simulate(network, small.plans(network, ON | changes), months)


def test_a_surplus_or_a_vacancy_comes_half_and_half_and_in_proportion_to_employees(small, simulate):
    n = 600
    outcome = run(small, simulate, small.firms(n))
    error = ERRORS * math.sqrt(n * 0.25)
    assert outcome.total("surplus") / 2 == pytest.approx(n / 2, abs=error)
    assert outcome.total("surplus") % 2 == 0.0
    share = {"turntable.surplus_share": 0.07, "turntable.labour_shock": 0.6}
    outcome = run(small, simulate, small.firms(n, employees=5), **share)  # floor(.35 + u)
    chance = 0.6 * 0.5 * 0.35
    error = ERRORS * math.sqrt(n * chance * (1.0 - chance))
    assert outcome.total("surplus") == pytest.approx(n * chance, abs=error)


def test_only_members_bring_what_they_have_and_as_often_as_they_trust(small, simulate):
    n = 600
    members, outside = small.firms(n, member=True), small.firms(n)
    outcome = run(small, simulate, members)
    firms, brought = outcome.total("surplus") / 2, outcome.total("surplus_brought") / 2
    assert brought == pytest.approx(firms / 2, abs=ERRORS * math.sqrt(firms * 0.25))
    off = {"turntable.turntable": False}
    for outcome in (run(small, simulate, outside), run(small, simulate, members, **off)):
        assert outcome.total("surplus") > 0.0
        for name in ("surplus_brought", "offers", "placements"):
            assert outcome.total(name) == 0.0, name


def test_a_district_may_have_a_turntable_of_its_own(small, simulate):
    network = small.network(
        small.firms(60, member=True) + small.firms(40, region="b", member=True, district="b-2")
    )
    here, there = in_district("turntable.turntable", "a-1"), in_district("turntable.turntable", "b")
    plans = small.plans(network, ON | {"turntable.turntable": False}, a={here: True}, b={there: 1})
    outcome = simulate(network, plans, 1)
    assert outcome.series("surplus_brought", "a")[0] > 0.0
    assert outcome.series("surplus_brought", "b") == [0.0]
    plans = small.plans(network, ON, a={here: False})
    outcome = simulate(network, plans, 1)
    assert outcome.series("surplus_brought", "a") == [0.0]
    assert outcome.series("surplus_brought", "b")[0] > 0.0


@pytest.mark.parametrize("stay", [0.0, 0.4, 1.0])
def test_who_is_placed_stays_or_leaves_was_in_surplus(simulate, stay):
    plan = {**DEFAULTS, "turntable.turntable": True, "turntable.labour_shock": 0.3}
    plan |= {"turntable.stay": stay, "visits.join_base": 0.0}
    network = synthesize("region", values={"region": plan})
    outcome = simulate(network, {"region": plan}, 24)
    for month in outcome.months:
        f = month["region"]
        assert f["placements"] + f["stayed"] + f["leavers"] == f["surplus"]
        assert f["placements"] <= f["offers"] <= f["surplus_brought"] <= f["surplus"]
    assert 0.0 < outcome.total("placements") < outcome.total("offers")
    rest = outcome.total("stayed") + outcome.total("leavers")
    error = ERRORS * math.sqrt(rest * stay * (1.0 - stay))
    assert outcome.total("stayed") == pytest.approx(rest * stay, abs=error)


@pytest.mark.parametrize(
    ("sectors", "same", "other", "taken"),
    [(1, 1.0, 0.0, True), (1, 0.0, 1.0, False), (80, 1.0, 0.0, False), (80, 0.0, 1.0, True)],
)
def test_an_offer_is_taken_by_sector(small, simulate, sectors, same, other, taken):
    firms = [row | {"sector": f"s-{n % sectors}"} for n, row in enumerate(small.firms(80))]
    firms = [row | {"member": True} for row in firms]
    match = {"turntable.match_same_sector": same, "turntable.match_other_sector": other}
    outcome = run(small, simulate, firms, **match)
    offers = outcome.total("offers")
    assert offers > 20.0
    assert outcome.total("placements") == (offers if taken else 0.0)
    assert outcome.total("hours_placements") == 4.0 * outcome.total("placements")


def test_without_a_sector_it_is_another(small, simulate):
    outcome = run(small, simulate, small.firms(80, member=True), **MATCH)
    assert outcome.total("placements") == outcome.total("offers") > 20.0
    alone = MATCH | {"turntable.match_other_sector": 0.0}
    assert run(small, simulate, small.firms(80, member=True), **alone).total("placements") == 0.0


@pytest.mark.parametrize(("hours", "placed"), [(0.0, 0), (3.9, 0), (4.0, 1), (11.0, 2), (21.0, 5)])
def test_a_placement_takes_hours_and_nothing_is_offered_without(small, simulate, hours, placed):
    firms = small.firms(80, member=True)
    outcome = run(small, simulate, firms, **MATCH, **{"funding.hours_per_fte": hours})
    assert outcome.total("surplus_brought") > 20.0
    assert outcome.total("offers") == outcome.total("placements") == placed
    assert outcome.total("hours_placements") == 4.0 * placed
    assert outcome.total("visits") == (hours - 4.0 * placed) // 3.0
    free = {"funding.fte": 0.0, "turntable.placement_hours": 0.0}
    assert run(small, simulate, firms, **MATCH, **free).total("offers") == 0.0  # nobody to offer


def test_no_more_are_placed_than_there_are_places(small, simulate):
    """A vacancy of two workers takes two, then it is gone."""
    outcome = run(small, simulate, small.firms(60, member=True, employees=20), **MATCH)
    value = {"membership.memory": 0.0, "membership.release_value_euros": 0.0}
    value |= {"membership.placement_value_euros": 1.0}
    again = run(small, simulate, small.firms(60, member=True), **MATCH, **value)
    received = [i.benefit for i in again.organisations.values()]
    assert set(received) <= {0.0, 1.0, 2.0}
    assert 2.0 in received
    assert sum(received) == again.total("placements") == outcome.total("placements")


def test_both_firms_gain_from_a_placement_and_are_active(small, simulate):
    value = {"membership.memory": 0.0, "funding.hours_per_fte": 4.0}
    value |= {"membership.release_value_euros": 1500.0, "membership.placement_value_euros": 4500.0}
    firms = small.firms(80, member=True)
    outcome = run(small, simulate, firms, 14, **MATCH, **value)
    assert outcome.series("placements") == [1.0] * 14
    gained = sorted(i.benefit for i in outcome.organisations.values())
    assert gained == [0.0] * 78 + [1500.0, 4500.0]
    assert {i.last_active for i in outcome.organisations.values() if i.benefit > 0.0} == {13}
    active = sum(i.last_active >= 2 for i in outcome.organisations.values())
    assert 12 < active <= 24  # two firms a month
    assert outcome.series("active_members")[-1] == active


@pytest.mark.parametrize(("neutrality", "aligned_only"), [(0.0, True), (1.0, False)])
def test_an_unneutral_host_offers_to_aligned_firms(small, simulate, neutrality, aligned_only):
    firms = [row | {"aligned": n % 2 == 0} for n, row in enumerate(small.firms(80, member=True))]
    value = {"membership.memory": 0.0, "membership.release_value_euros": 0.0}
    value |= {"funding.hours_per_fte": 32.0, "visits.host_neutrality": neutrality}
    network = small.network(
        [*firms, small.organisation("host", "institution")], managers=[small.person(host="host")]
    )
    outcome = simulate(network, small.plans(network, ON | MATCH | value), 1)
    assert outcome.total("placements") == 8.0
    aligned = {i.aligned for i in outcome.organisations.values() if i.benefit > 0.0}
    assert aligned == ({True} if aligned_only else {True, False})


def test_an_unneutral_host_offers_to_others_when_there_are_no_aligned(small, simulate):
    firms = small.firms(80, member=True)
    unfair = {"visits.host_neutrality": 0.0}
    outcome = run(small, simulate, firms, **MATCH, **unfair)
    assert outcome.total("placements") > 20.0


def test_every_worker_has_a_chance_of_its_own(small, simulate):
    """Two firms in each region; where one seeks 400 workers and the other loses as many."""
    regions = [f"r{n:02d}" for n in range(60)]
    network = small.network(
        [row for r in regions for row in small.firms(2, region=r, member=True, employees=4000)]
    )
    told = {"turntable.match_other_sector": 0.5, "turntable.stay": 0.3}
    outcome = simulate(network, small.plans(network, ON | told), 1)
    seen = 0
    for r in regions:
        f = {name: x[0] for name in outcome.months[0][r] if (x := outcome.series(name, r))}
        if f["offers"] > 0.0:
            assert f["placements"] == pytest.approx(f["offers"] / 2, abs=ERRORS * 10.0)
            seen += 1
        rest = f["stayed"] + f["leavers"]
        error = ERRORS * math.sqrt(rest * 0.3 * 0.7)
        assert f["stayed"] == pytest.approx(0.3 * rest, abs=error)
    assert seen > 2


def test_no_firm_is_offered_its_own_workers(small, simulate):
    """Alone in its region it may lose workers while it still seeks some."""
    regions = [f"r{n:02d}" for n in range(20)]
    network = small.network([row for r in regions for row in small.firms(1, region=r, member=True)])
    outcome = simulate(network, small.plans(network, ON | MATCH), 6)
    assert outcome.total("surplus_brought") > 20.0
    assert outcome.total("offers") == 0.0


def test_places_draw_in_proportion_to_their_number(small, simulate):
    """Ten firms that may seek one worker and ten that may seek three, as in `received`."""
    regions = [f"r{n:03d}" for n in range(250)]
    rows = []
    for r in regions:
        for n, row in enumerate(small.firms(20, region=r, member=True, district="seeks")):
            rows.append(row | {"employees": 10 if n % 2 else 30})
        for n in range(6):
            more = {"employees": 2000, "member": True, "region": r}
            rows.append(small.organisation(f"{r}-loses-{n}", **more))
    network = small.network(rows)
    plan = {
        **(ON | MATCH),
        "membership.memory": 0.0,
        "membership.release_value_euros": 0.0,
        "funding.hours_per_fte": Schedule(((0, 0.0), (1, 4.0))),
        "turntable.surplus_share": Schedule(((0, 0.1), (1, 0.0005))),
        "turntable.turntable": Schedule(((0, False), (1, True))),
        in_district("turntable.turntable", "seeks"): Schedule(((0, True), (1, False))),
    }
    outcome = simulate(network, small.plans(network, plan), 2)
    chosen = [i for i in outcome.organisations.values() if i.benefit > 0.0]
    seeking = [i for i in chosen if "loses" not in i.id]
    binomial = [math.comb(10, n) * 0.25**n * 0.75 ** (10 - n) for n in range(11)]
    some = 1.0 - binomial[0] ** 2
    expected = sum(
        binomial[three] * binomial[one] / some * 3 * three / (3 * three + one)
        for three in range(11)
        for one in range(11)
        if three + one
    )
    three = sum(int(i.id[-4:]) % 2 == 0 for i in seeking)
    error = ERRORS * math.sqrt(len(seeking) * expected * (1.0 - expected))
    assert error < (expected - 0.5) * len(seeking)  # else equal weights would pass
    assert three == pytest.approx(len(seeking) * expected, abs=error)


# ---- how long a vacancy is open


def received(small, simulate, month, **changes):
    """Whether anybody is placed in month `month` where there were vacancies in month 0.

    Only those of the district "seeks" are on the turntable, and only surpluses of the other
    district are in the later month.
    """
    network = small.network(
        [
            *small.firms(40, member=True, district="seeks"),
            *(row | {"id": f"loses-{n}"} for n, row in enumerate(small.firms(40, member=True))),
        ]
    )
    value = {"membership.memory": 0.0, "membership.release_value_euros": 0.0}
    quiet = ((1, 0.0),) if month > 1 else ()
    plan = {
        **(ON | MATCH | value),
        "funding.hours_per_fte": Schedule(((0, 0.0), (1, 2000.0))),
        "turntable.labour_shock": Schedule(((0, 1.0), *quiet, (month, 1.0))),
        "turntable.turntable": Schedule(((0, False), (month, True))),
        in_district("turntable.turntable", "seeks"): Schedule(((0, True), (1, False))),
    }
    outcome = simulate(network, small.plans(network, plan | changes), month + 1)
    assert outcome.series("placements")[:month] == [0.0] * month
    assert outcome.series("placements")[month] > 0.0
    return any(i.benefit > 0.0 for i in outcome.organisations.values() if i.id.startswith("a-"))


@pytest.mark.parametrize("months", [1, 2, 5])
def test_a_vacancy_is_open_for_its_months(small, simulate, months):
    """A new event in the later month replaces half of the vacancies, and never all."""
    told = {"turntable.vacancy_months": months}
    for month in range(1, months + 2):
        assert received(small, simulate, month, **told) == (month < months)


def test_a_vacancy_is_withdrawn_when_its_firm_leaves(small, simulate):
    """All leave in month 0 and join again in month 1, while their vacancies are open."""
    again = {"visits.join_base": 1000.0, "visits.recruiting": 1.0}
    leave = {"membership.leave": Schedule(((0, 1.0), (1, 0.0)))}
    assert received(small, simulate, 2, **again)
    assert not received(small, simulate, 2, **again, **leave)
