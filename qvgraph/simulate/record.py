"""Everything that is recorded at the end of a month, per region."""

from typing import Annotated, Final

import numpy as np

from qvgraph.declare import Series, series, series_of


class Month:
    """The figures of one region in one month.

    Means without anybody to take them over are missing (NaN), never 0. A gain counts as a
    member's when the firm is one at that moment.
    """

    members: Annotated[float, series(de="Mitglieder", en="members", headline=True)]
    active_members: Annotated[
        float,
        series(de="aktive Mitglieder", en="members active in the last 12 months", headline=True),
    ]
    trust: Annotated[
        float,
        series(de="Vertrauen der Mitglieder", en="trust, members", unit="share", headline=True),
    ]
    trust_person: Annotated[
        float,
        series(
            de="Vertrauen der Mitglieder in die Person",
            en="trust in the person, members",
            unit="share",
        ),
    ]
    trust_institution: Annotated[
        float,
        series(
            de="Vertrauen der Mitglieder in den Träger",
            en="trust in the host, members",
            unit="share",
        ),
    ]
    contact: Annotated[
        float,
        series(de="Kontakt zu Mitgliedern", en="contact, members", unit="share", headline=True),
    ]
    trust_firms: Annotated[
        float, series(de="Vertrauen aller Betriebe", en="trust, all firms", unit="share")
    ]
    trust_person_firms: Annotated[
        float,
        series(
            de="Vertrauen aller Betriebe in die Person",
            en="trust in the person, all firms",
            unit="share",
        ),
    ]
    trust_institution_firms: Annotated[
        float,
        series(
            de="Vertrauen aller Betriebe in den Träger",
            en="trust in the host, all firms",
            unit="share",
        ),
    ]
    contact_firms: Annotated[
        float, series(de="Kontakt zu allen Betrieben", en="contact, all firms", unit="share")
    ]
    advice_ties: Annotated[
        float, series(de="Austauschbeziehungen", en="advice ties of firms", headline=True)
    ]
    largest_component_share: Annotated[
        float,
        series(
            de="Anteil der Betriebe in der größten Komponente",
            en="share of firms in the largest component of advice ties inside the region",
            unit="share",
        ),
    ]
    flow: Annotated[
        float,
        series(
            de="Wissensfluss aller Betriebe",
            en="knowledge flow: stock gained, all firms",
            unit="units of stock",
            headline=True,
        ),
    ]
    flow_members: Annotated[
        float,
        series(
            de="Wissensfluss der Mitglieder",
            en="knowledge flow: stock gained, members",
            unit="units of stock",
            headline=True,
        ),
    ]
    flow_exchange: Annotated[
        float,
        series(
            de="Wissensfluss durch Austausch, alle Betriebe",
            en="stock gained through exchange, all firms",
            unit="units of stock",
        ),
    ]
    flow_exchange_members: Annotated[
        float,
        series(
            de="Wissensfluss durch Austausch, Mitglieder",
            en="stock gained through exchange, members",
            unit="units of stock",
        ),
    ]
    flow_courses: Annotated[
        float,
        series(
            de="Wissensfluss durch Kurse, alle Betriebe",
            en="stock gained through courses, all firms",
            unit="units of stock",
        ),
    ]
    flow_courses_members: Annotated[
        float,
        series(
            de="Wissensfluss durch Kurse, Mitglieder",
            en="stock gained through courses, members",
            unit="units of stock",
        ),
    ]
    information_manager: Annotated[
        float,
        series(
            de="Information durch das Verbundmanagement",
            en="trainings and gaps learned of from the manager",
        ),
    ]
    information_peers: Annotated[
        float,
        series(de="Information durch Partner", en="trainings and gaps learned of from partners"),
    ]
    information_broadcast: Annotated[
        float,
        series(
            de="Information durch Verbände und Institutionen",
            en="trainings learned of from associations and institutions",
        ),
    ]
    information_search: Annotated[
        float,
        series(
            de="Information durch eigene Suche", en="trainings and gaps found by the firm itself"
        ),
    ]
    courses_manager: Annotated[
        float, series(de="Kurse durch das Verbundmanagement", en="courses run by the manager")
    ]
    courses_self: Annotated[
        float, series(de="Kurse ohne Management", en="courses run without the manager")
    ]
    courses_developed: Annotated[float, series(de="neu entwickelte Kurse", en="courses developed")]
    participants: Annotated[
        float, series(de="Kursteilnahmen", en="course participants", headline=True)
    ]
    trained_micro: Annotated[
        float,
        series(
            de="Kleinstbetriebe mit Kurs in zwölf Monaten",
            en="micro firms with a course in the last 12 months",
        ),
    ]
    trained_small: Annotated[
        float,
        series(
            de="Kleinbetriebe mit Kurs in zwölf Monaten",
            en="small firms with a course in the last 12 months",
        ),
    ]
    trained_medium: Annotated[
        float,
        series(
            de="mittlere Betriebe mit Kurs in zwölf Monaten",
            en="medium firms with a course in the last 12 months",
        ),
    ]
    trained_large: Annotated[
        float,
        series(
            de="Großbetriebe mit Kurs in zwölf Monaten",
            en="large firms with a course in the last 12 months",
        ),
    ]
    obstacle_not_identified: Annotated[
        float,
        series(de="Lücke nicht erkannt", en="gaps that matter: the firm does not know of them"),
    ]
    obstacle_list_not_run: Annotated[
        float,
        series(de="Liste nicht zustande gekommen", en="known gaps: on a list that has not run"),
    ]
    obstacle_not_offered: Annotated[
        float, series(de="kein Angebot", en="known gaps: nothing on offer")
    ]
    obstacle_not_aware: Annotated[
        float,
        series(de="Angebot nicht bekannt", en="known gaps: the firm knows of no offer"),
    ]
    obstacle_no_money: Annotated[
        float, series(de="Budget reicht nicht", en="known gaps: no money for any known offer")
    ]
    obstacle_other_list: Annotated[
        float, series(de="auf einer anderen Liste", en="known gaps: on another list")
    ]
    obstacle_no_release: Annotated[
        float, series(de="keine Freistellung", en="known gaps: no staff released")
    ]
    surplus: Annotated[
        float, series(de="Überhang an Beschäftigten", en="surplus workers", unit="persons")
    ]
    surplus_brought: Annotated[
        float,
        series(
            de="auf der Drehscheibe gemeldeter Überhang",
            en="surplus workers brought to the turntable",
            unit="persons",
        ),
    ]
    offers: Annotated[
        float,
        series(
            de="Angebote der Drehscheibe", en="workers offered to another member", unit="persons"
        ),
    ]
    placements: Annotated[
        float, series(de="Personalvermittlungen", en="placements", unit="persons")
    ]
    stayed: Annotated[
        float,
        series(
            de="Verbleib ohne Vermittlung",
            en="surplus workers who stay without a placement",
            unit="persons",
        ),
    ]
    leavers: Annotated[
        float,
        series(
            de="Abwanderung",
            en="surplus workers who leave the region or skilled work",
            unit="persons",
        ),
    ]
    gap: Annotated[
        float,
        series(
            de="Lücke im Verhältnis zum Bedarf",
            en="sum of gaps over sum of needs",
            unit="share",
            headline=True,
        ),
    ]
    gap_micro: Annotated[
        float, series(de="Lücke der Kleinstbetriebe", en="gap, micro firms", unit="share")
    ]
    gap_small: Annotated[
        float, series(de="Lücke der Kleinbetriebe", en="gap, small firms", unit="share")
    ]
    gap_medium: Annotated[
        float, series(de="Lücke der mittleren Betriebe", en="gap, medium firms", unit="share")
    ]
    gap_large: Annotated[
        float, series(de="Lücke der Großbetriebe", en="gap, large firms", unit="share")
    ]
    unmet_micro: Annotated[
        float,
        series(de="Summe der Lücken, Kleinst-", en="sum of gaps, micro", unit="units of stock"),
    ]
    unmet_small: Annotated[
        float,
        series(de="Summe der Lücken, Klein-", en="sum of gaps, small", unit="units of stock"),
    ]
    unmet_medium: Annotated[
        float,
        series(de="Summe der Lücken, mittlere", en="sum of gaps, medium", unit="units of stock"),
    ]
    unmet_large: Annotated[
        float,
        series(de="Summe der Lücken, Groß-", en="sum of gaps, large", unit="units of stock"),
    ]
    need_micro: Annotated[
        float,
        series(de="Summe des Bedarfs, Kleinst-", en="sum of needs, micro", unit="units of stock"),
    ]
    need_small: Annotated[
        float,
        series(de="Summe des Bedarfs, Klein-", en="sum of needs, small", unit="units of stock"),
    ]
    need_medium: Annotated[
        float,
        series(de="Summe des Bedarfs, mittlere", en="sum of needs, medium", unit="units of stock"),
    ]
    need_large: Annotated[
        float,
        series(de="Summe des Bedarfs, Groß-", en="sum of needs, large", unit="units of stock"),
    ]
    fte_public: Annotated[
        float,
        series(de="Stelle: öffentlich", en="post: public money", unit="fte", headline=True),
    ]
    fte_fees: Annotated[
        float, series(de="Stelle: Beiträge", en="post: fees", unit="fte", headline=True)
    ]
    fte_host: Annotated[float, series(de="Stelle: Träger", en="post: host", unit="fte")]
    persons_left: Annotated[
        float, series(de="Personalwechsel", en="persons who left the post", unit="persons")
    ]
    balance: Annotated[float, series(de="Beitragskasse", en="fees at hand", unit="euros")]
    hours: Annotated[
        float, series(de="Stunden des Verbundmanagements", en="manager's hours", unit="hours")
    ]
    hours_courses: Annotated[
        float, series(de="Stunden für Kurse", en="hours for courses", unit="hours")
    ]
    hours_development: Annotated[
        float,
        series(de="Stunden für Kursentwicklung", en="hours for developing courses", unit="hours"),
    ]
    hours_placements: Annotated[
        float,
        series(de="Stunden für Personalvermittlungen", en="hours for placements", unit="hours"),
    ]
    hours_visits: Annotated[
        float, series(de="Stunden für Besuche", en="hours for visits", unit="hours")
    ]
    hours_introductions: Annotated[
        float, series(de="Stunden für Vermittlungen", en="hours for introductions", unit="hours")
    ]
    hours_unused: Annotated[float, series(de="ungenutzte Stunden", en="hours unused", unit="hours")]
    hours_lost: Annotated[
        float,
        series(
            de="durch Personalwechsel verlorene Stunden",
            en="hours lost by turnover",
            unit="hours",
        ),
    ]
    hours_carried: Annotated[
        float,
        series(
            de="Änderung der übertragenen Stunden",
            en="change of hours carried to the next month",
            unit="hours",
        ),
    ]
    visits: Annotated[float, series(de="Betriebsbesuche", en="visits")]
    open_talks: Annotated[
        float, series(de="offene Gespräche mit dem Management", en="open talks with the manager")
    ]
    introductions: Annotated[float, series(de="Vermittlungen", en="introductions")]
    open_exchanges: Annotated[float, series(de="offener Austausch", en="open talks between firms")]
    joins: Annotated[float, series(de="Beitritte", en="firms that joined")]
    leaves: Annotated[float, series(de="Austritte", en="members that left")]
    fees_euros: Annotated[
        float, series(de="Mitgliedsbeiträge", en="fees paid by members", unit="euros")
    ]
    post_euros: Annotated[
        float,
        series(de="öffentliches Geld für die Stelle", en="public money for the post", unit="euros"),
    ]
    course_euros: Annotated[
        float,
        series(
            de="öffentliches Geld für kurze Kurse",
            en="public money for short courses",
            unit="euros",
        ),
    ]
    statutory_euros: Annotated[
        float,
        series(
            de="gesetzliche Weiterbildungsförderung",
            en="statutory support for long courses",
            unit="euros",
        ),
    ]
    public_euros: Annotated[
        float, series(de="öffentliches Geld", en="public money", unit="euros", headline=True)
    ]


SERIES: Final[tuple[Series, ...]] = tuple(series_of(Month))
"""Every monthly figure, in the order of the record."""

HEADLINE: Final[tuple[str, ...]] = tuple(one.name for one in SERIES if one.headline)

ROW: Final = np.dtype([(one.name, np.float64) for one in SERIES])
"""One region's month as kernels write it: `record[r].members`."""


def empty(*shape: int) -> np.recarray:
    """A record of zeros, shape (months, regions), or of many replicates with theirs before."""
    return np.zeros(shape, ROW).view(np.recarray)
