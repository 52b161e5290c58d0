"""The kinds of things that are declared, and the words for each kind."""

from typing import Final, Literal, NamedTuple

from qvgraph.language import say

Kind = Literal[
    "lever", "assumption", "judge", "setting", "mechanism",
    "series", "outcome", "column", "chance", "metric",
]  # fmt: skip

_TYPED: Final[dict[Kind, str]] = {
    "lever": "levers lever stellschrauben stellschraube",
    "assumption": "assumptions assumption annahmen annahme",
    "judge": "judge rules rule bewertungsregeln bewertungsregel bewertung",
    "setting": "settings setting run einstellungen einstellung",
    "mechanism": "mechanisms mechanism phases phase wirkmechanismen wirkmechanismus phasen",
    "series": "series zeitreihen zeitreihe",
    "outcome": "outcomes outcome ergebnisse ergebnis",
    "column": "columns column tables table spalten spalte tabellen tabelle",
    "chance": "chances chance zufallsereignisse zufallsereignis",
    "metric": "metrics metric kennzahlen kennzahl",
}

WORDS: Final[dict[str, Kind]] = {
    word: kind for kind, words in _TYPED.items() for word in words.split()
}
"""The kind that each word means; words of both languages are understood in either."""


class Words(NamedTuple):
    """What one of a kind is called, what several are, and what they are."""

    one: str
    several: str
    meaning: str


def kinds() -> dict[Kind, Words]:
    """The words of each kind in the language in use, in the order in which kinds are listed."""
    return {
        "lever": Words(
            say("lever"), say("levers"), say("what ministry, host and management decide")
        ),
        "assumption": Words(
            say("assumption"), say("assumptions"), say("what nobody knows for certain")
        ),
        "judge": Words(say("rule of judgement"), say("rules"), say("what counts as sustained")),
        "setting": Words(
            say("setting"), say("settings"), say("how long and how often a study is run")
        ),
        "mechanism": Words(say("mechanism"), say("mechanisms"), say("the phases of a month")),
        "series": Words(say("monthly series"), say("series"), say("a figure per month and region")),
        "outcome": Words(say("outcome"), say("outcomes"), say("a figure per replicate and region")),
        "column": Words(say("column"), say("columns"), say("of the tables of a network")),
        "chance": Words(
            say("chance"), say("chances"), say("kinds of random events, with their numbers")
        ),
        "metric": Words(say("metric"), say("metrics"), say("figures of a network")),
    }


def heading(kind: Kind) -> str:
    """What stands above a list of a kind."""
    text = kinds()[kind].several
    return text[:1].upper() + text[1:]
