"""The tables [network], [run] and [judge] of a study file."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast

from qvgraph.language import say
from qvgraph.model.profiles import PROFILES
from qvgraph.problems import nearest
from qvgraph.simulate.parameters import PARAMETERS
from qvgraph.study.document import AT_THE_TOP, Document
from qvgraph.study.judge import JUDGE, MONTH, Judge
from qvgraph.study.layers import Layer, Setting
from qvgraph.study.settings import ASSUMED, KEEP, NUMBERS, Assumed, Keep, NetworkChoice, Run
from qvgraph.study.values import Note, read_text, read_value, shown

_CALENDAR: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_ONE_OF: Final = ("profile", "folder", "file")
"""Where a network comes from."""

_NETWORK: Final = (*_ONE_OF, "draws")
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
    _note_strange_keys(document, table)
    return NetworkChoice(
        profile=_profile(document, table),
        tables=_tables(document, table, folder),
        draws=_number(document, "network", "draws", instead=draws),
        where=document.where(("network", next((k for k in _ONE_OF if k in table), "profile"))),
    )


def _note_strange_keys(document: Document, table: Mapping[str, object]) -> None:
    """What [network] does not know; and not exactly one network, unless its key is misspelt."""
    strange = [key for key in table if key not in (*_NETWORK, *_SHORT_NAMES)]
    for key in strange:
        if key in AT_THE_TOP:
            what = say("it belongs at the top, above the first table")
        else:
            near = nearest(key, (*_NETWORK, *_SHORT_NAMES))
            what = say("no such assumption about a network")
            what += near or say("; qvgraph describe lists them all")
        document.note(("network", key), what)
    given = [key for key in _ONE_OF if key in table]
    if len(given) > 1:
        what = say(
            "{keys} found; exactly one of profile, folder and file is expected",
            keys=", ".join(given),
        )
        document.note(("network",), what)
    elif not given:
        misspelt = any(nearest(key, _ONE_OF) for key in strange)
        if not misspelt and not document.misspelt("network"):
            what = say("exactly one of profile, folder and file is expected")
            document.note(("network",), what)


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
            known = ", ".join(_RUN)
            what = say("no such key; one of {known} is expected", known=known)
            document.note(("run", key), what + nearest(key, _RUN))
    assumed = _word(document, "assumptions", ASSUMED)
    if assumptions is not None:
        assumed = read_text(assumptions, _option(document, "assumptions"), ASSUMED) or assumed
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
            known = ("month", *JUDGE)
            what = say("no such rule; one of {known} is expected", known=", ".join(known))
            note(what + nearest(key, known))
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


def _tables(document: Document, table: Mapping[str, object], beside: Path) -> Path | None:
    for key in ("folder", "file"):
        if key in table:
            path = read_text(table[key], document.noting("network", key))
            return beside / path if path is not None else None
    return None


def _number(document: Document, table: str, key: str, *, instead: int | None = None) -> int:
    parameter = NUMBERS[key]
    raw = document.table(table).get(key, parameter.default)
    value = read_value(parameter, raw, document.noting(table, key))
    if instead is not None:
        value = read_value(parameter, instead, _option(document, key))
    return cast(int, parameter.default if value is None else value)


def _option(document: Document, name: str) -> Note:
    """What takes the problems of an option of the command line."""

    def note(what: str, *inside: str) -> None:  # noqa: ARG001
        document.problems.note(f"--{name}", what)

    return note


def _calendar(document: Document, table: Mapping[str, object]) -> str:
    raw = table.get("calendar", Run().calendar)
    if isinstance(raw, str) and _CALENDAR.fullmatch(raw):
        return raw
    what = say('{found} found; year and month as "2019-07" are expected', found=shown(raw))
    document.note(("run", "calendar"), what)
    return Run().calendar
