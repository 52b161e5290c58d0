"""Options that several commands share."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from qvgraph.language import say, use


def choose_language(arguments: list[str]) -> None:
    """Take ``--lang`` into account before click reads the arguments, for the texts of help."""
    for n, argument in enumerate(arguments):
        wanted = argument.removeprefix("--lang=") if argument.startswith("--lang=") else ""
        if argument == "--lang" and n + 1 < len(arguments):
            wanted = arguments[n + 1]
        if wanted:
            use("en" if wanted == "en" else "de")


class _Threads(click.ParamType[int]):
    """``threads:N``."""

    name = "threads:N"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> int:
        kind, _, number = value.partition(":")
        if kind in ("processes", "dask", "mpi"):
            self.fail(say("{kind} is not in this version yet; take threads:N", kind=kind))
        if kind != "threads" or not number.isdecimal() or int(number) < 1:
            self.fail(say("{value} found; threads:N is expected", value=value))
        return int(number)


choose_language(sys.argv)  # before the texts of help are made
language = click.option(
    "--lang", type=click.Choice(["de", "en"]), help=say("language; default: the locale's")
)
out = click.option(
    "--out", type=click.Path(path_type=Path), help=say("run folder; default: STUDY.run")
)
force = click.option("--force", is_flag=True, help=say("replace what is there"))
quiet = click.option("--quiet", is_flag=True, help=say("no progress, no remarks"))
replicates = click.option(
    "--replicates", type=int, metavar="N", help=say("replicates per draw and scenario")
)
draws = click.option("--draws", type=int, metavar="N", help=say("drawings of the networks"))
months = click.option("--months", type=int, metavar="N", help=say("months of the run"))
assumptions = click.option(
    "--assumptions",
    type=click.Choice(["defaults", "ranges", "all"]),
    help=say("each drawing its own: of those that decide (ranges), or of all"),
)
overrides = click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="SCENARIO.PATH=VALUE",
    help=say("set one value; * for all scenarios; repeatable"),
)
plausible = click.option(
    "--plausible",
    is_flag=True,
    help=say("then what the simulated networks look like, beside what is known of real ones"),
)
threads = click.option(
    "--executor", type=_Threads(), help=say("threads:N; default: one per processor")
)
table_format = click.option(
    "--format",
    "table_format",
    type=click.Choice(["csv", "json", "parquet"]),
    help=say("a table for machines"),
)
table_out = click.option("--out", metavar="PATH", help=say("file, or - for standard output"))
file_out = click.option(
    "--out",
    metavar="FILE",
    help=say("file, or - for standard output; default: in the current folder"),
)
ties = click.option(
    "--ties",
    type=click.Choice(["advice,contact", "advice"]),
    default="advice,contact",
    help=say("which ties count"),
)


metric = click.option(
    "--metric", "names", multiple=True, metavar="NAME", help=say("only this one; repeatable")
)


def of_a_benchmark(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say what regions are set beside, and where they are drawn."""
    for option in (
        click.option(
            "--draws",
            "by_chance",
            type=click.IntRange(min=99),
            default=1000,
            metavar="N",
            help=say("networks by chance for each region; default: 1,000"),
        ),
        click.option(
            "--picture",
            metavar="FILE",
            help=say("a picture of one page; ends in .svg, .png or .pdf"),
        ),
        click.option(
            "--null",
            default="kinds",
            metavar="NAME",
            help=say(
                "what networks by chance keep: kinds (default), mixing, dyads, degrees or density"
            ),
        ),
    ):
        command = option(command)
    return command


def of_a_file(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say what a file cannot say itself."""
    a_file = click.Path(path_type=Path)
    for option in (
        click.option(
            "--survey", type=a_file, help=say("what the columns of a survey are, as TOML")
        ),
        click.option(
            "--undirected", is_flag=True, help=say("each tie of a graph file goes both ways")
        ),
        click.option(
            "--nodes",
            type=a_file,
            help=say("the nodes of an edge list: a CSV file with ids and what is known of them"),
        ),
    ):
        command = option(command)
    return command


def of_a_run(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that pick one month of a run."""
    for option in (
        click.option(
            "--month", type=int, help=say("month of a run; default: the end of the pilot")
        ),
        click.option("--replicate", type=int, default=0, help=say("replicate of a run")),
        click.option("--draw", type=int, default=0, help=say("network draw of a run")),
        click.option("--scenario", help=say("of a run; default: the baseline")),
    ):
        command = option(command)
    return command
