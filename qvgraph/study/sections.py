"""Tables that set levers and assumptions: every key looked up, every value cast."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from qvgraph.declare import Kind, Parameter
from qvgraph.language import say
from qvgraph.problems import nearest
from qvgraph.simulate.parameters import PARAMETERS
from qvgraph.study.document import AT_THE_TOP
from qvgraph.study.layers import Layer, Setting
from qvgraph.study.lines import Keys
from qvgraph.study.place import Places
from qvgraph.study.values import Note, read_value, shown

_MECHANISMS: Final = tuple(dict.fromkeys(path.partition(".")[0] for path in PARAMETERS))

_FOR_ALL: Final = ("run", "judge")
"""Tables that stand at the top of a study only."""


def read_layer(
    places: Places,
    keys: Keys,
    section: Mapping[str, Any],
    *,
    table: str,
    kind: Kind | None = None,
    region: str | None = None,
    district: str | None = None,
    beside: tuple[str, ...] = (),
) -> Layer:
    """Read the parameters of one table that stands at `keys`; what is wrong is noted.

    Only parameters of `kind` are taken where one is given; keys in `beside` mean something else.
    """
    values: dict[str, Setting] = {}
    for mechanism, entries in section.items():
        if mechanism in beside:
            continue
        if mechanism in _FOR_ALL:
            what = say("the same for all scenarios; it belongs under [{name}]", name=mechanism)
            places.note((*keys, mechanism), what)
            continue
        if mechanism in AT_THE_TOP:
            places.note((*keys, mechanism), say("it belongs at the top, above the first table"))
            continue
        if mechanism not in _MECHANISMS:
            what = say("no such lever or assumption")
            places.note((*keys, mechanism), what + _suggestion(mechanism, entries, beside))
            continue
        if not isinstance(entries, dict):
            found = shown(entries)
            path = next(path for path in PARAMETERS if path.startswith(f"{mechanism}."))
            what = say("{found} found; a name is expected, such as {path}", found=found, path=path)
            places.note((*keys, mechanism), what)
            continue
        for name, raw in entries.items():
            note = partial(places.note, (*keys, mechanism, name))
            parameter = find_parameter(
                f"{mechanism}.{name}", note, kind=kind, region=region, district=district
            )
            if parameter:
                value = read_value(parameter, raw, note, outside_range=places.outside_range)
                values |= {} if value is None else {parameter.path: value}
    where = {path: places.where((*keys, *path.split("."))) for path in values}
    return Layer(table, values, region, district, places.where(keys), where)


def find_parameter(
    path: str,
    note: Note,
    *,
    kind: Kind | None = None,
    region: str | None = None,
    district: str | None = None,
) -> Parameter | None:
    """The declaration of a path that may be set here; None when something was noted."""
    parameter = PARAMETERS.get(path)
    if parameter is None:
        note(say("no such lever or assumption") + _nearest_path(path))
    elif kind == "lever" and parameter.kind != "lever":
        note(say("an assumption found; it belongs under [assumptions]"))
    elif kind == "assumption" and parameter.kind != "assumption":
        note(say("a lever found; it belongs under [levers]"))
    elif district is not None and not parameter.spec.by_district:
        note(say("this holds for the whole region; it cannot be set for one district"))
    elif region is not None and parameter.spec.whole_network:
        note(say("this holds for the whole network; it cannot be set for one region"))
    else:
        return parameter
    return None


def _suggestion(mechanism: str, entries: object, beside: tuple[str, ...]) -> str:
    """For a key that is no mechanism: a near one, else where its first name is known."""
    name = next(iter(entries), "") if isinstance(entries, dict) else ""
    near = nearest(mechanism, (*_MECHANISMS, *beside))
    return near or _nearest_path(f"{mechanism}.{name}" if name else mechanism)


def _nearest_path(path: str) -> str:
    """The same name elsewhere, else the path that is written most alike."""
    name = path.rpartition(".")[2]
    elsewhere = [known for known in PARAMETERS if known.rpartition(".")[2] == name]
    near = nearest(elsewhere[0], elsewhere) if elsewhere else nearest(path, PARAMETERS)
    return near or say("; qvgraph describe lists them all")
