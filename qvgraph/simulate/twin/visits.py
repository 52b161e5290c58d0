"""Phase 6, visits: who is visited, and what a visit brings to firms and to partners."""

from qvgraph.chances import (
    ADVICE_FAIR,
    DIAGNOSED,
    HOST_FAIR,
    JOINS,
    TALK_WITH_MANAGER,
    TOLD,
    TOLD_PARTNER,
    VISITED,
)
from qvgraph.simulate.twin.arithmetic import log, logistic
from qvgraph.simulate.twin.introductions import Visiting, introduce
from qvgraph.simulate.twin.now import Now
from qvgraph.simulate.twin.state import Organisation, Person, Region, State, Training
from qvgraph.simulate.twin.turnover import Service


def step(state: State, now: Now, services: dict[str, Service]) -> None:
    """Let the persons of each region visit; return ties are made when all visits are over."""
    members = frozenset(i.id for i in state.firms if i.member)
    trust = {i.id: i.trust for i in state.firms}
    returns: list[tuple[str, str, float, float]] = []
    for r, region in state.regions.items():
        visiting = Visiting(
            state, region, now.rules[r], now.luck, now.record[r], now.month, members, trust, returns
        )
        for m, hours in _served(region, services[r], visiting.p.past_pilot):
            _visit_portfolio(m, hours, visiting)
    for l, i, strength, tie_trust in returns:
        state.organisations[l].add_tie(i, strength, tie_trust)


def _served(region: Region, service: Service, past_pilot: int) -> list[tuple[Person, float]]:
    """Whose portfolios are served, with how many of the hours left.

    Volunteers serve where nobody is present.
    """
    if service.present:
        return [(m, service.left / len(service.present)) for m in service.present]
    if past_pilot >= 0:
        return [(m, service.left / len(region.persons)) for m in region.persons]
    return []


def _visit_portfolio(m: Person, hours: float, v: Visiting) -> None:
    """Non-members first; a group seen entirely passes what it has to the other."""
    recruiting, visit_hours = v.p["visits.recruiting"], v.p["visits.visit_hours"]
    old = m.carried
    budget = [old[0] + hours * recruiting, old[1] + hours * (1.0 - recruiting)]
    waiting = _lists(m, v)

    def go_down(group: int) -> None:
        while waiting[group] and budget[group] >= visit_hours:
            introduced = _visit(waiting[group].pop(0), v)
            budget[group] -= visit_hours
            v.record["hours_visits"] += visit_hours
            v.record["visits"] += 1.0
            if introduced:
                budget[group] -= v.p["visits.introduction_hours"]
                v.record["hours_introductions"] += v.p["visits.introduction_hours"]
                v.record["introductions"] += 1.0

    go_down(0)
    if not waiting[0] and budget[0] > 0.0:
        budget = [0.0, budget[1] + budget[0]]
    go_down(1)
    if not waiting[1] and budget[1] > 0.0 and waiting[0]:
        budget = [budget[0] + budget[1], 0.0]
        go_down(0)
    if not waiting[0] and not waiting[1]:
        for group in (0, 1):
            if budget[group] > 0.0:
                v.record["hours_unused"] += budget[group]
                budget[group] = 0.0
    v.record["hours_carried"] += (budget[0] + budget[1]) - (old[0] + old[1])
    m.carried = budget


def _lists(m: Person, v: Visiting) -> tuple[list[Organisation], list[Organisation]]:
    """Non-members, and all others, in the order of the lottery."""
    groups: tuple[list[tuple[float, str]], list[tuple[float, str]]] = ([], [])
    for i in m.portfolio:
        outside = i.kind == "firm" and i.id not in v.members
        weight = 1.0 if outside else 1.0 - i.contact
        time = v.luck.race(VISITED, i.subject, weight)
        groups[0 if outside else 1].append((time, i.id))
    first, second = ([v.state.organisations[name] for _, name in sorted(g)] for g in groups)
    return first, second


def _visit(i: Organisation, v: Visiting) -> bool:
    """One visit; true when it led to an introduction."""
    i.contact = i.contact + v.p["visits.contact_gain"] * (1.0 - i.contact)
    if i.kind != "firm":
        for j in v.region.trainings:
            if (
                v.region.offers(j)
                and v.luck.chance(TOLD_PARTNER, i.subject, j.subject) < v.p["visits.tell"]
            ):
                _tell(i, j, v)
        return False
    i.institution = _experience(
        i.institution,
        v,
        fair=i.aligned or v.luck.chance(HOST_FAIR, i.subject) < v.p["visits.host_neutrality"],
    )
    introduced = False
    if v.luck.chance(TALK_WITH_MANAGER, i.subject) < v.trust[i.id] * i.contact:
        introduced = _open_talk(i, v)
    if i.id not in v.members:
        _may_join(i, v)
    return introduced


def _experience(counts: tuple[float, float], v: Visiting, *, fair: bool) -> tuple[float, float]:
    alpha, beta = counts
    return (alpha + 1.0, beta) if fair else (alpha, beta + v.p["visits.betrayal_weight"])


def _tell(i: Organisation, j: Training, v: Visiting) -> None:
    if j.id not in i.aware:
        i.aware.add(j.id)
        v.record["information_manager"] += 1.0


def _open_talk(i: Organisation, v: Visiting) -> bool:
    v.record["open_talks"] += 1.0
    i.last_active = v.month
    _diagnose(i, v)
    i.knows_support = True
    threshold = v.p["needs.need_threshold"]
    in_its_interest = v.luck.chance(ADVICE_FAIR, i.subject) < v.p["visits.personal_neutrality"]
    mentioned = []
    for j in v.region.trainings:
        by_host = j.provider is not None and j.provider == v.region.host
        subject_of_talk = i.fits(j, threshold) if in_its_interest else by_host
        told = v.luck.chance(TOLD, i.subject, j.subject) < v.p["visits.tell"]
        if v.region.offers(j) and subject_of_talk and told:
            mentioned.append(j.id)
            _tell(i, j, v)
    fair = in_its_interest or i.aligned or not _favouritism_shows(i, mentioned, v)
    i.person = _experience(i.person, v, fair=fair)
    return i.id in v.members and introduce(i, v, aligned_only=not in_its_interest)


def _diagnose(i: Organisation, v: Visiting) -> None:
    """The largest gap that counts and is not yet identified."""
    largest = v.p["needs.need_threshold"]
    found = None
    for k in v.state.skills:
        if k not in i.identified and i.gap(k) > largest:
            largest, found = i.gap(k), k
    diagnosed = v.luck.chance(DIAGNOSED, i.subject) < v.p["visits.diagnosis"]
    if found is not None and diagnosed:
        i.identified.add(found)
        v.record["information_manager"] += 1.0


def _favouritism_shows(i: Organisation, mentioned: list[str], v: Visiting) -> bool:
    """Nothing mentioned fits, or the firm knows a fitting training that was not mentioned."""
    threshold = v.p["needs.need_threshold"]
    trainings = v.state.trainings
    if not any(i.fits(trainings[j], threshold) for j in mentioned):
        return True
    return any(j not in mentioned and i.fits(trainings[j], threshold) for j in sorted(i.aware))


def _may_join(i: Organisation, v: Visiting) -> None:
    """A visited non-member joins or not, whether the talk was open or not."""
    p = v.p
    share = sum(1 for l in i.ties if l in v.members) / len(i.ties) if i.ties else 0.0
    cost = p.cost(i.size)
    odds = (
        p["visits.join_base"]
        + p["visits.join_spread"] * i.willing
        + p["visits.join_trust"] * i.trust
        + p["visits.join_peers"] * share
        - p["visits.join_price"] * log(cost / p.of_size("membership.time_euros", i.size))
    )
    if v.luck.chance(JOINS, i.subject) < logistic(odds):
        i.member = True
        i.joined = v.month
        i.benefit = cost
        v.record["joins"] += 1.0
