"""Sets of assumptions spread over their declared ranges: does a finding depend on one of them?

Latin hypercubes (McKay, Beckman and Conover 1979): of `number` sets each has another of `number`
equal parts of every assumption's range. Which part, and where in it, is drawn from keys made of
seed, draw, path and set. So the same seed gives the same bytes on any machine, and one path more
or fewer, or another order of paths, moves no other path's numbers.

What is not an assumption is no part of this: levers are what a study compares.
"""

from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

import numpy as np

from qvgraph.declare import BySize, Parameter, Value
from qvgraph.kernels.draws import draw_key, subject, uniform_at
from qvgraph.simulate.parameters import PARAMETERS

ASSUMPTIONS: Final = tuple(path for path, one in PARAMETERS.items() if one.kind == "assumption")
"""Every assumption, with and without a range."""

RANGED: Final = tuple(path for path in ASSUMPTIONS if PARAMETERS[path].spec.ends[0] is not None)
"""The assumptions that have a range. The others, fixed by law, always keep their default."""

DECISIVE: Final = (
    "visits.join_base",
    "visits.join_trust",
    "visits.join_peers",
    "visits.join_spread",
    "membership.leave",
    "funding.hours_per_fte",
    "visits.visit_hours",
    "network.size_mix",
    "funding.fte_cost_euros",
    "membership.skill_value_euros",
    "visits.contact_gain",
    "visits.contact_decay",
)
"""The assumptions that decide whether a network survives, among the ten things found to do so.

The others of the ten are levers: who is visited (`visits.recruiting`), the size of the post, fees.
"""


def sets_over(
    paths: Iterable[str] | None, number: int, seed: int, draw: int = 0
) -> tuple[MappingProxyType[str, Value], ...]:
    """Spread `number` sets of values over the ranges of some assumptions (None: of all).

    Each set maps every path asked for to a value; see `value_at`. `draw` gives another hypercube of
    the same seed. Raises `KeyError` for a path that is no parameter and `ValueError` for one
    that is no assumption.
    """
    known = {path: PARAMETERS[path] for path in (ASSUMPTIONS if paths is None else paths)}
    where = quantiles_over(known, number, seed, draw)
    return tuple(
        MappingProxyType(
            {
                path: value_at(one, float(where[path][n])) if path in where else one.default
                for path, one in known.items()
            }
        )
        for n in range(number)
    )


def quantiles_over(
    paths: Iterable[str] | None, number: int, seed: int, draw: int = 0
) -> dict[str, np.ndarray]:
    """Where in its range each assumption lies in each set: numbers in (0, 1), shape (number,).

    Paths without a range are left out; otherwise as `sets_over`.
    """
    if number < 1:
        raise ValueError(f"{number} sets; at least 1 is needed")
    where = {}
    for path in ASSUMPTIONS if paths is None else paths:
        kind = PARAMETERS[path].kind
        if kind != "assumption":
            raise ValueError(f"{path} is a {kind}, no assumption")
        if path in RANGED:
            where[path] = _spread(path, number, draw_key(seed, draw))
    return where


def _spread(path: str, number: int, key: np.uint64) -> np.ndarray:
    """One number in each of `number` equal parts of (0, 1), in an order of its own."""
    order = np.argsort(_luck(f"order of {path}", number, key), kind="stable")
    spread: np.ndarray = (order + _luck(f"place of {path}", number, key)) / number
    return spread


def _luck(name: str, number: int, key: np.uint64) -> np.ndarray:
    """One uniform number per set."""
    who = subject(name)
    return np.array([uniform_at(key, who, n) for n in range(1, number + 1)])


def value_at(parameter: Parameter, where: float) -> Value:
    """The value of an assumption at a place (0 to 1) in its range.

    Numbers rise linearly; of whole numbers each is equally likely. A value by size moves as a
    whole: by one factor on the default for all classes, none beyond what is allowed; a mix of
    sizes from its low end by the default, at 0.5, to its high end, so that its sum stays 1.
    Without a range it is the default.
    """
    first, last = parameter.spec.ends
    if first is None or last is None:
        return parameter.default
    if isinstance(first, BySize):
        assert isinstance(last, BySize)
        assert isinstance(parameter.default, BySize)
        return _mix(first, parameter.default, last, where)
    assert isinstance(first, int | float)
    assert isinstance(last, int | float)
    if parameter.spec.type == "count":
        return min(int(last), int(first + where * (last + 1 - first)))
    at = _between(first, last, where)
    if not isinstance(parameter.default, BySize):
        return at
    return BySize(*(min(parameter.spec.most, round(one * at, 9)) for one in parameter.default))


def _mix(first: BySize, middle: BySize, last: BySize, where: float) -> BySize:
    """On the way from one mix to another by a third; shares stay shares."""
    if where < 0.5:
        pairs, at = zip(first, middle, strict=True), 2.0 * where
    else:
        pairs, at = zip(middle, last, strict=True), 2.0 * where - 1.0
    return BySize(*(_between(low, high, at) for low, high in pairs))


def _between(first: float, last: float, where: float) -> float:
    """A number on the way from `first` to `last`, both reached exactly."""
    return first * (1.0 - where) + last * where
