"""Phase 1, funding: who pays how much of each region's post."""

from dataclasses import dataclass

from qvgraph.simulate.twin.now import Now, Rules
from qvgraph.simulate.twin.state import Region, State


@dataclass
class Post:
    """The nominal post of a region, in FTE by payer."""

    public: float
    fees: float
    host: float
    exists: bool


def step(state: State, now: Now) -> dict[str, Post]:
    """The nominal post of each region this month; the balance is touched only in phase 2."""
    return {r: _post(region, now.rules[r]) for r, region in state.regions.items()}


def public_share(p: Rules) -> float:
    """The share of the post that public money pays."""
    retained_months, taper_months = p["funding.retained_months"], p["funding.taper_months"]
    permanent = p["funding.permanent_share"]
    if p.age < 0:
        return 0.0
    if p.past_pilot < 0:
        return 1.0
    if p.past_pilot < retained_months:
        return p["funding.retained_share"]
    n = p.past_pilot - retained_months
    if n < taper_months:
        level = 1.0 if retained_months == 0 else p["funding.retained_share"]
        return level - (level - permanent) * (n + 1) / (taper_months + 1)
    return permanent


def _post(region: Region, p: Rules) -> Post:
    public = public_share(p) * p["funding.fte"]
    host = p["funding.host_fte"] if p.age >= 0 else 0.0
    fees = _bought(region, p, public, host)
    nominal = public + fees + host
    exists = p.age >= 0 and nominal > 0.0 and nominal >= p["funding.post_minimum"]
    return Post(public, fees, host, exists)


def _bought(region: Region, p: Rules, public: float, host: float) -> float:
    """The FTE that fees buy: none unless the whole post then reaches its minimum."""
    monthly = p["funding.fte_cost_euros"] / 12
    wanted = p["funding.fte"] - public
    if p.age < 0 or wanted <= 0.0 or region.balance <= 0.0 or monthly <= 0.0:
        return 0.0
    reserve = p["funding.post_minimum"] * p["funding.reopen_months"] * monthly
    if not region.open and region.balance < reserve:
        return 0.0
    buy = min(wanted, region.balance / monthly)
    return buy if (public + buy) + host >= p["funding.post_minimum"] else 0.0
