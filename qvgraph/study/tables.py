"""The tables of the answer: what lasts, what it costs and buys, which gaps are left."""

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from qvgraph.language import decimal, percent, say
from qvgraph.study.table import (
    LIKE,
    NOTHING,
    Cell,
    Compared,
    Row,
    Table,
    Tally,
    compared_in,
    edges,
    signed,
    span,
    tallies,
)
from qvgraph.study.worth import Worth, worth

if TYPE_CHECKING:
    import polars as pl

    from qvgraph.study.facts import Facts

Columns = Mapping[str, Callable[[str], Cell]]
"""A function from a scenario's name to its cell, by heading."""


def tables_of(
    outcomes: "pl.DataFrame", comparison: "pl.DataFrame", facts: "Facts"
) -> tuple[Table, ...]:
    """What lasts; what it cost and buys; what was planned and which gaps are left; the turntable.

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
    tables = [
        _table(first, lasting, facts),
        _table(
            say("Where public money goes, and what more of it buys, in thousand €"),
            _spent(outcomes, found, networks, facts),
            facts,
        ),
        _table(second, spent, facts),
    ]
    if any((found[name, "placements"].value or 0.0) > 0.0 for name in facts.labels):
        third = say("What the turntable does, in persons per network up to the same month")
        tables.append(_table(third, _workers(found, networks), facts))
    return tuple(tables)


def _spent(
    outcomes: "pl.DataFrame",
    found: Mapping[tuple[str, str], Compared],
    networks: int,
    facts: "Facts",
) -> Columns:
    """Public money per network by what it is for; per additional lasting network and per gap."""
    lasting = worth(outcomes, facts.baseline, effect="sustained", gain=networks)
    closed = worth(outcomes, facts.baseline, effect="gap_end", gain=-100.0 * networks)
    purposes: Columns = {
        heading: lambda name, outcome=outcome: _mean(found[name, outcome], 0.001 / networks)  # type: ignore[misc]
        for outcome, heading in (
            ("post_euros", say("post")),
            ("course_euros", say("short\ncourses")),
            ("statutory_euros", say("statutory\nsupport")),
        )
    }
    return {
        **purposes,
        say("per additional\nlasting network"): lambda name: _worth(lasting.get(name)),
        say("per point\nof gap closed"): lambda name: _worth(closed.get(name)),
    }


def _worth(found: Worth | None) -> Cell:
    """Thousand euros with interval, or in words why there is no such figure."""
    if found is None:
        return Cell(say("baseline"))
    if found.verdict == "ratio":
        assert found.value is not None
        digits = 0 if found.value >= 10_000 else 1
        value, low, high = (
            signed(euros / 1000, digits)  # type: ignore[operator]
            for euros in (found.value, found.low, found.high)
        )
        return Cell(value, say("{low} to {high}", low=low, high=high))
    return Cell(
        {
            "cheaper": say("more\nfor less"),
            "same cost": say("more\nfor as much"),
            "less": say("less\neffect"),
            "unclear": say("no clear\neffect"),
            "unknown": decimal(None),
        }[found.verdict]
    )


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
