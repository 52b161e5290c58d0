"""`qvgraph check`: every problem of studies and networks at once."""

from itertools import chain
from pathlib import Path

import click

from qvgraph.cli.places import free_folder
from qvgraph.cli.problems import TABLE, write_problems
from qvgraph.cli.sources import is_network, read
from qvgraph.declare import ByClass
from qvgraph.language import say
from qvgraph.problems import InputError, Problem
from qvgraph.simulate.parameters import Schedule
from qvgraph.study.reading import read_study
from qvgraph.study.study import Study


def check(
    files: tuple[str, ...], *, show: str | None, out: Path | None = None, force: bool = False
) -> None:
    """Read each file; say that it is sound, or raise with the problems of all.

    They are also written to the folder `out`, every one of them.
    """
    if out is not None:
        free_folder(out, [TABLE], force=force)
    problems: dict[str, tuple[Problem, ...]] = {}
    sound: list[tuple[str, Study | None]] = []
    for name in files:
        try:
            sound.append((name, _check(name)))
        except InputError as error:
            problems[name] = error.problems
    written = [] if out is None else write_problems(out, problems)
    if problems:
        wrong = InputError(chain.from_iterable(problems.values()))
        if written:
            names = ", ".join(map(str, written))
            wrong.add_note(say("All problems are in: {files}", files=names))
        raise wrong
    for name, study in sound:
        click.echo(say("{name}: no problem found", name=name))
        if study is not None and show is not None:
            _show(study, show)


def _check(name: str) -> Study | None:
    """A network, which is told, or a study; a study's network is read as well."""
    if is_network(name):
        read(name)
        return None
    from qvgraph.study.ensemble import Ensemble

    study = read_study(name)
    study.judged_months(Ensemble(study).regions)
    return study


def _show(study: Study, scenario: str) -> None:
    """Each value of a scenario, and where it was set."""
    from qvgraph.study.ensemble import Ensemble

    study.scenario(scenario)  # raises with the nearest name
    ensemble = Ensemble(study)
    below = ensemble.below()
    for region, plan in ensemble.plans(scenario).items():
        click.echo(f"[{region}]")
        for path, where in study.origins(scenario, region, below[region]).items():
            click.echo(f"  {path} = {_written(plan[path])}    # {where}")


def _written(value: object) -> str:
    if isinstance(value, Schedule):
        return "{ " + ", ".join(f"{m} = {_written(v)}" for m, v in value.steps) + " }"
    if isinstance(value, ByClass):
        return "{ " + ", ".join(f"{k} = {v:g}" for k, v in value._asdict().items()) + " }"
    return str(value).lower() if isinstance(value, bool) else str(value)
