"""The charts of a run folder, in German and English."""

from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING

from qvgraph.language import LANGUAGES, Language, current, use
from qvgraph.study.answer import answer
from qvgraph.study.ensemble import Ensemble
from qvgraph.study.facts import facts_of
from qvgraph.study.store import write

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from qvgraph.study.run import Run


def write_charts(run: "Run") -> None:
    """Draw what is not there yet: `charts/sustained-de.svg` and `charts/sustained-en.svg`."""
    from qvgraph.charts.style import save_svg

    for language in LANGUAGES:
        path = run.folder / "charts" / f"sustained-{language}.svg"
        if not path.exists():
            figure = sustained(run, language=language)
            write(path, partial(save_svg, figure))


def sustained(run: "Run", *, language: Language | None = None) -> "Figure":
    """Members over time and the share of networks that last, a row per scenario.

    Returns a matplotlib figure in `language`, default the one in use.
    """
    return copy_context().run(_sustained, run, language or current())


def _sustained(run: "Run", language: Language) -> "Figure":
    from qvgraph.charts.lasting import sustained_figure

    use(language)
    study = run.study
    ensemble = Ensemble(study)
    facts = facts_of(study, ensemble)
    return sustained_figure(
        run.monthly,
        run.outcomes,
        facts,
        pilots={one.name: ensemble.pilots(one.name) for one in study.scenarios},
        title=study.title[language],
        finding=answer(run.outcomes, run.comparison, facts).sentence,
        calendar=study.run.calendar,
    )
