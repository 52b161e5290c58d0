"""One tidy table of declarations, for machines and for citing."""

from collections.abc import Iterable
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from qvgraph.declare import Column, Parameter, Series
from qvgraph.metrics import Metric
from qvgraph.reference.entries import Entry
from qvgraph.reference.facts import is_doubtful, remarks
from qvgraph.reference.values import in_toml
from qvgraph.study.outcomes import Outcome

if TYPE_CHECKING:
    import polars as pl

COLUMNS: Final = (
    "name", "kind", "de", "en", "unit", "type", "default", "low", "high", "confidence",
    "source", "schedulable", "note",
)  # fmt: skip


def table(entries: Iterable[Entry]) -> "pl.DataFrame":
    """A row per entry; what a kind does not have is null.

    Words are those of the declarations in either language, values are written as in a study file;
    only `note` is in the language in use.
    """
    import polars as pl

    schema = dict.fromkeys(COLUMNS, pl.String) | {"schedulable": pl.Boolean}
    return pl.DataFrame([_row(entry) for entry in entries], schema=schema, orient="row")


def _row(entry: Entry) -> dict[str, Any]:
    note = "; ".join(f"{fact.heading}: {fact.text}" for fact in remarks(entry))
    row = dict.fromkeys(COLUMNS) | {
        "name": entry.name, "kind": entry.kind, "de": entry.de, "en": entry.en, "note": note,
    }  # fmt: skip
    return row | _measured(entry)


def _measured(entry: Entry) -> dict[str, Any]:
    match entry.of:
        case Parameter(spec=spec) as one:
            ends = {"low": spec.low, "high": spec.high}
            default = None if one.path == "judge.month" else in_toml(one.default)
            return {
                "unit": spec.unit,
                "type": spec.type,
                "default": default,
                **{name: None if end is None else in_toml(end) for name, end in ends.items()},
                "confidence": spec.confidence if is_doubtful(one) else None,
                "source": spec.source if is_doubtful(one) else None,
                "schedulable": spec.schedulable and entry.kind in ("lever", "assumption"),
            }
        case Series() | Outcome() as one:
            return {"unit": one.unit, "type": "number"}
        case Column(word=word):
            limits = {"low": word.least, "high": word.most}
            bounds = {name: str(limit) for name, limit in limits.items() if isfinite(limit)}
            return {"unit": word.unit or None, "type": word.type, **bounds}
        case Metric() as one:
            return {"type": "whole" if one.whole else "number", "source": one.source}
        case _:
            return {}
