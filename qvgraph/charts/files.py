"""The charts of a run: as figures, as files of its folder, and as bytes for a report."""

from collections.abc import Sequence
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from qvgraph.charts.chart import UNTITLED
from qvgraph.charts.material import Material, material_of, translated
from qvgraph.charts.registry import CHARTS
from qvgraph.charts.style import save_svg, svg_of
from qvgraph.language import LANGUAGES, Language, current, use
from qvgraph.study.store import write

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from qvgraph.study.run import Run


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart as SVG, its title, and its finding: a sentence that can stand for it."""

    name: str
    title: str
    finding: str
    svg: bytes


def draw_all(run: "Run", language: Language | None = None) -> list[Drawn]:
    """Every chart of a run in one language, default the one in use."""

    def draw() -> list[Drawn]:
        use(language or current())
        return draw_from(material_of(run))

    return copy_context().run(draw)


def draw_from(material: Material, *, untitled: bool = False) -> list[Drawn]:
    """Every chart in the language of its material.

    Ids differ between charts and languages, so that all can stand in one page; `untitled` if title
    and finding stand there as text.
    """
    drawn = []
    for number, (name, chart) in enumerate(CHARTS.items()):
        words = chart.words(material)
        figure = chart.figure(material, UNTITLED if untitled else words)
        svg = svg_of(figure, f"c{number}{current()}")
        drawn.append(Drawn(name, words.title, words.finding, svg))
    return drawn


def write_charts(run: "Run", *, everything: bool = False, material: Material | None = None) -> None:
    """Draw what is not there yet, in both languages: `charts/sustained-de.svg` and so on.

    Without `everything` only what lasts, so that a small run is quick. `material` is the run's, if
    it was gathered already.
    """
    names = list(CHARTS) if everything else ["sustained"]
    copy_context().run(_write_charts, run, names, material)


def _write_charts(run: "Run", names: Sequence[str], material: Material | None) -> None:
    # What is gathered in one language serves that one first.
    for language in sorted(LANGUAGES, key=lambda one: material is None or one != material.language):
        use(language)
        for name in names:
            path = run.folder / "charts" / f"{name}-{language}.svg"
            # Charts of a run that goes on are out of date.
            if path.exists() and run.done >= run.total:
                continue
            if material is None or material.language != language:
                material = translated(material, run.study) if material else material_of(run)
            write(path, partial(save_svg, CHARTS[name].figure(material)))


def figure_of(name: str, run: "Run", language: Language | None = None) -> "Figure":
    """One chart of a run as a matplotlib figure, in the language in use unless one is given."""

    def draw() -> "Figure":
        use(language or current())
        return CHARTS[name].figure(material_of(run))

    return copy_context().run(draw)
