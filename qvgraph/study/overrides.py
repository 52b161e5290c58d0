"""What the command line sets: ``--set 'SCENARIO.PATH=VALUE'``."""

import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from qvgraph.language import say
from qvgraph.problems import Problems, nearest
from qvgraph.study.layers import Layer
from qvgraph.study.lines import Keys
from qvgraph.study.place import Place
from qvgraph.study.sections import read_layer
from qvgraph.study.values import shown

EVERY: Final = "*"
"""Stands for all scenarios."""

_EVERY_AT_FIRST: Final = re.compile(r"^\s*\*(?=\s*\.)")


@dataclass(frozen=True)
class Override:
    """One text of the command line, as the place of its problems."""

    text: str
    problems: Problems
    outside_range: bool

    def where(self, keys: Keys) -> Place:  # noqa: ARG002
        """The whole of it: it is short."""
        return Place(f"--set '{self.text}'")

    def note(self, keys: Keys, what: str, *inside: str) -> None:  # noqa: ARG002
        """Remember what is wrong with it."""
        self.problems.note(self.where(keys), what)


def read_overrides(
    texts: Sequence[str], scenarios: Sequence[str], problems: Problems, *, outside_range: bool
) -> dict[str, tuple[Layer, ...]]:
    """The layers that each scenario gets, in the order typed: a later one wins.

    What is set for a scenario holds for it alone, not for those that inherit from it.
    """
    layers: dict[str, tuple[Layer, ...]] = dict.fromkeys(scenarios, ())
    for text in texts:
        override = Override(text, problems, outside_range)
        for name, section in _parsed(override).items():
            if name != EVERY and name not in scenarios:
                found, known = shown(name), ", ".join(scenarios)
                what = say("{found} found; one of {known} is expected", found=found, known=known)
                override.note((), what + nearest(name, scenarios))
                continue
            new = _layers(override, section)
            for scenario in scenarios if name == EVERY else [name]:
                layers[scenario] += new
    return layers


def _parsed(override: Override) -> dict[str, dict[str, Any]]:
    """The text as a line of TOML: a table per scenario, empty where something was noted.

    A value that is none, such as ``yes``, is taken as a text: what is expected is said later.
    """
    line = _EVERY_AT_FIRST.sub(f'"{EVERY}"', override.text)
    path, _, value = line.partition("=")
    tables = _table(line) or (_table(f"{path}={json.dumps(value.strip())}") if value else {})
    if len(tables) == 1 and all(isinstance(section, dict) for section in tables.values()):
        return tables
    form = "SCENARIO.PATH=VALUE"
    override.note((), say("{form} is expected, the value written as in TOML", form=form))
    return {}


def _table(line: str) -> dict[str, Any]:
    try:
        return tomllib.loads(line)
    except (ValueError, RecursionError):
        return {}


def _layers(override: Override, section: dict[str, Any]) -> tuple[Layer, ...]:
    read = partial(read_layer, override, (), table=str(override.where(())))
    layers = [read(section, beside=("region",))]
    for region, entries in _tables(override, section, "region", "region.REGION"):
        layers.append(read(entries, region=region, beside=("district",)))
        form = "region.REGION.district.DISTRICT"
        for district, inside in _tables(override, entries, "district", form):
            layers.append(read(inside, region=region, district=district))
    return tuple(layers)


def _tables(
    override: Override, section: dict[str, Any], key: str, form: str
) -> list[tuple[str, dict[str, Any]]]:
    """What is nested in a table under names; none where something was noted."""
    nested = section.get(key, {})
    if isinstance(nested, dict) and all(isinstance(inside, dict) for inside in nested.values()):
        return list(nested.items())
    form = f"SCENARIO.{form}.PATH=VALUE"
    override.note((), say("{form} is expected, the value written as in TOML", form=form))
    return []
