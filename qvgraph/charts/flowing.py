"""The flow of knowledge among members over time, by scenario."""

from typing import TYPE_CHECKING, Final

from qvgraph.charts.chart import Chart, Words
from qvgraph.charts.frame import Column, framed, sheet, write
from qvgraph.charts.lanes import ink_of, label_rows
from qvgraph.charts.lasting import of_the_runs
from qvgraph.charts.material import Material
from qvgraph.charts.phrases import figure as number
from qvgraph.charts.phrases import sureness
from qvgraph.charts.style import QUIET, SMALL
from qvgraph.charts.timeline import draw_courses
from qvgraph.language import decimal, say
from qvgraph.study.outcomes import WINDOW
from qvgraph.study.table import span

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_TIME: Final[Column] = (2.85, 6.9)


def _title(_: Material) -> str:
    return say("How much knowledge flows, and for how long?")


def _finding(material: Material) -> str:
    """Where most flows in the last months before judging (`flow_after`), against the baseline."""
    networks = material.networks
    levels = {
        name: value / networks
        for name in material.labels
        if (value := material.compared(name, "flow_after").value) is not None
    }
    if not levels:
        return say("How much knowledge flows before the judged month cannot be said.")
    best = max(levels, key=lambda name: (levels[name], name == material.baseline))
    found = material.compared(best, "flow_after")
    said = {
        "n": decimal(WINDOW),
        "month": span(material.facts.judged),
        "best": material.labels[best],
        "value": number(levels[best]),
        "baseline": material.labels[material.baseline],
    }
    if best == material.baseline:
        return say(
            "In the {n} months up to month {month} no scenario has more knowledge flow than"
            " “{baseline}”: {value} units per network.",
            **said,
        )
    if found.unclear or found.difference is None:
        return say(
            "In the {n} months up to month {month} most knowledge flows with “{best}”, {value}"
            " units per network; the difference to “{baseline}” is not clear ({sureness}).",
            sureness=sureness(found, 1 / networks),
            **said,
        )
    return say(
        "In the {n} months up to month {month} most knowledge flows with “{best}”: {value} units"
        " per network, {difference} more than with “{baseline}” ({sureness}).",
        difference=number(found.difference / networks),
        sureness=sureness(found, 1 / networks),
        **said,
    )


def _draw(material: Material, words: Words) -> "Figure":
    """Members' knowledge flow per network and month with bands (`monthly`, `flow_members`)."""
    labels = material.labels
    explained = say(
        "Knowledge flow: what members learn through courses and exchange. A unit: one firm learns"
        " one skill from nothing to all of it."
    )
    below = [*material.small_print(), explained]
    frame = framed(words.title, words.finding, below, len(labels))
    figure = sheet(frame)
    head = say("Knowledge flow of members, units per network and month")
    above = frame.top + 0.62
    write(figure, frame, _TIME[0], above, head, weight="bold", va="bottom")
    detail = of_the_runs(material)
    write(figure, frame, _TIME[0], above - 0.04, detail, size=SMALL, color=QUIET, va="top")
    label_rows(figure, frame, labels, material.baseline)
    courses = {name: material.course(name, "flow_members") for name in labels}
    inks = {name: ink_of(name, material.baseline) for name in labels}
    draw_courses(figure, frame, _TIME, material, courses, inks)
    return figure


CHART: Final = Chart("flow", _title, _finding, _draw)
