"""What tables of the answer are made of: a row per scenario, figures in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from qvgraph.language import decimal, say
from qvgraph.study.outcomes import ALL

if TYPE_CHECKING:
    import polars as pl


MINUS: Final = "−"
LIKE: Final = "≈"
"""Stands before a difference whose interval holds 0."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure and, below it, its distance to the baseline; either may be empty."""

    text: str
    distance: str = ""


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
    return {
        (row["scenario"], row["outcome"]): Compared(*(row[name] for name in Compared._fields))
        for row in rows
    }


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


def edges(found: Compared) -> tuple[str, str, int]:
    """Interval of a difference in shares as networks per 100, and the decimals it deserves."""
    assert found.low is not None
    assert found.high is not None
    fine = abs(found.difference or 0.0) < 0.1 and found.half < 0.01
    low, high = (
        signed(100 * min(1.0, max(-1.0, edge)), int(fine)) for edge in (found.low, found.high)
    )
    return low, high, int(fine)
