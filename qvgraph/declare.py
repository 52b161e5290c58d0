"""The vocabulary of declarations: levers, assumptions, table columns.

A parameter is one annotated field of a small class next to the mechanism that it belongs to::

    class Assumptions(NamedTuple):
        visit_hours: Annotated[float, hours(2, 6, de="Stunden je Besuch", en=..., source=...)] = 3.0

The field's name is the TOML key, the column of the parameter arrays and the anchor in the
reference; nothing about it is written a second time.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

SIZES = ("micro", "small", "medium", "large")
"""Size classes of firms: fewer than 10, 50, 250 employees, and the rest."""

LONGEST = 10**6
"""Months that anything can last: sums of months stay far inside 64 bits."""

Kind = Literal["lever", "assumption", "judge"]
Type = Literal["flag", "count", "number", "by_size", "by_head_count"]
Confidence = Literal["low", "medium", "high"]


class BySize(NamedTuple):
    """One value per size class of firms."""

    micro: float
    small: float
    medium: float
    large: float


FEWEST_EMPLOYEES = BySize(1, 10, 50, 250)
"""The smallest head count of each size class."""


def size_class(employees: int) -> str:
    """The size class of a head count."""
    return next(
        (
            size
            for size, fewest in zip(SIZES[::-1], FEWEST_EMPLOYEES[::-1], strict=True)
            if employees >= fewest
        ),
        SIZES[0],
    )


class ByHeadCount(NamedTuple):
    """One value per class of head counts as the statutory support knows them."""

    under_50: float
    under_500: float
    from_500: float


ByClass = BySize | ByHeadCount
"""A value that is one number per class of firms."""

CLASSES: dict[str, type[BySize] | type[ByHeadCount]] = {
    "by_size": BySize,
    "by_head_count": ByHeadCount,
}
"""The classes of each type that has some."""

Value = bool | int | float | BySize | ByHeadCount


@dataclass(frozen=True, slots=True)
class Spec:
    """What a declaration says about a number besides its name and default.

    `low` and `high` bound each class of a value by class; `ends` are the two ends as they were
    declared: a factor on the default, or a whole mix of classes.
    """

    type: Type
    unit: str
    de: str
    en: str
    low: Value | None
    high: Value | None
    ends: tuple[Value | None, Value | None]
    least: float
    most: float
    source: str
    confidence: Confidence
    schedulable: bool
    whole_network: bool
    by_district: bool

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of firms that have a value each; empty for a single value."""
        return CLASSES[self.type]._fields if self.type in CLASSES else ()


@dataclass(frozen=True, slots=True)
class Parameter:
    """One lever, assumption or rule of judgement, as declared."""

    mechanism: str
    name: str
    kind: Kind
    default: Value
    spec: Spec

    @property
    def path(self) -> str:
        """Where it stands in a study file, for instance ``visits.visit_hours``."""
        return f"{self.mechanism}.{self.name}"


def _word(
    type_: Type,
    unit: str,
    least: float,
    most: float,
    low: Value | None,
    high: Value | None,
    **said: Any,
) -> Spec:
    return Spec(
        type=type_,
        unit=unit,
        de=said["de"],
        en=said["en"],
        low=low,
        high=high,
        ends=(low, high),
        least=least,
        most=most,
        source=said.get("source", "judgement"),
        confidence=said.get("confidence", "low"),
        schedulable=said.get("schedulable", True),
        whole_network=said.get("whole_network", False),
        by_district=said.get("by_district", False),
    )


def share(low: float, high: float, **said: Any) -> Spec:
    """A share or probability, 0 to 1."""
    return _word("number", "share", 0.0, 1.0, float(low), float(high), **said)


def number(
    low: float, high: float, *, least: float = -math.inf, unit: str = "1", **said: Any
) -> Spec:
    """A real number without a bound of its own unless `least` is given."""
    return _word("number", unit, least, math.inf, float(low), float(high), **said)


def hours(low: float, high: float, **said: Any) -> Spec:
    """Hours, never negative."""
    return _word("number", "hours", 0.0, math.inf, float(low), float(high), **said)


def euros(low: float, high: float, **said: Any) -> Spec:
    """Euros, never negative."""
    return _word("number", "euros", 0.0, math.inf, float(low), float(high), **said)


def posts(low: float, high: float, **said: Any) -> Spec:
    """Full-time equivalents, never negative."""
    return _word("number", "fte", 0.0, math.inf, float(low), float(high), **said)


def count(
    low: int,
    high: int,
    *,
    least: int = 0,
    most: float = math.inf,
    unit: str = "count",
    **said: Any,
) -> Spec:
    """A whole number."""
    return _word("count", unit, least, most, low, high, **said)


def months(low: int, high: int, *, least: int = 0, **said: Any) -> Spec:
    """A whole number of months."""
    return _word("count", "months", least, LONGEST, low, high, **said)


def flag(**said: Any) -> Spec:
    """On or off."""
    return _word("flag", "flag", 0, 1, None, None, **said)


def by_size(
    low: BySize | float,
    high: BySize | float,
    *,
    unit: str,
    least: float = 0.0,
    most: float = math.inf,
    **said: Any,
) -> Spec:
    """One number per size class; a single `low` or `high` is a factor on the default."""
    return _word("by_size", unit, least, most, low, high, **said)


def by_head_count(*, unit: str, least: float = 0.0, most: float = math.inf, **said: Any) -> Spec:
    """One number per class of head counts, fixed by law: without a range."""
    return _word("by_head_count", unit, least, most, None, None, **said)


def parameters_of(mechanism: str, kind: Kind, fields: type) -> Iterator[Parameter]:
    """Read the declarations of one class, in the order in which they stand."""
    hints = get_type_hints(fields, include_extras=True)
    for name, hint in hints.items():
        assert get_origin(hint) is Annotated, f"{mechanism}.{name} is not declared with a word"
        spec = get_args(hint)[1]
        default = fields._field_defaults[name]  # type: ignore[attr-defined]
        if spec.type == "by_size":
            spec = _with_bounds_per_class(spec, default)
        yield Parameter(mechanism, name, kind, default, spec)


def _with_bounds_per_class(spec: Spec, default: BySize) -> Spec:
    """Turn factors (x0.5 to x2) into a bound for each size class."""

    def bound(limit: Value | None) -> BySize:
        if isinstance(limit, BySize):
            return limit
        assert isinstance(limit, int | float)
        return BySize(*(min(spec.most, round(value * limit, 9)) for value in default))

    first, second = bound(spec.low), bound(spec.high)
    low = BySize(*map(min, first, second))
    high = BySize(*map(max, first, second))
    return replace(spec, low=low, high=high)


@dataclass(frozen=True, slots=True)
class Series:
    """One figure that is recorded every month for each region."""

    name: str
    de: str
    en: str
    unit: str
    headline: bool


def series(*, de: str, en: str, unit: str = "count", headline: bool = False) -> Series:
    """A monthly figure; headline figures are kept for each replicate."""
    return Series("", de, en, unit, headline)


def series_of(fields: type) -> Iterator[Series]:
    """Read the monthly figures of one class, in the order in which they stand."""
    for name, hint in get_type_hints(fields, include_extras=True).items():
        assert get_origin(hint) is Annotated, f"series {name} is not declared with a word"
        yield replace(get_args(hint)[1], name=name)


ColumnType = Literal["text", "whole", "number", "flag"]


@dataclass(frozen=True, slots=True)
class Word:
    """What a declaration says about a column besides its name."""

    type: ColumnType
    de: str
    en: str
    unit: str = ""
    least: float = -math.inf
    most: float = math.inf
    choices: tuple[str, ...] = ()
    german: tuple[str, ...] = ()
    refers_to: str = ""
    many: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a network table, as declared."""

    table: str
    name: str
    required: bool
    word: Word


def text(*, de: str, en: str) -> Word:
    """Any text."""
    return Word("text", de, en)


def one_of(*choices: str, de: str, en: str, german: tuple[str, ...]) -> Word:
    """One of a few words; `german` is what each of them is called in German."""
    assert len(choices) == len(german)
    return Word("text", de, en, choices=choices, german=german)


def key(*, de: str, en: str) -> Word:
    """The id of a row, unique in its table."""
    return Word("text", de, en, refers_to="self")


def refers(table: str, *, de: str, en: str, many: bool = False) -> Word:
    """The id of a row of another table; several, separated by semicolons, with `many`."""
    return Word("text", de, en, refers_to=table, many=many)


def whole(*, de: str, en: str, unit: str = "count", least: float = 0) -> Word:
    """A whole number."""
    return Word("whole", de, en, unit, least)


def part(*, de: str, en: str) -> Word:
    """A number from 0 to 1."""
    return Word("number", de, en, "share", 0.0, 1.0)


def real(*, de: str, en: str, unit: str, least: float = -math.inf) -> Word:
    """A real number."""
    return Word("number", de, en, unit, least)


def yes_no(*, de: str, en: str) -> Word:
    """True or false."""
    return Word("flag", de, en)


def columns_of(table: str, fields: type) -> Iterator[Column]:
    """Read the columns of one table class, in the order in which they stand.

    A column annotated ``| None`` is optional.
    """
    for name, hint in get_type_hints(fields, include_extras=True).items():
        assert get_origin(hint) is Annotated, f"{table}.{name} is not declared with a word"
        inner, word = get_args(hint)
        yield Column(table, name, type(None) not in get_args(inner), word)
