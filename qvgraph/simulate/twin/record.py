"""Phase 12, record: the figures of each region at the end of the month."""

from collections.abc import Callable, Sequence

from qvgraph.declare import SIZES
from qvgraph.simulate.record import SERIES
from qvgraph.simulate.twin import obstacles
from qvgraph.simulate.twin.now import Figures, Now
from qvgraph.simulate.twin.state import Organisation, Region, State

NAN = float("nan")


def empty() -> Figures:
    """A month of which nothing is recorded yet."""
    return {one.name: 0.0 for one in SERIES}


def step(state: State, now: Now) -> None:
    """Record what the phases before have not recorded on their way."""
    for r, region in state.regions.items():
        record = now.record[r]
        members = [i for i in region.firms if i.member]
        record["members"] = float(len(members))
        record["active_members"] = float(sum(now.month - i.last_active < 12 for i in members))
        for suffix, firms in (("", members), ("_firms", region.firms)):
            record["trust" + suffix] = _mean(firms, lambda i: i.trust)
            record["trust_person" + suffix] = _mean(firms, lambda i: i.trust_person)
            record["trust_institution" + suffix] = _mean(firms, lambda i: i.trust_institution)
            record["contact" + suffix] = _mean(firms, lambda i: i.contact)
        record["advice_ties"] = float(sum(len(i.ties) for i in region.firms))
        record["largest_component_share"] = _largest_component_share(region)
        record["balance"] = region.balance
        for size in SIZES:
            trained = [i for i in region.firms if i.size == size and now.month - i.last_course < 12]
            record[f"trained_{size}"] = float(len(trained))
        for i in region.firms:
            for name, number in obstacles.of_firm(i, region, state, now.rules[r]).items():
                record[f"obstacle_{name}"] += number


def _mean(firms: Sequence[Organisation], value: Callable[[Organisation], float]) -> float:
    total = 0.0
    for i in firms:
        total += value(i)
    return total / len(firms) if firms else NAN


def _largest_component_share(region: Region) -> float:
    """The largest set of firms joined by ties of either direction inside the region."""
    neighbours: dict[str, set[str]] = {i.id: set() for i in region.firms}
    if not neighbours:
        return NAN
    for i in region.firms:
        for l in i.ties:
            if l in neighbours:
                neighbours[i.id].add(l)
                neighbours[l].add(i.id)
    largest = 0
    unseen = set(neighbours)
    while unseen:
        component = {unseen.pop()}
        edge = set(component)
        while edge:
            edge = {l for i in edge for l in neighbours[i]} - component
            component |= edge
        unseen -= component
        largest = max(largest, len(component))
    return largest / len(neighbours)
