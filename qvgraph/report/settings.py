"""What a study sets: by scenario, and every assumption with its source and confidence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from qvgraph.declare import Parameter
from qvgraph.language import current, decimal, say
from qvgraph.reference import words
from qvgraph.reference.entries import STAGES, of_mechanism
from qvgraph.report.document import Cell, Grid, Group, Line
from qvgraph.report.written import label_of, range_of, value_of
from qvgraph.simulate.parameters import DEFAULTS, PARAMETERS, Plan
from qvgraph.study.layers import Setting, path_of
from qvgraph.study.ranges import DECISIVE

Plans = Mapping[str, Plan]
"""The plan of each region."""

_MANY: Final = 6
"""From so many values of one lever on they are counted, not listed."""


def scenarios_grid(plans: Mapping[str, Plans], labels: Mapping[str, str], baseline: str) -> Grid:
    """What the baseline sets otherwise than the defaults, each scenario than the baseline."""
    lines = []
    for name in (baseline, *(name for name in labels if name != baseline)):
        against = None if name == baseline else plans[baseline]
        said = tuple(_differences(plans[name], against))
        below = say("baseline, against the defaults") if name == baseline else ""
        lines.append(Line(Cell(labels[name], below), (Cell("; ".join(said) or say("nothing")),)))
    headings = (say("scenario"), say("what it sets otherwise than the baseline"))
    return Grid(say("What the scenarios set"), headings, (Group(tuple(lines)),))


def _differences(ours: Plans, theirs: Plans | None) -> Iterator[str]:
    """One text per lever or assumption that differs somewhere."""
    keys = dict.fromkeys(key for plan in ours.values() for key in plan)
    for key in keys:
        path = path_of(key)
        changed: dict[Setting, list[str]] = {}
        for region, plan in ours.items():
            value = plan.get(key, plan[path])
            weaker = (
                DEFAULTS[path] if theirs is None else theirs[region].get(key, theirs[region][path])
            )
            if value != weaker:
                changed.setdefault(value, []).append(region)
        if changed:
            yield f"{label_of(key)}: " + _values(PARAMETERS[path], changed, len(ours))


def _values(parameter: Parameter, changed: Mapping[Setting, Sequence[str]], regions: int) -> str:
    if len(changed) > _MANY:
        return say("{n} different values by region", n=decimal(len(changed)))
    return ", ".join(
        value_of(parameter, value)
        + ("" if len(where) == regions else f" ({_where(where, regions)})")
        for value, where in changed.items()
    )


def _where(where: Sequence[str], regions: int) -> str:
    if len(where) == 1:
        return where[0]
    return say("{n} of {all} regions", n=decimal(len(where)), all=decimal(regions))


def assumptions_grid(plans: Plans, varied: Iterable[str]) -> Grid:
    """Every assumption: value in the baseline, range, confidence, source; decisive ones first."""
    varied = set(varied)

    def line(path: str) -> Line:
        one = PARAMETERS[path]
        return Line(
            Cell(label_of(path), code=path),
            (
                _value(one, plans, varied=path in varied),
                Cell(range_of(one)),
                Cell(words.confidence(one.spec.confidence)),
                Cell(words.cited(one.spec.source)),
            ),
        )

    groups = [Group(tuple(map(line, DECISIVE)), say("Those that decide what lasts"))]
    for name in STAGES:
        paths = [
            entry.name for entry in of_mechanism(name, "assumption") if entry.name not in DECISIVE
        ]
        if paths:
            groups.append(Group(tuple(map(line, paths)), _phase(name)))
    headings = (
        say("assumption"),
        say("value in the baseline"),
        say("range"),
        say("confidence"),
        say("source"),
    )
    return Grid(say("All assumptions"), headings, tuple(groups))


def levers_grid(plans: Plans) -> Grid:
    """Every lever: value in the baseline, range, source of the range."""
    groups = []
    for name in STAGES:
        lines = tuple(
            Line(
                Cell(label_of(entry.name), code=entry.name),
                (
                    _value(PARAMETERS[entry.name], plans),
                    Cell(range_of(PARAMETERS[entry.name])),
                    Cell(words.cited(PARAMETERS[entry.name].spec.source)),
                ),
            )
            for entry in of_mechanism(name, "lever")
        )
        if lines:
            groups.append(Group(lines, _phase(name)))
    headings = (say("lever"), say("value in the baseline"), say("range"), say("source"))
    return Grid(say("All levers"), headings, tuple(groups))


def _value(one: Parameter, plans: Plans, *, varied: bool = False) -> Cell:
    """The value of all regions, or that they differ; and whether the study set it."""
    if varied:
        return Cell(say("a value of its own for each drawing"))
    values = {plan[one.path] for plan in plans.values()}
    if len(values) > 1:
        return Cell(say("{n} different values by region", n=decimal(len(values))))
    (value,) = values
    below = "" if value == one.default else say("set by the study")
    return Cell(value_of(one, value), below)


def _phase(name: str) -> str:
    """Its number in the month, and what it is called."""
    one = STAGES[name]
    label = one.de if current() == "de" else one.en
    return say("Phase {number}: {label}", number=one.number, label=label) if one.number else label
