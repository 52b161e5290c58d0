"""`qvgraph convert`, as somebody types it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from qvgraph.cli.commands import _commands
from qvgraph.model.files import read_network

ULM = Path(__file__).parents[2] / "docs" / "examples" / "ulm"


@pytest.fixture
def convert(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> Result:
        return CliRunner().invoke(_commands, ["convert", *map(str, arguments)])

    return call


def test_a_network_goes_to_another_folder_and_is_equal(convert: Callable[..., Result]):
    result = convert(ULM, "copy")
    assert result.exit_code == 0
    assert result.stdout == "copy is written (csv).\n"
    assert result.stderr.startswith(f"Read: {ULM}\n  Organisations: 14 (firms 11")
    assert read_network("copy").fingerprint == read_network(ULM).fingerprint


def test_what_is_lost_is_said(convert: Callable[..., Result]):
    result = convert(ULM, "ulm.csv")
    assert "Not kept, as the format cannot hold it: the table managers (1 rows)" in result.stderr
    assert convert(ULM, "ulm.csv", "--force", "--quiet").stderr == ""


def test_what_is_there_is_replaced_only_with_force(convert: Callable[..., Result]):
    Path("ulm.csv").write_text("mine")
    result = convert(ULM, "ulm.csv", "--quiet")
    assert (result.exit_code, result.stderr) == (
        2, "ulm.csv: is there already; --force replaces it\n",
    )  # fmt: skip
    assert Path("ulm.csv").read_text() == "mine"
    assert convert(ULM, "ulm.csv", "--quiet", "--force").exit_code == 0
    assert Path("ulm.csv").read_text().startswith("source,target")


def test_an_empty_folder_may_be_filled(convert: Callable[..., Result]):
    Path("empty").mkdir()
    assert convert(ULM, "empty", "--quiet").exit_code == 0
    assert convert(ULM, "empty", "--quiet").exit_code == 2


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_with_force_a_folder_holds_the_new_network_alone(convert: Callable[..., Result], kind: str):
    Path("e.csv").write_text("from,to\na,b\n")
    assert convert(ULM, "net", "--quiet").exit_code == 0
    Path("net/Kompetenzen.csv").write_text("Kennung\nx\n")
    Path("net/notes.csv").write_text("mine")
    assert convert("e.csv", "net", "--quiet", "--format", kind, "--force").exit_code == 0
    names = {path.name for path in Path("net").iterdir()}
    assert names == {f"organisations.{kind}", f"ties.{kind}", "notes.csv"}
    assert read_network("net").organisations["id"].to_list() == ["a", "b"]


def test_what_cannot_be_written_with_force_leaves_a_folder_as_it_was(
    convert: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
):
    Path("e.csv").write_text("from,to\na,b\n")
    assert convert(ULM, "net", "--quiet").exit_code == 0
    before = {path.name: path.read_bytes() for path in Path("net").iterdir()}

    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("qvgraph.model.files.csv.text_of", full)
    result = convert("e.csv", "net", "--quiet", "--force")
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr
    assert {path.name: path.read_bytes() for path in Path("net").iterdir()} == before


def test_a_wrong_ending_is_told_before_anything_is_read(convert: Callable[..., Result]):
    result = convert("nowhere", "x.xyz")
    assert result.exit_code == 2
    assert "the ending “.xyz” is unknown" in result.stderr
    assert "nowhere" not in result.stderr


def test_an_edge_list_with_its_nodes(convert: Callable[..., Result]):
    Path("e.csv").write_text("from,to\na,b\n")
    Path("n.csv").write_text("node,kind\na,firm\nb,institution\nc,firm\n")
    assert convert("e.csv", "net", "--nodes", "n.csv", "--undirected").exit_code == 0
    network = read_network("net")
    assert network.organisations["kind"].to_list() == ["firm", "institution", "firm"]
    assert network.ties is not None
    assert network.ties.height == 2


def test_a_problem_of_the_source_leaves_nothing(convert: Callable[..., Result]):
    Path("e.csv").write_text("from,to,weight\na,b,x\n")
    result = convert("e.csv", "net")
    assert result.exit_code == 2
    assert result.stderr.startswith("e.csv line 2, column weight: “x” found")
    assert not Path("net").exists()


def test_pseudonyms_hide_names_and_the_key_stays_apart(convert: Callable[..., Result]):
    result = convert(ULM, "shared", "--pseudonymise", "--quiet")
    assert result.exit_code == 0
    hidden, whole = read_network("shared"), read_network(ULM)
    assert hidden.organisations["name"].null_count() == hidden.organisations.height
    written = "".join(path.read_text() for path in Path("shared").iterdir())
    known = [id_ for id_ in whole.organisations["id"] if len(id_) > 4]
    assert known
    assert not [id_ for id_ in known if id_ in written]
    assert {id_ for id_ in known if id_ in Path("shared.key").read_text()} == set(known)
    assert Path("shared.key").stat().st_mode & 0o077 == 0


def test_the_same_key_gives_the_same_pseudonyms(convert: Callable[..., Result]):
    assert convert(ULM, "one", "--pseudonymise", "--key", "k").exit_code == 0
    assert convert(ULM, "two", "--pseudonymise", "--key", "k").exit_code == 0
    assert convert(ULM, "three", "--pseudonymise").exit_code == 0
    prints = [read_network(name).fingerprint for name in ("one", "two", "three")]
    assert prints[0] == prints[1] != prints[2]


def test_a_key_inside_of_what_is_passed_on_is_refused(convert: Callable[..., Result]):
    result = convert(ULM, "shared", "--pseudonymise", "--key", "shared/k", "--quiet")
    assert result.exit_code == 2
    assert "which is passed on; a place elsewhere is expected" in result.stderr
    assert not Path("shared").exists()
    assert "belongs to --pseudonymise" in convert(ULM, "shared", "--key", "k").stderr
