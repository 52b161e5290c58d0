"""`qvgraph benchmark`: the regions of one or of several networks side by side."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import batched
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from qvgraph.cli.answer import hanging
from qvgraph.cli.places import free_file, put
from qvgraph.cli.screen import figure
from qvgraph.cli.sources import is_run, network_from
from qvgraph.cli.tables import write_table
from qvgraph.language import decimal, say
from qvgraph.problems import InputError, Problems, fail, nearest

if TYPE_CHECKING:
    import polars as pl

    from qvgraph.model.network import Network

PICTURES: Final = (".svg", ".png", ".pdf")

BESIDE: Final = 6
"""So many regions stand beside each other on a screen; more follow below."""


def benchmark(
    sources: Sequence[str],
    *,
    names: tuple[str, ...],
    null: str,
    picture: str | None,
    by_chance: int,
    table_format: str | None,
    out: str | None,
    force: bool,
    quiet: bool,
    **source_of: Any,
) -> None:
    """Compare the regions of all networks; print that or write a table, and draw it if asked for.

    `source_of` is what `network_from` takes.
    """
    from qvgraph.metrics.regions.benchmark import benchmark as compare
    from qvgraph.metrics.regions.benchmark import chosen
    from qvgraph.metrics.regions.benchmark_told import reading

    problems = Problems()
    with _noted(problems):
        chosen(names or None, null)
    with _noted(problems):
        _may_be_drawn(picture, force=force)
    with _noted(problems):
        if out not in (None, "-"):
            free_file(str(out), force=force)
    read = list(_networks(sources, problems, quiet=quiet, **source_of))
    problems.raise_if_any()
    networks = [network for network, _ in read]
    with _progress(quiet=quiet) as told:
        table = compare(networks, names=names or None, null=null, draws=by_chance, told=told)  # type: ignore[arg-type]
    if picture:
        synthetic = any(network.synthetic for network in networks)
        _draw(table, Path(picture), draws=by_chance, synthetic=synthetic)
    if table_format or out:
        write_table(table, table_format, out, force=force)
    else:
        _show(table, [what for _, what in read])
        if not quiet:
            Console(stderr=True, highlight=False).print(reading(null, "*", by_chance))
    if picture:
        click.echo(picture, err=bool(table_format or out))


@contextmanager
def _noted(problems: Problems) -> Iterator[None]:
    """What is wrong is told together with what else is."""
    try:
        yield
    except InputError as error:
        for problem in error.problems:
            problems.take(problem)


def _networks(
    sources: Sequence[str], problems: Problems, *, quiet: bool, **source_of: Any
) -> "Iterator[tuple[Network, str]]":
    """The networks that can be read, each with what it is; those of one name by where they are.

    What picks a month is for the runs, if there are any.
    """
    of_a_run = {name: source_of.pop(name) for name in ("scenario", "draw", "replicate", "month")}
    runs = [source for source in sources if is_run(source)]
    found = {}
    for source in sources:
        if source in found:
            problems.note(source, say("is named twice"))
        with _noted(problems):
            picked = of_a_run if source in runs or not runs else {}
            found[source] = network_from(source, quiet=quiet, brief=True, **picked, **source_of)
    labels = [network.label for network, _ in found.values()]
    for source, (network, what) in found.items():
        alone = labels.count(network.label) == 1
        yield (network if alone else replace(network, name=source)), what


def _may_be_drawn(picture: str | None, *, force: bool) -> None:
    if picture is None:
        return
    ending = Path(picture).suffix.lower()
    if ending not in PICTURES:
        expected = ", ".join(PICTURES)
        what = say("expected is a file that ends in one of: {endings}", endings=expected)
        raise fail(picture, what + nearest(ending, PICTURES))
    free_file(picture, force=force)


def _draw(table: "pl.DataFrame", path: Path, *, draws: int, synthetic: bool) -> None:
    from qvgraph.charts.benchmark import bytes_of

    ending = path.suffix.lower()
    kind: Literal["svg", "png", "pdf"] = (
        "svg" if ending == ".svg" else "png" if ending == ".png" else "pdf"
    )
    put(path, bytes_of(table, kind, draws=draws, synthetic=synthetic))


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar of the regions that are done, where there is a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    hidden = quiet or not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as bar:
        task = bar.add_task(say("regions"), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _show(table: "pl.DataFrame", whats: Sequence[str]) -> None:
    """A table of percentiles, or all of the only region, and a sentence for each region."""
    from qvgraph.metrics.regions.benchmark_told import beside_published, called, sentences

    console = Console(highlight=False)
    for what in whats:
        console.print(Text(what, style="bold"))
    names = called(table)
    if len(names) > 1:
        for those in batched(names, BESIDE):
            console.print(_side_by_side(table, {key: names[key] for key in those}))
    else:
        console.print(_alone(table))
    console.print()
    for sentence in sentences(table):
        console.print(hanging(sentence))
    if len(names) == 1:
        console.print(hanging(say("There is one region only, and nothing to put beside it.")))
    if published := beside_published(table):
        console.print(hanging(published))


def _side_by_side(table: "pl.DataFrame", names: dict[tuple[str, str], str]) -> Table:
    """A column per region, a row per metric: percentiles, with a star where it differs."""
    from qvgraph.metrics.regions.benchmark_told import percentile

    shown = Table(box=None, pad_edge=False, header_style="bold")
    shown.add_column(say("percentiles"), no_wrap=True)
    for name in names.values():
        shown.add_column(Text(name), justify="right", overflow="fold", min_width=6)
    cells: dict[tuple[str, str, str], str] = {}
    for row in table.iter_rows(named=True):
        star = "*" if row["differs"] else " "
        value = row["percentile"]
        text = decimal(None) if value is None else percentile(value)
        cells[row["network"], row["region"], row["metric"]] = text + star
    for metric in table["metric"].drop_nulls().unique(maintain_order=True):
        shown.add_row(metric, *(cells.get((*key, metric), "") for key in names))
    return shown


def _alone(table: "pl.DataFrame") -> Table:
    """The figures of the only region."""
    from qvgraph.metrics.regions.benchmark_told import percentile

    shown = Table(box=None, pad_edge=False, header_style="bold")
    shown.add_column("", no_wrap=True)
    for heading in (say("value"), say("expected"), say("90% of networks"), say("percentile")):
        shown.add_column(heading, justify="right")
    for row in table.drop_nulls("metric").iter_rows(named=True):
        place, star = row["percentile"], "*" if row["differs"] else " "
        shown.add_row(
            row["metric"],
            figure(row["value"]),
            figure(row["expected"]),
            f"{figure(row['low'])} – {figure(row['high'])}",
            (decimal(None) if place is None else percentile(place)) + star,
        )
    return shown
