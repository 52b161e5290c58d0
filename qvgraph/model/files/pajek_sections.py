"""The sections of a Pajek file, line by line: vertices, arcs and edges, matrices, partitions."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from qvgraph.language import say
from qvgraph.model.files.numbered import FEW_UNNAMED, Numbered, is_no_tie
from qvgraph.model.files.reading import Reading, line_in, numbered_lines
from qvgraph.problems import none_of

_PARTS: Final = re.compile(r'"([^"]*)"|(\[[^\]]*\])|([^\s"]+)|(")')
_RELATION: Final = re.compile(r'\s*:\s*(\d+)\s*(?:"([^"]*)"|(\S+))?')
_LINES_OF_ARCS: Final = ("arcs", "edges")
_LISTS: Final = ("arcslist", "edgeslist")
_PASSED_OVER: Final = ("permutation", "cluster", "hierarchy", "events")

Parts = list[tuple[str, str]]


class Sections:
    """What is met on the way through a file; problems are noted with their line."""

    def __init__(self, file: str, text: str, reading: Reading) -> None:
        self.graph = Numbered(text, reading)
        self._text = text
        self.first_mode: int | None = None
        self._file = file
        self._reading = reading
        self._line = 0
        self._networks = 0
        self._section: str | None = None
        self._header_line = 0
        self._relation: str | None = None
        self._relations: dict[str, str] = {}
        self._column: str | None = None
        self._passing = False
        self._rows = 0
        self._take: Callable[[str], None] = self._nothing_yet

    def go_through(self) -> None:
        """Take every line."""
        lines = numbered_lines(self._text)
        for self._line, whole in lines:
            line = whole.strip()
            if not line or line.startswith("%"):
                continue
            if line.startswith("*"):
                self._leave()
                self._begin(line[1:].strip())
            else:
                self._take(line)
        self._leave()
        if not self.graph.count and not self._reading:
            self._note(say("no vertices found; *Vertices and their number are expected"))

    @property
    def _here(self) -> str:
        return line_in(self._file, self._line)

    def _note(self, what: str) -> None:
        self._reading.note(self._here, what)

    def _begin(self, header: str) -> None:
        name, _, rest = header.replace("\t", " ").partition(" ")
        name, colon, after = name.partition(":")
        rest = f"{colon}{after} {rest}".strip()
        self._section, self._header_line, self._rows = name.lower(), self._line, 0
        self._take = self._pass_over
        match self._section:
            case "network":
                self._networks += 1
                if self._networks > 1:
                    self._reading.tell(
                        say("There is more than one graph in the file: only the first is read.")
                    )
            case "partition" | "vector":
                self._column = rest or self._section
            case "vertices":
                self._vertices(rest.split())
            case "arcs" | "edges" | "arcslist" | "edgeslist" | "matrix" if self._networks < 2:
                self._relation = self._relation_in(rest)
                self._take = {"arcs": self._arc, "edges": self._arc, "matrix": self._row}.get(
                    self._section, self._list
                )
            case section if section not in (*_LINES_OF_ARCS, *_LISTS, "matrix"):
                self._other(section)

    def _relation_in(self, rest: str) -> str | None:
        """The name of the relation that a header begins or goes on with, else its number."""
        found = _RELATION.match(rest)
        if found is None:
            return None
        name = found[2] or found[3]
        return (
            self._relations.setdefault(found[1], name)
            if name
            else self._relations.get(found[1], found[1])
        )

    def _other(self, section: str) -> None:
        if section in _PASSED_OVER:
            self._reading.tell(say("Not read: *{section}.", section=section.capitalize()))
            self._passing = True
            return
        known = ["Vertices", "Arcs", "Edges", "Arcslist", "Edgeslist", "Matrix", "Partition"]
        self._note(none_of(f"*{section}", [f"*{name}" for name in known]))

    def _vertices(self, numbers: Sequence[str]) -> None:
        """Begin the vertices of the network, or the values of a partition or vector."""
        if not numbers or not all(n.isascii() and n.isdigit() for n in numbers[:2]):
            self._note(say("*Vertices is expected with the number of vertices"))
            return
        count, *modes = (int(number[:20]) for number in numbers[:2])
        if self._column is not None:
            self._take = self._value
            return
        if self._networks > 1 or self._passing:
            self._passing = False
            return
        if self.graph.count:
            self._note(say("*Vertices found again; it is expected once"))
            return
        self._promised = count
        if modes:
            self.first_mode = modes[0]
            if not 0 < modes[0] < count:
                what = say(
                    "{value} of {n} vertices found in the first mode; fewer are expected, "
                    "and at least one",
                    value=modes[0],
                    n=count,
                )
                self._note(what)
        self._take = self._vertex

    def _leave(self) -> None:
        """Look whether the section that ends here is whole."""
        if self._section == "vertices" and self._take == self._vertex:
            self._leave_vertices()
        elif self._section == "matrix" and self._take == self._row and self.graph.count:
            expected = self.first_mode or self.graph.count
            if self._rows != expected:
                what = say(
                    "a matrix of {found} rows found; {expected} are expected",
                    found=self._rows,
                    expected=expected,
                )
                self._reading.note(line_in(self._file, self._header_line), what)
        elif self._take == self._value:
            if self._rows != self.graph.count:
                what = say(
                    "{found} values found; one for each of {n} vertices is expected",
                    found=self._rows,
                    n=self.graph.count,
                )
                self._reading.note(line_in(self._file, self._header_line), what)
            self._column = None

    def _leave_vertices(self) -> None:
        header = line_in(self._file, self._header_line)
        found = len(self.graph.labels)
        if not self._rows:
            self.graph.promise(self._promised, header)
            self.graph.lines = {}
        elif self._rows != self._promised or found != self._promised:
            what = say(
                "{found} lines of vertices found; {expected} are expected",
                found=self._rows,
                expected=self._promised,
            )
            self._reading.note(header, what)
            few = self._promised <= FEW_UNNAMED
            self.graph.count = self._promised if few else max(self.graph.labels, default=0)
        else:
            self.graph.count = self._promised

    def _parts(self, line: str) -> Parts:
        """The parts of a line, each with what it is: a label, an interval or a word."""
        parts: Parts = []
        for label, interval, word, mark in _PARTS.findall(line):
            if mark:
                self._note(say("a quotation mark found that is not closed"))
                break
            kind = "interval" if interval else "word" if word else "label"
            parts.append((kind, interval or word or label))
        return parts

    def _vertex(self, line: str) -> None:
        (_, number), *rest = self._parts(line) or [("word", "")]
        self._rows += 1
        node = self.graph.number(number, self._here, most=self._promised)
        if node in self.graph.labels:
            self._note(say("vertex {number} found again; it is expected once", number=node))
        if not node:
            return
        self.graph.labels[node] = rest[0][1] if rest and rest[0][0] != "interval" else ""
        self.graph.lines[node] = self._line
        for name, (_, value) in zip(("x", "y"), rest[1:3], strict=False):
            if not _is_number(value):
                break
            self._put(name, node, value)
        if interval := next((value for kind, value in rest if kind == "interval"), None):
            self._put("time", node, interval[1:-1])

    def _put(self, name: str, node: int, value: str) -> None:
        self.graph.attributes.setdefault(name, {})[node] = value

    def _arc(self, line: str) -> None:
        quick = '"' not in line and "[" not in line
        parts: Parts = [("word", word) for word in line.split()] if quick else self._parts(line)
        if len(parts) < 2:
            self._note(say("a line with two vertices is expected, and a weight where there is one"))
            return
        graph = self.graph
        source, target = (graph.number(value, self._here) for _, value in parts[:2])
        if not source or not target:
            return
        graph.arc(source, target, self._line, directed=self._section == "arcs")
        if len(parts) > 2 and parts[2][0] == "word":
            graph.arcs.put("strength", parts[2][1])
        if not quick and (interval := next((v for k, v in parts if k == "interval"), None)):
            graph.arcs.put("time", interval[1:-1])
        if self._relation is not None:
            graph.arcs.put("relation", self._relation)

    def _list(self, line: str) -> None:
        source, *targets = line.split()
        number = self.graph.number(source, self._here)
        for target in targets:
            other = self.graph.number(target, self._here)
            if number and other:
                self.graph.arc(number, other, self._line, directed=self._section == "arcslist")
                if self._relation is not None:
                    self.graph.arcs.put("relation", self._relation)

    def _row(self, line: str) -> None:
        cells = line.split()
        self._rows += 1
        before = self.first_mode or 0
        expected = self.graph.count - before
        if len(cells) != expected:
            self._note(
                say(
                    "{found} values found; {expected} are expected",
                    found=len(cells),
                    expected=expected,
                )
            )
        if self._rows > (self.first_mode or self.graph.count):
            return
        for column, cell in enumerate(cells[:expected], before + 1):
            if not is_no_tie(cell):
                self.graph.arc(self._rows, column, self._line)
                self.graph.arcs.put("strength", cell)
                if self._relation is not None:
                    self.graph.arcs.put("relation", self._relation)

    def _value(self, line: str) -> None:
        self._rows += 1
        if self._rows <= self.graph.count and self._column is not None:
            self._put(self._column, self._rows, line)

    def _pass_over(self, line: str) -> None:
        """A line of a section that is not read."""

    def _nothing_yet(self, line: str) -> None:
        self._note(say("“{value}” found; *Vertices is expected first", value=line[:40]))
        self._take = self._pass_over


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
