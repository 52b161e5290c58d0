"""The charts of a run folder, in German and English."""

from contextvars import copy_context
from typing import TYPE_CHECKING

from qvgraph.language import LANGUAGES, Language, use
from qvgraph.study.answer import answer
from qvgraph.study.ensemble import Ensemble
from qvgraph.study.facts import facts_of
from qvgraph.study.store import write

if TYPE_CHECKING:
    from pathlib import Path

    from qvgraph.study.run import Run


def write_charts(run: "Run") -> None:
    """Draw what is not there yet: `charts/sustained-de.svg` and `charts/sustained-en.svg`."""
    for language in LANGUAGES:
        path = run.folder / "charts" / f"sustained-{language}.svg"
        if not path.exists():
            copy_context().run(_write_sustained, run, path, language)


def _write_sustained(run: "Run", path: "Path", language: Language) -> None:
    from qvgraph.charts.style import save_svg
    from qvgraph.charts.sustained import sustained

    use(language)
    study = run.study
    ensemble = Ensemble(study)
    facts = facts_of(study, ensemble)
    figure = sustained(
        run.monthly,
        run.outcomes,
        facts,
        pilots={one.name: ensemble.pilots(one.name) for one in study.scenarios},
        title=study.title[language],
        finding=answer(run.outcomes, run.comparison, facts).sentence,
        calendar=study.run.calendar,
    )
    write(path, lambda unfinished: save_svg(figure, unfinished))
