"""What a survey tells of each ordered pair: who names whom, who was silent, what makes ties likely.

The cell (i, j) holds whether i asks j for advice, and only i can tell. The rows of organisations
that did not answer are unknown, which is not the same as empty.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from scipy.sparse import csr_array, hstack

from qvgraph.kernels.draws import subject
from qvgraph.model.network import ONE_REGION, Network
from qvgraph.model.tables import KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]

ALIKE = ("district", "sector", "size")
"""Columns in which two organisations may be alike."""

NOBODY = np.zeros(0, np.int64)

LEVEL, KIND, DETAIL = 5.0, 2.0, 1.0
"""How far from 0 the coefficient of the level, of a kind, of anything else may lie before anything
is known: the standard deviation of its prior, in logits."""


@dataclass(frozen=True, eq=False)
class Answers:
    """The organisations of a network by id, their advice ties and who answered, as arrays."""

    table: pl.DataFrame
    silent: "Flags"
    named: "Flags"
    """`named[i, j]`: the tables have a tie from i to j."""
    belongs: "Flags"
    """`belongs[i, j]`: i is a member of the association or institution j."""

    @classmethod
    def of(cls, network: Network) -> "Answers":
        """Read a network; whoever is not marked as silent has answered."""
        table = network.organisations.sort("id")
        place = {id_: i for i, id_ in enumerate(table["id"])}
        named, belongs = np.zeros((2, table.height, table.height), bool)
        for matrix, frame, ends in (
            (named, network.ties, ("source", "target")),
            (belongs, network.memberships, ("organisation", "association")),
        ):
            if frame is not None and frame.height:
                rows, columns = ([place[id_] for id_ in frame[end]] for end in ends)
                matrix[rows, columns] = True
                np.fill_diagonal(matrix, val=False)
        return cls(table, ~table["responded"].fill_null(value=True).to_numpy(), named, belongs)

    @property
    def ids(self) -> pl.Series:
        """The id of each organisation."""
        return self.table["id"]

    @property
    def answered(self) -> pl.Series:
        """The ids of those who answered."""
        return self.ids.filter(pl.Series(~self.silent))

    @property
    def names(self) -> list[str]:
        """The names of the features."""
        return [name for name, _, _ in self.features(NOBODY, NOBODY)]

    @property
    def priors(self) -> "Floats":
        """How wide the prior of the coefficient of each feature is."""
        return np.array([prior for _, prior, _ in self.features(NOBODY, NOBODY)])

    @cached_property
    def untold(self) -> "tuple[Ints, Ints]":
        """The cells that silent organisations have left open, those of one after the other."""
        silent, every = np.flatnonzero(self.silent), np.arange(len(self.silent))
        return np.repeat(silent, len(every)), np.tile(every, len(silent))

    @cached_property
    def design_untold(self) -> csr_array:
        """The design of these."""
        return self.design(*self.untold)

    @cached_property
    def subjects(self) -> "NDArray[np.uint64]":
        """The key of each organisation."""
        return np.array([subject(id_) for id_ in self.table["id"]], np.uint64)

    @cached_property
    def told(self) -> "Flags":
        """`told[i, j]`: i answered and named j."""
        return self.named & ~self.silent[:, None]

    @cached_property
    def kind(self) -> "Ints":
        """The kind of each organisation as a number."""
        return _numbered(self.table["kind"], KINDS)

    @cached_property
    def _region(self) -> "Ints":
        return _numbered(self.table["region"].fill_null(ONE_REGION))

    @cached_property
    def _alike(self) -> "dict[str, Ints]":
        return {column: _numbered(self.table[column]) for column in ALIKE}

    @cached_property
    def _member(self) -> "Flags":
        return self.table["member"].fill_null(value=False).to_numpy()

    @cached_property
    def _asked(self) -> "Floats":
        """The logarithm of the share of the others' answers that name each organisation."""
        could = (~self.silent).sum() - ~self.silent
        return np.asarray(np.log((self.told.sum(axis=0) + 0.5) / (could + 1.0)))

    @cached_property
    def _shared(self) -> "NDArray[np.float32]":
        """How many name i and are tied to j, by what they and j told; nothing that i told counts.

        So it means the same for an i that answered as for one that did not.
        """
        tied = (self.told | self.told.T).astype(np.float32)
        return np.asarray(self.told.T.astype(np.float32) @ tied)

    def design(self, i: "Ints", j: "Ints", returned: "Flags | None" = None) -> csr_array:
        """A row for each cell (i, j): its features, whether j asks i where given, and which j."""
        columns = [csr_array(value[:, None], dtype=float) for _, _, value in self.features(i, j)]
        if returned is not None:
            columns.append(csr_array(returned[:, None], dtype=float))
        return hstack([*columns, incidence(j, len(self.silent))], format="csr")

    def features(self, i: "Ints", j: "Ints") -> "Iterator[tuple[str, float, Floats | Flags]]":
        """What the chance of the ties i → j may depend on: name, prior, and a value for each.

        Nothing that i itself told is among it.
        """
        kinds, regions = range(len(KINDS)), range(int(self._region.max(initial=0)) + 1)
        yield "level", LEVEL, np.ones(len(i), bool)
        for kind in kinds[1:]:
            yield f"asks: {KINDS[kind]}", KIND, self.kind[i] == kind
            yield f"is asked: {KINDS[kind]}", KIND, self.kind[j] == kind
        for asks in kinds[1:]:
            for asked in kinds[1:]:
                both = (self.kind[i] == asks) & (self.kind[j] == asked)
                yield f"kinds: {KINDS[asks]}, {KINDS[asked]}", DETAIL, both
        inside = self._region[i] == self._region[j]
        if len(regions) > 1:
            yield "one region", LEVEL, inside
            for region in regions:
                yield f"region {region}", DETAIL, inside & (self._region[i] == region)
        for column, value in self._alike.items():
            known = (value[i] >= 0) & (value[j] >= 0)
            yield f"alike: {column}", DETAIL, known & (value[i] == value[j])
        for size in range(int(self._alike["size"].max(initial=-1)) + 1):
            yield f"asks: size {size}", DETAIL, self._alike["size"][i] == size
        yield "asks: member", DETAIL, self._member[i]
        yield "members", DETAIL, self._member[i] & self._member[j]
        yield "belongs", DETAIL, self.belongs[i, j]
        yield "asks: asked", DETAIL, self._asked[i] - self._asked.mean()
        yield "shared", DETAIL, np.log1p(self._shared[i, j]).astype(float)


def incidence(column: "Ints", columns: int) -> csr_array:
    """A row for each entry, with a 1 in the column that it names."""
    return csr_array(
        (np.ones(len(column)), (np.arange(len(column)), column)), (len(column), columns)
    )


def _numbered(values: pl.Series, order: tuple[str, ...] | None = None) -> "Ints":
    """Each value as a number in alphabetical or the given order, -1 where it is not known."""
    names = order or values.drop_nulls().unique().sort().to_list()
    place = {name: n for n, name in enumerate(names)}
    return np.array([place.get(value, -1) for value in values], np.int64)
