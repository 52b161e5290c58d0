"""The schema of study files says what the reader says, as far as a schema can."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from qvgraph.declare import Parameter
from qvgraph.problems import InputError
from qvgraph.reference.schema import study_schema, written
from qvgraph.reference.values import in_toml
from qvgraph.simulate.parameters import PARAMETERS
from qvgraph.study import choices, reading, scenarios
from qvgraph.study.finding import SCHEMA, shipped
from qvgraph.study.finding import scenarios as folder
from qvgraph.study.judge import JUDGE
from qvgraph.study.settings import NUMBERS

ROOT = Path(__file__).parents[2]
STUDIES = [*(study.name for study in shipped().values())]
START = """baseline = "a"
outside_range = true
[network]
profile = "pilot"
[run]
months = 1200
[judge]
month = 1
"""
"""A sound study but for its scenario a."""

PLACES = {
    "levers": "[levers]",
    "assumptions": "[assumptions]",
    "scenario": "[scenario.a]",
    "region": "[region.stuttgart]",
    "district": "[region.stuttgart.district.esslingen]",
    "region of a scenario": "[scenario.a.region.stuttgart]",
    "district of a scenario": "[scenario.a.region.stuttgart.district.esslingen]",
}


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = study_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.fixture
def agree(validator: Draft202012Validator, read):
    """Whether a text is sound, which reader and schema must both say."""

    def agreeing(text: str) -> bool:
        try:
            read(text)
            said = ""
        except InputError as error:
            said = str(error)
        found = [error.message for error in validator.iter_errors(tomllib.loads(text))]
        assert bool(said) == bool(found), f"{text}\nreader: {said}\nschema: {found}"
        return not said

    return agreeing


def text(lines: str, place: str = "scenario") -> str:
    scenario = "" if place == "scenario" else "[scenario.a]\n"
    return f"{START}{PLACES[place]}\n{lines}\n{scenario}"


# ---- the file that is shipped


def test_the_shipped_schema_is_the_generated_one():
    shown = (folder() / SCHEMA).read_text("utf-8")
    assert shown == written(), f"scenarios/{SCHEMA} is out of date: run `python docs/tables.py`"
    assert json.loads(shown) == study_schema()


@pytest.mark.parametrize("name", STUDIES)
def test_every_shipped_study_is_valid_and_names_the_schema_beside_it(
    validator: Draft202012Validator, name: str
):
    study = (folder() / name).read_text("utf-8")
    assert study.startswith(f"#:schema {SCHEMA}\n")
    assert [error.message for error in validator.iter_errors(tomllib.loads(study))] == []


@pytest.mark.parametrize("path", ["docs/examples/ulm.toml", "tests/frozen/frozen.toml"])
def test_every_other_study_of_the_repository_is_valid(validator: Draft202012Validator, path: str):
    study = tomllib.loads((ROOT / path).read_text("utf-8"))
    assert [error.message for error in validator.iter_errors(study)] == []


# ---- what it knows


def test_it_knows_the_keys_that_the_reader_knows():
    tables = study_schema()["properties"]
    assert set(tables) == set(reading.KEYS)
    network = {*choices._NETWORK, *choices._SHORT_NAMES}
    assert set(tables["network"]["properties"]) == network
    assert set(tables["run"]["properties"]) == set(choices._RUN)
    assert set(tables["judge"]["properties"]) == {"month", *JUDGE}
    mechanisms = {one.mechanism for one in PARAMETERS.values()}
    scenario = tables["scenario"]["additionalProperties"]["properties"]
    assert set(scenario) == {*scenarios._BESIDE, *mechanisms}


def test_every_parameter_has_its_labels_default_and_range():
    for path, one in PARAMETERS.items():
        found = study_schema()["$defs"][path]
        assert found["title"] == one.spec.de
        assert found["description"].startswith(one.spec.en)
        assert f"default {in_toml(one.default)}" in found["description"]
        if one.spec.low is not None:
            assert f"{in_toml(one.spec.low)} to {in_toml(one.spec.high)}" in found["description"]
            assert ("outside_range" in found["description"]) == (one.kind == "assumption")


@pytest.mark.parametrize("place", PLACES)
def test_a_parameter_is_taken_where_the_reader_takes_it(agree, place: str):
    taken = {
        path
        for path, one in PARAMETERS.items()
        if agree(text(f"{path} = {in_toml(one.default)}", place))
    }
    assert 0 < len(taken) <= len(PARAMETERS)


def values(one: Parameter) -> Iterator[str]:
    """Values of every type, at the limits of the type and of the range and beyond them."""
    yield from ("true", '"much"', "[]", "{}", "2020-01-01", "0", "-1", "0.5", "1.0e9", "2")
    if one.spec.classes:
        whole = dict.fromkeys(one.spec.classes, 0.5)
        yield from (toml(whole), toml(whole | {"huge": 1}), toml({**whole, "micro": "x"}))
        yield toml(dict(list(whole.items())[1:]))
    for end in (one.spec.low, one.spec.high):
        if end is not None:
            yield in_toml(end)
    default = in_toml(one.default)
    yield from (f"{{ 0 = {default} }}", f"{{ -3 = {default}, 12 = {default} }}")
    yield from (f"{{ 00 = {default} }}", f"{{ first = {default} }}", '{ 0 = "much" }')


def toml(table: dict[str, Any]) -> str:
    pairs = (f"{name} = {json.dumps(value)}" for name, value in table.items())
    return "{ " + ", ".join(pairs) + " }"


@pytest.mark.slow
def test_a_value_is_taken_where_the_reader_takes_it(agree):
    """But for a whole number with a point, which JSON cannot tell from one without."""
    sound = wrong = 0
    for path, one in PARAMETERS.items():
        if path in ("network.size_mix", "network.need_low", "network.need_high"):
            continue  # what must hold between values, a schema does not know
        for value in values(one):
            if one.spec.type == "count" and value == "1.0e9":
                continue
            if agree(text(f"{path} = {value}")):
                sound += 1
            else:
                wrong += 1
    assert min(sound, wrong) > 500


@pytest.mark.parametrize("name", ["months", "replicates", "seed", "block", "draws"])
def test_a_setting_is_taken_where_the_reader_takes_it(agree, name: str):
    spec = NUMBERS[name].spec
    table = "network" if name == "draws" else "run"
    for value in (spec.low, spec.high, spec.low - 1, "0.5", '"9"', "true", "{ 0 = 1200 }"):
        start = START.replace("months = 1200\n", "")
        start = start.replace(f"[{table}]\n", f"[{table}]\n{name} = {value}\n")
        agree(f"{start}[scenario.a]\n")


# ---- what it finds wrong


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('baseline = "a"', 'basline = "a"'),
        ('baseline = "a"', "baseline = 1"),
        ('baseline = "a"', 'baseline = "a"\ntitle = { de = "nur deutsch" }'),
        ('baseline = "a"', 'baseline = "a"\nfunding.fte = 1.0'),
        ('profile = "pilot"', 'profile = "pilots"'),
        ('profile = "pilot"', 'profile = "pilot"\nfolder = "mine"'),
        ('profile = "pilot"', 'profile = "pilot"\nfirm = 300'),
        ('profile = "pilot"', "firms = 300"),
        ("months = 1200", "months = 1200\nkeep = 'some'"),
        ("months = 1200", "months = 1200\ncalendar = '2019-13'"),
        ("months = 1200", "months = 1200\nassumptions = 'default'"),
        ("month = 1\n", "month = 1\ncore = 12.5\n"),
        ("month = 1\n", "month = 1\ncore = { 0 = 12 }\n"),
        ("[run]", "[levers]\nvisits.visit_hours = 3.0\n[run]"),
        ("[run]", "[assumptions]\nfunding.fte = 1.0\n[run]"),
        ("[run]", "[region.ulm]\nnetwork.skills = 12\n[run]"),
        ("[run]", "[region.ulm.district.ulm]\nfunding.fte = 1.0\n[run]"),
        ("[scenario.a]", "[scenario.a]\nvisits.visit_huors = 3.0"),
        ("[scenario.a]", "[scenario.a]\nfunding.fte = 3.5"),
        ("[scenario.a]", "[scenario.a]\nfunding.fte = true"),
        ("[scenario.a]", "[scenario.a]\nfunding.pilot_months = { 0 = 24 }"),
        ("[scenario.a]", "[scenario.a]\nfunding.pilot_months = 24.5"),
        ("[scenario.a]", "[scenario.a]\nvisits.recruiting = {}"),
        ("[scenario.a]", "[scenario.a]\nmembership.time_euros = 30"),
        ("[scenario.a]", "[scenario.a]\nmembership.time_euros = { micro = 30 }"),
        ("[scenario.a]", "[scenario.a]\nrun.months = 24"),
        ("[scenario.a]", '[scenario.a]\ninherits = "b"'),
        ("[scenario.a]", "[scenario.a]\nlabel = 1"),
        ("[scenario.a]", "[scenario.a]\n[scenario.B]"),
        ("[scenario.a]", ""),
    ],
)
def test_what_is_wrong_for_the_reader_is_wrong_for_the_schema(agree, old: str, new: str):
    sound = START + "[scenario.a]\n"
    assert agree(sound)
    assert old in sound
    assert not agree(sound.replace(old, new))
