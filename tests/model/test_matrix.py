"""Matrices in tables: recognised by their names, read with decimal commas, wrong cells by place."""

import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from small_networks_of import small_networks

from qvgraph.model.checks import check_frames
from qvgraph.model.files import Reading, read_network, read_with_facts, write_network
from qvgraph.model.files.formats import format_to_read
from qvgraph.model.files.matrix import MOST_NODES, graph_of_grid
from qvgraph.model.network import Network
from qvgraph.problems import MOST, InputError


def written(folder: Path, text: str, name: str = "friends.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_line_of_a_million_names_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "n.csv"
    path.write_text("," + "a,b," * 500_000)
    with pytest.raises(InputError) as caught:
        read_network(path)
    assert len(caught.value.problems) == MOST + 1
    assert str(caught.value.problems[-1]).startswith("reading stopped here")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (",a,b\na,0,1\nb,0,0\n", "matrix"),
        ("x;a;b\nb;0;0,5\na;0;0\n", "matrix"),
        ('"";"a";"b"\n"a";0;1\n"b";0;0\n', "matrix"),
        (",V,W\na,0,1\nb,0,0\n", "matrix"),
        ("\n,a,b\na,0,1\n,,\nb,0,0\n", "matrix"),
        (",,\nsource,target,weight\na,b,1\n", "edges"),
        ("source,target\na,b\n", "edges"),
        ("von;an;Gewicht\na;b;0,5\n", "edges"),
        ("source,target\nsource,target\n", "edges"),
        ("dl n=2\ndata:\n0 1\n0 0\n", "dl"),
        ("", "edges"),
    ],
)
def test_a_table_is_a_matrix_or_a_list_of_edges_by_how_it_begins(
    text: str, kind: str, tmp_path: Path
) -> None:
    assert format_to_read(written(tmp_path, text, "friends.txt")).name == kind


def test_numbers_are_read_with_points_and_with_commas(tmp_path: Path) -> None:
    plain = read_network(written(tmp_path, ",a,b,c\na,0,0.5,\nb,0.25,0,0\nc,1,0,0\n"))
    german = read_network(written(tmp_path, ";a;b;c\na;0;0,5;\nb;0,25;0;0\nc;1;0;0\n"))
    mixed = read_network(written(tmp_path, ";a;b;c\na;0;0.5;\nb;0.25;0;0\nc;1;0;0\n"))
    assert plain.ties is not None
    assert plain.ties.select("source", "target", "strength").rows() == [
        ("a", "b", 0.5), ("b", "a", 0.25), ("c", "a", 1.0),
    ]  # fmt: skip
    assert plain.fingerprint == german.fingerprint == mixed.fingerprint


def test_names_at_the_top_only_are_a_second_mode(tmp_path: Path) -> None:
    network, facts = read_with_facts(written(tmp_path, ";V;W\na;1;0\nb;1;3\n"))
    assert network.memberships is not None
    assert network.memberships.rows() == [("a", "V", "1"), ("b", "V", "1"), ("b", "W", "3")]
    assert "Two modes: 2 nodes of the first are taken for firms, 2 of the second" in facts[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (",a,b\na,0\nb,0,0\n", ["line 2, column 2: 1 values found; 2 are expected"]),
        (",a,b\na,0,1,7\nb,0,0\n", ["line 2, column 3: 3 values found; 2 are expected"]),
        (
            ",a,b\na,0,viel\nb,x,0\n",
            ["line 2, column 3: “viel” found; a number", "line 3, column 2: “x” found; a number"],
        ),
        (",a,b\na,0,1\n", ["line 1, column 3: “b” found, which has no row of its own"]),
        (
            ",a\na,0\n\nc,1\n",
            ["line 4, column 1: “c” found, which has no column of its own"],
        ),
        (
            ",a,a\na,0,1\na,0,1\n",
            ["line 1, column 3: “a” found again", "line 3, column 1: “a” found"],
        ),
        (",a,,b\na,0,1,1\nb,0,0,0\n", ["line 1, column 3: nothing found; a name is expected"]),
        (",a,b\na,0,-1\nb,0,0\n", ["line 2, column strength: -1 found; expected is 0 to 1"]),
        (",a,b\n", ["line 1, column 2: “a” found, which has no row of its own"]),
    ],
)
def test_all_that_is_wrong_is_told_with_its_place(
    text: str, expected: list[str], tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        read_network(written(tmp_path, text))
    for sentence in expected:
        assert sentence in str(caught.value)


def test_a_grid_from_elsewhere_names_its_own_places() -> None:
    reading = Reading()
    rows = [(3, ["", "a", "b"]), (4, ["a", "", "x"]), (5, ["b", "1", ""])]
    graph = graph_of_grid("book", rows, reading, lambda row, column: f"{row}/{column}")
    assert [str(problem) for problem in reading] == ["4/3: “x” found; a number is expected"]
    assert graph.arcs.rows() == [("b", "a", "1")]
    assert list(graph.arc_lines) == [5]


@settings(max_examples=25)
@given(small_networks())
def test_what_is_held_is_read_back_equal_and_the_rest_is_told(network: Network) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "small.csv"
        lost = "\n".join(write_network(network, path, kind="matrix"))
        again = read_network(path)
    ties = network.ties
    kept = (
        pl.DataFrame(schema={"source": pl.String, "target": pl.String})
        if ties is None
        else ties.select("source", "target", pl.col("strength").fill_null(1)).filter(
            pl.col("strength") > 0
        )
    )
    frames = {
        "organisations": network.organisations.select("id", kind=pl.lit("firm")),
        "ties": kept,
    }
    assert again.fingerprint == check_frames("small", frames).fingerprint
    unknown = 0 if ties is None else ties["strength"].null_count()
    assert (f"that {unknown} ties have no strength: they have 1" in lost) == (unknown > 0)


def test_a_matrix_that_nobody_could_open_is_refused(tmp_path: Path) -> None:
    ids = [str(n) for n in range(MOST_NODES + 1)]
    frames = {"organisations": pl.DataFrame({"id": ids, "kind": "firm"})}
    with pytest.raises(InputError, match="a matrix of 5,001 organisations is too large"):
        write_network(check_frames("n", frames), tmp_path / "n.csv", kind="matrix")
    assert list(tmp_path.iterdir()) == []


def test_a_name_above_two_columns_is_a_problem_whatever_the_rows_have(tmp_path: Path) -> None:
    for row in ("a,0,1", "a,0,1,0", "a,0,1,0,0"):
        path = written(tmp_path, f",a,b,a,c\n{row}\nb,0,0,0,0\nc,0,0,0,0\n")
        with pytest.raises(InputError, match="“a” found again; each name is expected once"):
            read_network(path)


def test_of_a_file_that_is_no_text_only_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b",a,\x81\na,0,1\n\x81,1,0\n")
    with pytest.raises(InputError) as caught:
        read_network(path)
    [problem] = caught.value.problems
    assert problem.what.startswith("0x81 found")
