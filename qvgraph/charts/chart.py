"""What a chart is: a name, a title, a sentence on what it shows, and how it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qvgraph.charts.material import Material
from qvgraph.charts.style import house_style

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Words:
    """A chart's title and its finding, in the language in use."""

    title: str
    finding: str


UNTITLED: Final = Words("", "")
"""For a picture beside which title and finding stand as text."""


@dataclass(frozen=True, slots=True)
class Chart:
    """One way of looking at a run.

    `title` and `finding` say in the language in use what is asked and what came out; `draw` makes
    the figure with both on it.
    """

    name: str
    title: Callable[[Material], str]
    finding: Callable[[Material], str]
    draw: Callable[[Material, Words], "Figure"]

    def words(self, material: Material) -> Words:
        """Both sentences."""
        return Words(self.title(material), self.finding(material))

    def figure(self, material: Material, words: Words | None = None) -> "Figure":
        """The chart in the language in use."""
        with house_style():
            return self.draw(material, words or self.words(material))
