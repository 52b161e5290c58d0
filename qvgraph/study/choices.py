"""The tables [network], [run] and [judge] of a study file."""

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final, cast

from qvgraph.language import say
from qvgraph.model.profiles import PROFILES
from qvgraph.problems import nearest
from qvgraph.simulate.parameters import PARAMETERS
from qvgraph.study.document import Document
from qvgraph.study.judge import JUDGE, MONTH, Judge
from qvgraph.study.layers import Layer, Setting
from qvgraph.study.settings import ASSUMED, KEEP, NUMBERS, Assumed, Keep, NetworkChoice, Run
from qvgraph.study.values import read_text, read_value, shown

_CALENDAR: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_NETWORK: Final = ("profile", "folder", "draws")
_SHORT_NAMES: Final = {
    parameter.name: parameter
    for parameter in PARAMETERS.values()
    if parameter.mechanism == "network"
}
_RUN: Final = ("months", "replicates", "seed", "block", "calendar", "keep", "assumptions")


def read_network_choice(
    document: Document, folder: Path, *, draws: int | None = None
) -> NetworkChoice:
    """Which network, and how many draws of it; relative paths start at `folder`."""
    table = document.table("network")
    for key in table:
        if key == "file":
            document.note(("network", key), say("not in this version yet"))
        elif key not in _NETWORK and key not in _SHORT_NAMES:
            what = say("no such assumption about a network")
            document.note(("network", key), what + nearest(key, (*_NETWORK, *_SHORT_NAMES)))
    if "file" not in table and ("profile" in table) == ("folder" in table):
        document.note(("network",), say("exactly one of profile and folder is expected"))
    return NetworkChoice(
        profile=_profile(document, table),
        folder=_folder(document, table, folder),
        draws=_number(document, "network", "draws", instead=draws),
    )


def read_profile(document: Document) -> tuple[Layer, ...]:
    """What the profile in [network] says of its regions."""
    profile = document.table("network").get("profile")
    if not isinstance(profile, str) or profile not in PROFILES:
        return ()  # noted where the choice is read
    return tuple(
        Layer("profile", region.values, region.name)
        for region in PROFILES[profile].regions
        if region.values
    )


def read_network_assumptions(document: Document) -> Layer:
    """The assumptions that stand in [network] under their short names."""
    values: dict[str, Setting] = {}
    for name, raw in document.table("network").items():
        if parameter := _SHORT_NAMES.get(name):
            note = document.noting("network", name)
            value = read_value(parameter, raw, note, outside_range=document.outside_range)
            values |= {} if value is None else {parameter.path: value}
    places = {path: document.where(tuple(path.split("."))) for path in values}
    return Layer("[network]", values, where=document.where(("network",)), places=places)


def read_run(
    document: Document,
    *,
    months: int | None,
    replicates: int | None,
    assumptions: str | None = None,
) -> Run:
    """How long and how often; what the command line gives replaces the file's."""
    table = document.table("run")
    for key in table:
        if key not in _RUN:
            document.note(("run", key), say("no such key") + nearest(key, _RUN))
    assumed = _word(document, "assumptions", ASSUMED)
    if assumptions is not None:
        note = partial(document.problems.note, "--assumptions")
        assumed = read_text(assumptions, note, ASSUMED) or assumed
    return Run(
        months=_number(document, "run", "months", instead=months),
        replicates=_number(document, "run", "replicates", instead=replicates),
        seed=_number(document, "run", "seed"),
        block=_number(document, "run", "block"),
        calendar=_calendar(document, table),
        keep=cast(Keep, _word(document, "keep", KEEP)),
        assumptions=cast(Assumed, assumed),
    )


def read_judge(document: Document) -> Judge:
    """The rule of judgement; a month only if the file sets one."""
    table = document.table("judge")
    rules: dict[str, Any] = {}
    for key, raw in table.items():
        rule = MONTH if key == "month" else JUDGE.get(key)
        note = document.noting("judge", key)
        if rule is None:
            note(say("no such rule of judgement") + nearest(key, ("month", *JUDGE)))
            continue
        value = read_value(rule, raw, note, outside_range=document.outside_range)
        rules |= {} if value is None else {key: value}
    return Judge(**rules)


def _word(document: Document, key: str, choices: tuple[str, ...]) -> str:
    """One of a few words in [run], the first of them where it says nothing."""
    raw = document.table("run").get(key, choices[0])
    return read_text(raw, document.noting("run", key), choices) or choices[0]


def _profile(document: Document, table: Mapping[str, object]) -> str | None:
    if "profile" not in table:
        return None
    return read_text(table["profile"], document.noting("network", "profile"), tuple(PROFILES))


def _folder(document: Document, table: Mapping[str, object], beside: Path) -> Path | None:
    if "folder" not in table:
        return None
    folder = read_text(table["folder"], document.noting("network", "folder"))
    return beside / folder if folder is not None else None


def _number(document: Document, table: str, key: str, *, instead: int | None = None) -> int:
    parameter = NUMBERS[key]
    raw = document.table(table).get(key, parameter.default)
    value = read_value(parameter, raw, document.noting(table, key))
    if instead is not None:
        value = read_value(parameter, instead, partial(document.problems.note, f"--{key}"))
    return cast(int, parameter.default if value is None else value)


def _calendar(document: Document, table: Mapping[str, object]) -> str:
    raw = table.get("calendar", Run().calendar)
    if isinstance(raw, str) and _CALENDAR.fullmatch(raw):
        return raw
    what = say('{found} found; year and month as "2019-07" are expected', found=shown(raw))
    document.note(("run", "calendar"), what)
    return Run().calendar
