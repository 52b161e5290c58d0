"""What is no TOML: the line on which it goes wrong, and what the parser means."""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import Final

from qvgraph.language import say
from qvgraph.problems import InputError, fail
from qvgraph.study.lines import Statement, statements
from qvgraph.study.place import Place, dotted, written
from qvgraph.study.values import shown

_POSITION: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_TWICE: Final = re.compile(r"Cannot (?:declare|overwrite|mutate|redefine)|Duplicate")
_WITHOUT_END: Final = re.compile(
    r"Unterminated string|Expected \S+$|Unclosed|(?:Illegal|Found invalid) character '\\n'"
)
_NAMED: Final = re.compile(r"inline table key '(.+)'$")
_DECIMAL_COMMA: Final = re.compile(r",\d")

_WITHOUT_ENDS: Final[tuple[tuple[str, Callable[[], str]], ...]] = (
    ("Unclosed array", lambda: say("the list has no end; ] is expected")),
    (
        "Unclosed inline table",
        lambda: say("the table in braces has no end; a closing brace is expected on the same line"),
    ),
    ("", lambda: say("the text has no end; a second quotation mark is expected")),
)
_REASONS: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    (
        "Invalid statement|Invalid initial character",
        lambda found: say("{found} found; a key or a [table] is expected", found=found),
    ),
    (
        "Expected newline",
        lambda found: say("{found} found after the value; a new line is expected", found=found),
    ),
    (
        "Expected '=' after a key",
        lambda found: say("{found} found after the key; = is expected", found=found),
    ),
    (
        "Expected ']+' at the end",
        lambda found: say(
            "{found} found; ] is expected, and quotation marks around a name of more than "
            "A-Z a-z 0-9 _ -",
            found=found,
        ),
    ),
    (
        r"Unescaped|Invalid hex value|Escaped character",
        lambda _: say(r"a \ found; in a text \\ or / is expected"),
    ),
    ("Invalid date", lambda found: say("{found} found; there is no such date", found=found)),
    (
        "Invalid value",
        lambda found: say(
            'a value is expected: "text", a number such as 0.5, true or false; {found} found',
            found=found,
        ),
    ),
    (
        "Illegal character|Found invalid character",
        lambda found: say("{found} found; no such character may stand here", found=found),
    ),
    (
        "Exceeds the limit",
        lambda _: say("a number of thousands of digits found; at most 19 are expected"),
    ),
    (
        "maximum recursion",
        lambda _: say("hundreds of brackets inside each other found; fewer are expected"),
    ),
)
"""What the parser says (its beginning), and what that means for a person."""


def not_toml(file: str, text: str, reason: str) -> InputError:
    """Put the parser's reason into words and find its line, which it names often, not always."""
    text = text.replace("\r\n", "\n")
    position = _POSITION.search(reason)
    reason = _POSITION.sub("", reason)
    culprit, earlier = _culprit(text)
    line = int(position[1]) if position and position[1] else None
    key = ""
    if culprit and (line is None or _WITHOUT_END.match(reason) or _TWICE.match(reason)):
        line = culprit.line
    if culprit and line is not None and culprit.line <= line <= culprit.last:
        key = written(culprit.table, culprit.key)
    found = _rest(text, line, int(position[2]) if position and position[2] else 1)
    if key and not found and reason.startswith("Invalid initial character"):
        reason = "Unclosed inline table"  # its line ends where a key would have to follow
    what = _said(reason, found, culprit, earlier)
    return fail(Place(file, line, key), say("this is no TOML: {reason}", reason=what))


def _said(reason: str, found: str, culprit: Statement | None, earlier: Iterable[Statement]) -> str:
    if culprit and _TWICE.match(reason):
        return _twice(reason, culprit, earlier)
    if _WITHOUT_END.match(reason):
        return next(say_it() for start, say_it in _WITHOUT_ENDS if reason.startswith(start))
    if reason.startswith("Expected newline") and _DECIMAL_COMMA.match(found):
        found = shown(found)
        return say("{found} found after the value; a decimal point is expected", found=found)
    for start, in_words in _REASONS:
        if re.match(start, reason):
            return in_words(shown(found) if found else say("the end of the line"))
    return reason  # another Python's parser may know more


def _twice(reason: str, culprit: Statement, earlier: Iterable[Statement]) -> str:
    """Where the key stands first, or a value that lies around it."""
    keys = culprit.keys
    for statement in earlier:
        if statement.keys[: len(keys)] == keys:
            return say("set in line {first} already; once is expected", first=statement.line)
        if statement.key and keys[: len(statement.keys)] == statement.keys:
            name, first = dotted(statement.keys), statement.line
            return say(
                "{name} is set in line {first} already; once is expected", name=name, first=first
            )
    inside = _NAMED.search(reason)
    name = inside[1] if inside else dotted(keys)
    return say("{name} is set twice; once is expected", name=name)


def _culprit(text: str) -> tuple[Statement | None, list[Statement]]:
    """The first statement with which the text is no TOML, and those before it."""
    every = list(statements(text))
    sound = bisect_left(every, True, key=lambda one: not _is_sound(text[: one.position]))
    return (every[sound - 1] if sound else None), every[: max(sound - 1, 0)]


def _is_sound(text: str) -> bool:
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _rest(text: str, line: int | None, column: int) -> str:
    """What stands on a line from a column on, without a comment."""
    lines = text.split("\n")
    if line is None or line > len(lines):
        return ""
    return lines[line - 1][column - 1 :].partition("#")[0].strip()
