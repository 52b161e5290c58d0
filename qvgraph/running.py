"""A study from its file to its run folder, charts included."""

from pathlib import Path

from qvgraph.charts.files import write_charts
from qvgraph.study.parts import Progress
from qvgraph.study.run import Run, run_study
from qvgraph.study.study import Study


def run(
    study: Study,
    *,
    out: str | Path | None = None,
    threads: int | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> Run:
    """Run every scenario of a study into a folder (default `<study>.run`), with charts.

    A folder that holds the same run is read, an interrupted one finished, one with fewer replicates
    extended. The results have
    `outcomes` (a row per scenario, draw, replicate and region), `monthly` (quantiles of every
    series) and `comparison` (paired differences, intervals of 90 %). Raises `InputError` when the
    folder holds another run (unless `force`) or the study does not fit its network.
    """
    result = run_study(study, out=out, threads=threads, force=force, progress=progress)
    write_charts(result)
    return result
