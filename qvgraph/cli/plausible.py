"""The table of `qvgraph run --plausible`."""

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from qvgraph.cli.answer import hanging, without_padding
from qvgraph.language import say
from qvgraph.study.plausible import Plausibility, Row


def show(plausibility: Plausibility, console: Console) -> None:
    """Print the figures beside their bands; what lies outside is red where there is colour."""
    with without_padding(console):
        console.print()
        console.print(Text(plausibility.title, style="bold"))
        console.print(_grid(plausibility))
        console.print()
        for remark in plausibility.remarks:
            console.print(hanging(remark))


def _grid(plausibility: Plausibility) -> Grid:
    grid = Grid(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), leading=1)
    grid.add_column(say("figure"), ratio=5)
    grid.add_column(Text(say("mean (range)"), justify="right"), justify="right", no_wrap=True)
    grid.add_column(say("band and its source"), ratio=6)
    grid.add_column(say("verdict"), ratio=3)
    said = ""
    for row in plausibility.rows:
        band = Text(row.band)
        if row.source != said:  # once for figures that follow each other
            band.append(f"\n{row.source}", style="dim")
            said = row.source
        grid.add_row(Text(row.label), Text(row.value, justify="right"), band, _verdict(row))
    return grid


def _verdict(row: Row) -> Text:
    text = Text(row.said, style="red" if row.verdict == "outside" else "")
    if row.held_back:
        text.append("\n" + say("held back: not tuned to"), style="dim")
    return text
