"""Krackhardt's four measures of how far a network is an out-tree, as a chart of command is one.

*Source:* Krackhardt (1994), Graph theoretical dimensions of informal organizations.
"""

import math
from dataclasses import dataclass

import numpy as np

from qvgraph.metrics.explanation import Call, Explanation
from qvgraph.metrics.metric import Graph, metric
from qvgraph.metrics.undefined import NO_ADVICE_DE, NO_ADVICE_EN, NO_PAIR_DE, NO_PAIR_EN
from qvgraph.metrics.whole.cohesion import reachable_pairs

KRACKHARDT = (
    "Krackhardt (1994), Graph theoretical dimensions of informal organizations, in Carley, "
    "Prietula (eds), Computational Organization Theory"
)


@metric(
    name="connectedness",
    level="network",
    direction="either",
    variant="Krackhardt, share of all pairs",
    de="Verbundenheit",
    en="connectedness",
    undefined_de=NO_PAIR_DE,
    undefined_en=NO_PAIR_EN,
    source=KRACKHARDT,
    higher="better",
    explanation=Explanation(
        "Σ_k s_k(s_k − 1) / (n(n − 1))",
        sna=Call("connectedness(m)"),
    ),
)
def connectedness(graph: Graph) -> float:
    """Pairs that can reach each other as a share (0 to 1) of all pairs."""
    pairs = graph.size * (graph.size - 1)
    return reachable_pairs(graph) / pairs if pairs else math.nan


@metric(
    name="hierarchy_krackhardt",
    level="network",
    direction="out",
    variant="Krackhardt, 1 − pairs that reach each other/pairs of which one reaches the other",
    de="Hierarchie nach Krackhardt",
    en="hierarchy after Krackhardt",
    undefined_de=NO_ADVICE_DE,
    undefined_en=NO_ADVICE_EN,
    source=KRACKHARDT,
    explanation=Explanation(
        "1 − Σ_{i<j} r_ij r_ji / Σ_{i<j} max(r_ij, r_ji),  r_ij = [d_ij < ∞]",
        sna=Call(
            "hierarchy(m)",
            de='gibt 1 − Reziprozität; gleich ist measure = "krackhardt"',
            en='gives 1 − reciprocity; measure = "krackhardt" is the same',
        ),
    ),
)
def hierarchy_krackhardt(graph: Graph) -> float:
    """Of the pairs of which one reaches the other: the share (0 to 1) where only one does."""
    if graph.arcs.is_empty():
        return math.nan
    ranks = graph.once(_ranks)
    both = sum(math.comb(size, 2) for size in ranks.sizes)
    one = sum(size * (ranks.reached[rank] - size) for rank, size in enumerate(ranks.sizes))
    return one / (one + both)


@metric(
    name="efficiency_krackhardt",
    level="network",
    direction="out",
    variant="Krackhardt, arcs",
    de="Effizienz nach Krackhardt",
    en="efficiency after Krackhardt",
    undefined_de=NO_ADVICE_DE,
    undefined_en=NO_ADVICE_EN,
    source=KRACKHARDT,
    explanation=Explanation(
        "1 − (m − Σ_k (s_k − 1)) / Σ_k (s_k − 1)²",
        sna=Call("efficiency(m)"),
    ),
)
def efficiency_krackhardt(graph: Graph) -> float:
    """How few (1 none, 0 all) of the ties there are that no component needs to hold together."""
    needed = sum(size - 1 for size in graph.either.connected_components().sizes())
    possible = reachable_pairs(graph) - needed
    return 1 - (graph.arcs.height - needed) / possible if possible else math.nan


@metric(
    name="least_upper_bound_krackhardt",
    level="network",
    direction="in",
    variant="Krackhardt, the one asked above the one who asks",
    cost="dear",
    de="nächste gemeinsame Instanz nach Krackhardt",
    en="least upper boundedness after Krackhardt",
    undefined_de="keine Komponente mit drei Organisationen",
    undefined_en="no component of three organisations",
    source=KRACKHARDT,
    default=False,
    explanation=Explanation(
        "1 − Σ_k v_k / Σ_k (s_k − 1)(s_k − 2)/2",
        sna=Call(
            "lubness(t(m))",
            de="sucht die fernste gemeinsame Instanz statt der nächsten",
            en="looks for the farthest bound in place of the nearest",
        ),
    ),
)
def least_upper_bound_krackhardt(graph: Graph) -> float:
    """How often (0 to 1) the way up from two organisations leads to one nearest to both.

    Those above an organisation are itself, whom it asks, whom they ask, and so on. The nearest of
    those above two is one from whom the way up leads to all others above the two.
    """
    ranks = graph.once(_ranks)
    sizes = graph.either.connected_components().sizes()
    most = sum(math.comb(size - 1, 2) for size in sizes)
    if not most:
        return math.nan
    without = sum(
        ranks.sizes[low] * ranks.sizes[high]
        for component in ranks.components
        for place, high in enumerate(component)
        for low in component[:place]
        if not ranks.have_a_nearest(low, high)
    )
    return 1 - without / most


@dataclass(frozen=True, slots=True)
class _Ranks:
    """Sets of nodes that all reach each other, ordered so that ties lead to higher ranks.

    `above[r]` has the bits of the ranks that rank r reaches, its own included; `reached[r]` is how
    many nodes these are; `components` are the ranks of each weak component, from low to high.
    """

    sizes: list[int]
    above: list[int]
    reached: list[int]
    components: list[list[int]]

    def have_a_nearest(self, low: int, high: int) -> bool:
        """Whether all that is above both is above one of them: the lowest, then."""
        common = self.above[low] & self.above[high]
        return common > 0 and self.above[(common & -common).bit_length() - 1] == common


def _ranks(graph: Graph) -> _Ranks:
    """The strong components in the order of the ties between them."""
    strong = graph.directed.connected_components(mode="strong")
    between = graph.directed.copy()
    between.contract_vertices(strong.membership)
    between.simplify()
    order = between.topological_sorting()
    rank_of = {vertex: rank for rank, vertex in enumerate(order)}
    sizes = [strong.size(vertex) for vertex in order]
    above = [0] * len(order)
    for rank in reversed(range(len(order))):
        above[rank] = 1 << rank
        for vertex in between.successors(order[rank]):
            above[rank] |= above[rank_of[vertex]]
    components = [
        sorted(rank_of[vertex] for vertex in component)
        for component in between.connected_components(mode="weak")
    ]
    return _Ranks(sizes, above, [_nodes(bits, sizes) for bits in above], components)


def _nodes(bits: int, sizes: list[int]) -> int:
    """How many nodes there are in a set of ranks."""
    raw = np.frombuffer(bits.to_bytes((len(sizes) + 7) // 8, "little"), np.uint8)
    return int(np.unpackbits(raw, bitorder="little", count=len(sizes)) @ np.asarray(sizes))
