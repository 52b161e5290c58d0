"""A network as a directed graph: frames of nodes and arcs, igraph, networkx."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Literal

import polars as pl

from qvgraph.model.network import ONE_REGION, Network
from qvgraph.problems import fail, none_of

if TYPE_CHECKING:
    import igraph
    import networkx

Tie = Literal["advice", "contact"]
TIES: tuple[Tie, ...] = ("advice", "contact")
"""What can be an arc of the graph: advice between organisations, contacts of managers."""

CONTACT_ABOVE = 0.05
"""A contact of this strength or less is forgotten."""

NODE = {
    "id": pl.String,
    "kind": pl.String,
    "region": pl.String,
    "sector": pl.String,
    "size": pl.String,
    "member": pl.Boolean,
}
ARC = {"source": pl.String, "target": pl.String, "strength": pl.Float64, "kind": pl.String}


def nodes(network: Network) -> pl.DataFrame:
    """Organisations by id, then managers by id: `id, kind, region, sector, size, member`."""
    frames = [network.organisations.select(*NODE).sort("id")]
    if network.managers is not None:
        persons = network.managers.select("id", "region", kind=pl.lit("manager")).sort("id")
        frames.append(persons)
    both = pl.concat(frames, how="diagonal").cast(pl.Schema(NODE))
    return both.with_columns(pl.col("region").fill_null(ONE_REGION))


def arcs(network: Network, *, ties: Collection[str] = TIES) -> pl.DataFrame:
    """The arcs, one per ordered pair, sorted: `source, target, strength, kind`.

    Advice as given; each contact stronger than 0.05 in both directions. An unknown strength is 1.
    Of several arcs of a pair the strongest is kept; there are no loops. Raises `InputError` when
    `ties` names something else.
    """
    _refuse_unknown(ties)
    frames = [pl.DataFrame(schema=ARC)]
    if "advice" in ties and network.ties is not None:
        frames.append(network.ties.select(*ARC))
    if "contact" in ties and network.contacts is not None:
        there = network.contacts.select(
            pl.col("manager", "organisation"), pl.col("strength").fill_null(1.0)
        ).filter(pl.col("strength") > CONTACT_ABOVE)
        for source, target in (("manager", "organisation"), ("organisation", "manager")):
            frames.append(
                there.select(
                    pl.col(source).alias("source"),
                    pl.col(target).alias("target"),
                    "strength",
                    pl.lit("contact").alias("kind"),
                )
            )
    return (
        pl.concat(frames)
        .with_columns(pl.col("strength").fill_null(1.0))
        .filter(pl.col("source") != pl.col("target"))
        .sort("source", "target", "strength", "kind", descending=[False, False, True, False])
        .unique(["source", "target"], keep="first", maintain_order=True)
    )


def has(network: Network, ties: Collection[str]) -> bool:
    """Whether the network has a table of such ties; one not given is no table without ties.

    Raises `InputError` when `ties` names something else.
    """
    _refuse_unknown(ties)
    tables = {"advice": network.ties, "contact": network.contacts}
    return any(tables[tie] is not None for tie in ties)


def _refuse_unknown(ties: Collection[str]) -> None:
    for tie in ties:
        if tie not in TIES:
            raise fail("ties", none_of(tie, TIES))


def igraph_of(nodes: pl.DataFrame, arcs: pl.DataFrame) -> "igraph.Graph":
    """The igraph graph of frames as `nodes` and `arcs` give them; vertex i is row i."""
    import igraph

    place = {id_: i for i, id_ in enumerate(nodes["id"])}
    pairs = [(place[source], place[target]) for source, target in arcs[["source", "target"]].rows()]
    graph = igraph.Graph(n=nodes.height, edges=pairs, directed=True)
    for name in NODE:
        graph.vs["name" if name == "id" else name] = nodes[name].to_list()
    for name in ("strength", "kind"):
        graph.es[name] = arcs[name].to_list()
    return graph


def to_igraph(network: Network, *, ties: Collection[str] = TIES) -> "igraph.Graph":
    """The directed graph of organisations and managers for igraph, ids as vertex `name`.

    Vertices carry `kind, region, sector, size, member`, edges `strength` (0 to 1) and `kind`.
    Raises `InputError` when `ties` names something other than advice and contact.
    """
    return igraph_of(nodes(network), arcs(network, ties=ties))


def to_networkx(network: Network, *, ties: Collection[str] = TIES) -> "networkx.DiGraph[str]":
    """The same graph as `to_igraph` gives, for networkx, ids as nodes; unknown values are None."""
    import networkx

    graph: networkx.DiGraph[str] = networkx.DiGraph(name=network.label)
    for node in nodes(network).iter_rows(named=True):
        graph.add_node(node.pop("id"), **node)
    for arc in arcs(network, ties=ties).iter_rows(named=True):
        graph.add_edge(arc.pop("source"), arc.pop("target"), **arc)
    return graph
