"""`qvgraph check`: every problem of studies and networks at once."""

import click

from qvgraph.cli.networks import is_network, read
from qvgraph.declare import ByClass
from qvgraph.language import say
from qvgraph.problems import InputError, Problem
from qvgraph.simulate.parameters import Schedule
from qvgraph.study.reading import read_study
from qvgraph.study.study import Study


def check(files: tuple[str, ...], *, show: str | None) -> None:
    """Read each file; say that it is sound, or raise with the problems of all."""
    problems: list[Problem] = []
    sound: list[tuple[str, Study | None]] = []
    for name in files:
        try:
            sound.append((name, _check(name)))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    for name, study in sound:
        click.echo(say("{name}: no problem found", name=name))
        if show is not None and study is not None:
            _show(study, show)


def _check(name: str) -> Study | None:
    """A network, or a study, whose network is read as well."""
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
