"""What the simulated networks look like, beside what research says of real ones."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final, Literal, NamedTuple

from qvgraph.declare import SIZES
from qvgraph.language import decimal, percent, say
from qvgraph.simulate.parameters import PARAMETERS
from qvgraph.study.figures import FIRST_MONTHS, Looks, Spread
from qvgraph.study.table import signed, span

Verdict = Literal["inside", "outside"]


class Band(NamedTuple):
    """Where a figure of real networks lies, both ends inside."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: as numbers, and as texts in the language in use.

    `verdict` is missing where there is no value or no band; `said` is its word. `held_back` says
    that nothing was tuned to the figure.
    """

    name: str
    found: Spread
    limits: Band | None
    verdict: Verdict | None
    held_back: bool
    label: str
    value: str
    band: str
    source: str
    said: str


@dataclass(frozen=True, slots=True)
class Plausibility:
    """A heading, a row per figure, and what must be said below them."""

    title: str
    rows: tuple[Row, ...]
    remarks: tuple[str, ...]


def interval_of(count: int, n: int, level: float = 0.9) -> Band:
    """The Wilson interval of a share, `count` of `n`.

    Source: Wilson (1927), J. Am. Stat. Assoc. 22, 209-212.
    """
    z = NormalDist().inv_cdf(0.5 + level / 2)
    middle = (count + z * z / 2) / (n + z * z)
    half = z * math.sqrt(count * (n - count) / n + z * z / 4) / (n + z * z)
    return Band(middle - half, middle + half)


_VISIT: Final = PARAMETERS["visits.visit_hours"].spec

BANDS: Final[Mapping[str, Band]] = {
    "members": Band(8, 80),
    "begun": interval_of(4, 10),
    "course_size": Band(4, 14),
    "visit_hours": Band(float(_VISIT.low), float(_VISIT.high)),  # type: ignore[arg-type]
    "placements": Band(0.2, 2),
    "drift": Band(-0.05, 0.05),
}
"""The band of each figure that has one."""

HELD_BACK: Final = frozenset({"members", "placements"})
"""Figures to which nothing was tuned."""

_SHARES: Final = ("begun", *(f"trained_{size}" for size in SIZES))
_DIGITS: Final = {"members": 0, "placements": 2}


def written(looks: Looks) -> str:
    """What simulated networks look like, as JSON: the same bytes on any machine."""
    figures = {name: [_rounded(value) for value in found] for name, found in looks.figures.items()}
    return json.dumps({**looks._asdict(), "figures": figures}, indent=1) + "\n"


def read(text: str) -> Looks:
    """What `written` wrote."""
    told = json.loads(text)
    figures = {
        name: Spread(*(math.nan if value is None else value for value in found))
        for name, found in told["figures"].items()
    }
    return Looks(told["networks"], tuple(told["until"]), told["alone_months"], figures)


def _rounded(value: float) -> float | None:
    # Sums of many numbers differ between processors in their last digits.
    return None if math.isnan(value) else float(f"{value:.9g}")


def said_of(looks: Looks, label: str) -> Plausibility:
    """Figures of the scenario called `label` beside what is known, in the language in use."""
    found, words = looks.figures, _words(looks)
    return Plausibility(
        title=say(
            "Plausibility: {n} simulated networks of “{label}” up to month {month}",
            n=decimal(looks.networks),
            label=label,
            month=span(looks.until),
        ),
        rows=tuple(_row(name, found[name], *words[name]) for name in found),
        remarks=(
            say("Nothing was tuned to placements, to 61 members or to survival."),
            say("A model, not a forecast: trust differences and ranks sooner than levels."),
            say(
                "Figures are taken up to the last month with public money or, where none is paid,"
                " to the pilot's end."
            ),
            say(
                "In brackets nine of ten networks, of the share with a first course nine of ten"
                " drawings; inside or outside the band is the mean."
            ),
        ),
    )


def judged(found: Spread, limits: Band | None) -> Verdict | None:
    """Whether the mean lies in a band; None where one of them is missing."""
    if limits is None or math.isnan(found.mean):
        return None
    return "inside" if limits.low <= found.mean <= limits.high else "outside"


def _row(name: str, found: Spread, label: str, band: str, source: str) -> Row:
    limits = BANDS.get(name)
    verdict = judged(found, limits)
    words = {"inside": say("inside"), "outside": say("outside"), None: decimal(None)}
    return Row(
        name=name,
        found=found,
        limits=limits,
        verdict=verdict,
        held_back=name in HELD_BACK,
        label=label,
        value=_value(name, found),
        band=band,
        source=source,
        said=words[verdict],
    )


def _value(name: str, found: Spread) -> str:
    """`41 (28 to 53)`; without brackets where no range is known."""
    if name == "placements" and math.isnan(found.mean):
        return say("no turntable")
    mean, low, high = (_number(name, value) for value in found)
    if math.isnan(found.low):
        return mean
    return say("{mean} ({low} to {high})", mean=mean, low=low, high=high)


def _number(name: str, value: float) -> str:
    if name in _SHARES:
        return percent(value)
    if name == "drift":
        return signed(100 * value, 1, plus=True)
    return decimal(value, _DIGITS.get(name, 1))


def _words(looks: Looks) -> dict[str, tuple[str, str, str]]:
    """Label, band and source of the band, of each figure."""
    trained = {
        "micro": say("micro firms with a course in 12 months"),
        "small": say("small firms with a course in 12 months"),
        "medium": say("medium firms with a course in 12 months"),
        "large": say("large firms with a course in 12 months"),
    }
    return {
        "members": (
            say("members in month {month}", month=span(looks.until)),
            say("8 to 80, about 61 in mature networks"),
            say("comparable networks; the pilot's own numbers are not published"),
        ),
        "begun": (
            say("networks with a course by the manager in their first {n} months", n=FIRST_MONTHS),
            _limits("begun"),
            say("evaluation: 4 of 10 after about two years; Wilson interval of 90%"),
        ),
        "course_size": (
            say("participants per course"),
            say("4 to 14, typically 8 to 9"),
            say("Skillnet Ireland; also the source of minimum and seats"),
        ),
        "visit_hours": (
            say("hours per visit, introductions included"),
            _limits("visit_hours"),
            say("declared range of visits.visit_hours; judgement"),
        ),
        "placements": (
            say("placements a year per 1,000 employees of districts with a turntable"),
            _limits("placements"),
            say("order of magnitude; the pilot's own numbers are not published"),
        ),
        **{
            f"trained_{size}": (
                label,
                say("no band"),
                say("surveys count all training, the model only joint courses"),
            )
            for size, label in trained.items()
        },
        "drift": (
            say(
                "gap of firms without a network, change from month 1 to {month} in points",
                month=looks.alone_months,
            ),
            _limits("drift"),
            say("assumption: everyday learning balances obsolescence"),
        ),
    }


def _limits(name: str) -> str:
    """`2 to 6`, with as many decimals as the ends need."""
    ends = BANDS[name]
    if name == "begun":
        low, high = map(percent, ends)
    elif name == "drift":
        low, high = (signed(100 * end, plus=True) for end in ends)
    else:
        low, high = (decimal(end, 0 if end == int(end) else 1) for end in ends)
    return say("{low} to {high}", low=low, high=high)
