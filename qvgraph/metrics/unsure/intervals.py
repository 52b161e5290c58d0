"""Intervals round any metric: what if the silent had answered, what of other organisations?

A metric is computed on many networks, each drawn by seed and number: the same figures on any number
of threads. Which metrics have no interval, because it does not hold what it should, is measured
(`qvgraph.metrics.unsure.covered`).
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import polars as pl

from qvgraph.language import decimal, say
from qvgraph.metrics.metric import METRICS
from qvgraph.metrics.unsure.covered import Of, holds, measured
from qvgraph.model.network import Network
from qvgraph.problems import fail, none_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Interval = Literal["silent", "bootstrap"]

DRAWS = 199
"""Networks that are drawn: with these, nine lie below an interval and nine above."""

OUTSIDE = 20
"""One in so many draws lies on either side of an interval."""

Measure = Callable[[Network], pl.DataFrame]
"""A table of metrics (`qvgraph.metrics.LONG`), a row per item and metric."""


def around(
    measure: Measure, network: Network, interval: Interval, *, draws: int = DRAWS, seed: int = 1
) -> pl.DataFrame:
    """The table of a network with intervals of 90 %, `low` to `high`.

    `silent` asks for the figures had everybody answered: `value` is the mean of the
    reconstructions, of whole numbers the median; the interval goes from the (R + 1)/20th smallest
    of R to the (R + 1)/20th largest. `bootstrap` asks for the mean of networks of organisations of
    this sort: `value` is that of the network, and the interval lies round it as the draws lie round
    their mean. With it only managers have intervals of their own, as organisations come and go.

    A metric whose intervals do not hold what they should has none, and `note` says so. Raises
    `InputError` for another interval, fewer than 19 draws, a bootstrap where somebody is silent,
    and `silent` where nobody has answered.
    """
    from qvgraph.metrics.unsure.resampled import resampled  # the model of ties takes time to load
    from qvgraph.metrics.unsure.silent import reconstructed, silent

    _refuse(network, interval, draws, silent(network))
    given = measure(network)
    if interval == "silent" and not silent(network):
        return given.with_columns(low="value", high="value")
    draw = reconstructed if interval == "silent" else resampled
    rows = given.select("item", "metric")

    def values(number: int) -> pl.Series:
        table = measure(draw(network, seed=seed, number=number)).select("item", "metric", "value")
        return rows.join(table, on=["item", "metric"], how="left", maintain_order="left")["value"]

    first = values(0)  # learns what all draws need, before several threads would
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        others = pool.map(values, range(1, draws))
        drawn = np.stack([one.to_numpy() for one in (first, *others)])
    persons = [] if network.managers is None else network.managers["id"].to_list()
    table = [
        {**row, **_figures(row, interval, whose(row["level"], row["item"], persons), drawn[:, n])}
        for n, row in enumerate(given.iter_rows(named=True))
    ]
    return pl.DataFrame(table, given.schema)


def whose(level: str, item: str, persons: list[str]) -> Of:
    """Whose figure a row of a table is."""
    if level != "node":
        return "network"
    return "manager" if item in persons else "organisation"


def limits(drawn: "Floats", interval: Interval, value: float) -> tuple[float, float]:
    """The interval that draws of one figure give."""
    ranked = np.sort(drawn)
    place = (len(drawn) + 1) // OUTSIDE
    low, high = ranked[place - 1], ranked[-place]
    shift = value - drawn.mean() if interval == "bootstrap" else 0.0
    return float(low + shift), float(high + shift)


def estimate(drawn: "Floats", *, whole: bool) -> float:
    """The value that reconstructions give."""
    return float(np.median(drawn) if whole else drawn.mean())


def _figures(
    row: dict[str, object], interval: Interval, of: Of, drawn: "Floats"
) -> dict[str, object]:
    """What is new in a row: value, interval and note."""
    name = str(row["metric"])
    value = np.nan if row["value"] is None else float(row["value"])  # type: ignore[arg-type]
    undefined = int(np.isnan(drawn).sum())
    if np.isnan(value) and (interval == "bootstrap" or undefined):
        return {"note": row["note"]}
    if interval == "bootstrap" and of == "organisation":
        return {"note": say("no interval: organisations come and go in the bootstrap")}
    if undefined:
        missing = decimal(undefined)
        note = say("no interval: undefined in {n} of {draws} draws", n=missing, draws=len(drawn))
        return {"note": note}
    if (drawn == value).all():  # nothing is open
        return {"low": value, "high": value}
    told: dict[str, object] = {}
    if interval == "silent":
        whole = METRICS[name].whole
        value = estimate(drawn, whole=whole)
        mean = say("mean of {n} reconstructions", n=len(drawn))
        told = {
            "value": value,
            "note": say("median of {n} reconstructions", n=len(drawn)) if whole else mean,
        }
    share = measured(interval, of, name)
    if not holds(share):
        return told | {"note": _no_interval(share)}
    low, high = limits(drawn, interval, value)
    return told | {"low": low, "high": high}


def _no_interval(share: float | None) -> str:
    if share is None:
        return say("no interval: how often it holds the true figure is not measured")
    return say(
        "no interval: one of 90 % held the true figure in {share} % of trials",
        share=decimal(share, 1),
    )


def _refuse(network: Network, interval: str, draws: int, unanswered: int) -> None:
    choices = get_args(Interval)
    if interval not in choices:
        raise fail("interval", none_of(interval, choices))
    if draws < OUTSIDE - 1:
        raise fail(
            "draws", say("{n} found; at least {least} are expected", n=draws, least=OUTSIDE - 1)
        )
    if interval == "silent" and 0 < unanswered == network.organisations.height:
        raise fail(
            network.label,
            say("no organisation answered; the interval “silent” needs the answers of some"),
        )
    if interval == "bootstrap" and unanswered:
        raise fail(
            network.label,
            say(
                "{n} organisations did not answer; the bootstrap needs answers of all. "
                "The interval “silent” says what the missing answers make unsure",
                n=decimal(unanswered),
            ),
        )
