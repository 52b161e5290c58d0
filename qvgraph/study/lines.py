"""Line numbers of the keys of a TOML text, which the parser does not tell."""

import re
import tomllib
from typing import Final

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


def lines_of(text: str) -> dict[Keys, int]:
    """Map every table and key of a valid TOML text to the line on which it first stands.

    A key inside an inline table is not listed: it stands where the table's own key does.
    """
    lines: dict[Keys, int] = {}
    table: Keys = ()
    position = _after_blank(text, 0)
    while position < len(text):
        line = text.count("\n", 0, position) + 1
        if header := _HEADER.match(text, position):
            keys = table = _parts(header[1])
            position = header.end()
        elif assignment := _ASSIGNMENT.match(text, position):
            keys = (*table, *_parts(assignment[1]))
            position = _after_value(text, assignment.end())
        else:
            break
        for length in range(1, len(keys) + 1):
            lines.setdefault(keys[:length], line)
        position = _after_blank(text, position)
    return lines


def line_of(keys: Keys, lines: dict[Keys, int]) -> int | None:
    """The line of a key, or of the nearest table or key around it."""
    while keys and keys not in lines:
        keys = keys[:-1]
    return lines.get(keys)


def _parts(dotted: str) -> Keys:
    """Take a dotted key apart as the parser does, quotation marks and escapes included."""
    parts = []
    table: object = tomllib.loads(f"{dotted} = 0")
    while isinstance(table, dict):
        [(part, table)] = table.items()
        parts.append(part)
    return tuple(parts)


def _after_blank(text: str, position: int) -> int:
    blank = _BLANK.match(text, position)
    return blank.end() if blank else position


def _after_value(text: str, position: int) -> int:
    """Go to the end of the line on which a value ends."""
    depth = 0
    while piece := _PIECE.match(text, position):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(piece[0], 0)
        position = piece.end()
        if piece[0] == "\n" and depth == 0:
            break
    return position
