"""A graph as other programs write it, made into our tables.

Nodes and arcs are frames of text, each row with its line in the file, so that what is wrong is told
where it stands. A node is an organisation unless its kind says that it is a manager; an arc is
advice, a contact or a membership, by its kind or by what it joins.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from qvgraph.language import say
from qvgraph.model.files.directions import merged, returned
from qvgraph.model.files.marks import LINE, LOOSE, without_marks
from qvgraph.model.files.modes import two_modes
from qvgraph.model.files.reading import Reading
from qvgraph.model.files.strengths import with_strength, without_loops
from qvgraph.model.sheets import FLAGS, Book, Sheet
from qvgraph.model.spelling import in_our_words
from qvgraph.model.tables import TABLES

MANAGER: Final = "manager"
"""The kind of a node that is a person on a management post."""

HELD: Final = ("organisations", "managers", "ties", "contacts", "memberships")
"""The tables that nodes and arcs can hold."""

ENDS: Final = {
    "ties": ("source", "target"),
    "contacts": ("manager", "organisation"),
    "memberships": ("organisation", "association"),
}
"""What the two ends of an arc are called in each table."""

_PERSONS: Final = (MANAGER, "verbundmanager", "verbundmanagement", "verbundmanager*in")

_KINDS_OF_ARCS: Final = {
    "advice": "advice",
    "rat": "advice",
    "contact": "contact",
    "kontakt": "contact",
    "membership": "membership",
    "mitgliedschaft": "membership",
}


@dataclass(frozen=True)
class Graph:
    """Nodes (`id` and attributes) and arcs (`source`, `target` and attributes), all text.

    Column names are those of the file. `nodes` is None where the file has none of its own: every
    end of an arc is one then. `directed` is said of all arcs or of each. `modes` says of each node
    whether it is of the second mode, where there are two. `tables` are the columns beyond the
    declared ones of each table that was given: a file that says so was written by ourselves and is
    in our words. `nodes_where` is the file of the nodes where it is another one, and `written` how
    columns of arcs were spelt where they are in our words already.
    """

    where: str
    arcs: pl.DataFrame
    arc_lines: Sequence[int]
    nodes: pl.DataFrame | None = None
    node_lines: Sequence[int] = ()
    directed: bool | Sequence[bool] = True
    modes: Sequence[bool] | None = None
    decimal_comma: bool = False
    tables: Mapping[str, Sequence[str]] = field(default_factory=dict)
    nodes_where: str | None = None
    written: Mapping[str, str] = field(default_factory=dict)


def book_of(graph: Graph, reading: Reading, *, undirected: bool = False) -> Book:
    """The tables of a graph; what had to be done to make them is told."""
    if graph.tables and graph.nodes is not None:
        nodes = _with_lines(_with_kind(_stripped(graph.nodes)), graph.node_lines)
        arcs = _with_lines(_with_kind(_stripped(graph.arcs)), graph.arc_lines)
        return _book(graph, nodes, arcs, {}, {})
    nodes, node_names = _nodes(graph, reading)
    arcs, arc_names = _arcs(graph, reading, undirected=undirected)
    nodes, arcs = two_modes(nodes, arcs, graph.modes, reading)
    nodes = _with_kinds(nodes, reading)
    arcs = _with_kinds_of_arcs(arcs, nodes)
    arcs = without_loops(arcs, reading)
    arcs = with_strength(arcs, reading, decimal_comma=graph.decimal_comma)
    arcs = returned(merged(arcs, reading), nodes, reading)
    return _book(graph, nodes, arcs, node_names, arc_names)


def no_graph(where: str) -> Book:
    """Of a file that cannot be read, which was noted: there is nothing to check further."""
    return Book(where, {}, frozenset({"organisations", "ties"}))


def _nodes(graph: Graph, reading: Reading) -> tuple[pl.DataFrame, dict[str, str]]:
    """Nodes in our words with their lines, and how columns were spelt."""
    if graph.nodes is None:
        ends = pl.concat(
            graph.arcs.select(id=pl.col(end).str.strip_chars(), line=lines)
            for end in _ends_of(graph)
            for lines in [pl.Series("line", graph.arc_lines, dtype=pl.Int64)]
        )
        ends = ends.filter(pl.col("id") != "").unique("id", keep="first", maintain_order=True)
        return ends.rename({"line": LINE}), {}
    nodes, first = in_our_words("organisations", _stripped(graph.nodes), also=True)
    nodes, second = in_our_words("managers", nodes)
    nodes = _without_strangers("organisations", nodes, reading)
    return _with_lines(nodes, graph.node_lines), {**second, **first}


def _arcs(
    graph: Graph, reading: Reading, *, undirected: bool
) -> tuple[pl.DataFrame, dict[str, str]]:
    """Arcs in our words with their lines and whether they have a direction."""
    arcs, written = in_our_words("ties", _stripped(graph.arcs), also=True)
    arcs = _with_lines(_with_our_kinds(arcs, reading), graph.arc_lines)
    loose: bool | pl.Series = undirected or graph.directed is False
    if not loose and not isinstance(graph.directed, bool):
        loose = ~pl.Series(graph.directed, dtype=pl.Boolean)
    arcs = arcs.with_columns(pl.lit(loose, pl.Boolean).alias(LOOSE))
    return arcs, {**graph.written, **written}


def _ends_of(graph: Graph) -> tuple[str, str]:
    """How the file calls both ends of an arc."""
    _, written = in_our_words("ties", graph.arcs.head(0), also=True)
    return tuple(written.get(end, end) for end in ("source", "target"))  # type: ignore[return-value]


def _stripped(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(pl.all().cast(pl.String).str.strip_chars().replace("", None))


def _with_kind(frame: pl.DataFrame) -> pl.DataFrame:
    kind = pl.col("kind") if "kind" in frame.columns else pl.lit(None, pl.String)
    return frame.with_columns(kind.alias("kind"))


def _with_lines(frame: pl.DataFrame, lines: Sequence[int]) -> pl.DataFrame:
    return frame.with_columns(pl.Series(LINE, lines, dtype=pl.Int64))


def _without_strangers(table: str, frame: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    """Columns that are called like ours by chance, as no value fits, under another name.

    Programs that draw keep a `size` in pixels, for instance.
    """
    for column in TABLES[table]:
        if column.name not in frame.columns or column.name == "kind":
            continue
        known = column.word.choices or (tuple(FLAGS) if column.word.type == "flag" else ())
        values = frame[column.name].drop_nulls().str.to_lowercase()
        if known and values.len() and not values.is_in(known).any():
            frame = _put_aside(column.name, frame, reading)
    return frame


def _put_aside(column: str, frame: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    """A column under another name, which is told."""
    other = f"{column}_in_file"
    while other in frame.columns:
        other += "_"
    reading.tell(
        say(
            "The column {column} of the file is another thing than ours; it is kept as {other}.",
            column=column,
            other=other,
        )
    )
    return frame.rename({column: other})


def _with_our_kinds(arcs: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    """Kinds of arcs in our words; where none of a file is known, they are another thing."""
    if "kind" not in arcs.columns:
        return arcs
    words = pl.col("kind").str.to_lowercase()
    known = words.replace_strict(_KINDS_OF_ARCS, default=None, return_dtype=pl.String)
    found = arcs.select(known)["kind"]
    if found.null_count() == arcs.height > arcs["kind"].null_count():
        return _put_aside("kind", arcs, reading)
    return arcs.with_columns(pl.coalesce(known, pl.col("kind")).alias("kind"))


def _with_kinds(nodes: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    """Nodes with a kind: firms where the file knows none."""
    if "kind" not in nodes.columns:
        reading.tell(say("No kinds of organisations in the file: every node is taken for a firm."))
        return nodes.with_columns(kind=pl.lit("firm"))
    persons = pl.col("kind").str.to_lowercase().is_in(_PERSONS)
    return nodes.with_columns(kind=pl.when(persons).then(pl.lit(MANAGER)).otherwise(pl.col("kind")))


def _with_kinds_of_arcs(arcs: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    """Arcs with a kind: said by the file, or by what they join."""
    persons = nodes.filter(kind=MANAGER)["id"].implode()
    joins_a_person = pl.col("source").is_in(persons) | pl.col("target").is_in(persons)
    by_ends = pl.when(joins_a_person).then(pl.lit("contact")).otherwise(pl.lit("advice"))
    said = pl.col("kind") if "kind" in arcs.columns else pl.lit(None, pl.String)
    return arcs.with_columns(kind=pl.coalesce(said, by_ends))


def _book(
    graph: Graph,
    nodes: pl.DataFrame,
    arcs: pl.DataFrame,
    node_names: Mapping[str, str],
    arc_names: Mapping[str, str],
) -> Book:
    given = graph.tables or ("organisations", "ties")
    sheets = {
        table: _sheet(graph, table, rows, names)
        for table, rows, names in (
            *((table, rows, node_names) for table, rows in _tables_of_nodes(nodes)),
            *((table, rows, arc_names) for table, rows in _tables_of_arcs(arcs, nodes)),
        )
        if rows.height or table in given
    }
    return Book(graph.where, sheets)


def _tables_of_nodes(nodes: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    yield "organisations", nodes.filter((pl.col("kind") != MANAGER).fill_null(value=True))
    yield "managers", nodes.filter(kind=MANAGER).drop("kind")


def _tables_of_arcs(arcs: pl.DataFrame, nodes: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """The rows of each table; what the kind of an arc does not say is advice, to be checked."""
    yield (
        "ties",
        arcs.filter(~pl.col("kind").is_in(("contact", "membership")).fill_null(value=False)),
    )
    persons = nodes.filter(kind=MANAGER)["id"].implode()
    turned = pl.col("target").is_in(persons) & ~pl.col("source").is_in(persons)
    yield "contacts", _with_ends("contacts", arcs.filter(kind="contact"), turned)
    groups = nodes.filter(pl.col("kind").is_in(("association", "institution")))["id"].implode()
    turned = pl.col("source").is_in(groups) & ~pl.col("target").is_in(groups)
    turned &= pl.col(LOOSE) if LOOSE in arcs.columns else pl.lit(value=False)
    yield "memberships", _with_ends("memberships", arcs.filter(kind="membership"), turned)


def _with_ends(table: str, arcs: pl.DataFrame, turned: pl.Expr) -> pl.DataFrame:
    """Arcs with the ends of a table, some of them turned round."""
    one, other = ENDS[table]
    ends = [
        pl.when(turned).then("target").otherwise("source").alias(one),
        pl.when(turned).then("source").otherwise("target").alias(other),
    ]
    rest = pl.exclude("source", "target", "kind", one, other)
    return arcs.select(*ends, rest)


def _sheet(graph: Graph, table: str, rows: pl.DataFrame, names: Mapping[str, str]) -> Sheet:
    """One table, without the columns that belong to others and are empty here."""
    declared = {column.name for column in TABLES[table]}
    required = {column.name for column in TABLES[table] if column.required}
    text = without_marks(rows)
    foreign = [
        name
        for name in text.columns
        if name not in required and text[name].null_count() == rows.height
    ]
    text = text.drop(foreign)
    if graph.tables:
        text = _with_columns_as_told(text, declared, graph.tables.get(table, ()))
    of_nodes = table in ("organisations", "managers")
    file = graph.nodes_where if of_nodes and graph.nodes_where else graph.where
    return Sheet(
        table,
        file,
        text,
        rows[LINE].to_list(),
        decimal_comma=graph.decimal_comma,
        written={name: spelt for name, spelt in names.items() if name in declared},
    )


def _with_columns_as_told(
    text: pl.DataFrame, declared: set[str], others: Sequence[str]
) -> pl.DataFrame:
    """The declared columns, then exactly those others, empty ones too, in their order."""
    known = [name for name in text.columns if name in declared]
    rest = [
        pl.col(name) if name in text.columns else pl.lit(None, pl.String).alias(name)
        for name in others
    ]
    return text.select(*known, *rest)
