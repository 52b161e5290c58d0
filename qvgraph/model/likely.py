"""Which of very many names may be meant: letters are counted first, as comparing takes long.

To compare a name with a million others takes half a minute. How many letters two names share bounds
how alike they can be, and is counted for all of them in a fraction of a second; only what could
still be the nearest is compared.
"""

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

import polars as pl

from qvgraph.problems import ALIKE

FEW = 1000
"""So many names are compared without counting."""

FIRST = 200
"""Names compared to know how alike the nearest is at least."""


@dataclass(frozen=True)
class Names:
    """The names that are known, in their order."""

    known: pl.Series

    def likely(self, name: str) -> list[str]:
        """Those among which `problems.nearest` finds what it finds among all."""
        if len(self.known) <= FEW:
            return self.known.to_list()
        rows, found = _likely(name, self._whole)
        if not found and "." not in name:
            parts, _ = _likely(name, self._last_parts)
            rows = pl.concat([rows, parts]).unique().sort()
        return self.known[rows].to_list()

    @cached_property
    def _whole(self) -> pl.DataFrame:
        return _spelt(self.known)

    @cached_property
    def _last_parts(self) -> pl.DataFrame:
        return _spelt(self.known.str.split(".").list.last())


def _likely(name: str, spelt: pl.DataFrame) -> tuple[pl.Series, bool]:
    """The rows that may be the nearest, and whether one of them surely is near enough."""
    folded = name.casefold()
    shared = pl.sum_horizontal(
        pl.col("name").str.count_matches(sign, literal=True).clip(upper_bound=number)
        for sign, number in Counter(folded).items()
    )
    bound = (2.0 * shared / (pl.col("length") + len(folded))).alias("bound")
    rows = spelt.with_row_index("row").select("row", "name", bound)
    rows = rows.filter(pl.col("bound") >= ALIKE)
    first = rows.top_k(FIRST, by="bound")["name"]
    least = max((_ratio(folded, other) for other in first), default=0.0)
    return rows.filter(pl.col("bound") >= least)["row"], least >= ALIKE


def _spelt(names: pl.Series) -> pl.DataFrame:
    """Names as they are compared: without capitals; and their lengths."""
    folded = pl.Series("name", [name.casefold() for name in names], dtype=pl.String)
    return pl.DataFrame({"name": folded, "length": folded.str.len_chars()})


def _ratio(name: str, other: str) -> float:
    """How alike two names are, in the order in which `difflib.get_close_matches` compares."""
    return SequenceMatcher(None, other, name).ratio()
