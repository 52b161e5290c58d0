"""Everything declared is found by its name, and what is said of it is true."""

import ast
import re
from pathlib import Path

import pytest

from qvgraph import chances, language
from qvgraph.chances import CHANCES
from qvgraph.metrics import METRICS
from qvgraph.model.tables import TABLES
from qvgraph.problems import InputError
from qvgraph.reference import Entry, entries, look_up, words
from qvgraph.reference.facts import in_a_study
from qvgraph.reference.kinds import WORDS
from qvgraph.reference.values import figure, in_toml
from qvgraph.simulate import mechanisms
from qvgraph.simulate.month import MONTH, STEPS
from qvgraph.simulate.parameters import PARAMETERS
from qvgraph.simulate.record import SERIES
from qvgraph.simulate.schedule import PHASES, START
from qvgraph.study.judge import JUDGE
from qvgraph.study.outcomes import OUTCOMES
from qvgraph.study.reading import read_study
from qvgraph.study.settings import NUMBERS

CONSTANTS = {
    name: number
    for name, number in vars(chances).items()
    if name.isupper() and isinstance(number, int)
}
DECLARED = [
    *(("lever", path) for path, one in PARAMETERS.items() if one.kind == "lever"),
    *(("assumption", path) for path, one in PARAMETERS.items() if one.kind == "assumption"),
    *(("judge", f"judge.{name}") for name in ("month", *JUDGE)),
    *(("setting", f"{'network' if name == 'draws' else 'run'}.{name}") for name in NUMBERS),
    *(("mechanism", one.name) for one in PHASES),
    *(("series", one.name) for one in SERIES),
    *(("outcome", one.name) for one in OUTCOMES),
    *(("column", f"{name}.{one.name}") for name, those in TABLES.items() for one in those),
    *(("chance", name) for name in CONSTANTS),
    *(("metric", name) for name in METRICS),
]


@pytest.mark.parametrize(("kind", "name"), DECLARED, ids=lambda value: value)
def test_everything_declared_is_found_by_its_name(kind: str, name: str):
    for typed in (name, name.upper(), name.rpartition(".")[2]):
        found = [view for view in look_up([typed]) if isinstance(view, Entry)]
        assert (kind, name) in {(entry.kind, entry.name) for entry in found}, typed


def test_nothing_is_listed_that_is_not_declared():
    assert [(entry.kind, entry.name) for entry in entries()] == DECLARED


def test_the_words_of_kinds_are_nobodys_name():
    names = {text.casefold() for entry in entries() for text in (entry.name, entry.short)}
    assert names & set(WORDS) == set()


def test_a_kind_limits_what_an_unknown_name_is_compared_with():
    with pytest.raises(InputError, match=r"did you mean visits\?"):
        look_up(["mechanism", "visit"])


def test_a_study_takes_every_line_that_sets_a_value(tmp_path: Path):
    lines: dict[str, list[str]] = {}
    for entry in entries():
        if (found := in_a_study(entry)) and entry.name != "judge.month":
            lines.setdefault(found[0].partition(" ")[0], []).append(found[1])
    assert [*lines] == ["[levers]", "[assumptions]", "[judge]", "[run]", "[network]"]
    lines["[network]"].append('profile = "region"')
    text = "\n".join("\n".join((heading, *those)) for heading, those in lines.items())
    path = tmp_path / "all.toml"
    path.write_text(f'title = "t"\nbaseline = "b"\n{text}\n[scenario.b]\nlabel = "b"\n', "utf-8")
    plan = read_study(str(path)).plan("b", "region")
    assert plan == {path: one.default for path, one in PARAMETERS.items()}


def test_phases_are_those_of_the_month():
    modules = [phase.__name__.rpartition(".")[2] for phase in MONTH]
    assert [one.name for one in PHASES] == modules
    assert [*STEPS] == [phase.step for phase in MONTH]
    assert [one.number for one in PHASES] == [*range(1, 13)]
    for one in (START, *PHASES):
        assert one.de != one.definition_de
        assert one.definition_de.endswith(".")
        assert one.definition_en.endswith(".")


def test_every_chance_belongs_to_one_phase_which_draws_it():
    named = [name for one in (START, *PHASES) for name in one.chances]
    assert sorted(named) == sorted(CONSTANTS)
    folder = Path(mechanisms.__file__).parent
    for one in PHASES:
        tree = ast.parse((folder / f"{one.name}.py").read_text("utf-8"))
        drawn = {
            node.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "chances"
        }
        assert drawn <= set(one.chances), one.name


def test_every_chance_has_a_german_event_of_its_own():
    events = [one.de for one in CHANCES.values()]
    assert all(events)
    assert len(set(events)) == len(events)


def test_every_unit_subject_and_index_has_a_german_word():
    language.use("de")
    units = {one.spec.unit for one in PARAMETERS.values()} | {one.unit for one in SERIES}
    units |= {one.unit for one in OUTCOMES} | {
        one.word.unit for those in TABLES.values() for one in those
    }
    assert {unit for unit in units if words.unit(unit) == unit} == set()
    for one in CHANCES.values():
        for text in filter(None, (one.subject, one.index)):
            english = set(re.findall(r"[a-z]['a-z ]*", text))
            assert not english & set(re.findall(r"[\w' ]+", words.whose(text))), text


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [
        (True, "true", "true"),
        (0.0, "0", "0"),
        (-4.3, "−4.3", "−4,3"),
        (0.9975, "0.9975", "0,9975"),
        (2019, "2019", "2019"),
        (2640.5, "2640.5", "2640,5"),
        (95000.0, "95,000", "95.000"),
        (2**63 - 1, "9223372036854775807", "9223372036854775807"),
    ],
)
def test_numbers_are_written_as_people_of_the_language_do(value: float, english: str, german: str):
    assert figure(value) == english
    language.use("de")
    assert figure(value) == german
    assert in_toml(value) == (str(value).lower())
