"""A network as a figure: ties as lines, organisations as marks by kind, managers large and named.

Everything is placed in inches. Managers are stars, firms circles, associations squares and
institutions diamonds, so that nothing is told by colour alone.
"""

import io
import textwrap
import warnings
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from qvgraph.charts.network.groups import MANAGER
from qvgraph.charts.network.keys import draw_keys, draw_marks, keys_of, rows_of
from qvgraph.charts.network.names import MOST_NAMED, write, write_headings, write_names
from qvgraph.charts.network.view import View
from qvgraph.charts.placing import Box
from qvgraph.charts.style import GREY, LARGE, QUIET, SMALL, house_style, svg_of
from qvgraph.language import decimal, say
from qvgraph.model.tables import KINDS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH: Final = 11.0
MARGIN: Final = 0.35
TALLEST, LOWEST = 7.6, 3.4
"""Heights of the drawing between which its own shape decides."""

MANY_TIES: Final = 3000
"""Ties above which lines are thinner and lighter."""

_DOTS_PER_INCH: Final = 200

_CONTACT, _CONTACT_LIGHT = "#E39A6B", "#F0BFA0"
_ADVICE, _ADVICE_LIGHT = "#8C8C8C", "#C8C8C8"
_DOT: Final = " · "
_STEPS: Final = 4
"""Widths of lines: strengths are told apart by quarters."""


def picture_of(view: View) -> "Figure":
    """Draw a network in the language in use; the same view gives the same figure."""
    with house_style():
        return _draw(view)


def bytes_of(view: View, kind: Literal["svg", "png"]) -> bytes:
    """The picture as a file's content; the same view gives the same bytes."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")  # of a name in a script we have not
        warnings.filterwarnings("ignore", message="Matplotlib currently does not support")
        figure = picture_of(view)
        if kind == "svg":
            return svg_of(figure)
        stream = io.BytesIO()
        told = {"Software": None, "Title": view.title}
        with house_style():
            figure.savefig(stream, format="png", dpi=_DOTS_PER_INCH, metadata=told)
        return stream.getvalue()


def _draw(view: View) -> "Figure":
    from matplotlib.figure import Figure

    title = textwrap.wrap(view.title, 80)
    facts = textwrap.wrap(_DOT.join(fact.replace(" ", "\xa0") for fact in view.facts), 132)
    facts = [line.rstrip(_DOT) for line in facts]
    remarks = textwrap.wrap(_remarks(view), 150)
    shapes, colours = keys_of(view.grouping, _kinds(view))
    if view.grouping.by == "region" and 0 < len(view.headings) <= MOST_NAMED:
        colours = []  # each region is named where it stands
    wide = WIDTH - 2 * MARGIN
    keys = rows_of((shapes, colours), wide)
    head = 0.3 + 0.27 * len(title) + 0.2 * len(facts) + 0.25 * len(keys) + 0.15
    foot = 0.3 + 0.175 * len(remarks)
    spread = np.maximum(np.ptp(view.places, axis=0), 1.0) if len(view.places) else np.ones(2)
    room = 0.3 + 0.2 * bool(view.headings)
    tall = float(np.clip((wide - 1.0) * spread[1] / spread[0] + 2 * room, LOWEST, TALLEST))
    unit = float(min((wide - 1.0) / spread[0], (tall - 2 * room) / spread[1], 0.9))
    height = head + tall + foot
    figure = Figure(figsize=(WIDTH, height), facecolor="white")
    figure.set_label(view.title)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(0, height)
    axes.axis("off")
    at = height - 0.3
    for line in title:
        write(axes, MARGIN, at, line, size=LARGE, weight="bold", va="top")
        at -= 0.27
    for line in facts:
        write(axes, MARGIN, at - 0.08, line, va="top")
        at -= 0.2
    draw_keys(axes, keys, MARGIN, at - 0.25)
    for n, line in enumerate(reversed(remarks)):
        write(axes, MARGIN, 0.2 + 0.175 * n, line, size=SMALL, color=QUIET, va="bottom")
    middle = np.array([WIDTH / 2, foot + tall / 2 - 0.1 * bool(view.headings)])
    points = view.places * unit + middle
    _ties(axes, view, points)
    _nodes(axes, view, points, unit)
    lines = write_headings(axes, view, unit, middle)
    bounds = Box(*np.array([MARGIN, foot, WIDTH - MARGIN, foot + tall]))
    write_names(axes, view, points, bounds, lines)
    return figure


def _kinds(view: View) -> list[str]:
    present = set(view.nodes["kind"])
    return [kind for kind in ("manager", *KINDS) if kind in present]


def _remarks(view: View) -> str:
    """What has to be known to read the picture."""
    remarks = []
    if len(view.ties):
        remarks.append(say("The wider a line, the stronger the tie."))
    if view.ties["contact"].any():
        remarks.append(say("Contacts of managers are red."))
    remarks += view.remarks
    if (number := len(view.managers)) > MOST_NAMED:
        remarks.append(
            say("{number} managers are too many to be named here.", number=decimal(number))
        )
    if (number := len(view.headings)) > MOST_NAMED:
        remarks.append(
            say("{number} regions are too many to be named here.", number=decimal(number))
        )
    return " ".join(remarks)


def _ties(axes: "Axes", view: View, points: np.ndarray) -> None:
    """One line of many pieces for each width, which keeps files small."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    many = len(view.ties) > MANY_TIES
    thin = (MANY_TIES / 4 / len(view.ties)) ** 0.5 if many else 1.0
    strength = view.ties["strength"].to_numpy()
    step = np.clip((strength * _STEPS).astype(np.int64), 0, _STEPS - 1)
    if len(set(step.tolist())) == 1:  # nothing to tell apart
        step[:] = 1
    contact = view.ties["contact"].to_numpy()
    ends = np.stack([points[view.ties[end].to_numpy()] for end in ("one", "other")], axis=1)
    plain = (_ADVICE, _ADVICE_LIGHT)[many]
    red = (_CONTACT, _CONTACT_LIGHT)[many]
    for of_managers, colour in ((False, plain), (True, red)):
        for width in range(_STEPS):
            chosen = ends[(contact == of_managers) & (step == width)]
            if len(chosen):
                codes = np.tile([Path.MOVETO, Path.LINETO], len(chosen))
                path = Path(chosen.reshape(-1, 2), codes)
                path.should_simplify = False
                wide = thin * (0.6 + 0.6 * width)
                look = {"facecolor": "none", "edgecolor": colour, "linewidth": wide}
                axes.add_patch(PathPatch(path, **look))


def _nodes(axes: "Axes", view: View, points: np.ndarray, unit: float) -> None:
    """Organisations of each kind and group together, managers above all."""
    size = float(np.clip(72 * 0.55 * unit, 2.6, 9.0))
    kinds = view.nodes["kind"].to_numpy()
    of = view.group
    for kind in KINDS:
        for number in range(-1, len(view.grouping.groups)):
            chosen = points[(kinds == kind) & (of == number)]
            group = view.grouping.groups[number] if number >= 0 else None
            colour, fill = (group.colour, group.fill) if group else (GREY.line, "full")
            draw_marks(axes, chosen, kind, colour, fill, size)
    star = float(np.clip(3.2 * size, 13, 17))
    draw_marks(axes, points[kinds == "manager"], "manager", MANAGER, "full", star)
