"""Phase 8, broadcast: associations and institutions tell who belongs to them of a training."""

from qvgraph.chances import NEWS, NEWSLETTER
from qvgraph.simulate.twin.draws import pair
from qvgraph.simulate.twin.now import Now
from qvgraph.simulate.twin.state import Organisation, State


def step(state: State, now: Now) -> None:
    """Each organisation may hear of one training that was known where it belongs."""
    known = {i.id: frozenset(i.aware) for i in state.organisations.values()}
    for i in state.organisations.values():
        if now.luck.chance(NEWSLETTER, i.subject) >= now.rules[i.region]["broadcast.newsletter"]:
            continue
        news = [
            name
            for name in set().union(*(known[l] for l in _tellers(i, state)))
            if state.trainings[name].concerns(i.region)
        ]
        if news:
            _hear(i, news, state, now)


def _tellers(i: Organisation, state: State) -> set[str]:
    """Those i belongs to: by membership, and the host of the region if i is aligned with it."""
    host = state.regions[i.region].host
    if i.aligned and host is not None and host != i.id:
        return i.associations | {host}
    return i.associations


def _hear(i: Organisation, news: list[str], state: State, now: Now) -> None:
    """One training by lottery, which i may know already."""

    def time(name: str) -> tuple[float, str]:
        both = pair(i.subject, state.trainings[name].subject)
        return now.luck.race(NEWS, both), name

    told = min(news, key=time)
    if told not in i.aware:
        i.aware.add(told)
        now.record[i.region]["information_broadcast"] += 1.0
