"""GraphML: what we write is read back equal, by others too; what is wrong is told by its line."""

import html
import tempfile
from pathlib import Path

import igraph
import networkx
import polars as pl
import pytest
from hypothesis import given, settings
from small_networks_of import as_a_graph_holds_it, small_networks

from qvgraph.model.checks import check_frames
from qvgraph.model.convert import arcs, nodes
from qvgraph.model.files import read_network, read_with_facts, write_network
from qvgraph.model.network import Network
from qvgraph.problems import InputError

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="k" for="node" attr.name="kind" attr.type="string"/>
<key id="w" for="edge" attr.name="weight" attr.type="double"/>
<key id="s" for="node" attr.name="sector" attr.type="string"><default>metal</default></key>
"""


def written(folder: Path, body: str, head: str = HEAD) -> Path:
    path = folder / "friends.graphml"
    path.write_text(head + body + "</graphml>\n", encoding="utf-8")
    return path


def wrong(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_network(path)
    return str(caught.value)


@settings(max_examples=40)
@given(small_networks())
def test_what_is_written_is_read_back_equal(network: Network) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "small.graphml"
        lost = write_network(network, path)
        again, facts = read_with_facts(path)
        assert not [fact for fact in facts if "kept as a further column" not in fact]
        kept, said = as_a_graph_holds_it(network)
        assert lost == said
        assert again.fingerprint == kept.fingerprint
        same = path.read_bytes()
        write_network(again, path)
        assert path.read_bytes().splitlines()[-3:] == same.splitlines()[-3:]


@settings(max_examples=40)
@given(small_networks())
def test_networkx_and_igraph_read_what_we_write(network: Network) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "small.graphml"
        write_network(network, path)
        theirs = networkx.read_graphml(path)
        other = igraph.Graph.Read_GraphML(str(path))
    assert set(theirs) == set(nodes(network)["id"])
    advice = {(a, b) for a, b, kind in theirs.edges(data="kind") if kind == "advice"}
    given = arcs(network, ties=("advice",))
    assert advice == set(given.select("source", "target").rows())
    assert sorted(map(html.unescape, other.vs["id"])) == sorted(theirs)  # igraph escapes twice
    assert other.ecount() == theirs.number_of_edges()


def test_the_same_network_gives_the_same_bytes_and_signs_that_xml_lacks_are_told(
    tmp_path: Path,
) -> None:
    frames = {"organisations": [{"id": "a", "kind": "firm", "name": "bell\a"}]}
    network = check_frames("n", {t: pl.DataFrame(f) for t, f in frames.items()})
    one, two = tmp_path / "one.graphml", tmp_path / "two.graphml"
    assert write_network(network, one) == ["signs that move a cursor, in 1 values"]
    write_network(network, two)
    assert one.read_bytes() == two.read_bytes()
    assert read_network(one).organisations["name"].to_list() == ["bell\ufffd"]


def test_attributes_defaults_and_kinds_become_columns(tmp_path: Path) -> None:
    body = """<graph edgedefault="directed">
    <node id="a"><data key="k">Betrieb</data></node>
    <node id="b"><data key="k">firm</data><data key="s">wood</data></node>
    <node id="m"><data key="k">manager</data></node>
    <edge source="a" target="b"><data key="w">4</data></edge>
    <edge source="b" target="a"><data key="w">2</data></edge>
    <edge source="a" target="m"/>
    </graph>"""
    network, facts = read_with_facts(written(tmp_path, body))
    assert network.organisations.select("id", "kind", "sector").rows() == [
        ("a", "firm", "metal"),
        ("b", "firm", "wood"),
    ]
    assert network.ties is not None
    assert network.ties.select("source", "target", "strength", "weight").rows() == [
        ("a", "b", 1.0, "4"),
        ("b", "a", 0.5, "2"),
    ]
    assert network.contacts is not None
    assert network.contacts.select("manager", "organisation").rows() == [("m", "a")]
    assert facts[0].startswith("Weights up to 4: strengths are weights divided by the largest")


def test_direction_is_that_of_each_edge_or_of_the_graph(tmp_path: Path) -> None:
    body = """<graph edgedefault="undirected"><node id="a"/><node id="b"/><node id="c"/>
    <edge source="b" target="a"/><edge source="b" target="c" directed="true"/>
    <edge source="a" target="b" directed="true"/></graph>"""
    network, facts = read_with_facts(written(tmp_path, body))
    assert network.ties is not None
    assert network.ties.select("source", "target").rows() == [("a", "b"), ("b", "a"), ("b", "c")]
    assert "Undirected: each tie is taken as two, one in each direction." in facts


def test_two_modes_are_firms_and_what_they_belong_to(tmp_path: Path) -> None:
    graph = networkx.davis_southern_women_graph()
    graph.graph.clear()
    path = tmp_path / "davis.graphml"
    networkx.write_graphml(graph, path)
    network, facts = read_with_facts(path)
    assert network.organisations["kind"].value_counts().sort("kind").rows() == [
        ("association", 14),
        ("firm", 18),
    ]
    assert network.memberships is not None
    assert network.memberships.height == graph.number_of_edges() == 89
    assert set(network.memberships["association"]) == {f"E{n}" for n in range(1, 15)}
    assert "Two modes: 18 nodes of the first are taken for firms, 14 of the second" in facts[0]


def test_nested_and_further_graphs_are_told(tmp_path: Path) -> None:
    body = """<graph edgedefault="directed"><node id="a"><graph edgedefault="directed">
    <node id="a1"/></graph><data key="k">association</data></node><node id="b"/>
    <edge source="b" target="a"/></graph>
    <graph edgedefault="directed"><node id="z"/></graph>"""
    path = written(
        tmp_path,
        body.replace('<node id="b"/>', '<node id="b"><data key="k">firm</data></node>').replace(
            '<node id="a1"/>', '<node id="a1"><data key="k">firm</data></node>'
        ),
    )
    network, facts = read_with_facts(path)
    assert dict(network.organisations.select("id", "kind").rows()) == {
        "a": "association", "a1": "firm", "b": "firm",
    }  # fmt: skip
    assert facts == (
        "Graphs inside of nodes are read as parts of the whole graph.",
        "There is more than one graph in the file: only the first is read.",
    )


def test_an_attribute_that_is_ours_by_name_only_is_kept_under_another(tmp_path: Path) -> None:
    head = HEAD.replace('attr.name="kind"', 'attr.name="size"')
    body = '<graph edgedefault="directed"><node id="a"><data key="k">12.5</data></node></graph>'
    network, facts = read_with_facts(written(tmp_path, body, head))
    assert network.organisations["size_in_file"].to_list() == ["12.5"]
    assert "The column size of the file is another thing than ours" in facts[0]


def test_all_that_is_wrong_is_told_with_its_line(tmp_path: Path) -> None:
    body = """<graph edgedefault="directed">
    <node id="a"/>
    <node/>
    <node id="c"><data key="nobody">1</data></node>
    <edge source="a" target="x"/>
    <edge source="c"/>
    <edge source="a" target="c"><data key="w">strong</data></edge>
    <hyperedge/>
    </graph>"""
    message = wrong(written(tmp_path, body))
    for expected in (
        "friends.graphml line 8: an element without the attribute id",
        "friends.graphml line 9: “nobody” found; expected is the id of a key",
        "friends.graphml line 10, column target: “x” found; expected is an id from the table",
        "friends.graphml line 11: an element without the attribute target",
        "friends.graphml line 12, column weight: “strong” found; a number is expected",
        "friends.graphml line 13: a hyperedge found; ties between two nodes each are expected",
    ):
        assert expected in message


def test_a_small_file_cannot_ask_for_a_large_table(tmp_path: Path) -> None:
    keys = "".join(f'<key id="x{n}" for="node" attr.name="x{n}"/>' for n in range(300))
    data = "".join(f'<data key="x{n}">1</data>' for n in range(300))
    body = f'<graph edgedefault="directed"><node id="a">{data}</node></graph>'
    message = wrong(written(tmp_path, body, HEAD + keys))
    assert message == "friends.graphml: 300 attributes found; at most 256 are expected"


def test_an_undirected_tie_to_nobody_is_told_once(tmp_path: Path) -> None:
    body = '<graph edgedefault="undirected"><node id="a"/>\n<edge source="a" target="x"/></graph>'
    message = wrong(written(tmp_path, body))
    assert message.count("“x” found") == 1


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "line 1: the file ends too early; it is not whole"),
        (b"<graphml>\n<graph>\n<node id='a'/>", "line 3: the file ends too early"),
        (b"<graphml>\n<graph>\n<node id='a'", "line 3: the file ends too early"),
        (b"<html>\n</html>", "line 1: the element html found; graphml is expected"),
        (b"<graphml>\n<node id='\xfc'/>", "line 2: a sign found that XML or the encoding"),
        (b"<graphml>\n</graph>", "line 2: no XML from here on (mismatched tag)"),
        (b"id,kind\na,firm\n", "line 1: no XML from here on (syntax error)"),
        (
            b"<?xml version='1.0' encoding='klingon'?>\n<graphml/>",
            "line 1: signs that cannot be read in this",
        ),
        (b"<!DOCTYPE graphml SYSTEM 'x'>\n<graphml/>", "line 1: a document type or entity found"),
        (
            b"<!DOCTYPE a [<!ENTITY x 'yy'><!ENTITY y '&x;&x;'>]>\n<graphml>&y;</graphml>",
            "line 1: a document type or entity found",
        ),
    ],
)
def test_what_is_no_graphml_is_one_clear_sentence(
    data: bytes, expected: str, tmp_path: Path
) -> None:
    path = tmp_path / "wrong.graphml"
    path.write_bytes(data)
    message = wrong(path)
    assert expected in message
    assert message.count("\n") == 0


def test_other_encodings_that_the_file_names_are_read(tmp_path: Path) -> None:
    text = (
        "<?xml version='1.0' encoding='{}'?><graphml><graph><node id='Müller'/></graph></graphml>"
    )
    for encoding in ("windows-1252", "iso-8859-1", "utf-16"):
        path = tmp_path / "other.graphml"
        path.write_bytes(text.format(encoding).encode(encoding))
        assert read_network(path).organisations["id"].to_list() == ["Müller"]


@pytest.mark.parametrize(
    "told",
    ['{"organisations": ["x", "x"]}', '{"ties": ["source"]}', '{"nodes": ["x"]}', '{"ties": [1]}'],
)
def test_what_a_file_says_of_itself_is_passed_over_where_it_cannot_be(
    told: str, tmp_path: Path
) -> None:
    body = f"""<graph><data key="q">{told}</data>
<node id="a"><data key="k">firm</data></node><node id="b"><data key="k">firm</data></node>
<edge source="a" target="b"/></graph>"""
    keys = '<key id="q" for="graph" attr.name="qvgraph"/>'
    network = read_network(written(tmp_path, body, HEAD + keys))
    assert network.ties is not None
    assert network.ties.select("source", "target").rows() == [("a", "b")]
