"""Phase 7, exchange: a firm meets a partner, learns, hears, and is passed on."""

from copy import deepcopy
from dataclasses import dataclass

from qvgraph.chances import LEAK, MEETS, PARTNER, REFERRAL, REFERRED_TO, TALK_WITH_PARTNER
from qvgraph.simulate.twin.draws import pair
from qvgraph.simulate.twin.now import Now, Rules
from qvgraph.simulate.twin.state import Organisation, State


@dataclass
class Partner:
    """What others can see of a firm: the state as the phase found it."""

    stock: dict[str, float]
    identified: set[str]
    aware: set[str]
    ties: dict[str, list[float]]


def step(state: State, now: Now, gained: dict[str, float]) -> None:
    """Each firm meets at most one partner; what it learns adds to the euros it gained."""
    found = {l.id: deepcopy(Partner(l.stock, l.identified, l.aware, l.ties)) for l in state.firms}
    for i in state.firms:
        p = now.rules[i.region]
        if not i.ties or now.luck.chance(MEETS, i.subject) >= _meeting_probability(i, p):
            continue
        l = _draw_partner(i, state, now)
        _, trust = i.ties[l.id]
        if now.luck.chance(TALK_WITH_PARTNER, i.subject) < trust:
            i.last_active = now.month
            now.record[i.region]["open_exchanges"] += 1.0
            gain = _learn(i, found[l.id], state, now)
            gained[i.id] += p.of_size("membership.skill_value_euros", i.size) * gain
            _hear(i, found[l.id], state, now)
            _deepen(i, l, now)
            _pass_on(i, l, found[l.id], state, now)


def _meeting_probability(i: Organisation, p: Rules) -> float:
    meetings = p.of_size("exchange.meetings", i.size)
    return meetings if i.member else meetings * p["exchange.outsider"]


def _draw_partner(i: Organisation, state: State, now: Now) -> Organisation:
    """By lottery, weight strength."""

    def time(name: str) -> tuple[float, str]:
        both = pair(i.subject, state.organisations[name].subject)
        return now.luck.race(PARTNER, both, i.ties[name][0]), name

    return state.organisations[min(i.ties, key=time)]


def _learn(i: Organisation, partner: Partner, state: State, now: Now) -> float:
    """The skill that matters most to i and that the partner knows better; the stock gained."""
    best, best_worth, best_d = None, 0.0, 0.0
    for k in state.skills:
        d = min(partner.stock[k] - i.stock[k], i.gap(k))
        if d > 0.0 and i.need[k] * d > best_worth:
            best, best_worth, best_d = k, i.need[k] * d, d
    if best is None:
        return 0.0
    gain = now.rules[i.region]["exchange.learning"] * best_d
    i.stock[best] = i.stock[best] + gain
    record = now.record[i.region]
    for flow in ("flow", "flow_exchange"):
        record[flow] += gain
        if i.member:
            record[f"{flow}_members"] += gain
    return gain


def _hear(i: Organisation, partner: Partner, state: State, now: Now) -> None:
    """Trainings that the partner knows and that fit, then needs that it knows of."""
    threshold = now.rules[i.region]["needs.need_threshold"]
    trainings = {
        j
        for j in partner.aware - i.aware
        if state.trainings[j].concerns(i.region) and i.fits(state.trainings[j], threshold)
    }
    needs = {k for k in partner.identified - i.identified if i.gap(k) > threshold}
    i.aware |= trainings
    i.identified |= needs
    now.record[i.region]["information_peers"] += len(trainings) + len(needs)


def _deepen(i: Organisation, l: Organisation, now: Now) -> None:
    """The tie grows stronger; trust falls when what was told leaks, else it grows."""
    p = now.rules[i.region]
    strength, trust = i.ties[l.id]
    strength = strength + p["exchange.strength_gain"] * (1.0 - strength)
    competitor = i.sector is not None and i.sector == l.sector
    leak = p["exchange.leak_competitor"] if competitor else p["exchange.leak"]
    if now.luck.chance(LEAK, i.subject) < leak:
        trust = trust - p["exchange.trust_gain"] * trust
    else:
        trust = trust + p["exchange.trust_gain"] * (1.0 - trust)
    i.ties[l.id] = [strength, trust]


def _pass_on(i: Organisation, l: Organisation, partner: Partner, state: State, now: Now) -> None:
    """The partner may pass i on to one of its own partners, by lottery, weight strength."""
    p = now.rules[i.region]
    others = [name for name in partner.ties if name != i.id]
    if not others or now.luck.chance(REFERRAL, i.subject) >= p["exchange.referral"]:
        return

    def time(name: str) -> tuple[float, str]:
        both = pair(i.subject, state.organisations[name].subject)
        return now.luck.race(REFERRED_TO, both, partner.ties[name][0]), name

    chosen = min(others, key=time)
    _, trust = i.ties[l.id]
    i.add_tie(chosen, p["exchange.initial_strength"], trust * partner.ties[chosen][1])
