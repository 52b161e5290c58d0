"""A graph as other programs write it, between their files and our tables.

Nodes and arcs are frames of text, each row with its line in the file, so that what is wrong is told
where it stands. A node is an organisation unless its kind says that it is a manager; an arc is
advice, a contact or a membership, by its kind or by what it joins.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from qvgraph.language import decimal, say
from qvgraph.model.files.reading import Reading
from qvgraph.model.network import Network
from qvgraph.model.sheets import Book, Sheet
from qvgraph.model.spelling import in_our_words
from qvgraph.model.tables import TABLES

MANAGER: Final = "manager"
"""The kind of a node that is a person on a management post."""

HELD: Final = ("organisations", "managers", "ties", "contacts", "memberships")
"""The tables that nodes and arcs can hold."""

_TABLE_OF: Final = {"advice": "ties", "contact": "contacts", "membership": "memberships"}
"""The table of each kind of arc."""

_ENDS: Final = {
    "ties": ("source", "target"),
    "contacts": ("manager", "organisation"),
    "memberships": ("organisation", "association"),
}


@dataclass(frozen=True)
class Graph:
    """Nodes (`id` and attributes) and arcs (`source`, `target` and attributes), all text.

    Column names are those of the file. `nodes` is None where the file has none of its own: every
    end of an arc is one then. `tables` names the tables that the file says were given, which tells
    an empty table from none; `nodes_where` is the file of the nodes where it is another one, and
    `written` how columns of arcs were spelt where they are in our words already.
    """

    where: str
    arcs: pl.DataFrame
    arc_lines: Sequence[int]
    nodes: pl.DataFrame | None = None
    node_lines: Sequence[int] = ()
    directed: bool = True
    decimal_comma: bool = False
    tables: frozenset[str] = frozenset()
    nodes_where: str | None = None
    written: Mapping[str, str] = field(default_factory=dict)


def book_of(graph: Graph, reading: Reading, *, undirected: bool = False) -> Book:
    """The tables of a graph; what had to be done to make them is told."""
    nodes = _nodes(graph, reading)
    arcs, written = _arcs(graph, nodes)
    arcs = _without_loops(arcs, reading)
    arcs = _with_strength(graph, arcs, reading)
    both = undirected or not graph.directed
    arcs = _merged(arcs, reading, both=both)
    if both:
        arcs = _returned(arcs, reading)
    sheets = {
        table: _sheet(graph, table, rows, written)
        for table, rows in _split(nodes, arcs)
        if rows.height or table in {"organisations", "ties", *graph.tables}
    }
    return Book(graph.where, sheets)


def _nodes(graph: Graph, reading: Reading) -> pl.DataFrame:
    """Nodes in our words, with `kind` and `line`."""
    if graph.nodes is None:
        ends = pl.concat(
            graph.arcs.select(id=pl.col(end).str.strip_chars(), line=lines)
            for end in _ends_of(graph)
            for lines in [pl.Series("line", graph.arc_lines, dtype=pl.Int64)]
        )
        nodes = ends.filter(pl.col("id") != "").unique("id", keep="first", maintain_order=True)
    else:
        nodes, _ = in_our_words("organisations", _stripped(graph.nodes), also=True)
        nodes, _ = in_our_words("managers", nodes)
        nodes = nodes.with_columns(line=pl.Series(graph.node_lines, dtype=pl.Int64))
    if "kind" not in nodes.columns:
        reading.tell(say("No kinds of organisations in the file: every node is taken for a firm."))
        return nodes.with_columns(kind=pl.lit("firm"))
    persons = pl.col("kind").str.to_lowercase().is_in(_PERSONS)
    return nodes.with_columns(kind=pl.when(persons).then(pl.lit(MANAGER)).otherwise(pl.col("kind")))


_PERSONS: Final = (MANAGER, "verbundmanager", "verbundmanagement", "verbundmanager*in")


def _ends_of(graph: Graph) -> tuple[str, str]:
    """How the file calls both ends of an arc."""
    _, written = in_our_words("ties", graph.arcs.head(0), also=True)
    return tuple(written.get(end, end) for end in ("source", "target"))  # type: ignore[return-value]


def _arcs(graph: Graph, nodes: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, str]]:
    """Arcs in our words, each with `line` and its kind: said by the file, or by what it joins."""
    arcs, written = in_our_words("ties", _stripped(graph.arcs), also=True)
    arcs = arcs.with_columns(line=pl.Series(graph.arc_lines, dtype=pl.Int64))
    persons = nodes.filter(kind=MANAGER)["id"].implode()
    joins_a_person = pl.col("source").is_in(persons) | pl.col("target").is_in(persons)
    by_ends = pl.when(joins_a_person).then(pl.lit("contact")).otherwise(pl.lit("advice"))
    said = pl.col("kind") if "kind" in arcs.columns else pl.lit(None, pl.String)
    return arcs.with_columns(kind=pl.coalesce(said, by_ends)), {**graph.written, **written}


def _stripped(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(pl.all().cast(pl.String).str.strip_chars().replace("", None))


def _without_loops(arcs: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    kept = arcs.filter((pl.col("source") != pl.col("target")).fill_null(value=True))
    if loops := arcs.height - kept.height:
        reading.tell(dropped(loops))
    return kept


def dropped(loops: int) -> str:
    """What is said of loops."""
    return say("Loops dropped (ties of a node with itself): {n}.", n=decimal(loops))


def merged(ties: int) -> str:
    """What is said of ties that were there already."""
    return say(
        "Ties that stood there more than once: {n} dropped, the strongest of each is kept.",
        n=decimal(ties),
    )


def _with_strength(graph: Graph, arcs: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    """Strengths between 0 and 1: larger ones are divided by the largest and kept as `weight`.

    `value` holds them as numbers. A file in which one cannot be read is left as it is, as that
    becomes a problem.
    """
    if "strength" not in arcs.columns:
        return arcs.with_columns(value=pl.lit(1.0))
    text = pl.col("strength")
    if graph.decimal_comma:
        text = text.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    arcs = arcs.with_columns(value=text.cast(pl.Float64, strict=False))
    values = arcs["value"]
    most = values.max()
    unread = (values.is_null() & arcs["strength"].is_not_null()).any()
    if unread or most is None or not 1.0 < most < float("inf"):  # type: ignore[operator]
        return arcs
    scaled = (pl.col("value") / most).cast(pl.String)
    if graph.decimal_comma:
        scaled = scaled.str.replace(".", ",", literal=True)
    reading.tell(
        say(
            "Weights up to {most}: strengths are weights divided by the largest; the weights are"
            " kept as a column of their own.",
            most=decimal(float(most), 0 if float(most).is_integer() else 2),  # type: ignore[arg-type]
        )
    )
    return arcs.with_columns(weight=pl.col("strength"), strength=scaled)


def _merged(arcs: pl.DataFrame, reading: Reading, *, both: bool) -> pl.DataFrame:
    """One arc for each pair and kind, the strongest; contacts have no direction anyway."""
    ordered = pl.col("source") <= pl.col("target")
    loose = (pl.lit(value=both) & (pl.col("kind") != "membership")) | (pl.col("kind") == "contact")
    turned = loose & ~ordered
    arcs = arcs.with_columns(
        one=pl.when(turned).then("target").otherwise("source"),
        other=pl.when(turned).then("source").otherwise("target"),
    )
    key = ["one", "other", "kind"]
    if not arcs.select(key).is_duplicated().any():
        return arcs
    kept = (
        arcs.with_row_index("place")
        .sort("value", "place", descending=[True, False], nulls_last=True)
        .unique(key, keep="first", maintain_order=True)
        .sort("place")
        .drop("place")
    )
    reading.tell(merged(arcs.height - kept.height))
    return kept


def _returned(arcs: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    """Advice without a direction is advice in both."""
    back = arcs.filter(kind="advice").with_columns(source="target", target="source")
    reading.tell(say("Undirected: each tie is taken as two, one in each direction."))
    return pl.concat([arcs, back])


def _split(nodes: pl.DataFrame, arcs: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """The rows of each table; what the kind of an arc does not say is advice, to be checked."""
    persons = nodes.filter(kind=MANAGER)
    yield "organisations", nodes.filter((pl.col("kind") != MANAGER).fill_null(value=True))
    yield "managers", persons.drop("kind")
    arcs = arcs.drop("value", "one", "other", strict=False)
    yield "ties", arcs.filter(~pl.col("kind").is_in(("contact", "membership")))
    contacts = arcs.filter(kind="contact").drop("kind")
    turned = pl.col("target").is_in(persons["id"].implode())
    turned &= ~pl.col("source").is_in(persons["id"].implode())
    yield (
        "contacts",
        contacts.with_columns(
            manager=pl.when(turned).then("target").otherwise("source"),
            organisation=pl.when(turned).then("source").otherwise("target"),
        ).drop("source", "target"),
    )
    members = arcs.filter(kind="membership").drop("kind")
    yield "memberships", members.rename({"source": "organisation", "target": "association"})


def _sheet(graph: Graph, table: str, rows: pl.DataFrame, written: Mapping[str, str]) -> Sheet:
    """One table, without the columns that belong to others and are empty here."""
    declared = {column.name for column in TABLES[table]}
    required = {column.name for column in TABLES[table] if column.required}
    foreign = [
        name
        for name in rows.columns
        if name not in required and rows[name].null_count() == rows.height
    ]
    text = rows.drop("line", *foreign)
    known = {k: v for k, v in written.items() if k in declared and table == "ties"}
    of_nodes = table in ("organisations", "managers")
    file = graph.nodes_where if of_nodes and graph.nodes_where else graph.where
    lines = rows["line"].to_list()
    return Sheet(table, file, text, lines, decimal_comma=graph.decimal_comma, written=known)


def graph_of(network: Network) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Nodes and arcs of a network for a file of another program, kinds said, values typed.

    Nodes: `id, kind` and all columns that have a value; managers are nodes of the kind `manager`.
    Arcs: `source, target, kind` and all columns that have a value. Both are sorted as the network's
    tables are: organisations, then managers; advice, contacts, memberships.
    """
    nodes = [network.organisations]
    if network.managers is not None:
        nodes.append(network.managers.with_columns(kind=pl.lit(MANAGER)))
    arcs = []
    for kind, table in _TABLE_OF.items():
        frame = getattr(network, table)
        if frame is not None:
            names = dict(zip(_ENDS[table], ("source", "target"), strict=True))
            arcs.append(frame.rename(names).with_columns(kind=pl.lit(kind)))
    first = pl.DataFrame(schema=dict.fromkeys(("source", "target", "kind"), pl.String))
    return _together(nodes), _together([first, *arcs])


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


def lost_in_a_graph(network: Network) -> list[str]:
    """What nodes and arcs cannot hold, a sentence each."""
    return [
        say("the table {table} ({n} rows)", table=table, n=decimal(frame.height))
        for table, frame in network.tables.items()
        if table not in HELD
    ]
