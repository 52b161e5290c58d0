"""UCINET DL: samples as its guide defines the format, round trips, what is wrong by its line."""

import tempfile
from pathlib import Path

import igraph
import polars as pl
import pytest
from hypothesis import given, settings
from small_networks_of import IDS, PLAIN_IDS, small_networks

from qvgraph.model.checks import check_frames
from qvgraph.model.files import read_network, read_with_facts, write_network
from qvgraph.model.network import Network
from qvgraph.problems import InputError

ABC = {("a", "b"), ("b", "a"), ("b", "c")}


def written(folder: Path, text: str, name: str = "friends.dl") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def pairs(network: Network) -> set[tuple[str, str]]:
    assert network.ties is not None
    return set(network.ties.select("source", "target").rows())


@pytest.mark.parametrize(
    "text",
    [
        "dl n=3\nlabels:\na,b,c\ndata:\n0 1 0\n1 0 1\n0 0 0\n",
        "DL N = 3, FORMAT = FULLMATRIX\nLABELS:\na b\nc\nDATA: 0 1 0 1 0 1 0 0 0\n",
        "dl nr=3 nc=3\nrow labels: a b c\ncolumn labels: a b c\ndata:\n0 1 0\n1 0 1\n0 0 0\n",
        "dl n=3 diagonal=absent labels: a b c data:\n1 0\n1 1\n0 0\n",
        "dl n=3 diagonal absent\nlabels:\na,b,c\ndata:\n1 0\n1 1\n0 0\n",
        "dl n=3\nlabels embedded\ndata:\na b c\na 0 1 0\nb 1 0 1\nc 0 0 0\n",
        "dl n=3\nrow labels embedded\ncol labels embedded\ndata:\na b c\na 0 1 0\nb 1 0 1\nc 0 0 0",
        "dl n=3 format=edgelist1\nlabels:\na\nb\nc\ndata:\n1 2\n2 1 1\n2,3,1.0\n",
        "dl n=3 format=edgelist1\nlabels:\n\"a\"\n'b'\nc\ndata:\na b\nb a\nb c\nc a 0\n",
        "dl n=3 format=edgelist1\nlabels embedded:\ndata:\na b 1\nb a 1\nb c 1\n",
        "dl format=el1 labels embedded\ndata:\na b 1\nb a 1\nb c 1\n",
        "dl n=3 format=nodelist1\nlabels:\na,b,c\ndata:\n1 2\n2 1 3\n",
        "dl n=3 format=nodelist1\nlabels embedded\ndata:\na b\nb a c\n",
        "dl n=3 format=nodelist1b\nlabels:\na,b,c\ndata:\n1 2\n2 1 3\n0\n",
        'dl title = "n = 5" n=3 labels: a b c data:\n0 1 0 1 0 1 0 0 0',
    ],
)
def test_every_form_of_one_mode_is_read(text: str, tmp_path: Path) -> None:
    network = read_network(written(tmp_path, text))
    assert set(network.organisations["id"]) == {"a", "b", "c"}
    assert pairs(network) == ABC


@pytest.mark.parametrize("form", ["lowerhalf", "upperhalf"])
@pytest.mark.parametrize("diagonal", ["", "diagonal=absent"])
def test_half_a_matrix_is_undirected(form: str, diagonal: str, tmp_path: Path) -> None:
    rows = {"lowerhalf": ["0", "2 0", "0 1 0"], "upperhalf": ["0 2 0", "0 1", "0"]}[form]
    if diagonal:
        cut = slice(None, -1) if form == "lowerhalf" else slice(1, None)
        rows = [" ".join(row.split()[cut]) for row in rows]
    text = f"dl n=3 format={form} {diagonal} labels: a b c\ndata:\n" + "\n".join(rows)
    network, facts = read_with_facts(written(tmp_path, text))
    assert pairs(network) == {("a", "b"), ("b", "a"), ("b", "c"), ("c", "b")}
    assert "Undirected: each tie is taken as two, one in each direction." in facts


@pytest.mark.parametrize(
    "text",
    [
        "dl nr=3 nc=2\nrow labels: a b c\ncol labels: V W\ndata:\n1 0\n1 1\n0 1",
        "dl nr=3,nc=2 format=el2\nrowlabels:\na,b,c\ncolumnlabels:\nV,W\ndata:\n1 1\n2 1\n2 2\n3 2",
        "dl nr=3, nc=2 format=edgelist2\nlabels embedded\ndata:\na V\nb V\nb W\nc W",
        "dl nr=3, nc=2 format=nodelist2\nlabels embedded\ndata:\na V\nb V W\nc W",
        "dl nr=3, nc=2 labels embedded\ndata:\nV W\na 1 0\nb 1 1\nc 0 1",
    ],
)
def test_two_modes_are_firms_and_what_they_belong_to(text: str, tmp_path: Path) -> None:
    network, facts = read_with_facts(written(tmp_path, text))
    assert network.memberships is not None
    assert network.memberships.select("organisation", "association").rows() == [
        ("a", "V"), ("b", "V"), ("b", "W"), ("c", "W"),
    ]  # fmt: skip
    assert "Two modes: 3 nodes of the first are taken for firms, 2 of the second" in facts[0]


def test_two_modes_without_labels_and_a_text_file_that_begins_with_dl(tmp_path: Path) -> None:
    network = read_network(written(tmp_path, "dl nr=2 nc=1\ndata:\n1\n0", "friends.txt"))
    assert network.memberships is not None
    assert network.memberships.rows() == [("r1", "c1")]
    assert network.organisations["id"].to_list() == ["c1", "r1", "r2"]


def test_each_matrix_is_a_relation(tmp_path: Path) -> None:
    text = "dl n=2 nm=2\nlabels: a b\nmatrix labels: asks, likes\ndata:\n0 3\n0 0\n\n0 1\n1 0\n"
    network, facts = read_with_facts(written(tmp_path, text))
    assert network.ties is not None
    assert network.ties.select("source", "target", "relation", "weight").rows() == [
        ("a", "b", "asks", "3"), ("b", "a", "likes", "1"),
    ]  # fmt: skip
    assert "Relations in the file: asks, likes." in facts[0]
    lists = "dl n=2 nm=2 format=edgelist1\nlabels: a b\ndata:\n1 2 3\n!\n1 2\n2 1\n"
    assert pairs(read_network(written(tmp_path, lists))) == {("a", "b"), ("b", "a")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dl n=3 format=edgelist3\ndata:\n1 2", ["line 1: “edgelist3” found", "mean edgelist2?"]),
        ("dl n=3 formt=edgelist1\ndata:\n1 2", ["line 1: “formt” found", "did you mean format?"]),
        ("dl n=three\ndata:\n1 2", ["line 1: “three” found for n; a whole number is expected"]),
        ("dl n=3\nlabels: a b\ndata:\n0 1 0", ["line 2: 2 labels found; 3 are expected"]),
        ("dl n=3\n0 1 0", ["no data found; “data:” is expected"]),
        ("n=3\ndata:\n0", ["line 1: “DL” is expected as the first word of the file"]),
        ("dl n=3\ndata:\n0 1 0\n1 0\n0 0 0", ["line 4: 2 values found; 3 are expected"]),
        ("dl n=2\ndata:\n0 1\n1 0\n0 0", ["line 5: 6 values found; 4 are expected"]),
        ("dl n=2\ndata:\n0 1\n", ["friends.dl: the data end too early; 2 more values are"]),
        (
            "dl n=1000000000\ndata:\n0 1\n1 0",
            ["line 1: 4 values found; a matrix of 1,000,000,000 × 1,000,000,000 is expected"],
        ),
        ("dl n=1000000000 format=edgelist1\ndata:\n1 2", ["1,000,000,000 nodes promised without"]),
        (
            "dl n=2 format=edgelist1\ndata:\n1 3\n1\n2 1 strong",
            ["line 3: “3” found; the number of a node is", "line 4: a line with two"],
        ),
        (
            "dl n=2 format=edgelist1\ndata:\n2 1 strong",
            ["line 3, column strength: “strong” found; a number is expected"],
        ),
        ("dl n=2\ndata:\n0 x\n0 0", ["line 3, column strength: “x” found; a number is"]),
        ("dl n=1 format=el1 labels embedded\ndata:\na b", ["line 1: 2 labels found; 1 are"]),
        ("dl\ndata:\n0 1", ["line 1: the number of nodes is expected"]),
        ("", ["no data found"]),
    ],
)  # fmt: skip
def test_all_that_is_wrong_is_told_with_its_line(
    text: str, expected: list[str], tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        read_network(written(tmp_path, text))
    for sentence in expected:
        assert sentence in str(caught.value)


@settings(max_examples=30)
@given(small_networks(ids=IDS.filter(lambda text: '"' not in text)))
def test_what_is_held_is_read_back_equal_and_the_rest_is_told(network: Network) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "small.dl"
        lost = "\n".join(write_network(network, path))
        again = read_network(path)
    ties = network.ties
    kept = (
        pl.DataFrame(schema={"source": pl.String, "target": pl.String})
        if ties is None
        else ties.select("source", "target", "strength").filter(pl.col("strength").fill_null(1) > 0)
    )
    frames = {
        "organisations": network.organisations.select("id", kind=pl.lit("firm")),
        "ties": kept,
    }
    assert again.fingerprint == check_frames("small", frames).fingerprint
    none = 0 if ties is None else ties.height - kept.height
    assert (f"{none} ties of strength 0" in lost) == (none > 0)
    for table in set(network.tables) - set(frames):
        assert f"the table {table} (" in lost


@settings(max_examples=10)
@given(small_networks(ids=PLAIN_IDS))
def test_igraph_reads_what_we_write(network: Network) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "small.dl"
        write_network(network, path)
        if network.ties is None or not network.ties.height:
            return
        theirs = igraph.Graph.Read_DL(str(path))
    assert [name.strip('"') for name in theirs.vs["name"]] == network.organisations["id"].to_list()


@pytest.mark.parametrize("form", ["nodelist1", "nodelist1b", "nodelist2", "edgelist1"])
@pytest.mark.parametrize("line", [",", "'", "², 1", "9" * 5000 + " 1"])
def test_a_line_of_a_list_that_begins_with_no_number_is_told(
    form: str, line: str, tmp_path: Path
) -> None:
    numbers = "nr=2 nc=2" if form.endswith("2") else "n=2"
    with pytest.raises(InputError) as caught:
        read_network(written(tmp_path, f"dl {numbers} format={form}\ndata:\n{line}\n0\n"))
    assert "friends.dl line 3: " in str(caught.value)
