"""What it costs and what lasts: public money against the share of networks sustained."""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from qvgraph.charts.chart import Chart, Words
from qvgraph.charts.frame import framed, sheet
from qvgraph.charts.material import Material
from qvgraph.charts.phrases import ends, sureness
from qvgraph.charts.scatter import Range, Spot, draw_spots, missing, range_of, scaled, scatter_axes
from qvgraph.charts.style import QUIET
from qvgraph.language import decimal, say
from qvgraph.study.table import Compared, span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.figure import Figure

_TALL: Final = 5.4


def _title(_: Material) -> str:
    return say("What does it cost, and what lasts?")


def frontier(points: "Mapping[str, tuple[float, float]]") -> list[str]:
    """Scenarios, by (cost, share), of which no other is as cheap and as good and in one better.

    From the cheapest to the dearest. Equal ones are there together.
    """
    return sorted(
        (
            name
            for name, (cost, share) in points.items()
            if not any(
                other[0] <= cost and other[1] >= share and other != (cost, share)
                for other in points.values()
            )
        ),
        key=lambda name: points[name],
    )


def _finding(material: Material) -> str:
    """The scenario with most networks sustained against the baseline, and the line's length."""
    spots = [spot for spot in _spots(material) if spot.known]
    if not spots:
        return say("Which networks sustain themselves, and at what cost, cannot be said.")
    best = max(spots, key=lambda spot: (spot.point[1], spot.name == material.baseline))
    on_line = frontier({spot.name: spot.point for spot in spots})
    said = {"baseline": material.labels[material.baseline], "best": best.label}
    counted = say(
        "{k} of {n} scenarios are efficient: by the means no other is both cheaper and better.",
        k=decimal(len(on_line)),
        n=decimal(len(spots)),
    )
    if len(spots) == 1:
        return say(
            "With “{best}” {share} of 100 networks sustain themselves, for {cost} thousand € of"
            " public money per network.",
            best=best.label,
            share=decimal(best.point[1]),
            cost=decimal(best.point[0]),
        )
    if best.name == material.baseline:
        first = say("With no scenario more networks sustain themselves than with “{best}”.", **said)
        return f"{first} {counted}"
    lasting = material.compared(best.name, "sustained")
    money = material.compared(best.name, "public_euros")
    per_network = 0.001 / material.networks
    if lasting.unclear or lasting.low is None:
        first = say(
            "Most networks sustain themselves with “{best}”, but the difference to “{baseline}” is"
            " not clear (of 100 networks; {sureness}).",
            sureness=sureness(lasting, 100.0, 0),
            **said,
        )
        return f"{first} {counted}"
    return f"{_more(lasting, money, per_network, said)} {counted}"


def _more(lasting: Compared, money: Compared, per_network: float, said: dict[str, str]) -> str:
    """More networks that last for more money, for less, or for no clear difference."""
    more = ends(lasting, 100.0, 0)
    dearer = (money.low or 0.0) > 0.0
    cost = ends(money, per_network if dearer else -per_network, 0)
    said |= {"low": more["low"], "high": more["high"], "least": cost["low"], "most": cost["high"]}
    if dearer:
        return say(
            "With “{best}” {low} to {high} of 100 networks more sustain themselves than with"
            " “{baseline}”, for {least} to {most} thousand € more per network (90% intervals).",
            **said,
        )
    if (money.high or 0.0) < 0.0:
        return say(
            "With “{best}” {low} to {high} of 100 networks more sustain themselves than with"
            " “{baseline}”, for {least} to {most} thousand € less per network (90% intervals).",
            **said,
        )
    return say(
        "With “{best}” {low} to {high} of 100 networks more sustain themselves than with"
        " “{baseline}” (90% interval), at no clear difference in cost.",
        **said,
    )


def _spots(material: Material) -> list[Spot]:
    """Thousand € per network (`public_euros`) and networks of 100 (`sustained`)."""
    return [
        Spot(
            name,
            label,
            scaled(material.level(name, "public_euros"), 0.001 / material.networks),
            scaled(material.level(name, "sustained"), 100.0),
        )
        for name, label in material.labels.items()
    ]


def _draw(material: Material, words: Words) -> "Figure":
    """A point per scenario, those on the frontier filled and joined."""
    spots = _spots(material)
    known = {spot.name: spot.point for spot in spots if spot.known}
    on_line = frontier(known)
    spots = [replace(spot, filled=spot.name in on_line) for spot in spots]
    explained = say(
        "Line and full points: the efficient scenarios. Crosses: intervals of 90%. Public money:"
        " post, short courses, statutory support."
    )
    below = [*material.small_print(), explained, *missing(spots)]
    frame = framed(words.title, words.finding, below, 1, pitch=_TALL, head=1.35)
    figure = sheet(frame)
    axes = scatter_axes(
        figure,
        frame,
        range_of([spot.x for spot in spots]),
        _share_range(spots),
        (
            say("public money, thousand € per network"),
            say("of 100 networks, sustained in month {month}", month=span(material.facts.judged)),
        ),
    )
    line = np.array([known[name] for name in on_line]).reshape(-1, 2)
    axes.plot(*line.T, color=QUIET, linewidth=1.2, zorder=1)
    draw_spots(figure, frame, axes, spots, material.baseline, avoid=[line])
    return figure


CHART: Final = Chart("cost", _title, _finding, _draw)


def _share_range(spots: "Sequence[Spot]") -> Range:
    """From 0, with room for names below it; intervals may leave 0 to 100, the scale does not."""
    found = range_of([spot.y for spot in spots], zero=True, most=100.0)
    return found._replace(low=-0.09 * found.high)
