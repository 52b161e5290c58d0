"""The glossary: what each word of the field means, and what it is called in German.

It is the only source of terms. Translations use its German words, which a test holds; reports
explain those that they need.
"""

from dataclasses import dataclass
from typing import Final

from qvgraph.language import current


@dataclass(frozen=True, slots=True)
class Term:
    """A word in both languages and a sentence on what it means here.

    `stems` are beginnings of German words of which one stands wherever the English word does;
    without them the term is explained but not looked for.
    """

    en: str
    de: str
    meaning_en: str
    meaning_de: str
    stems: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """In the language in use."""
        return self.de if current() == "de" else self.en

    @property
    def meaning(self) -> str:
        """In the language in use."""
        return self.meaning_de if current() == "de" else self.meaning_en


TERMS: Final = (
    Term(
        "qualification network",
        "Qualifizierungsverbund",
        "Firms, associations and institutions of a region that train their people together.",
        "Betriebe, Verbände und Institutionen einer Region, die gemeinsam weiterbilden.",
    ),
    Term(
        "network manager",
        "Verbundmanagement",
        "Who holds the post of a network: visits firms, says what is on offer, introduces firms.",
        "Wer die Stelle eines Verbunds innehat: besucht Betriebe, kennt Angebote, vermittelt"
        " Betriebe untereinander.",
    ),
    Term(
        "host",
        "Träger",
        "The institution that employs the manager.",
        "Die Institution, bei der das Verbundmanagement angestellt ist.",
    ),
    Term(
        "scenario",
        "Szenario",
        "One possible future; scenarios of a study differ by a few levers only.",
        "Eine mögliche Zukunft; die Szenarien einer Studie unterscheiden sich nur in wenigen"
        " Stellschrauben.",
        ("zenari",),
    ),
    Term(
        "baseline",
        "Referenzszenario",
        "The scenario with which all others are compared.",
        "Das Szenario, mit dem alle anderen verglichen werden.",
        ("referenz",),
    ),
    Term(
        "lever",
        "Stellschraube",
        "What ministry, host and management decide, such as the size of a post.",
        "Was Ministerium, Träger und Management entscheiden, etwa die Größe einer Stelle.",
        ("stellschraube",),
    ),
    Term(
        "assumption",
        "Annahme",
        "What nobody knows for certain; each has a default, a range and a source.",
        "Was niemand sicher weiß; jede hat Voreinstellung, Spanne und Quelle.",
        ("annahme",),
    ),
    Term(
        "replicate",
        "Wiederholung",
        "One run of all months with its own luck.",
        "Ein Durchlauf aller Monate mit eigenem Zufall.",
        ("wiederholung",),
    ),
    Term(
        "drawing",
        "Ziehung",
        "One way of filling in what is not known of the networks; all scenarios share it.",
        "Eine Möglichkeit, das Unbekannte der Netzwerke auszufüllen; alle Szenarien teilen sie.",
    ),
    Term(
        "sustained",
        "trägt sich",
        "In the judged month a network still has so many active members and so much knowledge"
        " flow of its pilot as the study asks for.",
        "Im Bewertungsmonat hat ein Netzwerk noch so viele aktive Mitglieder und so viel"
        " Wissensfluss seiner Pilotphase, wie die Studie verlangt.",
    ),
    Term(
        "judged month",
        "Bewertungsmonat",
        "The month in which all scenarios are judged.",
        "Der Monat, in dem alle Szenarien bewertet werden.",
        ("bewert",),
    ),
    Term(
        "knowledge flow",
        "Wissensfluss",
        "What firms learn through courses and exchange; a unit is a skill learned from nothing to"
        " all of it.",
        "Was Betriebe durch Kurse und Austausch dazulernen; eine Einheit ist eine Kompetenz von"
        " null bis voll.",
        ("wissensfl", "wissen"),
    ),
    Term(
        "gap",
        "Lücke",
        "The share of what firms need to know and do not.",
        "Der Anteil dessen, was Betriebe können müssten und nicht können.",
        ("lücke",),
    ),
    Term(
        "post-month",
        "Stellenmonat",
        "One whole post for one month, as planned.",
        "Eine ganze Stelle für einen Monat, wie geplant.",
        ("stellenmonat",),
    ),
    Term(
        "turntable",
        "Arbeitsmarkt-Drehscheibe",
        "Firms with too many workers and firms with vacancies are brought together.",
        "Betriebe mit zu vielen Beschäftigten und Betriebe mit offenen Stellen kommen zusammen.",
        ("drehscheibe",),
    ),
    Term(
        "key player",
        "Schlüsselakteur",
        "One of a few nodes from which together all others of a network are nearest.",
        "Einer von wenigen Knoten, denen zusammen alle anderen eines Netzwerks am nächsten sind.",
        ("schlüsselakteur",),
    ),
    Term(
        "interval of 90%",
        "90-%-Intervall",
        "Where the true difference lies in 9 of 10 such studies, if the model holds.",
        "Wo der wahre Unterschied in 9 von 10 solchen Studien liegt, wenn das Modell stimmt.",
    ),
)
"""In the order in which one meets them."""
