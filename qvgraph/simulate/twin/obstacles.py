"""Phase 12, obstacles: what stands first between a firm and closing a gap that counts."""

from collections import Counter

from qvgraph.simulate.twin.now import Rules
from qvgraph.simulate.twin.prices import to_pay
from qvgraph.simulate.twin.state import Organisation, Region, State


def of_firm(i: Organisation, region: Region, state: State, p: Rules) -> Counter[str]:
    """How many of the firm's gaps above the threshold have which first obstacle."""
    threshold = p["needs.need_threshold"]
    waits_for = () if i.waiting is None else state.trainings[i.waiting].skills
    return Counter(
        "list_not_run" if k in i.identified and k in waits_for else _first(k, i, region, p)
        for k in state.skills
        if i.gap(k) > threshold
    )


def _first(k: str, i: Organisation, region: Region, p: Rules) -> str:
    """The first obstacle where the firm waits for no training of the skill."""
    if k not in i.identified:
        return "not_identified"
    offered = [j for j in region.on_offer if k in j.skills]
    if not offered:
        return "not_offered"
    known = [j for j in offered if j.id in i.aware]
    if not known:
        return "not_aware"
    if all(to_pay(i, j, p) > i.account for j in known):
        return "no_money"
    return "no_release" if i.waiting is None else "other_list"
