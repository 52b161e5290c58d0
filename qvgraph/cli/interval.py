"""`qvgraph metrics --interval`: how far silence, or other organisations, would move each figure."""

import time
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from qvgraph.cli.screen import CHOICE, OF_GROUPS, ROWS, figure
from qvgraph.language import decimal, say

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from qvgraph.metrics import Interval, Level
    from qvgraph.model.network import Network

LONG_SECONDS = 10
"""What takes longer is announced."""


def with_interval(
    network: "Network",
    what: str,
    *,
    interval: "Interval",
    level: "Level",
    names: tuple[str, ...],
    ties: str,
    group: str | None,
    screen: bool,
    quiet: bool,
) -> "pl.DataFrame":
    """Compute the long table with intervals, and show it unless it goes to a file."""
    from qvgraph.metrics import tidy
    from qvgraph.metrics.unsure.intervals import DRAWS

    chosen = names or None
    if screen and level == "node" and not names:
        chosen = OF_GROUPS if group else CHOICE

    def table(**more: Any) -> "pl.DataFrame":
        return tidy(
            network, level=level, names=chosen, ties=tuple(ties.split(",")), group=group, **more
        )

    if not quiet:
        _announce(table, DRAWS)
    found = table(interval=interval, draws=DRAWS)
    if screen:
        console = Console(highlight=False)
        console.print(what, style="bold")
        _show(found, console)
        if not quiet:
            Console(stderr=True, highlight=False).print(_reading(interval, DRAWS))
    return found


def remark_on_silence(network: "Network") -> str | None:
    """How many did not answer, and what helps; None where nobody is known to be silent."""
    from qvgraph.metrics.unsure.silent import silent

    missing = silent(network)
    if not missing:
        return None
    return say(
        "{missing} of {all} organisations did not answer: their ties are missing, and most figures "
        "are off. --interval silent takes it into account.",
        missing=decimal(missing),
        all=decimal(network.organisations.height),
    )


def _announce(table: "Callable[..., pl.DataFrame]", draws: int) -> None:
    """Say how long it will take where that is long, by how long one table takes the second time."""
    table()
    begun = time.perf_counter()
    table()
    seconds = (time.perf_counter() - begun) * draws
    if seconds > LONG_SECONDS:
        told = say("{draws} networks are drawn, which takes about {seconds} s.",
                   draws=draws, seconds=decimal(seconds))  # fmt: skip
        click.echo(told, err=True)


def _show(table: "pl.DataFrame", console: Console) -> None:
    """A row per item and metric, the interval beside the value."""
    from qvgraph.metrics import METRICS

    shown = Table(box=None, pad_edge=False, header_style="bold")
    several = table["item"].n_unique() > 1
    if several:
        shown.add_column("item", no_wrap=True)
    shown.add_column("metric", overflow="fold")
    shown.add_column("value", justify="right", no_wrap=True)
    shown.add_column(say("90% interval"), no_wrap=True)
    shown.add_column("note")
    for row in table.head(ROWS).iter_rows(named=True):
        whole, between, note = METRICS[row["metric"]].whole, "", row["note"] or ""
        value, low, high = (_figure(row[name], whole=whole) for name in ("value", "low", "high"))
        if row["low"] is not None:
            between, note = say("{low} to {high}", low=low, high=high), ""
        cells = (row["metric"], value, between, note)
        shown.add_row(*((row["item"], *cells) if several else cells))
    console.print(shown)
    if table.height > ROWS:
        said = {"shown": decimal(ROWS), "rows": decimal(table.height)}
        console.print(say("{shown} of {rows} rows; all with --format csv --out PATH", **said))


def _figure(value: float | None, *, whole: bool) -> str:
    return figure(int(value) if whole and value is not None else value)


def _reading(interval: "Interval", draws: int) -> str:
    if interval == "silent":
        return say(
            "What the network would show, had all answered: value is the mean of {draws} "
            "reconstructions, of whole numbers the median; nine in ten lie in the interval.",
            draws=draws,
        )
    return say(
        "What networks of organisations of this sort show on average: {draws} times the "
        "organisations of each region are drawn anew, with replacement.",
        draws=draws,
    )
