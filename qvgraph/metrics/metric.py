"""How a metric is declared, and the graph that it reads."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
import polars as pl

from qvgraph.language import current
from qvgraph.model import convert

if TYPE_CHECKING:
    import igraph
    from numpy.typing import NDArray

Level = Literal["node", "group", "network"]
"""A value per node; for each region and for the whole; for the whole, for a region if named."""

Direction = Literal["out", "in", "either", "mutual", "none"]
"""Which ties are read: those a node names, those naming it, both as one, returned ones, none."""

Weight = Literal["none", "strength"]
Higher = Literal["better", "worse", "neither"]


@dataclass(frozen=True)
class Graph:
    """What a metric reads: nodes and arcs as frames, the same as an igraph graph.

    Row i of `nodes` is vertex i, row e of `arcs` is edge e; see `qvgraph.model.convert`.
    """

    nodes: pl.DataFrame
    arcs: pl.DataFrame

    @cached_property
    def directed(self) -> "igraph.Graph":
        """The directed graph, without loops and multiple arcs."""
        return convert.igraph_of(self.nodes, self.arcs)

    @cached_property
    def either(self) -> "igraph.Graph":
        """The undirected graph: an edge where there is a tie in either direction."""
        return self.directed.as_undirected(mode="collapse")

    @property
    def size(self) -> int:
        """The number of nodes."""
        return self.nodes.height

    def part(self, keep: pl.Expr) -> Self:
        """The nodes that satisfy an expression, and the arcs among them."""
        nodes = self.nodes.filter(keep)
        ids = nodes["id"].implode()
        inside = pl.col("source").is_in(ids) & pl.col("target").is_in(ids)
        return type(self)(nodes, self.arcs.filter(inside))

    def once[Result](self, calculate: "Callable[[Graph], Result]") -> Result:
        """What a function makes of the graph, computed when it is asked for the first time."""
        if calculate not in self._computed:
            self._computed[calculate] = calculate(self)
        return self._computed[calculate]  # type: ignore[no-any-return]

    @cached_property
    def _computed(self) -> dict[Any, Any]:
        return {}


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric as declared: what it means, what it reads, how it is computed.

    `calculate` gives an array with a value per node, or one number for a group; NaN where the
    metric is not defined, for the reason in `undefined_de` and `undefined_en`.
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
    default: bool
    calculate: "Callable[[Graph], NDArray[np.float64] | float]"

    @property
    def label(self) -> str:
        """What it is called in the language in use."""
        return self.de if current() == "de" else self.en

    @property
    def undefined(self) -> str:
        """Why it has no value, in the language in use."""
        return self.undefined_de if current() == "de" else self.undefined_en


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
    default: bool = True,
) -> Callable[[Function], Function]:
    """Declare the function below as a metric.

    `whole`: its values are whole numbers; `default`: it is shown where none is named.
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
            default=default,
            calculate=calculate,
        )
        return calculate

    return register
