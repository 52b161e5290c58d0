"""`qvgraph report`: the report of a run as a file."""

from pathlib import Path

import click

from qvgraph.cli.places import free_file, put
from qvgraph.language import current, decimal, say


def report(folder: Path, *, out: Path | None, charts: bool, force: bool) -> None:
    """Write the report, finished or not, and say where it is."""
    from qvgraph.report import html_of
    from qvgraph.study.run import read_run

    run = read_run(folder, unfinished=True)
    # What lies in the run folder follows from the run; only a file elsewhere may be somebody's.
    path = free_file(str(out or folder / f"report-{current()}.html"), force=force or out is None)
    if run.done < run.total:
        done, total = decimal(run.done), decimal(run.total)
        what = say("Unfinished: {done} of {total} runs are in.", done=done, total=total)
        click.echo(what, err=True)
    put(path, html_of(run).encode())
    if charts:
        from qvgraph.charts.files import write_charts

        write_charts(run, everything=True)
    click.echo(str(path))
