"""Line numbers of the keys of a TOML text, which the parser does not tell."""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

Keys = tuple[str, ...]
"""A key path, for instance ``("scenario", "cliff", "funding", "fte")``."""

_KEY: Final = r"""(?:"(?:\\.|[^"\\\n])*"|'[^'\n]*'|[\w-]+)"""
_DOTTED: Final = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_BLANK: Final = re.compile(r"(?:\s|#[^\n]*)*")
_HEADER: Final = re.compile(rf"\[\[?[ \t]*({_DOTTED})[ \t]*\]\]?")
_ASSIGNMENT: Final = re.compile(rf"({_DOTTED})[ \t]*=")
# Three quotation marks first: an empty text is also the beginning of a text of many lines.
_PIECE: Final = re.compile(
    r'''"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#[^\n]*|.''',
    re.DOTALL,
)


class Statement(NamedTuple):
    """The header of a table, or a key with its value; `inside` are keys and items of the value."""

    position: int
    table: Keys
    key: Keys
    line: int
    last: int
    """The line on which it ends."""
    inside: tuple[tuple[Keys, int], ...] = ()

    @property
    def keys(self) -> Keys:
        """The whole path, from the top of the file."""
        return (*self.table, *self.key)


@dataclass(slots=True)
class _Open:
    """A list or inline table whose end is not reached; `items` of a list were met so far."""

    is_list: bool
    keys: Keys
    items: int = 0
    waiting: bool = True
    """Whether an item or key comes next."""


def lines_of(text: str) -> dict[Keys, int]:
    """Map every table and key of a valid TOML text to the line on which it first stands.

    Keys of inline tables are listed too, and items of lists under their number from "0".
    """
    lines: dict[Keys, int] = {}
    for statement in statements(text):
        for length in range(1, len(statement.keys) + 1):
            lines.setdefault(statement.keys[:length], statement.line)
        for keys, line in statement.inside:
            for length in range(len(statement.keys) + 1, len(keys) + 1):
                lines.setdefault(keys[:length], line)
    return lines


def line_of(keys: Keys, lines: dict[Keys, int]) -> int | None:
    """The line of a key, or of the nearest table or key around it."""
    while keys and keys not in lines:
        keys = keys[:-1]
    return lines.get(keys)


def statements(text: str) -> Iterator[Statement]:
    """All statements of a text, in order; of one that is no TOML those that can be told apart."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    table: Keys = ()
    position = _after_blank(text, 0)
    while position < len(text):
        line = bisect_right(starts, position)
        if header := _HEADER.match(text, position):
            keys = _parts(header[1])
            if keys is None:
                return
            table = keys
            yield Statement(position, table, (), line, line)
            position = header.end()
        elif assignment := _ASSIGNMENT.match(text, position):
            key = _parts(assignment[1])
            if key is None:
                return
            end, inside = _value(text, assignment.end(), (*table, *key))
            placed = tuple((keys, bisect_right(starts, where)) for keys, where in inside)
            yield Statement(position, table, key, line, bisect_right(starts, end - 1), placed)
            position = end
        else:
            return
        position = _after_blank(text, position)


def _parts(dotted: str) -> Keys | None:
    """Take a dotted key apart as the parser does, quotation marks and escapes included."""
    parts = []
    try:
        table: object = tomllib.loads(f"{dotted} = 0")
    except ValueError:
        return None
    while isinstance(table, dict):
        [(part, table)] = table.items()
        parts.append(part)
    return tuple(parts)


def _after_blank(text: str, position: int) -> int:
    blank = _BLANK.match(text, position)
    return blank.end() if blank else position


def _value(text: str, position: int, keys: Keys) -> tuple[int, list[tuple[Keys, int]]]:
    """The end of the line on which a value ends; and where its items and keys begin."""
    found: list[tuple[Keys, int]] = []
    around: list[_Open] = []
    while piece := _PIECE.match(text, position):
        token, here = piece[0], around[-1] if around else None
        is_blank = token.isspace() or token.startswith("#")
        if token == "\n" and not here:
            return piece.end(), found
        if here and here.waiting and not is_blank and token not in "]},":
            here.waiting = False
            if here.is_list:
                keys, here.items = (*here.keys, str(here.items)), here.items + 1
                found.append((keys, position))
            elif (key := _ASSIGNMENT.match(text, position)) and (parts := _parts(key[1])):
                keys = (*here.keys, *parts)
                found.append((keys, position))
                position = key.end()
                continue
        if token in "[{":
            around.append(_Open(token == "[", keys))
        elif token in "]}" and around:
            around.pop()
        elif token == "," and here:
            here.waiting = True
        position = piece.end()
    return position, found
