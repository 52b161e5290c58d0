"""Scenarios against the baseline: paired differences and how sure they are."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qvgraph.means import mean_of
from qvgraph.study.outcomes import ALL, OUTCOMES, Outcome

if TYPE_CHECKING:
    import polars as pl

CHANCE_ONLY: Final = "chance only"
"""Marks intervals from one draw: they leave out how much networks differ."""

_KEYS = ("draw", "replicate")


class Estimate(NamedTuple):
    """A mean with its interval of 90 %; `n` values stand behind it.

    `low` and `high` are None where nothing is known of the spread, `value` too if `n` is 0.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    chance_only: bool


def compare(
    outcomes: "pl.DataFrame", baseline: str, *, among: Sequence[Outcome] = OUTCOMES
) -> "pl.DataFrame":
    """Difference of each scenario to the baseline, paired by draw and replicate in each region.

    Columns: network (if `outcomes` says which), scenario, region, outcome, baseline, value (of the
    scenario), difference, low and high (its interval of 90 %), probability_better (share of pairs
    that are better, ties half), n (pairs; of the baseline values), note. The baseline's own rows
    have a value and no difference. What has no value is null and keeps its row.
    """
    import polars as pl

    rows = [
        {"scenario": scenario, "region": region, "baseline": baseline, **row}
        for scenario in outcomes["scenario"].unique(maintain_order=True)
        for region, ours, theirs in matched(outcomes, scenario, baseline)
        for row in _rows(ours, theirs if scenario != baseline else None, among)
    ]
    texts = ("scenario", "region", "outcome", "baseline")
    figures = ("value", "difference", "low", "high", "probability_better")
    schema = {
        **({"network": pl.String} if "network" in outcomes.columns else {}),
        **dict.fromkeys(texts, pl.String),
        **dict.fromkeys(figures, pl.Float64),
        "n": pl.Int64,
        "note": pl.String,
    }
    return pl.DataFrame(rows, schema)


def pairs(outcomes: "pl.DataFrame", outcome: str) -> dict[tuple[str, str], Estimate]:
    """What each scenario has more of one outcome than each other one, for all regions together.

    Paired by draw and replicate; keys are (scenario, other scenario).
    """
    import polars as pl

    table = (
        outcomes.filter(pl.col("region") == ALL)
        .with_columns(pl.col(outcome).cast(float))
        .pivot("scenario", index=_KEYS, values=outcome, maintain_order=True)
        .sort(_KEYS)
    )
    draws = table["draw"].to_numpy()
    names = [name for name in table.columns if name not in _KEYS]
    values = {name: table[name].fill_null(np.nan).to_numpy() for name in names}
    found = {}
    for one, other in combinations(names, 2):
        more = estimate(values[one] - values[other], draws)
        found[one, other], found[other, one] = more, _reversed(more)
    return found


def _reversed(found: Estimate) -> Estimate:
    """The same difference seen from the other side."""
    value, low, high = (None if one is None else -one + 0.0 for one in found[:3])
    return found._replace(value=value, low=high, high=low)


def estimate(values: np.ndarray, draws: np.ndarray) -> Estimate:
    """Mean of the draws' means, with its interval of 90 % (`qvgraph.means`).

    `values` and `draws` have shape (n,); missing values (NaN) are left out. With a single draw the
    interval goes over its values instead and the estimate is marked "chance only".
    """
    known = np.isfinite(values)
    values, draws = values[known], draws[known]
    if not len(values):
        return Estimate(None, None, None, 0, chance_only=False)
    means = means_of_draws(values, draws)
    single = bool((draws == draws[0]).all())
    if len(means) == 1:
        return Estimate(float(means[0]) + 0.0, None, None, len(values), chance_only=True)
    value, low, high = (float(one) + 0.0 for one in mean_of(means))
    return Estimate(value, low, high, len(values), chance_only=single)


def means_of_draws(values: np.ndarray, draws: np.ndarray) -> np.ndarray:
    """The means of the values of each draw; of a single draw its values as they are."""
    names, of_draw = np.unique(draws, return_inverse=True)
    if len(names) == 1:
        return values
    means: np.ndarray = np.bincount(of_draw, values) / np.bincount(of_draw)
    return means


def matched(
    outcomes: "pl.DataFrame", scenario: str, baseline: str
) -> "Iterator[tuple[str, pl.DataFrame, pl.DataFrame]]":
    """The rows of a scenario and of the baseline in each region, by draw and replicate."""
    import polars as pl

    ours = outcomes.filter(pl.col("scenario") == scenario)
    theirs = outcomes.filter(pl.col("scenario") == baseline)
    for region in ours["region"].unique(maintain_order=True):
        here = pl.col("region") == region
        left, right = (side.filter(here).sort(*_KEYS) for side in (ours, theirs))
        if not left.select(_KEYS).equals(right.select(_KEYS)):
            keys = left.select(_KEYS).join(right.select(_KEYS), on=_KEYS, maintain_order="left")
            left, right = (
                keys.join(side, on=_KEYS, maintain_order="left") for side in (left, right)
            )
        yield region, left, right


def _rows(
    ours: "pl.DataFrame", theirs: "pl.DataFrame | None", among: Sequence[Outcome]
) -> Iterator[dict[str, object]]:
    """One row per outcome for one scenario in one region; `theirs` is None for the baseline."""
    draws = ours["draw"].to_numpy()
    network = ours["network"].first() if "network" in ours.columns else None
    for outcome in among:
        values = _values(ours, outcome)
        level = estimate(values, draws)
        row: dict[str, object] = {
            "network": network,
            "outcome": outcome.name,
            "value": level.value,
            "n": level.n,
            "note": None,
        }
        if theirs is not None:
            row |= _difference(values - _values(theirs, outcome), draws, outcome)
        yield row


def _values(rows: "pl.DataFrame", outcome: Outcome) -> np.ndarray:
    return rows[outcome.name].cast(float).fill_null(np.nan).to_numpy()


def _difference(gained: np.ndarray, draws: np.ndarray, outcome: Outcome) -> dict[str, object]:
    found = estimate(gained, draws)
    row: dict[str, object] = {
        "difference": found.value,
        "low": found.low,
        "high": found.high,
        "n": found.n,
        "probability_better": _probability_better(gained[np.isfinite(gained)], outcome),
    }
    return row | {"note": CHANCE_ONLY} if found.chance_only else row


def _probability_better(gained: np.ndarray, outcome: Outcome) -> float | None:
    """Share of pairs in which the scenario is better, ties half; None without a direction."""
    if outcome.better is None or not len(gained):
        return None
    better = gained > 0 if outcome.better == "higher" else gained < 0
    return float(better.mean() + (gained == 0).mean() / 2)
