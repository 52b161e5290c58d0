"""A network as nodes and arcs for files of other programs, and what such files lose."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import polars as pl

from qvgraph.language import decimal, say
from qvgraph.model.files.graph import ENDS, HELD, MANAGER
from qvgraph.model.network import Network, empty
from qvgraph.model.tables import TABLES

TABLE_OF: Final = {"advice": "ties", "contact": "contacts", "membership": "memberships"}
"""The table of each kind of arc."""


def graph_of(network: Network) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Nodes and arcs of a network for a file of another program, kinds said, values typed.

    Nodes: `id, kind` and all columns that have a value; managers are nodes of the kind `manager`.
    Arcs: `source, target, kind` and all columns that have a value. Both are sorted as the network's
    tables are: organisations, then managers; advice, contacts, memberships.
    """
    nodes = [network.organisations.drop(_taken("organisations"))]
    if network.managers is not None:
        nodes.append(network.managers.with_columns(kind=pl.lit(MANAGER)))
    arcs = [pl.DataFrame(schema=dict.fromkeys(("source", "target", "kind"), pl.String))]
    for kind, table in TABLE_OF.items():
        frame = getattr(network, table)
        if frame is not None:
            one, other = ENDS[table]
            ends = (pl.col(one).alias("source"), pl.col(other).alias("target"))
            rest = pl.exclude("source", "target", "kind", one, other)
            arcs.append(frame.select(*ends, pl.lit(kind).alias("kind"), rest))
    return _together(nodes), _together(arcs)


def _together(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Below each other, columns without any value left out; other types than equal ones as text."""
    types: dict[str, set[pl.DataType]] = {}
    for frame in frames:
        for name, type_ in frame.schema.items():
            types.setdefault(name, set()).add(type_)
    mixed = [name for name, those in types.items() if len(those) > 1]
    both = pl.concat(
        (
            frame.with_columns(pl.col(c).cast(pl.String) for c in mixed if c in frame.columns)
            for frame in frames
        ),
        how="diagonal",
    )
    return both.select(
        name
        for name in both.columns
        if name in ("id", "kind", "source", "target") or both[name].null_count() < both.height
    )


def others_of(network: Network) -> dict[str, list[str]]:
    """The columns beyond the declared ones of each given table that a graph can hold."""
    return {
        table: [name for name in others(table, frame) if name not in _taken(table)]
        for table, frame in network.tables.items()
        if table in HELD
    }


def others(table: str, frame: pl.DataFrame) -> list[str]:
    """The columns of a table beyond the declared ones."""
    declared = {column.name for column in TABLES[table]}
    return [name for name in frame.columns if name not in declared]


def _taken(table: str) -> tuple[str, ...]:
    """Names that nodes or arcs need for themselves, and references to tables that they lack."""
    lacking = (
        column.name for column in TABLES[table] if column.word.refers_to in set(TABLES) - set(HELD)
    )
    needed = {"managers": ("kind",), "contacts": _ARC, "memberships": _ARC}.get(table, ())
    return (*lacking, *needed)


_ARC: Final = ("source", "target", "kind")
_ADVICE: Final = {"organisations": ("id",), "ties": ("source", "target", "strength")}


def lost_in_a_graph(network: Network) -> list[str]:
    """What nodes and arcs with attributes cannot hold, a sentence each."""
    held = {
        table: [name for name in frame.columns if name not in _taken(table)]
        for table, frame in network.tables.items()
        if table in HELD
    }
    return list(_lost(network, held))


def lost_but_advice(network: Network) -> list[str]:
    """What is lost where ids of organisations, advice and its strength are held, a sentence each.

    Organisations and ties are always there when such a file is read.
    """
    missing = [
        say("that there is no table {table}", table=table)
        for table in _ADVICE
        if table not in network.tables
    ]
    return [*_lost(network, _ADVICE), *missing]


def lost_without_strength(network: Network) -> list[str]:
    """What is lost where no tie and a tie of strength 0 are the same."""
    nothing = 0 if network.ties is None else int((network.ties["strength"] == 0).sum())
    return [say("{n} ties of strength 0", n=decimal(nothing))] if nothing else []


def _lost(network: Network, held: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for table, frame in network.tables.items():
        if table not in held:
            yield say("the table {table} ({n} rows)", table=table, n=decimal(frame.height))
            continue
        lost = [
            name
            for name in frame.columns
            if name not in held[table] and _says_something(table, name, frame)
        ]
        if lost:
            columns = ", ".join(lost)
            yield say("of the table {table}: {columns}", table=table, columns=columns)


def _says_something(table: str, column: str, frame: pl.DataFrame) -> bool:
    """Whether a column is more than what its absence says."""
    if column == "kind":
        usual = {"organisations": "firm", "ties": "advice"}.get(table)
        return bool((frame[column] != usual).any()) if usual else True
    return column not in empty(table).columns or frame[column].null_count() < frame.height
