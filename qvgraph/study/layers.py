"""What one table of a study sets, and how tables lie upon each other."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from qvgraph.declare import Value
from qvgraph.simulate.parameters import DEFAULTS, Plan, Schedule, in_district
from qvgraph.study.place import Place

Setting = Value | Schedule

DEFAULT: Final = "default"
"""Where a value comes from that nobody set."""


@dataclass(frozen=True, slots=True)
class Layer:
    """The values of one table, for all regions, for one, or for one of its districts.

    `table` is written as people read it.
    """

    table: str
    values: Mapping[str, Setting]
    region: str | None = None
    district: str | None = None
    where: Place = field(default=Place(""), compare=False)
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)
    """The place of each value, by path."""


def resolve(layers: Iterable[Layer]) -> dict[str, Setting]:
    """A setting for every declared path, and one for each that a layer sets for a district.

    The layers are those of one region and come weakest first. There are never fewer persons than
    the largest post needs.
    """
    plan = _as_written(layers)
    plan["funding.persons"] = max(_persons(plan), _persons_needed(plan))
    return plan


def origins(layers: Sequence[Layer]) -> dict[str, str]:
    """The table that each key of a plan comes from, or "default"."""
    origin = dict.fromkeys(DEFAULTS, DEFAULT)
    for layer in layers:
        for path in layer.values:
            origin |= dict.fromkeys(_keys_set(layer, path, origin), layer.table)
    plan = _as_written(layers)
    if _persons(plan) < _persons_needed(plan):
        origin["funding.persons"] = origin["funding.fte"]
    return origin


def path_of(key: str) -> str:
    """The path of a key of a plan, which may be that of one district."""
    return key.partition("@")[0]


def upon(weaker: Setting, stronger: Setting) -> Setting:
    """The stronger setting; before the first step of a schedule what the weaker one says."""
    if not isinstance(stronger, Schedule):
        return stronger
    first = stronger.steps[0][0]
    if not isinstance(weaker, Schedule):
        return Schedule(((first - 1, weaker), *stronger.steps))
    before = tuple(step for step in weaker.steps if step[0] < first)
    return Schedule((*(before or ((first - 1, weaker.at(first - 1)),)), *stronger.steps))


def _as_written(layers: Iterable[Layer]) -> dict[str, Setting]:
    plan: dict[str, Setting] = dict(DEFAULTS)
    for layer in layers:
        for path, setting in layer.values.items():
            for key in _keys_set(layer, path, plan):
                plan[key] = upon(plan.get(key, plan[path]), setting)
    return plan


def _keys_set(layer: Layer, path: str, known: Collection[str]) -> list[str]:
    """The keys of a plan that a value of a layer reaches: the path and its districts so far."""
    if layer.district is not None:
        return [in_district(path, layer.district)]
    return [key for key in known if path_of(key) == path]


def _persons(plan: Plan) -> int:
    persons = plan["funding.persons"]
    assert isinstance(persons, int)
    return persons


def _persons_needed(plan: Plan) -> int:
    """Nobody holds more than one post; what a schedule says before the start does not count."""
    fte = plan["funding.fte"]
    if not isinstance(fte, Schedule):
        return math.ceil(fte)  # type: ignore[arg-type]
    values = [fte.at(0), *(value for month, value in fte.steps if month > 0)]
    return max(math.ceil(value) for value in values)  # type: ignore[arg-type]
