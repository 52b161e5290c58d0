"""Are p-values uniform on networks drawn from the null itself, and is a planted broker found?"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from scipy.stats import kstest

from qvgraph.metrics.chance.brokerage_nulls import against
from qvgraph.metrics.chance.null_models import NULLS, Drawn, Null, drawn
from qvgraph.metrics.metric import Graph
from qvgraph.metrics.nodes.brokerage import ROLES, brokers, count_by_role
from qvgraph.metrics.whole.segregation import ei_p
from qvgraph.model.convert import ARC, NODE

GRAPHS, DRAWS, BROKERS = 500, 199, 100
SIZE, TIES, GROUPS = 40, 320, 3
ACROSS = 0.3
"""The share of the ties across groups that a network with a planted broker keeps."""
GOAL_P, GOAL_FOUND = 0.01, 0.8
LIAISON = ROLES.index("liaison")

Pairs = list[tuple[int, int]]


class Case(NamedTuple):
    """One network drawn from a null model."""

    null: Null
    number: int


def start(ties: int = TIES) -> Graph:
    """A network of three groups in which some are asked far more often."""
    luck = np.random.default_rng(5)
    asked = (SIZE * luck.random(9 * ties) ** 1.7).astype(int)
    asking = luck.integers(SIZE, size=9 * ties)
    pairs = dict.fromkeys(zip(asking.tolist(), asked.tolist(), strict=True))
    return graph_of([(i, j) for i, j in pairs if i != j][:ties])


def graph_of(pairs: Pairs) -> Graph:
    """Firms of three groups, by their numbers."""
    ids = [f"{i:02}" for i in range(SIZE)]
    known = {"id": ids, "kind": ["firm"] * SIZE}
    nodes = pl.DataFrame({name: known.get(name, [None] * SIZE) for name in NODE}, NODE)
    arcs = [(ids[i], ids[j], 1.0, "advice") for i, j in sorted(pairs)]
    groups = pl.Series([str(i % GROUPS) for i in range(SIZE)])
    return Graph(nodes, pl.DataFrame(arcs, ARC, orient="row"), groups)


def pairs_of(rows: Drawn) -> Pairs:
    """Who names whom."""
    asking = np.repeat(np.arange(len(rows.start) - 1), np.diff(rows.start))
    return list(zip(asking.tolist(), rows.partner.tolist(), strict=True))


class Found(NamedTuple):
    """The p of one figure, and its place among the draws with ties broken by lot, 0 to 1.

    Counts are whole and often equal, which makes p a little too large. The place is uniform exactly
    where a network is one of those that the null model draws.
    """

    p: float
    place: float


def found_of(case: Case) -> Found:
    """The most asked as liaison, in a network that its null model drew."""
    pairs = pairs_of(drawn(start(), case.null, seed=7, number=case.number))
    graph, seed = graph_of(pairs), 1000 + case.number
    counts = [
        count_by_role(*drawn(graph, case.null, seed=seed, number=number), graph.group_of)
        for number in range(DRAWS)
    ]
    by_chance, count = np.array(counts)[:, 0, LIAISON], brokers(graph)[0, LIAISON]
    luck = np.random.default_rng([10, case.number]).random()
    place = ((by_chance < count).sum() + luck * ((by_chance == count).sum() + 1)) / (DRAWS + 1)
    p = against(graph, case.null, draws=DRAWS, seed=seed).p
    return Found(float(p[0, LIAISON]), float(place))


def p_of_planted(number: int) -> float:
    """The p of one of the four most asked, to whom ties between groups were moved: same degrees.

    All other ties are mostly inside of groups.
    """
    luck = np.random.default_rng([6, number])
    drawn_pairs = pairs_of(drawn(start(2 * TIES), "degrees", seed=8, number=number))
    pairs = {(i, j) for i, j in drawn_pairs if (i - j) % GROUPS == 0 or luck.random() < ACROSS}
    broker = int(luck.integers(4))
    for turn in (1, -1):  # whom it asks, then who asks it
        for tie in sorted(pairs):
            i, j = tie[::turn]
            if i == broker and (i - j) % GROUPS == 0:
                _swapped(pairs, broker, j, turn, luck)
    p = against(graph_of(sorted(pairs)), "degrees", draws=DRAWS, seed=2000 + number).p
    return float(p[broker, LIAISON])


def p_of_labels(number: int) -> float:
    """The p of the E-I index where groups were handed out by lot."""
    luck = np.random.default_rng([9, number])
    graph = start()
    assert graph.groups is not None
    groups = graph.groups.gather(luck.permutation(SIZE))
    return ei_p(Graph(graph.nodes, graph.arcs, groups), "group")


def report(run: Callable[..., Iterable[Any]], fewer: int) -> str:
    """The table of all p-values; `run` maps a function over cases, in several processes."""
    graphs = GRAPHS // fewer
    lines = [f"{graphs} networks drawn from each null, {DRAWS} draws for each"]
    for null in NULLS:
        found = list(run(found_of, [Case(null, number) for number in range(graphs)]))
        test = kstest([one.place for one in found], "uniform")
        lines.append(
            f"{null:8} {_tails([one.p for one in found])}; place uniform: "
            f"Kolmogorov D {test.statistic:.3f}, p {test.pvalue:.3f} (goal > {GOAL_P})"
        )
    lines.append(f"labels   {_tails(list(run(p_of_labels, range(graphs))))} (E-I index)")
    planted = np.array(list(run(p_of_planted, range(BROKERS // fewer))))
    lines.append(
        f"planted brokers found at p < 0.05: {np.mean(planted < 0.05):.0%} of {len(planted)} "
        f"(goal >= {GOAL_FOUND:.0%})"
    )
    return "\n".join(lines)


def _tails(ps: list[float]) -> str:
    below = [f"p <= {level} in {np.mean(np.array(ps) <= level):.1%}" for level in (0.05, 0.1, 0.5)]
    return ", ".join(below)


def _swapped(
    pairs: set[tuple[int, int]], broker: int, old: int, turn: int, luck: np.random.Generator
) -> None:
    """Move a tie a–b across groups to the broker, for one inside its group: degrees stay."""
    others = sorted(pairs)
    for place in luck.permutation(len(others)):
        a, b = others[place][::turn]
        new = {(broker, b)[::turn], (a, old)[::turn]}
        crosses = (a - old) % GROUPS == 0 and (a - b) % GROUPS and broker != a
        if crosses and old not in (a, b) and not new & pairs:
            pairs -= {(broker, old)[::turn], (a, b)[::turn]}
            pairs |= new
            return
