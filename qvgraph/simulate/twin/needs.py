"""Phase 3, need shift: a skill becomes needed in a sector."""

from qvgraph.chances import NEED_SHIFT, NEW_NEED, SHIFTED_SECTOR, SHIFTED_SKILL
from qvgraph.simulate.twin.draws import pair, subject
from qvgraph.simulate.twin.now import Now
from qvgraph.simulate.twin.state import Region, State


def step(state: State, now: Now) -> None:
    """At most one skill in one sector of each region, both by lottery of the region."""
    for r, region in state.regions.items():
        if now.luck.chance(NEED_SHIFT, region.subject) < now.rules[r]["needs.need_shift"]:
            sectors = sorted({i.sector for i in region.firms if i.sector is not None})
            if sectors and state.skills:
                skill = _draw(SHIFTED_SKILL, state.skills, region, now)
                _shift(skill, _draw(SHIFTED_SECTOR, sectors, region, now), region, now)


def _draw(chance: int, names: list[str], region: Region, now: Now) -> str:
    def time(name: str) -> tuple[float, str]:
        return now.luck.race(chance, pair(region.subject, subject(name))), name

    return min(names, key=time)


def _shift(skill: str, sector: str, region: Region, now: Now) -> None:
    """Each firm of the sector needs the skill as much as before or more, 0.5 at least."""
    for i in region.firms:
        if i.sector == sector:
            new = 0.5 + 0.5 * now.luck.chance(NEW_NEED, i.subject)
            i.need[skill] = max(i.need[skill], new)
