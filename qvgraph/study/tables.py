"""The tables of the answer: what lasts, what it costs and buys, which gaps are left."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from qvgraph.language import decimal, percent, say
from qvgraph.study.table import (
    LIKE,
    NOTHING,
    PER_HUNDRED,
    Cell,
    Compared,
    Row,
    Table,
    Tally,
    compared_in,
    ends_of,
    per_hundred,
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
        say("per additional\nlasting\nnetwork"): lambda name: _worth(lasting.get(name)),
        say("per point\nof gap\nclosed"): lambda name: _worth(closed.get(name)),
    }


def _worth(found: Worth | None) -> Cell:
    """Thousand euros with interval, or in words why there is no such figure."""
    if found is None:
        return Cell(say("baseline"))
    if found.verdict == "ratio":
        assert found.value is not None
        ratio = Compared(None, found.value, found.low, found.high)
        *ends, digits = ends_of(ratio, 0.001, 0 if found.value >= 10_000 else 1)
        return Cell(signed(0.001 * found.value, digits), ends=tuple(ends))
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
    return _with_distance(text, found, PER_HUNDRED)


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
    *ends, digits = per_hundred(one)
    return Cell(_differs(one, PER_HUNDRED, digits), ends=tuple(ends))


def _mean(found: Compared, factor: float) -> Cell:
    value = None if found.value is None else found.value * factor
    return _with_distance(signed(value, 0 if (value or 0) >= 100 else 1), found, factor)


def _gap(found: Compared) -> Cell:
    return _with_distance(percent(found.value, 1), found, PER_HUNDRED, finest=2)


def _with_distance(text: str, found: Compared, factor: float, *, finest: int = 1) -> Cell:
    """A figure and how far it is from the baseline's, which stands alone."""
    if found.difference is None:
        return Cell(text)
    if found.equal:
        return Cell(text, say("equal"))
    half, size = factor * found.half, abs(factor * found.difference)
    digits = 0 if half >= 1 else 1 if half >= 0.1 else finest
    digits = min(digits, 0 if size >= 100 else 1 if size >= 10 else digits)
    if found.low is None:
        return Cell(text, _differs(found, factor, digits))
    *ends, digits = ends_of(found, factor, digits)
    return Cell(text, _differs(found, factor, digits), tuple(ends))


def _differs(found: Compared, factor: float, digits: int) -> str:
    """The difference, with a sign before it where the interval holds 0."""
    text = signed(factor * (found.difference or 0.0), digits, plus=True)
    return LIKE + text if found.unclear else text
