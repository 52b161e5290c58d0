"""Pajek: samples as its manual defines the format, round trips, and what is wrong by its line."""

import tempfile
from pathlib import Path

import igraph
import networkx
import polars as pl
import pytest
from graph_samples import PAJEK
from hypothesis import given, settings
from small_networks_of import IDS, small_networks

from qvgraph.model.checks import check_frames
from qvgraph.model.files import read_network, read_with_facts, write_network
from qvgraph.model.network import Network
from qvgraph.problems import InputError


def written(folder: Path, text: str, name: str = "friends.net") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def wrong(folder: Path, text: str, name: str = "friends.net") -> str:
    with pytest.raises(InputError) as caught:
        read_network(written(folder, text, name))
    return str(caught.value)


def pairs(network: Network) -> set[tuple[str, str]]:
    assert network.ties is not None
    return set(network.ties.select("source", "target").rows())


def test_every_section_of_a_network_is_read(tmp_path: Path) -> None:
    network, facts = read_with_facts(written(tmp_path, PAJEK))
    a, b, c, d, e = "Anton & Co", "Berta", "Cäsar", "Dora D.", "Emil"
    assert set(network.organisations["id"]) == {a, b, c, d, e}
    assert pairs(network) == {(a, b), (b, a), (c, d), (d, c), (e, a), (e, b), (d, e), (e, d)}
    place = network.organisations.filter(id=b).select("x", "y", "time").row(0)
    assert place == ("0.30", "0.40", "1-3,7")
    tie = network.ties.filter(source=d, target=c)  # type: ignore[union-attr]
    assert tie.select("strength", "weight", "relation", "time").row(0) == (
        0.5,
        "1.5",
        "likes",
        "2-4",
    )
    assert any(fact.startswith("Relations in the file: asks, likes.") for fact in facts)


def test_a_matrix_and_a_network_without_labels_are_read(tmp_path: Path) -> None:
    matrix = "*vertices 3\n*matrix\n0 1 0\n0 0 .5\n0 0 1\n"
    network, facts = read_with_facts(written(tmp_path, matrix))
    assert pairs(network) == {("1", "2"), ("2", "3")}
    assert "Loops dropped (ties of a node with itself): 1." in facts


@pytest.mark.parametrize(
    "ties",
    ["*Matrix\n1 0\n1 2\n0 1\n", "*Edges\n1 4\n4 2 1\n2 5 2\n3 5\n", "*Arcs\n1 4\n2 4\n2 5 2\n3 5"],
)
def test_two_modes_are_firms_and_what_they_belong_to(ties: str, tmp_path: Path) -> None:
    names = '1 "a"\n2 "b"\n3 "c"\n4 "V"\n5 "W"\n'
    network, facts = read_with_facts(written(tmp_path, f"*Vertices 5 3\n{names}{ties}"))
    assert network.memberships is not None
    assert network.memberships.select("organisation", "association").rows() == [
        ("a", "V"), ("b", "V"), ("b", "W"), ("c", "W"),
    ]  # fmt: skip
    assert network.organisations.filter(kind="association")["id"].to_list() == ["V", "W"]
    assert network.memberships["weight"].drop_nulls().to_list().count("2") == 1
    assert "Two modes: 3 nodes of the first are taken for firms, 2 of the second" in facts[0]


def test_a_partition_beside_the_network_is_a_column(tmp_path: Path) -> None:
    path = written(tmp_path, '*Vertices 2\n1 "a"\n2 "b"\n*Arcs\n1 2\n')
    written(tmp_path, "*Vertices 2\n1\n3\n", "friends.clu")
    network, facts = read_with_facts(path)
    assert network.organisations["partition"].to_list() == ["1", "3"]
    assert "friends.clu is taken as the column partition." in facts
    written(tmp_path, "*Vertices 3\n1\n3\n3\n", "friends.clu")
    with pytest.raises(InputError, match=r"friends.clu line 1: 3 values found; one for each of 2"):
        read_network(path)


def test_a_project_brings_its_partitions_and_vectors(tmp_path: Path) -> None:
    project = """*Network friends
*Vertices 2
1 "a"
2 "b"
*Edges
1 2
*Partition sector
*Vertices 2
3
4
*Vector wealth
*Vertices 2
0.5
2
*Permutation p
*Vertices 2
2
1
*Network foes
*Vertices 1
*Arcs
1 1
"""
    network, facts = read_with_facts(written(tmp_path, project, "friends.paj"))
    assert network.organisations.select("id", "sector", "wealth").rows() == [
        ("a", "3", "0.5"), ("b", "4", "2"),
    ]  # fmt: skip
    assert pairs(network) == {("a", "b"), ("b", "a")}
    assert "Not read: *Permutation." in facts
    assert "There is more than one graph in the file: only the first is read." in facts


def test_labels_that_are_not_one_for_each_are_names(tmp_path: Path) -> None:
    network, facts = read_with_facts(written(tmp_path, '*Vertices 2\n1 "a"\n2 "a"\n*Arcs\n1 2\n'))
    assert network.organisations.select("id", "name").rows() == [("1", "a"), ("2", "a")]
    assert "Labels are not one for each node: ids are the numbers, labels the names." in facts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('*Vertices 5\n1 "a"\n2 "b"\n*Arcs\n1 2\n', ["line 1: 2 lines of vertices found; 5 are"]),
        (
            "*Vertices 1000000000\n*Arcs\n1 2\n",
            ["line 1: 1,000,000,000 nodes promised without"],
        ),
        (
            '*Vertices 1000000000\n1 "a"\n*Arcs\n1 2\n',
            ["line 1: 1 lines of vertices found; 1000000000 are expected"],
        ),
        (
            '*Vertices 2\n1 "a"\n2 "b"\n*Arcs\n1 7\nx 2\n1\n1 2 strong\n',
            [
                "line 5: “7” found; the number of a node is expected, 1 to 2",
                "line 6: “x” found; the number of a node is expected",
                "line 7: a line with two vertices is expected",
            ],
        ),
        (
            "*Vertices 2\n*Arcs\n1 2 strong\n",
            ["line 3, column strength: “strong” found; a number is expected"],
        ),
        ('*Vertices 2\n1 "a"\n1 "b"\n', ["line 3: vertex 1 found again"]),
        ('*Vertices 2\n1 "a\n2 "b"\n', ["line 2: a quotation mark found that is not closed"]),
        ("*Vertices 2\n*Matrix\n0 1\n0\n", ["line 4: 1 values found; 2 are expected"]),
        ("*Vertices 2\n*Matrix\n0 1\n", ["line 2: a matrix of 1 rows found; 2 are expected"]),
        ("*Vertices 2\n*Arks\n1 2\n", ["line 2: “*arks” found", "did you mean *Arcs?"]),
        ("*Vertices 4 4\n", ["line 1: 4 of 4 vertices found in the first mode"]),
        ("*Vertices\n", ["line 1: *Vertices is expected with the number of vertices"]),
        ("id,kind\na,firm\n", ["line 1: “id,kind” found; *Vertices is expected first"]),
        ("", ["no vertices found; *Vertices and their number are expected"]),
    ],
)
def test_all_that_is_wrong_is_told_with_its_line(
    text: str, expected: list[str], tmp_path: Path
) -> None:
    message = wrong(tmp_path, text)
    for sentence in expected:
        assert sentence in message


@settings(max_examples=30)
@given(small_networks(ids=IDS.filter(lambda text: '"' not in text)))
def test_what_is_held_is_read_back_equal_and_the_rest_is_told(network: Network) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "small.net"
        lost = write_network(network, path)
        again = read_network(path)
    ties = network.ties
    frames = {
        "organisations": network.organisations.select("id", kind=pl.lit("firm")),
        "ties": pl.DataFrame(schema={"source": pl.String, "target": pl.String})
        if ties is None
        else ties.select("source", "target", "strength"),
    }
    assert again.fingerprint == check_frames("small", frames).fingerprint
    told = "\n".join(lost)
    assert ("that there is no table ties" in told) == (ties is None)
    for table in network.tables:
        if table not in ("organisations", "ties"):
            assert f"the table {table} (" in told
    kinds = set(network.organisations["kind"]) != {"firm"}
    columns = next((s for s in lost if s.startswith("of the table organisations: ")), "")
    columns = columns.removeprefix("of the table organisations: ").split(", ")
    assert ("kind" in columns) == kinds
    named = network.organisations["name"].null_count() < network.organisations.height
    assert ("name" in columns) == named


def test_ids_that_the_format_cannot_hold_are_changed_and_told_or_refused(tmp_path: Path) -> None:
    def of(*ids: str) -> Network:
        frame = pl.DataFrame({"id": ids, "kind": "firm"})
        none = pl.DataFrame(schema={"source": pl.String, "target": pl.String})
        return check_frames("n", {"organisations": frame, "ties": none})

    path = tmp_path / "n.net"
    assert write_network(of('a "b"'), path) == ["signs that this format lacks, in 1 ids"]
    assert read_network(path).organisations["id"].to_list() == ["a 'b'"]
    before = path.read_bytes()
    with pytest.raises(InputError, match="cannot be told from each other"):
        write_network(of('a"', "a'"), path)
    assert path.read_bytes() == before


def test_networkx_and_igraph_read_what_we_write(tmp_path: Path) -> None:
    frames = {
        "organisations": pl.DataFrame({"id": ["a b", "c", "d"], "kind": "firm"}),
        "ties": pl.DataFrame(
            {"source": ["a b", "c"], "target": ["c", "a b"], "strength": [0.5, 1]}
        ),
    }
    path = tmp_path / "n.net"
    write_network(check_frames("n", frames), path)
    theirs = networkx.read_pajek(path)
    assert set(theirs) == {"a b", "c", "d"}
    assert sorted(theirs.edges(data="weight")) == [("a b", "c", 0.5), ("c", "a b", 1.0)]
    other = igraph.Graph.Read_Pajek(str(path))
    assert (other.vcount(), other.get_edgelist(), other.es["weight"]) == (
        3,
        [(0, 1), (1, 0)],
        [0.5, 1],
    )


def test_a_partition_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "friends.clu").mkdir()
    assert wrong(tmp_path, PAJEK).startswith("friends.clu: the file cannot be read")
    (tmp_path / "friends.clu").rmdir()
    (tmp_path / "friends.clu").write_bytes(b"\xff\xfe1\0")
    assert "UTF-16 or no text found" in wrong(tmp_path, PAJEK)
    assert "0 values found" not in wrong(tmp_path, PAJEK)


def test_a_tab_may_stand_between_a_section_and_its_number(tmp_path: Path) -> None:
    text = '*Vertices\t2\n1\t"a"\n2\t"b"\n*Arcs\t:1\t"asks"\n1\t2\n'
    assert pairs(read_network(written(tmp_path, text))) == {("a", "b")}


def test_a_number_of_very_many_digits_is_none_of_a_node(tmp_path: Path) -> None:
    told = wrong(tmp_path, f"*Vertices 2\n*Arcs\n{'0' * 19}12 2\n")
    assert "line 3" in told
    assert "the number of a node is expected, 1 to 2" in told
