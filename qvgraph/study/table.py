"""The tables of the answer: a row per scenario, figures in words of the language in use."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from qvgraph.language import decimal, percent, say
from qvgraph.study.outcomes import ALL

if TYPE_CHECKING:
    import polars as pl

    from qvgraph.study.answer import Facts

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


Columns = Mapping[str, Callable[[str], Cell]]
"""A function from a scenario's name to its cell, by heading."""


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


def tables_of(
    outcomes: "pl.DataFrame", comparison: "pl.DataFrame", facts: "Facts"
) -> tuple[Table, ...]:
    """What lasts at which public cost; what was planned and which gaps are left; the turntable.

    The last only where a scenario has one.
    """
    found = compared_in(comparison)
    networks = outcomes["region"].n_unique() - 1
    strict, lenient = (tallies(outcomes, name) for name in ("sustained", "sustained_lenient"))
    lasting = {
        _counted(say("sustained"), strict): lambda name: _tally(strict, name),
        say("per 100,\nto baseline"): lambda name: _per_hundred(found, name, facts.baseline),
        _counted(say("lenient"), lenient): lambda name: _tally(
            lenient, name, found[name, "sustained_lenient"]
        ),
        say("members\nper network"): lambda name: _mean(found[name, "members"], 1 / networks),
        say("thousand €\nper network"): lambda name: _mean(
            found[name, "public_euros"], 0.001 / networks
        ),
    }
    planned = {
        say("post-\nmonths"): lambda name: Cell(decimal(facts.post_months.get(name), 1)),
    }
    gaps = {
        heading: lambda name, size=size: _gap(found[name, f"gap_{size}"])
        for size, heading in (
            ("micro", say("gap,\nmicro")),
            ("small", say("gap,\nsmall")),
            ("medium", say("gap,\nmedium")),
            ("large", say("gap,\nlarge")),
        )
    }
    first = say("What lasts in month {month}, and what it cost", month=span(facts.judged))
    second = say("What was planned, and the gaps that are left")
    spent = (planned if facts.post_months else {}) | gaps
    tables = [_table(first, lasting, facts), _table(second, spent, facts)]
    if any((found[name, "placements"].value or 0.0) > 0.0 for name in facts.labels):
        third = say("What the turntable does, in persons per network up to the same month")
        tables.append(_table(third, _workers(found, networks), facts))
    return tuple(tables)


def _workers(found: Mapping[tuple[str, str], Compared], networks: int) -> Columns:
    """Where surplus workers end up."""
    return {
        heading: lambda name, outcome=outcome: _mean(found[name, outcome], 1 / networks)  # type: ignore[misc]
        for outcome, heading in (
            ("surplus", say("surplus")),
            ("placements", say("placed")),
            ("stayed", say("stayed\nanyway")),
            ("leavers", say("left")),
        )
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


def _table(title: str, columns: Columns, facts: "Facts") -> Table:
    rows = (
        Row(name, label, tuple(cell(name) for cell in columns.values()))
        for name, label in facts.labels.items()
    )
    return Table(title, tuple(columns), tuple(rows))


def _counted(heading: str, tallied: Mapping[str, Tally]) -> str:
    """The heading of counts, with their common n in a second line."""
    ns = {tally.n for tally in tallied.values()}
    return f"{heading}\n" + (say("of {n}", n=decimal(ns.pop())) if len(ns) == 1 else "")


def _tally(tallied: Mapping[str, Tally], name: str, found: Compared = NOTHING) -> Cell:
    tally = tallied[name]
    if not tally.n:
        return Cell(decimal(None))
    text = decimal(tally.sustained)
    if len({other.n for other in tallied.values()}) > 1:
        text = say("{x} of {n}", x=text, n=decimal(tally.n))
    return Cell(text, _distance(found, 100.0))


def _per_hundred(found: Mapping[tuple[str, str], Compared], name: str, baseline: str) -> Cell:
    one = found[name, "sustained"]
    if name == baseline:
        return Cell(say("baseline"))
    if one.difference is None:
        return Cell(decimal(None))
    if one.low is None or one.high is None:
        return Cell(signed(100 * one.difference, plus=True))
    if one.equal:
        return Cell(say("equal"))
    low, high, digits = edges(one)
    text = signed(100 * one.difference, digits, plus=True)
    return Cell(LIKE + text if one.unclear else text, say("{low} to {high}", low=low, high=high))


def _mean(found: Compared, factor: float) -> Cell:
    value = None if found.value is None else found.value * factor
    return Cell(signed(value, 0 if (value or 0) >= 100 else 1), _distance(found, factor))


def _gap(found: Compared) -> Cell:
    return Cell(percent(found.value, 1), _distance(found, 100.0, finest=2))


def _distance(found: Compared, factor: float, *, finest: int = 1) -> str:
    """`+85±3`, with a sign before it where the interval holds 0; nothing for the baseline."""
    if found.difference is None:
        return ""
    if found.equal:
        return say("equal")
    half = factor * found.half
    digits = 0 if half >= 1 else 1 if half >= 0.1 else finest
    text = signed(factor * found.difference, digits, plus=True)
    if found.low is not None:
        # Rounded up: an interval must never look narrower than it is.
        text += "±" + decimal(math.ceil(round(half * 10**digits, 6)) / 10**digits, digits)
    return (LIKE if found.unclear else "") + text
