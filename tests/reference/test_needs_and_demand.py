"""Need shift, broadcast, own search, lists and obstacles; and the books of the whole."""

import math

import polars as pl
import pytest

from qvgraph.declare import SIZES, BySize
from qvgraph.simulate.parameters import DEFAULTS, Schedule
from qvgraph.simulate.start import synthesize

ERRORS = 4.5


def everywhere(value):
    return BySize(value, value, value, value)


# ---- need shift


@pytest.mark.parametrize("start", [0, 12])
def test_a_need_shift_raises_one_need_in_one_sector(small, simulate, start):
    skills = ["k", "n", "o"]
    rows = [
        *(row | {"sector": f"s-{n % 3}"} for n, row in enumerate(small.firms(30))),
        small.organisation("none"),
    ]
    names = [row["id"] for row in rows]
    network = small.network(
        rows,
        skills=[{"id": k} for k in skills],
        levels=[
            row
            for k in skills
            for n, name in enumerate(names)
            for row in small.levels([name], 0.99 if n % 5 == 0 else 0.2, 0.0, k)
        ],
    )
    changes = {"needs.need_shift": 1.0, "funding.start_month": start}
    outcome = simulate(network, small.plans(network, changes), 1)
    needs = {name: outcome.organisations[name].need for name in names}
    low = [name for n, name in enumerate(names) if n % 5]
    raised = {(name, k) for name in low for k in skills if needs[name][k] != 0.2}
    (sector,) = {outcome.organisations[name].sector for name, _ in raised}
    (skill,) = {k for _, k in raised}
    assert sector is not None
    assert {name for name, _ in raised} == {
        name for name in low if outcome.organisations[name].sector == sector
    }
    new = [needs[name][skill] for name, _ in raised]
    assert len(set(new)) == len(new) == 8
    assert 0.5 < min(new) < max(new) < 1.0
    high = [needs[name][k] for n, name in enumerate(names) if n % 5 == 0 for k in skills]
    assert [need for need in high if need < 0.99] == []
    calm = simulate(network, small.plans(network, {"needs.need_shift": 0.0}), 5)
    assert {calm.organisations[name].need["k"] for name in low} == {0.2}


def test_shifts_come_with_their_probability_to_any_skill_and_sector(small, simulate):
    regions, q = [f"r{n:03d}" for n in range(250)], 0.6
    rows = [
        row | {"sector": f"s-{n}"}
        for r in regions
        for n, row in enumerate(small.firms(2, region=r))
    ]
    network = small.network(rows, skills=[{"id": "k"}, {"id": "n"}])
    outcome = simulate(network, small.plans(network, {"needs.need_shift": q}), 1)
    firms = outcome.organisations.values()
    raised = [(i.sector, k) for i in firms for k, need in i.need.items() if need > 0.0]
    assert len(raised) == pytest.approx(250 * q, abs=ERRORS * math.sqrt(250 * q * (1.0 - q)))
    error = ERRORS * math.sqrt(len(raised) * 0.25 * 0.75)
    for one in (("s-0", "k"), ("s-0", "n"), ("s-1", "k"), ("s-1", "n")):
        assert raised.count(one) == pytest.approx(len(raised) / 4, abs=error)


# ---- broadcast


def told(small, simulate, newsletter, months=1):
    network = small.network(
        [
            *small.firms(3),
            small.organisation("aligned", aligned=True),
            small.organisation("far", region="b"),
            small.organisation("club", "association"),
            small.organisation("host", "institution", aligned=True),
            small.organisation("union", "institution"),
            *(small.organisation(f"late-{n}") for n in range(8)),
        ],
        managers=[small.person(host="host"), small.person("b-person", "b")],
        trainings=[
            small.training("by-club", provider="club"),
            small.training("by-host", provider="host", active=False),
            small.training("by-union", provider="union", region=None),
        ],
        memberships=[
            {"organisation": one, "association": other}
            for one, other in (
                ("a-0000", "club"),
                ("a-0001", "union"),
                ("far", "union"),
                ("far", "club"),
                ("club", "union"),
                ("host", "union"),
                *((f"late-{n}", "club") for n in range(8)),
            )
        ],
    )
    quiet = small.NO_MANAGER | {"broadcast.newsletter": newsletter}
    outcome = simulate(network, small.plans(network, quiet), months)
    return outcome, {name: i.aware for name, i in outcome.organisations.items()}


def test_news_reaches_who_belongs_and_nobody_else(small, simulate):
    outcome, aware = told(small, simulate, 1.0)
    assert aware == {
        "a-0000": {"by-club"},
        "a-0001": {"by-union"},
        "a-0002": set(),
        "aligned": {"by-host"},
        "far": {"by-union"},
        "club": {"by-club", "by-union"},
        "host": {"by-host", "by-union"},
        "union": {"by-union"},
        **{f"late-{n}": {"by-club"} for n in range(8)},  # what was known before, nothing else
    }
    assert outcome.series("information_broadcast") == [13.0]
    assert outcome.series("information_broadcast", "b") == [1.0]
    outcome, aware = told(small, simulate, 1.0, 40)
    assert aware["a-0000"] == {"by-club", "by-union"}  # what the club heard, it passes on
    assert aware["a-0002"] == set()
    assert aware["aligned"] == {"by-host", "by-union"}
    assert outcome.total("information_broadcast") == 13.0 + 1.0 + 10.0


def test_a_host_brings_itself_no_news(small, simulate):
    regions = [f"r{n:02d}" for n in range(20)]
    network = small.network(
        [
            small.organisation(f"{r}-{name}", "institution", region=r, aligned=name == "host")
            for r in regions
            for name in ("host", "union")
        ],
        managers=[small.person(f"{r}-person", r, f"{r}-host") for r in regions],
        trainings=[
            small.training(f"{r}-by-{name}", region=r, provider=f"{r}-{name}")
            for r in regions
            for name in ("host", "union")
        ],
        memberships=[{"organisation": f"{r}-host", "association": f"{r}-union"} for r in regions],
    )
    news = small.NO_MANAGER | {"broadcast.newsletter": 1.0}
    outcome = simulate(network, small.plans(network, news), 1)
    assert [outcome.series("information_broadcast", r) for r in regions] == [[1.0]] * 20


def test_without_newsletter_nobody_hears(small, simulate):
    outcome, aware = told(small, simulate, 0.0, 40)
    assert outcome.total("information_broadcast") == 0.0
    assert aware["a-0000"] == aware["aligned"] == aware["far"] == set()


def test_news_comes_as_often_as_it_should(small, simulate):
    n, q = 500, 0.3
    rows = small.firms(n)
    network = small.network(
        [*rows, small.organisation("club", "association")],
        trainings=[small.training("t", provider="club")],
        memberships=[{"organisation": row["id"], "association": "club"} for row in rows],
    )
    quiet = small.NO_MANAGER | {"broadcast.newsletter": q}
    outcome = simulate(network, small.plans(network, quiet), 1)
    error = ERRORS * math.sqrt(n * q * (1.0 - q))
    assert outcome.total("information_broadcast") == pytest.approx(n * q, abs=error)


# ---- own search and the budget


def test_a_search_finds_all_gaps_that_count_and_one_training(small, simulate):
    names = ["a-0000", "a-0001", "sleeps"]
    network = small.network(
        [*small.firms(2), small.organisation("sleeps", size="micro")],
        skills=[{"id": name} for name in "kno"],
        levels=[
            row
            for k, need in (("k", 0.9), ("n", 0.6), ("o", 0.3))
            for row in small.levels(names, need, 0.2, k)
        ],
        trainings=[
            *(small.training(f"k-{n}") for n in range(4)),
            small.training("later", active=False),
            small.training("o-1", "o"),
            small.training("there", region="b"),
        ],
    )
    searches = {"search.own_identification": BySize(0.0, 1.0, 1.0, 1.0), **small.NO_MANAGER}
    network_plans = small.plans(network, searches)
    outcome = simulate(network, network_plans, 1)
    for name in names[:2]:
        i = outcome.organisations[name]
        assert i.identified == {"k", "n"}
        assert len(i.aware) == 1
        assert i.aware < {"k-0", "k-1", "k-2", "k-3"}
    sleeps = outcome.organisations["sleeps"]
    assert (sleeps.identified, sleeps.aware) == (set(), set())
    assert outcome.series("information_search") == [6.0]
    later = simulate(network, network_plans, 6)
    assert later.series("information_search") == [6.0, 2.0, 2.0, 2.0, 0.0, 0.0]
    assert later.organisations["a-0000"].aware == {"k-0", "k-1", "k-2", "k-3"}


@pytest.mark.parametrize("start", [0.0, 130.0, 900.0])
def test_a_budget_is_saved_up_to_its_limit(small, simulate, start):
    network = small.network(small.firms(1, account_euros=start))
    changes = {"search.budget_euros": everywhere(70.0), "search.budget_keep": 5.5}
    for months in range(1, 9):
        outcome = simulate(network, small.plans(network, changes), months)
        (i,) = outcome.organisations.values()
        assert i.account == min(start + 70.0 * months, 5.5 * 70.0)


# ---- lists


def in_search_of(small, trainings, size="small", **values):
    """A firm that knows of all trainings, since it provides them, and its gaps."""
    return small.network(
        [small.organisation("i", size=size, **values)],
        skills=[{"id": name} for name in "kno"],
        levels=[
            *small.levels(["i"], 0.9, 0.3, "k"),
            *small.levels(["i"], 0.6, 0.2, "n"),
            *small.levels(["i"], 0.3, 0.2, "o"),
        ],
        trainings=[row | {"provider": "i", "minimum": 1} for row in trainings],
    )


JOINS = {
    "funding.fte": 0.0,
    "search.own_identification": everywhere(1.0),
    "search.release": everywhere(1.0),
    "search.budget_euros": everywhere(100.0),
    "search.budget_keep": 1000.0,
}


@pytest.mark.parametrize("patience", [1, 3, 7])
def test_a_firm_waits_as_long_as_its_patience_lasts(small, simulate, patience):
    """It leaves after so many months, joins none in that month and comes back in the next."""
    network = in_search_of(small, [small.training("t")], member=True, account_euros=1000.0)
    changes = JOINS | {"search.list_patience": patience}
    outcome = simulate(network, small.plans(network, changes), 3 * patience + 3)
    once = [1.0] * patience + [0.0]
    assert outcome.series("obstacle_list_not_run") == once * 3
    assert outcome.series("obstacle_no_release") == [1.0 - on for on in once * 3]


@pytest.mark.parametrize(("month", "participants"), [(1, 1.0), (2, 0.0)])
def test_a_firm_leaves_the_list_when_the_training_no_longer_fits(
    small, simulate, month, participants
):
    """The gap closes at the end of month 0; the list is left at the end of month 1."""
    network = in_search_of(small, [small.training("t")], member=True, account_euros=1000.0)
    later = {"needs.everyday_learning": 1.0}
    later |= {"courses.self_run": Schedule(((0, 0.0), (month, 1.0)))}
    outcome = simulate(network, small.plans(network, JOINS | later), 5)
    assert outcome.total("participants") == participants
    assert outcome.total("flow") == 0.0


def test_who_took_part_is_on_no_list_though_the_training_still_fits(small, simulate):
    network = in_search_of(small, [small.training("t")], member=True, account_euros=2000.0)
    changes = JOINS | {"courses.self_run": 1.0, "needs.need_threshold": 0.2}
    once = changes | {"search.release": Schedule(((0, small.ALWAYS), (1, small.NONE)))}
    outcome = simulate(network, small.plans(network, once), 4)
    assert outcome.series("participants") == [0.0, 1.0, 0.0, 0.0]
    assert outcome.series("obstacle_no_release")[1:] == [1.0, 1.0, 1.0]
    outcome = simulate(network, small.plans(network, changes), 4)
    assert outcome.series("participants") == [0.0, 1.0, 1.0, 0.0]  # gaps .6, .3, .15


@pytest.mark.parametrize(
    ("account", "stock", "paid"),
    [
        (1000.0, {"k": 0.6, "n": 0.2, "o": 0.2}, 800.0),
        (700.0, {"k": 0.6, "n": 0.2, "o": 0.2}, 800.0),
        (699.0, {"k": 0.3, "n": 0.4, "o": 0.2}, 200.0),
        (99.0, {"k": 0.3, "n": 0.2, "o": 0.2}, 0.0),
    ],
)
def test_a_firm_waits_for_what_closes_its_largest_gap_then_for_the_cheaper(
    small, simulate, account, stock, paid
):
    network = in_search_of(
        small,
        [
            small.training("dear", "k", price_euros=900.0),
            small.training("k", "k", price_euros=800.0),
            small.training("k-and-o", "k;o", price_euros=800.0),
            small.training("n", "n", price_euros=200.0),
            small.training("o", "o", price_euros=0.0),
            small.training("later", "k", price_euros=0.0, active=False),
        ],
        member=True,
        account_euros=account,
    )
    changes = JOINS | {"courses.self_run": 1.0, "courses.subsidy": 0.0}
    outcome = simulate(network, small.plans(network, changes), 2)
    i = outcome.organisations["i"]
    assert i.stock == pytest.approx(stock, rel=1e-12)
    assert i.account == pytest.approx(account + 200.0 - paid, abs=1e-9)


def test_who_knows_the_support_can_afford_a_long_course(small, simulate):
    for knows in (True, False):
        network = in_search_of(
            small, [small.training("t", hours=160.0, price_euros=5000.0)], knows_support=knows
        )
        outcome = simulate(network, small.plans(network, JOINS), 1)
        assert outcome.series("obstacle_list_not_run") == [float(knows)]
        assert outcome.series("obstacle_no_money") == [float(not knows)]


def test_a_firm_waits_for_nothing_that_it_does_not_know(small, simulate):
    """Each finds one of five trainings and waits for that, the cheaper ones notwithstanding."""
    rows = small.firms(30, member=True, account_euros=1000.0)
    network = small.network(
        rows,
        levels=small.levels([row["id"] for row in rows], 0.9, 0.2),
        trainings=[
            small.training(f"t-{n}", price_euros=100.0 * n, minimum=1, seats=30)
            for n in range(1, 6)
        ],
    )
    changes = JOINS | {"courses.self_run": 1.0, "courses.subsidy": 0.0}
    found = simulate(network, small.plans(network, changes), 1).organisations
    after = simulate(network, small.plans(network, changes), 2).organisations
    for row in rows:
        (training,) = found[row["id"]].aware
        assert after[row["id"]].account == 1000.0 + 200.0 - 100.0 * int(training[2:])
    assert len({i.account for i in after.values()}) == 5


@pytest.mark.parametrize(("account", "enough"), [(494.9, 0.0), (495.0, 1.0)])
def test_the_last_cent_is_enough(small, simulate, account, enough):
    network = in_search_of(small, [small.training("t")], member=True, account_euros=account)
    changes = JOINS | {"search.release": small.NONE, "courses.subsidy": 0.3}
    assert 850.0 * (1.0 - 0.3) == 595.0
    outcome = simulate(network, small.plans(network, changes), 1)
    assert outcome.series("obstacle_no_release") == [enough]
    assert outcome.series("obstacle_no_money") == [1.0 - enough]


def test_outsiders_release_less(small, simulate):
    n, release, outsider = 400, 0.5, 0.4
    for member, chance in ((True, release), (False, release * outsider)):
        rows = small.firms(n, member=member, account_euros=1000.0)
        network = small.network(
            rows,
            levels=small.levels([row["id"] for row in rows], 0.9, 0.2),
            trainings=[small.training("t")],
        )
        changes = JOINS | {"search.release": everywhere(release), "exchange.outsider": outsider}
        outcome = simulate(network, small.plans(network, changes), 1)
        error = ERRORS * math.sqrt(n * chance * (1.0 - chance))
        assert outcome.total("obstacle_list_not_run") == pytest.approx(n * chance, abs=error)


# ---- obstacles


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"search.own_identification": everywhere(0.0)}, {"not_identified": 6.0}),
        (
            {"search.release": everywhere(0.0)},
            {"not_offered": 1.0, "not_aware": 1.0, "no_money": 2.0, "no_release": 2.0},
        ),
        (
            {},
            {"not_offered": 1.0, "not_aware": 1.0, "no_money": 2.0, "list_not_run": 1.0}
            | {"other_list": 1.0},
        ),
    ],
)
def test_every_gap_has_its_first_obstacle(small, simulate, changes, expected):
    """Of two trainings that the firm does not provide it finds one, which it cannot pay."""
    skills = ["dear", "hidden-1", "hidden-2", "large", "missing", "small", "tiny"]
    gaps = dict.fromkeys(skills, 0.5) | {"large": 0.6, "tiny": 0.1}
    network = small.network(
        [small.organisation("i", account_euros=1000.0, member=True)],
        skills=[{"id": name} for name in skills],
        levels=[row for k, gap in gaps.items() for row in small.levels(["i"], gap, 0.0, k)],
        trainings=[
            small.training("for-dear", "dear", provider="i", price_euros=1e6),
            small.training("for-hidden-1", "hidden-1", price_euros=1e6),
            small.training("for-hidden-2", "hidden-2", price_euros=1e6),
            small.training("for-large", "large", provider="i"),
            small.training("for-missing", "missing", provider="i", active=False),
            small.training("for-small", "small", provider="i"),
            small.training("for-tiny", "tiny", provider="i"),
        ],
    )
    outcome = simulate(network, small.plans(network, JOINS | changes), 1)
    (month,) = outcome.months
    found = {name[9:]: x for name, x in month["a"].items() if name.startswith("obstacle_") and x}
    assert found == expected


@pytest.mark.parametrize("months", [1, 9, 30])
def test_obstacles_are_as_many_as_gaps_that_count(simulate, months):
    network = synthesize("region", draw=2)
    outcome = simulate(network, {"region": DEFAULTS}, months)
    threshold = DEFAULTS["needs.need_threshold"]
    gaps = sum(
        max(0.0, i.need[k] - i.stock[k]) > threshold
        for i in outcome.organisations.values()
        if i.kind == "firm"
        for k in i.need
    )
    last = outcome.months[-1]["region"]
    assert sum(x for name, x in last.items() if name.startswith("obstacle_")) == gaps > 100


# ---- the books


def with_money_and_members(plan):
    """A synthetic network in which everybody takes part, with money for courses."""
    network = synthesize("region", values={"region": plan})
    firm = pl.col("kind") == "firm"
    return network.with_tables(
        organisations=network.organisations.with_columns(
            member=pl.when(firm).then(True), account_euros=pl.when(firm).then(5000.0)
        )
    )


def test_stock_is_what_was_gained_less_what_was_forgotten_firm_by_firm(simulate):
    """Without memory the benefit of a member is what it gained this month, in euros."""
    plan = {**DEFAULTS, "network.firms": 150, "membership.memory": 0.0, "membership.leave": 0.0}
    plan |= {"turntable.labour_shock": 0.0, "needs.everyday_learning": 0.0}
    plan |= {"search.own_identification": everywhere(0.6), "search.release": everywhere(0.6)}
    network = with_money_and_members(plan)
    worth, kept = plan["membership.skill_value_euros"], 1.0 - plan["needs.obsolescence"]
    courses = 0.0
    for months in range(2, 8):
        before = simulate(network, {"region": plan}, months).organisations
        outcome = simulate(network, {"region": plan}, months + 1)
        gains = 0.0
        for i in outcome.organisations.values():
            if i.kind == "firm":
                gain = i.benefit / getattr(worth, i.size)
                stock = sum(before[i.id].stock.values())
                assert sum(i.stock.values()) == pytest.approx((stock + gain) * kept, abs=1e-9)
                gains += gain
        figures = outcome.months[-1]["region"]
        assert figures["flow"] == figures["flow_members"] == pytest.approx(gains, abs=1e-9)
        channels = figures["flow_courses"] + figures["flow_exchange"]
        assert figures["flow"] == pytest.approx(channels, abs=1e-9)
        assert figures["flow_exchange"] > 0.0
        courses += figures["flow_courses"]
    assert courses > 0.0


def test_public_money_is_that_for_the_post_for_short_and_for_long_courses(simulate):
    plan = {**DEFAULTS, "courses.long_share": 0.5, "courses.knows_support": 1.0}
    plan |= {"search.own_identification": everywhere(0.6), "search.release": everywhere(0.6)}
    outcome = simulate(with_money_and_members(plan), {"region": plan}, 18)
    for month in outcome.months:
        f = month["region"]
        parts = f["post_euros"] + f["course_euros"] + f["statutory_euros"]
        assert f["public_euros"] == pytest.approx(parts, abs=0.005)
        assert sum(f[f"trained_{size}"] for size in SIZES) >= f["participants"]
    for name in ("post_euros", "course_euros", "statutory_euros"):
        assert outcome.total(name) > 0.0, name
    assert 0.0 < outcome.total("courses_manager") < outcome.total("participants") / 6
