"""All declarations side by side: one entry each, whatever kind of thing it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from qvgraph import chances
from qvgraph.chances import CHANCES, Chance
from qvgraph.declare import Column, Parameter, Series
from qvgraph.language import current
from qvgraph.metrics import METRICS, Metric
from qvgraph.model.tables import TABLES
from qvgraph.reference.kinds import Kind
from qvgraph.simulate.parameters import PARAMETERS
from qvgraph.simulate.record import SERIES
from qvgraph.simulate.schedule import PHASES, START, Phase
from qvgraph.study.judge import JUDGE, MONTH
from qvgraph.study.outcomes import OUTCOMES, Outcome
from qvgraph.study.settings import NUMBERS

Declared = Parameter | Phase | Series | Outcome | Column | Chance | Metric

STAGES: Final[dict[str, Phase]] = {phase.name: phase for phase in (START, *PHASES)}
"""The start and the phases of the month by name: where parameters and chances belong."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One declared thing: what is typed to find it, its labels, its declaration.

    `home` is the mechanism of a parameter or chance, the table of a column or setting.
    """

    kind: Kind
    name: str
    de: str
    en: str
    of: Declared
    home: str = ""

    @property
    def label(self) -> str:
        """What it is called in the language in use."""
        return self.de if current() == "de" else self.en

    @property
    def short(self) -> str:
        """The name without mechanism or table."""
        return self.name.rpartition(".")[2]

    @property
    def number(self) -> int | None:
        """The number of a chance or phase."""
        return self.of.number if isinstance(self.of, Chance | Phase) else None


@cache
def entries() -> tuple[Entry, ...]:
    """Everything declared, kind by kind, each in the order of its declarations."""
    return (
        *_parameters("lever"),
        *_parameters("assumption"),
        *_rules(),
        *_settings(),
        *(Entry("mechanism", one.name, one.de, one.en, one) for one in PHASES),
        *(Entry("series", one.name, one.de, one.en, one) for one in SERIES),
        *(Entry("outcome", one.name, one.de, one.en, one) for one in OUTCOMES),
        *_columns(),
        *_chances(),
        *(Entry("metric", one.name, one.de, one.en, one) for one in METRICS.values()),
    )


def of_mechanism(name: str, kind: Kind) -> list[Entry]:
    """The levers, assumptions or chances of one mechanism, or of the start (`network`)."""
    return [entry for entry in entries() if entry.kind == kind and entry.home == name]


@cache
def drawn_by() -> dict[str, str]:
    """The mechanism that draws each chance, by the chance's name."""
    return {name: stage.name for stage in STAGES.values() for name in stage.chances}


def _parameters(kind: Kind) -> Iterator[Entry]:
    for path, one in PARAMETERS.items():
        if one.kind == kind:
            yield Entry(kind, path, one.spec.de, one.spec.en, one, one.mechanism)


def _rules() -> Iterator[Entry]:
    for one in (MONTH, *JUDGE.values()):
        yield Entry("judge", f"judge.{one.name}", one.spec.de, one.spec.en, one, "judge")


def _settings() -> Iterator[Entry]:
    for name, one in NUMBERS.items():
        table = "network" if name == "draws" else "run"
        yield Entry("setting", f"{table}.{name}", one.spec.de, one.spec.en, one, table)


def _columns() -> Iterator[Entry]:
    for table, columns in TABLES.items():
        for one in columns:
            yield Entry("column", f"{table}.{one.name}", one.word.de, one.word.en, one, table)


def _chances() -> Iterator[Entry]:
    """By number; a chance has the name of its constant."""
    for name, number in vars(chances).items():
        if name.isupper() and isinstance(number, int):
            one = CHANCES[number]
            yield Entry("chance", name, one.de, one.event, one, drawn_by().get(name, ""))
