"""Phase 6, introductions: a member meets the best of five others."""

from dataclasses import dataclass

from qvgraph.chances import ACROSS_REGIONS, CANDIDATE, INTRODUCED
from qvgraph.simulate.twin.draws import Luck, pair
from qvgraph.simulate.twin.now import Figures, Rules
from qvgraph.simulate.twin.state import Organisation, Region, State

CANDIDATES = 5


@dataclass
class Visiting:
    """What the visits of one region read and write."""

    state: State
    region: Region
    p: Rules
    luck: Luck
    record: Figures
    month: int
    members: frozenset[str]
    """Members as the phase found them."""
    trust: dict[str, float]
    """Trust of each firm as the phase found it."""
    returns: list[tuple[str, str, float, float]]
    """Return ties: from, to, strength, trust."""


def introduce(i: Organisation, v: Visiting, *, aligned_only: bool) -> bool:
    """Introduce i to the best candidate, if there is any; true when it happened."""
    if v.luck.chance(INTRODUCED, i.subject) >= v.p["visits.introduce"]:
        return False
    best, best_score = None, -1.0
    for l in _candidates(i, v, aligned_only=aligned_only):
        score = _score(i, l, v.state.skills)
        if score > best_score:
            best, best_score = l, score
    if best is None:
        return False
    strength = v.p["exchange.initial_strength"]
    trust = v.trust[i.id] * v.trust[best.id]
    i.add_tie(best.id, strength, trust)
    v.returns.append((best.id, i.id, strength, trust))
    return True


def _candidates(i: Organisation, v: Visiting, *, aligned_only: bool) -> list[Organisation]:
    """Up to five other members without a tie from i, sorted by id."""
    own, elsewhere = _pools(i, v, aligned_only=aligned_only)
    cross_region = v.p["network.cross_region"]
    across = sum(
        1 for n in range(CANDIDATES) if v.luck.chance(ACROSS_REGIONS, i.subject, n) < cross_region
    )
    from_own = min(len(own), CANDIDATES - across)
    from_elsewhere = min(len(elsewhere), CANDIDATES - from_own) if cross_region > 0.0 else 0
    from_own = min(len(own), CANDIDATES - from_elsewhere)
    drawn = sorted(own[:from_own] + elsewhere[:from_elsewhere])
    return [v.state.organisations[l] for l in drawn]


def _pools(i: Organisation, v: Visiting, *, aligned_only: bool) -> tuple[list[str], list[str]]:
    """Candidates of i's region and of all others, in the order of the lottery."""
    own: list[tuple[float, str]] = []
    elsewhere: list[tuple[float, str]] = []
    for name in sorted(v.members):
        l = v.state.organisations[name]
        if l is i or l.id in i.ties or (aligned_only and not _with_host(l, v.region)):
            continue
        time = v.luck.race(CANDIDATE, pair(i.subject, l.subject))
        (own if l.region == i.region else elsewhere).append((time, l.id))
    return [l for _, l in sorted(own)], [l for _, l in sorted(elsewhere)]


def _with_host(l: Organisation, region: Region) -> bool:
    """True when l is aligned with the host of the region, wherever l is."""
    if l.id == region.host:
        return True
    return l.aligned if l.region == region.id else region.host in l.associations


def _score(i: Organisation, l: Organisation, skills: list[str]) -> float:
    """How much the two can teach each other."""
    score = 0.0
    for k in skills:
        taught = i.need[k] * max(0.0, l.stock[k] - i.stock[k])
        score += taught + l.need[k] * max(0.0, i.stock[k] - l.stock[k])
    return score
