"""The report as tables to read in: every comparison, and every assumption's part in a claim."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from claims_parts.figures import FIGURES
from claims_parts.report import Finding, Made, Report

COMPARISONS = (
    *("claim", "role", "comparison", "outcome", "unit", "scenario", "against"),
    *("effect", "low", "high", "smallest", "sets_held", "sets_known", "sets_median"),
)
ASSUMPTIONS = ("claim", "assumption", "rank_correlation", "held_lowest", "held_highest")


def write_tables(report: Report, folder: Path) -> None:
    """Write `claims.csv` and `claims_assumptions.csv`."""
    rows = [row for finding in report.findings for row in _comparisons(finding)]
    rows += [
        ("", "coupling", one.what, one.figure, "ratio", "", "", number(one.ratio), *7 * ("",))
        for one in report.coupled
    ]
    _write(folder / "claims.csv", COMPARISONS, rows)
    flips = [
        (finding.claim.key, one.path, number(one.rank), number(one.low), number(one.high))
        for finding in report.findings
        for one in finding.flips
    ]
    _write(folder / "claims_assumptions.csv", ASSUMPTIONS, flips)


def _comparisons(finding: Finding) -> Iterable[Sequence[str]]:
    """All comparisons of a claim, then whether its whole verdict holds."""
    key = finding.claim.key
    for n, made in enumerate(finding.made):
        role = "verdict" if n < len(finding.claim.verdict) else "beside"
        yield (key, role, *_row(made))
    held, known = finding.tally
    median = np.nanmedian(finding.margins) if known else np.nan
    tail = (str(held), str(known), number(float(median)))
    yield (key, "all of the verdict", "weakest margin", *3 * ("",), *4 * ("",), "1", *tail)


def _row(made: Made) -> Sequence[str]:
    one, found, (held, known) = made.comparison, made.at_defaults, made.tally
    counted = one.smallest is not None and len(made.in_sets) > 0
    median = np.nanmedian(made.in_sets) if np.isfinite(made.in_sets).any() else None
    return (
        one.name,
        one.figure,
        f"share of {one.theirs}" if one.relative else FIGURES[one.figure].unit or "as recorded",
        one.ours,
        one.theirs or "",
        *(number(value) for value in (found.value, found.low, found.high, one.smallest)),
        *((str(held), str(known)) if counted else ("", "")),
        number(median),
    )


def number(value: float | None) -> str:
    """Six digits; empty where missing."""
    return "" if value is None or not np.isfinite(value) else f"{value:.6g}"


def _write(path: Path, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)
