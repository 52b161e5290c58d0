"""What is known of one entry, line by line, in the language in use."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from qvgraph.chances import Chance
from qvgraph.declare import Column, Parameter, Series
from qvgraph.language import current, say
from qvgraph.metrics import Metric
from qvgraph.metrics.explain import ties_read, weight_read
from qvgraph.reference import words
from qvgraph.reference.entries import STAGES, Entry
from qvgraph.reference.values import default_of, in_one_line, in_toml, limits, ranges
from qvgraph.simulate.schedule import PHASES, Phase
from qvgraph.study.outcomes import Outcome


class Fact(NamedTuple):
    """One line: what is said, and what it is about."""

    heading: str
    text: str


def facts(entry: Entry) -> list[Fact]:
    """All that is known of an entry, its labels first."""
    found = [Fact(say("English"), entry.en), Fact(say("German"), entry.de)]
    match entry.of:
        case Parameter() as parameter:
            return [*found, *_of_parameter(parameter)]
        case Series() | Outcome() as figure:
            found.append(Fact(say("unit"), words.unit(figure.unit)))
    found += remarks(entry)
    if isinstance(entry.of, Metric):
        found.append(Fact(say("source"), words.cited(entry.of.source)))
    return found


def remarks(entry: Entry) -> list[Fact]:
    """What only things of its kind have."""
    found: Iterable[Fact]
    match entry.of:
        case Parameter() as parameter:
            found = (*_beyond(parameter), *_where(parameter))
        case Phase() as phase:
            found = (Fact(say("what happens"), definition(phase)), _place(phase))
        case Series() as series:
            found = (Fact(say("kept"), _kept(series)),)
        case Outcome() as outcome:
            found = (Fact(say("better"), words.better(outcome.better)),)
        case Column() as column:
            found = _of_column(column)
        case Chance() as chance:
            found = _of_chance(chance, entry.home)
        case Metric() as metric:
            found = _of_metric(metric)
    return list(found)


def definition(phase: Phase) -> str:
    """What happens in a phase."""
    return phase.definition_de if current() == "de" else phase.definition_en


def content(column: Column) -> str:
    """What a cell of a column may hold."""
    word = column.word
    if word.choices:
        return say("one of: {choices}", choices=", ".join(word.choices))
    if word.refers_to == "self":
        return say("id, unique in the table")
    if word.refers_to:
        if word.many:
            return say("ids from {table}, separated by semicolons", table=word.refers_to)
        return say("id from {table}", table=word.refers_to)
    if word.type in ("text", "flag"):
        return say("text") if word.type == "text" else say("true or false")
    number = say("whole number") if word.type == "whole" else say("number")
    bounds = limits(word.least, word.most)
    return number if bounds == say("none") else f"{number}, {bounds}"


def stage(name: str) -> str:
    """The phase of a parameter or chance."""
    phase = STAGES[name]
    label = phase.de if current() == "de" else phase.en
    if not phase.number:
        return say("before the first month ({name})", name=name)
    return f"{phase.number} {name}" + (f" ({label})" if label != name else "")


def in_a_study(entry: Entry) -> list[str]:
    """The lines of a study file that set it to its default."""
    one = entry.of
    if not isinstance(one, Parameter):
        return []
    if entry.kind in ("lever", "assumption"):
        table = "[levers]" if entry.kind == "lever" else "[assumptions]"
        comment = say("for a single scenario: {table}", table="[scenario.NAME]")
        return [f"{table}  # {comment}", f"{entry.name} = {in_toml(one.default)}"]
    value = "…" if one.path == "judge.month" else in_toml(one.default)
    return [f"[{entry.home}]", f"{entry.short} = {value}"]


def is_doubtful(one: Parameter) -> bool:
    """Settings and the judged month are chosen: there is nothing to be sure or unsure of."""
    return one.mechanism != "run" and one.path != "judge.month"


def _of_parameter(one: Parameter) -> Iterator[Fact]:
    spec = one.spec
    if spec.type != "flag":
        yield Fact(say("unit"), words.unit(spec.unit))
    yield Fact(say("type"), words.type_of_value(spec.type, spec.classes))
    by_rule = say("none: the rule of evaluation_months holds")
    default = in_one_line(default_of(one))
    yield Fact(say("default"), by_rule if one.path == "judge.month" else default)
    if spec.low is not None:
        yield Fact(say("range"), in_one_line(ranges(one)))
    yield from _beyond(one)
    if one.mechanism not in ("judge", "run"):
        yield Fact(say("changes over time"), _when(one))
    yield from _where(one)
    if is_doubtful(one):
        yield Fact(say("confidence"), words.confidence(one.spec.confidence))
        yield Fact(say("source"), words.cited(one.spec.source))


def _beyond(one: Parameter) -> Iterator[Fact]:
    spec = one.spec
    if spec.low is not None and one.kind == "lever":
        yield Fact(say("beyond the range"), say("never"))
    elif spec.low is not None:
        ends = limits(spec.least, spec.most)
        text = say("only with outside_range = true; type limits: {limits}", limits=ends)
        yield Fact(say("beyond the range"), text)
    elif spec.type != "flag":
        yield Fact(say("type limits"), limits(spec.least, spec.most))


def _when(one: Parameter) -> str:
    if not one.spec.schedulable:
        return say("no, one value for all months")
    form = "{ 0 = …, 12 = … }"
    return say("yes, by months since the region's start: {form}", form=form)


def _where(one: Parameter) -> Iterator[Fact]:
    """For what part of a study a value holds, and which phase reads it."""
    if one.mechanism in ("judge", "run"):
        yield Fact(say("holds for"), say("all scenarios and regions"))
        return
    if one.spec.whole_network:
        yield Fact(say("holds for"), say("the whole network"))
    elif one.spec.by_district:
        yield Fact(say("holds for"), say("each district for itself"))
    else:
        yield Fact(say("holds for"), say("each region for itself"))
    yield Fact(say("phase"), stage(one.mechanism))


def _place(phase: Phase) -> Fact:
    names = [one.name for one in PHASES]
    before, after = names[: phase.number - 1][-1:], names[phase.number :][:1]
    text = say("{number} of {all}", number=phase.number, all=len(PHASES))
    text += say(", after {name}", name=before[0]) if before else ""
    text += say(", before {name}", name=after[0]) if after else ""
    return Fact(say("place in the month"), text)


def _kept(series: Series) -> str:
    if series.headline:
        return say("for each replicate and as quantiles")
    return say('as quantiles; for each replicate with [run] keep = "all"')


def _of_column(one: Column) -> Iterator[Fact]:
    yield Fact(say("table"), f"{one.table}.csv: {words.table(one.table)}")
    yield Fact(say("content"), content(one))
    if one.word.unit:
        yield Fact(say("unit"), words.unit(one.word.unit))
    yield Fact(say("required"), say("yes") if one.required else say("no"))


def _of_chance(one: Chance, home: str) -> Iterator[Fact]:
    yield Fact(say("no."), str(one.number))
    yield Fact(say("drawn for"), words.whose(one.subject))
    if one.index:
        yield Fact(say("and for each"), words.whose(one.index))
    if home:
        yield Fact(say("phase"), stage(home))


def _of_metric(one: Metric) -> Iterator[Fact]:
    yield Fact(say("value for"), words.level(one.level))
    if one.explanation.formula:
        yield Fact(say("formula"), one.explanation.formula)
    if one.variant:
        yield Fact(say("variant"), words.cited(one.variant))
    if one.direction != "none":
        yield Fact(say("ties"), ties_read(one.direction))
        yield Fact(say("counted"), weight_read(one.weight))
    if one.undefined:
        yield Fact(say("no value"), one.undefined)
