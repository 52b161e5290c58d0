"""Each chart of a run as a matplotlib figure.

All take a run and a language, default the one in use.
"""

from typing import TYPE_CHECKING

from qvgraph.charts.files import figure_of
from qvgraph.language import Language

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from qvgraph.study.run import Run


def sustained(run: "Run", language: Language | None = None) -> "Figure":
    """Members over time and the share of networks that last, a row per scenario."""
    return figure_of("sustained", run, language)


def flow(run: "Run", language: Language | None = None) -> "Figure":
    """Knowledge flow of members per network and month, a row per scenario."""
    return figure_of("flow", run, language)


def now_after(run: "Run", language: Language | None = None) -> "Figure":
    """Knowledge flow in the last year of the pilot against the last year before judging."""
    return figure_of("now_after", run, language)


def cost(run: "Run", language: Language | None = None) -> "Figure":
    """Public money per network against the share of networks sustained."""
    return figure_of("cost", run, language)


def gaps(run: "Run", language: Language | None = None) -> "Figure":
    """Gaps that are left by size of firm, and their distance to the baseline's."""
    return figure_of("gaps", run, language)


def funding(run: "Run", language: Language | None = None) -> "Figure":
    """Nominal posts of public money over the months, and their post-months."""
    return figure_of("funding", run, language)
