"""The sentences in the code and their German translations, one for one."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import click
from babel.messages.catalog import Message
from babel.messages.pofile import escape, read_po

import qvgraph
from qvgraph.cli.help import OF_CLICK
from qvgraph.metrics import METRICS
from qvgraph.model.tables import TABLES
from qvgraph.simulate.parameters import PARAMETERS
from qvgraph.study.judge import JUDGE
from qvgraph.study.settings import NUMBERS

PACKAGE = Path(qvgraph.__file__).parent
CATALOG = PACKAGE / "text" / "de.po"
SOURCES = sorted(set(PACKAGE.rglob("*.py")) - {PACKAGE / "language.py"})


def test_every_sentence_is_written_out_where_it_is_said():
    """Neither put together nor handed on: only what stands there can be found and translated."""
    strange = [
        f"{place}: {ast.unparse(node)}" for place, node in nodes_with_say() if said_by(node) is None
    ]
    assert not strange, lines("no literal sentence is said here:", strange)


def test_click_says_its_words_as_we_have_them():
    """One that it words otherwise since would come in English."""
    source = "".join(path.read_text("utf-8") for path in Path(click.__file__).parent.glob("*.py"))
    strings = {node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)}
    assert not set(OF_CLICK) - strings


def test_every_message_has_a_german_translation():
    missing = sorted(messages().keys() - translations().keys())
    entries = [f'# {messages()[text]}\nmsgid {escape(text)}\nmsgstr ""\n' for text in missing]
    assert not missing, lines("to be added to text/de.po:", entries)


def test_no_translation_is_unused():
    unused = [escape(text) for text in translations() if text not in messages()]
    assert not unused, lines("to be taken out of text/de.po:", unused)


def test_placeholders_are_the_same_in_both_languages():
    different = [
        f"{escape(text)}: {placeholders(german)}"
        for text, german in translations().items()
        if placeholders(text) != placeholders(german)
    ]
    assert not different, lines("other placeholders in German:", different)


def test_no_translation_is_empty_or_fuzzy_or_obsolete():
    unfinished = [
        escape(str(entry.id)) for entry in entries() if not entry.string or entry.fuzzy
    ] + [line for line in CATALOG.read_text("utf-8").splitlines() if line.startswith("#~")]
    assert not unfinished, lines("to be finished:", unfinished)


def test_translations_are_sorted_and_each_is_there_once():
    ids = [str(entry.id) for entry in entries()]
    strays = [escape(text) for text, right in zip(ids, sorted(ids), strict=True) if text != right]
    assert not strays, lines("not in their place, from here on:", strays[:1])
    written = re.findall("^msgid ", CATALOG.read_text("utf-8"), re.MULTILINE)
    assert len(written) - 1 == len(ids), "two entries have the same msgid"  # one is the header


def test_german_quotation_marks_open_below_and_close_above():
    wrong = [
        escape(german)
        for text, german in translations().items()
        if "".join(re.findall("[„“”\u201a\u2018«»]", german)) != "„“" * german.count("„")
        or german.count('"') != text.count('"')  # straight ones only as part of what is typed
    ]
    assert not wrong, lines("quotation marks other than „ “:", wrong)


def test_a_no_break_space_stands_before_the_percent_sign_in_german():
    wrong = [escape(german) for german in translations().values() if percent_is_wrong(german)]
    assert not wrong, lines("a number, then %, without U+00A0 between:", wrong)


def percent_is_wrong(german: str) -> bool:
    return bool(re.search(r"[\d}](?!\u00a0%)\s*%", german))


@cache
def messages() -> dict[str, str]:
    """All that is said, with the place where it is said first; and what declarations say."""
    found = dict(declared_texts())
    for place, node in nodes_with_say():
        text = said_by(node)
        if text is not None:
            found.setdefault(text, place)
    return found


def declared_texts() -> Iterator[tuple[str, str]]:
    """What is shown with `declared`: sources, variants, meanings of columns, words of click."""
    for parameter in (*PARAMETERS.values(), *JUDGE.values(), *NUMBERS.values()):
        yield parameter.spec.source, parameter.path
    for metric in METRICS.values():
        if metric.variant:
            yield metric.variant, metric.name
    for table, columns in TABLES.items():
        for column in columns:
            yield column.word.en, f"{table}.{column.name}"
    for text in OF_CLICK:
        yield text, "click"


def said_by(node: ast.expr) -> str | None:
    """The sentence of a call of `say`; None for any other use of the name."""
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        text = node.args[0].value
        return text if isinstance(text, str) else None
    return None


def nodes_with_say() -> Iterator[tuple[str, ast.expr]]:
    """Each call of `say`, and the bare name where it is not called, with file and line."""
    for path in SOURCES:
        tree = ast.parse(path.read_text("utf-8"), str(path))
        calls = [
            node for node in ast.walk(tree) if isinstance(node, ast.Call) and is_say(node.func)
        ]
        called = {id(node.func) for node in calls}
        bare = [node for node in ast.walk(tree) if is_say(node) and id(node) not in called]
        for node in [*calls, *bare]:
            yield f"{path.relative_to(PACKAGE.parent)}:{node.lineno}", node


def is_say(node: ast.AST) -> bool:
    return (isinstance(node, ast.Name) and node.id == "say") or (
        isinstance(node, ast.Attribute) and node.attr == "say"
    )


@cache
def entries() -> tuple[Message, ...]:
    """The entries of the catalogue in the order of the file, without its header."""
    with CATALOG.open("rb") as stream:
        return tuple(entry for entry in read_po(stream, locale="de") if entry.id)


@cache
def translations() -> dict[str, str]:
    return {str(entry.id): str(entry.string) for entry in entries()}


def placeholders(text: str) -> list[str]:
    """What stands in braces, sorted: name, conversion and format."""
    return sorted(
        f"{{{name}!{conversion or ''}:{form}}}"
        for _, name, form, conversion in Formatter().parse(text)
        if name is not None
    )


def lines(heading: str, found: list[str]) -> str:
    return "\n".join([heading, *found])
