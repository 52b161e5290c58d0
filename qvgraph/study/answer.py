"""The answer of a study: a sentence, tables, and what must be said beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qvgraph.language import decimal, say
from qvgraph.study.compare import Estimate, pairs
from qvgraph.study.facts import Facts
from qvgraph.study.remarks import caveats_on, remarks_on
from qvgraph.study.robust import Robustness, robustness
from qvgraph.study.table import (
    Compared,
    Table,
    Tally,
    compared_in,
    per_hundred,
    span,
    tallies,
)
from qvgraph.study.tables import tables_of

if TYPE_CHECKING:
    import polars as pl


Pairs = Mapping[tuple[str, str], Estimate]
"""What a scenario has more than another, by both names."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The headline comes first, then the tables, then what keeps the reader from error.

    `further` sentences say what the headline alone would hide. The three `caveats` hold for every
    figure, `remarks` explain some. `robustness` is there when the draws have assumptions of their
    own.
    """

    headline: str
    further: tuple[str, ...]
    tables: tuple[Table, ...]
    caveats: tuple[str, str, str]
    remarks: tuple[str, ...]
    robustness: Robustness | None = None

    @property
    def sentence(self) -> str:
        """All that is said before the tables."""
        return " ".join((self.headline, *self.further))


def answer(outcomes: "pl.DataFrame", comparison: "pl.DataFrame", facts: Facts) -> Answer:
    """Say in the language in use what came out.

    `outcomes` and `comparison` are those of one network; the comparison is with
    `facts.baseline`.
    """
    strict = tallies(outcomes, "sustained")
    ahead = pairs(outcomes, "sustained")
    best = max(strict, key=lambda name: (strict[name].share, name == facts.baseline))
    robust = robustness(outcomes, best, facts)
    return Answer(
        headline=_headline(strict, compared_in(comparison)[best, "sustained"], best, facts),
        further=(
            *_not_without_money(best, facts),
            *_too_small(facts),
            *_other_order(outcomes, ahead, facts),
            *([robust.sentence] if robust else []),
        ),
        tables=tables_of(outcomes, comparison, facts),
        caveats=caveats_on(outcomes, facts),
        remarks=(*_level_with(ahead, best, facts), *remarks_on(outcomes, facts)),
        robustness=robust,
    )


def _headline(strict: Mapping[str, Tally], found: Compared, best: str, facts: Facts) -> str:
    """The best scenario against the baseline, with month, n and interval."""
    label, tally, base = facts.labels, strict[best], strict[facts.baseline]
    said = {
        "lead": _lead(facts, best),
        "best": label[best],
        "x": decimal(tally.sustained),
        "n": decimal(tally.n),
        "baseline": label[facts.baseline],
        "y": decimal(base.sustained),
        "m": decimal(base.n),
    }
    if not tally.n:
        return say("{lead}, it cannot be said which networks sustain themselves.", **said)
    if best != facts.baseline:
        return say(
            "{lead}, {x} of {n} networks sustain themselves with “{best}”,"
            " {y} of {m} with “{baseline}”: {difference}.",
            difference=_difference(found),
            **said,
        )
    if len(strict) > 1:
        return say(
            "{lead}, {y} of {m} networks sustain themselves with “{baseline}”;"
            " no other scenario does better.",
            **said,
        )
    return say("{lead}, {y} of {m} networks sustain themselves with “{baseline}”.", **said)


def _lead(facts: Facts, best: str) -> str:
    """In which month, and how long after the last temporary public money."""
    since = [*facts.since.get(best, ()), *facts.since.get(facts.baseline, ())]
    month = span(facts.judged)
    if not since:
        return say("In month {month}", month=month)
    if min(since) < 1:
        return say(
            "In month {month} (while temporary public money is in part still being paid)",
            month=month,
        )
    return say(
        "In month {month} ({months} months after the last temporary public money)",
        month=month,
        months=span(since),
    )


def _difference(found: Compared) -> str:
    """How many of 100 networks more the best has; in words when the interval holds 0."""
    if found.low is None:
        count = decimal(100 * (found.difference or 0.0))
        return say("{count} of 100 more (a single pair of runs, hence no interval)", count=count)
    low, high, digits = per_hundred(found)
    if found.low == found.high:
        count = decimal(100 * (found.difference or 0.0))
        return say("{count} of 100 more (the same in all drawings, hence no interval)", count=count)
    if found.unclear:
        return say("no clear difference (90% interval: {low} to {high} of 100)", low=low, high=high)
    return say(
        "{count} of 100 more (90% interval: {low} to {high})",
        count=decimal(100 * (found.difference or 0.0), digits),
        low=low,
        high=high,
    )


def _other_order(outcomes: "pl.DataFrame", strict: Pairs, facts: Facts) -> list[str]:
    """Where the lenient reading clearly puts two scenarios the other way round."""
    lenient = pairs(outcomes, "sustained_lenient")
    turned = [
        (lenient[pair].value or 0.0, *pair)
        for pair in strict
        if (strict[pair].high or 0.0) < 0 < (lenient[pair].low or 0.0)
    ]
    if not turned:
        return []
    _, ahead, behind = max(turned)
    said = {
        "core": decimal(facts.core),
        "ahead": facts.labels[ahead],
        "behind": facts.labels[behind],
        "n": decimal(len(turned) - 1),
    }
    if len(turned) == 1:
        return [
            say(
                "Read leniently (at least {core} active members), however, “{ahead}” does better"
                " than “{behind}”.",
                **said,
            )
        ]
    return [
        say(
            "Read leniently (at least {core} active members), however, “{ahead}” does better than"
            " “{behind}”; {n} more pairs clearly change places, too.",
            **said,
        )
    ]


def _not_without_money(best: str, facts: Facts) -> list[str]:
    """Who sustains itself with money that does not end."""
    if best not in facts.still_paid:
        return []
    label = facts.labels[best]
    return [say("In that month “{best}” still gets public money for the post.", best=label)]


def _too_small(facts: Facts) -> list[str]:
    """Networks that could never sustain themselves, whatever is done."""
    if not facts.too_small:
        return []
    return [
        say(
            "With fewer than {core} firms, which [judge] core asks for as active members, no"
            " network can sustain itself in: {regions}.",
            core=decimal(facts.core),
            regions=", ".join(facts.too_small),
        )
    ]


def _unclear(found: Estimate) -> bool:
    return found.low is not None and found.high is not None and found.low <= 0.0 <= found.high


def _level_with(found: Pairs, best: str, facts: Facts) -> list[str]:
    """Scenarios whose distance to the best one may be chance."""
    names = [
        label
        for name, label in facts.labels.items()
        if name not in {best, facts.baseline} and _unclear(found[name, best])
    ]
    if not names:
        return []
    return [
        say(
            "No clear difference to “{best}”: {names}.",
            best=facts.labels[best],
            names=", ".join(say("“{label}”", label=name) for name in names),
        )
    ]
