"""`qvgraph metrics`: who holds the network together, in a network or in a month of a run."""

from functools import partial
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from qvgraph.cli.screen import CHOICE, OF_GROUPS, ROWS, WIDE, Level, figure
from qvgraph.cli.sources import network_from
from qvgraph.cli.tables import write_table
from qvgraph.cli.undefined import refuse_undefined
from qvgraph.language import decimal, declared, say

if TYPE_CHECKING:
    import polars as pl

    from qvgraph.metrics.explanation import Program
    from qvgraph.metrics.unsure.intervals import Interval
    from qvgraph.model.network import Network


def metrics(
    source: str,
    *,
    level: Level,
    names: tuple[str, ...],
    ties: str,
    group: str | None,
    chance: bool,
    interval: "Interval | None",
    key_players: int | None,
    within: int | None,
    exact: bool,
    knockout: bool,
    table_format: str | None,
    out: str | None,
    force: bool,
    quiet: bool,
    **source_of: Any,
) -> None:
    """Compute the metrics of a network or of a month of a run, and print or write them.

    `source_of` is what `network_from` takes.
    """
    from qvgraph.cli.interval import remark_on_silence

    for_machines = bool(table_format or out)
    network, what = network_from(source, quiet=quiet, brief=for_machines, **source_of)
    if not quiet and interval != "silent" and (remark := remark_on_silence(network)):
        Console(stderr=True, highlight=False).print(remark)
    of: dict[str, Any] = {"level": level, "names": names, "group": group}
    shown: dict[str, Any] = {"ties": ties, "screen": not for_machines, "quiet": quiet}
    if chance:
        from qvgraph.cli.chance import beside_chance

        table = beside_chance(network, what, group=group, **shown)
    elif interval:
        from qvgraph.cli.interval import with_interval

        table = with_interval(network, what, interval=interval, **of, **shown)
    elif key_players is not None:
        from qvgraph.cli.key_players import show_key_players

        table = show_key_players(network, what, key_players, within=within, exact=exact, **shown)
    elif knockout:
        from qvgraph.cli.knockout import knocked_out

        moment = {name: source_of[name] for name in ("scenario", "month")}
        table = knocked_out(network, what, source, **moment, **shown)
    else:
        table = _of_metrics(network, what, **of, **shown)
    if for_machines:
        write_table(table, table_format, out, force=force)


def _of_metrics(
    network: "Network",
    what: str,
    *,
    level: Level,
    names: tuple[str, ...],
    group: str | None,
    ties: str,
    screen: bool,
    quiet: bool,
) -> "pl.DataFrame":
    """Compute the table of a level, and show it unless it goes to a file."""
    from qvgraph.metrics import compute

    of: dict[str, Any] = {"level": level, "ties": tuple(ties.split(",")), "group": group}
    told = None if quiet else partial(click.echo, err=True)
    table = compute(network, names=names or None, told=told, **of)
    refuse_undefined(network, table, names, **of)
    if screen:
        _show(network, table, what, level=level, names=names, group=group, ties=ties)
        if not quiet:
            Console(stderr=True, highlight=False).print(_reading(level, ties))
    return table


def list_metrics() -> None:
    """Name every metric with what it reads and where it comes from."""
    from qvgraph.metrics import METRICS

    for metric in METRICS.values():
        click.echo(f"{metric.name}: {metric.label}")
        read = (metric.level, metric.direction, declared(metric.variant))
        click.echo(f"    {', '.join(filter(None, read))}; {metric.source}")


def explain_metric(name: str, like: "Program | None") -> None:
    """Print the formula of a metric, and what other programs give."""
    from qvgraph.metrics.explain import explain

    shown = Table(box=None, pad_edge=False, show_header=False)
    shown.add_column(no_wrap=True)
    shown.add_column(overflow="fold")
    for heading, text in explain(name, like=like):
        shown.add_row(escape(heading), escape(text))
    Console(highlight=False).print(shown)


def _show(
    network: "Network",
    table: "pl.DataFrame",
    what: str,
    *,
    level: Level,
    names: tuple[str, ...],
    group: str | None,
    ties: str,
) -> None:
    """The table of a level on a screen; below that of nodes what would be lost without managers."""
    console = Console(highlight=False)
    console.print(what, style="bold")
    if level == "node":
        _show_nodes(table, console, everything=bool(names) or console.width >= WIDE)
        if group is None and (not names or set(names) & set(CHOICE)):
            from qvgraph.cli.knockout import show_managers

            show_managers(network, ties, console)
    elif level == "group":
        _show_side_by_side(table, console)
    else:
        _show_long(table, console)


def _reading(level: Level, ties: str) -> str:
    if level == "node" and ties == "advice":
        return say(
            "Advice ties as given, unweighted; betweenness raw, harmonic divided by n − 1, "
            "eigenvector at most 1."
        )
    if level == "node":
        return say(
            "Ties as given, unweighted: advice ties and contacts above 0.05; betweenness raw, "
            "harmonic divided by n − 1, eigenvector at most 1."
        )
    if level == "group":
        return say("Advice ties inside each region, managers left out.")
    return say("Advice ties of all organisations, managers left out.")


def _show_nodes(table: "pl.DataFrame", console: Console, *, everything: bool) -> None:
    """Managers first, then organisations by betweenness; as many as fit a screen."""
    import polars as pl

    figures = [name for name, kind in table.schema.items() if kind.is_numeric()]
    choice = OF_GROUPS if OF_GROUPS[0] in figures else CHOICE
    columns = figures if everything else [name for name in choice if name in figures]
    rank = "betweenness" if "betweenness" in columns else columns[-1]
    others = table.filter(pl.col("kind") != "manager")
    others = others.sort(rank, "id", descending=[True, False], nulls_last=True)
    ranked = pl.concat([table.filter(pl.col("kind") == "manager"), others])
    shown = Table(box=None, pad_edge=False, header_style="bold")
    shown.add_column("id", no_wrap=True)
    for name in columns:
        shown.add_column(name, justify="right", overflow="fold")
    for row in ranked.head(ROWS).iter_rows(named=True):
        style = "bold" if row["kind"] == "manager" else None
        shown.add_row(row["id"], *(figure(row[name]) for name in columns), style=style)
    console.print(shown)
    if len(ranked) > ROWS or len(columns) < len(figures):
        console.print(
            say(
                "{shown} of {rows} rows and {columns} of {metrics} metrics; all with --format csv "
                "--out PATH",
                shown=decimal(min(ROWS, len(ranked))),
                rows=decimal(len(ranked)),
                columns=len(columns),
                metrics=len(figures),
            )
        )


def _show_side_by_side(table: "pl.DataFrame", console: Console) -> None:
    """A column per region, a row per figure."""
    shown = Table(box=None, pad_edge=False, header_style="bold")
    shown.add_column("", no_wrap=True)
    for region in table["region"]:
        shown.add_column(region, justify="right", overflow="fold")
    for name in table.columns[2:]:
        shown.add_row(name, *(figure(value) for value in table[name]))
    console.print(shown)


def _show_long(table: "pl.DataFrame", console: Console) -> None:
    from qvgraph.metrics import METRICS

    shown = Table(box=None, pad_edge=False, header_style="bold")
    for name, justify in (("metric", "left"), ("value", "right"), ("note", "left")):
        shown.add_column(name, justify="right" if justify == "right" else "left")
    for row in table.iter_rows(named=True):
        name, value = row["metric"], row["value"]
        whole = METRICS[name].whole and value is not None
        shown.add_row(name, figure(int(value) if whole else value), row["note"] or "")
    console.print(shown)
