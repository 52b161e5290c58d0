"""Declared values: as people read them, and as a study file holds them."""

from itertools import repeat
from math import isinf
from typing import Final

from qvgraph.declare import ByClass, Parameter, Value
from qvgraph.language import decimal, say

Single = bool | int | float
"""What is neither a table of classes nor nothing."""

NO_BREAK: Final = "\u00a0"
"""A space at which no line ends."""

_EXACT: Final = 2**53
"""Whole numbers below are the same as floats."""


def figure(value: Single) -> str:
    """A single value in the language in use, with as many digits as it was declared with."""
    if isinstance(value, bool):
        return str(value).lower()
    if abs(value) >= _EXACT:
        return str(value)
    digits = len(f"{value:.12f}".rstrip("0").partition(".")[2])
    text = decimal(value, digits).replace("-", "−")
    # Four digits stand together: 2019 is a seed, and a German 1.200 is no study file's.
    return text.replace(decimal(1000)[1], "", abs(value) < 10_000)


def single_values(value: Value | None, classes: tuple[str, ...]) -> list[tuple[str, str]]:
    """Pairs of class and figure; one pair without a class for a single value, none for none."""
    if value is None:
        return []
    if isinstance(value, ByClass):
        return list(zip(classes, map(figure, value), strict=True))
    return [("", figure(value))]


def ranges(parameter: Parameter) -> list[tuple[str, str]]:
    """The range of each class, or the one range; nothing where none is declared."""
    spec = parameter.spec
    lows, highs = (single_values(end, spec.classes) for end in (spec.low, spec.high))
    return [
        (one, say("{low} to {high}", low=low, high=high))
        for (one, low), (_, high) in zip(lows, highs, strict=True)
    ]


def in_one_line(values: list[tuple[str, str]]) -> str:
    """`3`, or `micro 0.2; small 0.4; …`; a dash for nothing."""
    those = (f"{one} {text}".strip().replace(" ", NO_BREAK) for one, text in values)
    return "; ".join(those) or "–"


def side_by_side(parameter: Parameter) -> list[tuple[str, str, str]]:
    """Class, default and range, for tables."""
    values = default_of(parameter)
    bounds = [text for _, text in ranges(parameter)] or repeat("–")
    return [(one, text, bound) for (one, text), bound in zip(values, bounds, strict=False)]


def default_of(parameter: Parameter) -> list[tuple[str, str]]:
    """The default of each class, or the one default; a dash where a rule stands in for it."""
    if parameter.path == "judge.month":
        return [("", "–")]
    return single_values(parameter.default, parameter.spec.classes)


def limits(least: float, most: float) -> str:
    """What a value may be at all."""
    if isinf(least):
        return say("none")
    if isinf(most):
        return say("at least {low}", low=figure(least))
    return say("{low} to {high}", low=figure(least), high=figure(most))


def in_toml(value: Value) -> str:
    """As a study file holds it."""
    if isinstance(value, ByClass):
        pairs = (f"{one} = {part:.12g}" for one, part in value._asdict().items())
        return "{ " + ", ".join(pairs) + " }"
    return str(value).lower() if isinstance(value, bool) else str(value)
