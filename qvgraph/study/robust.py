"""Does the order of the scenarios survive what is not known?

Where each network draw has its own set of assumptions, the draws are counted: in how many is a
scenario better than the baseline, in how many the best, in how many does the order stay; and on
which assumption the distance depends most.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qvgraph.language import current, decimal, say
from qvgraph.means import student
from qvgraph.simulate.parameters import PARAMETERS
from qvgraph.study.compare import estimate
from qvgraph.study.outcomes import ALL
from qvgraph.study.table import Cell, Row, Table, signed

if TYPE_CHECKING:
    import polars as pl

    from qvgraph.study.facts import Facts

_OUTCOME: Final = "sustained"
_FEWEST: Final = 4
"""Sets below which no rank correlation can be told from chance."""


@dataclass(frozen=True, slots=True)
class Robustness:
    """A sentence, a row per scenario, and what must be said below them."""

    title: str
    sentence: str
    table: Table
    remarks: tuple[str, ...]


class Dependence(NamedTuple):
    """The assumption that a difference follows most, with its rank correlation over the sets."""

    path: str
    correlation: float


class Order(NamedTuple):
    """How often the order of all sets together holds in single ones.

    `sets` in all, `stays`: in so many is no clear difference turned round, of these in `level` all
    are equal; `turned` says of each pair (ahead, behind) whose difference is clear in how many sets
    it is.
    """

    sets: int
    stays: int
    level: int
    turned: Mapping[tuple[str, str], int]


def shares_of(outcomes: "pl.DataFrame") -> dict[str, np.ndarray]:
    """Share of networks sustained per scenario in each draw, shape (draws,), draws in order."""
    import polars as pl

    means = (
        outcomes.filter(pl.col("region") == ALL)
        .group_by("scenario", "draw", maintain_order=True)
        .agg(pl.col(_OUTCOME).cast(float).mean())
        .sort("draw", maintain_order=True)
    )
    return {
        str(name): rows[_OUTCOME].fill_null(np.nan).to_numpy()
        for (name,), rows in means.group_by("scenario", maintain_order=True)
    }


def order_of(shares: Mapping[str, np.ndarray]) -> Order:
    """Compare every two scenarios over all sets and in each."""
    sets = min(map(len, shares.values()))
    kept, level = np.ones(sets, bool), np.ones(sets, bool)
    turned = {}
    for one, other in itertools.permutations(shares, 2):
        ahead = shares[one][:sets] - shares[other][:sets]
        if (estimate(ahead, np.arange(sets)).low or 0.0) > 0.0:
            turned[one, other] = int((ahead < 0).sum())
            kept &= ~(ahead < 0)
            level &= ahead == 0
    return Order(sets, int(kept.sum()), int(level.sum()), turned)


def dependence(difference: np.ndarray, places: Mapping[str, Sequence[float]]) -> Dependence | None:
    """The assumption with the largest rank correlation; None where it may be chance.

    Chance is judged over all assumptions together: 5 % by Student's t for a rank correlation, times
    their number (Bonferroni).
    """
    known = np.isfinite(difference)
    n = int(known.sum())
    if n < _FEWEST or not places or np.ptp(difference[known]) == 0.0:
        return None
    found = {
        path: _rank_correlation(difference[known], np.array(where)[: len(known)][known])
        for path, where in places.items()
    }
    path = max(found, key=lambda one: abs(found[one]))
    t = student(n - 2, 1.0 - 0.05 / len(places))
    if abs(found[path]) < t / np.sqrt(n - 2 + t**2):
        return None
    return Dependence(path, found[path])


def robustness(outcomes: "pl.DataFrame", best: str, facts: "Facts") -> Robustness | None:
    """What the sets of assumptions of a run say, in the language in use; None without sets."""
    if not facts.places:
        return None
    shares = {name: share for name, share in shares_of(outcomes).items() if name in facts.labels}
    order = order_of(shares)
    base = shares[facts.baseline][: order.sets]
    most = np.max([share[: order.sets] for share in shares.values()], axis=0)
    rows = []
    for name, share in shares.items():
        ahead = share[: order.sets] - base
        cells = (
            Cell("" if name == facts.baseline else decimal(int((ahead > 0).sum()))),
            Cell("" if name == facts.baseline else decimal(int((ahead < 0).sum()))),
            Cell(decimal(int((share[: order.sets] >= most).sum()))),
            Cell("" if name == facts.baseline else _depends(dependence(ahead, facts.places))),
        )
        rows.append(Row(name, facts.labels[name], cells))
    headings = (
        say("better than\nbaseline"),
        say("worse than\nbaseline"),
        say("best\nof all"),
        say("distance to baseline\nfollows most"),
    )
    title = say("In how many of {n} sets of assumptions", n=decimal(order.sets))
    return Robustness(
        title=title,
        sentence=_sentence(shares, order, best, facts),
        table=Table(title, headings, tuple(rows)),
        remarks=tuple(_remarks(facts)),
    )


def _sentence(shares: Mapping[str, np.ndarray], order: Order, best: str, facts: "Facts") -> str:
    said = {"n": decimal(order.sets), "baseline": facts.labels[facts.baseline]}
    parts = []
    if best != facts.baseline:
        ahead = (shares[best] - shares[facts.baseline])[: order.sets]
        said |= {"best": facts.labels[best], "k": decimal(int((ahead > 0).sum()))}
        behind = int((ahead < 0).sum())
        parts.append(
            say(
                "In {k} of {n} sets of assumptions “{best}” is ahead of “{baseline}”, in {behind}"
                " behind.",
                behind=decimal(behind),
                **said,
            )
        )
    if order.turned:
        parts.append(
            say(
                "The order of all scenarios that clearly differ stays in {stays} of {n}.",
                stays=decimal(order.stays),
                **said,
            )
        )
        if order.level:
            parts.append(say("In {level} of these all are level.", level=decimal(order.level)))
        parts += _turning(shares, order, facts)
    else:
        parts.append(say("No two scenarios clearly differ over the {n} sets.", **said))
    return " ".join(parts)


def _turning(shares: Mapping[str, np.ndarray], order: Order, facts: "Facts") -> list[str]:
    """Of the pairs that change places, the one that does so most often, and what turns it."""
    (ahead, behind), often = max(order.turned.items(), key=lambda item: item[1])
    if not often:
        return []
    difference = (shares[ahead] - shares[behind])[: order.sets]
    found = dependence(difference, facts.places)
    said = {
        "ahead": facts.labels[ahead],
        "behind": facts.labels[behind],
        "often": decimal(often),
        "n": decimal(order.sets),
    }
    sentence = say(
        "Most often “{ahead}” and “{behind}” change places, in {often} of {n} sets;", **said
    )
    if found is None:
        return [sentence, say("no single assumption stands out as the one that turns them.")]
    name = _name(found.path)
    if found.correlation < 0.0:
        turns = say("the further up in its range “{name}” lies, the sooner.", name=name)
    else:
        turns = say("the further down in its range “{name}” lies, the sooner.", name=name)
    return [sentence, turns]


def _remarks(facts: "Facts") -> list[str]:
    return [
        say(
            "Each drawing has values of its own for {n} assumptions, spread evenly over their"
            " ranges (Latin hypercube): {names}.",
            n=decimal(len(facts.places)),
            names=", ".join(map(_name, facts.places)),
        ),
        say(
            "Sets are compared by the share of networks sustained; equal ones count as neither"
            " better nor worse. “Follows most” names the assumption with the largest rank"
            " correlation (ρ) where that is beyond chance, 5% over all assumptions together."
        ),
    ]


def _depends(found: Dependence | None) -> str:
    if found is None:
        return say("none clearly")
    return f"{_name(found.path)}\nρ {signed(found.correlation, 2, plus=True)}"


def _name(path: str) -> str:
    spec = PARAMETERS[path].spec
    return spec.de if current() == "de" else spec.en


def _rank_correlation(one: np.ndarray, other: np.ndarray) -> float:
    """Spearman's ρ; equal values share their mean rank."""
    return float(np.corrcoef(_ranks(one), _ranks(other))[0, 1])


def _ranks(values: np.ndarray) -> np.ndarray:
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return np.asarray((last - (count - 1) / 2)[place])
