"""Nodes that a file counts from 1 and may give labels, and the arcs between those numbers."""

from typing import Final

from qvgraph.language import decimal, say
from qvgraph.model.files.columns import Rows
from qvgraph.model.files.reading import Reading

FEW_UNNAMED: Final = 10_000
"""Nodes that any file may promise without a line for each; more need as many signs."""

DIGITS: Final = 20
"""Digits of a number that is read; longer ones are not taken apart, which takes long."""


class Numbered:
    """Nodes 1 to `count`, their labels and attributes, and arcs with both ends in that range."""

    def __init__(self, text: str, reading: Reading) -> None:
        self.count = 0
        self._most = max(FEW_UNNAMED, len(text))
        self.labels: dict[int, str] = {}
        self.lines: dict[int, int] = {}
        self.attributes: dict[str, dict[int, str]] = {}
        self.arcs = Rows()
        self.ends: list[tuple[int, int]] = []
        self.directed: list[bool] = []
        self._reading = reading

    def promise(self, count: int, where: str) -> bool:
        """Take so many nodes for given, unless they are more than a file without lines may have."""
        if count > self._most:
            what = say(
                "{n} nodes promised without a line for each, which is too many for so small a file",
                n=decimal(count),
            )
            self._reading.note(where, what)
            return False
        self.count = count
        return True

    def number(self, text: str, where: str, least: int = 1, most: int | None = None) -> int:
        """The number of a node, or 0 for what is none, which is noted."""
        most = self.count if most is None else most
        if text.isascii() and text.isdigit() and len(text) <= DIGITS:
            number = int(text)
            if least <= number <= most:
                return number
        what = say(
            "“{value}” found; the number of a node is expected, {least} to {most}",
            value=text,
            least=least,
            most=most,
        )
        self._reading.note(where, what)
        return 0

    def arc(self, source: int, target: int, line: int, *, directed: bool = True) -> None:
        """Join two nodes."""
        self.ends.append((source, target))
        self.directed.append(directed)
        self.arcs.lines.append(line)

    def named(self) -> tuple[Rows, Rows]:
        """Nodes and arcs by id: the labels, or the numbers where labels are not one for each."""
        numbers = range(1, self.count + 1)
        labels = [self.labels.get(number, "").strip() for number in numbers]
        unique = len(set(labels)) == len(labels) and all(labels)
        ids = labels if unique else [str(number) for number in numbers]
        if not unique and any(labels):
            self._reading.tell(
                say("Labels are not one for each node: ids are the numbers, labels the names.")
            )
        nodes = Rows("id")
        nodes.fixed["id"] = ids
        nodes.lines = [self.lines.get(number, 1) for number in numbers]
        if not unique:
            for row, label in enumerate(labels):
                if label:
                    nodes.put("name", label, row)
        for name, values in self.attributes.items():
            for number, value in values.items():
                nodes.put(name, value, number - 1)
        self.arcs.fixed = {
            "source": [ids[source - 1] for source, _ in self.ends],
            "target": [ids[target - 1] for _, target in self.ends],
        }
        return nodes, self.arcs


def is_no_tie(cell: str) -> bool:
    """Whether a cell of a matrix says that there is no tie."""
    if cell in ("0", "0.0", "", ".", "-", "na", "NA", "NaN"):
        return True
    try:
        return float(cell.replace(",", ".")) == 0
    except ValueError:
        return False
