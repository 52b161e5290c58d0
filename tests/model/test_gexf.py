"""GEXF: read back equal, read by networkx, dressed for Gephi; times, versions and faults."""

import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

import networkx
import polars as pl
import pytest
from hypothesis import given, settings
from small_networks_of import as_a_graph_holds_it, small_networks

from qvgraph.model.checks import check_frames
from qvgraph.model.convert import nodes
from qvgraph.model.files import read_network, read_with_facts, write_network
from qvgraph.model.network import Network
from qvgraph.problems import InputError

GROUP = "association"
BLUE, GREEN, VERMILION = (0, 114, 178), (0, 158, 115), (213, 94, 0)
SPACES = {"g": "http://gexf.net/1.3", "viz": "http://gexf.net/1.3/viz"}


def written(folder: Path, body: str, version: str = "1.2draft", mode: str = "static") -> Path:
    path = folder / "friends.gexf"
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/{version}"'
        f' version="{version}">\n<graph mode="{mode}" defaultedgetype="directed">\n{body}'
        "</graph>\n</gexf>\n",
        encoding="utf-8",
    )
    return path


@settings(max_examples=15)
@given(small_networks())
def test_what_is_written_is_read_back_equal(network: Network) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "small.gexf"
        lost = write_network(network, path)
        again, facts = read_with_facts(path)
        first = path.read_bytes()
        write_network(network, path)
        assert path.read_bytes() == first
        theirs = networkx.read_gexf(path)
    assert not [fact for fact in facts if "kept as a further column" not in fact]
    kept, said = as_a_graph_holds_it(network)
    assert lost == said
    assert again.fingerprint == kept.fingerprint
    assert set(theirs) == set(nodes(network)["id"])


def test_gephi_gets_colours_by_kind_sizes_by_betweenness_and_places(tmp_path: Path) -> None:
    frames = {
        "organisations": pl.DataFrame({"id": ["a", "b", "v"], "kind": ["firm", "firm", GROUP],
                                       "name": ["Anton", None, None]}),
        "managers": pl.DataFrame({"id": ["m"]}),
        "contacts": pl.DataFrame({"manager": ["m", "m"], "organisation": ["a", "b"]}),
        "ties": pl.DataFrame({"source": ["a"], "target": ["v"], "strength": [0.25]}),
    }  # fmt: skip
    path = tmp_path / "n.gexf"
    write_network(check_frames("n", frames), path)
    root = ET.parse(path).getroot()
    found = {node.get("id"): node for node in root.iterfind(".//g:node", SPACES)}
    colours = {
        id_: tuple(int(node.find("viz:color", SPACES).get(part)) for part in "rgb")
        for id_, node in found.items()
    }
    assert colours == {
        "a": (0, 114, 178),
        "b": (0, 114, 178),
        "v": (0, 158, 115),
        "m": (213, 94, 0),
    }
    sizes = {id_: float(node.find("viz:size", SPACES).get("value")) for id_, node in found.items()}
    assert sizes["m"] == max(sizes.values()) == 40
    assert sizes["b"] == sizes["v"] == 4
    places = {tuple(node.find("viz:position", SPACES).attrib.items()) for node in found.values()}
    assert len(places) == 4
    assert [found[id_].get("label") for id_ in "ab"] == ["Anton", "b"]
    edges = [dict(edge.attrib) for edge in root.iterfind(".//g:edge", SPACES)]
    assert edges[0] == {"id": "0", "source": "a", "target": "v", "kind": "advice", "weight": "0.25"}
    assert [edge["kind"] for edge in edges] == ["advice", "contact", "contact"]
    assert b"lastmodified" not in path.read_bytes()


ATTRIBUTES = """<attributes class="node"><attribute id="0" title="sector" type="string">
<default>metal</default></attribute></attributes>
<attributes class="edge"><attribute id="0" title="since" type="integer"/></attributes>
"""


@pytest.mark.parametrize("version", ["1.2draft", "1.3", "1.1draft"])
def test_attributes_labels_weights_and_directions_are_read(version: str, tmp_path: Path) -> None:
    body = f"""{ATTRIBUTES}<nodes><node id="1" label="Anton"/>
    <node id="2" label="Berta"><attvalues><attvalue for="0" value="wood"/></attvalues></node>
    </nodes><edges><edge id="0" source="1" target="2" type="undirected" weight="3" kind="friend">
    <attvalues><attvalue for="0" value="2019"/></attvalues></edge></edges>"""
    network, facts = read_with_facts(written(tmp_path, body, version))
    assert network.organisations.select("id", "name", "sector").rows() == [
        ("1", "Anton", "metal"), ("2", "Berta", "wood"),
    ]  # fmt: skip
    assert network.ties is not None
    assert network.ties.select("source", "target", "strength", "since", "kind_in_file").rows() == [
        ("1", "2", 1.0, "2019", "friend"), ("2", "1", 1.0, "2019", "friend"),
    ]  # fmt: skip
    assert "Undirected: each tie is taken as two, one in each direction." in facts


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            '<spells><spell start="2009" end="2010"/><spell start="2012" end="2014"/></spells>',
            'start="2013"',
        ),
        ('<spells><spell timestamp="2009"/><spell timestamp="2014"/></spells>', 'timestamp="2013"'),
    ],
)
def test_of_what_changes_the_last_is_kept_and_told(first: str, second: str, tmp_path: Path) -> None:
    body = f"""{ATTRIBUTES.replace('class="node"', 'class="node" mode="dynamic"')}<nodes>
    <node id="1" label="1"><attvalues><attvalue for="0" value="new" start="2011"/>
    <attvalue for="0" value="old" start="900" end="2011"/></attvalues>{first}</node>
    <node id="2" label="2"/></nodes><edges><edge id="0" source="1" target="2" {second}/></edges>"""
    network, facts = read_with_facts(written(tmp_path, body, mode="dynamic"))
    assert network.organisations.select("id", "sector", "start", "end").rows() == [
        ("1", "new", "2009", "2014"), ("2", "metal", None, None),
    ]  # fmt: skip
    assert network.ties is not None
    assert network.ties["start"].to_list() == ["2013"]
    assert facts[:3] == (
        "Times from 2009 to 2014 in the file: every node and tie is taken, whenever it was there;"
        " start and end are columns.",
        "1 nodes or ties were there more than once: kept are the first start and the last end.",
        "Values that change over time: the last of each is kept.",
    )


def test_intervals_and_timestamps_of_one_attribute_are_read(tmp_path: Path) -> None:
    body = """<nodes><node id="1" intervals="&lt;[1, 3]; [7.5, 9]&gt;"/>
    <node id="2" timestamps="&lt;[4, 20]&gt;"/></nodes>"""
    network = read_network(written(tmp_path, body, "1.3"))
    assert network.organisations.select("start", "end").rows() == [("1", "9"), ("4", "20")]


def test_all_that_is_wrong_is_told_with_its_line(tmp_path: Path) -> None:
    body = """<nodes><node id="1"><attvalues><attvalue for="7" value="x"/></attvalues></node>
    <node label="no id"/></nodes><edges>
    <edge id="0" source="1" target="nobody"/>
    <edge id="1" source="1"/>
    <edge id="2" source="1" target="1b" weight="heavy"/></edges>"""
    with pytest.raises(InputError) as caught:
        read_network(written(tmp_path, body))
    for expected in (
        "friends.gexf line 4: “7” found; expected is the id of an attribute at the top of the file",
        "friends.gexf line 5: an element without the attribute id",
        "friends.gexf line 6, column target: “nobody” found; expected is an id from the table",
        "friends.gexf line 7: an element without the attribute target",
        "friends.gexf line 8, column weight: “heavy” found; a number is expected",
    ):
        assert expected in str(caught.value)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"<gexf><graph><nodes>", "line 1: the file ends too early; it is not whole"),
        (b"<graphml/>", "line 1: the element graphml found; gexf is expected"),
        (b"<!DOCTYPE gexf [<!ENTITY a 'b'>]><gexf/>", "line 1: a document type or entity found"),
    ],
)
def test_what_is_no_gexf_is_one_clear_sentence(data: bytes, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "wrong.gexf"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_network(path)
    assert expected in str(caught.value)
