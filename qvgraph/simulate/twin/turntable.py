"""Phase 5, turntable: firms lose or seek workers, and members place them with each other."""

import math
from dataclasses import dataclass

from qvgraph.chances import (
    BRINGS,
    LABOUR_SHOCK,
    MATCHES,
    OFFER_FAVOURS,
    PLACE,
    SHOCK_SIZE,
    STAYS,
    SURPLUS,
    SURPLUS_ORDER,
)
from qvgraph.simulate.twin.draws import Luck, pair
from qvgraph.simulate.twin.now import Figures, Now, Rules
from qvgraph.simulate.twin.state import Organisation, Region, State
from qvgraph.simulate.twin.turnover import Service


@dataclass
class Table:
    """What the turntable of one region reads and writes."""

    region: Region
    p: Rules
    luck: Luck
    record: Figures
    month: int
    service: Service
    gained: dict[str, float]


@dataclass
class Surplus:
    """The workers that a firm loses this month, and whether it brings them to the turntable."""

    firm: Organisation
    workers: int
    brought: bool


def step(state: State, now: Now, services: dict[str, Service], gained: dict[str, float]) -> None:
    """Old vacancies end, new events come, then the workers brought are offered."""
    for r, region in state.regions.items():
        table = Table(region, now.rules[r], now.luck, now.record[r], now.month, services[r], gained)
        for i in region.firms:
            if i.vacancies > 0:
                _grow_older(i, table.p)
        surpluses = [one for i in region.firms if (one := _shock(i, table)) is not None]

        def turn(one: Surplus) -> tuple[float, str]:
            return now.luck.race(SURPLUS_ORDER, one.firm.subject), one.firm.id

        for surplus in sorted(surpluses, key=turn):
            table.record["surplus"] += surplus.workers
            if surplus.brought:
                table.record["surplus_brought"] += surplus.workers
            for worker in range(surplus.workers):
                if not (surplus.brought and _is_placed(surplus.firm, worker, table)):
                    stays = now.luck.chance(STAYS, surplus.firm.subject, worker)
                    stayed = stays < table.p["turntable.stay"]
                    table.record["stayed" if stayed else "leavers"] += 1.0


def _grow_older(i: Organisation, p: Rules) -> None:
    """A vacancy is open in the month in which it comes and in those up to vacancy_months."""
    i.vacancy_age += 1
    if i.vacancy_age >= p.whole("turntable.vacancy_months"):
        i.vacancies = 0
        i.brought = False


def _shock(i: Organisation, table: Table) -> Surplus | None:
    """Half and half a surplus, which is returned, or a vacancy, which the firm keeps."""
    p, luck = table.p, table.luck
    if luck.chance(LABOUR_SHOCK, i.subject) >= p["turntable.labour_shock"]:
        return None
    size = p["turntable.surplus_share"] * i.employees + luck.chance(SHOCK_SIZE, i.subject)
    workers = math.floor(size)
    if workers == 0:
        return None
    willing = luck.chance(BRINGS, i.subject) < i.trust
    brought = i.member and p.has_turntable(i.district) and willing
    if luck.chance(SURPLUS, i.subject) < 0.5:
        return Surplus(i, workers, brought)
    i.vacancies, i.vacancy_age, i.brought = workers, 0, brought
    return None


def _is_placed(i: Organisation, worker: int, table: Table) -> bool:
    """Offer one worker once, to one of the other members with places; true when placed."""
    p = table.p
    l = _draw_place(i, worker, table)
    if l is None:
        return False
    table.record["offers"] += 1.0
    same_sector = i.sector is not None and i.sector == l.sector
    match = p["turntable.match_same_sector" if same_sector else "turntable.match_other_sector"]
    if table.luck.chance(MATCHES, i.subject, worker) >= match:
        return False
    table.record["placements"] += 1.0
    table.service.left -= p["turntable.placement_hours"]
    table.record["hours_placements"] += p["turntable.placement_hours"]
    l.vacancies -= 1
    if l.vacancies == 0:
        l.brought = False
    table.gained[i.id] += p["membership.release_value_euros"]
    table.gained[l.id] += p["membership.placement_value_euros"]
    i.last_active = l.last_active = table.month
    return True


def _draw_place(i: Organisation, worker: int, table: Table) -> Organisation | None:
    """By lottery, weight the number of places; it may be only among aligned firms."""
    others = [
        l for l in table.region.firms if l is not i and l.member and l.brought and l.vacancies > 0
    ]
    if not others or not table.service.suffices(table.p["turntable.placement_hours"]):
        return None
    unfair = 1.0 - table.p["visits.host_neutrality"]
    if table.luck.chance(OFFER_FAVOURS, i.subject, worker) < unfair:
        others = [l for l in others if l.aligned] or others

    def time(l: Organisation) -> tuple[float, str]:
        both = pair(i.subject, l.subject)
        return table.luck.race(PLACE, both, float(l.vacancies), worker), l.id

    return min(others, key=time)
