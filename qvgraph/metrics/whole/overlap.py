"""How far one kind of tie goes with another: who advises each other, who moves in one circle.

Contacts and memberships join organisations with others than organisations asked for advice, so they
are read as circles: all that belong to an association, all that a manager knows. Compared are
pairs of organisations: those with an advice tie in either direction, those with a circle in common.
"""

import math
from collections import Counter
from collections.abc import Mapping
from functools import partial
from itertools import combinations

import polars as pl

from qvgraph.metrics.explanation import Explanation
from qvgraph.metrics.metric import Graph, metric
from qvgraph.model.convert import CONTACT_ABOVE
from qvgraph.model.network import Network


def with_circles(nodes: pl.DataFrame, network: Network) -> pl.DataFrame:
    """The nodes with the lists `memberships` and `contacts`: their circles, null if not known.

    An organisation is itself one of the association's or institution's circle.
    """
    memberships = contacts = None
    if network.memberships is not None:
        both = network.memberships.select(id="organisation", circle="association")
        own = both.select("circle").unique().select(id="circle", circle="circle")
        memberships = pl.concat([both, own])
    if network.contacts is not None:
        strong = pl.col("strength").fill_null(1.0) > CONTACT_ABOVE
        contacts = network.contacts.filter(strong).select(id="organisation", circle="manager")
    return _listed(_listed(nodes, "memberships", memberships), "contacts", contacts)


def _listed(nodes: pl.DataFrame, name: str, circles: pl.DataFrame | None) -> pl.DataFrame:
    if circles is None:
        return nodes.with_columns(pl.lit(None, pl.List(pl.String)).alias(name))
    lists = circles.unique().sort("id", "circle").group_by("id").agg(pl.col("circle").alias(name))
    both = nodes.join(lists, on="id", how="left", maintain_order="left")
    return both.with_columns(pl.col(name).fill_null([]))


def overlap(graph: Graph, circles: str) -> float:
    """Pairs that have both as a share (0 to 1) of the pairs that have either."""
    if circles not in graph.nodes.columns or graph.nodes[circles].null_count():
        return math.nan
    of_node = [frozenset(those) for those in graph.nodes[circles]]
    tied = graph.either.get_edgelist()
    both = sum(not of_node[one].isdisjoint(of_node[other]) for one, other in tied)
    either = len(tied) + _pairs_in_a_circle(Counter(of_node)) - both
    return both / either if either else math.nan


def _pairs_in_a_circle(alike: Mapping[frozenset[str], int]) -> int:
    """The pairs with a circle in common, of numbers of nodes that have the same circles."""
    of_the_same = sum(math.comb(n, 2) for circles, n in alike.items() if circles)
    of_others = sum(
        n * m
        for (one, n), (other, m) in combinations(alike.items(), 2)
        if not one.isdisjoint(other)
    )
    return of_the_same + of_others


for _circles, _of, _de, _en in (
    ("memberships", "a membership in common", "Mitgliedschaften", "memberships"),
    ("contacts", "a manager in common", "Kontakten des Managements", "the managers' contacts"),
):
    metric(
        name=f"overlap_{_circles}",
        level="network",
        direction="either",
        variant=f"Jaccard, of pairs with an advice tie and pairs with {_of}",
        de=f"Überlappung von Austausch und {_de}",
        en=f"overlap of advice and {_en}",
        undefined_de="keine solche Tabelle, oder kein Paar hat eines von beiden",
        undefined_en="no such table, or no pair has either",
        source="Jaccard (1912), New Phytologist 11",
        explanation=Explanation("n_AB / (n_A + n_B − n_AB)"),
    )(partial(overlap, circles=_circles))
