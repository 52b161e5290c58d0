"""The top of a UCINET file: how many nodes, in which form they come, what they are called."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from qvgraph.language import say
from qvgraph.model.files.reading import Reading, line_in, numbered_lines
from qvgraph.problems import SHOWN, nearest, none_of

FORMATS: Final = {
    "fullmatrix": "fullmatrix", "fm": "fullmatrix",
    "lowerhalf": "lowerhalf", "lh": "lowerhalf",
    "upperhalf": "upperhalf", "uh": "upperhalf",
    "edgelist1": "edgelist1", "edgelist": "edgelist1", "el1": "edgelist1",
    "edgelist2": "edgelist2", "el2": "edgelist2",
    "nodelist1": "nodelist1", "nodelist": "nodelist1", "nl1": "nodelist1",
    "nodelist1b": "nodelist1b", "nl1b": "nodelist1b",
    "nodelist2": "nodelist2", "nl2": "nodelist2",
}  # fmt: skip
"""The forms of data that are read, by all their names."""

_WORDS: Final = re.compile(r'"([^"]*)"|\'([^\']*)\'|([^\s,="\'][^\s,="]*)|(=)')
_DATA: Final = re.compile(r"""(?i)^((?:[^"']|"[^"]*"|'[^']*')*?)\bdata\s*:(.*)$""")
_OF: Final = {"row": "rows", "column": "columns", "col": "columns", "matrix": "matrices",
              "level": "matrices"}  # fmt: skip
_NUMBERS: Final = ("n", "nr", "nc", "nm")

Word = tuple[int, str, bool]
"""The line of a word, the word, and whether it stood between quotation marks."""

Lines = list[tuple[int, str]]


@dataclass(slots=True)
class Header:
    """What the top of a file says; `labels` and `embedded` are of rows, columns and matrices."""

    numbers: dict[str, int] = field(default_factory=dict)
    form: str = "fullmatrix"
    diagonal: bool = True
    labels: dict[str, list[str]] = field(default_factory=dict)
    embedded: set[str] = field(default_factory=set)
    line: int = 1

    @property
    def rows(self) -> int | None:
        """How many rows, where it is said."""
        return self.numbers.get("nr", self.numbers.get("n"))

    @property
    def columns(self) -> int | None:
        """How many columns, where it is said."""
        return self.numbers.get("nc", self.numbers.get("n"))

    @property
    def two_modes(self) -> bool:
        """Whether rows and columns are different things."""
        if self.form.endswith("2"):
            return True
        if "n" in self.numbers or not {"nr", "nc"} <= self.numbers.keys():
            return False
        return self.rows != self.columns or (
            self.labels.get("rows", []) != self.labels.get("columns", [])
        )


def header_of(file: str, text: str, reading: Reading) -> tuple[Header, Lines]:
    """The header, and the lines of data below it."""
    top: Lines = []
    lines = iter(numbered_lines(text))
    for number, line in lines:
        # Looking past quoted labels takes room with each sign: not for lines without the word.
        found = _DATA.match(line) if "data" in line.lower() else None
        if found is None:
            top.append((number, line))
            continue
        top.append((number, found[1]))
        data = [(number, found[2]), *lines]
        return _Top(file, top, reading).header(), [(n, line) for n, line in data if line.strip()]
    what = say("no data found; “data:” is expected, and values below it")
    reading.note(line_in(file, len(top)), what)
    return Header(), []


class _Top:
    """The words above the data, one after the other."""

    def __init__(self, file: str, lines: Lines, reading: Reading) -> None:
        self._file = file
        self._reading = reading
        self._words = list(_words(lines))
        self._place = 0
        self._unknown = 0
        self._header = Header()

    def header(self) -> Header:
        """Take all words."""
        word = self._next()
        if word is None or word[1].lower() != "dl":
            self._note(word, say("“DL” is expected as the first word of the file"))
        elif (self._peek() or "") == "":
            self._note(word, say("the number of nodes is expected, as “n=5”"))
        self._header.line = word[0] if word else 1
        while (word := self._next()) is not None:
            self._take(word)
        return self._header

    def _take(self, word: Word) -> None:
        key = word[1].lower().rstrip(":")
        if key in _NUMBERS:
            self._number(key)
        elif key == "format":
            self._format()
        elif key == "diagonal":
            self._header.diagonal = (self._value() or (0, "", False))[1].lower() != "absent"
        elif key in FORMATS:
            self._header.form = FORMATS[key]
        elif key == "title":
            self._value()
        elif key in ("labels", *(f"{of}labels" for of in _OF)):
            self._labels(_OF.get(key.removesuffix("labels")))
        elif key in _OF and (self._peek() or "").rstrip(":") == "labels":
            self._next()
            self._labels(_OF[key])
        else:
            known = ["n", "nr", "nc", "nm", "format", "diagonal", "labels", "data"]
            what = say(
                "“{value}” found; expected is one of: {choices}",
                value=word[1],
                choices=", ".join(known),
            )
            self._unknown += 1
            hint = nearest(word[1], known) if self._unknown < SHOWN else ""
            self._note(word, what + hint)

    def _number(self, key: str) -> None:
        value = self._value()
        text = value[1] if value else ""
        if text.isascii() and text.isdigit() and int(text[:20]) > 0:
            self._header.numbers[key] = int(text[:20])
        else:
            what = say("“{value}” found for {name}; a whole number is expected",
                       value=text, name=key)  # fmt: skip
            self._note(value, what)

    def _format(self) -> None:
        value = self._value()
        text = value[1] if value else ""
        if form := FORMATS.get(text.lower().rstrip(":")):
            self._header.form = form
        else:
            self._note(value, none_of(text, dict.fromkeys(FORMATS.values())))

    def _labels(self, of: str | None) -> None:
        """Labels of rows, columns or matrices; of both rows and columns where it is not said."""
        sides = (of,) if of else ("rows", "columns")
        if (self._peek() or "").rstrip(":") == "embedded":
            self._next()
            self._header.embedded |= {*sides}
            return
        labels, start = self._until_next_key(self._count(sides[0])), self._place
        expected = self._count(sides[0])
        if expected is not None and len(labels) != expected:
            what = say("{found} labels found; {expected} are expected",
                       found=len(labels), expected=expected)  # fmt: skip
            self._note(self._words[start - 1], what)
        for side in sides:
            self._header.labels[side] = labels

    def _count(self, side: str) -> int | None:
        header = self._header
        return {"rows": header.rows, "columns": header.columns}.get(
            side, header.numbers.get("nm", 1)
        )

    def _until_next_key(self, most: int | None) -> list[str]:
        labels: list[str] = []
        while (text := self._peek()) is not None and (most is None or len(labels) < most):
            plain = not self._words[self._place][2]
            if plain and text.endswith(":") and text.rstrip(":") in ("labels", *_LABELS):
                break
            if plain and text in _OF and self._peek(1) in ("labels", "labels:"):
                break
            labels.append(self._words[self._place][1])
            self._place += 1
        return labels

    def _peek(self, further: int = 0) -> str | None:
        place = self._place + further
        return self._words[place][1].lower() if place < len(self._words) else None

    def _next(self) -> Word | None:
        if self._place >= len(self._words):
            return None
        self._place += 1
        return self._words[self._place - 1]

    def _value(self) -> Word | None:
        """The word after a name, with or without `=` between them."""
        word = self._next()
        return self._next() if word and word[1] == "=" and not word[2] else word

    def _note(self, word: Word | None, what: str) -> None:
        last = self._words[-1][0] if self._words else 1
        self._reading.note(line_in(self._file, word[0] if word else last), what)


_LABELS: Final = tuple(f"{of}labels" for of in _OF)


def _words(lines: Sequence[tuple[int, str]]) -> Iterator[Word]:
    for number, line in lines:
        for double, single, word, mark in _WORDS.findall(line):
            yield number, double or single or word or mark, bool(double or single)
