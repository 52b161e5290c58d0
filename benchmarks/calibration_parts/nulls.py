"""Are p-values uniform on networks drawn from the null itself, and is a planted broker found?"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np
import polars as pl
from scipy.stats import kstest

from qvgraph.metrics.brokerage import ROLES
from qvgraph.metrics.brokerage_nulls import against
from qvgraph.metrics.metric import Graph
from qvgraph.metrics.null_models import NULLS, Drawn, Null, drawn
from qvgraph.metrics.segregation import ei_p
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


def start() -> Graph:
    """A network of three groups in which some are asked far more often."""
    luck = np.random.default_rng(5)
    asked = (SIZE * luck.random(5 * TIES) ** 1.7).astype(int)
    asking = luck.integers(SIZE, size=5 * TIES)
    pairs = dict.fromkeys(zip(asking.tolist(), asked.tolist(), strict=True))
    return graph_of([(i, j) for i, j in pairs if i != j][:TIES])


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


def p_of(case: Case) -> float:
    """The p of the most asked as liaison, in a network that its null model drew."""
    pairs = pairs_of(drawn(start(), case.null, seed=7, number=case.number))
    p = against(graph_of(pairs), case.null, draws=DRAWS, seed=1000 + case.number).p
    return float(p[0, LIAISON])


def p_of_planted(number: int) -> float:
    """The p of a broker to whom ties between groups were moved, at equal degrees.

    Without it the ties are mostly inside of groups.
    """
    luck = np.random.default_rng([6, number])
    drawn_pairs = pairs_of(drawn(start(), "degrees", seed=8, number=number))
    pairs = {(i, j) for i, j in drawn_pairs if (i - j) % GROUPS == 0 or luck.random() < ACROSS}
    broker = int(luck.integers(5, 15))
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


def report(run: Callable[..., Iterable[float]], fewer: int) -> str:
    """The table of all p-values; `run` maps a function over cases, in several processes."""
    lines = [f"p-values of networks drawn from the null, {GRAPHS // fewer} graphs, {DRAWS} draws"]
    for name, ps in _all_p(run, GRAPHS // fewer):
        found = kstest(ps, "uniform")
        tail = np.mean(np.array(ps) <= 0.05)
        lines.append(
            f"{name:10} Kolmogorov D {found.statistic:.3f}, p {found.pvalue:.3f} "
            f"(goal > {GOAL_P}); p <= 0.05 in {tail:.1%}"
        )
    planted = np.array(list(run(p_of_planted, range(BROKERS // fewer))))
    share = np.mean(planted < 0.05)
    lines.append(
        f"planted brokers found at p < 0.05: {share:.0%} of {len(planted)} "
        f"(goal >= {GOAL_FOUND:.0%})"
    )
    return "\n".join(lines)


def _all_p(run: Callable[..., Iterable[float]], graphs: int) -> Iterator[tuple[str, list[float]]]:
    for null in NULLS:
        yield null, list(run(p_of, [Case(null, number) for number in range(graphs)]))
    yield "labels", list(run(p_of_labels, range(graphs)))


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
