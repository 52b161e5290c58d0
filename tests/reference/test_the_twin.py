"""Limiting cases of the model, each known in closed form, and the twin's own arithmetic.

Random cases run with a fixed seed; a mean may lie 4.5 standard errors off.
"""

import math
from itertools import pairwise

import pytest

from qvgraph.declare import SIZES, BySize
from qvgraph.simulate.parameters import DEFAULTS, Schedule
from qvgraph.simulate.start import synthesize
from qvgraph.simulate.twin import arithmetic, draws

ERRORS = 4.5


def mean_and_error(values):
    """The mean and its standard error."""
    mean = sum(values) / len(values)
    variance = sum((value - mean) ** 2 for value in values) / (len(values) - 1)
    return mean, math.sqrt(variance / len(values))


# ---- the hash and the arithmetic


def test_mix_gives_the_published_outputs_of_splitmix64_from_state_0():
    published = [
        0xE220A8397B1DCDAF,
        0x6E789E6AA1B965F4,
        0x06C45D188009454F,
        0xF88BB8A8724C81EC,
        0x1B39896A51A8749B,
    ]
    assert [draws.mix(n * draws.G) for n in range(1, 6)] == published


def test_keys_and_subjects_never_change():
    """Frozen; derived a second time with wrapping 64-bit integers of numpy."""
    assert draws.replicate_key(2019, 0, 0) == 0x9123507DA46E730F
    assert draws.replicate_key(2019, 3, 7) == 0x89481C555A8FD94D
    assert draws.replicate_key(0, 0, 0) == 0xA55BDF37C08724B5
    firm, ulm = draws.subject("firm"), draws.subject("Ulm")
    assert (firm, ulm) == (0xED1B59947CFB6D15, 0x19BBAD3F5A5F1EE9)
    assert draws.subject("Öhringen") == 0x1F9A81B701FCBE6E
    assert draws.pair(firm, ulm) == 0xFC8F1BAB199E1C46
    assert draws.pair(ulm, firm) != draws.pair(firm, ulm)
    luck = draws.Luck(draws.replicate_key(2019, 3, 7), month=24)
    assert luck.bits(48, firm) == luck.bits(48, firm, 0) == 0x3423A560A6B42134
    assert luck.bits(48, firm, ulm) == 0xDB9566ACF059BF54
    assert luck.chance(48, firm) == 0.2036689148869334
    assert luck.chance(48, firm, ulm) == 0.8577484295095478


def test_uniform_numbers_stay_inside_the_open_interval(monkeypatch):
    luck = draws.Luck(1, 0)
    for bits, uniform in ((0, 2.0**-53), (draws.MASK, 1.0 - 2.0**-53)):
        monkeypatch.setattr(luck, "bits", lambda *_, bits=bits: bits)
        assert luck.chance(1, 1) == uniform
        assert 0.0 < uniform < 1.0


def test_logarithm_exponential_and_power_are_those_of_the_maths_library_to_2_ulp():
    for n in range(1, 2000):
        x = n / 97.0
        assert abs(arithmetic.log(x) - math.log(x)) <= 2.0 * math.ulp(math.log(x))
        assert abs(arithmetic.exp(x) - math.exp(x)) <= 2.0 * math.ulp(math.exp(x))
        assert abs(arithmetic.exp(-x) - math.exp(-x)) <= 2.0 * math.ulp(math.exp(-x))
        for y in (0.5, 1.0, 1.7, -2.0):
            assert abs(arithmetic.power(x, y) - x**y) <= 2.0 * math.ulp(x**y)
    assert arithmetic.log(1.0) == 0.0
    assert (arithmetic.exp(-800.0), arithmetic.exp(800.0)) == (0.0, math.inf)
    assert [arithmetic.logistic(x) for x in (-1000.0, 0.0, 1000.0)] == [0.0, 0.5, 1.0]


# ---- knowledge


def one_way(small, number, need=1.0, source_stock=1.0, stock=0.0):
    """Firms that all ask the same source, which stands in a region of its own."""
    learners = small.firms(number)
    names = [row["id"] for row in learners]
    source = small.organisation("source", region="b")
    return small.network(
        [*learners, source],
        levels=small.levels(names, need, stock) + small.levels(["source"], 1.0, source_stock),
        ties=small.ties(names, "source"),
    )


def test_one_way_exchange_closes_the_same_share_of_the_gap_each_month(small, simulate):
    network = one_way(small, 1, need=0.8, source_stock=0.8, stock=0.3)
    changes = {"exchange.meetings": small.ALWAYS, "exchange.learning": 0.15}
    outcome = simulate(network, small.plans(network, changes | small.NO_MANAGER), 24)
    expected = [0.5 * 0.85 ** (n + 1) / 0.8 for n in range(24)]
    assert outcome.series("gap") == pytest.approx(expected, rel=1e-12)
    assert outcome.total("flow") == pytest.approx(0.5 * (1.0 - 0.85**24), rel=1e-12)
    assert outcome.series("open_exchanges") == [1.0] * 24


def test_one_way_exchange_with_chance_meetings_follows_the_mean_law(small, simulate):
    n, q, a, months = 400, 0.4, 0.25, 6
    network = one_way(small, n)
    changes = {"exchange.meetings": BySize(q, q, q, q), "exchange.learning": a}
    outcome = simulate(network, small.plans(network, changes | small.NO_MANAGER), months)
    mean = (1.0 - q * a) ** months
    variance = (1.0 - q * (2.0 * a - a * a)) ** months - mean**2
    assert outcome.series("gap")[-1] == pytest.approx(mean, abs=ERRORS * math.sqrt(variance / n))


def test_exchange_against_obsolescence_settles_where_it_should(small, simulate):
    n, q, a, o, level = 300, 0.5, 0.3, 0.05, 0.7
    network = one_way(small, n, need=0.9, source_stock=level)
    changes = {
        "exchange.meetings": BySize(q, q, q, q),
        "exchange.learning": a,
        "needs.obsolescence": o,
        **small.NO_MANAGER,
    }
    plans = small.plans(network, changes, b={"needs.obsolescence": 0.0})
    outcome = simulate(network, plans, 70)
    assert outcome.organisations["source"].stock["k"] == level
    stocks = [i.stock["k"] for i in outcome.organisations.values() if i.id != "source"]
    mean, error = mean_and_error(stocks)
    expected = (1 - o) * q * a * level / (1 - (1 - o) * (1 - q * a))
    assert mean == pytest.approx(expected, abs=ERRORS * error)


def test_unused_knowledge_fades_and_everyday_work_balances_it(small, simulate):
    network = small.network(small.firms(1), levels=small.levels(["a-0000"], 0.8, 0.6))
    faded = small.plans(network, {"needs.obsolescence": 0.02} | small.NO_MANAGER)
    outcome = simulate(network, faded, 30)
    assert outcome.organisations["a-0000"].stock["k"] == pytest.approx(0.6 * 0.98**30, rel=1e-12)
    o, e = 0.1, 0.2
    both = {"needs.obsolescence": o, "needs.everyday_learning": e}
    outcome = simulate(network, small.plans(network, both | small.NO_MANAGER), 200)
    settled = (1 - o) * e * 0.8 / (1 - (1 - o) * (1 - e))
    assert outcome.organisations["a-0000"].stock["k"] == pytest.approx(settled, rel=1e-12)


def test_a_firm_learns_the_skill_that_matters_most_to_it(small, simulate):
    network = small.network(
        small.firms(2),
        skills=[{"id": "k"}, {"id": "n"}],
        levels=[
            *small.levels(["a-0000"], 0.9, 0.5),  # may gain 0.4, worth 0.36
            *small.levels(["a-0000"], 0.5, 0.0, "n"),  # may gain 0.5, worth 0.25
            *small.levels(["a-0001"], 1.0, 1.0),
            *small.levels(["a-0001"], 1.0, 1.0, "n"),
        ],
        ties=small.ties(["a-0000"], "a-0001"),
    )
    changes = {"exchange.meetings": small.ALWAYS, "exchange.learning": 0.5}
    outcome = simulate(network, small.plans(network, changes | small.NO_MANAGER), 1)
    assert outcome.organisations["a-0000"].stock == {"k": pytest.approx(0.7), "n": 0.0}
    assert outcome.organisations["a-0001"].stock == {"k": 1.0, "n": 1.0}


# ---- ties


@pytest.mark.parametrize("strength", [0.9, 0.5, 0.06])
def test_an_unused_tie_ends_in_the_month_that_its_decay_says(small, simulate, strength):
    decay, least = 0.07, 0.05
    network = small.network(small.firms(2), ties=small.ties(["a-0000"], "a-0001", strength))
    changes = {"exchange.tie_decay": decay, "exchange.tie_minimum": least, **small.NO_MANAGER}
    outcome = simulate(network, small.plans(network, changes), 60)
    months = math.floor(math.log(least / strength) / math.log(1.0 - decay)) + 1
    assert outcome.series("advice_ties") == [1.0] * (months - 1) + [0.0] * (61 - months)


def test_trust_over_open_talks_has_the_mean_and_variance_of_its_leaks(small, simulate):
    """Talks are open in proportion to trust, so months are weighed by it."""
    n, g, leak = 600, 0.3, 0.15
    learners = small.firms(n)
    names = [row["id"] for row in learners]
    network = small.network(
        [*learners, small.organisation("source", region="b")],
        ties=small.ties(names, "source", trust=0.85),
    )
    changes = {
        "exchange.meetings": small.ALWAYS,
        "exchange.trust_gain": g,
        "exchange.leak": leak,
        **small.NO_MANAGER,
    }
    outcome = simulate(network, small.plans(network, changes), 50)
    trust = [outcome.organisations[name].ties["source"][1] for name in names]
    weight = sum(trust) / n
    variance = g * leak * (1.0 - leak) / (2.0 - g)
    for power, expected in ((1, 1.0 - leak), (2, (1.0 - leak) ** 2 + variance)):
        off, error = mean_and_error([t * (t**power - expected) / weight for t in trust])
        assert abs(off) < ERRORS * error


def test_a_partner_passes_a_firm_on_and_only_sixteen_ties_are_kept(small, simulate):
    names = [f"l-{n:02d}" for n in range(16)]
    network = small.network(
        [small.organisation(name) for name in ("i", "m", *names)],
        ties=[
            *({"source": "i", "target": name, "strength": 1.0, "trust": 1.0} for name in names[1:]),
            {"source": "i", "target": names[0], "strength": 0.01, "trust": 0.0},
            *small.ties(names[1:], "m", trust=0.5),
        ],
    )
    changes = {"exchange.meetings": small.ALWAYS, "exchange.referral": 1.0, **small.NO_MANAGER}
    outcome = simulate(network, small.plans(network, changes), 1)
    after = outcome.organisations["i"].ties
    assert set(after) == {"m", *names[1:]}
    assert after["m"] == [DEFAULTS["exchange.initial_strength"], 0.5]


# ---- contact and trust


def test_contact_settles_where_visits_decay_and_turnover_say(small, simulate):
    v, d, g, h, e, months, settled = 0.3, 0.06, 0.5, 0.05, 0.3, 150, 40
    regions = [f"r{n:02d}" for n in range(30)]
    network = small.network([row for r in regions for row in small.firms(10, region=r)])
    changes = {
        "funding.hours_per_fte": 10 * v * 3.0,
        "visits.recruiting": 1.0,
        "visits.visit_hours": 3.0,
        "visits.contact_gain": g,
        "visits.contact_decay": d,
        "turnover.turnover": h,
        "turnover.handover": e,
    }
    outcome = simulate(network, small.plans(network, changes), months)
    assert outcome.total("visits") == 10 * v * months * len(regions)
    means = [
        sum(outcome.series("contact_firms", r)[settled:]) / (months - settled) for r in regions
    ]
    mean, error = mean_and_error(means)
    expected = (1 - d) * v * g / (1 - (1 - d) * (1 - v * g) * (1 - h * (1 - e)))
    assert mean == pytest.approx(expected, abs=ERRORS * error)


@pytest.mark.parametrize("member", [False, True])
def test_total_contact_never_exceeds_what_visits_can_hold(small, simulate, member):
    visits, g, d, n = 4, 0.5, 0.06, 60
    network = small.network(small.firms(n, member=member))
    changes = {
        "funding.hours_per_fte": visits * 3.0,
        "visits.contact_gain": g,
        "visits.contact_decay": d,
    }
    outcome = simulate(network, small.plans(network, changes), 60)
    total = [n * mean for mean in outcome.series("contact_firms")]
    assert max(total) <= visits * g * (1.0 - d) / d + 1e-9
    assert total[-1] > 0.6 * visits * g * (1.0 - d) / d


def test_the_institutions_counts_have_the_means_of_their_experiences(small, simulate):
    n, v, p, w, m = 400, 0.5, 0.7, 3.0, 0.8
    network = small.network(small.firms(n))
    changes = {
        "funding.hours_per_fte": n * v * 3.0,
        "visits.recruiting": 1.0,
        "visits.host_neutrality": p,
        "visits.betrayal_weight": w,
        "visits.trust_memory": m,
    }
    outcome = simulate(network, small.plans(network, changes), 60)
    counts = [i.institution for i in outcome.organisations.values()]
    for side, expected in ((0, 1 + m * v * p / (1 - m)), (1, 1 + m * v * w * (1 - p) / (1 - m))):
        mean, error = mean_and_error([count[side] for count in counts])
        assert mean == pytest.approx(expected, abs=ERRORS * error)


def test_the_persons_counts_have_the_means_of_the_open_talks(small, simulate):
    """Without a host partial advice mentions nothing, and is unfair."""
    n, p, w, m, months = 300, 0.8, 2.0, 0.9, 30
    network = small.network(small.firms(n))
    changes = {
        "funding.hours_per_fte": n * 3.0,
        "visits.recruiting": 1.0,
        "visits.personal_neutrality": p,
        "visits.betrayal_weight": w,
        "visits.trust_memory": m,
    }
    outcome = simulate(network, small.plans(network, changes), months)
    talks = outcome.series("open_talks")
    kept = sum(m ** (months - t) * talks[t] for t in range(months)) / n
    spread = sum(m ** (2 * (months - t)) * talks[t] for t in range(months)) / n**2
    error = ERRORS * math.sqrt(spread * p * (1.0 - p))
    counts = [i.person for i in outcome.organisations.values()]
    assert sum(talks) > 1000
    assert sum(a for a, _ in counts) / n == pytest.approx(1 + p * kept, abs=error)
    assert sum(b for _, b in counts) / n == pytest.approx(1 + w * (1 - p) * kept, abs=w * error)


def test_full_neutrality_gives_no_unfair_experience(simulate):
    network = synthesize("region", draw=1)
    neutral = {"visits.personal_neutrality": 1.0, "visits.host_neutrality": 1.0}
    outcome = simulate(network, {"region": {**DEFAULTS, **neutral}}, 18)
    firms = [i for i in outcome.organisations.values() if i.kind == "firm"]
    assert all(i.person[1] == i.institution[1] == 1.0 for i in firms)
    assert any(i.person[0] > 1.0 for i in firms)


# ---- what a visit does


def advised(small, simulate, **changes):
    """Firms visited once, each in need of two skills, one training for each."""
    names = [f"a-{n:04d}" for n in range(60)]
    network = small.network(
        [*small.firms(60), small.organisation("host", "institution")],
        managers=[small.person(host="host")],
        skills=[{"id": "k"}, {"id": "n"}, {"id": "o"}],
        levels=small.levels(names, 0.9, 0.5) + small.levels(names, 0.9, 0.2, "n"),
        trainings=[
            small.training("for-k", provider="host"),
            small.training("for-n", "n"),
            small.training("for-o", "o", provider="host"),
            small.training("later", "n", active=False),
            small.training("elsewhere", "n", region="b"),
        ],
    )
    sure = {"visits.tell": 1.0, "visits.diagnosis": 1.0, "visits.trust_memory": 1.0}
    hours = {"funding.hours_per_fte": 61 * 3.0, "visits.host_neutrality": 1.0}
    outcome = simulate(network, small.plans(network, sure | hours | changes), 1)
    firms = [outcome.organisations[name] for name in names]
    assert outcome.organisations["host"].aware >= {"for-k", "for-o"}
    return outcome, [i for i in firms if i.last_active == 0], [i for i in firms if i.last_active]


def test_an_open_talk_in_the_firms_interest_names_its_largest_gap_and_what_fits(small, simulate):
    outcome, talked, others = advised(small, simulate, **{"visits.personal_neutrality": 1.0})
    assert len(talked) == outcome.series("open_talks")[0]
    assert 5 < len(talked) < 30  # 60 times .5 · .5
    for i in talked:
        assert (i.identified, i.aware, i.person) == ({"n"}, {"for-n"}, (2.0, 1.0))
        assert i.knows_support
    for i in others:
        assert (i.identified, i.aware, i.person) == (set(), set(), (1.0, 1.0))
        assert (i.contact, i.institution) == (0.5, (2.0, 1.0))
    # a gap and a training for each, and one training that the host did not know
    assert outcome.series("information_manager") == [2.0 * len(talked) + 1.0]
    assert outcome.organisations["host"].aware == {"for-k", "for-n", "for-o"}


def test_partial_advice_names_the_hosts_trainings_and_costs_trust(small, simulate):
    _, talked, _ = advised(small, simulate, **{"visits.personal_neutrality": 0.0})
    for i in talked:
        assert (i.identified, i.aware, i.person) == ({"n"}, {"for-k", "for-o"}, (1.0, 4.0))


def test_introductions_tie_members_both_ways(small, simulate):
    network = small.network(
        [
            *small.firms(40, member=True),
            *small.firms(3, member=True, region="b"),
            small.organisation("outside"),
        ],
        levels=[
            *small.levels([f"a-{n:04d}" for n in range(40)], 0.8, 0.0),
            *small.levels([f"b-{n:04d}" for n in range(3)], 0.8, 0.8),
        ],
    )
    changes = {"visits.introduce": 1.0, "visits.personal_neutrality": 1.0}
    inside = small.plans(network, changes, b=small.NO_MANAGER)
    outcome = simulate(network, inside, 1)
    everyone = outcome.organisations
    made = outcome.series("introductions")[0]
    pairs = {(i.id, l) for i in everyone.values() for l in i.ties}
    assert made > 0
    assert made <= len(pairs) <= 2 * made
    assert all((l, i) in pairs for i, l in pairs)
    assert all(tie == [0.4, 0.25] for i in everyone.values() for tie in i.ties.values())
    assert not any("outside" in pair or pair[0][0] != pair[1][0] for pair in pairs)
    across = {r: plan | {"network.cross_region": 1.0} for r, plan in inside.items()}
    outcome = simulate(network, across, 1)
    pairs = {(i.id, l) for i in outcome.organisations.values() for l in i.ties}
    assert pairs
    assert all({i[0], l[0]} == {"a", "b"} for i, l in pairs)  # who can teach most is in b


@pytest.mark.parametrize(("firms", "seen"), [(25, "hours_unused"), (120, "hours_lost")])
def test_hours_add_up_to_what_there_was(simulate, firms, seen):
    plan = {**DEFAULTS, "funding.persons": 2, "turnover.turnover": 0.08, "funding.fte": 1.3}
    plan |= {"funding.pilot_months": 30, "visits.join_base": -2.0, "network.firms": firms}
    network = synthesize("region", values={"region": plan})
    outcome = simulate(network, {"region": plan}, 48)
    for month in outcome.months:
        f = month["region"]
        used = f["hours_courses"] + f["hours_development"] + f["hours_placements"]
        used += f["hours_visits"] + f["hours_introductions"] + f["hours_unused"]
        assert used + f["hours_carried"] == pytest.approx(f["hours"], abs=1e-9)
        assert f["hours_courses"] == 16.0 * f["courses_manager"]
        assert f["hours_placements"] == 4.0 * f["placements"]
        assert f["hours_introductions"] == 1.5 * f["introductions"]
        assert f["hours_visits"] == 3.0 * f["visits"]
    left = sum(sum(hours) for hours in outcome.carried.values())
    change = outcome.total("hours_carried") - outcome.total("hours_lost")
    assert left == pytest.approx(change, abs=1e-9)
    for name in ("introductions", "persons_left", seen):
        assert outcome.total(name) != 0.0, name


def test_nobody_is_missed_when_the_hours_suffice_and_more_hours_only_add_visits(small, simulate):
    network = small.network([*small.firms(30), small.organisation("x", "association")])
    seen = []
    for visits in (5, 12, 20, 40):
        hours = {"funding.hours_per_fte": visits * 3.0, "visits.recruiting": 1.0}
        outcome = simulate(network, small.plans(network, hours), 1)
        assert outcome.series("visits") == [min(visits, 31)]
        assert outcome.series("hours_unused") == [max(0.0, (visits - 31) * 3.0)]
        seen.append({i.id: i for i in outcome.organisations.values() if i.contact > 0.0})
    for fewer, more in pairwise(seen):
        assert set(fewer) < set(more)
        for name, i in fewer.items():
            l = more[name]
            assert (i.contact, i.person, i.institution) == (l.contact, l.person, l.institution)
            assert i.last_active == l.last_active


# ---- money, posts and persons


@pytest.mark.parametrize(
    ("retained_months", "retained", "taper", "permanent"),
    [(0, 0.0, 0, 0.0), (0, 0.0, 6, 0.0), (12, 0.5, 6, 0.2), (8, 0.75, 0, 0.25), (0, 0.0, 9, 0.4)],
)
def test_public_cost_is_what_the_schedule_says(
    small, simulate, retained_months, retained, taper, permanent
):
    fte, cost, months, pilot, start = 1.5, 95_000.0, 60, 24, 3
    network = small.network([small.organisation("x", "institution")])
    changes = {
        "funding.fte": fte,
        "funding.pilot_months": pilot,
        "funding.start_month": start,
        "funding.retained_share": retained,
        "funding.retained_months": retained_months,
        "funding.taper_months": taper,
        "funding.permanent_share": permanent,
        "funding.post_minimum": 0.01,
    }
    outcome = simulate(network, small.plans(network, changes), months)
    level = retained if retained_months else 1.0
    rest = months - start - pilot - retained_months - taper
    shares = pilot + retained_months * retained + taper * (level + permanent) / 2
    post_months = fte * (shares + rest * permanent)
    assert outcome.total("fte_public") == pytest.approx(post_months, rel=1e-12)
    assert outcome.total("public_euros") == pytest.approx(post_months * cost / 12, abs=0.005)
    assert outcome.series("public_euros") == outcome.series("post_euros")
    assert outcome.series("fte_public")[:start] == [0.0] * start
    assert max(outcome.series("fte_public")) == fte


def test_a_post_below_the_minimum_is_not_paid(small, simulate):
    network = small.network([small.organisation("x", "institution")])
    changes = {
        "funding.pilot_months": 6,
        "funding.taper_months": 9,
        "funding.post_minimum": 0.25,
        "turnover.post_vacancy": 4,
    }
    outcome = simulate(network, small.plans(network, changes), 20)
    expected = [1.0] * 6 + [1.0 - n / 10 for n in range(1, 8)] + [0.0] * 7
    assert outcome.series("fte_public") == pytest.approx(expected)
    assert outcome.series("persons_left") == [0.0] * 13 + [1.0] + [0.0] * 6


def test_fees_are_either_spent_on_the_post_or_at_hand(small, simulate):
    network = small.network(small.firms(60, member=True, size="large", benefit=100.0))
    changes = {
        "funding.pilot_months": 5,
        "funding.reopen_months": 4.0,
        "turnover.turnover": 0.1,
        "turnover.post_vacancy": 2,
    }
    outcome = simulate(network, small.plans(network, changes), 40)
    fee = DEFAULTS["membership.fee_euros"].large / 12
    assert outcome.total("fees_euros") == pytest.approx(35 * 60 * fee)
    spent = outcome.total("fte_fees") * DEFAULTS["funding.fte_cost_euros"] / 12
    at_hand = outcome.series("balance")[-1]
    assert spent + at_hand == pytest.approx(outcome.total("fees_euros"), abs=0.005)
    assert outcome.series("fte_fees")[:6] == [0.0] * 6
    assert max(outcome.series("fte_fees")) == pytest.approx(1.0)
    assert min(outcome.series("balance")) >= -1e-6


def test_fees_open_an_ended_post_only_with_a_reserve(small, simulate):
    network = small.network(small.firms(12, member=True, size="large"))
    monthly = DEFAULTS["funding.fte_cost_euros"] / 12
    fees = 12 * DEFAULTS["membership.fee_euros"].large / 12
    changes = {"funding.pilot_months": 0, "funding.post_minimum": 0.5, "funding.reopen_months": 6}
    outcome = simulate(network, small.plans(network, changes), 12)
    months = math.ceil(0.5 * 6 * monthly / fees)  # of saving
    paid = outcome.series("fte_fees")
    assert paid[:months] == [0.0] * months
    assert paid[months] == 1.0


def test_persons_change_by_the_binomial_law(small, simulate):
    regions = [f"r{n:02d}" for n in range(25)]
    network = small.network(
        [small.organisation(f"{r}-x", "institution", region=r) for r in regions],
        managers=[small.person(f"{r}-person{n}", r) for r in regions for n in ("", "-2")],
    )
    h, months = 0.1, 80
    changes = {"turnover.turnover": h, "funding.persons": 2}
    outcome = simulate(network, small.plans(network, changes), months)
    n = 2 * months * len(regions)
    assert outcome.total("fte_public") == n / 2
    error = ERRORS * math.sqrt(n * h * (1.0 - h))
    assert outcome.total("persons_left") == pytest.approx(n * h, abs=error)


def test_a_vacancy_lasts_as_long_as_it_says(small, simulate):
    network = small.network([small.organisation("x", "institution")])
    gone = {"turnover.turnover": 1.0, "turnover.post_vacancy": 3}
    outcome = simulate(network, small.plans(network, gone), 7)
    assert outcome.series("persons_left") == [1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0]
    assert outcome.series("fte_public") == [0.0] * 7
    knock = {"turnover.knock_month": 3, "turnover.knock_months": 2, "funding.start_month": 1}
    outcome = simulate(network, small.plans(network, knock), 8)
    assert outcome.series("persons_left") == [0.0] * 4 + [1.0] + [0.0] * 3
    assert outcome.series("fte_public") == [0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0]
    assert outcome.series("hours")[4:6] == [0.0, 0.0]


def test_volunteers_serve_when_the_money_has_ended(small, simulate):
    network = small.network(small.firms(20, member=True, size="large"))
    changes = {"funding.pilot_months": 2, "membership.fees": False}
    outcome = simulate(network, small.plans(network, changes), 6)
    per_member = DEFAULTS["funding.volunteer_hours"].large
    hours = 20 * per_member * DEFAULTS["funding.volunteer_efficiency"]
    assert outcome.series("hours")[2:] == [hours] * 4
    assert sum(outcome.series("visits")[2:]) > 0.0


# ---- membership


def test_joining_and_leaving_alone_settle_in_between(small, simulate):
    n, j, h, months, settled = 150, 0.1, 0.05, 160, 60
    network = small.network(small.firms(n))
    changes = {
        "funding.hours_per_fte": 3.0 * n,
        "visits.recruiting": 1.0,
        "visits.contact_gain": 0.0,
        "visits.join_base": math.log(j / (1.0 - j)),
        "membership.memory": 1.0,
        "membership.leave": h,
        "membership.fees": False,
    }
    outcome = simulate(network, small.plans(network, changes), months)
    members = outcome.series("members")[settled:]
    share, kept = j / (j + h), 1.0 - j - h
    variance = n * share * (1.0 - share) * (1.0 + kept) / (1.0 - kept) / len(members)
    assert sum(members) / len(members) == pytest.approx(n * share, abs=ERRORS * math.sqrt(variance))
    assert outcome.total("joins") - outcome.total("leaves") == members[-1]


def test_the_price_of_membership_keeps_firms_out(small, simulate):
    """With join_price alone the chance is 1 / (1 + cost / time)."""
    n = 400
    network = small.network(small.firms(n))
    changes = {
        "funding.pilot_months": 0,
        "funding.retained_months": 12,
        "funding.retained_share": 1.0,
        "funding.hours_per_fte": 3.0 * n,
        "visits.recruiting": 1.0,
        "visits.join_base": 0.0,
        "visits.join_price": 1.0,
    }
    outcome = simulate(network, small.plans(network, changes), 1)
    chance = 1.0 / (1.0 + (40 + 660 / 12) / 40)
    error = ERRORS * math.sqrt(n * chance * (1.0 - chance))
    assert outcome.total("joins") == pytest.approx(n * chance, abs=error)
    assert outcome.total("fees_euros") == pytest.approx(outcome.total("joins") * 55.0)


# ---- the whole


def test_without_manager_and_ties_firms_search_hear_news_and_run_courses_themselves(
    small, simulate
):
    names = [f"a-{n:04d}" for n in range(20)]
    network = small.network(
        [*small.firms(20, size="large"), small.organisation("x", "association")],
        levels=small.levels(names, 0.8, 0.3),
        trainings=[small.training("t", provider="x")],
        memberships=[{"organisation": name, "association": "x"} for name in names],
    )
    changes = {"broadcast.newsletter": 0.5, "courses.self_run": 0.5, "membership.fees": False}
    outcome = simulate(network, {"a": {**DEFAULTS, **small.NO_MANAGER, **changes}}, 24)
    for name in (
        *("information_manager", "information_peers", "visits", "members", "hours"),
        *("flow_exchange", "courses_manager", "courses_developed", "offers", "post_euros"),
    ):
        assert outcome.total(name) == 0.0, name
    for name in ("information_search", "information_broadcast", "courses_self", "flow_courses"):
        assert outcome.total(name) > 0.0, name
    assert outcome.series("flow") == outcome.series("flow_courses")
    assert outcome.series("largest_component_share") == [1 / 20] * 24
    assert all(math.isnan(trust) for trust in outcome.series("trust"))


def equal(one, other):
    """Equal in every figure, missing ones included."""
    return repr(one) == repr(other)


def test_a_neighbour_of_its_own_and_the_order_of_rows_change_nothing(simulate, small):
    values = {**DEFAULTS, "network.firms": 60, "network.cross_region": 0.0}
    network = synthesize("region", values={"region": values})
    plans = {"region": values, "a": values}
    alone = simulate(network, {"region": values}, 15)
    shuffled = network.of(
        "small",
        {t: f.sample(fraction=1.0, shuffle=True, seed=1) for t, f in network.tables.items()},
    )
    assert equal(simulate(shuffled, plans, 15).months, alone.months)
    hermit = small.network(small.firms(1))
    both = network.of(
        "small",
        {t: f if t == "skills" else f.vstack(hermit.tables[t]) for t, f in network.tables.items()},
    )
    beside = simulate(both, plans, 15)
    assert all("a" in month for month in beside.months)
    assert equal([m["region"] for m in beside.months], [m["region"] for m in alone.months])


def test_a_lever_changes_nothing_before_it_acts(simulate):
    values = {**DEFAULTS, "network.firms": 160, "turnover.turnover": 0.0}
    network = synthesize("region", values={"region": values})
    later = {**values, "visits.recruiting": Schedule(((0, 0.35), (8, 0.9)))}
    plain = simulate(network, {"region": values}, 12).months
    assert equal(simulate(network, {"region": values}, 12).months, plain)
    changed = simulate(network, {"region": later}, 12).months
    assert equal(changed[:8], plain[:8])
    assert not equal(changed[8], plain[8])
    assert not equal(simulate(network, {"region": values}, 12, replicate=1).months, plain)


def test_the_gap_of_all_firms_is_that_of_the_size_classes_together(simulate):
    network = synthesize("region", values={"region": {**DEFAULTS, "network.firms": 80}})
    figures = simulate(network, {"region": DEFAULTS}, 3).months[-1]["region"]
    unmet = sum(figures[f"unmet_{size}"] for size in SIZES)
    assert figures["gap"] == pytest.approx(unmet / sum(figures[f"need_{size}"] for size in SIZES))
