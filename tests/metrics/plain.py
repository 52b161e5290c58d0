"""Figures of a whole network written from their formulas: sets and loops, no library.

A network is a list of nodes and a set of ordered pairs. Nothing here is fast.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations, permutations
from math import isclose, nan, sqrt

import polars as pl

from qvgraph.metrics import METRICS, Graph
from qvgraph.model.convert import ARC, NODE

Arcs = set[tuple[str, str]]
Nodes = Sequence[str]


def graph_of(nodes: Nodes, arcs: Arcs, **columns: Sequence[object]) -> Graph:
    """What metrics read: firms with the given columns, each arc of strength 1."""
    known = {"id": list(nodes), "kind": ["firm"] * len(nodes), **columns}
    schema = {**NODE, **{name: pl.List(pl.String) for name in columns if name not in NODE}}
    ends = sorted(arcs)
    return Graph(
        pl.DataFrame({name: known.get(name, [None] * len(nodes)) for name in schema}, schema),
        pl.DataFrame([(*arc, 1.0, "advice") for arc in ends], ARC, orient="row"),
    )


def value(name: str, graph: Graph) -> float:
    """A metric of the whole network, NaN where undefined."""
    return float(METRICS[name].calculate(graph))  # type: ignore[arg-type]


def mutual(*pairs: str) -> Arcs:
    """Ties in both directions, each pair written as two letters."""
    return {(one, other) for pair in pairs for one, other in (pair, pair[::-1])}


def either(arcs: Arcs) -> Arcs:
    return arcs | {(other, one) for one, other in arcs}


def distances(nodes: Nodes, arcs: Arcs) -> dict[tuple[str, str], int]:
    """The steps from one to another along ties, for pairs within reach."""
    found = {(node, node): 0 for node in nodes}
    edge, steps = set(found), 0
    while edge:
        steps += 1
        edge = {(start, far) for start, end in edge for near, far in arcs if near == end}
        edge -= set(found)
        found.update(dict.fromkeys(edge, steps))
    return {pair: length for pair, length in found.items() if pair[0] != pair[1]}


def clustering(nodes: Nodes, arcs: Arcs) -> float:
    """The mean of the shares of pairs of partners that are tied, of nodes with such pairs."""
    tied = either(arcs)
    shares = []
    for node in nodes:
        pairs = list(combinations([other for other in nodes if (node, other) in tied], 2))
        if pairs:
            shares.append(sum(pair in tied for pair in pairs) / len(pairs))
    return sum(shares) / len(shares) if shares else nan


def components(nodes: Nodes, arcs: Arcs) -> list[frozenset[str]]:
    reach = distances(nodes, either(arcs))
    parts = {frozenset({one, *(b for a, b in reach if a == one)}) for one in nodes}
    return sorted(parts, key=sorted)


def cutpoints(nodes: Nodes, arcs: Arcs) -> int:
    def falls_apart(node: str) -> bool:
        rest = [other for other in nodes if other != node]
        left = {arc for arc in arcs if node not in arc}
        return len(components(rest, left)) > len(components(nodes, arcs))

    return sum(map(falls_apart, nodes))


def bridges(nodes: Nodes, arcs: Arcs) -> int:
    pairs = {frozenset(arc) for arc in arcs}
    before = len(components(nodes, arcs))
    return sum(
        len(components(nodes, {arc for arc in arcs if set(arc) != pair})) > before for pair in pairs
    )


def fragmentation(nodes: Nodes, arcs: Arcs) -> float:
    n = len(nodes)
    parts = components(nodes, arcs)
    return 1 - sum(len(part) * (len(part) - 1) for part in parts) / (n * (n - 1))


def compactness(nodes: Nodes, arcs: Arcs) -> float:
    n = len(nodes)
    return sum(1 / steps for steps in distances(nodes, either(arcs)).values()) / (n * (n - 1))


def dyads(nodes: Nodes, arcs: Arcs) -> tuple[int, int, int]:
    """Pairs tied both ways, one way, not at all."""
    ties = [((a, b) in arcs) + ((b, a) in arcs) for a, b in combinations(nodes, 2)]
    return ties.count(2), ties.count(1), ties.count(0)


# ---- centralisation: the denominator is what the star has, not a formula


def indegrees(nodes: Nodes, arcs: Arcs) -> list[float]:
    return [sum(end == node for _, end in arcs) for node in nodes]


def outdegrees(nodes: Nodes, arcs: Arcs) -> list[float]:
    return [sum(start == node for start, _ in arcs) for node in nodes]


def harmonics(nodes: Nodes, arcs: Arcs) -> list[float]:
    steps = distances(nodes, either(arcs))
    return [sum(1 / d for (start, _), d in steps.items() if start == node) for node in nodes]


def closenesses(nodes: Nodes, arcs: Arcs) -> list[float]:
    steps = distances(nodes, either(arcs))
    return [1 / sum(d for (start, _), d in steps.items() if start == node) for node in nodes]


def betweennesses(nodes: Nodes, arcs: Arcs) -> list[float]:
    steps = distances(nodes, arcs)

    def paths(start: str, end: str) -> list[list[str]]:
        if start == end:
            return [[end]]
        left = steps[start, end]
        return [
            [start, *rest]
            for near, far in arcs
            if near == start and (far == end or steps.get((far, end)) == left - 1)
            for rest in paths(far, end)
            if left == len(rest)
        ]

    found = dict.fromkeys(nodes, 0.0)
    for start, end in steps:
        every = paths(start, end)
        for path in every:
            for node in path[1:-1]:
                found[node] += 1 / len(every)
    return list(found.values())


def centralisation(
    values: Callable[[Nodes, Arcs], list[float]], nodes: Nodes, arcs: Arcs, star: Arcs
) -> float:
    def spread(ties: Arcs) -> float:
        found = values(nodes, ties)
        return sum(max(found) - one for one in found)

    return spread(arcs) / spread(star)


# ---- Krackhardt


def hierarchy(nodes: Nodes, arcs: Arcs) -> float:
    reach = distances(nodes, arcs)
    ways = [((a, b) in reach) + ((b, a) in reach) for a, b in combinations(nodes, 2)]
    return 1 - ways.count(2) / (ways.count(1) + ways.count(2))


def efficiency(nodes: Nodes, arcs: Arcs) -> float:
    sizes = [len(part) for part in components(nodes, arcs)]
    too_many = len(arcs) - sum(n - 1 for n in sizes)
    return 1 - too_many / sum(n * (n - 1) - (n - 1) for n in sizes)


def upper_bounds(nodes: Nodes, arcs: Arcs, *, greatest: bool = False) -> float:
    """By definition the nearest bound; with `greatest` the farthest, as sna computes it."""
    reach = {*distances(nodes, arcs), *((node, node) for node in nodes)}
    missing = most = 0
    for part in components(nodes, arcs):
        most += (len(part) - 1) * (len(part) - 2) // 2
        for pair in combinations(sorted(part), 2):
            common = [c for c in part if all((node, c) in reach for node in pair)]
            missing += not any(
                all(((other, c) if greatest else (c, other)) in reach for other in common)
                for c in common
            )
    return 1 - missing / most


# ---- groups


def ei_index(arcs: Arcs, group: Mapping[str, object]) -> float:
    outside = sum(group[a] != group[b] for a, b in arcs)
    return (outside - (len(arcs) - outside)) / len(arcs)


def ei_of_all_labellings(arcs: Arcs, group: Mapping[str, object]) -> list[float]:
    return [
        ei_index(arcs, dict(zip(group, labels, strict=True)))
        for labels in permutations(group.values())
    ]


def assortativity(arcs: Arcs, group: Mapping[str, object]) -> float | None:
    """(Σ e_gg − Σ a_g b_g)/(1 − Σ a_g b_g); None where the denominator is 0."""
    m = len(arcs)
    inside = sum(group[a] == group[b] for a, b in arcs) / m
    from_, to = (Counter(group[arc[end]] for arc in arcs) for end in (0, 1))
    chance = sum(from_[g] / m * to[g] / m for g in from_)
    return None if isclose(chance, 1) else (inside - chance) / (1 - chance)


def overlap(nodes: Nodes, arcs: Arcs, circles: Mapping[str, set[str]]) -> float:
    pairs = [frozenset(pair) for pair in combinations(nodes, 2)]
    tied = {pair for pair in pairs if pair in {frozenset(arc) for arc in arcs}}
    shared = {pair for pair in pairs if set.intersection(*(circles[node] for node in pair))}
    return len(tied & shared) / len(tied | shared)


# ---- core and periphery


def core_fits(nodes: Nodes, arcs: Arcs) -> dict[frozenset[str], float]:
    """The correlation of each core that has one, over the cells inside core and periphery."""
    found = {}
    for k in range(len(nodes) + 1):
        for core in map(frozenset, combinations(nodes, k)):
            cells = [
                (int((a, b) in arcs), int(a in core))
                for a, b in permutations(nodes, 2)
                if (a in core) == (b in core)
            ]
            if (fit := correlation(cells)) is not None:
                found[core] = fit
    return found


def correlation(pairs: Sequence[tuple[int, int]]) -> float | None:
    if not pairs:
        return None
    n = len(pairs)
    x, y = sum(a for a, _ in pairs) / n, sum(b for _, b in pairs) / n
    of_x, of_y = sum((a - x) ** 2 for a, _ in pairs), sum((b - y) ** 2 for _, b in pairs)
    if of_x < 1e-12 or of_y < 1e-12:
        return None
    return sum((a - x) * (b - y) for a, b in pairs) / sqrt(of_x * of_y)
