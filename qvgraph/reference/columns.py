"""What a column of a network's tables means and may hold, as people read it in a workbook."""

from functools import cache

import polars as pl

from qvgraph.declare import Column
from qvgraph.language import declared, say
from qvgraph.model.files.excel_write import sheet_called
from qvgraph.model.network import Network
from qvgraph.model.spelling import words_of
from qvgraph.model.tables import TABLES
from qvgraph.reference import words
from qvgraph.reference.values import limits
from qvgraph.simulate.start import shares_drawn


def meaning(column: Column) -> str:
    """What the values of a column say."""
    return declared(column.word.en)


def content(column: Column) -> str:
    """What a cell may hold, words in the language in use."""
    word = column.word
    if word.choices:
        return say("one of: {choices}", choices=", ".join(words_of(column).values()))
    if word.refers_to in TABLES:
        sheet = sheet_called(word.refers_to)
        if word.many:
            return say("ids from {table}, separated by semicolons", table=sheet)
        return say("id from {table}", table=sheet)
    if word.refers_to:
        return say("id, unique in the table")
    return {
        "flag": say("yes or no"),
        "text": say("text"),
        "whole": say("whole number"),
        "number": say("number"),
    }[word.type]


def unit(column: Column) -> str:
    """The unit of a number; nothing for all else."""
    return words.unit(column.word.unit) if column.word.unit else ""


def bounds(column: Column) -> str:
    """What a number may be; nothing for all else, and for a number without bounds."""
    if column.word.type not in ("whole", "number"):
        return ""
    text = limits(column.word.least, column.word.most)
    return "" if text == say("none") else text


def if_empty(column: Column) -> str:
    """What is taken where a cell is empty; nothing where that has no effect."""
    if column.required:
        return ""
    place = f"{column.table}.{column.name}"
    if column.table == "levels" or place in _drawn():
        return say("drawn")
    if column.table == "managers" and column.word.unit:
        return say("as the study says")
    return {
        "organisations.region": say("the only region"),
        "organisations.manager": say("drawn"),
        "organisations.member": say("no"),
        "managers.region": say("the only region"),
        "contacts.strength": "1",
        "ties.strength": say("drawn"),
        "ties.trust": say("drawn"),
        "trainings.hours": say("drawn"),
        "trainings.price_euros": say("as the study says"),
        "ties.kind": next(iter(words_of(column).values()), ""),
        "trainings.region": say("on offer everywhere"),
        "trainings.seats": say("as the study says"),
        "trainings.minimum": say("as the study says"),
        "trainings.active": say("yes"),
    }.get(place, "")


def note(column: Column) -> str:
    """All of it in a few lines."""
    lines = [meaning(column), "", say("Content: {text}", text=content(column))]
    if text := unit(column):
        lines.append(say("Unit: {text}", text=text))
    if text := bounds(column):
        lines.append(say("Bounds: {text}", text=text))
    if column.required:
        lines.append(say("Required."))
    elif text := if_empty(column):
        lines.append(say("May be empty, which means: {text}", text=text))
    else:
        lines.append(say("May be empty."))
    return "\n".join(lines)


@cache
def _drawn() -> frozenset[str]:
    """The columns of organisations whose gaps are drawn: those that a report counts as drawn."""
    firm = pl.DataFrame({"id": ["a"], "kind": ["firm"]})
    return frozenset(shares_drawn(Network.of("any", {"organisations": firm})))
