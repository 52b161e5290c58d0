"""The graphs of a replicate at any moment, made of the arrays of its state.

What stays as it is at the start, nodes and groups, is laid out once for all replicates of a
scenario and a draw; a moment changes ties, members and contacts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import polars as pl

from qvgraph.metrics import Graph, Level, graphs_of
from qvgraph.metrics.groups import groups_of
from qvgraph.metrics.measuring import Asked
from qvgraph.metrics.rows import Ends
from qvgraph.model import convert
from qvgraph.model.network import Network
from qvgraph.model.world import ordered
from qvgraph.simulate.snapshot import OF_THE_STATE, organisations_at, ties_at
from qvgraph.simulate.state import State
from qvgraph.study.outcomes import ALL


@dataclass(frozen=True)
class Moments:
    """The graphs that metrics of a level read, from a complete starting network on.

    They equal those of `qvgraph.simulate.snapshot.network_at`, without its tables.
    """

    network: Network
    asked: Asked

    def graphs(self, state: State) -> Iterator[Graph]:
        """One graph with all nodes; for groups and networks one of each region, then the whole."""
        start = self._start
        if self.asked.group in OF_THE_STATE:
            start = replace(start, groups=self._groups(state))
        if self.asked.level == "node":
            yield start.tied(self._ends(state))
            return
        whole = replace(start, nodes=self._nodes(state)).tied(self._ends(state))
        for region in self.network.regions:
            yield whole.part(pl.col("region") == region)
        yield whole

    @cached_property
    def posts(self) -> dict[str, np.ndarray]:
        """The places of the managers of each region, and of all, among the nodes."""
        nodes = self._start.nodes
        managers = nodes["kind"] == "manager"
        places = {
            region: np.flatnonzero((managers & (nodes["region"] == region)).to_numpy())
            for region in self.network.regions
        }
        return {**places, ALL: np.flatnonzero(managers.to_numpy())}

    @cached_property
    def _start(self) -> Graph:
        """All nodes of the level, tied as at the start."""
        whole: Level = "node" if self.asked.level == "node" else "network"
        ((_, graph),) = graphs_of(self.network, whole, self.asked.ties, self.asked.group)
        return graph

    @cached_property
    def _rows(self) -> pl.DataFrame:
        """The organisations in the order of a state's rows."""
        return ordered(self.network).select("id", "kind", "manager")

    @cached_property
    def _place(self) -> np.ndarray:
        """The place among the nodes of each row of a state."""
        return self._places(self._rows["id"])

    @cached_property
    def _person(self) -> np.ndarray:
        """The place of the manager in charge of each row."""
        return self._places(self._rows["manager"])

    def _places(self, ids: pl.Series) -> np.ndarray:
        nodes = convert.nodes(self.network)["id"]
        place = {id_: number for number, id_ in enumerate(nodes)}
        return np.array([-1 if id_ is None else place[id_] for id_ in ids], np.int64)

    @cached_property
    def _rank(self) -> np.ndarray:
        """The place of each node when all are put in the order of their ids, as arcs are."""
        return convert.nodes(self.network)["id"].rank("ordinal").to_numpy().astype(np.int64)

    def _ends(self, state: State) -> Ends:
        """The arcs of a moment, in the order of `convert.arcs`."""
        nobody = np.empty(0, np.int64)
        parts = [Ends(nobody, nobody, np.empty(0))]
        if self.asked.level != "node" or "advice" in self.asked.ties:
            advice = ties_at(state)
            parts.append(
                Ends(self._place[advice.source], self._place[advice.target], advice.strength)
            )
        if self.asked.level == "node" and "contact" in self.asked.ties:
            known = np.flatnonzero(state.contact > convert.CONTACT_ABOVE)
            person, organisation = self._person[known], self._place[known]
            strength = state.contact[known]
            parts.append(Ends(person, organisation, strength))
            parts.append(Ends(organisation, person, strength))
        source, target, strength = map(np.concatenate, zip(*parts, strict=True))
        order = np.lexsort((self._rank[target], self._rank[source]))
        return Ends(source[order], target[order], strength[order])

    def _nodes(self, state: State) -> pl.DataFrame:
        """The organisations with the members and the managers' circles of a moment."""
        member, known = np.empty((2, len(self._place)), bool)
        member[self._place] = state.firm["member"] != 0
        known[self._place] = state.contact > convert.CONTACT_ABOVE
        of_firm = pl.when(pl.col("kind") == "firm").then(pl.Series(member))
        circle = pl.when(pl.Series(known)).then(self._circles).otherwise([])
        return self._start.nodes.with_columns(
            of_firm.otherwise(pl.col("member")).alias("member"), circle.alias("contacts")
        )

    @cached_property
    def _circles(self) -> pl.Series:
        """A list with the manager in charge of each organisation, in the order of the nodes."""
        persons = self._rows.select("manager")[np.argsort(self._place)]["manager"]
        return persons.reshape((-1, 1)).arr.to_list()

    def _groups(self, state: State) -> pl.Series:
        network = self.network.with_tables(organisations=organisations_at(self.network, state))
        return groups_of(network, self.asked.group)[: self._start.size]
