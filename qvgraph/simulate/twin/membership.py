"""Phase 11, membership and fees: what it brought, who leaves, what who stays pays.

Who leaves withdraws its vacancy from the turntable.
"""

from collections.abc import Mapping

from qvgraph.chances import LEAVES
from qvgraph.simulate.twin.arithmetic import power
from qvgraph.simulate.twin.now import Now, Rules
from qvgraph.simulate.twin.state import Organisation, State


def step(state: State, now: Now, gained: Mapping[str, float]) -> None:
    """Each member weighs what it gained against what it costs; `gained` in euros."""
    for r, region in state.regions.items():
        p, record = now.rules[r], now.record[r]
        for i in region.firms:
            if not i.member:
                continue
            memory = p["membership.memory"]
            i.benefit = memory * i.benefit + (1.0 - memory) * gained[i.id]
            may_leave = i.joined != now.month
            if may_leave and now.luck.chance(LEAVES, i.subject) < _hazard(i, p):
                i.member = False
                i.brought = False
                record["leaves"] += 1.0
            else:
                fee = p.fee(i.size)
                region.balance += fee
                record["fees_euros"] += fee


def _hazard(i: Organisation, p: Rules) -> float:
    """The probability to leave, higher the less contact and benefit a member has."""
    base = p["membership.leave"] * (1.0 - i.contact)
    if base <= 0.0:
        return 0.0
    if i.benefit <= 0.0:
        return 1.0
    return min(1.0, base * power(p.cost(i.size) / i.benefit, p["membership.leave_slope"]))
