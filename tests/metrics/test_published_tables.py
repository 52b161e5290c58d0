"""Networks of the literature beside the numbers that are printed of them elsewhere.

*High-tech managers*: Krackhardt (1987), Social Networks 9, as given in the appendix of Wasserman
and Faust (1994); `reports_to` follows from department and level. *Strike*: Michael (1997), Forest
Products Journal 47. *Southern women*: Davis, Gardner and Gardner (1941), from networkx.
"""

import csv
from fractions import Fraction
from functools import cache
from pathlib import Path

import networkx as nx
import pytest
from networks import network_of
from twins import Net

from qvgraph.metrics import compute, tidy

FOLDER = Path(__file__).parent / "published"
TRIADS = (
    "003 012 102 021d 021u 021c 111d 111u 030t 030c 201 120d 120u 120c 210 300"
).split()  # fmt: skip


@cache
def managers(relation: str) -> Net:
    """Who names whom: i, j, the numbers of two of the 21."""
    with (FOLDER / "high_tech_managers.csv").open() as stream:
        rows = [row for row in csv.DictReader(stream) if row["relation"] == relation]
    return net_of(21, [(int(row["source"]), int(row["target"])) for row in rows])


def net_of(size: int, pairs: list[tuple[int, int]]) -> Net:
    ties = {(f"{i:02}", f"{j:02}"): Fraction(1) for i, j in pairs}
    return Net(tuple(f"{i:02}" for i in range(1, size + 1)), dict(sorted(ties.items())), {})


def figures(net: Net, *names: str) -> list[float]:
    return tidy(network_of(net), level="network", names=names)["value"].to_list()


def figures_of_nodes(net: Net, *names: str) -> dict[str, list[float]]:
    table = compute(network_of(net), names=names)
    return {id_: list(values) for id_, *values in table.select("id", *names).iter_rows()}


# ---- high-tech managers


@pytest.mark.parametrize(
    ("relation", "census"),
    [
        ("advice", [74, 153, 90, 160, 86, 49, 59, 101, 190, 2, 72, 62, 78, 17, 107, 30]),
        ("friendship", [376, 366, 143, 114, 34, 35, 39, 101, 23, 0, 20, 16, 25, 9, 23, 6]),
        ("reports_to", [1003, 274, 0, 0, 37, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ],
)
def test_triads_of_high_tech_managers(relation: str, census: list[int]) -> None:
    """Rawlings, Smith, Moody and McFarland (2023), Network Analysis, tutorial to chapter 7.

    Reports: as printed for lab 2 of McFarland, Messing, Nowak and Westwood (2010), SNA Labs in R.
    """
    assert figures(managers(relation), *(f"triad_{name}" for name in TRIADS)) == census


def test_dyads_of_high_tech_managers() -> None:
    """The same two sources: 23 friendships are returned, 56 are not, 131 pairs have none."""
    names = ("density", "reciprocity", "reciprocity_non_null", "reciprocity_dyadic")
    dyads = 21 * 20 / 2
    assert figures(managers("friendship"), *names) == pytest.approx(
        [0.2428571, 0.4509804, 0.2911392, (23 + 131) / dyads], abs=1e-7
    )
    advice = figures(managers("advice"), *names[:3])
    assert advice == pytest.approx([0.452381, 0.4736842, 0.3103448], abs=1e-6)
    reports = figures(managers("reports_to"), *names[:2])
    assert reports == pytest.approx([0.04761905, 0], abs=1e-7)


def test_transitivity_of_friendship() -> None:
    """As printed for lab 2 of McFarland et al. (2010)."""
    assert figures(managers("friendship"), "transitivity") == pytest.approx([0.4714946], abs=1e-7)


def test_a_chart_of_command_has_all_four_dimensions() -> None:
    """Krackhardt (1994): 1 on each is an out-tree, which reporting is from the top down."""
    down = {(boss, one): tie for (one, boss), tie in managers("reports_to").ties.items()}
    names = ("connectedness", "hierarchy_krackhardt", "efficiency_krackhardt")
    net = managers("reports_to")
    assert figures(Net(net.nodes, dict(sorted(down.items())), {}), *names) == [1, 1, 1]
    assert figures(net, *names, "least_upper_bound_krackhardt") == [1, 1, 1, 1]


# ---- Burt's structural holes


HOLES = "AB AF AG AE EG FG BG BD DG GC".split()
"""Borgatti (1997), Structural holes: unpacking Burt's redundancy measures, Connections 20."""

STRENGTHS = (2, 3, 5, 2, 8, 3, 4, 1, 3, 10)


def weighted(pairs: list[tuple[str, str, int]], most: int) -> Net:
    ties = {(i, j): Fraction(weight, most) for i, j, weight in pairs}
    return Net(tuple(sorted({i for tie in ties for i in tie})), dict(sorted(ties.items())), {})


def test_holes_of_borgattis_example() -> None:
    """Effective size as he works it out, 4.67 of the six of G; constraint as UCINET prints it.

    The numbers of UCINET are those in networkx's test_structuralholes.py; strengths are put on a
    scale up to 1, which none of the measures notices.
    """
    both = [(i, j, 1) for pair in HOLES for i, j in (pair, pair[::-1])]
    found = figures_of_nodes(weighted(both, 1), "effective_size", "efficiency", "constraint")
    assert found["G"] == pytest.approx([4.667, 0.778, 0.400], abs=5e-4)
    assert found["A"] == pytest.approx([2.5, 0.625, 0.595], abs=5e-4)
    assert found["C"] == pytest.approx([1, 1, 1])
    strong = [(i, j, w) for pair, w in zip(HOLES, STRENGTHS, strict=True)
              for i, j in (pair, pair[::-1])]  # fmt: skip
    names = ("effective_size_weighted", "constraint_weighted")
    found = figures_of_nodes(weighted(strong, 10), *names)
    assert found["G"] == pytest.approx([5.47, 0.299], abs=5e-3)
    assert found["A"] == pytest.approx([2.47, 0.795], abs=5e-3)
    assert found["G"][1] == pytest.approx(0.299, abs=5e-4)
    assert found["A"][1] == pytest.approx(0.795, abs=5e-4)


def test_holes_of_directed_ties() -> None:
    """UCINET's numbers, from the same source."""
    pairs = [("0", "1", 2), ("0", "2", 2), ("1", "0", 1), ("2", "1", 1)]
    plain = figures_of_nodes(weighted([(i, j, 1) for i, j, _ in pairs], 1),
                             "effective_size", "constraint")  # fmt: skip
    known = {"0": (1.167, 1.003), "1": (1.167, 1.003), "2": (1, 1.389)}
    strong = figures_of_nodes(weighted(pairs, 2), "effective_size_weighted", "constraint_weighted")
    known_strong = {"0": (1.567, 0.840), "1": (1.083, 1.143), "2": (1, 1.378)}
    for node in "012":
        assert plain[node] == pytest.approx(list(known[node]), abs=5e-4)
        assert strong[node] == pytest.approx(list(known_strong[node]), abs=5e-4)


# ---- brokerage


GROUPS = {
    "1": "Domingo Carlos Alejandro Eduardo",
    "2": "Frank Hal Karl Bob Ike Gill Lanny Mike John",
    "3": "Xavier Utrecht Norm Russ Quint Wendle Ozzie Ted Sam Vern Paul",
}
BROKERS = {
    "Utrecht": (8, 0, 0, 0, 0), "Norm": (18, 0, 5, 5, 0), "Hal": (2, 0, 0, 0, 0),
    "Russ": (4, 0, 0, 0, 0), "Karl": (0, 0, 2, 2, 0), "Bob": (14, 0, 10, 10, 2),
    "Quint": (4, 0, 0, 0, 0), "Ozzie": (0, 0, 1, 1, 0), "Ike": (4, 0, 0, 0, 0),
    "Ted": (2, 0, 0, 0, 0), "Sam": (8, 0, 0, 0, 0), "Vern": (2, 0, 0, 0, 0),
    "Gill": (10, 0, 0, 0, 0), "Lanny": (2, 0, 0, 0, 0), "Alejandro": (0, 0, 3, 3, 0),
    "Paul": (2, 0, 0, 0, 0), "John": (12, 0, 0, 0, 0),
}  # fmt: skip
"""Coordinator, itinerant, gatekeeper, representative, liaison; all others broker nobody."""


def test_who_brokers_in_the_strike() -> None:
    """Three groups of workers; the roles of Gould and Fernandez (1989) as R's sna prints them.

    In “Centrality and Brokerage in statnet” of r4sna, R for social network analysis.
    """
    with (FOLDER / "strike.csv").open() as stream:
        pairs = [(row["one"], row["other"]) for row in csv.DictReader(stream)]
    ties = {tie: Fraction(1) for pair in pairs for tie in (pair, pair[::-1])}
    group = {name: number for number, names in GROUPS.items() for name in names.split()}
    net = Net(tuple(sorted(group)), dict(sorted(ties.items())), group)
    roles = ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")
    table = compute(network_of(net), names=[*roles, "brokerage"], group="team")
    assert table.height == 24
    for name, *counts, every in table.select("id", *roles, "brokerage").iter_rows():
        expected = BROKERS.get(name, (0,) * 5)
        assert tuple(count or 0 for count in counts) == expected
        assert every == sum(expected)


# ---- two modes


WOMEN = {
    "Evelyn Jefferson": (0.57, 0.10), "Laura Mandeville": (0.50, 0.05),
    "Theresa Anderson": (0.57, 0.09), "Brenda Rogers": (0.50, 0.05),
    "Charlotte McDowd": (0.29, 0.01), "Frances Anderson": (0.29, 0.01),
    "Eleanor Nye": (0.29, 0.01), "Pearl Oglethorpe": (0.21, 0.01),
    "Ruth DeSand": (0.29, 0.02), "Verne Sanderson": (0.29, 0.02), "Myra Liddel": (0.29, 0.02),
    "Katherina Rogers": (0.43, 0.05), "Sylvia Avondale": (0.50, 0.07),
    "Nora Fayette": (0.57, 0.11), "Helen Lloyd": (0.36, 0.04), "Dorothy Murchison": (0.14, 0.00),
    "Olivia Carleton": (0.14, 0.01), "Flora Price": (0.14, 0.01),
}  # fmt: skip
EVENTS = {
    "E1": (0.17, 0.00), "E2": (0.17, 0.00), "E3": (0.33, 0.02), "E4": (0.22, 0.01),
    "E5": (0.44, 0.04), "E6": (0.44, 0.07), "E7": (0.56, 0.13), "E8": (0.78, 0.24),
    "E9": (0.67, 0.23), "E10": (0.28, 0.01), "E11": (0.22, 0.02), "E12": (0.33, 0.02),
    "E13": (0.17, 0.00), "E14": (0.17, 0.00),
}  # fmt: skip
"""Degree as a share of the other mode, betweenness as a share of its maximum in two modes."""


def test_southern_women_and_the_events_they_went_to() -> None:
    """Measures of Borgatti and Everett (1997), Social Networks 19; numbers as in networkx.

    They stand there to two digits, in `bipartite/tests/test_centrality.py`.
    """
    graph = nx.davis_southern_women_graph()
    ties = {tie: Fraction(1) for i, j in graph.edges for tie in ((i, j), (j, i))}
    found = figures_of_nodes(Net(tuple(sorted(graph)), dict(sorted(ties.items())), {}),
                             "degree", "betweenness")  # fmt: skip
    for printed, size, others in ((WOMEN, 18, 14), (EVENTS, 14, 18)):
        for name, (degree, between) in printed.items():
            assert found[name][0] / others == pytest.approx(degree, abs=6e-3)
            share = found[name][1] / 2 / most_betweenness(size, others)
            assert share == pytest.approx(between, abs=6e-3)


def most_betweenness(size: int, others: int) -> float:
    s, t = divmod(size - 1, others)
    return (others**2 * (s + 1) ** 2 + others * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2


def test_women_who_met_at_an_event() -> None:
    """The projection: 139 of 153 pairs met, as networkx's own projection has it."""
    graph = nx.davis_southern_women_graph()
    met = nx.bipartite.projected_graph(graph, graph.graph["top"])
    ties = {tie: Fraction(1) for i, j in met.edges for tie in ((i, j), (j, i))}
    net = Net(tuple(sorted(met)), dict(sorted(ties.items())), {})
    density, reciprocity = figures(net, "density", "reciprocity")
    assert (density, reciprocity) == (139 / 153, 1)
