"""What was planned: nominal posts of public money over the months, by scenario."""

from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np

from qvgraph.charts.chart import Chart, Words
from qvgraph.charts.frame import Column, Frame, framed, sheet, write
from qvgraph.charts.lanes import Lane, ink_of, label_rows
from qvgraph.charts.material import Material
from qvgraph.charts.style import GREY, QUIET, SMALL, Ink
from qvgraph.charts.timeline import time_lanes
from qvgraph.language import decimal, say
from qvgraph.study.table import span

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_TIME: Final[Column] = (2.85, 6.2)
_SUM: Final = 9.2


def _title(_: Material) -> str:
    return say("What was planned: how much public money, and until when?")


def _finding(material: Material) -> str:
    """Post-months of the cheapest and the dearest plan, and how many cost the same."""
    sums = {name: material.facts.post_months.get(name) for name in material.labels}
    known = {name: round(value, 1) for name, value in sums.items() if value is not None}
    if not known:
        return say("How many post-months were planned cannot be said.")
    least, most = (pick(known, key=lambda name: known[name]) for pick in (min, max))
    value, equal = Counter(known.values()).most_common(1)[0]
    said = {"month": span(material.facts.judged), "x": decimal(value, 1), "equal": decimal(equal)}
    if known[least] == known[most]:
        return say(
            "Up to month {month}, {x} post-months of public money are planned per network, in each"
            " scenario as many.",
            **said,
        )
    said |= {
        "least": material.labels[least],
        "low": decimal(known[least], 1),
        "most": material.labels[most],
        "high": decimal(known[most], 1),
    }
    if equal < 2:
        return say(
            "Up to month {month}, {low} (“{least}”) to {high} (“{most}”) post-months of public"
            " money are planned per network.",
            **said,
        )
    return say(
        "Up to month {month}, {low} (“{least}”) to {high} (“{most}”) post-months of public money"
        " are planned per network; {equal} of {n} scenarios have {x}.",
        n=decimal(len(known)),
        **said,
    )


def _draw(material: Material, words: Words) -> "Figure":
    """Posts of public money by plan (`Material.posts`), their sum (`Facts.post_months`)."""
    labels = material.labels
    explained = say(
        "Nominal: what the plan grants. Less is paid in months in which nobody holds the post."
        " Without members' fees."
    )
    below = [*material.small_print(), explained]
    frame = framed(words.title, words.finding, below, len(labels))
    figure = sheet(frame)
    _heads(figure, frame, material)
    label_rows(figure, frame, labels, material.baseline)
    months = max(len(posts) for posts in material.posts.values())
    most = max(float(posts.max(initial=0.0)) for posts in material.posts.values())
    made = time_lanes(figure, frame, _TIME, material, months=months, most=most)
    for row, (lane, name) in enumerate(zip(made, labels, strict=True)):
        if name != material.baseline:
            _steps(lane, material.posts[material.baseline], GREY, width=0.9)
        ink = ink_of(name, material.baseline)
        _area(lane, material.posts[name], ink, until=max(material.facts.judged))
        _steps(lane, material.posts[name], ink, width=1.8)
        total = decimal(material.facts.post_months.get(name), 1)
        write(figure, frame, _SUM, frame.middle(row), total, color=ink.line, weight="bold")
    return figure


CHART: Final = Chart("funding", _title, _finding, _draw)


def _heads(figure: "Figure", frame: Frame, material: Material) -> None:
    above = frame.top + 0.62
    detail = ""
    if material.networks > 1:
        detail = say("mean of {n} regions", n=decimal(material.networks))
    for left, head, under in (
        (_TIME[0], say("Posts of public money per network"), detail),
        (_SUM, say("Post-months"), say("up to month {month}", month=span(material.facts.judged))),
    ):
        write(figure, frame, left, above, head, weight="bold", va="bottom")
        write(figure, frame, left, above - 0.04, under, size=SMALL, color=QUIET, va="top")


def _edges(posts: np.ndarray, until: int) -> tuple[np.ndarray, np.ndarray]:
    """Corners of the steps up to a month: where a value begins and where it ends."""
    posts = np.round(posts[:until], 9)
    changes = np.flatnonzero(np.diff(posts)) + 1
    starts, stops = np.r_[0, changes], np.r_[changes, len(posts)]
    return np.column_stack([starts, stops]).ravel(), np.repeat(posts[starts], 2)


def _steps(lane: Lane, posts: np.ndarray, ink: Ink, *, width: float) -> None:
    months, values = _edges(posts, len(posts))
    lane.axes.plot(months, lane.at(values), color=ink.line, linewidth=width)


def _area(lane: Lane, posts: np.ndarray, ink: Ink, *, until: int) -> None:
    """The post-months that are counted, as area."""
    months, values = _edges(posts, until)
    floor = lane.above(0.0)
    lane.axes.fill_between(months, lane.at(values), floor, color=ink.most, linewidth=0)
