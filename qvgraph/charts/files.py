"""The charts of a run: as figures, as files of its folder, and as bytes for a report."""

from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

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
    """A chart as SVG with its title, and its finding: a sentence that can stand for it."""

    name: str
    title: str
    finding: str
    svg: bytes


def draw_all(run: "Run", language: Language | None = None) -> list[Drawn]:
    """Every chart of a run in one language, default the one in use.

    Ids differ between charts and languages, so that all can stand in one page.
    """
    return copy_context().run(_draw_all, run, language or current())


def _draw_all(run: "Run", language: Language) -> list[Drawn]:
    use(language)
    material = material_of(run)
    drawn = []
    for number, (name, chart) in enumerate(CHARTS.items()):
        words = chart.words(material)
        svg = svg_of(chart.figure(material, words), f"c{number}{language}")
        drawn.append(Drawn(name, words.title, words.finding, svg))
    return drawn


def write_charts(run: "Run") -> None:
    """Draw what is not there yet: `charts/sustained-de.svg` and `charts/sustained-en.svg`."""
    copy_context().run(_write_charts, run)


def _write_charts(run: "Run") -> None:
    material: Material | None = None
    for language in LANGUAGES:
        path = run.folder / "charts" / f"sustained-{language}.svg"
        if path.exists():
            continue
        use(language)
        material = material_of(run) if material is None else translated(material, run.study)
        write(path, partial(save_svg, CHARTS["sustained"].figure(material)))


def figure_of(name: str, run: "Run", language: Language | None = None) -> "Figure":
    """One chart of a run as a matplotlib figure, in the language in use unless one is given."""

    def draw() -> "Figure":
        use(language or current())
        return CHARTS[name].figure(material_of(run))

    return copy_context().run(draw)
