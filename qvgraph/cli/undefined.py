"""A metric that was asked for by name and has no value in the whole network: refused, with why."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from qvgraph.language import say
from qvgraph.problems import Problems

if TYPE_CHECKING:
    import polars as pl

    from qvgraph.model.network import Network


def refuse_undefined(
    network: "Network", table: "pl.DataFrame", names: Sequence[str], **asked: Any
) -> None:
    """Raise `InputError` if metrics that were named have no value in a table of `compute`."""
    from qvgraph.metrics import tidy

    nothing = [name for name in names if not _has_a_value(table, name)]
    if not nothing:
        return
    problems = Problems()
    for name, rows in tidy(network, names=nothing, **asked).group_by("metric", maintain_order=True):
        problems.note("metric", _why(str(name[0]), rows["note"].unique(maintain_order=True)))
    problems.raise_if_any()


def _has_a_value(table: "pl.DataFrame", name: str) -> bool:
    """True for what the table calls otherwise, too, and where there is nobody to have one."""
    import polars as pl

    if "metric" in table.columns:
        values = table.filter(pl.col("metric") == name)["value"]
    elif name in table.columns:
        values = table[name]
    else:
        return True
    return values.is_empty() or values.null_count() < len(values)


def _why(name: str, reasons: "pl.Series") -> str:
    from qvgraph.metrics import METRICS

    told = say(
        "{metric} is not defined for this network: {reason}",
        metric=name,
        reason="; ".join(reasons),
    )
    if METRICS[name].group:
        return told + say("; --group names a column that makes groups")
    if instead := METRICS[name].instead:
        return told + say("; take {metric}", metric=instead)
    return told
