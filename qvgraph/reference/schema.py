"""The JSON Schema of study files: every key with its type, its limits and what it means.

Editors read it to complete and check what is typed. It knows one file at a time and nothing of what
lies between values: `qvgraph check` does.
"""

import json
import math
from collections.abc import Iterable
from typing import Any, Final

from qvgraph.declare import Parameter, Value
from qvgraph.model.profiles import PROFILES
from qvgraph.reference.values import in_toml
from qvgraph.simulate.parameters import PARAMETERS
from qvgraph.study.judge import JUDGE, MONTH
from qvgraph.study.settings import ASSUMED, KEEP, NUMBERS, Run

Schema = dict[str, Any]

_NAME: Final = "^[a-z0-9-]+$"
_MONTH: Final = "^-?(0|[1-9][0-9]{0,5})$"
_YEAR_AND_MONTH: Final = "^[0-9]{4}-(0[1-9]|1[0-2])$"
_TYPES: Final = {"flag": "boolean", "count": "integer"}
_RUN: Final = ("months", "replicates", "seed", "block")


def written() -> str:
    """The schema as its file holds it."""
    return json.dumps(study_schema(), indent=1, ensure_ascii=False) + "\n"


def study_schema() -> Schema:
    """The schema of a whole study file; what several tables share stands under ``$defs``."""
    tables = {
        "title": _text("what the study asks, for people; default: the name of the file"),
        "baseline": {
            "type": "string",
            "pattern": _NAME,
            "description": "the scenario that all others are compared with",
        },
        "outside_range": {
            "type": "boolean",
            "default": False,
            "description": "whether assumptions may lie outside the range found plausible",
        },
        "network": _network(),
        "run": _run(),
        "judge": _judge(),
        "levers": _setting(_of_kind("lever"), "levers that all scenarios share"),
        "assumptions": _setting(_of_kind("assumption"), "assumptions that all scenarios share"),
        "region": _regions("what one region has in all scenarios"),
        "scenario": _named(
            _scenario(), "one future: only what differs from the rest", names=_NAME, fewest=1
        ),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Study of qvgraph",
        "description": "One question, a network, and scenarios that differ by a few levers.",
        **_table(tables, required=("baseline", "network", "scenario")),
        "$defs": {path: _value(one) for path, one in PARAMETERS.items()},
    }


def _network() -> Schema:
    profile = {
        "enum": list(PROFILES),
        "description": "synthetic networks of these regions: "
        + "; ".join(f"{one.name} ({len(one.regions)})" for one in PROFILES.values()),
    }
    beside = "; relative paths start at the study file"
    folder = {"type": "string", "description": "a folder of tables" + beside}
    file = {"type": "string", "description": "a workbook or a graph file" + beside}
    short = {one.name: _reference(one) for one in PARAMETERS.values() if one.mechanism == "network"}
    known = {"profile": profile, "folder": folder, "file": file, "draws": _number_of("draws")}
    table = _table({**known, **short})
    return {
        "description": "the network: a profile, a folder or a file, and what is assumed about it",
        **table,
        "oneOf": [{"required": [key]} for key in ("profile", "folder", "file")],
    }


def _run() -> Schema:
    words = {
        "calendar": {
            "type": "string",
            "pattern": _YEAR_AND_MONTH,
            "default": Run().calendar,
            "description": "month 0 as year and month, for axes",
        },
        "keep": {
            "enum": list(KEEP),
            "default": KEEP[0],
            "description": "which monthly series are kept of each replicate",
        },
        "assumptions": {
            "enum": list(ASSUMED),
            "default": ASSUMED[0],
            "description": "what each network draw assumes: the defaults; or values of its "
            "own over the ranges of those that decide, or of all",
        },
    }
    table = _table({name: _number_of(name) for name in _RUN} | words)
    return {"description": "how long and how often", **table}


def _judge() -> Schema:
    rules = {name: _value(one) for name, one in JUDGE.items()}
    month = _value(MONTH, "default: by the rule of evaluation_months")
    del month["default"]
    return {
        "description": "when networks are judged and what they must then show",
        **_table({"month": month, **rules}),
    }


def _scenario() -> Schema:
    inherits = {
        "type": "array",
        "items": {"type": "string", "pattern": _NAME},
        "description": "scenarios to start from; later ones win, own lines last",
    }
    return _table(
        {
            "label": _text("what people read; default: the name"),
            "inherits": inherits,
            **_mechanisms(PARAMETERS.values()),
            "region": _regions("what one region has in this scenario"),
        }
    )


def _regions(meaning: str) -> Schema:
    """Tables of regions by name; of a district only what districts can differ in."""
    in_region = _mechanisms(one for one in PARAMETERS.values() if not one.spec.whole_network)
    in_district = _mechanisms(one for one in PARAMETERS.values() if one.spec.by_district)
    districts = _named(_table(in_district), "what one district of the region has")
    return _named(_table({**in_region, "district": districts}), meaning)


def _setting(those: Iterable[Parameter], meaning: str) -> Schema:
    return {"description": meaning, **_table(_mechanisms(those))}


def _mechanisms(those: Iterable[Parameter]) -> Schema:
    """A table for each mechanism with its parameters."""
    tables: dict[str, Schema] = {}
    for one in those:
        tables.setdefault(one.mechanism, {})[one.name] = _reference(one)
    return {mechanism: _table(names) for mechanism, names in tables.items()}


def _of_kind(kind: str) -> Iterable[Parameter]:
    return (one for one in PARAMETERS.values() if one.kind == kind)


def _named(inside: Schema, meaning: str, *, names: str = "", fewest: int = 0) -> Schema:
    """A table of tables of the same form under names of their own."""
    return {
        "description": meaning,
        "type": "object",
        **({"propertyNames": {"pattern": names}} if names else {}),
        **({"minProperties": fewest} if fewest else {}),
        "additionalProperties": inside,
    }


def _table(keys: Schema, *, required: tuple[str, ...] = ()) -> Schema:
    """A table that takes these keys and no others."""
    need = {"required": list(required)} if required else {}
    return {"type": "object", "properties": keys, **need, "additionalProperties": False}


def _text(meaning: str) -> Schema:
    """One text, or one for each language."""
    text = {"type": "string"}
    both = _table({"de": text, "en": text}, required=("de", "en"))
    return {"description": meaning, "anyOf": [text, both]}


def _reference(one: Parameter) -> Schema:
    return {"$ref": f"#/$defs/{one.path}"}


def _number_of(name: str) -> Schema:
    return _value(NUMBERS[name])


def _value(one: Parameter, default: str = "") -> Schema:
    """What one parameter may be, with its German label as title."""
    spec = one.spec
    single = _single(one)
    if spec.schedulable:
        by_month = {
            "type": "object",
            "description": "months since the region's start as keys; each value holds from its "
            "month on",
            "patternProperties": {_MONTH: single},
            "minProperties": 1,
            "additionalProperties": False,
        }
        single = {"anyOf": [single, by_month]}
    default = default or f"default {in_toml(one.default)}"
    return {
        "title": spec.de,
        "description": "; ".join(filter(None, (spec.en, _unit(one), default, _range(one)))),
        "default": _plain(one.default),
        **single,
    }


def _single(one: Parameter) -> Schema:
    """A value that does not change: a number, or one for each class of firms."""
    spec = one.spec
    bounded = one.kind == "lever" and spec.low is not None
    low, high = (spec.low, spec.high) if bounded else (spec.least, spec.most)
    if not spec.classes:
        return _number(one, low, high)
    each = {
        name: _number(one, _part(low, place), _part(high, place))
        for place, name in enumerate(spec.classes)
    }
    return _table(each, required=spec.classes)


def _number(one: Parameter, low: Value | None, high: Value | None) -> Schema:
    kind = _TYPES.get(one.spec.type, "number")
    limits = {"minimum": low, "maximum": high} if kind != "boolean" else {}
    return {
        "type": kind,
        **{word: _plain(end) for word, end in limits.items() if _is_finite(end)},
    }


def _part(value: Value | None, place: int) -> Value | None:
    """The value of one class; the same for all where there is only one."""
    return value[place] if isinstance(value, tuple) else value


def _is_finite(end: Value | None) -> bool:
    return isinstance(end, int | float) and math.isfinite(end)


def _plain(value: Value | None) -> Any:
    """As JSON holds it; whole numbers without a point."""
    if isinstance(value, tuple):
        return {name: _plain(part) for name, part in value._asdict().items()}
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _unit(one: Parameter) -> str:
    unit = one.spec.unit
    return "" if unit in ("1", "count", "flag") else f"in {unit}" if unit != "share" else unit


def _range(one: Parameter) -> str:
    """The range in words: that of an assumption is no limit, as a file may lift it."""
    spec = one.spec
    if spec.low is None or spec.high is None:
        return ""
    ends = f"{in_toml(spec.low)} to {in_toml(spec.high)}"
    return ends if one.kind == "lever" else f"{ends}, or any with outside_range = true"
