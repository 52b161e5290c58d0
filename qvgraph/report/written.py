"""Values of levers and assumptions as readers of a report meet them."""

from typing import Final

from qvgraph.declare import ByClass, Parameter, Value
from qvgraph.language import current, percent, say
from qvgraph.reference import words
from qvgraph.reference.values import NO_BREAK, figure
from qvgraph.simulate.parameters import PARAMETERS, Schedule
from qvgraph.study.layers import Setting, path_of

_BARE: Final = ("", "1", "count", "flag", "fte", "persons", "ratio", "share")
"""Units that say nothing behind a number, as the label names what is counted."""


def label_of(key: str) -> str:
    """What a lever or assumption is called; a district it is set for stands behind."""
    spec = PARAMETERS[path_of(key)].spec
    label = spec.de if current() == "de" else spec.en
    district = key.partition("@")[2]
    return f"{label} ({district})" if district else label


def value_of(parameter: Parameter, value: Setting) -> str:
    """A value with its unit; a schedule month by month."""
    if isinstance(value, Schedule):
        (_, first), *later = value.steps
        parts = [_single(parameter, first)]
        parts += [
            say("from month {month} on: {value}", month=month, value=_single(parameter, one))
            for month, one in later
        ]
        return "; ".join(parts)
    return _single(parameter, value)


def range_of(parameter: Parameter) -> str:
    """Both ends; a dash where none are declared."""
    low, high = parameter.spec.low, parameter.spec.high
    if low is None or high is None:
        return "–"
    if isinstance(low, ByClass) and isinstance(high, ByClass):
        pairs = zip(low._fields, low, high, strict=True)
        return "; ".join(
            f"{_class(one)} "
            + say("{low} to {high}", low=_bare(parameter, a), high=_bare(parameter, b))
            for one, a, b in pairs
        )
    ends = {"low": _bare(parameter, low), "high": _bare(parameter, high)}  # type: ignore[arg-type]
    return say("{low} to {high}", **ends)


def _single(parameter: Parameter, value: Value) -> str:
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    unit = parameter.spec.unit
    behind = "" if unit in _BARE else NO_BREAK + words.unit(unit)
    if isinstance(value, ByClass):
        parts = zip(value._fields, value, strict=True)
        return "; ".join(f"{_class(one)} {_bare(parameter, part)}" for one, part in parts) + behind
    return _bare(parameter, value) + behind


def _bare(parameter: Parameter, value: float) -> str:
    """A number without unit; shares as percentages."""
    if parameter.spec.unit != "share":
        return figure(value)
    digits = len(f"{100 * value:.10f}".rstrip("0").partition(".")[2])
    return percent(value, digits)


def _class(name: str) -> str:
    return {
        "micro": say("micro"),
        "small": say("small"),
        "medium": say("medium"),
        "large": say("large"),
        "under_50": say("under 50 employees"),
        "under_500": say("under 500 employees"),
        "from_500": say("from 500 employees on"),
    }[name]
