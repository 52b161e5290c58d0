"""Phase 4, joint courses: which lists run, who gets a seat, what a course brings and costs."""

from dataclasses import dataclass

from qvgraph.chances import RUNS_ITSELF, SEAT, SEATS_FAVOUR
from qvgraph.simulate.twin.draws import pair
from qvgraph.simulate.twin.now import Now, Rules
from qvgraph.simulate.twin.prices import LONG, to_pay
from qvgraph.simulate.twin.state import Organisation, Region, State, Training
from qvgraph.simulate.twin.turnover import Service


@dataclass(eq=False)
class List:
    """The firms of a region that wait for a training, sorted by id, as the phase found them."""

    training: Training
    subject: int
    firms: list[Organisation]
    members: int
    seats: int
    minimum: int


def step(state: State, now: Now, services: dict[str, Service], gained: dict[str, float]) -> None:
    """The manager's courses while hours are left, then what runs by itself."""
    for r, region in state.regions.items():
        lists = _lists(region, now.rules[r])
        by_manager = _run_by_manager(lists, services[r], now.rules[r])
        by_itself = [one for one in lists if one not in by_manager and _runs_itself(one, r, now)]
        for name, courses in (("manager", by_manager), ("self", by_itself)):
            for course in courses:
                now.record[r][f"courses_{name}"] += 1.0
                for i in _participants(course, r, now):
                    _take_part(i, course.training, now, gained)
        for _ in by_manager:
            now.record[r]["hours_courses"] += now.rules[r]["courses.course_hours"]


def _lists(region: Region, p: Rules) -> list[List]:
    """The lists with anybody on them of all trainings on offer, in the order of these."""
    lists = []
    for j in region.on_offer:
        firms = [i for i in region.firms if i.waiting == j.id]
        if firms:
            seats = p.whole("courses.seats") if j.seats is None else j.seats
            minimum = p.whole("courses.minimum_participants") if j.minimum is None else j.minimum
            members = sum(1 for i in firms if i.member)
            key = pair(region.subject, j.subject)
            lists.append(List(j, key, firms, members, seats, min(minimum, seats)))
    return lists


def _run_by_manager(lists: list[List], service: Service, p: Rules) -> list[List]:
    """Lists with the minimum of members, most members first, while hours are left."""
    course_hours = p["courses.course_hours"]
    courses = []
    ready = [one for one in lists if one.members >= one.minimum]
    for one in sorted(ready, key=lambda one: (-one.members, one.training.id)):
        if not service.suffices(course_hours):
            break
        service.left -= course_hours
        courses.append(one)
    return courses


def _runs_itself(one: List, region: str, now: Now) -> bool:
    """Any other list that has the minimum, members or not, with a certain probability."""
    if len(one.firms) < one.minimum:
        return False
    return now.luck.chance(RUNS_ITSELF, one.subject) < now.rules[region]["courses.self_run"]


def _participants(course: List, region: str, now: Now) -> list[Organisation]:
    """All, or who wins a seat; it may be that aligned firms come first. Sorted by id."""
    if len(course.firms) <= course.seats:
        return course.firms
    neutrality = now.rules[region]["visits.host_neutrality"]
    favour = now.luck.chance(SEATS_FAVOUR, course.subject) < 1.0 - neutrality

    def place(i: Organisation) -> tuple[bool, float, str]:
        later = favour and not i.aligned
        return later, now.luck.race(SEAT, pair(course.subject, i.subject)), i.id

    seated = sorted(course.firms, key=place)[: course.seats]
    return sorted(seated, key=lambda i: i.id)


def _take_part(i: Organisation, j: Training, now: Now, gained: dict[str, float]) -> None:
    """A participant learns, leaves the list and pays its share; the rest is public money."""
    p, record = now.rules[i.region], now.record[i.region]
    learned = 0.0
    for k in j.skills:
        gain = p["courses.training_gain"] * i.gap(k)
        i.stock[k] += gain
        learned += gain
    for flow in ("flow", "flow_courses"):
        record[flow] += learned
        if i.member:
            record[f"{flow}_members"] += learned
    gained[i.id] += p.of_size("membership.skill_value_euros", i.size) * learned
    i.last_active = i.last_course = now.month
    i.waiting = None
    paid = to_pay(i, j, p)
    i.account -= paid
    public = j.price - paid
    record["statutory_euros" if j.hours > LONG else "course_euros"] += public
    record["public_euros"] += public
    record["participants"] += 1.0
