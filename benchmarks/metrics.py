"""How long metrics take, ours beside igraph, networkx and plain Python on the same network.

    python benchmarks/metrics.py [--small]

The default node columns on 5,000 nodes and 25,000 ties; the single metrics that igraph or networkx
have, checked to be equal, there (igraph) and on 320 nodes (networkx, too); brokerage on 320 nodes
beside plain loops over dicts; the knockout of every node, by distances beside igraph with one node
after the other taken out; managers over a run; regions beside chance. Seconds are the best of a few
runs after the compiler's work is done; the machine's other load is in them. For effective size
networkx is asked node by node, which is slow and right; its fast way is wrong on directed ties.
NetworKit is compared where it is installed.
"""

import argparse
import os
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from itertools import product
from typing import Any

import igraph
import networkx as nx
import numpy as np
import polars as pl
from metrics_parts import over_time, regions

from qvgraph.metrics import METRICS, compute
from qvgraph.metrics.chance.brokerage_nulls import against
from qvgraph.metrics.groups import groups_of
from qvgraph.metrics.key_sets.key_sets import key_players
from qvgraph.metrics.knockouts.handover import handed_over, likely_kept
from qvgraph.metrics.knockouts.pieces import pairs_without
from qvgraph.metrics.knockouts.removal import distance_gains, distance_gains_of
from qvgraph.metrics.metric import Graph
from qvgraph.metrics.nodes.brokerage import ROLES, brokers, shared_credit
from qvgraph.metrics.nodes.paths import betweenness_of
from qvgraph.model import convert
from qvgraph.model.network import Network

NODES, TIES = 5_000, 25_000
REGION_NODES, REGION_TIES, TEAMS = 320, 1_750, 6
MANY_NODES, MANY_TIES = 100_000, 500_000
SOME_NODES, SOME_TIES = 500, 2_500
GOAL_SECONDS, GOAL_BROKERAGE, GOAL_BATCH, GOAL_NULLS, GOAL_REGIONS = 8.0, 40, 2.5, 5.0, 60
LIBRARIES = ("igraph", "networkit", "networkx")
KEY_PLAYERS, GOAL_KEY_PLAYERS = 20, 10.0

Call = Callable[[], Any]


def network_of(nodes: int, ties: int, seed: int) -> Network:
    """Firms in teams that ask one another; a few are asked far more often than others."""
    luck = np.random.default_rng(seed)
    names = [f"f{n:05}" for n in range(nodes)]
    asked = (nodes * luck.random(3 * ties) ** 2).astype(int)
    asking = luck.integers(nodes, size=3 * ties)
    pairs = pl.DataFrame({"source": asking, "target": asked}).unique(maintain_order=True)
    pairs = pairs.filter(pl.col("source") != pl.col("target")).head(ties)
    named = {end: [names[n] for n in pairs[end]] for end in ("source", "target")}
    frames = {
        "organisations": pl.DataFrame(
            {"id": names, "kind": "firm", "team": luck.integers(TEAMS, size=nodes).astype(str)}
        ),
        "ties": pl.DataFrame({**named, "strength": luck.integers(1, 11, size=ties) / 10}),
    }
    return Network.of("made", frames)


def seconds(call: Call, times: int = 3) -> float:
    """The best of a few runs."""
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        call()
        found.append(time.perf_counter() - begun)
    return min(found)


def graph_of(network: Network) -> Graph:
    groups = groups_of(network, "team")
    return Graph(convert.nodes(network), convert.arcs(network), groups)


def ours(graph: Graph, name: str) -> Call:
    """A metric on a graph whose rows are laid out, as igraph and networkx have theirs."""

    def call() -> Any:
        fresh = Graph(graph.nodes, graph.arcs, graph.groups)
        for laid_out in ("out", "into", "both_counted", "both", "group_of"):
            fresh.__dict__[laid_out] = getattr(graph, laid_out)
        return METRICS[name].calculate(fresh)

    return call


def beside(network: Network, *, slow: bool) -> None:
    """Print a line for each metric that another library has, too."""
    graph = graph_of(network)
    g, named = network.to_igraph(), network.to_networkx()
    u: igraph.Graph = g.as_undirected(mode="collapse")
    others: dict[str, dict[str, Call]] = {
        "betweenness": {
            "igraph": lambda: g.betweenness(directed=True),
            "networkx": lambda: nx.betweenness_centrality(named, normalized=False),
        },
        "harmonic_out": {"igraph": lambda: g.harmonic_centrality(mode="out")},
        "harmonic": {"igraph": u.harmonic_centrality},
        "constraint": {
            "igraph": g.constraint,
            "networkx": lambda: nx.constraint(named),
        },
        "constraint_weighted": {
            "igraph": lambda: g.constraint(weights="strength"),
            "networkx": lambda: nx.constraint(named, weight="strength"),
        },
        "effective_size": {"networkx": lambda: nx.effective_size(named, nodes=list(named))},
    }
    if find_spec("networkit"):
        for name, call in of_networkit(g, u).items():
            others[name]["networkit"] = call
    print(
        f"\n{graph.size:,} nodes".ljust(25)
        + f"{'ours':>10}"
        + "".join(f"{one:>18}" for one in LIBRARIES)
    )
    for name, calls in others.items():
        own = ours(graph, name)
        mine = own()
        taken = seconds(own)
        line = f"{name:24}{taken:9.4f}s"
        for library in LIBRARIES:
            if library not in calls or (library == "networkx" and not slow):
                line += f"{'–':>18}"
                continue
            begun = time.perf_counter()
            theirs = calls[library]()
            once = time.perf_counter() - begun
            agree(name, library, mine, theirs, list(named))
            if library != "networkx":
                once = min(once, seconds(calls[library], 2))
            line += f"{once:9.4f}s{once / taken:6.1f} ×"
        print(line, flush=True)


def of_networkit(g: igraph.Graph, u: igraph.Graph) -> dict[str, Call]:
    """What NetworKit has, too; it uses as many threads as there are processors, as we do."""
    import networkit

    def graph(of: igraph.Graph) -> Any:
        made = networkit.Graph(of.vcount(), directed=of.is_directed())
        for i, j in of.get_edgelist():
            made.addEdge(i, j)
        return made

    directed, either = graph(g), graph(u)
    others = g.vcount() - 1

    def near(of: Any) -> Call:
        centrality = networkit.centrality.HarmonicCloseness
        return lambda: np.array(centrality(of, normalized=False).run().scores()) / others

    return {
        "betweenness": lambda: networkit.centrality.Betweenness(directed).run().scores(),
        "harmonic_out": near(directed),
        "harmonic": near(either),
    }


def agree(name: str, library: str, mine: Any, theirs: Any, nodes: list[str]) -> None:
    """Stop when two libraries do not mean the same.

    Only where both have a value: networkx has no effective size of who names nobody.
    """
    values = np.array(
        [theirs[node] for node in nodes] if isinstance(theirs, Mapping) else theirs, float
    )
    same = np.isclose(mine, values, rtol=1e-6, atol=1e-9) | np.isnan(mine) | np.isnan(values)
    assert same.all(), f"{name}: {library} differs for {np.flatnonzero(~same)[:5]}"


def in_plain_python(graph: Graph) -> dict[str, list[int]]:
    """Brokerage with dicts and sets."""
    names = graph.nodes["id"].to_list()
    group = dict(zip(names, graph.group_of.tolist(), strict=True))
    named: dict[str, set[str]] = {name: set() for name in names}
    namers: dict[str, set[str]] = {name: set() for name in names}
    for source, target in graph.arcs.select("source", "target").iter_rows():
        named[source].add(target)
        namers[target].add(source)
    counts = {name: [0] * 5 for name in names}
    for v in names:
        for a, c in product(namers[v], named[v]):
            if a != c and c not in named[a]:
                counts[v][role(group[a], group[v], group[c])] += 1
    return counts


def role(a: int, v: int, c: int) -> int:
    if a == c:
        return 0 if a == v else 1
    if a == v:
        return 2
    return 3 if c == v else 4


def brokerage(network: Network) -> None:
    graph = graph_of(network)
    mine = brokers(graph)
    plain = in_plain_python(graph)
    assert [plain[name] for name in graph.nodes["id"]] == mine.tolist()
    fast = seconds(lambda: brokers(graph), 20)
    shared = seconds(lambda: shared_credit(graph), 20)
    slow = seconds(lambda: in_plain_python(graph), 5)
    print(
        f"\nbrokerage, five roles, {graph.size} nodes: {1000 * fast:.2f} ms, "
        f"plain Python {1000 * slow:.1f} ms: {slow / fast:.0f} × (goal {GOAL_BROKERAGE} ×); "
        f"with shared credit {1000 * shared:.2f} ms"
    )
    assert len(ROLES) == mine.shape[1]


def batch(networks: int) -> None:
    """Betweenness of many small networks, as in an ensemble: threads beside a loop of igraph."""
    made = [network_of(REGION_NODES, REGION_TIES, seed=3 + n) for n in range(10)]
    rows = [graph_of(network).out for network in made] * (networks // 10)
    graphs = [network.to_igraph() for network in made] * (networks // 10)

    def threaded() -> list[Any]:
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
            return list(pool.map(betweenness_of, rows))

    assert np.allclose(threaded()[0], graphs[0].betweenness())
    fast, loop = seconds(threaded, 2), seconds(lambda: [g.betweenness() for g in graphs], 2)
    graph = graph_of(made[0])
    against(graph, "degrees", draws=16, seed=1)
    taken = seconds(lambda: against(graph, "degrees", draws=1000, seed=1), 2)
    print(
        f"\nbrokerage in 1,000 networks with the degrees of one of {REGION_NODES} nodes: "
        f"{taken:.2f} s (goal {GOAL_NULLS:.0f} s)"
    )
    print(
        f"betweenness of {networks:,} networks of {REGION_NODES} nodes, {os.cpu_count()} "
        f"threads: {fast:.2f} s, igraph in a loop {loop:.2f} s: {loop / fast:.1f} × "
        f"(goal {GOAL_BATCH} ×)"
    )


def key_set(network: Network) -> None:
    """The key players of the large network: time, and how far any set could be above them."""
    begun, worked = time.perf_counter(), time.process_time()
    best = key_players(network, KEY_PLAYERS).best
    taken, work = time.perf_counter() - begun, time.process_time() - worked
    print(
        f"\nkey players, {KEY_PLAYERS} of {network.organisations.height:,} nodes: {taken:.1f} s, "
        f"{work:.1f} s of the processors (goal {GOAL_KEY_PLAYERS:.0f} s); reach {best.reach:.4f}, "
        f"no set reaches {100 * best.gap:.2f} % more"
    )


def knockouts(share: int) -> None:
    """Every node gone in turn: F at 100,000 nodes, DF at 500 and at 5,000, handovers at 320."""
    many = graph_of(network_of(MANY_NODES // share, MANY_TIES // share, seed=4))
    some = graph_of(network_of(SOME_NODES, SOME_TIES, seed=5))
    large = graph_of(network_of(NODES // share, TIES // share, seed=1))
    for graph in (many, some, large):
        graph.both_counted  # noqa: B018 - laid out, as igraph has its rows
    mine = distance_gains(some)
    begun = time.perf_counter()
    theirs = one_after_the_other(some.either)
    loop = time.perf_counter() - begun
    agree("knockout_distance", "igraph", mine, theirs, [])
    fast = seconds(lambda: distance_gains_of(some))
    print(
        f"\nknockout of every node, F, {many.size:,} nodes: "
        f"{seconds(lambda: pairs_without(many)):.2f} s"
    )
    print(
        f"… DF, {some.size} nodes: {fast:.2f} s, igraph in a loop {loop:.1f} s: {loop / fast:.0f} ×"
    )
    print(f"… DF, {large.size:,} nodes: {seconds(lambda: distance_gains_of(large), 1):.1f} s")
    network = network_of(REGION_NODES, REGION_TIES, seed=2)
    region = graph_of(network)
    kept, every = likely_kept(network, region), np.arange(region.size)
    handed = seconds(lambda: handed_over(region, kept, every), 2)
    print(f"… with 200 handovers each, {region.size} nodes: {handed:.2f} s")


def one_after_the_other(graph: igraph.Graph) -> list[float]:
    """DF without each node less DF."""

    def nearness(one: igraph.Graph) -> float:
        return float(np.nansum(one.harmonic_centrality())) / one.vcount()

    found, before = [], nearness(graph)
    for v in range(graph.vcount()):
        left = graph.copy()
        left.delete_vertices([v])
        found.append(before - nearness(left))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--small", action="store_true", help="a tenth of the nodes and ties")
    share = 10 if parser.parse_args().small else 1
    large = network_of(NODES // share, TIES // share, seed=1)
    region = network_of(REGION_NODES, REGION_TIES, seed=2)
    compute(region, group="team")  # the compiler's work
    taken = seconds(lambda: compute(large), 2)
    print(
        f"default node columns, {NODES // share:,} nodes, {TIES // share:,} ties: {taken:.2f} s "
        f"(goal {GOAL_SECONDS:.0f} s)"
    )
    print(f"… on {REGION_NODES} nodes: {seconds(lambda: compute(region, group='team')):.3f} s")
    beside(large, slow=False)
    beside(region, slow=True)
    brokerage(region)
    key_players(region, 1)  # the compiler's work
    key_set(large)
    batch(1000 // share)
    knockouts(share)
    print(over_time.managers(1000 // share))
    draws, begun, worked = 1000 // share, time.perf_counter(), time.process_time()
    what = regions.compare(draws)
    print(
        f"{what}: {time.perf_counter() - begun:.0f} s (goal {GOAL_REGIONS} s), "
        f"{time.process_time() - worked:.0f} s of processors"
    )


if __name__ == "__main__":
    main()
