"""Knowledge flow now, in the last year of the pilot, against the flow after, before judging."""

from typing import TYPE_CHECKING, Final

import numpy as np

from qvgraph.charts.chart import Chart, Words
from qvgraph.charts.frame import framed, sheet
from qvgraph.charts.material import Material
from qvgraph.charts.phrases import figure as number
from qvgraph.charts.phrases import sureness
from qvgraph.charts.scatter import AREA, Spot, draw_spots, missing, range_of, scaled, scatter_axes
from qvgraph.charts.style import QUIET, SMALL
from qvgraph.language import decimal, say
from qvgraph.study.compare import Estimate
from qvgraph.study.outcomes import WINDOW
from qvgraph.study.table import Compared, span

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_TALL: Final = 6.0


def _title(_: Material) -> str:
    return say("Does as much knowledge flow after the pilot as in it?")


def _finding(material: Material) -> str:
    """How many scenarios gain or lose flow clearly (`flow_after` less `flow_pilot`, paired)."""
    changes = {name: _change(material, name) for name in material.labels}
    known = {name: one for name, one in changes.items() if one.value is not None}
    if not known:
        return say(
            "Whether knowledge flows as before cannot be said: there is no whole year of it."
        )
    best = max(known, key=lambda name: known[name].value or 0.0)
    more = sum(one.low is not None and one.low > 0 for one in known.values())
    less = sum(one.high is not None and one.high < 0 for one in known.values())
    value, low, high, *_ = known[best]
    both = [material.level(best, name).value for name in ("flow_pilot", "flow_after")]
    now, after = (None if one is None else one / material.networks for one in both)
    said = {
        "window": decimal(WINDOW),
        "month": span(material.facts.judged),
        "best": material.labels[best],
        "now": number(now),
        "after": number(after),
        "sureness": sureness(Compared(None, value, low, high), 1.0),
    }
    if len(known) == 1 or low is None:
        return say(
            "In the {window} months up to month {month}, {after} units of knowledge flow per"
            " network with “{best}”, after {now} in the last {window} of the pilot (difference,"
            " {sureness}).",
            **said,
        )
    return say(
        "In the {window} months up to month {month}, with {more} of {n} scenarios clearly more"
        " knowledge flows than in the last {window} of the pilot, with {less} clearly less."
        " Farthest up is “{best}”: {after} after {now} units per network (difference, {sureness}).",
        more=decimal(more),
        less=decimal(less),
        n=decimal(len(known)),
        **said,
    )


def _change(material: Material, name: str) -> Estimate:
    """Flow after less flow now per network, paired by run."""
    after, now = (material.values(name, f"flow_{when}") for when in ("after", "pilot"))
    return material.estimated(name, (after - now) / material.networks)


def _draw(material: Material, words: Words) -> "Figure":
    """A point per scenario (`flow_pilot`, `flow_after`) with intervals, and the line of as much."""
    each = 1 / material.networks
    spots = [
        Spot(
            name,
            label,
            scaled(material.level(name, "flow_pilot"), each),
            scaled(material.level(name, "flow_after"), each),
        )
        for name, label in material.labels.items()
    ]
    explained = say(
        "Crosses: intervals of 90%. Units of stock, what members learn in twelve months."
    )
    below = [*material.small_print(), explained, *missing(spots)]
    frame = framed(words.title, words.finding, below, 1, pitch=_TALL, head=1.35)
    figure = sheet(frame)
    both = range_of([one for spot in spots for one in (spot.x, spot.y)], zero=True)
    names = (
        say("flow now: last {n} months of the pilot, units per network", n=decimal(WINDOW)),
        say(
            "flow after: {n} months up to month {month}, units per network",
            n=decimal(WINDOW),
            month=span(material.facts.judged),
        ),
    )
    axes = scatter_axes(figure, frame, both, both, names)
    _draw_diagonal(axes, both.high)
    diagonal = np.array([[both.low, both.low], [both.high, both.high]])
    draw_spots(figure, frame, axes, spots, material.baseline, avoid=[diagonal])
    return figure


CHART: Final = Chart("now_after", _title, _finding, _draw)


def _draw_diagonal(axes: "Axes", high: float) -> None:
    """Name the line on which flow does not change, along it near its end."""
    axes.plot([0, high], [0, high], color=QUIET, linewidth=1.0, linestyle=(0, (4, 3)), zorder=1)
    slope = np.degrees(np.arctan2(_TALL, AREA[1]))
    axes.annotate(
        say("as much after as now"),
        (0.97 * high, 0.97 * high),
        xytext=(-4, 4),
        textcoords="offset points",
        rotation=slope,
        rotation_mode="anchor",
        ha="right",
        va="bottom",
        fontsize=SMALL,
        color=QUIET,
    )
