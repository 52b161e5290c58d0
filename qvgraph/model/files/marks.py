"""Columns that go along with nodes and arcs while a file is read; no file can have their names."""

from typing import Final

import polars as pl

LINE: Final = "\0line"
"""Where the row stands in its file."""

LOOSE: Final = "\0loose"
"""Whether an arc has no direction."""

VALUE: Final = "\0value"
"""The strength of an arc as a number."""


def without_marks(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns that came from the file."""
    return frame.select(name for name in frame.columns if not name.startswith("\0"))
