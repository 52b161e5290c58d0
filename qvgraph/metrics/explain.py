"""A metric in full: formula, direction, weights, variant, and what other programs give.

What is claimed of igraph and networkx is tried on both by the tests.
"""

from collections.abc import Iterator

from qvgraph.language import declared, say
from qvgraph.metrics.explanation import PROGRAMS, Call, Program
from qvgraph.metrics.metric import METRICS, Metric
from qvgraph.problems import fail, nearest

NAMES = {"igraph": "igraph (Python)", "networkx": "networkx", "sna": "sna (R)", "ucinet": "UCINET"}

READS = {
    "igraph": 'g = network.to_igraph(), u = g.as_undirected(mode="collapse")',
    "networkx": "G = network.to_networkx(), U = G.to_undirected()",
}

WITHOUT_MANAGERS = {
    "igraph": 'g = network.to_igraph(ties=("advice",)); '
    'g.delete_vertices(g.vs.select(kind="manager")); u = g.as_undirected(mode="collapse")',
    "networkx": 'G = network.to_networkx(ties=("advice",)); '
    'G.remove_nodes_from([i for i, kind in G.nodes("kind") if kind == "manager"]); '
    "U = G.to_undirected()",
}
"""The same for figures of regions and of the whole: advice ties among organisations."""


def explain(name: str, *, like: Program | None = None) -> list[tuple[str, str]]:
    """What is to be known of a metric, as pairs of a heading and a text.

    `like` leaves out all other programs. Raises `InputError` for a name that no metric has.
    """
    if name not in METRICS:
        what = say("“{value}” found; there is no such metric", value=name)
        raise fail("metric", what + nearest(name, METRICS))
    metric = METRICS[name]
    return [*_of_itself(metric), *_elsewhere(metric, PROGRAMS if like is None else (like,))]


def ties_read(direction: str) -> str:
    """Which ties a metric reads."""
    return {
        "out": say("those a node names"),
        "in": say("those that name a node"),
        "either": say("both directions as one"),
        "mutual": say("those that are returned"),
        "none": say("none"),
    }[direction]


def weight_read(weight: str) -> str:
    """What a tie counts in a metric."""
    return {
        "none": say("every tie the same"),
        "strength": say("by strength"),
        "share": say("by its share of all strength at a node"),
        "length": say("as a length, 1/strength"),
    }[weight]


def effort(cost: str) -> str:
    """How the time that a metric takes grows with the network."""
    return {
        "cheap": say("grows with the ties"),
        "moderate": say("grows with the ties around each tie"),
        "dear": say("grows with nodes times ties"),
    }[cost]


def _of_itself(metric: Metric) -> Iterator[tuple[str, str]]:
    yield metric.name, metric.label
    if metric.explanation.formula:
        yield say("formula"), metric.explanation.formula
    yield say("ties"), ties_read(metric.direction)
    yield say("counted"), weight_read(metric.weight)
    if metric.variant:
        yield say("variant"), declared(metric.variant)
    if metric.group:
        yield say("groups"), say("by --group COLUMN; otherwise by the host affiliation")
    if metric.undefined:
        yield say("no value"), metric.undefined
    yield say("effort"), effort(metric.cost)
    yield say("source"), say("a plain count") if metric.source == "count" else metric.source


def _elsewhere(metric: Metric, programs: tuple[Program, ...]) -> Iterator[tuple[str, str]]:
    told = [program for program in programs if metric.explanation.of(program) is not None]
    for program in programs:
        yield NAMES[program], _in_words(metric.explanation.of(program))
    graphs = READS if metric.level == "node" else WITHOUT_MANAGERS
    reads = [graphs[program] for program in told if program in graphs]
    if reads:
        yield say("with"), "; ".join(reads)


def _in_words(call: Call | None) -> str:
    if call is None:
        return say("no call known that gives it")
    if call.same:
        return say("the same: {call}", call=call.call)
    return say("differs: {call}; {difference}", call=call.call, difference=call.difference)
