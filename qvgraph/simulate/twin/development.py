"""Phase 4, development: hours go into a course for a skill that no training on offer teaches."""

from qvgraph.chances import DEVELOPED_SKILL
from qvgraph.simulate.twin.draws import pair, subject
from qvgraph.simulate.twin.now import Now, Rules
from qvgraph.simulate.twin.state import Region, State, Training
from qvgraph.simulate.twin.turnover import Service


def step(state: State, now: Now, services: dict[str, Service]) -> None:
    """In each region at most a share of the month's hours, of those that courses have left."""
    for r, region in state.regions.items():
        p, service = now.rules[r], services[r]
        available = min(p["courses.develop_share"] * service.hours, service.left)
        if available <= 0.0:
            continue
        if region.developing is None:
            region.developing = _choose(region, state, now)
            region.developed_hours = 0.0
        if region.developing is None:
            continue
        missing = p["courses.develop_hours"] - region.developed_hours
        spent = max(0.0, min(available, missing))
        service.left -= spent
        now.record[r]["hours_development"] += spent
        region.developed_hours += spent
        if available >= missing:
            _open(region.developing, region, state, p)
            region.developing, region.developed_hours = None, 0.0
            now.record[r]["courses_developed"] += 1.0


def _choose(region: Region, state: State, now: Now) -> str | None:
    """The skill without a training on offer that most members identified, or one by lottery."""
    taught = {k for j in region.on_offer for k in j.skills}
    untaught = [k for k in state.skills if k not in taught]
    if not untaught:
        return None
    if not now.rules[region.id]["courses.feedback"]:

        def time(k: str) -> tuple[float, str]:
            return now.luck.race(DEVELOPED_SKILL, pair(region.subject, subject(k))), k

        return min(untaught, key=time)

    def asked_for(k: str) -> int:
        return sum(1 for i in region.firms if i.member and k in i.identified)

    most = max(untaught, key=asked_for)  # the first of equals, which is the lowest id
    return most if asked_for(most) > 0 else None


def _open(skill: str, region: Region, state: State, p: Rules) -> None:
    """A listed training of the skill that is not on offer here, else a new one."""
    listed = [j for j in region.trainings if skill in j.skills and not region.offers(j)]
    region.active.add((listed[0] if listed else _new(skill, region, state, p)).id)


def _new(skill: str, region: Region, state: State, p: Rules) -> Training:
    """The next new training: short, by the host of the region, who knows of it."""
    j = region.potential.pop(0)
    j.skills = (skill,)
    j.hours = p["network.hours_short"]
    j.price = p["courses.price_euros"] * j.hours / 24.0
    if j.provider is not None and j.concerns(state.organisations[j.provider].region):
        state.organisations[j.provider].aware.add(j.id)
    return j
