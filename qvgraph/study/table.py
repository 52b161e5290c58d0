"""What tables of the answer are made of: a row per scenario, figures in words."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from qvgraph.language import decimal, say
from qvgraph.study.outcomes import ALL, OUTCOMES

if TYPE_CHECKING:
    import polars as pl


MINUS: Final = "−"
LIKE: Final = "≈"
"""Stands before a difference whose interval holds 0."""
PER_HUNDRED: Final = 100.0
"""Turns a share of networks, or of a need, into what it is counted in."""
_FINEST: Final = 2
"""Decimals that an interval has at most."""
_SHARES: Final = frozenset(outcome.name for outcome in OUTCOMES if outcome.unit == "share")


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, its distance to the baseline, the ends of an interval; each may be empty.

    The interval is that of the distance, or of the figure if there is none.
    """

    text: str
    distance: str = ""
    ends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One scenario: its name in the study, its label, a cell per heading."""

    scenario: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A few figures side by side; a heading may have two lines."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


class Tally(NamedTuple):
    """Simulated networks that sustain themselves, of those for which it is known."""

    sustained: int
    n: int

    @property
    def share(self) -> float:
        """As a share; below all others where nothing is known."""
        return self.sustained / self.n if self.n else -1.0


class Compared(NamedTuple):
    """What the comparison says of one scenario and outcome, for all regions."""

    value: float | None
    difference: float | None
    low: float | None
    high: float | None

    @property
    def unclear(self) -> bool:
        """The interval of the difference holds 0."""
        return self.low is not None and self.high is not None and self.low <= 0.0 <= self.high

    @property
    def equal(self) -> bool:
        """No difference in any draw."""
        return self.difference == self.low == self.high == 0.0

    @property
    def half(self) -> float:
        """Half the width of the interval; 0 where there is none."""
        return 0.0 if self.low is None or self.high is None else (self.high - self.low) / 2


NOTHING: Final = Compared(None, None, None, None)


def tallies(outcomes: "pl.DataFrame", verdict: str) -> dict[str, Tally]:
    """Networks that sustain themselves by one reading, per scenario, in the study's order."""
    import polars as pl

    counted = (
        outcomes.filter(pl.col("region") != ALL)
        .group_by("scenario", maintain_order=True)
        .agg(
            pl.col(verdict).sum().round().cast(int).alias("sum"), pl.col(verdict).count().alias("n")
        )
    )
    return {scenario: Tally(total, n) for scenario, total, n in counted.iter_rows()}


def compared_in(comparison: "pl.DataFrame") -> dict[tuple[str, str], Compared]:
    """The comparison of all regions together by (scenario, outcome)."""
    import polars as pl

    rows = comparison.filter(pl.col("region") == ALL).rows(named=True)
    return {(row["scenario"], row["outcome"]): _compared(row) for row in rows}


def _compared(row: Mapping[str, Any]) -> Compared:
    """What a row says; shares cannot differ by more than all there is."""
    value, difference, low, high = (row[name] for name in Compared._fields)
    if low is not None and row["outcome"] in _SHARES:
        low, high = max(-1.0, low), min(1.0, high)
    return Compared(value, difference, low, high)


def span(months: Iterable[int]) -> str:
    """`96`, or `72 to 96` where regions or scenarios differ."""
    known = sorted(set(months))
    if len(known) > 1:
        return say("{low} to {high}", low=signed(known[0]), high=signed(known[-1]))
    return signed(known[0]) if known else decimal(None)


def signed(value: float | None, digits: int = 0, *, plus: bool = False) -> str:
    """A number with a real minus sign and, if asked for, a plus."""
    text = decimal(value, digits)
    if plus and value is not None and round(value, digits) > 0:
        return "+" + text
    return text.replace("-", MINUS)


class Ends(NamedTuple):
    """Both ends of an interval in words, and the decimals that they and their middle get."""

    low: str
    high: str
    digits: int


def ends_of(found: Compared, factor: float, digits: int, *, finest: int = _FINEST) -> Ends:
    """The ends in the unit that `factor` leads to.

    Rounded outwards: an interval must never look narrower than it is. One that holds no 0 gets
    more decimals than `digits`, up to `finest`, as long as it looks as if it held it.
    """
    low, high = sorted(factor * (edge or 0.0) for edge in (found.low, found.high))
    while digits < finest and not found.unclear and _down(low, digits) <= 0.0 <= _up(high, digits):
        digits += 1
    return Ends(signed(_down(low, digits), digits), signed(_up(high, digits), digits), digits)


def _down(value: float, digits: int) -> float:
    scale = 10.0**digits
    return math.floor(round(value * scale, 6)) / scale + 0.0


def _up(value: float, digits: int) -> float:
    return 0.0 - _down(-value, digits)


def per_hundred(found: Compared) -> Ends:
    """The interval of a difference in shares as networks of 100."""
    fine = abs(found.difference or 0.0) < 0.1 and found.half < 0.01
    return ends_of(found, PER_HUNDRED, int(fine))
