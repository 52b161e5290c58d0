"""A study file to fill in: every number in it comes from the declarations, and it runs as it is."""

import textwrap
from collections.abc import Iterator
from typing import Final

from qvgraph.declare import Parameter, Value
from qvgraph.language import current, say
from qvgraph.model.profiles import PROFILES
from qvgraph.reference.values import in_toml
from qvgraph.reference.words import unit
from qvgraph.simulate.parameters import PARAMETERS
from qvgraph.study.finding import SCHEMA
from qvgraph.study.judge import JUDGE
from qvgraph.study.settings import ASSUMED, KEEP, NUMBERS, Run

WIDTH: Final = 100
_COMMENT: Final = 32
"""Where comments begin that stand beside a line."""

_ENDLESS: Final = 2**53
"""No end that anybody could reach."""

_PROFILE: Final = PROFILES["pilot"]
_PILOT: Final = PARAMETERS["funding.pilot_months"]


def study_template(file: str) -> str:
    """The text of a study file in the language in use; `file` is what it will be called."""
    parts = (_head(file), _network(), _run(), _judge(), _shared(), _regions(), _scenarios())
    return "\n".join("\n".join(part) + "\n" for part in parts)


def _head(file: str) -> Iterator[str]:
    yield f"#:schema {SCHEMA}"
    yield from _comment(
        say(
            "A study to fill in. It runs as it is; change what you like and delete what you do not "
            "need: what is not set keeps its default. Brackets hold unit and range; an assumption "
            "may leave its range if outside_range = true stands above the first table."
        )
    )
    for command, purpose in (
        (f"qvgraph check {file}", say("names every problem and runs nothing")),
        (f"qvgraph run {file}", say("runs all scenarios and prints the answer")),
        ("qvgraph describe levers", say("lists what a scenario can set; also: assumptions")),
    ):
        yield f"#   {command:<{_COMMENT}}{purpose}"
    yield from _comment(
        say(
            "The first line is for editors that know schemas of TOML (taplo, Even Better TOML): "
            "they complete and check while you type if the file whose path qvgraph schema prints "
            "lies beside this one."
        )
    )
    yield ""
    yield 'title = { de = "Was bleibt nach der Pilotphase?", en = "What lasts after the pilot?" }'
    yield _line('baseline = "cliff"', say("the scenario that the others are compared with"))


def _network() -> Iterator[str]:
    names = ", ".join(PROFILES)
    yield "[network]"
    yield _line(f'profile = "{_PROFILE.name}"', say("synthetic networks: {names}", names=names))
    yield _line('# folder = "…"', say("instead: a network of your own, a folder of CSV files"))
    yield _set("draws", NUMBERS["draws"])
    yield _set("firms", PARAMETERS["network.firms"])


def _run() -> Iterator[str]:
    yield "[run]"
    for name in ("months", "replicates", "seed", "block"):
        yield _set(name, NUMBERS[name])
    yield _line(f'calendar = "{Run().calendar}"', say("month 0, for the axes of charts"))
    yield _line(f'keep = "{KEEP[0]}"', say("monthly series kept: {names}", names=", ".join(KEEP)))
    meaning = say("what the draws assume: {names}", names=", ".join(ASSUMED))
    yield _line(f'assumptions = "{ASSUMED[0]}"', meaning)


def _judge() -> Iterator[str]:
    yield from _comment(
        say("The same for all scenarios. With month = … all regions are judged in that month.")
    )
    yield "[judge]"
    for name, rule in JUDGE.items():
        yield _set(name, rule)


def _shared() -> Iterator[str]:
    recruiting = PARAMETERS["visits.recruiting"]
    yield from _comment(say("What all scenarios share: first levers, then assumptions."))
    yield "[levers]"
    for path in ("funding.fte", "funding.pilot_months"):
        yield _set(path, PARAMETERS[path])
    yield from _comment(_meaning(recruiting))
    yield from _comment(
        say("A schedule: each value holds from its month on, counted from the region's start.")
    )
    steps = (
        f"0 = {in_toml(_high(recruiting))}, {_months(_PILOT) // 2} = {in_toml(recruiting.default)}"
    )
    yield f"{recruiting.path} = {{ {steps} }}"
    yield ""
    yield "[assumptions]"
    yield _set("visits.visit_hours", PARAMETERS["visits.visit_hours"])
    budget = PARAMETERS["search.budget_euros"]
    yield from _comment(_meaning(budget))
    yield from _comment(say("By size of firm: always all classes, each with a range of its own."))
    yield f"{budget.path} = {in_toml(budget.default)}"


def _regions() -> Iterator[str]:
    start = PARAMETERS["funding.start_month"]
    divided = next(region for region in _PROFILE.regions if region.districts)
    yield from _comment(
        say(
            "One region, or one of its districts, in all scenarios. The names are those of the "
            "profile or of your own tables."
        )
    )
    yield f"[region.{_first()}]"
    yield _set(start.path, start, _months(_PILOT) // 2)
    yield f"[region.{divided.name}.district.{divided.districts[0]}]"
    turntable = PARAMETERS["turntable.turntable"]
    yield _set(turntable.path, turntable, not turntable.default)


def _scenarios() -> Iterator[str]:
    yield from _comment(
        say(
            "The scenarios: each holds only what differs, levers and assumptions alike. Their "
            "names are made of a-z, 0-9 and hyphens; the labels are for people."
        )
    )
    yield "[scenario.cliff]"
    yield 'label = { de = "Klippe: nichts danach", en = "Cliff: nothing after" }'
    yield _set("membership.fees", PARAMETERS["membership.fees"], False)
    yield ""
    yield "[scenario.retained]"
    yield 'label = { de = "Stelle weitergeführt", en = "Post retained" }'
    share = PARAMETERS["funding.retained_share"]
    yield _set(share.path, share, _high(share))
    months = PARAMETERS["funding.retained_months"]
    yield _set(months.path, months, _months(_PILOT))
    yield ""
    yield from _comment(
        say("A scenario may start from others: later ones win, its own lines come last.")
    )
    yield "[scenario.retained-and-more]"
    yield 'label = { de = "Weitergeführt, Träger hilft", en = "Retained, the host helps" }'
    yield 'inherits = ["retained"]'
    develop = PARAMETERS["courses.develop_share"]
    yield _set(develop.path, develop, _high(develop))
    yield f"[scenario.retained-and-more.region.{_first()}]"
    host = PARAMETERS["funding.host_fte"]
    yield _set(host.path, host, _high(host))


def _set(key: str, one: Parameter, value: Value | None = None) -> str:
    """A line that sets a parameter, by itself to its default."""
    return _line(f"{key} = {in_toml(one.default if value is None else value)}", _meaning(one))


def _line(text: str, comment: str) -> str:
    """A line with its comment beside it, or above where there is no room."""
    beside = f"{text:<{_COMMENT - 1}} # {comment}"
    return beside if len(beside) <= WIDTH else "\n".join((*_comment(comment), text))


def _comment(text: str) -> Iterator[str]:
    yield from textwrap.wrap(
        text, WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False
    )


def _meaning(one: Parameter) -> str:
    """Its label with unit and range, written as they are typed."""
    spec = one.spec
    label = spec.de if current() == "de" else spec.en
    measured = "" if spec.unit in ("1", "count", "flag") else unit(spec.unit)
    if measured.casefold() in label.casefold():
        measured = ""
    known = "; ".join(filter(None, (measured, _range(one))))
    return f"{label} ({known})" if known else label


def _range(one: Parameter) -> str:
    """Lowest and highest value; nothing where there is none or one for each class."""
    low, high = one.spec.low, one.spec.high
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        return ""
    if high >= _ENDLESS:
        return say("at least {low}", low=f"{low:g}")
    return say("{low} to {high}", low=f"{low:g}", high=f"{high:.12g}")


def _first() -> str:
    return _PROFILE.regions[0].name


def _high(one: Parameter) -> Value:
    assert one.spec.high is not None
    return one.spec.high


def _months(one: Parameter) -> int:
    assert isinstance(one.default, int)
    return one.default
