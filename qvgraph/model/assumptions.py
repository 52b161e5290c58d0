"""What a network is drawn from where its tables say nothing."""

from functools import partial
from typing import Annotated, NamedTuple

from qvgraph import declare
from qvgraph.declare import BySize
from qvgraph.model.cells import MOST

# What describes the start cannot change in a later month.
by_size, count, hours, number, share = (
    partial(word, schedulable=False)
    for word in (declare.by_size, declare.count, declare.hours, declare.number, declare.share)
)


class Assumptions(NamedTuple):
    """Assumptions about the starting network (`network.*`)."""

    firms: Annotated[
        int,
        count(
            100,
            1500,
            least=1,
            de="Betriebe im Einzugsgebiet",
            en="firms in the catchment of one network",
            source="judgement; number per network unpublished",
        ),
    ] = 300
    size_mix: Annotated[
        BySize,
        by_size(
            BySize(0.25, 0.35, 0.28, 0.12),
            BySize(0.884, 0.089, 0.022, 0.005),
            unit="share",
            most=1.0,
            confidence="medium",
            de="Größenmischung der Betriebe",
            en="share of micro, small, medium and large among reachable firms",
            source="Skillnet Ireland members 2015-18 (default); metal and electrical (low); "
            "Baden-Württemberg enterprise register 2004 (high)",
        ),
    ] = BySize(0.52, 0.28, 0.14, 0.06)
    employees: Annotated[
        BySize,
        by_size(
            0.6,
            1.6,
            unit="employees",
            de="Beschäftigte je Betrieb",
            en="typical head count",
            confidence="medium",
            source="judgement from size classes",
        ),
    ] = BySize(4, 20, 100, 600)
    sectors: Annotated[
        int,
        count(3, 12, least=1, de="Branchen", en="number of sectors", whole_network=True),
    ] = 6
    associations: Annotated[
        int,
        count(
            3,
            15,
            de="Verbände je Region",
            en="associations per region",
            source="judgement; pilot partners were employers' and textile associations",
        ),
    ] = 8
    institutions: Annotated[
        int,
        count(
            3,
            15,
            de="Institutionen je Region",
            en="institutions per region",
            source="judgement; employment agency and ministry took part",
        ),
    ] = 6
    skills: Annotated[
        int,
        count(
            6,
            24,
            least=1,
            most=MOST,
            de="Kompetenzen im Katalog",
            en="skills in the catalogue",
            whole_network=True,
        ),
    ] = 12
    trainings: Annotated[
        int,
        count(
            4,
            30,
            most=MOST,
            de="Weiterbildungsangebote am Anfang",
            en="active trainings per region at start",
        ),
    ] = 12
    aligned_share: Annotated[
        float,
        share(0, 0.6, de="Anteil Betriebe beim Träger", en="share of firms aligned with the host"),
    ] = 0.25
    initial_ties: Annotated[
        float,
        number(
            1,
            8,
            least=0,
            de="Austauschbeziehungen je Betrieb am Anfang",
            en="advice ties per firm at start",
            unit="ties",
        ),
    ] = 3.0
    cross_region: Annotated[
        float,
        declare.share(
            0,
            0.2,
            de="Anteil Vermittlungen über Regionen",
            en="share of introductions across regions",
        ),
    ] = 0.05
    cross_sector_skills: Annotated[
        int,
        count(
            1,
            12,
            de="branchenübergreifende Kompetenzen",
            en="skills needed by all sectors",
            source="judgement; evaluation: joint training of the sectors and across",
            whole_network=True,
        ),
    ] = 4
    need_low: Annotated[
        float, share(0, 0.6, de="kleinster Bedarf am Anfang", en="lower end of need at start")
    ] = 0.3
    need_high: Annotated[
        float, share(0.7, 1, de="größter Bedarf am Anfang", en="upper end of need at start")
    ] = 1.0
    stock_a: Annotated[
        float,
        number(
            1,
            6,
            least=1,
            de="Form a des Bestands",
            en="first Beta shape of stock as share of need",
        ),
    ] = 2.0
    stock_b: Annotated[
        float,
        number(
            1,
            6,
            least=1,
            de="Form b des Bestands",
            en="second Beta shape of stock as share of need",
        ),
    ] = 2.0
    two_skills: Annotated[
        float,
        share(
            0,
            0.6,
            de="Anteil Angebote mit zwei Kompetenzen",
            en="share of trainings with two skills",
        ),
    ] = 0.2
    host_trainings: Annotated[
        float,
        share(
            0,
            0.6,
            de="Anteil Angebote des Trägers",
            en="share of trainings provided by the host",
            source="judgement; the pilot's operator is itself an education body",
        ),
    ] = 0.25
    hours_short: Annotated[
        float,
        hours(
            8,
            120,
            de="Stunden eines kurzen Kurses",
            en="hours of a short course",
            confidence="medium",
            source="28 course hours per participant and year (CVTS6 2020)",
        ),
    ] = 24.0
    hours_long: Annotated[
        float,
        hours(
            121,
            400,
            de="Stunden eines langen Kurses",
            en="hours of a long course",
            source="statutory support starts above 120 hours",
        ),
    ] = 160.0
    initial_trust: Annotated[
        float,
        share(
            0.2,
            0.9,
            de="Vertrauen einer Austauschbeziehung am Anfang",
            en="trust of an advice tie at start",
        ),
    ] = 0.5
    districts: Annotated[
        int, count(1, 8, least=1, most=MOST, de="Kreise je Region", en="districts per region")
    ] = 2
