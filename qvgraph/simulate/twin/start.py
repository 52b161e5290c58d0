"""The state before the first month, built from a complete network."""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from qvgraph.model.network import Network
from qvgraph.simulate.parameters import Plan
from qvgraph.simulate.twin.draws import subject
from qvgraph.simulate.twin.now import Rules
from qvgraph.simulate.twin.state import SLOTS, Organisation, Person, Region, State, Training


def start(network: Network, plans: Mapping[str, Plan]) -> State:
    """The state before the first month; `network` has every value that a simulation needs."""
    organisations = {row["id"]: _organisation(row) for row in _rows(network.organisations, "id")}
    skills = [row["id"] for row in _rows(network.skills, "id")]
    listed = _rows(network.trainings, "id")
    trainings = {row["id"]: _training(row) for row in listed}
    _read_levels(network, organisations, skills)
    _read_relations(network, organisations)
    for j in trainings.values():
        if j.provider in organisations and j.concerns(organisations[j.provider].region):
            organisations[j.provider].aware.add(j.id)
    active = {row["id"] for row in listed if row["active"] is None or row["active"]}
    regions = {
        name: _region(name, network, organisations.values(), trainings, active)
        for name in network.regions
    }
    for region in regions.values():
        _add_potential(region, trainings, len(skills))
    trainings = {name: trainings[name] for name in sorted(trainings)}
    benefit = dict(network.organisations.select("id", "benefit").iter_rows())
    for i in organisations.values():
        if i.member:
            given = benefit[i.id]
            i.benefit = Rules(plans[i.region], 0).cost(i.size) if given is None else given
            i.last_active = 0
    return State(regions, organisations, trainings, skills)


def _rows(frame: pl.DataFrame | None, *key: str) -> list[dict[str, Any]]:
    rows = [] if frame is None else frame.to_dicts()
    return sorted(rows, key=lambda row: [row[name] for name in key])


def _organisation(row: dict[str, Any]) -> Organisation:
    return Organisation(
        id=row["id"],
        subject=subject(row["id"]),
        kind=row["kind"],
        region=row["region"],
        sector=row["sector"],
        district=row["district"],
        size=row["size"],
        employees=row["employees"] or 0,
        manager=row["manager"],
        aligned=bool(row["aligned"]),
        willing=row["willing"] or 0.0,
        member=row["kind"] == "firm" and bool(row["member"]),
        knows_support=bool(row["knows_support"]),
        account=row["account_euros"] or 0.0,
        waiting=row["waiting"],
    )


def _training(row: dict[str, Any]) -> Training:
    return Training(
        id=row["id"],
        subject=subject(row["id"]),
        skills=tuple(sorted({k.strip() for k in row["skills"].split(";")})),
        provider=row["provider"],
        region=row["region"],
        hours=row["hours"] or 0.0,
        price=row["price_euros"] or 0.0,
        seats=row["seats"],
        minimum=row["minimum"],
    )


def _read_levels(
    network: Network, organisations: dict[str, Organisation], skills: list[str]
) -> None:
    for i in organisations.values():
        i.need = dict.fromkeys(skills, 0.0)
        i.stock = dict.fromkeys(skills, 0.0)
    for row in _rows(network.levels, "organisation", "skill"):
        i = organisations[row["organisation"]]
        i.need[row["skill"]] = row["need"]
        i.stock[row["skill"]] = row["stock"]


def _read_relations(network: Network, organisations: dict[str, Organisation]) -> None:
    for row in _rows(network.contacts, "manager", "organisation"):
        i = organisations[row["organisation"]]
        i.contact = max(i.contact, 1.0 if row["strength"] is None else row["strength"])
    for row in _rows(network.memberships, "organisation", "association"):
        organisations[row["organisation"]].associations.add(row["association"])
    for row in _rows(network.ties, "source", "target"):
        i, l = organisations[row["source"]], organisations[row["target"]]
        if i.kind == "firm" and l.kind == "firm" and row["kind"] in {None, "advice"}:
            i.ties[l.id] = [row["strength"], row["trust"]]
    for i in organisations.values():
        strongest = sorted(i.ties, key=lambda l: (-i.ties[l][0], l))[:SLOTS]
        i.ties = {l: i.ties[l] for l in sorted(strongest)}


def _region(
    name: str,
    network: Network,
    organisations: Iterable[Organisation],
    trainings: Mapping[str, Training],
    active: set[str],
) -> Region:
    organisations = list(organisations)
    managers = [row for row in _rows(network.managers, "id") if row["region"] == name]
    concerning = [j for j in trainings.values() if j.concerns(name)]
    return Region(
        id=name,
        subject=subject(name),
        host=next((row["host"] for row in managers if row["host"] is not None), None),
        persons=[
            Person(
                row["id"],
                subject(row["id"]),
                [one for one in organisations if one.manager == row["id"]],
            )
            for row in managers
        ],
        organisations=[one for one in organisations if one.region == name],
        trainings=concerning,
        active={j.id for j in concerning if j.id in active},
        potential=[],
    )


def _add_potential(region: Region, trainings: dict[str, Training], number: int) -> None:
    """As many new trainings as there are skills may come, with numbers that no other has."""
    running = 0
    while len(region.potential) < number:
        running += 1
        name = f"{region.id}-{running:03d}"
        if name not in trainings:
            trainings[name] = Training(name, subject(name), (), region.host, region.id)
            region.potential.append(trainings[name])
    region.trainings = sorted([*region.trainings, *region.potential], key=lambda j: j.id)
