"""A survey of who turns to whom, as survey tools export it: a row for each who answered.

A mapping in TOML says which column names who answered, where the partners stand (in columns of
their own, in one list, or as a column for each organisation), and how frequency and trust become
numbers from 0 to 1. The organisations come from a table of their own: those of it that did not
answer stay in the network as such.
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from qvgraph.language import decimal, say
from qvgraph.model.cells import fail_if_there_is_no_firm, lacks
from qvgraph.model.files import csv
from qvgraph.model.files.directions import repeated
from qvgraph.model.files.formats import FORMATS, format_to_read
from qvgraph.model.files.graph import no_graph
from qvgraph.model.files.mapping import Answers, Survey, read_mapping
from qvgraph.model.files.reading import Asked, Reading
from qvgraph.model.files.strengths import dropped
from qvgraph.model.sheets import Book, Sheet
from qvgraph.model.spelling import plain
from qvgraph.problems import nearest

NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)")
"""An answer in figures; a comma is a decimal one, as no scale goes to thousands."""

_NO: Final = frozenset(("", "0", "-", "–", "nein", "no", "nie", "never", "false", "falsch"))
"""In a column for each organisation: no tie."""


def read(path: Path, asked: Asked, reading: Reading) -> Book:
    """The tables of the organisations, with the ties that the answers tell."""
    assert asked.survey is not None
    survey = read_mapping(asked.survey, reading)
    answers = _answers(path, survey, reading)
    book = _organisations(survey, reading)
    if answers is None or book is None or not _columns_are_there(answers, survey, reading):
        reading.raise_if_any()
    assert answers is not None
    assert book is not None
    known = _Known.of(book, survey)
    respondents = _respondents(answers, survey, known, reading)
    ties = _ties(answers, survey, respondents, known, reading)
    known.note_unknown(reading)
    organisations = _with_responses(book.sheets["organisations"], respondents, reading)
    return replace(book, sheets={**book.sheets, "organisations": organisations, "ties": ties})


def _answers(path: Path, survey: Survey, reading: Reading) -> Sheet | None:
    """The rows of who answered, from CSV or a sheet of a workbook."""
    if path.suffix.lower() in FORMATS["excel"].endings:
        from qvgraph.model.files.excel import read_as_written

        return read_as_written(path, survey.sheet, reading)
    return csv.sheet_of("ties", path, reading, as_written=True)


def _organisations(survey: Survey, reading: Reading) -> Book | None:
    """The book that holds the organisations: a table as CSV, or a network in any format."""
    path = survey.organisations
    if not os.path.exists(path):  # noqa: PTH110 - `exists` raises for a name that is too long
        what = say("nothing of this name found; a table of organisations or a network is expected")
        reading.note(str(path), what)
        return None
    if path.suffix.lower() == ".csv":
        sheet = csv.sheet_of("organisations", path, reading, also=True)
        book = Book(path.name, {"organisations": sheet}) if sheet else no_graph(path.name)
    else:
        book = format_to_read(path).reader.read(path, Asked(), reading)
    found = book.sheets.get("organisations")
    if found is None:
        fail_if_there_is_no_firm(book, reading)
        return None
    return None if lacks(found, ("id",), reading) else book


def _columns_are_there(answers: Sheet, survey: Survey, reading: Reading) -> bool:
    """Every column that the mapping names, and at least one for each pattern."""
    given = answers.text.columns
    wanted = [survey.respondent, *survey.columns, *((survey.list,) if survey.list else ())]
    wanted += [*survey.strength.columns, *survey.trust.columns]
    missing = [name for name in wanted if name not in given]
    for name in missing:
        what = say("there is no column {column}", column=name)
        reading.note(answers.file, what + nearest(name, given))
    patterns = [one for one in (survey.roster, survey.strength.roster, survey.trust.roster) if one]
    unmet = [one for one in patterns if not _by_pattern(one, given)]
    for one in unmet:
        reading.note(answers.file, say("no column fits {pattern}", pattern=one))
    return not missing and not unmet


def _by_pattern(pattern: str, columns: list[str]) -> dict[str, str]:
    """The column for each name that a pattern finds."""
    before, after = pattern.split("*")
    return {
        name[len(before) : len(name) - len(after)].strip(): name
        for name in columns
        if name.startswith(before) and name.endswith(after) and len(name) > len(pattern) - 1
    }


@dataclass(frozen=True)
class _Known:
    """The organisations by every spelling that means one of them.

    `unknown` collects what matches none of them: where it stands first, and how often.
    """

    ids: Mapping[str, str]
    spelt: tuple[str, ...]
    settled: Mapping[str, str]
    unknown: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, book: Book, survey: Survey) -> "_Known":
        cells = book.sheets["organisations"].cells.select("id", "name").drop_nulls("id")
        ids: dict[str, str] = {}
        for id_, name in cells.iter_rows():
            for one in (id_, name):
                if one:
                    ids.setdefault(plain(one), id_)
        spelt = tuple(one for row in cells.iter_rows() for one in row[::-1] if one)
        settled = {plain(name): id_ for name, id_ in survey.names.items()}
        return cls(ids, spelt, settled)

    def find(self, name: str, place: str) -> str | None:
        """The id that is meant; None for nobody, and for a name that matches none."""
        settled = self.settled.get(plain(name), name)
        if not settled:
            return None
        found = self.ids.get(plain(settled))
        if found is None:
            self.unknown.setdefault(name, []).append(place)
        return found

    def note_unknown(self, reading: Reading) -> None:
        """One problem for each name, however often it stands there."""
        for name, places in self.unknown.items():
            what = say(
                "“{value}” matches no organisation ({n} times); its id or name is expected, or a"
                " line under [names] of the mapping",
                value=name,
                n=decimal(len(places)),
            )
            reading.note(places[0], what + nearest(name, self.spelt))


def _respondents(answers: Sheet, survey: Survey, known: _Known, reading: Reading) -> dict[int, str]:
    """Who answered, by row."""
    found: dict[int, str] = {}
    first: dict[str, int] = {}
    for row, name in enumerate(answers.text[survey.respondent]):
        place = answers.place(row, survey.respondent)
        if name is None or not name.strip():
            reading.note(place, say("nothing found; a value is expected in every row"))
        elif id_ := known.find(name.strip(), place):
            if first.setdefault(id_, row) != row:
                what = say(
                    "“{value}” answered already at {first}; one row is expected for each",
                    value=name.strip(),
                    first=answers.place(first[id_], survey.respondent),
                )
                reading.note(place, what)
            found[row] = id_
    return found


class _Named(NamedTuple):
    """A partner as named in a row, and where strength and trust of the tie stand."""

    row: int
    column: str
    name: str
    strength: str | None
    trust: str | None


def _named(answers: Sheet, survey: Survey) -> Iterator[_Named]:
    """Every partner that somebody named, whatever the shape of the table."""
    if survey.roster:
        return _in_a_roster(answers.text, survey, survey.roster)
    if survey.list:
        return _in_a_list(answers.text[survey.list], survey.separator)
    return _in_columns(answers.text, survey)


def _in_a_roster(text: pl.DataFrame, survey: Survey, pattern: str) -> Iterator[_Named]:
    strengths = _by_pattern(survey.strength.roster or pattern, text.columns)
    trusts = _by_pattern(survey.trust.roster, text.columns) if survey.trust.roster else {}
    for name, column in _by_pattern(pattern, text.columns).items():
        for row, cell in enumerate(text[column]):
            if cell is not None and cell.strip().casefold() not in _NO:
                yield _Named(row, column, name, strengths.get(name), trusts.get(name))


def _in_a_list(cells: pl.Series, separator: str) -> Iterator[_Named]:
    for row, cell in enumerate(cells):
        for name in re.split(f"[{re.escape(separator)}]", cell or ""):
            if name.strip():
                yield _Named(row, cells.name, name.strip(), None, None)


def _in_columns(text: pl.DataFrame, survey: Survey) -> Iterator[_Named]:
    for place, column in enumerate(survey.columns):
        strength, trust = (
            one.columns[place] if one.columns else None for one in (survey.strength, survey.trust)
        )
        for row, cell in enumerate(text[column]):
            if cell is not None and cell.strip():
                yield _Named(row, column, cell.strip(), strength, trust)


def _ties(
    answers: Sheet,
    survey: Survey,
    respondents: Mapping[int, str],
    known: _Known,
    reading: Reading,
) -> Sheet:
    """A tie from who answered to each partner named; the strongest where it is named twice."""
    ties: dict[tuple[str, str], tuple[float | None, float | None, int]] = {}
    loops = twice = 0
    for row, column, name, strength, trust in _named(answers, survey):
        target = known.find(name, answers.place(row, column))
        source = respondents.get(row)
        values = [
            None if one is None else _number(answers, row, one, said, reading)
            for one, said in ((strength, survey.strength), (trust, survey.trust))
        ]
        if source is None or target is None:
            continue
        if source == target:
            loops += 1
            continue
        tie = (values[0], values[1], answers.lines[row])
        if (before := ties.get((source, target))) is not None:
            twice += 1
            tie = max(before, tie, key=lambda one: -1.0 if one[0] is None else one[0])
        ties[source, target] = tie
    if loops:
        reading.tell(dropped(loops))
    if twice:
        reading.tell(repeated(twice))
    frame = pl.DataFrame(
        [(*pair, *(None if v is None else str(v) for v in tie[:2])) for pair, tie in ties.items()],
        schema=dict.fromkeys(("source", "target", "strength", "trust"), pl.String),
        orient="row",
    )
    return Sheet("ties", answers.file, frame, [tie[2] for tie in ties.values()])


def _number(answers: Sheet, row: int, column: str, said: Answers, reading: Reading) -> float | None:
    """An answer as a number from 0 to 1; None where nothing was answered."""
    cell = answers.text[column][row]
    cell = cell.strip() if cell else ""
    if not cell:
        return None
    if (value := said.by_spelling.get(plain(cell))) is not None:
        return value
    if said.scale is None and not said.words:
        return None  # ticked: that there is a tie is all that is known
    if said.scale is not None and NUMBER.fullmatch(cell):
        low, high = said.scale
        value = (float(cell.replace(",", ".")) - low) / (high - low)
        if 0.0 <= value <= 1.0:
            return round(value, 12)
    parts = [f"{said.scale[0]:g} … {said.scale[1]:g}"] if said.scale else []
    expected = ", ".join([*parts, *said.words])
    what = say("“{value}” found; expected is one of: {choices}", value=cell, choices=expected)
    reading.note(answers.place(row, column), what + nearest(cell, said.words))
    return None


def _with_responses(sheet: Sheet, respondents: Mapping[int, str], reading: Reading) -> Sheet:
    """Firms that answered, and those that did not: a fact for the metrics."""
    answered = set(respondents.values())
    ids = sheet.cells["id"]
    said = ["true" if id_ in answered else "false" for id_ in ids]
    responded = pl.Series("responded", said, dtype=pl.String)
    reading.tell(
        say(
            "Answers: {n} rows; of {all} organisations {missing} did not answer.",
            n=decimal(len(respondents)),
            all=decimal(len(ids)),
            missing=decimal(len(set(ids) - answered)),
        )
    )
    return replace(sheet, text=sheet.text.with_columns(responded))
