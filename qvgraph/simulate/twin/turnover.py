"""Phase 2, turnover and hours: persons leave, shares stay empty, the present have hours."""

from dataclasses import dataclass

from qvgraph.chances import PERSON_LEAVES
from qvgraph.declare import SIZES
from qvgraph.simulate.twin.funding import Post
from qvgraph.simulate.twin.now import Figures, Now, Rules
from qvgraph.simulate.twin.state import Person, Region, State


@dataclass
class Service:
    """The hours of a region this month, the persons present, and what is left of the hours."""

    hours: float
    present: list[Person]
    left: float

    def suffices(self, needed: float) -> bool:
        """True when there is a manager at all and that much of the hours is left."""
        return self.hours > 0.0 and self.left >= needed


def step(state: State, now: Now, posts: dict[str, Post]) -> dict[str, Service]:
    """Let persons leave, pay who is present, and say how many hours there are."""
    services = {}
    for r, region in state.regions.items():
        post = posts[r]
        if post.exists:
            _leave_by_chance(region, now)
        else:
            _end_of_post(region, now)
        region.open = post.exists
        present = [m for m in region.persons if post.exists and m.empty_until <= now.month]
        hours = _pay(region, post, present, now)
        services[r] = Service(hours, present, left=hours)
    return services


def _leave_by_chance(region: Region, now: Now) -> None:
    p = now.rules[region.id]
    knock_month = p.whole("turnover.knock_month")
    knocked = knock_month > 0 and p.age == knock_month
    for m in region.persons:
        if m.empty_until > now.month:
            continue
        if knocked:
            _leave(m, p, now.record[region.id])
            m.empty_until = now.month + p.whole("turnover.knock_months")
        elif now.luck.chance(PERSON_LEAVES, m.subject) < p["turnover.turnover"]:
            _leave(m, p, now.record[region.id])
            m.empty_until = now.month + p.whole("turnover.post_vacancy")


def _end_of_post(region: Region, now: Now) -> None:
    for m in region.persons:
        if region.open and m.empty_until <= now.month:
            _leave(m, now.rules[region.id], now.record[region.id])
        m.empty_until = now.month


def _leave(m: Person, p: Rules, record: Figures) -> None:
    for i in m.portfolio:
        i.contact = i.contact * p["turnover.handover"]
        i.person = (1.0, 1.0)
    record["hours_lost"] += m.carried[0] + m.carried[1]
    record["persons_left"] += 1.0
    m.carried = [0.0, 0.0]


def _pay(region: Region, post: Post, present: list[Person], now: Now) -> float:
    """Only what the present persons fill is paid; volunteers come on top after the pilot."""
    p, record = now.rules[region.id], now.record[region.id]
    monthly = p["funding.fte_cost_euros"] / 12
    public = fees = host = 0.0
    if post.exists:
        share = len(present) / len(region.persons)
        public, fees, host = post.public * share, post.fees * share, post.host * share
    region.balance -= fees * monthly
    hours = ((public + fees) + host) * p["funding.hours_per_fte"]
    if p.past_pilot >= 0:
        volunteers = 0.0
        for size in SIZES:
            members = sum(1 for i in region.firms if i.member and i.size == size)
            volunteers += members * p.of_size("funding.volunteer_hours", size)
        hours += volunteers * p["funding.volunteer_efficiency"]
    record["fte_public"], record["fte_fees"], record["fte_host"] = public, fees, host
    record["post_euros"] = record["public_euros"] = public * monthly
    record["hours"] = hours
    return hours
