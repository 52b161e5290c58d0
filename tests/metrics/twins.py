"""Every node metric once more, written from its formula with dicts and loops: slow, and plain.

Nothing of the package is used. A tie i→j is a key `(i, j)` of `ties`, its value the strength; None
stands for what is not defined. Strengths are exact fractions, so paths of equal length are equal.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations

Values = dict[str, float | None]
Twin = Callable[["Net"], Values]


@dataclass(frozen=True)
class Net:
    """Nodes, ties, and the group of each node whose group is known."""

    nodes: tuple[str, ...]
    ties: Mapping[tuple[str, str], Fraction]
    group: Mapping[str, str]

    def part(self, nodes: Iterable[str]) -> "Net":
        """Some nodes and the ties among them."""
        kept = tuple(nodes)
        ties = {(i, j): w for (i, j), w in self.ties.items() if i in kept and j in kept}
        return Net(kept, ties, self.group)

    def either(self) -> "Net":
        """The same with every tie in both directions."""
        ties = {pair: Fraction(1) for i, j in self.ties for pair in ((i, j), (j, i))}
        return Net(self.nodes, ties, self.group)

    def named(self, i: str) -> list[str]:
        return [j for j in self.nodes if (i, j) in self.ties]

    def namers(self, i: str) -> list[str]:
        return [j for j in self.nodes if (j, i) in self.ties]

    def partners(self, i: str) -> list[str]:
        return [j for j in self.nodes if (i, j) in self.ties or (j, i) in self.ties]

    def others(self, i: str) -> list[str]:
        return [j for j in self.nodes if j != i]

    def z(self, i: str, j: str, *, weighted: bool) -> Fraction:
        pairs = [pair for pair in ((i, j), (j, i)) if pair in self.ties]
        return sum((self.ties[pair] if weighted else Fraction(1) for pair in pairs), Fraction(0))


# ---- paths


Lengths = dict[tuple[str, str], Fraction]


def distances(net: Net, length: Callable[[Fraction], Fraction]) -> Lengths:
    """By Floyd and Warshall: the length of the shortest path of each pair that has one."""
    d = {(i, i): Fraction(0) for i in net.nodes}
    d |= {pair: length(w) for pair, w in net.ties.items()}
    for k in net.nodes:
        for i in net.nodes:
            for j in net.nodes:
                if (i, k) in d and (k, j) in d:
                    way = d[i, k] + d[k, j]
                    if (i, j) not in d or way < d[i, j]:
                        d[i, j] = way
    return d


def steps(net: Net) -> Lengths:
    return distances(net, lambda _: Fraction(1))


def shortest_paths(net: Net, d: Lengths, s: str, t: str, length: Callable[[Fraction], Fraction]
                   ) -> list[tuple[str, ...]]:  # fmt: skip
    """All shortest paths of a pair, each as its nodes."""
    if s == t:
        return [(s,)]
    return [
        (s, *rest)
        for j in net.named(s)
        if (j, t) in d and length(net.ties[s, j]) + d[j, t] == d[s, t]
        for rest in shortest_paths(net, d, j, t, length)
    ]


def paths_through(net: Net, length: Callable[[Fraction], Fraction]) -> Values:
    d = distances(net, length)
    total = dict.fromkeys(net.nodes, 0.0)
    for s, t in permutations(net.nodes, 2):
        if (s, t) not in d:
            continue
        paths = shortest_paths(net, d, s, t, length)
        for v in net.nodes:
            if v not in (s, t):
                total[v] += sum(v in path for path in paths) / len(paths)
    return dict(total)


def betweenness(net: Net) -> Values:
    return paths_through(net, lambda _: Fraction(1))


def betweenness_weighted(net: Net) -> Values:
    return paths_through(net, lambda w: 1 / w)


def betweenness_share(net: Net) -> Values:
    n = len(net.nodes)
    if n < 3:
        return dict.fromkeys(net.nodes)
    return {v: value / ((n - 1) * (n - 2)) for v, value in betweenness(net).items()}


def harmonic_out(net: Net) -> Values:
    d = steps(net)
    return mean_over_others(net, lambda i, j: 1 / d[i, j] if (i, j) in d else 0)


def harmonic_in(net: Net) -> Values:
    d = steps(net)
    return mean_over_others(net, lambda i, j: 1 / d[j, i] if (j, i) in d else 0)


def harmonic(net: Net) -> Values:
    return harmonic_out(net.either())


def reach_2(net: Net) -> Values:
    d = steps(net.either())
    return mean_over_others(net, lambda i, j: (i, j) in d and d[i, j] <= 2)


def mean_over_others(net: Net, of: Callable[[str, str], Fraction | float]) -> Values:
    if len(net.nodes) < 2:
        return dict.fromkeys(net.nodes)
    return {
        i: float(sum(of(i, j) for j in net.others(i)) / (len(net.nodes) - 1)) for i in net.nodes
    }


def bridging(net: Net) -> Values:
    between = betweenness(net.either())
    k = {i: len(net.partners(i)) for i in net.nodes}
    return {
        i: between[i] / 2 * (1 / k[i]) / sum(1 / k[j] for j in net.partners(i)) if k[i] else None
        for i in net.nodes
    }


def ego_betweenness(net: Net) -> Values:
    return {i: betweenness(net.part([i, *net.partners(i)]))[i] for i in net.nodes}


def cutpoint(net: Net) -> Values:
    return {i: float(parts(net.part(net.others(i))) > parts(net) - (not net.partners(i)))
            for i in net.nodes}  # fmt: skip


def parts(net: Net) -> int:
    d = steps(net.either())
    return len({frozenset(j for j in net.nodes if (i, j) in d) for i in net.nodes})


# ---- degree and walks


def degree_in(net: Net) -> Values:
    return {i: len(net.namers(i)) for i in net.nodes}


def degree_out(net: Net) -> Values:
    return {i: len(net.named(i)) for i in net.nodes}


def degree(net: Net) -> Values:
    return {i: len(net.partners(i)) for i in net.nodes}


def strength_in(net: Net) -> Values:
    return {i: float(sum(net.ties[j, i] for j in net.namers(i))) for i in net.nodes}


def strength_out(net: Net) -> Values:
    return {i: float(sum(net.ties[i, j] for j in net.named(i))) for i in net.nodes}


def pagerank(net: Net) -> Values:
    n = len(net.nodes)
    x = dict.fromkeys(net.nodes, 1 / n)
    for _ in range(400):
        idle = sum(x[j] for j in net.nodes if not net.named(j))
        x = {
            i: 0.15 / n + 0.85 * (idle / n + sum(x[j] / len(net.named(j)) for j in net.namers(i)))
            for i in net.nodes
        }
    return dict(x)


def eigenvector(net: Net) -> Values:
    d = steps(net.either())
    circles = {frozenset(j for j in net.nodes if (i, j) in d) for i in net.nodes}
    largest = max(map(len, circles))
    chosen = [circle for circle in circles if len(circle) == largest]
    if largest < 2 or len(chosen) > 1:
        return dict.fromkeys(net.nodes)
    x, _ = own_vector(net.part(sorted(chosen[0])), Net.partners)
    return {i: x.get(i) for i in net.nodes}


def own_vector(net: Net, read: Callable[[Net, str], list[str]]) -> tuple[dict[str, float], float]:
    """The largest eigenvalue and its vector, by repeated multiplication with A + I.

    I is added so that no two eigenvalues are equally far from 0.
    """
    x, most = dict.fromkeys(net.nodes, 1.0), 0.0
    for _ in range(5000):
        after = {i: x[i] + sum(x[j] for j in read(net, i)) for i in x}
        most = max(after.values())
        after = {i: value / most for i, value in after.items()}
        change = max(abs(after[i] - x[i]) for i in x)
        x = after
        if change < 1e-15:
            break
    return x, most - 1


def katz(net: Net) -> Values:
    radius = spectral_radius(net)
    if radius == 0:
        return dict.fromkeys(net.nodes)
    x = dict.fromkeys(net.nodes, 1.0)
    for _ in range(400):
        x = {i: 1 + 0.5 / radius * sum(x[j] for j in net.namers(i)) for i in net.nodes}
    return dict(x)


def spectral_radius(net: Net) -> float:
    d = steps(net)
    found = 0.0
    for circle in {frozenset(j for j in net.nodes if (i, j) in d and (j, i) in d)
                   for i in net.nodes}:  # fmt: skip
        if len(circle) < 2:
            continue
        _, value = own_vector(net.part(sorted(circle)), Net.named)
        found = max(found, value)
    return found


def coreness(net: Net) -> Values:
    core = dict.fromkeys(net.nodes, 0)
    for k in range(1, len(net.nodes)):
        left = set(net.nodes)
        while weak := {i for i in left if len(left.intersection(net.partners(i))) < k}:
            left -= weak
        core |= dict.fromkeys(left, k)
    return dict(core)


# ---- partners


def clustering(net: Net) -> Values:
    return {
        i: share_of_pairs(net.partners(i), lambda j, q: q in net.partners(j)) for i in net.nodes
    }


def ego_density(net: Net) -> Values:
    return {i: share_of_pairs(net.partners(i), lambda j, q: (j, q) in net.ties) for i in net.nodes}


def share_of_pairs(nodes: list[str], tied: Callable[[str, str], bool]) -> float | None:
    pairs = list(permutations(nodes, 2))
    return sum(tied(j, q) for j, q in pairs) / len(pairs) if pairs else None


def dyadic_constraint(net: Net, i: str, *, weighted: bool = False) -> dict[str, float]:
    def p(a: str, b: str) -> Fraction:
        return net.z(a, b, weighted=weighted) / sum(
            net.z(a, k, weighted=weighted) for k in net.others(a)
        )

    return {
        j: float(p(i, j) + sum(p(i, q) * p(q, j) for q in net.partners(i) if q != j)) ** 2
        for j in net.partners(i)
    }


def sizes_without_redundancy(net: Net, i: str, *, weighted: bool = False) -> float:
    def z(a: str, b: str) -> Fraction:
        return net.z(a, b, weighted=weighted)

    size = Fraction(0)
    for j in net.partners(i):
        most = max(z(j, k) for k in net.others(j))
        every = sum(z(i, k) for k in net.others(i))
        redundant = sum(z(i, q) / every * z(j, q) / most for q in net.partners(i) if q != j)
        size += 1 - redundant
    return float(size)


def whole(of: Callable[[Net, str], float]) -> Twin:
    """The whole-network model; isolates have no value."""
    return lambda net: {i: of(net, i) if net.partners(i) else None for i in net.nodes}


def ego(of: Callable[[Net, str], float]) -> Twin:
    """The same inside each ego network."""
    return lambda net: {
        i: of(net.part([i, *net.partners(i)]), i) if net.partners(i) else None for i in net.nodes
    }


def constraint_of(net: Net, i: str) -> float:
    return sum(dyadic_constraint(net, i).values())


def efficiency_of(net: Net, i: str) -> float:
    return sizes_without_redundancy(net, i) / len(net.partners(i))


def hierarchy_of(net: Net, i: str) -> float:
    c = dyadic_constraint(net, i)
    k = len(c)
    if k == 1:
        return 1
    ratios = [k * one / sum(c.values()) for one in c.values()]
    return sum(r * math.log(r) for r in ratios) / (k * math.log(k))


def constraint_weighted_of(net: Net, i: str) -> float:
    return sum(dyadic_constraint(net, i, weighted=True).values())


def effective_size_weighted_of(net: Net, i: str) -> float:
    return sizes_without_redundancy(net, i, weighted=True)


# ---- groups


def brokered(net: Net, v: str) -> list[tuple[str, str]]:
    """The ordered pairs that v brokers, all three of known groups."""
    return [
        (a, c)
        for a in net.namers(v)
        for c in net.named(v)
        if a != c and (a, c) not in net.ties and a in net.group and c in net.group
    ]


def role(a: str, v: str, c: str) -> str:
    if a == v == c:
        return "coordinator"
    if a == c:
        return "itinerant"
    if a == v:
        return "representative"
    if v == c:
        return "gatekeeper"
    return "liaison"


def fits(net: Net, name: str, a: str, v: str, c: str) -> bool:
    return role(net.group[a], net.group[v], net.group[c]) == name


def pairs_that_fit(net: Net, v: str, name: str) -> list[tuple[str, str]]:
    if v not in net.group:
        return []
    known = [i for i in net.others(v) if i in net.group]
    return [(a, c) for a, c in permutations(known, 2) if fits(net, name, a, v, c)]


def of_role(name: str) -> Twin:
    def count(net: Net) -> Values:
        return {
            v: sum(fits(net, name, a, v, c) for a, c in brokered(net, v))
            if pairs_that_fit(net, v, name)
            else None
            for v in net.nodes
        }

    return count


def brokerage(net: Net) -> Values:
    return {
        v: len(brokered(net, v))
        if v in net.group and sum(i in net.group for i in net.others(v)) > 1
        else None
        for v in net.nodes
    }


def structural_neutrality(net: Net) -> Values:
    found: Values = {}
    for v in net.nodes:
        pairs = brokered(net, v) if v in net.group else []
        outside = [net.group[v] not in (net.group[a], net.group[c]) for a, c in pairs]
        found[v] = sum(outside) / len(outside) if outside else None
    return found


def credit(net: Net, v: str, name: str) -> float:
    """Pairs in a role, each divided by the number of those who broker it."""
    return sum(
        1 / sum((a, c) in brokered(net, other) for other in net.nodes if other in net.group)
        for a, c in (brokered(net, v) if v in net.group else [])
        if fits(net, name, a, v, c)
    )


def external_less_internal(among: Callable[[Net, str], list[str]]) -> Twin:
    def index(net: Net) -> Values:
        found: Values = {}
        for i in net.nodes:
            known = [j for j in among(net, i) if j in net.group] if i in net.group else []
            outside = sum(net.group[j] != net.group[i] for j in known)
            found[i] = (2 * outside - len(known)) / len(known) if known else None
        return found

    return index


def diversity(among: Callable[[Net, str], list[str]]) -> Twin:
    def index(net: Net) -> Values:
        found: Values = {}
        for i in net.nodes:
            known = [net.group[j] for j in among(net, i) if j in net.group]
            shares = [n / len(known) for n in Counter(known).values()]
            found[i] = 1 - sum(p**2 for p in shares) if known and i in net.group else None
        return found

    return index


# ---- what is lost without a node


def fragmentation(net: Net) -> Fraction:
    n, reach = len(net.nodes), steps(net.either())
    return 1 - Fraction(sum(i != j for i, j in reach), n * (n - 1))


def distance_fragmentation(net: Net) -> Fraction:
    n, reach = len(net.nodes), steps(net.either())
    return 1 - sum(1 / d for (i, j), d in reach.items() if i != j) / Fraction(n * (n - 1))


def without(measure: Callable[[Net], Fraction]) -> Twin:
    def gains(net: Net) -> Values:
        if len(net.nodes) < 3:
            return dict.fromkeys(net.nodes)
        return {i: float(measure(net.part(net.others(i))) - measure(net)) for i in net.nodes}

    return gains


TWINS: dict[str, Twin] = {
    **{
        twin.__name__: twin
        for twin in (
            degree_in, degree_out, degree, strength_in, strength_out, betweenness,
            betweenness_share, harmonic_out, harmonic_in, harmonic, reach_2, betweenness_weighted,
            bridging, eigenvector, pagerank, katz, coreness, clustering, cutpoint, ego_density,
            ego_betweenness, brokerage, structural_neutrality,
        )
    },
    "constraint": whole(constraint_of),
    "effective_size": whole(sizes_without_redundancy),
    "efficiency": whole(efficiency_of),
    "hierarchy": whole(hierarchy_of),
    "constraint_weighted": whole(constraint_weighted_of),
    "effective_size_weighted": whole(effective_size_weighted_of),
    "constraint_ego": ego(constraint_of),
    "effective_size_ego": ego(sizes_without_redundancy),
    **{name: of_role(name)
       for name in ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")},
    "ei_index": external_less_internal(Net.partners),
    "ei_index_out": external_less_internal(Net.named),
    "blau": diversity(Net.partners),
    "participation": diversity(lambda net, i: net.named(i) + net.namers(i)),
    "knockout": without(fragmentation),
    "knockout_distance": without(distance_fragmentation),
}  # fmt: skip
