"""What the columns of a survey are: the mapping file, read and checked."""

import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from qvgraph.language import say
from qvgraph.model.files.reading import Reading
from qvgraph.model.spelling import plain
from qvgraph.problems import fail, nearest

SHAPES: Final = ("columns", "list", "roster")
"""Where partners stand: a column for each named one, a list in one column, a column for each
organisation, whose heading holds its name."""

_KNOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "": ("organisations", "respondent", "sheet", "partners", "strength", "trust", "names"),
    "partners": (*SHAPES, "separator"),
    "strength": (*SHAPES, "scale", "words"),
    "trust": (*SHAPES, "scale", "words"),
}


@dataclass(frozen=True)
class Answers:
    """Where some answers stand, and which numbers they are.

    `scale` holds what is 0 and what is 1; in between it is linear. `words` are answers in words.
    """

    columns: tuple[str, ...] = ()
    roster: str | None = None
    scale: tuple[float, float] | None = None
    words: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def by_spelling(self) -> Mapping[str, float]:
        """The numbers of words in plain spelling."""
        return {plain(word): value for word, value in self.words.items()}


@dataclass(frozen=True)
class Survey:
    """The mapping of one survey; `names` settles what the partners are called."""

    organisations: Path
    respondent: str
    columns: tuple[str, ...]
    list: str | None
    roster: str | None
    separator: str
    strength: Answers
    trust: Answers
    names: Mapping[str, str]
    sheet: str | None = None


def read_mapping(path: Path, reading: Reading) -> Survey:
    """Read it; raises `InputError` with all that is wrong, paths start at the file."""
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        why = error.strerror
        raise fail(str(path), say("the file cannot be read: {reason}", reason=why)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise fail(path.name, say("no TOML: {why}", why=str(error))) from error
    keys = _Keys(path.name, document, reading)
    keys.note_strange_ones()
    organisations, respondent = keys.text("", "organisations"), keys.text("", "respondent")
    shapes = [shape for shape in SHAPES if shape in keys.table("partners")]
    if len(shapes) != 1:
        what = say("exactly one of {shapes} is expected", shapes=", ".join(SHAPES))
        reading.note(f"{path.name} [partners]", what)
    survey = Survey(
        organisations=path.parent / (organisations or ""),
        respondent=respondent or "",
        columns=keys.texts("partners", "columns"),
        list=keys.text("partners", "list", needed=False),
        roster=keys.pattern("partners"),
        separator=keys.text("partners", "separator", needed=False) or ",;",
        strength=_answers(keys, "strength"),
        trust=_answers(keys, "trust"),
        names=keys.words("names"),
        sheet=keys.text("", "sheet", needed=False),
    )
    _note_lengths(path.name, survey, reading)
    reading.raise_if_any()
    return survey


def _answers(keys: "_Keys", table: str) -> Answers:
    return Answers(
        columns=keys.texts(table, "columns"),
        roster=keys.pattern(table),
        scale=keys.scale(table),
        words=keys.numbers(table, "words"),
    )


def _note_lengths(file: str, survey: Survey, reading: Reading) -> None:
    """A strength or trust in columns belongs to the partner at the same place."""
    for name, answers in (("strength", survey.strength), ("trust", survey.trust)):
        if answers.columns and len(answers.columns) != len(survey.columns):
            what = say(
                "{found} columns found; expected are {wanted}, one for each column of partners",
                found=len(answers.columns),
                wanted=len(survey.columns),
            )
            reading.note(f"{file} [{name}] columns", what)


@dataclass
class _Keys:
    """The values of a mapping file, each checked for its type where it is asked for."""

    file: str
    document: Mapping[str, Any]
    reading: Reading

    def note_strange_ones(self) -> None:
        """Keys that mean nothing here, with the nearest that does."""
        for table, known in _KNOWN.items():
            values = self.table(table) if table else self.document
            for key in values:
                if key not in known:
                    what = say("no such key; one of {known} is expected", known=", ".join(known))
                    self.reading.note(self._place(table, key), what + nearest(key, known))

    def table(self, name: str) -> Mapping[str, Any]:
        """A table of the file; empty where there is none."""
        found = self.document.get(name, {})
        if isinstance(found, dict):
            return found
        self.reading.note(f"{self.file} {name}", say("a table [{name}] is expected", name=name))
        return {}

    def text(self, table: str, key: str, *, needed: bool = True) -> str | None:
        """A text; a problem where it is needed and missing."""
        found = self._get(table, key, _is_text, say("a text is expected"), needed=needed)
        return found if isinstance(found, str) else None

    def texts(self, table: str, key: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(self._get(table, key, _are_texts, say("a list of texts is expected")) or ())

    def pattern(self, table: str) -> str | None:
        """A heading with a star in the place of an organisation's name."""
        what = say("a heading with one * in the place of the name is expected")
        found = self._get(table, "roster", _is_pattern, what)
        return found if isinstance(found, str) else None

    def scale(self, table: str) -> tuple[float, float] | None:
        """Two different numbers."""
        what = say("two numbers are expected: what is 0 and what is 1")
        found = self._get(table, "scale", _are_two_numbers, what)
        return (float(found[0]), float(found[1])) if found else None

    def numbers(self, table: str, key: str) -> Mapping[str, float]:
        """Words with a number from 0 to 1 each."""
        what = say("words with a number from 0 to 1 each are expected")
        return self._get(table, key, _are_shares, what) or {}

    def words(self, table: str) -> Mapping[str, str]:
        """A table of texts."""
        for key, value in self.table(table).items():
            if not isinstance(value, str):
                what = say("an id is expected, or nothing for nobody")
                self.reading.note(self._place(table, key), what)
        return {k: v for k, v in self.table(table).items() if isinstance(v, str)}

    def _get(
        self, table: str, key: str, fits: Callable[[Any], bool], what: str, *, needed: bool = False
    ) -> Any:
        values = self.table(table) if table else self.document
        if key in values and fits(values[key]):
            return values[key]
        if key in values or needed:
            self.reading.note(self._place(table, key), what)
        return None

    def _place(self, table: str, key: str) -> str:
        return f"{self.file} [{table}] {key}" if table else f"{self.file} {key}"


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_pattern(value: Any) -> bool:
    return isinstance(value, str) and value.count("*") == 1


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, str) for v in value)


def _is_number(value: Any) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and abs(value) <= sys.float_info.max


def _are_two_numbers(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(map(_is_number, value))
        and value[0] != value[1]
    )


def _are_shares(value: Any) -> bool:
    return isinstance(value, dict) and all(_is_number(v) and 0 <= v <= 1 for v in value.values())
