"""The commands and their options."""

import errno
import shlex
import signal
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Final, NoReturn

import click

from qvgraph.cli import options
from qvgraph.cli.help import Group, speak
from qvgraph.language import say, use
from qvgraph.problems import SHOWN, InputError, fail


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=say(
        "Regional qualification networks: what lasts after the pilot, and how network managers "
        "change the flow of knowledge."
    ),
)
@click.version_option(package_name="qvgraph", help=say("show the version and exit"))
@options.language
def _commands(lang: str | None) -> None:
    """`--lang` is read before click reads anything, so that help comes in that language."""


_OF_THE_PLACE: Final = frozenset(
    (errno.EACCES, errno.EISDIR, errno.ENAMETOOLONG, errno.ENOTDIR, errno.EPERM, errno.EROFS)
)
"""What the system says of a file or folder that somebody named or locked: no fault of ours."""


def _command(
    help_text: str, *, resumes: bool = False
) -> Callable[[Callable[..., Any]], click.Command]:
    """A command with the options that all have; problems of the input end it with code 2.

    One that `resumes` goes on where it stopped when it is called again.
    """

    def decorate(function: Callable[..., Any]) -> click.Command:
        @wraps(function)
        def guarded(lang: str | None, **arguments: Any) -> None:
            if lang is not None:
                use("en" if lang == "en" else "de")
            try:
                function(**arguments)
            except InputError as error:
                _print_problems(error)
                sys.exit(2)
            except KeyboardInterrupt:
                _stop(say("Stopped; what is finished stays."), resumes=resumes)
            except OSError as error:
                if error.errno == errno.ENOSPC:
                    _stop(say("The disk is full; what is finished stays."), resumes=resumes)
                if error.errno not in _OF_THE_PLACE or error.filename is None:
                    raise
                _print_problems(fail(str(error.filename), str(error.strerror)))
                sys.exit(2)

        return _commands.command(help=help_text)(options.language(guarded))

    return decorate


def _stop(what: str, *, resumes: bool) -> NoReturn:
    """Say what happened and, if so, with which command it goes on; end with code 3."""
    click.echo(what, err=True)
    if resumes:
        arguments = [argument for argument in sys.argv[1:] if argument != "--force"]
        command = shlex.join(["qvgraph", *arguments])
        click.echo(say("This goes on where it stopped: {command}", command=command), err=True)
    sys.exit(3)


def _print_problems(error: InputError) -> None:
    for problem in error.problems[:SHOWN]:
        click.echo(str(problem), err=True)
    if len(error.problems) > SHOWN:
        rest = len(error.problems) - SHOWN
        click.echo(say("… and {rest} more problems", rest=rest), err=True)
    for note in getattr(error, "__notes__", ()):
        click.echo(note, err=True)


@_command(
    say("Run the shipped study “phase-two”, small. An answer, tables, a chart, a report."),
    resumes=True,
)
@options.out
@options.force
@options.quiet
@options.threads
def demo(out: Path | None, force: bool, quiet: bool, executor: int | None) -> None:  # noqa: FBT001
    from qvgraph.cli.run import demo as run_demo

    run_demo(out=out, force=force, quiet=quiet, threads=executor)


@_command(say("Run every scenario of STUDY; print the answer, write a run folder."), resumes=True)
@click.argument("study")
@options.out
@options.force
@options.quiet
@options.draws
@options.replicates
@options.months
@options.assumptions
@options.overrides
@options.plausible
@options.threads
def run(study: str, **arguments: Any) -> None:
    from qvgraph.cli.run import run as run_study

    threads = arguments.pop("executor")
    run_study(study, threads=threads, **arguments)


@_command(say("Write the report of a run. RUN is its folder; one HTML file that can be printed."))
@click.argument("run", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help=say("the file; default: report-LANGUAGE.html in the run folder"),
)
@click.option("--charts", is_flag=True, help=say("each chart as a file of its own, too"))
@options.force
def report(run: Path, **arguments: Any) -> None:
    from qvgraph.cli.report import report as write_report

    write_report(run, **arguments)


@_command(
    say(
        "Write something to fill in. WHAT is study: a study file with comments that runs as it is; "
        "or network: a workbook with notes and drop-downs, or CSV files if --out names a folder."
    )
)
@click.argument("what")
@options.file_out
@options.force
def template(what: str, out: str | None, force: bool) -> None:  # noqa: FBT001
    from qvgraph.cli.template import template as write_template

    write_template(what, out=out, force=force)


@_command(say("Every problem of studies and networks; nothing is run."))
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--show",
    metavar="SCENARIO",
    help=say("print each value of a scenario with the table it came from"),
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help=say("all problems as problems.csv, and copies of workbooks with the cells marked"),
)
@options.force
def check(files: tuple[str, ...], **arguments: Any) -> None:
    from qvgraph.cli.check import check as check_all

    check_all(files, **arguments)


@_command(
    say("What differs between two runs. Model, settings, scenarios, results; also between studies.")
)
@click.argument("first", metavar="RUN")
@click.argument("second", metavar="RUN")
def diff(first: str, second: str) -> None:
    from qvgraph.cli.diff import diff as show_differences

    show_differences(first, second)


@_command(say("Centrality of managers and organisations in NETWORK, a network or a run."))
@click.argument("network", required=False)
@click.option(
    "--level",
    type=click.Choice(["node", "group", "network"]),
    default="node",
    help=say("per organisation, per region, or for the whole"),
)
@options.metric
@click.option(
    "--group",
    metavar="COLUMN",
    help=say("column of the organisations: also the roles of brokerage between its groups"),
)
@click.option(
    "--chance",
    is_flag=True,
    help=say("the roles of brokerage beside networks by chance: five kinds, 1,000 draws"),
)
@click.option(
    "--interval",
    type=click.Choice(["silent", "bootstrap"]),
    help=say(
        "intervals of 90 %: what those who did not answer (silent), or other organisations of "
        "this sort (bootstrap) would change"
    ),
)
@click.option(
    "--key-players",
    type=int,
    metavar="K",
    help=say("the K nodes from which all others are nearest, and how good any could be"),
)
@click.option(
    "--within", type=int, metavar="M", help=say("with --key-players: who is M steps away at most")
)
@click.option(
    "--exact", is_flag=True, help=say("with --key-players: compare all sets, up to 10 million")
)
@click.option(
    "--knockout",
    is_flag=True,
    help=say("what is lost without each node; of a run, also without managers from a month on"),
)
@click.option(
    "--explain", metavar="NAME", help=say("formula of a metric, and how other programs give it")
)
@click.option(
    "--like",
    type=click.Choice(["igraph", "networkx", "sna", "ucinet"]),
    help=say("with --explain: only this program"),
)
@click.option("--list", "listing", is_flag=True, help=say("name all metrics with their source"))
@options.ties
@options.of_a_file
@options.of_a_run
@options.table_format
@options.table_out
@options.force
@options.quiet
def metrics(network: str | None, **arguments: Any) -> None:
    from qvgraph.cli.metrics import explain_metric, list_metrics
    from qvgraph.cli.metrics import metrics as compute

    explained, like = arguments.pop("explain"), arguments.pop("like")
    if arguments.pop("listing"):
        list_metrics()
        return
    if explained:
        explain_metric(explained, like)
        return
    if like:
        raise click.UsageError(say("--like says how --explain answers; a metric is expected there"))
    if network is None:
        raise click.UsageError(say("a network or a run folder is expected"))
    _refuse_two_questions(arguments)
    compute(network, **arguments)


def _refuse_two_questions(arguments: dict[str, Any]) -> None:
    """Some options ask for a table of its own, which others would not change."""
    if arguments["chance"] and (arguments["names"] or arguments["level"] != "node"):
        raise click.UsageError(
            say("--chance looks at the five roles of each node, at nothing else")
        )
    if arguments["knockout"] and (
        arguments["names"] or arguments["group"] or arguments["level"] != "node"
    ):
        raise click.UsageError(
            say("--knockout looks at each node and at the managers, at nothing else")
        )
    tables = ("chance", "knockout", "key_players")
    if arguments["interval"] and any(arguments[name] for name in tables):
        raise click.UsageError(
            say("--interval goes with metrics, not with --chance, --knockout or --key-players")
        )
    if arguments["knockout"] and arguments["chance"]:
        raise click.UsageError(say("--knockout and --chance are two tables: one at a time"))
    if arguments["key_players"] is None:
        if arguments["within"] is not None or arguments["exact"]:
            raise click.UsageError(say("--within and --exact belong to --key-players"))
    elif any(arguments[name] for name in ("names", "group", "chance", "knockout")) or (
        arguments["level"] != "node"
    ):
        raise click.UsageError(say("--key-players looks for a set of nodes, at nothing else"))


@_command(
    say(
        "Regions of networks or runs side by side. What about each is more than its size, density "
        "and kinds of organisations let expect; as a table, a sentence for each, and a picture."
    )
)
@click.argument("networks", nargs=-1, required=True, metavar="NETWORK...")
@options.metric
@options.of_a_benchmark
@options.of_a_file
@options.of_a_run
@options.table_format
@options.table_out
@options.force
@options.quiet
def benchmark(networks: tuple[str, ...], **arguments: Any) -> None:
    from qvgraph.cli.benchmark import benchmark as compare

    compare(networks, **arguments)


@_command(
    say(
        "A picture of NETWORK, a network or a run. TARGET ends in .svg, .png or .html: a page that "
        "zooms, tells and focuses, without a network connection."
    )
)
@click.argument("network")
@click.argument("target")
@click.option(
    "--by",
    metavar="COLUMN",
    help=say("what colours the firms: sector, region, kind or another column"),
)
@click.option(
    "--names", is_flag=True, help=say("true names of managers and organisations, no pseudonyms")
)
@options.ties
@options.of_a_file
@options.of_a_run
@options.force
@options.quiet
def draw(network: str, target: str, **arguments: Any) -> None:
    from qvgraph.cli.draw import draw as draw_picture

    draw_picture(network, target, **arguments)


@_command(
    say(
        "A network from any format to any other. The endings say which; a folder holds CSV tables. "
        "What was read, and what the target could not hold, is told."
    )
)
@click.argument("source", metavar="NETWORK")
@click.argument("target", type=click.Path(path_type=Path))
@options.of_a_file
@click.option(
    "--format", "kind", metavar="NAME", help=say("of a target whose ending is not enough")
)
@click.option(
    "--pseudonymise",
    is_flag=True,
    help=say("pseudonyms for ids, no names, no free text; the way back goes to --key"),
)
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    help=say("key of the pseudonyms, made where there is none; default: TARGET.key beside TARGET"),
)
@options.force
@options.quiet
def convert(source: str, target: Path, **arguments: Any) -> None:
    from qvgraph.cli.convert import convert as convert_network

    convert_network(source, target, **arguments)


@_command(
    say(
        "What NAME means: a lever, an assumption, a mechanism, a figure, a column, a chance, "
        "a metric, or all of a kind (levers, chances). Without NAME: an overview."
    )
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@options.table_format
@options.table_out
@options.force
def describe(names: tuple[str, ...], **arguments: Any) -> None:
    from qvgraph.cli.describe import describe as describe_all

    describe_all(names, **arguments)


@_command(say("Path of the JSON Schema of study files. Editors complete and check with it."))
def schema() -> None:
    from qvgraph.study.finding import SCHEMA, scenarios

    click.echo(str(scenarios() / SCHEMA))


def main() -> None:
    """Run the command line; being asked to end is like Ctrl-C."""
    speak()
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    _commands(prog_name="qvgraph")
