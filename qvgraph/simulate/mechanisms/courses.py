"""Courses: what the starting state reads of them (lists and courses are not in this version)."""

from typing import Annotated, NamedTuple

from qvgraph.declare import euros, share


class Assumptions(NamedTuple):
    """Assumptions about trainings on offer (`courses.*`)."""

    price_euros: Annotated[
        float,
        euros(
            300,
            2500,
            de="Preis eines Kurses von 24 Stunden",
            en="price per participant of a 24-hour course",
            confidence="medium",
            source="direct cost about 35 EUR an hour (IW survey)",
        ),
    ] = 850.0
    long_share: Annotated[
        float,
        share(
            0,
            0.4,
            de="Anteil Angebote über 120 Stunden",
            en="share of trainings over 120 hours",
        ),
    ] = 0.15
    knows_support: Annotated[
        float,
        share(
            0.2,
            0.5,
            de="Anteil Betriebe, die die Förderung kennen",
            en="share of firms that know the statutory support for training",
            confidence="high",
            source="IAB 2020",
        ),
    ] = 0.32
