"""Folders of Parquet files: types and all tables are kept, what is wrong is told by its row."""

import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from small_networks_of import small_networks

from qvgraph.model.checks import check_frames
from qvgraph.model.files import read_network, write_network
from qvgraph.model.network import Network
from qvgraph.problems import InputError


@settings(max_examples=30)
@given(small_networks())
def test_what_is_written_is_read_back_equal_with_its_types(network: Network) -> None:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        assert write_network(network, one, kind="parquet") == []
        again = read_network(one)
        assert again.fingerprint == network.fingerprint
        for table, frame in network.tables.items():
            assert again.tables[table].equals(frame)
            assert again.tables[table].schema == frame.schema
        write_network(again, two, kind="parquet")
        for path in Path(one).iterdir():
            assert path.read_bytes() == (Path(two) / path.name).read_bytes()


def test_all_that_is_wrong_is_told_with_its_row(tmp_path: Path) -> None:
    pl.DataFrame(
        {"id": ["a", "a"], "Art": ["Betrieb", "Betreib"], "employees": [5.5, 3.0], "x": [[1], [2]]}
    ).write_parquet(tmp_path / "Organisationen.parquet")
    (tmp_path / "ties.parquet").write_bytes(b"no such thing")
    with pytest.raises(InputError) as caught:
        read_network(tmp_path)
    message = str(caught.value)
    for expected in (
        "Organisationen.parquet, column x: lists found; one value in each row is expected",
        "Organisationen.parquet row 1, column employees: “5.5” found; a whole number",
        "Organisationen.parquet row 2, column Art: “Betreib” found; expected is one of: firm",
        "Organisationen.parquet row 2, column id: “a” found again",
        "ties.parquet: no Parquet file that can be read",
    ):
        assert expected in message


def test_a_folder_has_tables_of_one_kind(tmp_path: Path) -> None:
    frames = {"organisations": pl.DataFrame({"id": ["a"], "kind": ["firm"]})}
    network = check_frames("one", frames)
    write_network(network, tmp_path / "n")
    with pytest.raises(InputError, match="another folder is expected"):
        write_network(network, tmp_path / "n", kind="parquet")
    network.organisations.write_parquet(tmp_path / "n" / "organisations.parquet")
    with pytest.raises(InputError, match="as CSV and as Parquet; those of one kind"):
        read_network(tmp_path / "n")


def test_a_folder_may_be_called_like_a_pattern(tmp_path: Path) -> None:
    network = check_frames("n", {"organisations": pl.DataFrame({"id": ["a"], "kind": ["firm"]})})
    for name in ("net [2025]", "net*", "year=2025"):
        write_network(network, tmp_path / name, kind="parquet")
        assert read_network(tmp_path / name).fingerprint == network.fingerprint


def test_a_file_that_is_nearly_called_like_a_table_is_a_problem(tmp_path: Path) -> None:
    pl.DataFrame({"id": ["a"], "kind": ["firm"]}).write_parquet(tmp_path / "organisations.parquet")
    pl.DataFrame({"source": ["a"]}).write_parquet(tmp_path / "tie.parquet")
    with pytest.raises(InputError) as caught:
        read_network(tmp_path)
    [problem] = map(str, caught.value.problems)
    assert problem == "tie.parquet: there is no such table; did you mean ties.parquet?"
