"""Organisations, persons and regions as plain objects, built from a complete network."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from qvgraph.model.network import Network
from qvgraph.simulate.parameters import Plan
from qvgraph.simulate.twin.draws import subject
from qvgraph.simulate.twin.now import Rules

SLOTS = 16
NEVER = -(10**6)
ALWAYS_PRESENT = -(10**9)


@dataclass
class Training:
    """A course on offer or still to be developed; `region` None: everywhere."""

    id: str
    subject: int
    skills: tuple[str, ...]
    provider: str | None
    region: str | None
    active: bool

    def concerns(self, region: str) -> bool:
        """True when organisations of the region can hear of it."""
        return self.region is None or self.region == region


@dataclass
class Organisation:
    """A firm, association or institution; much of this only firms use."""

    id: str
    subject: int
    kind: str
    region: str
    sector: str | None
    size: str
    manager: str
    aligned: bool
    willing: float
    member: bool
    knows_support: bool
    associations: set[str] = field(default_factory=set)
    need: dict[str, float] = field(default_factory=dict)
    stock: dict[str, float] = field(default_factory=dict)
    identified: set[str] = field(default_factory=set)
    aware: set[str] = field(default_factory=set)
    person: tuple[float, float] = (1.0, 1.0)
    institution: tuple[float, float] = (1.0, 1.0)
    contact: float = 0.0
    benefit: float = 0.0
    joined: int = -1
    last_active: int = NEVER
    ties: dict[str, list[float]] = field(default_factory=dict)
    """Strength and trust of the advice tie to each partner."""

    @property
    def trust_person(self) -> float:
        """What the firm thinks of its network manager as a person."""
        alpha, beta = self.person
        return alpha / (alpha + beta)

    @property
    def trust_institution(self) -> float:
        """What the firm thinks of the manager's host."""
        alpha, beta = self.institution
        return alpha / (alpha + beta)

    @property
    def trust(self) -> float:
        """Trust in the network manager."""
        return math.sqrt(self.trust_person * self.trust_institution)

    def gap(self, k: str) -> float:
        """What the firm lacks of a skill."""
        return max(0.0, self.need[k] - self.stock[k])

    def fits(self, training: Training, threshold: float) -> bool:
        """True when one of the training's skills is an identified gap above the threshold."""
        return any(k in self.identified and self.gap(k) > threshold for k in training.skills)

    def add_tie(self, partner: str, strength: float, trust: float) -> None:
        """A tie that exists keeps the larger values; in full slots the weakest gives way."""
        if partner in self.ties:
            old_strength, old_trust = self.ties[partner]
            self.ties[partner] = [max(old_strength, strength), max(old_trust, trust)]
            return
        if len(self.ties) >= SLOTS:
            del self.ties[min(self.ties, key=lambda l: (self.ties[l][0], l))]
        self.ties[partner] = [strength, trust]


@dataclass
class Person:
    """A person on the post of a region, with hours carried for non-members and for the others."""

    id: str
    subject: int
    portfolio: list[Organisation]
    empty_until: int = ALWAYS_PRESENT
    carried: list[float] = field(default_factory=lambda: [0.0, 0.0])


@dataclass
class Region:
    """One catchment; all lists are sorted by id."""

    id: str
    host: str | None
    persons: list[Person]
    organisations: list[Organisation]
    trainings: list[Training]
    """All that concern the region, active or not."""
    balance: float = 0.0
    open: bool = False

    @property
    def firms(self) -> list[Organisation]:
        """The firms among the organisations."""
        return [one for one in self.organisations if one.kind == "firm"]


@dataclass
class State:
    """All that a replicate is; every mapping is sorted by id."""

    regions: dict[str, Region]
    organisations: dict[str, Organisation]
    trainings: dict[str, Training]
    skills: list[str]

    @property
    def firms(self) -> list[Organisation]:
        """All firms, region by region, then by id."""
        return [one for region in self.regions.values() for one in region.firms]


def start(network: Network, plans: Mapping[str, Plan]) -> State:
    """The state before the first month; `network` has every value that a simulation needs."""
    organisations = {row["id"]: _organisation(row) for row in _rows(network.organisations, "id")}
    skills = [row["id"] for row in _rows(network.skills, "id")]
    trainings = {row["id"]: _training(row) for row in _rows(network.trainings, "id")}
    _read_levels(network, organisations, skills)
    _read_relations(network, organisations)
    for j in trainings.values():
        if j.provider in organisations and j.concerns(organisations[j.provider].region):
            organisations[j.provider].aware.add(j.id)
    regions = {
        name: _region(name, network, organisations.values(), trainings.values())
        for name in network.regions
    }
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
        size=row["size"],
        manager=row["manager"],
        aligned=bool(row["aligned"]),
        willing=row["willing"] or 0.0,
        member=row["kind"] == "firm" and bool(row["member"]),
        knows_support=bool(row["knows_support"]),
    )


def _training(row: dict[str, Any]) -> Training:
    skills = tuple(k.strip() for k in row["skills"].split(";"))
    active = row["active"] is None or row["active"]
    return Training(row["id"], subject(row["id"]), skills, row["provider"], row["region"], active)


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
    trainings: Iterable[Training],
) -> Region:
    organisations = list(organisations)
    managers = [row for row in _rows(network.managers, "id") if row["region"] == name]
    return Region(
        id=name,
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
        trainings=[j for j in trainings if j.concerns(name)],
    )
