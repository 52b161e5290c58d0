"""The tables of regions and scenarios of a study file."""

import re
from collections.abc import Mapping
from typing import Any, Final

from qvgraph.language import say
from qvgraph.study.document import Document
from qvgraph.study.layers import Layer
from qvgraph.study.lines import Keys
from qvgraph.study.place import written
from qvgraph.study.sections import read_layer
from qvgraph.study.study import Scenario
from qvgraph.study.values import Note, read_label, read_text, shown

_NAME: Final = re.compile(r"[a-z0-9-]+")
_BESIDE: Final = ("label", "inherits", "region")


def read_scenarios(document: Document) -> tuple[Scenario, ...]:
    """All scenarios in the order of the file; there must be one."""
    scenarios = tuple(_scenario(document, name) for name in document.table("scenario"))
    told = document.misspelt("scenario") or not isinstance(document.data.get("scenario", {}), dict)
    if not scenarios and not told:
        document.note((), say("no scenario found; at least one [scenario.NAME] is expected"))
    return scenarios


def read_regions(document: Document, keys: Keys = ()) -> tuple[Layer, ...]:
    """The tables of regions, of the study or of the scenario that stands at `keys`.

    Each is followed by those of its districts.
    """
    layers = []
    for region in document.table(*keys, "region"):
        place = (*keys, "region", region)
        layers.append(_layer(document, place, region=region, beside=("district",)))
        for district in document.table(*place, "district"):
            inside = (*place, "district", district)
            layers.append(_layer(document, inside, region=region, district=district))
    return tuple(layers)


def _scenario(document: Document, name: str) -> Scenario:
    keys = ("scenario", name)
    if not _NAME.fullmatch(name):
        form = "a-z 0-9 -"
        found = shown(name)
        what = say("{found} found; a name of {form} is expected", found=found, form=form)
        document.note(keys, what)
    section = document.table(*keys)
    own = _layer(document, keys, beside=_BESIDE)
    return Scenario(
        name=name,
        label=_label(document, keys, section),
        inherits=_inherits(document, keys, section),
        own=(own, *read_regions(document, keys)),
    )


def _layer(
    document: Document,
    keys: Keys,
    *,
    beside: tuple[str, ...] = (),
    region: str | None = None,
    district: str | None = None,
) -> Layer:
    return read_layer(
        document,
        keys,
        document.table(*keys),
        table=written(keys, ()),
        region=region,
        district=district,
        beside=beside,
    )


def _label(document: Document, keys: Keys, section: Mapping[str, Any]) -> dict[str, str]:
    """What people read; the name where there is none."""
    name = keys[-1]
    label = read_label(section.get("label", name), document.noting(*keys, "label"))
    return label or {"de": name, "en": name}


def _inherits(document: Document, keys: Keys, section: Mapping[str, Any]) -> tuple[str, ...]:
    raw = section.get("inherits", [])
    note = document.noting(*keys, "inherits")
    if not isinstance(raw, list):
        note(say("{found} found; a list of scenarios is expected", found=shown(raw)))
        return ()
    parents = [read_text(parent, _of_item(note, place)) for place, parent in enumerate(raw)]
    return tuple(parent for parent in parents if parent is not None)


def _of_item(note: Note, place: int) -> Note:
    """What takes the problems of one item of a list."""
    return lambda what, *inside: note(what, str(place), *inside)
