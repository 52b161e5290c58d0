"""Organisations, trainings, persons and regions as plain objects."""

import math
from dataclasses import dataclass, field

SLOTS = 16
NEVER = -(10**6)
ALWAYS_PRESENT = -(10**9)


@dataclass
class Training:
    """A course on offer or still to be developed; `region` None: everywhere.

    One that is neither listed nor developed yet has no skills. Without seats or a minimum of its
    own it has those of the region in which it runs.
    """

    id: str
    subject: int
    skills: tuple[str, ...]
    provider: str | None
    region: str | None
    hours: float = 0.0
    price: float = 0.0
    seats: int | None = None
    minimum: int | None = None

    def concerns(self, region: str) -> bool:
        """True when organisations of the region can hear of it and join it."""
        return self.region is None or self.region == region


@dataclass
class Organisation:
    """A firm, association or institution; much of this only firms use."""

    id: str
    subject: int
    kind: str
    region: str
    sector: str | None
    district: str | None
    size: str
    employees: int
    manager: str
    aligned: bool
    willing: float
    member: bool
    knows_support: bool
    account: float
    waiting: str | None
    """The training whose list the firm is on."""
    waited: int = 0
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
    last_course: int = NEVER
    vacancies: int = 0
    vacancy_age: int = 0
    brought: bool = False
    """The vacancies are on the turntable."""
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
    subject: int
    host: str | None
    persons: list[Person]
    organisations: list[Organisation]
    trainings: list[Training]
    """All that concern the region, active or not."""
    active: set[str]
    """Those on offer here."""
    potential: list[Training]
    """New ones that may still be developed, the next one first."""
    developing: str | None = None
    """The skill for which a course is being developed, and the hours done so far."""
    developed_hours: float = 0.0
    balance: float = 0.0
    open: bool = False

    def offers(self, training: Training) -> bool:
        """True when the training is on offer in the region."""
        return training.id in self.active

    @property
    def on_offer(self) -> list[Training]:
        """The active trainings among all that concern the region."""
        return [j for j in self.trainings if self.offers(j)]

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
