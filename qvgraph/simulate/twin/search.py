"""Phase 9, own search and demand: what a firm finds out itself, saves, and waits for."""

from qvgraph.chances import FOUND, RELEASES, SEARCHES
from qvgraph.simulate.twin.draws import pair
from qvgraph.simulate.twin.now import Now, Rules
from qvgraph.simulate.twin.prices import to_pay
from qvgraph.simulate.twin.state import Organisation, Region, State, Training


def step(state: State, now: Now) -> None:
    """Each firm for itself: search, budget, then the list it is on or joins."""
    for r, region in state.regions.items():
        p = now.rules[r]
        for i in region.firms:
            if now.luck.chance(SEARCHES, i.subject) < p.of_size(
                "search.own_identification", i.size
            ):
                _search(i, region, state, now)
            budget = p.of_size("search.budget_euros", i.size)
            i.account = min(i.account + budget, p["search.budget_keep"] * budget)
            if i.waiting is not None:
                _wait(i, state.trainings[i.waiting], p)
            elif now.luck.chance(RELEASES, i.subject) < _release(i, p):
                _join_a_list(i, region, p)


def _search(i: Organisation, region: Region, state: State, now: Now) -> None:
    """All gaps that count, then one training on offer that fits and was not known, by lottery."""
    threshold = now.rules[region.id]["needs.need_threshold"]
    gaps = {k for k in state.skills if k not in i.identified and i.gap(k) > threshold}
    i.identified |= gaps
    now.record[region.id]["information_search"] += len(gaps)
    unknown = [j for j in region.on_offer if j.id not in i.aware and i.fits(j, threshold)]

    def time(j: Training) -> tuple[float, str]:
        return now.luck.race(FOUND, pair(i.subject, j.subject)), j.id

    if unknown:
        i.aware.add(min(unknown, key=time).id)
        now.record[region.id]["information_search"] += 1.0


def _release(i: Organisation, p: Rules) -> float:
    release = p.of_size("search.release", i.size)
    return release if i.member else release * p["exchange.outsider"]


def _wait(i: Organisation, j: Training, p: Rules) -> None:
    """One month more on the list, or off it when the training no longer fits or patience ends."""
    i.waited += 1
    if not i.fits(j, p["needs.need_threshold"]) or i.waited >= p.whole("search.list_patience"):
        i.waiting = None


def _join_a_list(i: Organisation, region: Region, p: Rules) -> None:
    """The list of the training that closes the largest gap, among those it knows and can pay."""
    threshold = p["needs.need_threshold"]

    def rank(j: Training) -> tuple[float, float, str]:
        gaps = [i.gap(k) for k in j.skills if k in i.identified and i.gap(k) > threshold]
        return -max(gaps), to_pay(i, j, p), j.id

    possible = [
        j
        for j in region.on_offer
        if j.id in i.aware and i.fits(j, threshold) and to_pay(i, j, p) <= i.account
    ]
    if possible:
        i.waiting, i.waited = min(possible, key=rank).id, 0
