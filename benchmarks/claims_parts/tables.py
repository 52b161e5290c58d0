"""The report as text: what was run, then each claim with its comparisons and levels."""

import re
import textwrap
from collections.abc import Iterator, Sequence

import numpy as np
from claims_parts.declared import COUPLING_GOAL, Claim, Comparison
from claims_parts.figures import FIGURES
from claims_parts.measuring import by_chance, over_draws
from claims_parts.remarks import REMARKS
from claims_parts.report import Finding, Made, Report

from qvgraph.study.compare import Estimate

WIDE = 100


def text_of(report: Report) -> str:
    """Everything that is printed."""
    blocks = [header(report), *(claim_text(one, report) for one in report.findings)]
    return "\n\n\n".join([*blocks, coupling_text(report), verdicts(report)]) + "\n"


def header(report: Report) -> str:
    """What this is, and what was run."""
    size, spent = report.size, report.spent
    seconds = ", ".join(f"{name} {value:.0f} s" for name, value in report.seconds.items())
    work = ", ".join(f"{name} {value:.0f} s" for name, value in sorted(spent.items()))
    return "\n".join(
        [
            "Five claims about qualification networks, tested in the model",
            "Modellrechnung, keine Prognose. Model, not forecast; all networks are synthetic.",
            "",
            f"At the defaults: {size.networks} networks × {size.replicates} replicates."
            f" Sets: {size.sets} of all assumptions,",
            f"a Latin hypercube over their ranges, {size.set_networks} networks"
            f" × {size.set_replicates} replicates each.",
            f"One region; levers at their defaults where not named; 24 to 96 months;"
            f" seed {report.seed}; threads: {report.threads}.",
            f"Took {sum(report.seconds.values()):.0f} s: {seconds}.",
            *_wrapped("Seconds of work: ", work),
            "",
            "Intervals are 90 %, over networks; differences paired by network and luck.",
            "Smallest effects were declared before the run. A claim holds in a set when all of its",
            "verdict reaches them, and is falsified when it holds in fewer than half of the sets.",
        ]
    )


def claim_text(finding: Finding, report: Report) -> str:
    """A claim: sentence, comparisons, flips, levels, remarks."""
    claim = finding.claim
    said = [
        f"{claim.key}  {claim.sentence}",
        *_wrapped("Experiment: ", claim.experiment),
        *_wrapped("Falsified by: ", claim.falsified_by),
        *_wrapped("Smallest effect: ", claim.why_this_smallest),
    ]
    parts = [said, list(_comparisons(finding)), _flips(finding), list(_levels(claim, report))]
    if claim.key in REMARKS:
        parts.append([line for one in REMARKS[claim.key](report) for line in _wrapped("", one)])
    return "\n\n".join("\n".join(part) for part in parts)


def _wrapped(head: str, text: str) -> list[str]:
    said = f"{head}{text}.".replace("..", ".")
    return textwrap.wrap(_with_minus(said), WIDE, subsequent_indent="    ")


def _with_minus(text: str) -> str:
    """Numbers below 0 with a minus instead of a hyphen."""
    return re.sub(r"(?<![\w-])-(?=\d)", "−", text)


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns as wide as they must be: the first to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.rjust(wide) if n else cell.ljust(wide)
            for n, (cell, wide) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _comparisons(finding: Finding) -> Iterator[str]:
    """A line for each comparison, those of the verdict first."""
    many = len(finding.claim.verdict)
    head = ["", "at the defaults", "90 %", "smallest", "reached", "in sets", "median of sets"]
    rows = [head, *(_row(made) for made in finding.made)]
    held, known = finding.tally
    lines = aligned(rows)
    yield f"Verdict: {'FALSIFIED' if finding.falsified else 'not falsified'};" + (
        f" holds in {held} of {known} sets" + _unknown(len(finding.margins) - known)
    )
    yield from lines[: 1 + many]
    yield "beside:"
    yield from lines[1 + many :]


def _unknown(number: int) -> str:
    return f" ({number} more could not be judged)" if number else ""


def _row(made: Made) -> list[str]:
    one, found = made.comparison, made.at_defaults
    held, known = made.tally
    middle = np.nanmedian(made.in_sets) if np.isfinite(made.in_sets).any() else None
    return [
        one.name,
        written(one, found.value),
        "" if found.low is None else f"{written(one, found.low)} to {written(one, found.high)}",
        "" if one.smallest is None else written(one, one.smallest),
        reached(one, found),
        f"{held} of {known}" if one.smallest is not None and len(made.in_sets) else "",
        "" if middle is None else written(one, float(middle)),
    ]


def reached(one: Comparison, found: Estimate) -> str:
    """Whether the smallest effect is reached at the defaults, if the interval can say."""
    if one.smallest is None or found.low is None or found.high is None:
        return ""
    ends = sorted((found.low / one.smallest, found.high / one.smallest))
    return "yes" if ends[0] >= 1.0 else "no" if ends[1] < 1.0 else "open"


def written(one: Comparison, value: float | None) -> str:
    """An effect with its sign and unit."""
    if value is None:
        return "–"
    figure = FIGURES[one.figure]
    if one.relative:
        text = f"{100 * value:+.1f} %"
    elif figure.scale == 1.0:
        text = f"{value:+.{figure.digits}f}"
    else:
        text = f"{figure.scale * value:+.1f}"
    return _with_minus(text)


def _flips(finding: Finding) -> list[str]:
    """The two assumptions that flip the claim most, and what chance would do."""
    sets = int(np.isfinite(finding.margins).sum())
    limit = by_chance(sets, len(finding.flips))
    rows = [
        [
            f"    {one.path}",
            _with_minus(f"{one.rank:+.2f}"),
            *(f"{100 * share:.0f} %" for share in (one.low, one.high)),
        ]
        for one in finding.flips[:2]
    ]
    beyond = (
        f"    beyond ±{limit:.2f} is more than the strongest of {len(finding.flips)} would show by"
        " chance in 5 %"
        if limit < 1.0
        else "    too few sets to tell from chance"
    )
    return [
        "Flipped most by (rank correlation with the weakest margin; sets that hold, by third):",
        *aligned([["", "rank", "lowest", "highest third"], *rows]),
        beyond,
    ]


def _levels(claim: Claim, report: Report) -> Iterator[str]:
    """Means at the defaults, by scenario."""
    columns = next(iter(claim.shown.values()))
    figures = [FIGURES[name] for name in columns]
    units = sorted({one.unit for one in figures if one.unit})
    yield "Means at the defaults" + (f", {' and '.join(units)}" if units else "")
    rows = [["", *(one.label for one in figures)]]
    for scenario in claim.shown:
        row = [f"    {scenario}"]
        for name, figure in zip(columns, figures, strict=True):
            level = over_draws(report.defaults[scenario, name]).value
            text = "–" if level is None else f"{figure.scale * level:.{figure.digits}f}"
            row.append(_with_minus(text))
        rows.append(row)
    yield from aligned(rows)


def coupling_text(report: Report) -> str:
    """How much common random numbers save."""
    rows = [
        [f"    {one.what}: {FIGURES[one.figure].label}", f"{one.ratio:.1f}"]
        for one in report.coupled
    ]
    head = "Coupling: variance of the difference, independent ÷ paired"
    return "\n".join([f"{head} (goal ≥ {COUPLING_GOAL:.0f} for the small change)", *aligned(rows)])


def verdicts(report: Report) -> str:
    """One line per claim."""
    rows = [
        [
            f"{one.claim.key}  {one.claim.sentence}",
            f"{one.tally.held} of {one.tally.known} sets",
            "FALSIFIED" if one.falsified else "not falsified",
        ]
        for one in report.findings
    ]
    return "\n".join(aligned(rows))
