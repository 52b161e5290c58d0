"""One value of a study file: of the declared type, within its limits, or a problem."""

import json
import math
import re
from collections.abc import Mapping
from functools import partial
from typing import Any, Final, NamedTuple, Protocol

from qvgraph.declare import CLASSES, ByClass, BySize, Parameter, Spec, Type, Value
from qvgraph.language import say
from qvgraph.problems import nearest
from qvgraph.simulate.parameters import Schedule
from qvgraph.study.place import dotted


class Note(Protocol):
    """Takes what is wrong with one value; where that stands is known to who hands it out."""

    def __call__(self, what: str, /, *inside: str) -> None:
        """Remember it; `inside` leads to the part of the value that is wrong."""


_MONTH: Final = re.compile(r"-?(0|[1-9][0-9]{0,5})")
_SHOWN: Final = 60
_DEPTH: Final = 5
"""Tables and lists inside each other that are shown; a file may nest them without end."""
_64_BITS: Final = range(-(2**63), 2**63)


class Limits(NamedTuple):
    """What a single number may be."""

    type: Type
    low: float
    high: float

    @property
    def expected(self) -> str:
        """In words, for the end of a problem."""
        if self.type == "flag":
            return say("true or false")
        number = say("a whole number") if self.type == "count" else say("a number")
        if math.isinf(self.high) and math.isinf(self.low):
            return number
        low, high = (_end(end) for end in (self.low, self.high))
        if math.isinf(self.high):
            return say("{number} of at least {low}", number=number, low=low)
        return say("{number} from {low} to {high}", number=number, low=low, high=high)


def _end(number: float) -> str:
    """An end of a range: a whole number with all its digits."""
    return str(number) if isinstance(number, int) else f"{number:.12g}"


def read_value(
    parameter: Parameter, raw: object, note: Note, *, outside_range: bool = False
) -> Value | Schedule | None:
    """Cast what TOML gave to the declared type; None when something was noted.

    `outside_range` lifts the range of an assumption, never what its type allows. A table with
    months as keys becomes a `Schedule`; it says nothing yet of the months before its first.
    """
    firm = parameter.kind == "lever"
    found: list[tuple[str, ...]] = []
    value = _read(
        parameter.spec,
        raw,
        lambda *what: found.append(what),
        beyond_range=outside_range and not firm,
    )
    hint = ""
    if found and not firm and _fits(parameter.spec, raw):
        hint = say("; outside_range = true at the top of the file allows it")
    for what, *inside in found:
        note(what + hint, *inside)
    return value


def read_text(raw: object, note: Note, choices: tuple[str, ...] = ()) -> str | None:
    """Take a text, one of `choices` if there are any; None when something was noted."""
    if isinstance(raw, str) and (not choices or raw in choices):
        return raw
    if not choices:
        note(say("{found} found; a text is expected", found=shown(raw)))
        return None
    known = ", ".join(choices)
    what = say("{found} found; one of {known} is expected", found=shown(raw), known=known)
    note(what + (nearest(raw, choices) if isinstance(raw, str) else ""))
    return None


def read_label(raw: object, note: Note) -> dict[str, str] | None:
    """Take a text for both languages or one for each; None when something was noted."""
    if isinstance(raw, str):
        return {"de": raw, "en": raw}
    if isinstance(raw, dict) and raw.keys() == {"de", "en"}:
        de, en = raw["de"], raw["en"]
        if isinstance(de, str) and isinstance(en, str):
            return {"de": de, "en": en}
    form = '{ de = "…", en = "…" }'
    note(say("{found} found; a text or {form} is expected", found=shown(raw), form=form))
    return None


def shown(raw: object) -> str:
    """Write a value as TOML does, shortened to what a screen can show."""
    text = _written(raw, _DEPTH)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _written(raw: object, depth: int) -> str:
    if isinstance(raw, bool):
        return str(raw).lower()
    if isinstance(raw, str):
        return json.dumps(raw, ensure_ascii=not raw.isprintable())
    if isinstance(raw, dict | list):
        return _nested(raw, depth) if depth else "…"
    if isinstance(raw, int) and raw not in _64_BITS:
        return say("a number of more than 64 bits")
    return str(raw)


def _nested(raw: dict[str, Any] | list[Any], depth: int) -> str:
    if isinstance(raw, list):
        return "[" + ", ".join(_written(one, depth - 1) for one in raw) + "]"
    entries = (f"{dotted((key,))} = {_written(one, depth - 1)}" for key, one in raw.items())
    return "{ " + ", ".join(entries) + " }" if raw else "{ }"


def _fits(spec: Spec, raw: object) -> bool:
    """Whether the type allows it, in or out of the range."""
    return _read(spec, raw, lambda *_: None, beyond_range=True) is not None


def _read(spec: Spec, raw: object, note: Note, *, beyond_range: bool) -> Value | Schedule | None:
    if isinstance(raw, dict) and _is_schedule(spec, raw):
        return _schedule(spec, raw, note, beyond_range=beyond_range)
    return _single(spec, raw, note, beyond_range=beyond_range)


def _is_schedule(spec: Spec, raw: Mapping[str, object]) -> bool:
    """By its keys; where a table can be nothing else, every table is meant as one."""
    return any(map(_MONTH.fullmatch, raw)) or (spec.schedulable and not spec.classes)


def _schedule(
    spec: Spec, raw: Mapping[str, object], note: Note, *, beyond_range: bool
) -> Schedule | None:
    if not spec.schedulable:
        note(say("{found} found; one value for all months is expected", found=shown(raw)))
        return None
    strange = [key for key in raw if not _MONTH.fullmatch(key)]
    if strange or not raw:
        found = ", ".join(dotted((key,)) for key in strange) or shown(raw)
        form = "{ 0 = …, 12 = … }"
        what = say("{found} found; months are expected as keys: {form}", found=found, form=form)
        note(what, *strange[:1])
        return None
    steps = {
        int(month): _single(
            spec, value, partial(_note_month, note, month), beyond_range=beyond_range
        )
        for month, value in sorted(raw.items(), key=lambda item: int(item[0]))
    }
    read = tuple((month, value) for month, value in steps.items() if value is not None)
    return Schedule(read) if len(read) == len(raw) else None


def _note_month(note: Note, month: str, what: str, *inside: str) -> None:
    note(say("from month {month} on: {what}", month=month, what=what), month, *inside)


def _single(spec: Spec, raw: object, note: Note, *, beyond_range: bool) -> Value | None:
    if spec.classes:
        return _by_class(spec, raw, note, beyond_range=beyond_range)
    if beyond_range or spec.type == "flag":
        limits = Limits(spec.type, spec.least, spec.most)
    else:
        assert isinstance(spec.low, int | float)
        assert isinstance(spec.high, int | float)
        limits = Limits(spec.type, spec.low, spec.high)
    return _number(limits, raw, note)


def _by_class(spec: Spec, raw: object, note: Note, *, beyond_range: bool) -> ByClass | None:
    """All classes, each within its own limits."""
    classes = spec.classes
    if not isinstance(raw, dict) or raw.keys() != set(classes):
        keys = raw.keys() if isinstance(raw, dict) else set()
        form = "{ " + ", ".join(f"{one} = …" for one in classes) + " }"
        found = shown(raw)
        what = say("{found} found; all classes are expected: {form}", found=found, form=form)
        missing = [one for one in classes if one not in keys]
        strange = [key for key in keys if key not in classes][:1]
        if keys and not strange:
            what += say("; missing: {missing}", missing=", ".join(missing))
        note(what + "".join(nearest(key, missing) for key in strange), *strange)
        return None
    values = []
    for place, one in enumerate(classes):
        ends = (spec.least, spec.most)
        if isinstance(spec.low, BySize) and isinstance(spec.high, BySize) and not beyond_range:
            ends = (spec.low[place], spec.high[place])
        value = _number(Limits("number", *ends), raw[one], partial(_note_class, note, one))
        values += [] if value is None else [float(value)]
    return CLASSES[spec.type](*values) if len(values) == len(classes) else None


def _note_class(note: Note, one: str, what: str) -> None:
    note(f"{one}: {what}", one)


def _number(limits: Limits, raw: object, note: Note) -> bool | int | float | None:
    """A truth value is no number, a number with a point no whole one; a whole one is a number."""
    if limits.type == "flag" and isinstance(raw, bool):
        return raw
    numeric = int if limits.type == "count" else int | float
    if (
        limits.type != "flag"
        and isinstance(raw, numeric)
        and not isinstance(raw, bool)
        and (isinstance(raw, float) or raw in _64_BITS)
        and math.isfinite(raw)
        and limits.low <= raw <= limits.high
    ):
        return raw if limits.type == "count" else float(raw) + 0.0  # no negative zero
    note(say("{found} found; {expected} is expected", found=shown(raw), expected=limits.expected))
    return None
