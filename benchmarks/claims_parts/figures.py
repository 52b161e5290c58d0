"""What is read off a run: one number per replicate."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np

from qvgraph.study.judge import Judge
from qvgraph.study.outcomes import outcomes_of

YEAR_TWO = slice(12, 24)
PILOT: Final = 24
"""Months of the pilot wherever a network is judged."""
JUDGED: Final = 96
"""The judged month."""


class Figure(NamedTuple):
    """A number per replicate: what it is, how many months it takes, how it is written."""

    label: str
    months: int
    of: Callable[[np.ndarray], np.ndarray]
    unit: str = ""
    scale: float = 1.0
    digits: int = 1


def read(record: np.ndarray) -> dict[str, np.ndarray]:
    """All figures that a record holds enough months for; it has shape (replicates, months)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return {
            name: one.of(record) for name, one in FIGURES.items() if one.months <= record.shape[1]
        }


def _total(series: str, months: slice) -> Callable[[np.ndarray], np.ndarray]:
    return lambda record: record[series][:, months].sum(axis=1)


def _after(series: str, months: int) -> Callable[[np.ndarray], np.ndarray]:
    return lambda record: record[series][:, months - 1].copy()


def _sustained(reading: str) -> Callable[[np.ndarray], np.ndarray]:
    """Whether the network sustains itself, by the rules of every study."""

    def judged(record: np.ndarray) -> np.ndarray:
        pilot, month = np.array([[0, PILOT]]), np.array([JUDGED])
        rows = outcomes_of(record[:, :, None], ("region",), pilot, month, Judge())
        return rows.filter(region="region")[reading].to_numpy()

    return judged


def closed(size: str, months: int) -> Callable[[np.ndarray], np.ndarray]:
    """The part of its gap after month 0 that a size class has closed; missing without firms."""

    def part(record: np.ndarray) -> np.ndarray:
        gap = record[f"gap_{size}"]
        return (gap[:, 0] - gap[:, months - 1]) / gap[:, 0]

    return part


def _lead(record: np.ndarray) -> np.ndarray:
    return closed("large", 60)(record) - closed("micro", 60)(record)


def _openness(record: np.ndarray) -> np.ndarray:
    return _total("open_talks", YEAR_TWO)(record) / _total("visits", YEAR_TWO)(record)


_FOUR_YEARS = slice(0, 48)
_WORKERS = {
    "surplus": ("surplus", "surplus workers"),
    "brought": ("surplus_brought", "brought to the turntable"),
    "offers": ("offers", "offered"),
    "placements": ("placements", "placed"),
    "leavers": ("leavers", "leavers"),
}

FIGURES: Final[Mapping[str, Figure]] = MappingProxyType(
    {
        "flow": Figure("flow of members", 24, _total("flow_members", YEAR_TWO)),
        "flow_all": Figure("flow of all", 24, _total("flow", YEAR_TWO)),
        "members": Figure("members", 24, _after("members", 24)),
        "trust_firms": Figure("trust, all firms", 24, _after("trust_firms", 24), digits=3),
        "trust": Figure("trust, members", 24, _after("trust", 24), digits=3),
        "openness": Figure("open per visit", 24, _openness, digits=3),
        "contact": Figure("contact, members", 24, _after("contact", 24), digits=3),
        **{
            name: Figure(label, 48, _total(series, _FOUR_YEARS))
            for name, (series, label) in _WORKERS.items()
        },
        "lead": Figure("large − micro", 60, _lead, "% of the gap", 100.0),
        **{
            f"closed_{size}": Figure(size, 60, closed(size, 60), "% of the gap", 100.0)
            for size in ("micro", "small", "medium", "large")
        },
        "strict": Figure("strict", JUDGED, _sustained("sustained"), "of 100", 100.0),
        "lenient": Figure("lenient", JUDGED, _sustained("sustained_lenient"), "of 100", 100.0),
        "active": Figure("active members", JUDGED, _after("active_members", JUDGED)),
    }
)
"""Every figure by name. Flow, talks and trust: months 12 to 23 and the end of month 23."""
