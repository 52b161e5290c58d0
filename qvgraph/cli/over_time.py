"""`qvgraph metrics --over-time`: what the replicates of a run spread over, month by month."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from qvgraph.cli.progress import progress_bar
from qvgraph.cli.screen import CHOICE, ROWS, Level, figure
from qvgraph.cli.sources import is_run
from qvgraph.cli.tables import write_table
from qvgraph.language import decimal, say
from qvgraph.problems import fail

if TYPE_CHECKING:
    import polars as pl

    from qvgraph.study.run import Run

KEYS, CELL = 20, 16
"""Signs of a line that scenario and month take, and a metric."""


def over_time(
    source: str,
    *,
    level: Level,
    names: Sequence[str],
    ties: str,
    group: str | None,
    scenario: str | None,
    every: int | None,
    table_format: str | None,
    out: str | None,
    force: bool,
    quiet: bool,
) -> None:
    """Compute the quantiles of a run by month, and print or write them.

    Of nodes a choice is computed unless metrics are named: all of them take minutes.
    """
    from qvgraph.study.over_time import EVERY, metrics_over_time
    from qvgraph.study.run import read_run

    if not is_run(source):
        raise fail(source, say("is no run; --over-time needs one"))
    run = read_run(Path(source))
    remarks = Console(stderr=True, quiet=quiet, highlight=False)
    with progress_bar(remarks, run.study.name) as progress:
        table = metrics_over_time(
            run,
            level=level,
            names=names or (CHOICE if level == "node" else None),
            every=EVERY if every is None else every,
            scenarios=None if scenario is None else [scenario],
            ties=tuple(ties.split(",")),
            group=group,
            progress=progress,
        )
    if table_format or out:
        write_table(table, table_format, out, force=force)
        return
    console = Console(highlight=False)
    console.print(_title(run, table), style="bold")
    _show(table, console)
    remarks.print(_reading(level))


def _title(run: "Run", table: "pl.DataFrame") -> str:
    return say(
        "{network}: drawings of the network {draws}, replicates of each {replicates}",
        network=table["network"][0],
        draws=decimal(run.study.network.draws),
        replicates=decimal(run.study.run.replicates),
    )


def _show(table: "pl.DataFrame", console: Console) -> None:
    """A row per scenario and month, a column per metric: the whole, regions are in files."""
    import polars as pl

    from qvgraph.study.outcomes import ALL

    whole = table.filter(pl.col("item") == ALL)
    metrics = whole["metric"].unique(maintain_order=True).to_list()
    columns = metrics[: max(1, (console.width - KEYS) // CELL)]
    found = {(one["scenario"], one["month"], one["metric"]): one for one in whole.to_dicts()}
    moments = whole.select("scenario", "month").unique(maintain_order=True).rows()
    cells = [[_cell(found[*moment, name]) for name in columns] for moment in moments[:ROWS]]
    shown = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    shown.add_column("scenario", overflow="fold")
    shown.add_column("month", justify="right", no_wrap=True)
    for place, name in enumerate(columns):
        # A cell may be cut between the median and the range, not inside of one.
        words = [word for row in cells for word in row[place].split(" ")]
        shown.add_column(name, justify="right", min_width=max(map(len, words)), overflow="fold")
    before = None
    for (scenario, month), row in zip(moments, cells, strict=False):
        shown.add_row(scenario if scenario != before else "", str(month), *row)
        before = scenario
    console.print(shown)
    if len(moments) > ROWS or len(columns) < len(metrics):
        console.print(
            say(
                "{shown} of {rows} rows and {columns} of {metrics} metrics; all and each region "
                "with --format csv --out PATH",
                shown=decimal(len(cells)),
                rows=decimal(len(moments)),
                columns=len(columns),
                metrics=len(metrics),
            )
        )
    else:
        console.print(say("each region and more quantiles with --format csv --out PATH"))


def _cell(row: dict[str, float | None]) -> str:
    """The median, and where nine of ten replicates lie."""
    if not row["n"]:
        return figure(None)
    return f"{figure(row['q50'])} ({figure(row['q05'])}–{figure(row['q95'])})"


def _reading(level: Level) -> str:
    if level == "node":
        return say(
            "The mean over the managers, before the month runs: median over the replicates, in "
            "brackets where 90 % of them lie."
        )
    return say(
        "All organisations, before the month runs: median over the replicates, in brackets where "
        "90 % of them lie."
    )
