"""How a metric is declared, and the graph that it reads."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
import polars as pl

from qvgraph.language import current
from qvgraph.metrics.explanation import NOTHING, Explanation
from qvgraph.metrics.rows import Ends, Rows, rows_of

if TYPE_CHECKING:
    import igraph
    from numpy.typing import NDArray

    from qvgraph.metrics.nodes.sampled import Estimate

Level = Literal["node", "group", "network"]
"""A value per node; for each region and for the whole; for the whole, for a region if named."""

Direction = Literal["out", "in", "either", "mutual", "none"]
"""Which ties are read: those a node names, those naming it, both as one, returned ones, none."""

Weight = Literal["none", "strength", "share", "length"]
"""A tie counts as one; by strength; as a share of the strength at a node; as 1/strength long."""

Cost = Literal["cheap", "moderate", "dear"]
"""Grows with the ties; with the ties around each tie; with nodes times ties."""

Higher = Literal["better", "worse", "neither"]

NO_GROUP = -1
"""The number of the group of a node whose group is not known."""


@dataclass(frozen=True)
class Graph:
    """What a metric reads: nodes and arcs as frames, as arrays, as an igraph graph.

    Row i of `nodes` is vertex i, row e of `arcs` is edge e; see `qvgraph.model.convert`. `groups`
    names the group of each node, null where it is not known.
    """

    nodes: pl.DataFrame
    arcs: pl.DataFrame
    groups: pl.Series | None = None

    @cached_property
    def ends(self) -> Ends:
        """The arcs by the places of their nodes, in their order."""
        return Ends(
            self._places("source"), self._places("target"), self.arcs["strength"].to_numpy()
        )

    @cached_property
    def directed(self) -> "igraph.Graph":
        """The directed graph, without loops and multiple arcs; nodes and arcs have no names."""
        import igraph

        pairs = list(zip(self.ends.source.tolist(), self.ends.target.tolist(), strict=True))
        return igraph.Graph(n=self.size, edges=pairs, directed=True)

    @cached_property
    def either(self) -> "igraph.Graph":
        """The undirected graph: an edge where there is a tie in either direction."""
        return self.directed.as_undirected(mode="collapse")

    @cached_property
    def out(self) -> Rows:
        """Whom each node names, with strengths."""
        return rows_of(self.size, *self.ends)

    @cached_property
    def into(self) -> Rows:
        """Who names each node, with strengths."""
        return rows_of(self.size, self.ends.target, self.ends.source, self.ends.strength)

    @cached_property
    def both(self) -> Rows:
        """Who is tied to each node in either direction, with the sum of both strengths."""
        return self._both(self.ends.strength)

    @cached_property
    def both_counted(self) -> Rows:
        """The same, with the number of arcs, 1 or 2, in place of strengths."""
        return self._both(np.ones(len(self.ends.source)))

    @cached_property
    def group_of(self) -> "NDArray[np.int64]":
        """The group of each node as a number, by the order of their names; -1 if not known."""
        if self.groups is None:
            return np.full(self.size, NO_GROUP)
        ranks = self.groups.rank("dense").cast(pl.Int64) - 1
        return ranks.fill_null(NO_GROUP).to_numpy().copy()

    @property
    def size(self) -> int:
        """The number of nodes."""
        return self.nodes.height

    def tied(self, ends: Ends) -> Self:
        """The same nodes with other arcs, given by places; nothing of the old ones is kept."""
        ids = self.nodes["id"]
        arcs = pl.DataFrame(
            {
                "source": ids.gather(ends.source),
                "target": ids.gather(ends.target),
                "strength": ends.strength,
            }
        )
        other = replace(self, arcs=arcs)
        vars(other)["ends"] = ends  # known already: not looked up by id again
        vars(other)["_of_nodes"] = self._of_nodes
        return other

    def part(self, keep: pl.Expr) -> Self:
        """The nodes that satisfy an expression, and the arcs among them."""
        there = self.nodes.select(keep.fill_null(value=False)).to_series()
        groups = None if self.groups is None else self.groups.filter(there)
        nodes = replace(self, nodes=self.nodes.filter(there), groups=groups)
        return nodes.tied(self.ends.among(there.to_numpy()))

    def once[Result, *More](
        self, calculate: "Callable[[Graph, *More], Result]", *more: *More
    ) -> Result:
        """What a function makes of the graph, computed when it is asked for the first time."""
        asked = (calculate, more)
        if asked not in self._computed:
            self._computed[asked] = calculate(self, *more)
        return self._computed[asked]  # type: ignore[no-any-return]

    def once_of_nodes[Result, *More](
        self, calculate: "Callable[[Graph, *More], Result]", *more: *More
    ) -> Result:
        """The same for what no arc changes: once for all graphs that are `tied` from this one."""
        asked = (calculate, more)
        if asked not in self._of_nodes:
            self._of_nodes[asked] = calculate(self, *more)
        return self._of_nodes[asked]  # type: ignore[no-any-return]

    @cached_property
    def _computed(self) -> dict[Any, Any]:
        return {}

    @cached_property
    def _of_nodes(self) -> dict[Any, Any]:
        return {}

    @cached_property
    def _place(self) -> pl.DataFrame:
        return self.nodes.select("id", place=pl.int_range(pl.len(), dtype=pl.Int64))

    def _places(self, end: str) -> "NDArray[np.int64]":
        ends = self.arcs.select(id=pl.col(end))
        return ends.join(self._place, on="id", how="left", maintain_order="left")[
            "place"
        ].to_numpy()

    def _both(self, weights: "NDArray[np.float64]") -> Rows:
        source, target, _ = self.ends
        return rows_of(
            self.size,
            np.concatenate([source, target]),
            np.concatenate([target, source]),
            np.concatenate([weights, weights]),
        )


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric as declared: what it means, what it reads, how it is computed.

    `calculate` gives an array with a value per node, or one number for a group; NaN where the
    metric is not defined, for the reason in `undefined_de` and `undefined_en`. `default` says
    whether it is computed unless others are named, `group` whether it reads the nodes' groups. What
    reads shortest paths says with `bounds` where the true value lies when a graph is so large that
    these are sampled (`qvgraph.metrics.nodes.sampled`). `instead` is a metric that is defined where
    this one is not.
    """

    name: str
    level: Level
    direction: Direction
    weight: Weight
    variant: str
    de: str
    en: str
    undefined_de: str
    undefined_en: str
    source: str
    higher: Higher
    whole: bool
    cost: Cost
    default: bool
    group: bool
    explanation: Explanation
    bounds: "Callable[[Graph], Estimate] | None"
    instead: str
    calculate: "Callable[[Graph], NDArray[np.float64] | float]"

    @property
    def label(self) -> str:
        """What it is called in the language in use."""
        return self.de if current() == "de" else self.en

    @property
    def undefined(self) -> str:
        """Why it has no value, in the language in use."""
        return self.undefined_de if current() == "de" else self.undefined_en


def ratio(
    part: "NDArray[np.generic]", whole: "NDArray[np.generic] | float"
) -> "NDArray[np.float64]":
    """A part of a whole for each node, NaN where the whole is nothing."""
    parts, wholes = np.asarray(part, float), np.asarray(whole, float)
    unknown = np.full(parts.shape, np.nan)
    return np.asarray(np.divide(parts, wholes, out=unknown, where=wholes > 0))


METRICS: dict[str, Metric] = {}
"""All metrics by name, in the order of their columns."""


def metric[Function: "Callable[[Graph], NDArray[np.float64] | float]"](
    *,
    name: str,
    level: Level,
    direction: Direction,
    de: str,
    en: str,
    source: str,
    undefined_de: str = "",
    undefined_en: str = "",
    weight: Weight = "none",
    variant: str = "",
    higher: Higher = "neither",
    whole: bool = False,
    cost: Cost = "cheap",
    default: bool = True,
    group: bool = False,
    explanation: Explanation = NOTHING,
    bounds: "Callable[[Graph], Estimate] | None" = None,
    instead: str = "",
) -> Callable[[Function], Function]:
    """Declare the function below as a metric; `whole` when its values are whole numbers.

    What several metrics of a file have in common is said once, at its top, with `partial`.
    """

    def register(calculate: Function) -> Function:
        assert name not in METRICS, f"there are two metrics {name}"
        METRICS[name] = Metric(
            name=name,
            level=level,
            direction=direction,
            weight=weight,
            variant=variant,
            de=de,
            en=en,
            undefined_de=undefined_de,
            undefined_en=undefined_en,
            source=source,
            higher=higher,
            whole=whole,
            cost=cost,
            default=default,
            group=group,
            explanation=explanation,
            bounds=bounds,
            instead=instead,
            calculate=calculate,
        )
        return calculate

    return register
