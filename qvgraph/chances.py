"""Every kind of random event, with its number.

A chance is one kind of event ("the talk is open"), not a mechanism. Its number goes into the
key of its draws, so a number, once given, belongs to its event for good: it is never given to
another event, not even after the event has gone. A new event takes a new number and moves
nobody else's luck. The constants are plain integers, so that compiled code can use them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chance:
    """One kind of random event: its number, what happens (also in German), whose event it is."""

    number: int
    event: str
    de: str
    subject: str
    index: str


CHANCES: dict[int, Chance] = {}
"""All chances by number."""


def _chance(
    number: int, event: str, *, de: str, subject: str = "organisation", index: str = ""
) -> int:
    assert number not in CHANCES, f"the number {number} belongs to “{CHANCES[number].event}”"
    CHANCES[number] = Chance(number, event, de, subject, index)
    return number


# Drawn once per network draw, before the first month.
SIZE_CLASS = _chance(1, "the size class of a firm", de="die Größenklasse eines Betriebs")
EMPLOYEES = _chance(2, "the head count of a firm", de="die Beschäftigtenzahl eines Betriebs")
SECTOR = _chance(3, "the sector of a firm", de="die Branche eines Betriebs")
DISTRICT = _chance(4, "the district of an organisation", de="der Kreis einer Organisation")
ASSOCIATION = _chance(5, "the association of a firm", de="der Verband eines Betriebs")
ALIGNED = _chance(6, "a firm belongs to the host", de="ein Betrieb gehört zum Träger")
WILLING = _chance(7, "the willingness of a firm", de="die Beitrittsneigung eines Betriebs")
KNOWS_SUPPORT = _chance(
    8, "a firm knows the statutory support", de="ein Betrieb kennt die gesetzliche Förderung"
)
NEED = _chance(
    9,
    "the need of a firm for a skill",
    de="der Bedarf eines Betriebs an einer Kompetenz",
    index="skill",
)
STOCK_A_NORMAL = _chance(
    10,
    "stock: first gamma, normal",
    de="Bestand: erste Gammazahl, normalverteilter Vorschlag",
    subject="(organisation, skill)",
    index="try",
)
STOCK_A_ACCEPT = _chance(
    11,
    "stock: first gamma, acceptance",
    de="Bestand: erste Gammazahl, der Vorschlag wird angenommen",
    subject="(organisation, skill)",
    index="try",
)
STOCK_B_NORMAL = _chance(
    12,
    "stock: second gamma, normal",
    de="Bestand: zweite Gammazahl, normalverteilter Vorschlag",
    subject="(organisation, skill)",
    index="try",
)
STOCK_B_ACCEPT = _chance(
    13,
    "stock: second gamma, acceptance",
    de="Bestand: zweite Gammazahl, der Vorschlag wird angenommen",
    subject="(organisation, skill)",
    index="try",
)
INITIAL_TIE = _chance(
    14,
    "an advice tie at the start",
    de="eine Austauschbeziehung am Anfang",
    subject="(source, target)",
)
TIE_STRENGTH = _chance(
    15,
    "the strength of a tie at the start",
    de="die Stärke einer Beziehung am Anfang",
    subject="(source, target)",
)
PORTFOLIO = _chance(
    16,
    "lottery for the person in charge",
    de="Auslosung der Ansprechperson",
    subject="(organisation, person)",
)
TWO_SKILLS = _chance(
    17,
    "a training has two skills",
    de="ein Angebot vermittelt zwei Kompetenzen",
    subject="training",
)
TRAINING_SKILL = _chance(
    18,
    "lottery for the skills of a training",
    de="Auslosung der Kompetenzen eines Angebots",
    subject="(training, skill)",
)
HOST_PROVIDES = _chance(
    19, "the host provides a training", de="ein Angebot kommt vom Träger", subject="training"
)
PROVIDER = _chance(
    20,
    "lottery for another provider",
    de="Auslosung eines anderen Anbieters",
    subject="(training, organisation)",
)
LONG_TRAINING = _chance(
    21, "a training is long", de="ein Angebot ist ein langer Kurs", subject="training"
)
ACCOUNT = _chance(22, "the training budget at hand", de="das vorhandene Weiterbildungsbudget")

# Turnover.
PERSON_LEAVES = _chance(
    32, "a person leaves the post", de="eine Person verlässt die Stelle", subject="person"
)

# Need shift.
NEED_SHIFT = _chance(
    36,
    "a skill becomes needed in a sector",
    de="eine Kompetenz wird in einer Branche neu gebraucht",
    subject="region",
)
SHIFTED_SKILL = _chance(
    37, "lottery for that skill", de="Auslosung dieser Kompetenz", subject="(region, skill)"
)
SHIFTED_SECTOR = _chance(
    38, "lottery for that sector", de="Auslosung dieser Branche", subject="(region, sector)"
)
NEW_NEED = _chance(
    39, "the need of a firm of that sector", de="der neue Bedarf eines Betriebs dieser Branche"
)

# Joint courses.
RUNS_ITSELF = _chance(
    40,
    "a list runs without the manager",
    de="eine Liste kommt ohne das Management zustande",
    subject="(region, training)",
)
SEAT = _chance(
    41, "lottery for seats", de="Auslosung der Plätze", subject="((region, training), firm)"
)
SEATS_FAVOUR = _chance(
    42,
    "aligned firms come first",
    de="Betriebe beim Träger kommen zuerst",
    subject="(region, training)",
)
DEVELOPED_SKILL = _chance(
    43,
    "lottery for the skill to develop a course for",
    de="Auslosung der Kompetenz, für die ein Kurs entwickelt wird",
    subject="(region, skill)",
)

# Visits.
VISITED = _chance(48, "lottery for visits", de="Auslosung der Besuche")
HOST_FAIR = _chance(49, "the host is seen to be fair", de="der Träger wird als fair erlebt")
TALK_WITH_MANAGER = _chance(
    50, "the talk with the manager is open", de="das Gespräch mit dem Management ist offen"
)
DIAGNOSED = _chance(
    51, "the largest unknown gap is recognised", de="die größte noch unbekannte Lücke wird erkannt"
)
ADVICE_FAIR = _chance(
    52, "the advice is in the firm's interest", de="die Beratung dient dem Betrieb"
)
TOLD = _chance(
    53,
    "a training is mentioned to a firm",
    de="einem Betrieb wird ein Angebot genannt",
    index="training",
)
INTRODUCED = _chance(
    54, "the firm is introduced to a member", de="der Betrieb wird an ein Mitglied vermittelt"
)
ACROSS_REGIONS = _chance(
    55,
    "a candidate comes from another region",
    de="ein Kandidat kommt aus einer anderen Region",
    index="candidate",
)
CANDIDATE = _chance(
    56, "lottery for the candidates", de="Auslosung der Kandidaten", subject="(firm, member)"
)
JOINS = _chance(57, "a firm joins the network", de="ein Betrieb tritt dem Verbund bei")
TOLD_PARTNER = _chance(
    58,
    "a training is mentioned to an association or institution",
    de="einem Verband oder einer Institution wird ein Angebot genannt",
    index="training",
)

# Exchange.
MEETS = _chance(64, "a firm meets a partner", de="ein Betrieb trifft einen Partner")
PARTNER = _chance(
    65, "lottery for the partner", de="Auslosung des Partners", subject="(firm, partner)"
)
TALK_WITH_PARTNER = _chance(
    66, "the talk with the partner is open", de="das Gespräch mit dem Partner ist offen"
)
LEAK = _chance(67, "what was told leaks", de="Vertrauliches wird weitergegeben")
REFERRAL = _chance(
    68, "the partner passes the firm on", de="der Partner empfiehlt den Betrieb weiter"
)
REFERRED_TO = _chance(
    69,
    "lottery for the referral",
    de="Auslosung der Empfehlung",
    subject="(firm, partner's partner)",
)

# Broadcast.
NEWSLETTER = _chance(
    72,
    "news from an association or institution",
    de="Nachricht eines Verbands oder einer Institution",
)
NEWS = _chance(
    73,
    "lottery for the training told of",
    de="Auslosung des Angebots, von dem berichtet wird",
    subject="(organisation, training)",
)

# Own search and demand.
SEARCHES = _chance(
    76, "a firm finds out its gaps itself", de="ein Betrieb ermittelt seine Lücken selbst"
)
FOUND = _chance(
    77,
    "lottery for the training found",
    de="Auslosung des gefundenen Angebots",
    subject="(firm, training)",
)
RELEASES = _chance(
    78,
    "a firm releases staff for a course",
    de="ein Betrieb stellt Beschäftigte für einen Kurs frei",
)

# Forgetting.
FORGETS = _chance(80, "a training is forgotten", de="ein Angebot wird vergessen", index="training")

# Membership.
LEAVES = _chance(96, "a member leaves the network", de="ein Mitglied tritt aus dem Verbund aus")

# Turntable.
LABOUR_SHOCK = _chance(
    112, "a surplus of workers or a vacancy", de="Überhang an Beschäftigten oder offene Stellen"
)
SURPLUS = _chance(113, "which of the two", de="welches von beiden")
SHOCK_SIZE = _chance(114, "how many workers it concerns", de="um wie viele Beschäftigte es geht")
BRINGS = _chance(
    115, "a member brings it to the turntable", de="ein Mitglied meldet es der Drehscheibe"
)
SURPLUS_ORDER = _chance(
    116,
    "lottery for the order of firms with a surplus",
    de="Auslosung der Reihenfolge der Betriebe mit Überhang",
)
PLACE = _chance(
    117,
    "lottery for the firm offered",
    de="Auslosung des Betriebs, dem angeboten wird",
    subject="(firm, member)",
    index="worker",
)
OFFER_FAVOURS = _chance(
    118,
    "only aligned firms are offered",
    de="nur Betrieben beim Träger wird angeboten",
    index="worker",
)
MATCHES = _chance(119, "the offer is taken", de="die Vermittlung wird angenommen", index="worker")
STAYS = _chance(
    120,
    "a worker without a placement stays",
    de="eine Person ohne Vermittlung bleibt",
    index="worker",
)
