"""Phase 10, everyday learning and forgetting: what fades, and what daily work teaches."""

from qvgraph.chances import FORGETS
from qvgraph.declare import SIZES
from qvgraph.simulate.twin.now import Now, Rules
from qvgraph.simulate.twin.state import Organisation, State

Counts = tuple[float, float]


def step(state: State, now: Now) -> None:
    """Each organisation for itself, then the sums of needs and gaps of each region."""
    for i in state.organisations.values():
        p = now.rules[i.region]
        i.contact = i.contact * (1.0 - p["visits.contact_decay"])
        _forget_trainings(i, state, now)
        if i.kind == "firm":
            _use_and_lose_skills(i, state, p)
            i.person = _toward_the_prior(i.person, p["visits.trust_memory"])
            i.institution = _toward_the_prior(i.institution, p["visits.trust_memory"])
            _weaken_ties(i, p)
    _record_gaps(state, now)


def _use_and_lose_skills(i: Organisation, state: State, p: Rules) -> None:
    learning, obsolescence = p["needs.everyday_learning"], p["needs.obsolescence"]
    for k in state.skills:
        i.stock[k] = (i.stock[k] + learning * i.gap(k)) * (1.0 - obsolescence)
    i.identified = {k for k in i.identified if i.gap(k) > p["needs.need_threshold"]}


def _forget_trainings(i: Organisation, state: State, now: Now) -> None:
    """A provider never forgets its own."""
    forget = now.rules[i.region]["search.forget_training"]
    for name in sorted(i.aware):
        j = state.trainings[name]
        if j.provider != i.id and now.luck.chance(FORGETS, i.subject, j.subject) < forget:
            i.aware.remove(name)


def _toward_the_prior(counts: Counts, memory: float) -> Counts:
    alpha, beta = counts
    return 1.0 + memory * (alpha - 1.0), 1.0 + memory * (beta - 1.0)


def _weaken_ties(i: Organisation, p: Rules) -> None:
    weakened = {
        l: [strength * (1.0 - p["exchange.tie_decay"]), trust]
        for l, (strength, trust) in i.ties.items()
    }
    i.ties = {l: tie for l, tie in weakened.items() if tie[0] >= p["exchange.tie_minimum"]}


def _record_gaps(state: State, now: Now) -> None:
    """Sums per firm first, then over firms; a share is missing where nothing is needed."""
    for r, region in state.regions.items():
        record = now.record[r]
        for i in region.firms:
            unmet = need = 0.0
            for k in state.skills:
                unmet += i.gap(k)
                need += i.need[k]
            record[f"unmet_{i.size}"] += unmet
            record[f"need_{i.size}"] += need
        unmet = need = 0.0
        for size in SIZES:
            unmet += record[f"unmet_{size}"]
            need += record[f"need_{size}"]
            record[f"gap_{size}"] = _share(record[f"unmet_{size}"], record[f"need_{size}"])
        record["gap"] = _share(unmet, need)


def _share(unmet: float, need: float) -> float:
    return unmet / need if need != 0.0 else float("nan")
