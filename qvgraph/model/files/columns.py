"""Rows of nodes or arcs as a file brings them: some columns for each, others for some."""

from collections.abc import Iterable, Mapping
from typing import Final

import polars as pl

from qvgraph.language import decimal, say
from qvgraph.model.files.reading import Reading

MOST_ATTRIBUTES: Final = 256
"""Of nodes or of arcs, for all rows together."""


class Rows:
    """Columns that every row has, and attributes that only some rows have, by name.

    Lists are public and appended to directly: a file has hundreds of thousands of rows.
    """

    def __init__(self, *fixed: str) -> None:
        self.fixed: dict[str, list[str]] = {name: [] for name in fixed}
        self.lines: list[int] = []
        self.attributes: dict[str, tuple[list[int], list[str]]] = {}

    @property
    def last(self) -> int:
        """The number of the row that was added last."""
        return len(self.lines) - 1

    def put(self, name: str, value: str, row: int | None = None) -> None:
        """Give a row, the last one unless said, an attribute; a later value counts."""
        rows, values = self.attributes.setdefault(name, ([], []))
        rows.append(self.last if row is None else row)
        values.append(value)

    def too_many(self, where: str, reading: Reading) -> bool:
        """Whether there are more attributes than a table can have, which is noted.

        Each is a cell in every row, so that a small file could ask for much room.
        """
        if len(self.attributes) > MOST_ATTRIBUTES:
            what = say(
                "{n} attributes found; at most {most} are expected",
                n=decimal(len(self.attributes)),
                most=MOST_ATTRIBUTES,
            )
            reading.note(where, what)
        return len(self.attributes) > MOST_ATTRIBUTES

    def frame(
        self, *, order: Iterable[str] = (), defaults: Mapping[str, str] | None = None
    ) -> pl.DataFrame:
        """All rows as text, null where a row lacks an attribute.

        Attributes come in `order`, then in that in which they were met; one that is called like a
        fixed column gets a name of its own.
        """
        columns = dict(self.fixed)
        for name in dict.fromkeys((*order, *self.attributes)):
            rows, values = self.attributes.get(name, ((), ()))
            default = (defaults or {}).get(name)
            if not rows and default is None:
                continue
            cells: list[str | None] = [default] * len(self.lines)
            for row, value in zip(rows, values, strict=True):
                cells[row] = value
            columns[self._free(name, columns)] = cells  # type: ignore[assignment]
        return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))

    def _free(self, name: str, taken: Mapping[str, object]) -> str:
        if name in self.fixed:
            name = f"{name}_in_file"
        while name in taken:
            name += "_"
        return name
