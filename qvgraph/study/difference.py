"""What differs between two runs: their identities side by side, in words.

A value that several scenarios or regions have in common is told once.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from qvgraph.kernels.caches import source_hash
from qvgraph.language import say
from qvgraph.model.profiles import PROFILES
from qvgraph.simulate.parameters import DEFAULTS, PARAMETERS
from qvgraph.study.judge import Judge
from qvgraph.study.layers import path_of
from qvgraph.study.settings import Run

_SETTING: Final = re.compile(r"([^.]+)\.(.+?)\.(\w+\.\w+(?:@.*)?)", re.DOTALL)
"""Scenario, region, and path with a district where it has one."""

_BY_CLASS: Final = re.compile(r"By\w+\(([^)]*)\)")
_CLASS: Final = re.compile(r"([a-z]\w*) = ([^,{} ]+)")
_SCHEDULE: Final = re.compile(r"\{-?\d+: ")
_STEP: Final = re.compile(r"(-?\d+): ")
_POINT_ZERO: Final = re.compile(r"(?<![\d.])(\d+)\.0(?![\d.])")
"""A whole number with a point, and no part of a version."""

_SHOWN: Final = 3
"""Regions that are named; the others are counted."""

_PROFILE: Final = "profile "
_IN_WORDS: Final = ("model", "network", "scenarios", "varied", "labels", "title")
"""What an identity holds as hashes or lists."""

_FIRST: Final = (
    "qvgraph",
    "baseline",
    "draws",
    *(f"run.{name}" for name in Run.__slots__),
    *(f"judge.{name}" for name in Judge.__slots__),
)
"""The order in which the rest is told; a manifest sorts its entries."""

Identity = Mapping[str, str]


class Identified(NamedTuple):
    """What a run depends on, and the regions of its network."""

    identity: Identity
    regions: tuple[str, ...]


class Setting(NamedTuple):
    """Where an identity holds a value of a parameter."""

    scenario: str
    region: str
    key: str


def differences(first: Identified, second: Identified) -> list[str]:
    """What leads from the first to the second, a phrase each; none where they are the same."""
    return [
        *_of_the_whole(first.identity, second.identity),
        *_of_scenarios(first.identity, second.identity),
        *_of_settings(first, second),
        *_of_words(first.identity, second.identity),
    ]


def _of_the_whole(first: Identity, second: Identity) -> Iterator[str]:
    """What is one text for the whole study."""
    if first.get("model") != second.get("model"):
        yield say("another version of the model")
    if first.get("network") != second.get("network"):
        yield _networks(first.get("network", ""), second.get("network", ""))
    for name in dict.fromkeys((*_FIRST, *first, *second)):
        if name in _IN_WORDS or _SETTING.fullmatch(name):
            continue
        before, after = (_written(identity.get(name, "–")) for identity in (first, second))
        if before != after:
            named = "network.draws" if name == "draws" else name
            yield _arrow(named, before, after)


def _networks(first: str, second: str) -> str:
    if not first.startswith(_PROFILE) and not second.startswith(_PROFILE):
        return say("other tables of the network")
    before, after = (
        network if network.startswith(_PROFILE) else say("tables of its own")
        for network in (first, second)
    )
    return _arrow("network", before, after)


def _of_scenarios(first: Identity, second: Identity) -> Iterator[str]:
    before, after = _scenarios(first), _scenarios(second)
    if gone := [name for name in before if name not in after]:
        yield say("scenarios gone: {names}", names=", ".join(gone))
    if new := [name for name in after if name not in before]:
        yield say("new scenarios: {names}", names=", ".join(new))
    if [name for name in before if name in after] != [name for name in after if name in before]:
        yield say("another order of the scenarios")


def _of_settings(first: Identified, second: Identified) -> Iterator[str]:
    """Values of parameters, in the order of their declarations, for what both studies have."""
    scenarios = [name for name in _scenarios(first.identity) if name in _scenarios(second.identity)]
    regions = [name for name in _regions(first) if name in _regions(second)]
    changed: dict[tuple[str, str, str], dict[str, list[str]]] = {}
    for one in _settings(first.identity, second.identity):
        if one.scenario in scenarios and one.region in regions:
            before, after = (_value(each.identity, one) for each in (first, second))
            if before != after:
                before, after = _without_the_equal(before, after)
                told = changed.setdefault((one.key, before, after), {})
                told.setdefault(one.scenario, []).append(one.region)
    order = list(PARAMETERS)
    for key, before, after in sorted(changed, key=lambda one: (order.index(path_of(one[0])), *one)):
        where = _where(changed[key, before, after], scenarios, regions)
        yield f"{_arrow(_named(key), before, after)} {where}"


def _of_words(first: Identity, second: Identity) -> Iterator[str]:
    """What people read, and what follows from the rest."""
    differ = {name for name in _IN_WORDS if first.get(name) != second.get(name)}
    if "varied" in differ and first.get("run.assumptions") == second.get("run.assumptions"):
        yield say("other assumptions are drawn")
    if "labels" in differ and "scenarios" not in differ:  # else they cannot be the same
        yield say("other labels of the scenarios")
    if "title" in differ:
        yield say("another title")


def _settings(*identities: Identity) -> list[Setting]:
    """Every parameter that one of them sets, scenario by scenario, region by region."""
    names = dict.fromkeys(name for identity in identities for name in identity)
    found = (Setting(*match.groups()) for match in map(_SETTING.fullmatch, names) if match)
    return [one for one in found if path_of(one.key) in PARAMETERS]


def _value(identity: Identity, one: Setting) -> str:
    """What holds there; an identity is silent of defaults, and of districts like their region."""
    for key in (one.key, path_of(one.key)):
        if (text := identity.get(f"{one.scenario}.{one.region}.{key}")) is not None:
            return _written(text)
    if identity.get("model") != source_hash():
        return say("default")  # of a model that is not at hand
    return _written(str(DEFAULTS[path_of(one.key)]))


def _without_the_equal(before: str, after: str) -> tuple[str, str]:
    """Two values by class without the classes that are equal; any others as they are."""
    pairs = [_CLASS.findall(text) for text in (before, after) if text.count("{") == 1]
    if len(pairs) < 2 or not all(pairs):
        return before, after
    same = {*pairs[0]} & {*pairs[1]}
    shorter = [", ".join(" = ".join(one) for one in those if one not in same) for those in pairs]
    return "{ " + shorter[0] + " }", "{ " + shorter[1] + " }"


def _where(found: Mapping[str, list[str]], scenarios: list[str], regions: list[str]) -> str:
    """For which scenarios and regions something holds."""
    together: dict[tuple[str, ...], list[str]] = {}
    for scenario in scenarios:
        if scenario in found:
            named = tuple(name for name in regions if name in found[scenario])
            together.setdefault(named, []).append(scenario)
    texts = []
    for named, those in together.items():
        text = say("all scenarios") if those == scenarios else ", ".join(those)
        texts.append(text if list(named) == regions else f"{text} ({_listed(named)})")
    return say("in {scenarios}", scenarios="; ".join(texts))


def _listed(names: tuple[str, ...]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (say(" and {n} more", n=more) if more > 0 else "")


def _regions(one: Identified) -> tuple[str, ...]:
    network = one.identity.get("network", "")
    profile = PROFILES.get(network.removeprefix(_PROFILE))
    if not network.startswith(_PROFILE) or profile is None:
        return one.regions
    return tuple(sorted(region.name for region in profile.regions))


def _scenarios(identity: Identity) -> list[str]:
    return identity.get("scenarios", "").split()


def _named(key: str) -> str:
    path, _, district = key.partition("@")
    return say("{path} (district {district})", path=path, district=district) if district else path


def _arrow(name: str, before: str, after: str) -> str:
    return f"{name} {before} → {after}"


def _written(text: str) -> str:
    """A value of an identity as a study file holds it."""
    if text == "None":
        return say("by the rule")
    text = text.replace("True", "true").replace("False", "false")
    text = _BY_CLASS.sub(lambda match: "{ " + match[1].replace("=", " = ") + " }", text)
    if _SCHEDULE.match(text):
        text = "{ " + _STEP.sub(r"\1 = ", text[1:-1]) + " }"
    return _POINT_ZERO.sub(r"\1", text)
