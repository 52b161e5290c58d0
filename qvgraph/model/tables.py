"""The data dictionary: one class per table of a network."""

from typing import Annotated, Final

from qvgraph.declare import (
    SIZES,
    Column,
    columns_of,
    key,
    one_of,
    part,
    real,
    refers,
    text,
    whole,
    yes_no,
)

KINDS = ("firm", "association", "institution")
TIE_KINDS = ("advice",)
_SIZES_IN_GERMAN = ("kleinst", "klein", "mittel", "groß")


class Organisations:
    """Firms, associations and institutions."""

    german = ("Organisationen", "Betriebe", "Unternehmen")

    id: Annotated[str, key(de="Kennung", en="id of the organisation")]
    kind: Annotated[
        str,
        one_of(
            *KINDS,
            de="Art",
            en="firm, association or institution",
            german=("Betrieb", "Verband", "Institution"),
        ),
    ]
    name: Annotated[str | None, text(de="Name", en="name shown to people")]
    region: Annotated[str | None, text(de="Region", en="catchment of one network")]
    district: Annotated[str | None, text(de="Kreis", en="district inside the region")]
    sector: Annotated[str | None, text(de="Branche", en="sector of a firm")]
    size: Annotated[
        str | None,
        one_of(*SIZES, de="Größenklasse", en="size class of a firm", german=_SIZES_IN_GERMAN),
    ]
    employees: Annotated[int | None, whole(de="Beschäftigte", en="head count of a firm")]
    manager: Annotated[
        str | None, refers("managers", de="Ansprechperson", en="network manager in charge")
    ]
    aligned: Annotated[
        bool | None, yes_no(de="beim Träger", en="belongs to the host of the region")
    ]
    member: Annotated[bool | None, yes_no(de="Mitglied", en="takes part in the network")]
    responded: Annotated[bool | None, yes_no(de="hat geantwortet", en="answered the survey")]
    willing: Annotated[
        float | None,
        real(
            de="Beitrittsneigung",
            en="lasting inclination to join, standard normal",
            unit="standard deviations",
        ),
    ]
    account_euros: Annotated[
        float | None,
        real(de="Budget", en="training budget at hand", unit="euros", least=0),
    ]
    knows_support: Annotated[
        bool | None, yes_no(de="kennt Förderung", en="knows the statutory support for training")
    ]
    benefit: Annotated[
        float | None,
        real(
            de="Nutzen",
            en="moving average of what membership brings",
            unit="euros per month",
            least=0,
        ),
    ]
    waiting: Annotated[
        str | None, refers("trainings", de="Warteliste", en="training the firm waits for")
    ]
    synthetic: Annotated[
        bool | None, yes_no(de="synthetisch", en="drawn or invented, not observed")
    ]


class Managers:
    """Persons on the management posts."""

    german = ("Verbundmanagement", "Manager")

    id: Annotated[str, key(de="Kennung", en="id of the person")]
    name: Annotated[str | None, text(de="Name", en="name of the person")]
    region: Annotated[str | None, text(de="Region", en="region of the post")]
    fte: Annotated[
        float | None,
        real(de="Stellenanteil", en="the person's share of the post", unit="fte", least=0),
    ]
    host: Annotated[
        str | None, refers("organisations", de="Träger", en="organisation that hosts the post")
    ]
    host_neutrality: Annotated[
        float | None, part(de="Neutralität des Trägers", en="institutional neutrality")
    ]
    personal_neutrality: Annotated[
        float | None, part(de="persönliche Neutralität", en="personal neutrality")
    ]
    diagnosis: Annotated[
        float | None,
        part(de="Diagnosefähigkeit", en="probability to recognise the largest unknown gap"),
    ]


class Ties:
    """Directed ties: source asks target for advice."""

    german = ("Austauschbeziehungen", "Beziehungen", "Austausch")

    source: Annotated[
        str, refers("organisations", de="von", en="organisation that asks for advice")
    ]
    target: Annotated[str, refers("organisations", de="an", en="organisation that is asked")]
    kind: Annotated[str | None, one_of(*TIE_KINDS, de="Art", en="kind of tie", german=("Rat",))]
    strength: Annotated[float | None, part(de="Stärke", en="strength of the tie")]
    trust: Annotated[float | None, part(de="Vertrauen", en="trust in the partner")]


class Contacts:
    """The managers' personal contacts."""

    german = ("Kontakte",)

    manager: Annotated[str, refers("managers", de="Ansprechperson", en="network manager")]
    organisation: Annotated[str, refers("organisations", de="Organisation", en="organisation")]
    strength: Annotated[float | None, part(de="Stärke", en="strength of the contact")]


class Memberships:
    """Who belongs to which association or institution."""

    german = ("Mitgliedschaften",)

    organisation: Annotated[str, refers("organisations", de="Organisation", en="who belongs")]
    association: Annotated[
        str, refers("organisations", de="Verband", en="association or institution")
    ]


class Trainings:
    """Courses on offer or still to be developed."""

    german = ("Weiterbildungsangebote", "Weiterbildungen", "Kurse")

    id: Annotated[str, key(de="Kennung", en="id of the training")]
    skills: Annotated[
        str, refers("skills", de="Kompetenzen", en="one or two skills, “a;b”", many=True)
    ]
    provider: Annotated[str | None, refers("organisations", de="Anbieter", en="who provides it")]
    region: Annotated[str | None, text(de="Region", en="where it is on offer; empty: everywhere")]
    hours: Annotated[float | None, real(de="Stunden", en="length", unit="hours", least=0)]
    price_euros: Annotated[
        float | None, real(de="Preis", en="price per participant", unit="euros", least=0)
    ]
    seats: Annotated[int | None, whole(de="Plätze", en="most participants", least=1)]
    minimum: Annotated[int | None, whole(de="Mindestzahl", en="fewest participants", least=1)]
    active: Annotated[bool | None, yes_no(de="im Angebot", en="on offer; else to be developed")]


class Skills:
    """The catalogue of skills."""

    german = ("Kompetenzen",)

    id: Annotated[str, key(de="Kennung", en="id of the skill")]
    name: Annotated[str | None, text(de="Name", en="name shown to people")]
    sector: Annotated[str | None, text(de="Branche", en="who needs it; empty: all sectors")]


class Levels:
    """How much of a skill a firm needs, and has."""

    german = ("Kompetenzstand", "Stand und Bedarf")

    organisation: Annotated[str, refers("organisations", de="Betrieb", en="firm")]
    skill: Annotated[str, refers("skills", de="Kompetenz", en="skill")]
    stock: Annotated[float | None, part(de="Bestand", en="how far the firm covers the skill")]
    need: Annotated[float | None, part(de="Bedarf", en="how much the skill matters to the firm")]


_CLASSES: Final = (
    Organisations, Managers, Ties, Contacts, Memberships, Trainings, Skills, Levels,
)  # fmt: skip

TABLES: Final[dict[str, tuple[Column, ...]]] = {
    table.__name__.lower(): tuple(columns_of(table.__name__.lower(), table)) for table in _CLASSES
}
"""The columns of each table, by its name."""

GERMAN: Final[dict[str, tuple[str, ...]]] = {
    table.__name__.lower(): table.german for table in _CLASSES
}
"""What each table may be called in German; the first is what we call it."""

KEYS: Final[dict[str, tuple[str, ...]]] = {
    "organisations": ("id",),
    "managers": ("id",),
    "ties": ("source", "target", "kind"),
    "contacts": ("manager", "organisation"),
    "memberships": ("organisation", "association"),
    "trainings": ("id",),
    "skills": ("id",),
    "levels": ("organisation", "skill"),
}
"""What identifies a row of each table; rows are kept sorted by it."""
