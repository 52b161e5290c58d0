"""Well-known networks, written by networkx and igraph in their own way, are read as they are."""

from collections.abc import Callable
from pathlib import Path

import igraph
import networkx
import pytest

from qvgraph.model.files import read_network, read_with_facts, write_network
from qvgraph.model.network import Network

KNOWN = {
    "karate": networkx.karate_club_graph,
    "florentine": networkx.florentine_families_graph,
    "les-miserables": networkx.les_miserables_graph,
    "davis": networkx.davis_southern_women_graph,
}
WRITERS = {
    "graphml": networkx.write_graphml,
    "gexf": networkx.write_gexf,
    "net": networkx.write_pajek,
}


def ties(network: Network) -> set[tuple[str, str]]:
    assert network.ties is not None
    return set(network.ties.select("source", "target").rows())


def of_theirs(graph: networkx.Graph) -> set[tuple[str, str]]:
    pairs = {(str(a), str(b)) for a, b in graph.edges if a != b}
    return pairs if graph.is_directed() else pairs | {(b, a) for a, b in pairs}


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("name", KNOWN)
def test_networks_of_networkx_have_their_nodes_and_ties(
    name: str, ending: str, tmp_path: Path
) -> None:
    graph = KNOWN[name]()
    graph.graph.clear()  # its writers know no lists
    if ending == "net":
        graph = networkx.relabel_nodes(graph, str)
        for _, values in graph.nodes(data=True):
            values.clear()
    path = tmp_path / f"{name}.{ending}"
    WRITERS[ending](graph, path)
    network = read_network(path)
    assert set(network.organisations["id"]) == {str(node) for node in graph}
    if name == "davis" and ending != "net":
        assert network.memberships is not None
        members = set(network.memberships.select("organisation", "association").rows())
        assert members == {(str(a), str(b)) for a, b in graph.edges}
        assert not ties(network)
    else:
        assert ties(network) == of_theirs(graph)


@pytest.mark.parametrize("ending", ["graphml", "gexf", "net"])
def test_weights_of_networkx_are_strengths(ending: str, tmp_path: Path) -> None:
    graph = networkx.les_miserables_graph()
    path = tmp_path / f"weights.{ending}"
    WRITERS[ending](graph, path)
    network, facts = read_with_facts(path)
    assert network.ties is not None
    most = max(weight for *_, weight in graph.edges(data="weight"))
    strengths = {
        (a, b): s for a, b, s in network.ties.select("source", "target", "strength").rows()
    }
    for one, other, weight in graph.edges(data="weight"):
        assert strengths[one, other] == strengths[other, one] == pytest.approx(weight / most)
    assert any(fact.startswith(f"Weights up to {most}: ") for fact in facts)


@pytest.mark.parametrize("ending", ["graphml", "gexf"])
def test_a_directed_network_keeps_its_directions_and_attributes(
    ending: str, tmp_path: Path
) -> None:
    graph = networkx.DiGraph()
    graph.add_node("a", sector="metal", employees=12, Bemerkung="Ä & <b>")
    graph.add_node("b", sector="wood", employees=3, Bemerkung='"')
    graph.add_edge("b", "a", strength=0.25, since=2019)
    path = tmp_path / f"directed.{ending}"
    WRITERS[ending](graph, path)
    network = read_network(path)
    assert network.organisations.select("id", "sector", "employees", "Bemerkung").rows() == [
        ("a", "metal", 12, "Ä & <b>"), ("b", "wood", 3, '"'),
    ]  # fmt: skip
    assert network.ties is not None
    assert network.ties.select("source", "target", "strength", "since").rows() == [
        ("b", "a", 0.25, "2019")
    ]


@pytest.mark.parametrize("ending", ["graphml", "net"])
@pytest.mark.parametrize("name", ["Zachary", "Krackhardt_Kite", "Petersen", "Meredith"])
def test_famous_graphs_of_igraph_have_their_nodes_and_ties(
    name: str, ending: str, tmp_path: Path
) -> None:
    graph = igraph.Graph.Famous(name)
    path = tmp_path / f"famous.{ending}"
    (graph.write_graphml if ending == "graphml" else graph.write_pajek)(str(path))
    network = read_network(path)
    id_of: Callable[[int], str] = (
        (lambda node: f"n{node}") if ending == "graphml" else (lambda node: str(node + 1))
    )
    assert set(network.organisations["id"]) == set(map(id_of, range(graph.vcount())))
    pairs = {(id_of(a), id_of(b)) for a, b in graph.get_edgelist()}
    assert ties(network) == pairs | {(b, a) for a, b in pairs}


def test_two_modes_and_names_of_igraph_are_read(tmp_path: Path) -> None:
    graph = igraph.Graph.Bipartite([0, 0, 0, 1, 1], [(0, 3), (1, 3), (2, 4)])
    graph.vs["name"] = ["Anton", "Berta", "Cäsar", "Verband", "Kammer"]
    path = tmp_path / "two.graphml"
    graph.write_graphml(str(path))
    network = read_network(path)
    assert network.memberships is not None
    assert network.memberships.rows() == [("n0", "n3"), ("n1", "n3"), ("n2", "n4")]
    assert network.organisations.filter(kind="association")["name"].to_list() == [
        "Verband", "Kammer",
    ]  # fmt: skip


def test_our_own_graph_in_the_hands_of_igraph_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "karate.graphml"
    graph = networkx.karate_club_graph()
    networkx.write_graphml(graph, path)
    network = read_network(path)
    theirs = network.to_igraph()
    del theirs.vs["region"], theirs.vs["sector"], theirs.vs["size"], theirs.vs["member"]
    theirs.write_graphml(str(tmp_path / "theirs.graphml"))
    again = read_network(tmp_path / "theirs.graphml")
    names = dict(again.organisations.select("id", "name").rows())
    assert {(names[a], names[b]) for a, b in ties(again)} == ties(network)


@pytest.mark.parametrize("kind", ["graphml", "gexf", "parquet"])
def test_every_format_that_holds_all_of_a_graph_gives_it_back(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "les-miserables.gexf"
    networkx.write_gexf(networkx.les_miserables_graph(), path)
    network = read_network(path)
    target = tmp_path / f"again.{kind}" if kind != "parquet" else tmp_path / "again"
    assert write_network(network, target, kind=kind) == []
    assert read_network(target).fingerprint == network.fingerprint
