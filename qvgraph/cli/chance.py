"""`qvgraph metrics --chance`: brokerage beside what chance gives, by every null model at once."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from qvgraph.cli.screen import ROWS
from qvgraph.language import decimal, say

if TYPE_CHECKING:
    import polars as pl

    from qvgraph.model.network import Network


def beside_chance(
    network: "Network", what: str, *, group: str | None, ties: str, screen: bool, quiet: bool
) -> "pl.DataFrame":
    """Compute the table, and show it unless it goes to a file."""
    from qvgraph.metrics.chance.brokerage_nulls import brokerage_beside_chance

    table = brokerage_beside_chance(network, group=group, ties=tuple(ties.split(",")))
    if screen:
        console = Console(highlight=False)
        console.print(what, style="bold")
        _show(network, table, console)
        if not quiet:
            Console(stderr=True, highlight=False).print(_reading())
    return table


def _show(network: "Network", table: "pl.DataFrame", console: Console) -> None:
    """A row per node and role, managers first, then by count; a column per null model."""
    import polars as pl

    persons = [] if network.managers is None else network.managers["id"].to_list()
    found = table.filter(pl.col("count") > 0)
    nulls = table["null"].unique(maintain_order=True).to_list()
    order = found.filter(pl.col("null") == nulls[0]).sort(
        ~pl.col("id").is_in(persons), "count", "id", "role", descending=[False, True, False, False]
    )
    figures = {(row["id"], row["role"], row["null"]): row for row in found.iter_rows(named=True)}
    rows = [
        (node, role, decimal(count), *(_cell(figures[node, role, null]) for null in nulls))
        for node, role, count in order.head(ROWS).select("id", "role", "count").iter_rows()
    ]
    shown = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    shown.add_column("id", no_wrap=True)
    shown.add_column("role", no_wrap=True)
    for place, name in enumerate(("count", *nulls), 2):
        # A cell may be cut between its two numbers, not inside of one.
        words = [word for row in rows for word in row[place].split(" ")]
        shown.add_column(name, justify="right", min_width=max(map(len, (name, *words))))
    for row in rows:
        shown.add_row(*row, style="bold" if row[0] in persons else None)
    console.print(shown)
    if order.height > ROWS:
        said = {"shown": decimal(ROWS), "rows": decimal(order.height)}
        console.print(say("{shown} of {rows} rows; all with --format csv --out PATH", **said))


def _cell(row: dict[str, float | None]) -> str:
    """The expected count, and p where the null model is drawn."""
    expected = decimal(row["expected"], 1)
    return expected if row["p"] is None else f"{expected} ({decimal(row['p'], 3)})"


def _reading() -> str:
    return say(
        "Expected counts, p in brackets (two-sided). labels: the groups handed out anew; density: "
        "as many ties; dyads: as many returned ones; degrees: everybody has as many ties as now; "
        "blocks: and each group as many to each other. A node of many ties brokers more than "
        "density allows; whether it does more than others of as many ties, degrees says."
    )
