"""What a replicate comes to: one row of outcomes per replicate and region."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol

import numpy as np

if TYPE_CHECKING:
    import polars as pl

ALL: Final = "all"
"""The pseudo-region that stands for the whole network of a study."""

WINDOW: Final = 12
"""Months over which knowledge flow is compared: the last of the pilot, the last before judging."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One column of the outcomes, as declared."""

    name: str
    de: str
    en: str
    unit: str
    better: Literal["higher", "lower"] | None


OUTCOMES: Final = (
    Outcome("sustained", "trägt sich (streng)", "sustains itself (strict)", "share", "higher"),
    Outcome(
        "sustained_lenient",
        "trägt sich (milde): mindestens der Kern ist aktiv",
        "sustains itself (lenient): at least the core is active",
        "share",
        "higher",
    ),
    Outcome(
        "active_at_pilot_end",
        "aktive Mitglieder am Ende der Pilotphase",
        "active members at the pilot's end",
        "count",
        "higher",
    ),
    Outcome(
        "active_at_judging",
        "aktive Mitglieder im Bewertungsmonat",
        "active members at the judged month",
        "count",
        "higher",
    ),
    Outcome(
        "active_ratio",
        "aktive Mitglieder im Verhältnis zum Ende der Pilotphase",
        "active members over those at the pilot's end",
        "ratio",
        "higher",
    ),
    Outcome(
        "flow_pilot",
        "Wissensfluss der Mitglieder, letzte 12 Monate der Pilotphase",
        "members' knowledge flow, last 12 months of the pilot",
        "units of stock",
        "higher",
    ),
    Outcome(
        "flow_after",
        "Wissensfluss der Mitglieder, letzte 12 Monate vor der Bewertung",
        "members' knowledge flow, last 12 months before judging",
        "units of stock",
        "higher",
    ),
    Outcome(
        "flow_ratio",
        "Wissensfluss im Verhältnis zur Pilotphase",
        "knowledge flow over that of the pilot",
        "ratio",
        "higher",
    ),
    Outcome(
        "gap_end", "Lücke im Verhältnis zum Bedarf", "sum of gaps over needs", "share", "lower"
    ),
    Outcome("gap_micro", "Lücke der Kleinstbetriebe", "gap, micro firms", "share", "lower"),
    Outcome("gap_small", "Lücke der Kleinbetriebe", "gap, small firms", "share", "lower"),
    Outcome("gap_medium", "Lücke der mittleren Betriebe", "gap, medium firms", "share", "lower"),
    Outcome("gap_large", "Lücke der Großbetriebe", "gap, large firms", "share", "lower"),
    Outcome("trust", "Vertrauen der Mitglieder", "trust, members", "share", "higher"),
    Outcome("members", "Mitglieder", "members", "count", "higher"),
    Outcome("courses", "Kurse", "courses", "count", "higher"),
    Outcome(
        "courses_manager",
        "Kurse durch das Verbundmanagement",
        "courses run by the manager",
        "count",
        None,
    ),
    Outcome("courses_developed", "neu entwickelte Kurse", "courses developed", "count", "higher"),
    Outcome("participants", "Kursteilnahmen", "course participants", "count", "higher"),
    Outcome("placements", "Personalvermittlungen", "placements", "persons", "higher"),
    Outcome("leavers", "Abwanderung", "leavers", "persons", "lower"),
    Outcome("stayed", "Verbleib ohne Vermittlung", "staying without a placement", "persons", None),
    Outcome("surplus", "Überhang an Beschäftigten", "surplus workers", "persons", None),
    Outcome(
        "post_euros", "öffentliches Geld für die Stelle", "public money, post", "euros", "lower"
    ),
    Outcome(
        "course_euros",
        "öffentliches Geld für kurze Kurse",
        "public money, short courses",
        "euros",
        "lower",
    ),
    Outcome(
        "statutory_euros",
        "gesetzliche Weiterbildungsförderung",
        "statutory support for long courses",
        "euros",
        "lower",
    ),
    Outcome("fees_euros", "Mitgliedsbeiträge", "fees paid by members", "euros", None),
    Outcome("public_euros", "öffentliches Geld", "public money", "euros", "lower"),
    Outcome("joins", "Beitritte", "firms that joined", "count", "higher"),
    Outcome("leaves", "Austritte", "members that left", "count", "lower"),
)
"""Every outcome, in the order of the columns."""

_SIZES = ("micro", "small", "medium", "large")
_STOCKS = {"active_at_judging": "active_members", "members": "members", "trust": "trust"}
_RATIOS = (
    ("active_ratio", "active_at_judging", "active_at_pilot_end"),
    ("flow_ratio", "flow_after", "flow_pilot"),
)
_TOTALS = (
    *("courses_manager", "courses_self", "courses_developed", "participants"),
    *("placements", "leavers", "stayed", "surplus"),
    *("post_euros", "course_euros", "statutory_euros", "fees_euros", "public_euros"),
    *("joins", "leaves"),
)


class Judge(Protocol):
    """The rule of judgement."""

    @property
    def core(self) -> float:
        """Active members that a network needs."""

    @property
    def theta(self) -> float:
        """Share of the pilot's level that counts as sustained."""


def outcomes_of(
    record: np.ndarray,
    regions: Sequence[str],
    pilot: np.ndarray,
    judged: np.ndarray,
    judge: Judge,
    *,
    first: int = 0,
) -> "pl.DataFrame":
    """Judge a block of replicates: a row per replicate and region, then one for "all" of them.

    `record` has shape (replicates, months, regions) and the fields of `simulate.record.ROW`;
    `pilot` (regions, 2) holds start month and months of the pilot, `judged` (regions,) the
    judged month, at most the number of months. `first` is the number of the first replicate.
    Columns: replicate, region and `OUTCOMES` as Float64.
    """
    regional = _per_region(record, pilot, judged)
    regional |= _verdicts(regional, judge)
    whole = _whole(regional)
    gaps = _gaps(record, judged)
    regional |= {name: _ratio(unmet, need) for name, (unmet, need) in gaps.items()}
    whole |= {name: _ratio(_total(unmet), _total(need)) for name, (unmet, need) in gaps.items()}
    return _frame(regional, whole, regions, first)


def _per_region(record: np.ndarray, pilot: np.ndarray, judged: np.ndarray) -> dict[str, np.ndarray]:
    """Plain values, each of shape (replicates, regions)."""
    end = pilot.sum(axis=1)
    # The pilot must have ended when it is judged, or there is nothing to have lasted.
    ended = end <= judged
    whole_window = ended & (end - np.maximum(pilot[:, 0], 0) >= WINDOW)
    flow = record["flow_members"]
    values = {name: _at(record[field], judged - 1) for name, field in _STOCKS.items()}
    totals = np.stack([record[name] for name in _TOTALS], axis=-1)
    summed = np.moveaxis(_sum(totals, np.zeros_like(judged), judged), -1, 0)
    values |= dict(zip(_TOTALS, summed, strict=True))
    values["courses"] = values["courses_manager"] + values["courses_self"]
    values["active_at_pilot_end"] = np.where(ended, _at(record["active_members"], end - 1), np.nan)
    values["flow_pilot"] = np.where(whole_window, _sum(flow, end - WINDOW, end), np.nan)
    values["flow_after"] = np.where(judged >= WINDOW, _sum(flow, judged - WINDOW, judged), np.nan)
    for ratio, over, under in _RATIOS:
        values[ratio] = _ratio(values[over], values[under])
    return values


def _verdicts(values: dict[str, np.ndarray], judge: Judge) -> dict[str, np.ndarray]:
    """Both readings of "sustained": 1, 0 or missing."""
    active, then = values["active_at_judging"], values["active_at_pilot_end"]
    after, before = values["flow_after"], values["flow_pilot"]
    flows = np.where(before > 0, after >= judge.theta * before, after > 0)
    strict = flows & (active >= np.maximum(judge.core, judge.theta * then))
    known = np.isfinite(before) & np.isfinite(then) & np.isfinite(after)
    return {
        "sustained": np.where(known, strict, np.nan),
        "sustained_lenient": np.where(np.isfinite(active), active >= judge.core, np.nan),
    }


def _whole(values: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The values of all regions together, each of shape (replicates,).

    Regions without a value are left out, of a ratio on both sides.
    """
    whole = {name: _total(column) for name, column in values.items()}
    for verdict in ("sustained", "sustained_lenient"):
        whole[verdict] = _mean(values[verdict], 1.0)
    whole["trust"] = _mean(values["trust"], values["members"])
    for ratio, over, under in _RATIOS:
        whole[ratio] = _ratio_of_sums(values[over], values[under])
    return whole


def _gaps(record: np.ndarray, judged: np.ndarray) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Sum of gaps and sum of needs of each size class and of all firms at the judged month."""
    gaps = {
        f"gap_{size}": (
            _at(record[f"unmet_{size}"], judged - 1),
            _at(record[f"need_{size}"], judged - 1),
        )
        for size in _SIZES
    }
    unmet, need = (sum(pair[side] for pair in gaps.values()) for side in (0, 1))
    return gaps | {"gap_end": (np.asarray(unmet), np.asarray(need))}


def _frame(
    regional: dict[str, np.ndarray],
    whole: dict[str, np.ndarray],
    regions: Sequence[str],
    first: int,
) -> "pl.DataFrame":
    """Replicate by replicate, its regions in their order and "all" last."""
    import polars as pl

    replicates = len(whole["members"])
    columns: dict[str, object] = {
        "replicate": np.repeat(np.arange(first, first + replicates), len(regions) + 1),
        "region": [*regions, ALL] * replicates,
    }
    for outcome in OUTCOMES:
        both = np.column_stack([regional[outcome.name], whole[outcome.name]])
        columns[outcome.name] = both.ravel() + 0.0
    return pl.DataFrame(columns, nan_to_null=True)


def _at(values: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """The values of one recorded month per region, missing where the run does not hold it."""
    inside = (rows >= 0) & (rows < values.shape[1])
    picked = values[:, np.where(inside, rows, 0), np.arange(values.shape[2])]
    return np.where(inside, picked, np.nan)


def _sum(values: np.ndarray, start: np.ndarray, stop: np.ndarray) -> np.ndarray:
    """Sum over each region's months from `start` to before `stop`; further axes stay."""
    # Month by month: numpy's own sum would round differently for another size of block.
    further = (1,) * (values.ndim - 3)
    total = np.zeros((values.shape[0], *values.shape[2:]))
    for month in range(values.shape[1]):
        inside = ((start <= month) & (month < stop)).reshape(-1, *further)
        total += np.where(inside, values[:, month], 0.0)
    return total


def _total(values: np.ndarray) -> np.ndarray:
    """Sum over the regions that have a value; missing if none has."""
    known = np.isfinite(values)
    total = np.zeros(len(values))
    for region in range(values.shape[1]):
        total += np.where(known[:, region], values[:, region], 0.0)
    return np.where(known.any(axis=1), total, np.nan)


def _mean(values: np.ndarray, weights: np.ndarray | float) -> np.ndarray:
    """Weighted mean over the regions that have a value."""
    known = np.where(np.isfinite(values), weights, np.nan)
    return _ratio(_total(values * weights), _total(known))


def _ratio_of_sums(over: np.ndarray, under: np.ndarray) -> np.ndarray:
    """Ratio of the sums over the regions in which both sides are known."""
    known = np.isfinite(over) & np.isfinite(under)
    return _ratio(_total(np.where(known, over, np.nan)), _total(np.where(known, under, np.nan)))


def _ratio(over: np.ndarray, under: np.ndarray) -> np.ndarray:
    """A quotient that is missing where there is nothing to divide by."""
    missing = np.full(np.shape(over), np.nan)
    return np.asarray(np.divide(over, under, out=missing, where=under > 0))
