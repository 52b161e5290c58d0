"""With whom a node is tied: its own group or others, few groups or many."""

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from qvgraph.metrics.explanation import Explanation
from qvgraph.metrics.metric import NO_GROUP, Graph, metric, ratio
from qvgraph.metrics.rows import Rows
from qvgraph.metrics.sources import BLAU, KRACKHARDT_STERN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

NOBODY_DE, NOBODY_EN = "kein Partner, dessen Gruppe bekannt ist", "no partner whose group is known"

mixing_metric = partial(
    metric,
    level="node",
    undefined_de=NOBODY_DE,
    undefined_en=NOBODY_EN,
    default=False,
    group=True,
)
ei_metric = partial(
    mixing_metric, source=KRACKHARDT_STERN, explanation=Explanation("(E − I) / (E + I)")
)


@ei_metric(
    name="ei_index",
    direction="either",
    variant="partners",
    de="E-I-Index",
    en="E-I index",
)
def ei_index(graph: Graph) -> "Floats":
    """Partners in other groups less those in its own, as a share (−1 to 1) of all."""
    return _external_less_internal(graph, graph.both_counted)


@ei_metric(
    name="ei_index_out",
    direction="out",
    variant="those named",
    de="E-I-Index, ausgehend",
    en="E-I index, outgoing",
)
def ei_index_out(graph: Graph) -> "Floats":
    """The same of those whom the node names."""
    return _external_less_internal(graph, graph.out)


@mixing_metric(
    name="blau",
    direction="either",
    variant="partners",
    de="Vielfalt der Partner (Blau)",
    en="diversity of partners (Blau)",
    source=BLAU,
    explanation=Explanation("1 − Σ_g p_g²"),
)
def blau(graph: Graph) -> "Floats":
    """The chance that two partners drawn with replacement are of different groups."""
    return _diversity(graph, graph.both_counted, np.ones(len(graph.both_counted.partner)))


@mixing_metric(
    name="participation",
    direction="either",
    variant="ties, a returned one counts twice",
    de="Streuung über die Gruppen",
    en="participation across groups",
    source="Guimerà, Amaral (2005), Nature 433",
    explanation=Explanation("1 − Σ_g (k_ig / k_i)²,  k_ig = Σ_{j ∈ g} (a_ij + a_ji)"),
)
def participation(graph: Graph) -> "Floats":
    """How evenly (0: one group) the node's ties, incoming and outgoing, spread over the groups."""
    return _diversity(graph, graph.both_counted, graph.both_counted.weight)


def _external_less_internal(graph: Graph, ties: Rows) -> "Floats":
    node, groups = ties.node, graph.group_of
    known = groups[ties.partner] != NO_GROUP
    side = np.where(groups[node] == groups[ties.partner], -1.0, 1.0)
    every = np.bincount(node, known, minlength=graph.size)
    difference = np.bincount(node, side * known, minlength=graph.size)
    return ratio(difference, every)


def _diversity(graph: Graph, ties: Rows, weights: "Floats") -> "Floats":
    partners_group = graph.group_of[ties.partner]
    known = partners_group != NO_GROUP
    groups = int(graph.group_of.max(initial=0)) + 1
    cells = ties.node[known] * groups + partners_group[known]
    there, cell = np.unique(cells, return_inverse=True)
    counts = np.bincount(cell, weights[known], minlength=len(there))
    squares = np.bincount(there // groups, counts**2, minlength=graph.size)
    every = np.bincount(there // groups, counts, minlength=graph.size)
    return 1 - ratio(squares, every**2)
