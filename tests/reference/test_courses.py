"""Joint courses and their development: limiting cases and small cases typed by hand."""

import math

import pytest

from qvgraph.declare import ByHeadCount, BySize
from qvgraph.simulate.parameters import DEFAULTS

ERRORS = 4.5
BY_THEMSELVES = {"funding.fte": 0.0, "courses.self_run": 1.0}


def waiting(small, number, training="t", **values):
    """Members that wait for a training, in region "a" unless said otherwise."""
    told = {"member": True, "account_euros": 1000.0} | values
    region = told.get("region", "a")
    return [
        small.organisation(f"{region}-{training}-{n:02d}", waiting=training, **told)
        for n in range(number)
    ]


def on_one_list(small, members, others=0, training=None, **tables):
    """A network in which some members and some other firms wait for "t"."""
    rows = waiting(small, members) + [
        row | {"id": f"other-{n}", "member": False} for n, row in enumerate(waiting(small, others))
    ]
    return small.network(rows, trainings=[training or small.training("t")], **tables)


# ---- what runs


@pytest.mark.parametrize(
    ("own", "others", "members", "participants"),
    [
        ({}, 0, 5, 0),
        ({}, 0, 6, 6),
        ({}, 9, 5, 0),
        ({}, 1, 6, 7),
        ({"minimum": 3}, 0, 3, 3),
        ({"minimum": 8}, 0, 7, 0),
        ({"seats": 4}, 0, 3, 0),
        ({"seats": 4}, 0, 4, 4),
        ({"seats": 4, "minimum": 9}, 0, 5, 4),
        ({"active": False}, 0, 9, 0),
    ],
)
def test_the_manager_runs_a_course_from_the_minimum_of_members_on(
    small, simulate, own, others, members, participants
):
    network = on_one_list(small, members, others, small.training("t", **own))
    outcome = simulate(network, small.plans(network), 1)
    courses = float(participants > 0)
    assert outcome.series("participants") == [participants]
    assert outcome.series("courses_manager") == [courses]
    assert outcome.series("courses_self") == [0.0]
    assert outcome.series("hours_courses") == [16.0 * courses]
    assert outcome.series("trained_small") == [participants]


@pytest.mark.parametrize(
    ("hours", "by_manager", "by_itself"), [(0.0, 0, 0), (37.0, 2, 0), (48.0, 3, 0), (600.0, 3, 0)]
)
def test_the_most_members_come_first_while_hours_are_left(
    small, simulate, hours, by_manager, by_itself
):
    lists = {"t": 6, "u": 8, "v": 6}
    network = small.network(
        [row for name, number in lists.items() for row in waiting(small, number, name)],
        trainings=[small.training(name) for name in lists],
    )
    changes = {"funding.hours_per_fte": hours}
    outcome = simulate(network, small.plans(network, changes), 1)
    ran = {i.id[2] for i in outcome.organisations.values() if i.account != 1150.0}
    assert ran == set(["u", "t", "v"][:by_manager])
    assert outcome.series("courses_manager") == [by_manager]
    assert outcome.series("participants") == [[0, 8, 14, 20][by_manager]]
    outcome = simulate(network, small.plans(network, changes | {"courses.self_run": 1.0}), 1)
    assert outcome.series("courses_self") == [3 - by_manager]
    assert outcome.series("participants") == [20]
    assert outcome.series("hours_courses") == [16.0 * by_manager]


@pytest.mark.parametrize(("others", "runs"), [(5, 0.0), (6, 1.0)])
def test_a_list_runs_by_itself_with_the_minimum_of_any_firms(small, simulate, others, runs):
    network = on_one_list(small, 0, others)
    for changes in ({"courses.self_run": 1.0}, BY_THEMSELVES):
        outcome = simulate(network, small.plans(network, changes), 1)
        assert outcome.series("courses_self") == [runs]
        assert outcome.series("courses_manager") == [0.0]
    outcome = simulate(network, small.plans(network), 1)
    assert outcome.series("courses_self") == [0.0]


def test_lists_run_by_themselves_with_their_probability(small, simulate):
    regions, q = [f"r{n:03d}" for n in range(300)], 0.3
    network = small.network(
        [row for r in regions for row in waiting(small, 2, region=r)],
        trainings=[small.training("t", region=None, minimum=2)],
    )
    changes = {"funding.fte": 0.0, "courses.self_run": q}
    outcome = simulate(network, small.plans(network, changes), 1)
    error = ERRORS * math.sqrt(300 * q * (1.0 - q))
    assert outcome.total("courses_self") == pytest.approx(300 * q, abs=error)


# ---- seats


def seated(small, simulate, regions, seats, neutrality):
    """Who takes part where twelve wait in each region, half of them aligned."""
    rows = []
    for r in regions:
        rows.append(small.organisation(f"{r}-host", "institution", region=r))
        for n, row in enumerate(waiting(small, 12, region=r, member=False)):
            rows.append(row | {"aligned": n % 2 == 0})
    network = small.network(
        rows,
        managers=[small.person(f"{r}-person", r, f"{r}-host") for r in regions],
        trainings=[small.training("t", region=None, seats=seats)],
    )
    outcome = simulate(
        network, small.plans(network, BY_THEMSELVES | {"visits.host_neutrality": neutrality}), 1
    )
    assert outcome.total("participants") == seats * len(regions)
    return {i.id: i.aligned for i in outcome.organisations.values() if i.last_active == 0}


def test_seats_go_to_aligned_firms_first_unless_the_host_is_neutral(small, simulate):
    regions = [f"r{n:02d}" for n in range(40)]
    assert all(seated(small, simulate, regions, 6, 0.0).values())
    both = seated(small, simulate, regions, 9, 0.0).values()
    assert sum(both) == 6 * len(regions)
    aligned = sum(seated(small, simulate, regions, 6, 1.0).values())
    error = ERRORS * math.sqrt(len(regions) * 6 * 0.25 * 6 / 11)
    assert aligned == pytest.approx(3 * len(regions), abs=error)


@pytest.mark.parametrize("neutrality", [0.0, 0.5, 1.0])
def test_more_seats_take_nobodys_seat(small, simulate, neutrality):
    few, more = (seated(small, simulate, ["a", "b"], seats, neutrality) for seats in (5, 8))
    assert set(few) < set(more)


# ---- what a course brings and costs


def test_a_participant_closes_its_share_of_the_gaps_in_the_skills_taught(small, simulate):
    rows = waiting(small, 6) + [
        row | {"id": f"other-{n}", "member": False} for n, row in enumerate(waiting(small, 2))
    ]
    names = [row["id"] for row in rows]
    network = small.network(
        rows,
        skills=[{"id": "k"}, {"id": "n"}, {"id": "o"}],
        levels=[
            *small.levels(names, 0.9, 0.3, "k"),
            *small.levels(names, 0.5, 0.25, "n"),
            *small.levels(names, 0.8, 0.2, "o"),
        ],
        trainings=[small.training("t", "n;k")],
    )
    changes = {"courses.training_gain": 0.5, "membership.memory": 0.0, **BY_THEMSELVES}
    outcome = simulate(network, small.plans(network, changes), 13)
    gain = (0.9 - 0.3) / 2 + 0.25 / 2
    for name in names:
        i = outcome.organisations[name]
        assert i.stock == pytest.approx({"k": 0.6, "n": 0.375, "o": 0.2}, rel=1e-12)
        assert i.last_active == 0, "others are active through the course alone"
    for name, firms in (("flow", 8), ("flow_members", 6)):
        assert outcome.series(name) == pytest.approx([firms * gain] + [0.0] * 12, rel=1e-12)
    assert outcome.series("flow_courses") == outcome.series("flow")
    assert outcome.series("flow_courses_members") == outcome.series("flow_members")
    assert outcome.series("trained_small") == [8.0] * 12 + [0.0]
    first = simulate(network, small.plans(network, changes), 1)
    worth = DEFAULTS["membership.skill_value_euros"].small * gain
    benefits = [first.organisations[name].benefit for name in names[:6]]
    assert benefits == pytest.approx([worth] * 6, rel=1e-12)


@pytest.mark.parametrize(
    ("hours", "employees", "knows", "share"),
    [
        (24.0, 20, True, 0.7),
        (120.0, 20, False, 0.7),
        (120.5, 49, True, 0.05),
        (160.0, 50, True, 0.5),
        (160.0, 499, True, 0.5),
        (160.0, 500, True, 0.75),
        (160.0, 20, False, 1.0),
        (160.0, 500, False, 1.0),
    ],
)
def test_a_place_is_paid_from_the_account_and_by_the_public(
    small, simulate, hours, employees, knows, share
):
    price, account, budget = 1234.56, 5000.0, 100.0
    rows = waiting(
        small, 6, account_euros=account, employees=employees, knows_support=knows, size="large"
    )
    training = small.training("t", hours=hours, price_euros=price)
    network = small.network(rows, trainings=[training])
    changes = {
        "courses.statutory_share": ByHeadCount(0.05, 0.5, 0.75),
        "courses.subsidy": 0.3,
        "search.budget_euros": BySize(budget, budget, budget, budget),
        "search.budget_keep": 1000.0,
    }
    outcome = simulate(network, small.plans(network, changes), 1)
    left = [i.account for i in outcome.organisations.values()]
    assert left == pytest.approx([account - price * share + budget] * 6, abs=0.005)
    public = 6 * price * (1.0 - share)
    long = hours > 120.0
    post = outcome.total("post_euros")
    assert outcome.total("course_euros") == pytest.approx(0.0 if long else public, abs=0.005)
    assert outcome.total("statutory_euros") == pytest.approx(public if long else 0.0, abs=0.005)
    assert post == pytest.approx(DEFAULTS["funding.fte_cost_euros"] / 12)
    assert outcome.total("public_euros") == pytest.approx(post + public, abs=0.005)


# ---- development


def in_need(small, **asking):
    """Members, and "outside" firms, each in need of one skill; nothing but "k" is taught."""
    rows, levels = [], []
    for skill, number in asking.items():
        for n in range(number):
            row = small.organisation(f"{skill}-{n}", member=skill != "outside")
            rows.append(row)
            levels += small.levels([row["id"]], 0.8, 0.2, "p" if skill == "outside" else skill)
    return [*rows, small.organisation("host", "institution")], levels


def developed(small, simulate, months, trainings=(), asking=None, **changes):
    rows, levels = in_need(small, **(asking or {"n": 3, "o": 5, "outside": 7}))
    network = small.network(
        rows,
        managers=[small.person(host="host")],
        skills=[{"id": name} for name in ("k", "n", "o", "p")],
        levels=levels,
        trainings=[small.training("for-k"), *trainings],
    )
    told = {
        "funding.hours_per_fte": 100.0,
        "courses.develop_share": 0.15,
        "courses.develop_hours": 60.0,
        "search.own_identification": small.ALWAYS,
        "visits.tell": 0.0,
    }
    return simulate(network, small.plans(network, told | changes), months)


@pytest.mark.parametrize(
    ("needed", "spent"),
    [
        (60.0, [15.0, 15.0, 15.0, 15.0]),
        (50.0, [15.0, 15.0, 15.0, 5.0]),
        (61.0, [15.0, 15.0, 15.0, 15.0, 1.0]),
        (15.0, [15.0]),
        (9.0, [9.0]),
    ],
)
def test_a_course_opens_in_the_month_that_its_hours_say(small, simulate, needed, spent):
    """Gaps are identified at the end of month 0; what no member asks for is never developed."""
    n = len(spent)
    outcome = developed(small, simulate, 2 * n + 4, **{"courses.develop_hours": needed})
    opened = [0.0] * (n - 1) + [1.0]
    assert outcome.series("courses_developed") == [0.0, *opened, *opened, 0.0, 0.0, 0.0]
    assert outcome.series("hours_development") == [0.0, *spent, *spent, 0.0, 0.0, 0.0]
    not_offered = [15.0] * n + [10.0] * n + [7.0] * 4
    assert outcome.series("obstacle_not_offered") == not_offered


def test_the_skill_that_most_members_ask_for_is_developed_first(small, simulate):
    outcome = developed(small, simulate, 8)
    assert outcome.organisations["o-0"].aware == {"a-001"}
    assert outcome.organisations["n-0"].aware == set()
    assert outcome.organisations["host"].aware == {"a-001"}
    equal = developed(small, simulate, 8, asking={"o": 4, "n": 4})
    assert equal.organisations["n-0"].aware == {"a-001"}
    assert equal.organisations["o-0"].aware == set()


def test_what_is_listed_is_opened_before_anything_new(small, simulate):
    listed = [
        small.training("later", "o", active=False, provider="n-0"),
        small.training("latest", "o", active=False),
        small.training("a-001", "k"),
    ]
    outcome = developed(small, simulate, 12, listed)
    assert outcome.total("courses_developed") == 2.0
    assert outcome.organisations["o-0"].aware == {"later"}
    assert outcome.organisations["n-1"].aware == {"a-002"}
    assert outcome.organisations["host"].aware == {"a-002"}


def test_a_new_course_is_short_and_costs_its_hours(small, simulate):
    join = {"search.release": small.ALWAYS, "courses.minimum_participants": 5}
    price = {"courses.price_euros": 900.0, "network.hours_short": 36.0, "courses.subsidy": 0.4}
    rich = {"search.budget_euros": BySize(0, 5000, 0, 0)}
    outcome = developed(small, simulate, 6, **join, **price, **rich)
    assert outcome.series("participants") == [0.0] * 5 + [5.0]
    assert outcome.total("course_euros") == pytest.approx(5 * 0.4 * 900.0 * 36 / 24)
    poor = {"search.budget_euros": BySize(0, 800, 0, 0), "search.budget_keep": 1.0}
    outcome = developed(small, simulate, 6, **join, **price, **poor)
    assert outcome.total("participants") == 0.0  # 810 to pay, 800 at hand


def test_without_demand_or_share_nothing_is_developed(small, simulate):
    for changes in (
        {"search.own_identification": small.NONE, "visits.diagnosis": 0.0},
        {"courses.develop_share": 0.0},
        {"funding.fte": 0.0},
    ):
        outcome = developed(small, simulate, 12, **changes)
        assert outcome.total("hours_development") == outcome.total("courses_developed") == 0.0


def test_development_takes_only_what_courses_have_left(small, simulate):
    network = small.network(
        [*waiting(small, 6), *waiting(small, 6, "u")],
        skills=[{"id": "k"}, {"id": "n"}],
        trainings=[small.training("t"), small.training("u")],
    )
    changes = {"funding.hours_per_fte": 40.0, "courses.develop_share": 0.5}
    outcome = simulate(network, small.plans(network, changes | {"courses.feedback": False}), 2)
    assert outcome.series("hours_courses") == [32.0, 0.0]
    assert outcome.series("hours_development") == [8.0, 20.0]
    assert outcome.series("visits") == [0.0, 6.0]


def test_without_feedback_any_skill_that_is_not_taught_is_developed(small, simulate):
    """How many gaps of a region have an offer now tells the skill: 1, 2 or 4."""
    regions = [f"r{n:03d}" for n in range(150)]
    rows, levels = [], []
    for r in regions:
        for n, skill in enumerate(["n", "o", "o", "p", "p", "p", "p"]):
            rows.append(small.organisation(f"{r}-{n}", region=r))
            levels += small.levels([f"{r}-{n}"], 0.8, 0.2, skill)
    network = small.network(
        rows,
        skills=[{"id": name} for name in ("k", "n", "o", "p")],
        levels=levels,
        trainings=[small.training("for-k", region=None)],
    )
    changes = {
        "courses.feedback": False,
        "courses.develop_share": 1.0,
        "courses.develop_hours": 10.0,
        "search.own_identification": small.ALWAYS,
    }
    outcome = simulate(network, small.plans(network, changes), 1)
    offered = [7.0 - outcome.series("obstacle_not_offered", r)[0] for r in regions]
    error = ERRORS * math.sqrt(150 * (1 / 3) * (2 / 3))
    for number in (1.0, 2.0, 4.0):
        assert offered.count(number) == pytest.approx(50, abs=error)
    assert outcome.total("courses_developed") == 150.0
