"""What a run comes to: for each claim its effects, the sets that hold, and what flips it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from claims_parts.declared import CLAIMS, COUPLED, Claim, Comparison
from claims_parts.measuring import (
    Flip,
    Tally,
    coupling,
    effect,
    flips,
    margin,
    margins,
    tally,
)
from claims_parts.running import Found, Size

from qvgraph.study.compare import Estimate


@dataclass(frozen=True, slots=True)
class Made:
    """A comparison made: at the defaults with its interval, and in each set (maybe none)."""

    comparison: Comparison
    at_defaults: Estimate
    in_sets: np.ndarray

    @property
    def tally(self) -> Tally:
        """In how many sets it reaches its smallest effect."""
        return tally(np.array([margin(self.comparison, value) for value in self.in_sets]))


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of a claim; `margins` by set, `flips` with the strongest assumption first."""

    claim: Claim
    made: tuple[Made, ...]
    margins: np.ndarray
    flips: tuple[Flip, ...]

    @property
    def tally(self) -> Tally:
        """In how many sets the whole verdict holds."""
        return tally(self.margins)

    @property
    def falsified(self) -> bool:
        """It holds in fewer than half of the sets in which that can be said."""
        return self.tally.share < 0.5


@dataclass(frozen=True, slots=True)
class Coupled:
    """How strongly two scenarios are coupled by common random numbers."""

    what: str
    figure: str
    ratio: float


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, the figures behind them, and what was run.

    `where` holds for each assumption its place in its range, by set.
    """

    size: Size
    seed: int
    threads: int
    seconds: Mapping[str, float]
    spent: Counter[str]
    defaults: Found
    sets: tuple[Found, ...]
    where: Mapping[str, np.ndarray]
    findings: tuple[Finding, ...]
    coupled: tuple[Coupled, ...]


def findings(
    defaults: Found, sets: Sequence[Found], where: Mapping[str, np.ndarray]
) -> tuple[Finding, ...]:
    """Judge every claim."""
    found = []
    for claim in CLAIMS:
        by_set = margins(claim, sets)
        made = tuple(_make(one, defaults, sets) for one in claim.comparisons())
        found.append(Finding(claim, made, by_set, tuple(flips(by_set, where))))
    return tuple(found)


def _make(one: Comparison, defaults: Found, sets: Sequence[Found]) -> Made:
    values = [effect(one, found).value for found in sets] if one.over_sets else []
    return Made(one, effect(one, defaults), np.array(values, np.float64))  # None becomes NaN


def couplings(defaults: Found) -> tuple[Coupled, ...]:
    """Measure the declared pairs."""
    return tuple(
        Coupled(what, figure, coupling(defaults[ours, figure], defaults[theirs, figure]))
        for what, figure, ours, theirs in COUPLED
    )
