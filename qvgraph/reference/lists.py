"""Entries of one kind as a table for people: headings, sections, cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from qvgraph.chances import Chance
from qvgraph.declare import Column, Parameter, Series
from qvgraph.language import current, say
from qvgraph.metrics import Metric
from qvgraph.reference import words
from qvgraph.reference.entries import STAGES, Entry
from qvgraph.reference.facts import content, definition, is_doubtful
from qvgraph.reference.kinds import Kind
from qvgraph.reference.values import side_by_side
from qvgraph.simulate.schedule import Phase
from qvgraph.study.outcomes import Outcome

Cells = tuple[str, ...]


class Heading(NamedTuple):
    """One column: what stands above it; whether long texts in it may be wrapped."""

    text: str
    wraps: bool = False
    right: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a title of their own; without a title there is only one section."""

    title: str
    rows: tuple[Cells, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of text."""

    headings: tuple[Heading, ...]
    sections: tuple[Section, ...]


def grid(kind: Kind, entries: Sequence[Entry], *, titled: bool = True) -> Grid:
    """The table of some entries of one kind, in sections by mechanism or table."""
    homes = {entry.home: None for entry in entries}
    if kind in ("lever", "assumption", "chance"):
        homes = {name: None for name in (*STAGES, "") if name in homes}
    sections = (
        Section(
            _title(kind, home) if titled else "",
            tuple(row for entry in entries if entry.home == home for row in _rows(entry)),
        )
        for home in homes
    )
    return Grid(_headings(kind), tuple(sections))


def _title(kind: Kind, home: str) -> str:
    if kind == "column":
        return f"{home}.csv: {words.table(home)}"
    if kind in ("judge", "setting"):
        return f"[{home}]"
    if home not in STAGES:
        return ""
    phase = STAGES[home]
    number = f"{phase.number} " if phase.number else ""
    label = phase.de if current() == "de" else phase.en
    return f"{number}{home}" + (f": {label}" if label != home else "")


def _headings(kind: Kind) -> tuple[Heading, ...]:
    number, name = Heading(say("no."), right=True), Heading(say("name"))
    meaning, unit = Heading(say("meaning"), wraps=True), Heading(say("unit"), wraps=True)
    values = (name, meaning, Heading(say("default"), right=True), Heading(say("range")), unit)
    sure = (*values, Heading(say("confidence")))
    return {
        "lever": sure,
        "assumption": sure,
        "judge": sure,
        "setting": values,
        "mechanism": (number, name, meaning, Heading(say("what happens"), wraps=True)),
        "series": (name, meaning, unit, Heading(say("per replicate"))),
        "outcome": (name, meaning, unit, Heading(say("better"))),
        "column": (name, meaning, Heading(say("content"), wraps=True), Heading(say("required"))),
        "chance": (
            number,
            name,
            meaning,
            Heading(say("drawn for"), wraps=True),
            Heading(say("and for each")),
        ),
        "metric": (
            name,
            meaning,
            Heading(say("per")),
            Heading(say("variant"), wraps=True),
            Heading(say("source"), wraps=True),
        ),
    }[kind]


def _rows(entry: Entry) -> list[Cells]:
    label = entry.label
    match entry.of:
        case Parameter() as parameter:
            return _of_parameter(entry, parameter)
        case Phase() as phase:
            row: Cells = (str(phase.number), phase.name, label, definition(phase))
        case Series() as series:
            kept = say("yes") if series.headline else ""
            row = (series.name, label, words.unit(series.unit), kept)
        case Outcome() as outcome:
            better = words.better(outcome.better)
            row = (outcome.name, label, words.unit(outcome.unit), better)
        case Column() as column:
            counts = column.word.unit in ("", "count")
            unit = "" if counts else f" ({words.unit(column.word.unit)})"
            required = say("yes") if column.required else ""
            row = (column.name, label, content(column) + unit, required)
        case Chance() as chance:
            whose = (words.whose(chance.subject), words.whose(chance.index))
            row = (str(chance.number), entry.name, label, *whose)
        case Metric() as metric:
            texts = (words.cited(metric.variant), words.cited(metric.source))
            row = (metric.name, label, words.level_in_short(metric.level), *texts)
    return [row]


def _of_parameter(entry: Entry, one: Parameter) -> list[Cells]:
    """A row, and one more for each class of firms."""
    sure: Cells = (words.confidence(one.spec.confidence),) if is_doubtful(one) else ("–",)
    sure = () if entry.kind == "setting" else sure
    unit = words.unit(one.spec.unit)
    values = side_by_side(one)
    first = (entry.short, entry.label)
    if not one.spec.classes:
        ((_, default, bounds),) = values
        return [(*first, default, bounds, unit, *sure)]
    blank = ("",) * (1 + len(sure))
    return [
        (*first, "", "", unit, *sure),
        *((f"  {name}", "", default, bounds, *blank) for name, default, bounds in values),
    ]
