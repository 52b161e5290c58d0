"""Studies as shipped with something swapped, lost, doubled or put in: read or refused, no more."""

import ast
import inspect
import random
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qvgraph.language import german, use
from qvgraph.problems import InputError
from qvgraph.study import syntax
from qvgraph.study.finding import shipped
from qvgraph.study.reading import read_study

pytestmark = pytest.mark.usefixtures("english")

ROUNDS, CASES = 10, 25
STUDIES = [study.read_text(encoding="utf-8") for study in shipped().values()]
WHOLE = (
    *('""', '"x"', "0", "-1", "0.5", "1e400", "nan", "9" * 40, "true", "[]", "[[]]", "{}"),
    *("{ 0 = 1 }", "{ -1 = true, x = 2 }", "{ micro = 1 }", "[1, [2, {a = 3}]]", "2019-07-01"),
    *("{ 0 = { micro = 1 } }", "{ 0 = { 0 = 1 } }", "{ fte = 2 }", "{ a = {} }", '["a", 1]'),
    *("07:30:00", "2019-07-01T07:30:00+02:00", "0x1F", '"\\u00e4"', '"\\t"', '{ "" = "" }'),
)
"""Values as TOML knows them."""
VALUES = (
    *WHOLE,
    *("'", '"""', "=", ".", "#", "\\"),
    *("[scenario]", "[region]", "[scenario.a.region.b.district.c]", "[[scenario]]", "scenario = 3"),
    *("region.ulm.district.ulm-1 = 1", "inherits = [[]]", "label = {}", "\0", "\r", "\u2028", "💥"),
)


def swapped(parts: list[str], dice: random.Random) -> None:
    one, other = dice.randrange(len(parts)), dice.randrange(len(parts))
    parts[one], parts[other] = parts[other], parts[one]


def lost(parts: list[str], dice: random.Random) -> None:
    del parts[dice.randrange(len(parts))]


def doubled(parts: list[str], dice: random.Random) -> None:
    parts.insert(dice.randrange(len(parts)), dice.choice(parts))


def put_in(parts: list[str], dice: random.Random) -> None:
    parts.insert(dice.randrange(len(parts)), dice.choice(VALUES))


def replaced(parts: list[str], dice: random.Random) -> None:
    parts[dice.randrange(len(parts))] = dice.choice(VALUES)


WAYS: tuple[Callable[[list[str], random.Random], None], ...] = (
    swapped,
    lost,
    doubled,
    put_in,
    replaced,
)
CUTS = (r"(?<=\n)", r"(?<=[\s=.\[\]])", r"")
"""Into lines, into words and values, into characters."""


def garbled(dice: random.Random) -> str:
    """A shipped study, shortened so that each case is quick, after one to four mishaps."""
    lines = dice.choice(STUDIES).splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith("#"))
    for _ in range(dice.randint(1, 4)):
        parts = [part for part in re.split(dice.choice(CUTS), text) if part]
        dice.choice(WAYS)(parts, dice)
        text = "".join(parts)
    return text


def mistaken(dice: random.Random) -> str:
    """A shipped study that is still TOML, with one to four keys or values of somewhere else."""
    lines = dice.choice(STUDIES).splitlines(keepends=True)
    set_here = [n for n, line in enumerate(lines) if " = " in line and line[0] not in "#["]
    elsewhere = [line.split(" = ", 1) for line in "\n".join(STUDIES).splitlines() if " = " in line]
    for n in dice.choices(set_here, k=dice.randint(1, 4)):
        key, value = lines[n].split(" = ", 1)
        other_key, other_value = dice.choice(elsewhere)
        value = dice.choice((value, value, other_value, *WHOLE))
        letters = list(dice.choice((key, other_key)))
        if dice.random() < 0.5:
            swapped(letters, dice)
        lines[n] = f"{''.join(letters)} = {value.strip()}\n"
    return "".join(lines)


@pytest.mark.parametrize("seed", range(ROUNDS))
@pytest.mark.parametrize("mishap", [garbled, mistaken])
def test_a_garbled_study_is_read_or_refused_in_plain_words(mishap, seed: int, tmp_path: Path):
    dice, path = random.Random(seed), tmp_path / "garbled.toml"
    for _ in range(CASES):
        text = mishap(dice)
        path.write_text(text, encoding="utf-8", newline="")
        try:
            study = read_study(path)
            assert study.scenario(study.baseline)
            assert (study.network.profile is None) != (study.network.tables is None)
        except InputError as error:
            last = text.count("\n") + 1
            for problem in error.problems:
                assert problem.where.startswith("garbled.toml"), (problem, text)
                assert 1 <= (problem.line or 1) <= last, (problem, text)
                assert not any(unicodedata.category(c) == "Cc" for c in str(problem)), problem


@pytest.mark.parametrize("seed", range(2))
def test_garbled_options_are_taken_or_refused_in_plain_words(seed: int):
    sound = ("cliff.funding.fte=1.5", "*.region.ulm.membership.fees=false", "taper.visits.tell=0.5")
    dice = random.Random(seed)
    for _ in range(CASES):
        parts = list(dice.choice(sound))
        for _ in range(dice.randint(1, 4)):
            dice.choice(WAYS)(parts, dice)
        try:
            read_study("phase-two", overrides=["".join(parts)])
        except InputError as error:
            for problem in error.problems:
                assert problem.where.startswith("--set '")
                assert not any(unicodedata.category(c) == "Cc" for c in str(problem)), problem


@pytest.mark.parametrize(
    "deep",
    [
        "scenario.a." + "b." * 3000 + "c = 1",
        "[scenario.a." + "b." * 3000 + "c]",
        "title." + "b." * 3000 + "c = 1",
        "scenario.a.label = " + "[" * 200 + "]" * 200,
        "scenario.a.funding.fte = " + "{ a = " * 100 + "1" + " }" * 100,
    ],
)
def test_what_is_nested_without_end_is_refused(problems, deep: str):
    start = 'baseline = "a"\nnetwork.profile = "region"\n'
    assert all(len(one) < 400 for one in problems(start + deep + "\n"))


def test_whatever_the_parser_says_is_said_in_german():
    """Of the Python that runs this; another version may know other reasons."""
    reasons = list(reasons_of_the_parser())
    assert len(reasons) > 15
    use("de")
    sentences = [
        re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(sentence)), re.DOTALL)
        for sentence in german().values()
        if sentence != "{reason}"
    ]
    for reason in reasons:
        said = str(syntax.not_toml("x.toml", "a = 1\n", f"{reason} (at line 1, column 1)"))
        told = said.partition("kein gültiges TOML: ")[2]
        assert any(sentence.fullmatch(told) for sentence in sentences), reason
        assert reason not in said


def reasons_of_the_parser() -> Iterator[str]:
    """What stands in the source of the parser, with x for what it fills in."""
    source = ast.parse(inspect.getsource(tomllib._parser))  # type: ignore[attr-defined]
    for call in ast.walk(source):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            continue
        if call.func.id in ("suffixed_err", "TOMLDecodeError"):
            for argument in call.args:
                if isinstance(argument, ast.Constant):
                    yield str(argument.value)
                elif isinstance(argument, ast.JoinedStr) and len(argument.values) < 3:
                    yield "".join(
                        part.value if isinstance(part, ast.Constant) else "'x'"
                        for part in argument.values
                    )
