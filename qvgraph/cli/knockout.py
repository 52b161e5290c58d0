"""`qvgraph metrics --knockout`: what is lost without a node, beside how central it is.

The managers' rows stand below the plain table of nodes, too: a manager's centrality is never shown
without what would be lost.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from qvgraph.cli.screen import ROWS, figure
from qvgraph.cli.sources import is_run
from qvgraph.language import decimal, say

if TYPE_CHECKING:
    import polars as pl

    from qvgraph.model.network import Network

CHEAP = 2_500
"""Nodes up to which the plain table says what would be lost, too: the pilot's are 1,890, 1.2 s."""

Row = dict[str, Any]


def knocked_out(
    network: "Network",
    what: str,
    source: str,
    *,
    ties: str,
    scenario: str | None,
    month: int | None,
    screen: bool,
    quiet: bool,
) -> "pl.DataFrame":
    """Compute the table, for a run with the simulated ways; show it unless it goes to a file."""
    import polars as pl

    from qvgraph.metrics import knockout

    table = knockout(network, ties=tuple(ties.split(",")))
    if is_run(source):
        from qvgraph.study.knocked import knocked, size_of
        from qvgraph.study.run import read_run

        run = read_run(Path(source))
        if screen and not quiet:
            regions = len(network.regions)
            size = size_of(run.study, regions)
            again = decimal(regions * size.draws * size.replicates)
            _remark(say("Simulating {again} replicates once more, without managers", again=again))
        later = knocked(run, scenario=scenario, month=month)
        table = pl.concat([table, later])
    if screen:
        console = Console(highlight=False)
        console.print(what, style="bold")
        _show(table, console, everybody=True)
        _show_simulated(table.filter(way="simulated"), console)
        _say_what_it_means(console)
        if not quiet:
            _remark(_reading())
    return table


def show_managers(network: "Network", ties: str, console: Console) -> None:
    """What would be lost without the managers, below the table of how central they are."""
    import polars as pl

    from qvgraph.metrics import knockout

    persons = 0 if network.managers is None else network.managers.height
    if not persons:
        return
    if network.organisations.height + persons > CHEAP:
        console.print(
            say(
                "What would be lost without the managers is left out above {most} nodes; "
                "--knockout tells it.",
                most=decimal(CHEAP),
            )
        )
        return
    table = knockout(network, ties=tuple(ties.split(",")), handover=False)
    if table.filter(pl.col("kind") == "manager", pl.col("degree") > 0).is_empty():
        return
    console.print("\n" + say("What would be lost without the managers"), style="bold")
    _show(table, console, everybody=False)
    _say_what_it_means(console)


def _show(table: "pl.DataFrame", console: Console, *, everybody: bool) -> None:
    """Managers first, then all of a region together, then the others by what is lost of DF."""
    rows = list(_rows(table))
    persons = [row for row in rows if row["kind"] == "manager"]
    regions = [row["region"] for row in persons]
    sets = [row for row in rows if row["level"] == "managers" and regions.count(row["region"]) > 1]
    others = [row for row in rows if row["level"] == "node" and row["kind"] != "manager"]
    others.sort(key=lambda row: (row["DF"] is None, -(row["DF"] or 0.0), row["item"]))
    ranked = persons + sets + (others if everybody else [])
    shown = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    shown.add_column("id", overflow="fold")
    headings = [
        "degree",
        "betweenness",
        "+F",
        "+DF",
        say("% all"),
        say("% equal"),
        *([say("handover")] if everybody else []),
    ]
    cells = [
        (
            figure(row["degree"]),
            figure(row["betweenness"]),
            _gain(row["F"]),
            _gain(row["DF"]),
            decimal(row["percentile"]),
            _among_equals(row),
            _gain(row["handover"]),
        )
        for row in ranked[:ROWS]
    ]
    for place, heading in enumerate(headings):
        # On a narrow screen ids and headings may be cut, and cells between words: no number.
        words = [word for row in cells for word in row[place].split(" ")]
        shown.add_column(
            heading, justify="right", overflow="fold", min_width=max(map(len, words), default=1)
        )
    for row, figures in zip(ranked, cells, strict=False):
        style = "bold" if row["kind"] == "manager" or row["level"] == "managers" else None
        shown.add_row(row["name"], *figures[: len(headings)], style=style)
    console.print(shown)
    if len(ranked) > ROWS:
        said = {"shown": decimal(ROWS), "rows": decimal(len(ranked))}
        console.print(say("{shown} of {rows} rows; all with --format csv --out PATH", **said))
    intact = {row["metric"]: row["intact"] for row in table.iter_rows(named=True)}
    console.print(
        say(
            "With everybody F is {f} and DF is {df}.",
            f=figure(intact["fragmentation"]),
            df=figure(intact["distance_fragmentation"]),
        )
    )


def _rows(table: "pl.DataFrame") -> Iterator[Row]:
    """One row per node and per set of managers, with its gains side by side."""
    import polars as pl

    keys = ["level", "item"]
    frozen = table.filter(pl.col("way") == "frozen", pl.col("metric") == "distance_fragmentation")
    for name, way, metric in (
        ("F", "frozen", "fragmentation"),
        ("handover", "handover", "distance_fragmentation"),
    ):
        other = table.filter(pl.col("way") == way, pl.col("metric") == metric)
        gains = other.select(*keys, pl.col("value").alias(name))
        frozen = frozen.join(gains, on=keys, how="left", maintain_order="left")
    for row in frozen.rename({"value": "DF"}).iter_rows(named=True):
        name = row["item"]
        if row["level"] == "managers":
            name = say("all of {region}", region=name)
        yield {**row, "name": name}


def _gain(value: float | None) -> str:
    from qvgraph.study.table import signed

    return signed(value, 3, plus=True)


def _among_equals(row: Row) -> str:
    """The percentile, with the degrees of those compared where they are others than its own."""
    told = decimal(row["percentile_equals"])
    low, high = row["equals_degree_low"], row["equals_degree_high"]
    if row["percentile_equals"] is None or low == high == row["degree"]:
        return told
    span = decimal(low) if low == high else f"{decimal(low)}–{decimal(high)}"
    return f"{told} ({span})"


def _show_simulated(table: "pl.DataFrame", console: Console) -> None:
    """A row per region and figure; what is to be said of them below, once."""
    from qvgraph.study.table import signed

    if table.is_empty():
        return
    console.print(
        "\n" + say("Gone from that month on, by simulation: what differs in the month of judging"),
        style="bold",
    )
    shown = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    shown.add_column(say("region"), no_wrap=True)
    shown.add_column(say("figure"))
    for heading in (say("as it is"), say("difference"), say("90% interval")):
        shown.add_column(heading, justify="right", no_wrap=True)
    known = table.drop_nulls("value")
    for row in known.head(ROWS).iter_rows(named=True):
        low, high = (signed(row[edge], 2) for edge in ("low", "high"))
        shown.add_row(
            row["item"],
            row["metric"],
            decimal(row["intact"], 2),
            signed(row["value"], 2, plus=True),
            "–" if row["low"] is None else say("{low} to {high}", low=low, high=high),
        )
    if known.height:
        console.print(shown)
    for note in table["note"].drop_nulls().unique(maintain_order=True):
        regions = table.filter(note=note)["item"].unique(maintain_order=True)
        console.print(f"{', '.join(regions)}: {note}")


def _remark(text: str) -> None:
    Console(stderr=True, highlight=False).print(text)


def _say_what_it_means(console: Console) -> None:
    console.print(
        say(
            "A manager who brings others together makes itself less central and is missed less: a "
            "small loss may be success."
        )
    )


def _reading() -> str:
    from qvgraph.metrics.knockouts.handover import DRAWS

    return say(
        "+F: how much larger the share of pairs is that cannot reach each other; +DF: how much "
        "smaller the mean of 1/distance; both among those who are left, ties in either direction. "
        "% all: other nodes whose +DF is smaller; % equal: the same among nodes of equal degree, "
        "in brackets of the nearest degrees. handover: +DF when a successor keeps each tie as "
        "likely as it is trusted, else as it is strong; mean of {draws} draws.",
        draws=DRAWS,
    )
