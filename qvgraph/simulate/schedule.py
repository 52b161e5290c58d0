"""The phases of a month: in which order, what each is called in both languages, what it does.

For people who read: the documentation and `qvgraph describe`. The compiled order is in `month`.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase: its place in the month, a label and a sentence, and the chances it draws."""

    name: str
    number: int
    de: str
    en: str
    definition_de: str
    definition_en: str
    chances: tuple[str, ...] = ()


START: Final = Phase(
    name="network",
    number=0,
    de="Ausgangsnetzwerk",
    en="starting network",
    definition_de=(
        "Was die Tabellen eines Netzwerks offenlassen, wird vor dem ersten Monat gezogen."
    ),
    definition_en="What the tables of a network leave open is drawn before the first month.",
    chances=(
        "SIZE_CLASS", "EMPLOYEES", "SECTOR", "DISTRICT", "ASSOCIATION", "ALIGNED", "WILLING",
        "KNOWS_SUPPORT", "NEED", "STOCK_A_NORMAL", "STOCK_A_ACCEPT", "STOCK_B_NORMAL",
        "STOCK_B_ACCEPT", "INITIAL_TIE", "TIE_STRENGTH", "PORTFOLIO", "TWO_SKILLS",
        "TRAINING_SKILL", "HOST_PROVIDES", "PROVIDER", "LONG_TRAINING", "ACCOUNT",
    ),
)  # fmt: skip
"""What comes before the first month; no phase, but it has assumptions and chances too."""

PHASES: Final = (
    Phase(
        name="funding",
        number=1,
        de="Förderung",
        en="funding",
        definition_de="Es wird festgelegt, wer die Stelle bezahlt und wie groß sie ist.",
        definition_en="It is settled who pays the post and how large it is.",
    ),
    Phase(
        name="turnover",
        number=2,
        de="Personalwechsel",
        en="staff turnover",
        definition_de=(
            "Personen verlassen die Stelle und übergeben einen Teil ihrer Kontakte; danach stehen "
            "die Arbeitsstunden des Monats fest."
        ),
        definition_en=(
            "Persons leave the post and hand over part of their contacts; then the hours of the "
            "month are counted."
        ),
        chances=("PERSON_LEAVES",),
    ),
    Phase(
        name="needs",
        number=3,
        de="Bedarfswandel",
        en="shift of needs",
        definition_de=(
            "In einer Branche wird eine Kompetenz neu gebraucht; in ihren Betrieben entstehen "
            "Lücken."
        ),
        definition_en="A skill becomes needed in a sector, and gaps open in its firms.",
        chances=("NEED_SHIFT", "SHIFTED_SKILL", "SHIFTED_SECTOR", "NEW_NEED"),
    ),
    Phase(
        name="courses",
        number=4,
        de="gemeinsame Kurse",
        en="joint courses",
        definition_de=(
            "Aus ausreichend langen Listen werden Kurse, die Lücken schließen; neue Kurse werden "
            "entwickelt."
        ),
        definition_en=(
            "Lists that are long enough become courses, which close gaps; new courses are "
            "developed."
        ),
        chances=("RUNS_ITSELF", "SEAT", "SEATS_FAVOUR", "DEVELOPED_SKILL"),
    ),
    Phase(
        name="turntable",
        number=5,
        de="Drehscheibe",
        en="turntable",
        definition_de=(
            "Beschäftigte, die ein Mitglied entbehren kann, werden Mitgliedern mit offenen "
            "Stellen angeboten."
        ),
        definition_en="Workers whom one member can spare are offered to members with vacancies.",
        chances=(
            "LABOUR_SHOCK", "SURPLUS", "SHOCK_SIZE", "BRINGS", "SURPLUS_ORDER", "PLACE",
            "OFFER_FAVOURS", "MATCHES", "STAYS",
        ),
    ),
    Phase(
        name="visits",
        number=6,
        de="Besuche",
        en="visits",
        definition_de=(
            "Das Verbundmanagement besucht Organisationen, berät sie, vermittelt Mitglieder "
            "untereinander und gewinnt neue."
        ),
        definition_en=(
            "Managers visit organisations, advise them, introduce members to each other, and win "
            "new ones."
        ),
        chances=(
            "VISITED", "HOST_FAIR", "TALK_WITH_MANAGER", "DIAGNOSED", "ADVICE_FAIR", "TOLD",
            "INTRODUCED", "ACROSS_REGIONS", "CANDIDATE", "JOINS", "TOLD_PARTNER",
        ),
    ),
    Phase(
        name="exchange",
        number=7,
        de="Austausch",
        en="exchange",
        definition_de=(
            "Betriebe treffen sich, sprechen offen oder nicht, lernen voneinander und empfehlen "
            "einander weiter."
        ),
        definition_en=(
            "Firms meet, talk openly or not, learn from each other, and pass each other on."
        ),
        chances=("MEETS", "PARTNER", "TALK_WITH_PARTNER", "LEAK", "REFERRAL", "REFERRED_TO"),
    ),
    Phase(
        name="broadcast",
        number=8,
        de="Rundschreiben",
        en="newsletters",
        definition_de=(
            "Verbände und Institutionen weisen die Organisationen, die ihnen angehören, auf "
            "Angebote hin."
        ),
        definition_en="Associations and institutions tell those who belong to them of trainings.",
        chances=("NEWSLETTER", "NEWS"),
    ),
    Phase(
        name="search",
        number=9,
        de="eigene Suche und Nachfrage",
        en="own search and demand",
        definition_de=(
            "Betriebe ermitteln ihre Lücken selbst, suchen Angebote, sparen ihr Budget an und "
            "setzen sich auf Listen."
        ),
        definition_en=(
            "Firms find out their gaps, look for trainings, save up their budget, and put "
            "themselves on lists."
        ),
        chances=("SEARCHES", "FOUND", "RELEASES"),
    ),
    Phase(
        name="forgetting",
        number=10,
        de="Lernen im Alltag und Vergessen",
        en="everyday learning and forgetting",
        definition_de=(
            "Die Arbeit lehrt ein wenig; Kompetenzen, bekannte Angebote, Vertrauen, Kontakte und "
            "Beziehungen verblassen. Die Annahmen dazu stehen bei needs, search, visits, "
            "exchange."
        ),
        definition_en=(
            "Work teaches a little; skills, known trainings, trust, contacts and ties fade. The "
            "assumptions on this stand with needs, search, visits, exchange."
        ),
        chances=("FORGETS",),
    ),
    Phase(
        name="membership",
        number=11,
        de="Mitgliedschaft und Beiträge",
        en="membership and fees",
        definition_de=(
            "Mitglieder wägen Nutzen und Kosten ab; manche treten aus, die übrigen zahlen ihren "
            "Beitrag."
        ),
        definition_en="Members weigh benefit against cost; some leave, the others pay their fee.",
        chances=("LEAVES",),
    ),
    Phase(
        name="recording",
        number=12,
        de="Aufzeichnung",
        en="record",
        definition_de="Die Zahlen des Monats werden für jede Region festgehalten.",
        definition_en="The figures of the month are written down for each region.",
    ),
)  # fmt: skip
"""The twelve phases, in their order."""
