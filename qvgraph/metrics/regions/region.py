"""The regions of a network as a benchmark sees them: organisations, ties inside, who answered."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from qvgraph.language import say
from qvgraph.metrics.belonging import OF_FIRMS
from qvgraph.metrics.metric import Graph
from qvgraph.metrics.regions.few import FEW, without_small_groups
from qvgraph.metrics.unsure.silent import reconstructed
from qvgraph.model import convert
from qvgraph.model.network import Network

RECONSTRUCTIONS: Final = 200
"""So many networks that might be the whole one, where somebody did not answer."""


@dataclass(frozen=True)
class Region:
    """One region of one network: its organisations and the advice ties among them, no managers.

    `respondents` is None where nobody is marked as having answered or not. `remarks` says for a
    column of firms what was done to its small groups, where there are any.
    """

    network: Network
    name: str
    graph: Graph
    respondents: int | None
    remarks: dict[str, str]

    @property
    def n(self) -> int:
        """How many organisations there are."""
        return self.graph.size

    @property
    def withheld(self) -> str:
        """Why nothing is told of it; empty if everything may be."""
        if self.n < FEW:
            return say("fewer than {few} organisations", few=FEW)
        if self.respondents is not None and self.respondents < FEW:
            return say("fewer than {few} organisations answered", few=FEW)
        if self.network.ties is None:
            return say("the network has no table of such ties")
        return ""

    def graphs(self, *, seed: int) -> list[Graph]:
        """Its graph; where somebody did not answer, many that might be the whole one."""
        if self.respondents in (None, self.n):
            return [self.graph]
        ids = self.graph.nodes["id"].implode()
        inside = pl.col("source").is_in(ids) & pl.col("target").is_in(ids)
        wholes = (
            reconstructed(self.network, seed=seed, number=number)
            for number in range(RECONSTRUCTIONS)
        )
        arcs = (convert.arcs(whole, ties=("advice",)).filter(inside) for whole in wholes)
        return [replace(self.graph, arcs=one) for one in arcs]


def regions_of(network: Network) -> Iterator[Region]:
    """The regions of a network in the order of their names; managers are in none."""
    answered = network.organisations.select("id", "kind", "responded")
    nodes = convert.nodes(network)
    nodes = nodes.join(answered, on=["id", "kind"], how="left", maintain_order="left")
    every = Graph(nodes, convert.arcs(network, ties=("advice",)))
    whole = every.part(pl.col("kind") != "manager")
    for name in network.regions:
        part, remarks = whole.part(pl.col("region") == name), {}
        merged = part.nodes
        for column in OF_FIRMS:
            merged, remarks[column] = without_small_groups(merged, column)
        told = merged["responded"]
        respondents = merged.height - int((~told).sum()) if told.count() else None
        yield Region(network, name, Graph(merged, part.arcs), respondents, remarks)
