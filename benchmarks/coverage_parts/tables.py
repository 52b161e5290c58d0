"""The report as text."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from claims_parts.tables import aligned
from coverage_parts.covering import HIGH, LOW, Covered

WIDE = 100
SKEWED = 1.0
"""From here on the skewness of the draws' means is named as a reason."""
FEW_GIVEN = 0.9
"""Where fewer of the repetitions have an interval, that is named as a reason."""


def main_table(scenario: str, rows: Sequence[Covered], title: str) -> str:
    """Truth, width, coverage and verdict of each estimate."""
    head = ["", "truth", "± s.e.", "width", "s.e./half", "holds", "95 %", "below, above", ""]
    return "\n".join([f"{scenario} − cliff: {title}", *aligned([head, *map(_row, rows)])])


def _row(one: Covered) -> list[str]:
    if not one.given:
        return [
            one.name,
            _number(one.truth.value, one.digits),
            "",
            "",
            "",
            "–",
            "",
            "",
            "no interval",
        ]
    part = one.truth.error / (one.width / 2) if one.width > 0.0 else np.nan
    return [
        one.name,
        _number(one.truth.value, one.digits),
        _number(one.truth.error, one.digits),
        _number(one.width, one.digits),
        _number(part, 2),
        percent(one),
        _ends(one),
        f"{one.below}, {one.above}",
        verdict(one),
    ]


def _number(value: float, digits: int) -> str:
    return "–" if np.isnan(value) else f"{value:.{digits}f}".replace("-", "−")


def percent(one: Covered) -> str:
    """The share of the intervals that hold the truth; how many there are if not in all."""
    if not one.given:
        return "–"
    share = f"{100 * one.share:.1f} %"
    return share if one.given == one.repetitions else f"{share} of {one.given}"


def _ends(one: Covered) -> str:
    low, high = one.ends
    return f"{100 * low:.0f} to {100 * high:.0f} %"


def verdict(one: Covered) -> str:
    """Inside 85 to 95 % or not; outside, whether chance alone could do it."""
    if one.as_it_should:
        return "inside"
    low, high = one.ends
    word = "TOO FEW" if one.share < LOW else "TOO MANY"
    return f"{word} (chance?)" if low <= 0.9 <= high else word


def reasons(scenario: str, rows: Sequence[Covered]) -> Iterator[str]:
    """For each estimate outside 85 to 95 %, what may explain it."""
    for one in rows:
        if one.given and not one.as_it_should:
            said = f"{scenario}, {one.name}: {percent(one)}. {' '.join(_reasons(one))}"
            yield from textwrap.wrap(said, WIDE, subsequent_indent="    ")


def _reasons(one: Covered) -> Iterator[str]:
    if one.given < FEW_GIVEN * one.repetitions:
        yield (
            f"Only {one.given} of {one.repetitions} have an interval, those in which the effect is"
            " told from 0: their effects are too large and their ratios too small on average."
        )
    if one.empty:
        yield f"{one.empty} intervals are empty, as all draws agree (discrete outcome)."
    if abs(one.skewness) >= SKEWED:
        yield (
            f"The draws' means are skewed ({one.skewness:+.1f}): the truth lies below {one.below}"
            f" and above {one.above} intervals."
        )
    low, high = one.ends
    if low <= 0.9 <= high:
        yield "The interval of the share holds 90 %: chance alone could do it."


def few_table(
    scenario: str, what: str, names: Sequence[str], columns: Mapping[str, Sequence[Covered]]
) -> str:
    """Coverage with fewer draws or of fewer studies: marked where it is not 85 to 95 %."""
    rows = [["", *columns]]
    for place, name in enumerate(names):
        found = [column[place] for column in columns.values()]
        rows.append([name, *(percent(one) + ("  " if one.as_it_should else " *") for one in found)])
    return "\n".join([f"{scenario} − cliff: {what}", *aligned(rows)])


def tally(rows: Sequence[Covered]) -> str:
    """How many estimates are inside."""
    inside = sum(one.as_it_should for one in rows)
    mean = np.mean([one.share for one in rows if one.given])
    return (
        f"{inside} of {len(rows)} estimates inside {100 * LOW:.0f} to {100 * HIGH:.0f} %;"
        f" mean share {100 * mean:.1f} %"
    )


def anew_table(scenario: str, shares: Mapping[str, float], draws: int, times: int) -> str:
    """Whether what 200 studies found is more than chance."""
    rows = [["", "holds"]]
    for name, share in shares.items():
        mark = "" if LOW <= share <= HIGH else " *"
        rows.append([name, "–" if np.isnan(share) else f"{100 * share:.1f} %{mark}"])
    title = f"{scenario} − cliff: {times:,} studies, each of {draws} draws out of all of the above"
    return "\n".join([title, *aligned(rows)])
