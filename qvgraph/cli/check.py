"""`qvgraph check`: every problem of studies and networks at once."""

from itertools import chain
from pathlib import Path

import click

from qvgraph.cli.problems import free_folder, write_problems
from qvgraph.declare import ByClass
from qvgraph.language import say
from qvgraph.model.files import read_with_facts
from qvgraph.model.files.formats import OF_OTHER_SHEETS, endings
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
        free_folder(out, force=force)
    problems: dict[str, tuple[Problem, ...]] = {}
    sound: list[tuple[str, Study | tuple[str, ...]]] = []
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
    for name, found in sound:
        click.echo(say("{name}: no problem found", name=name))
        if isinstance(found, tuple):
            for fact in found:
                click.echo(f"  {fact}")
        elif show is not None:
            _show(found, show)


def _check(name: str) -> Study | tuple[str, ...]:
    """What was done to read a network, or a study; a study's network is read as well.

    A folder is a network, and so is a file with the ending of one.
    """
    if _is_network(name):
        return read_with_facts(name)[1]
    from qvgraph.study.ensemble import Ensemble

    study = read_study(name)
    study.judged_months(Ensemble(study).regions)
    return study


def _is_network(name: str) -> bool:
    try:
        return Path(name).is_dir() or Path(name).suffix.lower() in (*endings(), *OF_OTHER_SHEETS)
    except OSError:  # a name that nothing can have: told where the study is read
        return False


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
