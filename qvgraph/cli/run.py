"""`qvgraph run` and `qvgraph demo`: run a study, print the answer, draw the chart."""

import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from qvgraph.cli.progress import progress_bar
from qvgraph.language import current, say
from qvgraph.study.reading import read_study
from qvgraph.study.study import Study

if TYPE_CHECKING:
    from qvgraph.study.run import Run

DEMO_DRAWS, DEMO_REPLICATES = 8, 5


def demo(*, out: Path | None, force: bool, quiet: bool, threads: int | None) -> None:
    """The shipped study with few draws and replicates, and its report."""
    study = read_study("phase-two", draws=DEMO_DRAWS, replicates=DEMO_REPLICATES)
    study = replace(study, name="phase-two-demo")
    remarks = _remarks(quiet=quiet)
    result = _run(study, remarks, out=out, force=force, threads=threads)
    from qvgraph.report import write_report

    path = write_report(result)
    remarks.print(say("Report: {path}", path=path), soft_wrap=True)


def run(
    source: str,
    *,
    out: Path | None,
    force: bool,
    quiet: bool,
    threads: int | None,
    draws: int | None,
    replicates: int | None,
    months: int | None,
    assumptions: str | None,
    overrides: tuple[str, ...],
    plausible: bool,
) -> None:
    """Any study; `plausible` adds a table of what its networks look like beside real ones."""
    study = read_study(
        source,
        overrides=overrides,
        draws=draws,
        replicates=replicates,
        months=months,
        assumptions=assumptions,
    )
    remarks = _remarks(quiet=quiet)
    result = _run(study, remarks, out=out, force=force, threads=threads, plausible=plausible)
    command = shlex.join(["qvgraph", "report", str(result.folder)])
    remarks.print(say("A report of it: {command}", command=command), soft_wrap=True)


def _remarks(*, quiet: bool) -> Console:
    """Where people are told what is going on."""
    return Console(stderr=True, quiet=quiet, highlight=False)


def _run(
    study: Study,
    remarks: Console,
    *,
    out: Path | None,
    force: bool,
    threads: int | None,
    plausible: bool = False,
) -> "Run":
    _say_that_it_compiles(remarks)
    from qvgraph.study.run import run_study

    with progress_bar(remarks, study.name) as progress:
        result = run_study(
            study, out=out, threads=threads, force=force, progress=progress, told=remarks.print
        )
    if not result.computed:
        remarks.print(say("Nothing to do: this run is complete already."))
    output = Console(highlight=False)
    _show(result, output)
    if plausible and result.looks is not None:
        from qvgraph.cli.plausible import show
        from qvgraph.study.plausible import said_of

        baseline = study.scenario(study.baseline)
        show(said_of(result.looks, baseline.label[current()]), output)
    remarks.print(say("Tables and charts: {folder}", folder=result.folder), soft_wrap=True)
    return result


def _say_that_it_compiles(remarks: Console) -> None:
    from qvgraph.kernels.caches import is_cold

    if is_cold():
        remarks.print(say("Compiling the model for this computer: once, about half a minute."))


def _show(result: "Run", output: Console) -> None:
    """Print the answer, draw the charts."""
    from qvgraph.charts.files import write_charts
    from qvgraph.charts.material import material_of
    from qvgraph.cli.answer import show

    material = material_of(result)
    show(material.answer, output)
    write_charts(result, material=material)
