"""A network: a frozen bundle of tables that have passed every check."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

import polars as pl

from qvgraph.model.tables import KEYS, TABLES

if TYPE_CHECKING:
    import igraph
    import networkx

TYPES = {"text": pl.String, "whole": pl.Int64, "number": pl.Float64, "flag": pl.Boolean}
ONE_REGION = "region"
"""The name of the only region where the tables name none."""


@dataclass(frozen=True)
class Network:
    """Firms, associations, institutions, managers, ties and trainings of one or more regions.

    Each field is a polars frame with all columns of its table (see `qvgraph.model.tables`), null
    where nothing is known, rows sorted by key; columns beyond the declared ones are kept. None
    means that the table was not given: what it would hold is then drawn before a simulation.
    """

    name: str
    organisations: pl.DataFrame
    managers: pl.DataFrame | None = None
    ties: pl.DataFrame | None = None
    contacts: pl.DataFrame | None = None
    memberships: pl.DataFrame | None = None
    trainings: pl.DataFrame | None = None
    skills: pl.DataFrame | None = None
    levels: pl.DataFrame | None = None
    drawn: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """Share of the firms (or of the rows, for other tables) whose value was drawn, by column."""

    @classmethod
    def of(cls, name: str, frames: Mapping[str, pl.DataFrame]) -> Self:
        """Bundle frames that have passed the checks: columns completed and cast, rows sorted."""
        tables: dict[str, Any] = {table: tidy(table, frame) for table, frame in frames.items()}
        return cls(name, **tables)

    def with_tables(self, **frames: pl.DataFrame) -> Self:
        """The same network with some tables replaced."""
        tables: dict[str, Any] = {table: tidy(table, frame) for table, frame in frames.items()}
        return replace(self, **tables)

    @property
    def tables(self) -> dict[str, pl.DataFrame]:
        """The tables that are given, by name, in the order of the data dictionary."""
        return {table: frame for table in TABLES if (frame := getattr(self, table)) is not None}

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """The regions, sorted."""
        return tuple(sorted(self.organisations["region"].fill_null(ONE_REGION).unique()))

    @property
    def districts(self) -> tuple[tuple[str, ...], ...]:
        """The districts of each region, sorted."""
        where = self.organisations.select(
            pl.col("region").fill_null(ONE_REGION), pl.col("district")
        ).drop_nulls()
        names: dict[str, set[str]] = {region: set() for region in self.regions}
        for region, district in where.iter_rows():
            names[region].add(district)
        return tuple(tuple(sorted(those)) for those in names.values())

    @property
    def synthetic(self) -> bool:
        """True when any organisation was drawn from a profile."""
        return bool(self.organisations["synthetic"].fill_null(value=False).any())

    @property
    def label(self) -> str:
        """The name as every table and picture shows it: synthetic networks say so."""
        return f"{self.name} (synthetic)" if self.synthetic else self.name

    @cached_property
    def fingerprint(self) -> str:
        """A hash of all tables; equal for equal content, whatever the order of rows was."""
        digest = hashlib.blake2b(digest_size=16)
        for table, frame in self.tables.items():
            digest.update(f"\0{table}\0".encode())
            digest.update(frame.write_csv().encode())
        return digest.hexdigest()

    def to_igraph(self, *, ties: tuple[str, ...] = ("advice", "contact")) -> "igraph.Graph":
        """The directed graph as igraph sees it (see `qvgraph.model.convert`)."""
        from qvgraph.model import convert

        return convert.to_igraph(self, ties=ties)

    def to_networkx(
        self, *, ties: tuple[str, ...] = ("advice", "contact")
    ) -> "networkx.DiGraph[str]":
        """The directed graph as networkx sees it (see `qvgraph.model.convert`)."""
        from qvgraph.model import convert

        return convert.to_networkx(self, ties=ties)


def empty(table: str) -> pl.DataFrame:
    """A table without rows."""
    return pl.DataFrame(schema={column.name: TYPES[column.word.type] for column in TABLES[table]})


def tidy(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """All declared columns in their order and type, then the others; rows sorted by key."""
    if not frame.width:
        return empty(table)
    declared = [column.name for column in TABLES[table]]
    frame = frame.select(
        *(
            (pl.col(column.name) if column.name in frame.columns else pl.lit(None))
            .cast(TYPES[column.word.type])
            .alias(column.name)
            for column in TABLES[table]
        ),
        *(name for name in frame.columns if name not in declared),
    )
    if table == "ties":
        frame = frame.with_columns(pl.col("kind").fill_null("advice"))
    return frame.sort(KEYS[table], nulls_last=False)
