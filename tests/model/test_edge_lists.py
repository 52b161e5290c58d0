"""One CSV file of edges, as people and other programs write it."""

from pathlib import Path

import polars as pl
import pytest

from qvgraph.model.files import Asked, read_network, read_with_facts, write_network
from qvgraph.problems import InputError


def put(path: Path, text: str, name: str = "edges.csv") -> Path:
    (path / name).write_text(text, encoding="utf-8")
    return path / name


def ties_of(path: Path, **asked: object) -> list[tuple[object, ...]]:
    ties = read_network(path, **asked).ties  # type: ignore[arg-type]
    assert ties is not None
    return ties.select("source", "target", "strength").rows()


@pytest.mark.parametrize(
    "heading", ["source,target", "Source;Target", "von\tan", "Quelle;Ziel", "from,to", "Ego,Alter"]
)
def test_headings_may_be_those_of_other_programs(heading: str, tmp_path: Path) -> None:
    separator = next(sign for sign in ",;\t" if sign in heading)
    path = put(tmp_path, f"{heading}\na{separator}b\nb{separator}c\n")
    assert ties_of(path) == [("a", "b", None), ("b", "c", None)]


def test_every_node_is_a_firm_and_that_is_said(tmp_path: Path) -> None:
    network, facts = read_with_facts(put(tmp_path, "source,target\nb,a\n"))
    assert network.organisations.select("id", "kind").rows() == [("a", "firm"), ("b", "firm")]
    assert [fact for fact in facts if "every node is taken for a firm" in fact]
    assert network.name == "edges"


def test_large_weights_become_strengths_and_stay(tmp_path: Path) -> None:
    path = put(tmp_path, "source;target;weight\na;b;4\nb;c;1,0\nc;a;0,5\n")
    network, facts = read_with_facts(path)
    assert ties_of(path) == [("a", "b", 1.0), ("b", "c", 0.25), ("c", "a", 0.125)]
    assert network.ties is not None
    assert network.ties["weight"].to_list() == ["4", "1,0", "0,5"]
    assert [fact for fact in facts if fact.startswith("Weights up to 4")]


def test_weights_up_to_one_are_strengths_as_they_are(tmp_path: Path) -> None:
    path = put(tmp_path, "source,target,weight\na,b,1\nb,c,0.25\n")
    network, facts = read_with_facts(path)
    assert ties_of(path) == [("a", "b", 1.0), ("b", "c", 0.25)]
    assert network.ties is not None
    assert "weight" not in network.ties.columns
    assert not [fact for fact in facts if "Weights" in fact]


def test_loops_go_and_the_strongest_of_several_stays(tmp_path: Path) -> None:
    text = "source,target,strength,since\na,b,.2,2019\na,a,1,\na,b,.7,2020\nb,a,.1,2021\na,b,,\n"
    network, facts = read_with_facts(put(tmp_path, text))
    assert network.ties is not None
    assert network.ties.select("source", "target", "strength", "since").rows() == [
        ("a", "b", 0.7, "2020"),
        ("b", "a", 0.1, "2021"),
    ]
    assert "Loops dropped (ties of a node with itself): 1." in facts
    assert [fact for fact in facts if "more than once: 2 dropped" in fact]


def test_undirected_ties_go_both_ways_and_each_pair_counts_once(tmp_path: Path) -> None:
    path = put(tmp_path, "source,target,strength\na,b,.2\nb,a,.6\nb,c,.5\n")
    assert ties_of(path, undirected=True) == [
        ("a", "b", 0.6), ("b", "a", 0.6), ("b", "c", 0.5), ("c", "b", 0.5),
    ]  # fmt: skip


def test_nodes_come_from_a_table_of_their_own(tmp_path: Path) -> None:
    text = "Id;Label;Art;Note\na;Alpha;Betrieb;x\nb;;Verband;\nm;Mia;manager;\nz;;firm;\n"
    nodes = put(tmp_path, text, "n.csv")
    edges = put(tmp_path, "Source;Target;Weight\na;b;0,5\nm;a;0,8\n")
    network = read_network(edges, nodes=nodes)
    assert network.organisations.select("id", "kind", "name", "Note").rows() == [
        ("a", "firm", "Alpha", "x"),
        ("b", "association", None, None),
        ("z", "firm", None, None),
    ]
    assert network.managers is not None
    assert network.managers.select("id", "name").rows() == [("m", "Mia")]
    assert network.contacts is not None
    assert network.contacts.select("manager", "organisation", "strength").rows() == [
        ("m", "a", 0.8)
    ]


def told(path: Path, **asked: object) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_network(path, **asked)  # type: ignore[arg-type]
    return [str(problem) for problem in caught.value.problems]


def test_an_edge_to_nobody_is_told_with_its_line_and_the_heading_as_written(tmp_path: Path) -> None:
    nodes = put(tmp_path, "node\nalpha\nbeta\n", "n.csv")
    edges = put(tmp_path, "From,To,Weight\nalpha,beta,1\nalpha,betta,much\n")
    lines = told(edges, nodes=nodes)
    assert len(lines) == 2
    assert lines[0].startswith("edges.csv line 3, column Weight: “much” found; a number")
    assert lines[1].startswith("edges.csv line 3, column To: “betta” found")
    assert lines[1].endswith("did you mean beta?")


def test_what_is_missing_is_told_with_what_is_there(tmp_path: Path) -> None:
    nodes = put(tmp_path, "Nmae\na\n", "n.csv")
    assert told(put(tmp_path, "source,taget\na,b\n"), nodes=nodes) == [
        "edges.csv: column target is missing; the columns found are: source, taget; did you mean "
        "taget?",
        "n.csv: column id is missing; the columns found are: Nmae",
    ]


def test_negative_weights_are_no_strengths(tmp_path: Path) -> None:
    assert told(put(tmp_path, "source,target,weight\na,b,-1\n")) == [
        "edges.csv line 2, column weight: -1 found; expected is 0 to 1"
    ]


@pytest.mark.parametrize(("weight", "written"), [("20", "20"), ("1" + 99 * "0", "1E99")])
def test_weights_of_any_size_become_strengths(weight: str, written: str, tmp_path: Path) -> None:
    network, facts = read_with_facts(put(tmp_path, f"source,target,weight\na,b,{weight}\nb,a,0\n"))
    assert network.ties is not None
    assert network.ties["strength"].to_list() == [1.0, 0.0]
    assert [fact for fact in facts if fact.startswith(f"Weights up to {written}: ")]


def test_what_is_written_is_read_again_and_the_rest_is_named(tmp_path: Path) -> None:
    whole = read_network(Path(__file__).parents[2] / "docs" / "examples" / "ulm")
    lost = write_network(whole, tmp_path / "ulm.csv")
    again = read_network(tmp_path / "ulm.csv")
    assert again.ties is not None
    assert whole.ties is not None
    assert again.ties.equals(whole.ties)
    assert set(again.organisations["id"]) < set(whole.organisations["id"])
    assert [one for one in lost if "managers (1 rows)" in one]
    assert [one for one in lost if one == "3 organisations without a tie"]


def test_nothing_is_left_of_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    network = read_network(put(tmp_path, "source,target\na,b\n"))
    with pytest.raises(InputError, match="the file cannot be written"):
        write_network(network, tmp_path / "nowhere" / "x.csv")
    (tmp_path / "y.csv").mkdir()
    with pytest.raises(InputError, match="a folder found"):
        write_network(network, tmp_path / "y.csv")
    with pytest.raises(InputError, match=r"the ending “\.xyz” is unknown"):
        write_network(network, tmp_path / "x.xyz")
    with pytest.raises(InputError, match="did you mean edges"):
        write_network(network, tmp_path / "x.csv", kind="edge")
    assert {path.name for path in tmp_path.iterdir()} == {"edges.csv", "y.csv"}


def test_german_tables_are_read_as_our_own(tmp_path: Path) -> None:
    head = "Kennung;Art;Größenklasse;Beschäftigte;Mitglied\n"
    put(tmp_path, head + "x;Betrieb;klein;12;ja\ny;VERBAND;;;\n", "Betriebe.csv")
    put(tmp_path, "Von;An;Stärke\nx;y;0,25\n", "Beziehungen.csv")
    network, _ = read_with_facts(tmp_path, Asked())
    assert network.organisations.select("id", "kind", "size", "employees", "member").rows() == [
        ("x", "firm", "small", 12, True),
        ("y", "association", None, None, None),
    ]
    assert network.ties is not None
    assert network.ties["strength"].to_list() == [0.25]
    write_network(network, tmp_path / "again")
    assert read_network(tmp_path / "again").fingerprint == network.fingerprint


def test_a_problem_names_the_heading_that_was_typed(tmp_path: Path) -> None:
    put(tmp_path, "Kennung;Art;Beschäftigte\nx;Betrieb;zwölf\n", "Betriebe.csv")
    assert told(tmp_path) == [
        "Betriebe.csv line 2, column Beschäftigte: “zwölf” found; a whole number is expected"
    ]


def test_an_encoding_that_is_not_utf_8_is_said(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_bytes("source;target\nMüller;Bäcker\n".encode("cp1252"))
    network, facts = read_with_facts(tmp_path / "e.csv")
    assert set(network.organisations["id"]) == {"Müller", "Bäcker"}
    assert "e.csv is read as windows-1252, as it is not UTF-8." in facts
    assert isinstance(network.organisations, pl.DataFrame)


@pytest.mark.parametrize("name", ["x.csv", "x.net", "x.xlsx", "x.gexf", "sub"])
def test_a_place_that_no_file_can_have_is_a_problem_and_no_traceback(
    name: str, tmp_path: Path
) -> None:
    network = read_network(put(tmp_path, "source,target\na,b\n"))
    file = tmp_path / "file"
    file.write_text("mine", "utf-8")
    for target in (file / name, tmp_path / ("n" * 300 + name)):
        with pytest.raises(InputError):
            write_network(network, target)
    assert file.read_text("utf-8") == "mine"
