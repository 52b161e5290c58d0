"""From a study file to a `Study`; all problems of the file in one error."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from qvgraph.language import say
from qvgraph.problems import nearest
from qvgraph.simulate.parameters import PARAMETERS
from qvgraph.study import checks
from qvgraph.study.choices import (
    read_judge,
    read_network_assumptions,
    read_network_choice,
    read_profile,
    read_run,
)
from qvgraph.study.document import AT_THE_TOP, KEYS, TABLES, Document
from qvgraph.study.finding import find_study
from qvgraph.study.layers import Layer
from qvgraph.study.overrides import read_overrides
from qvgraph.study.place import Place
from qvgraph.study.scenarios import read_regions, read_scenarios
from qvgraph.study.sections import read_layer
from qvgraph.study.study import Scenario, Study
from qvgraph.study.values import read_label, read_text, shown


def read_study(
    source: str | Path,
    *,
    overrides: Sequence[str] = (),
    replicates: int | None = None,
    months: int | None = None,
    draws: int | None = None,
    assumptions: str | None = None,
) -> Study:
    """Read and check a study: a path, or the name of a shipped one such as "phase-two".

    `overrides` are texts ``SCENARIO.PATH=VALUE`` with the value as in TOML and ``*`` for all
    scenarios; `replicates`, `months`, `draws` and `assumptions` replace those of ``[run]`` and
    ``[network]``. Relative folders start at the study file. Raises `InputError` with all problems.
    """
    found = find_study(source)
    document = Document.of(found.file, found.text)
    run = read_run(document, months=months, replicates=replicates, assumptions=assumptions)
    run_is_sound = not document.problems
    _note_strange_keys(document)
    scenarios = read_scenarios(document)
    study = Study(
        name=found.name,
        title=_title(document, found.name),
        text=found.text,
        overrides=tuple(overrides),
        baseline=_baseline(document, [scenario.name for scenario in scenarios]),
        network=read_network_choice(document, found.folder, draws=draws),
        run=run,
        judge=read_judge(document),
        judging=_judging(document),
        shared=_shared(document),
        scenarios=_overridden(document, scenarios, overrides),
    )
    _check(document, study, run_is_sound=run_is_sound)
    document.problems.raise_if_any()
    return study


def _check(document: Document, study: Study, *, run_is_sound: bool) -> None:
    """What can be said of the whole, as far as its parts could be read."""
    before = len(document.problems)
    checks.note_unknown_parents(document, study.scenarios)
    checks.note_circles(document, study.scenarios)
    if len(document.problems) == before:
        checks.note_contradictions(document, study)
        checks.note_unknown_districts(document, study)
    checks.note_unknown_regions(document, study)
    if run_is_sound:
        checks.note_late_judgement(document, study)
    if not document.problems:
        checks.note_late_rule(document, study)


def _note_strange_keys(document: Document) -> None:
    for key in document.data:
        if key in KEYS:
            continue
        if any(path.startswith(f"{key}.") for path in PARAMETERS):
            document.note((key,), say("it belongs under [levers], [assumptions] or a scenario"))
        else:
            known = ", ".join((*AT_THE_TOP, *(f"[{table}]" for table in TABLES)))
            what = say("no such key or table; one of {known} is expected", known=known)
            document.note((key,), what + nearest(key, KEYS))
    outside = document.data.get("outside_range", False)
    if not isinstance(outside, bool):
        expected = say("true or false")
        what = say("{found} found; {expected} is expected", found=shown(outside), expected=expected)
        document.note(("outside_range",), what)


def _judging(document: Document) -> Place:
    """Where the file says how networks are judged or, if it does not, for how long they run."""
    there = [table for table in ("judge", "run") if table in document.data]
    return document.where((*there, "judge")[:1])


def _title(document: Document, name: str) -> dict[str, str]:
    title = read_label(document.data.get("title", name), document.noting("title"))
    return title or {"de": name, "en": name}


def _baseline(document: Document, names: Sequence[str]) -> str:
    """The name of the baseline, which must be there; "" when something was noted."""
    if not names:
        return ""  # noted already, and nothing could be right
    if "baseline" in document.data:
        note = document.noting("baseline")
        return read_text(document.data["baseline"], note, tuple(names)) or ""
    if not document.misspelt("baseline"):
        known = ", ".join(names)
        what = say("baseline is missing at the top; one of {known} is expected", known=known)
        document.note((), what)
    return ""


def _shared(document: Document) -> tuple[Layer, ...]:
    """What holds in all scenarios, weakest first; nothing may be set twice."""
    profile = read_profile(document)
    network = read_network_assumptions(document)
    levers = read_layer(
        document, ("levers",), document.table("levers"), table="[levers]", kind="lever"
    )
    assumptions = read_layer(
        document,
        ("assumptions",),
        document.table("assumptions"),
        table="[assumptions]",
        kind="assumption",
    )
    for path in network.values.keys() & assumptions.values.keys():
        what = say("set under [network] as well; once is expected")
        document.problems.note(assumptions.places[path], what)
    return (*profile, network, levers, assumptions, *read_regions(document))


def _overridden(
    document: Document, scenarios: tuple[Scenario, ...], overrides: Sequence[str]
) -> tuple[Scenario, ...]:
    layers = read_overrides(
        overrides,
        [scenario.name for scenario in scenarios],
        document.problems,
        outside_range=document.outside_range,
    )
    return tuple(replace(scenario, overrides=layers[scenario.name]) for scenario in scenarios)
