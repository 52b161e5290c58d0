"""How figures look: colours, sizes, one font, and files with the same bytes twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qvgraph.charts.svg import compact

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Ink:
    """A line with its bands of 50 % and 90 %, told apart in grey too."""

    line: str
    half: str
    most: str


BLUE: Final = Ink("#0072B2", "#7FB8D8", "#CFE4F0")
"""A scenario: Okabe and Ito's blue and two tints of it; opaque, for print."""

GREY: Final = Ink("#4D4D4D", "#B3B3B3", "#DEDEDE")
"""The baseline."""

TEXT: Final = "#1A1A1A"
QUIET: Final = "#595959"
"""Text of second rank; 7:1 on white."""

RULE: Final = "#D9D9D9"
PILOT: Final = "#FBF3DF"
"""Shades the months of the pilot: a tint of Okabe and Ito's orange."""

SMALL, PLAIN, LARGE = 9.0, 10.0, 15.0
"""Sizes of text in points."""

_STYLE: Final = {
    "font.family": ["DejaVu Sans"],  # comes with matplotlib: the same on every machine
    "font.size": PLAIN,
    "text.color": TEXT,
    "axes.edgecolor": RULE,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.major.size": 3,
    "ytick.major.size": 0,
    "svg.fonttype": "path",  # no font is asked for where the picture is shown
    "svg.hashsalt": "qvgraph",
}


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in our style, whatever the settings of the machine."""
    from matplotlib import style

    with style.context(["default", _STYLE]):
        yield


def svg_of(figure: "Figure", prefix: str = "i") -> bytes:
    """A figure as SVG, its label as title; the same figure gives the same bytes.

    Ids in it begin with `prefix`.
    """
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    stream = StringIO()
    with house_style():
        title = {"Title": label} if (label := figure.get_label()) else {}
        # `savefig` would draw everything once before, in vain, to measure it.
        canvas = FigureCanvasSVG(figure)
        canvas.print_svg(stream, metadata={"Date": None, **title})  # type: ignore[no-untyped-call]
    return compact(stream.getvalue(), prefix).encode()


def save_svg(figure: "Figure", path: Path) -> None:
    """Write a figure as SVG."""
    path.write_bytes(svg_of(figure))
