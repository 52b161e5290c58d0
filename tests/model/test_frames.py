"""Networks built in Python: frames checked like files, bundled, completed and sorted."""

from pathlib import Path

import polars as pl
import pytest

from qvgraph.model.checks import check_frames
from qvgraph.model.files import read_network, write_network
from qvgraph.model.network import TYPES, Network, tidy
from qvgraph.model.tables import TABLES
from qvgraph.problems import InputError


def test_frames_are_checked_like_files_with_rows_counted() -> None:
    frames = {
        "organisations": pl.DataFrame({"id": ["a", "b"], "kind": ["firm", "firm"]}),
        "ties": pl.DataFrame({"source": ["a", "a"], "target": ["b", "x"], "strength": [0.5, 2.0]}),
        "tie": pl.DataFrame({"source": ["a"]}),
    }
    with pytest.raises(InputError) as caught:
        check_frames("typed", frames)
    message = str(caught.value)
    assert "ties row 2, column target: “x” found" in message
    assert "ties row 2, column strength: 2.0 found; expected is 0 to 1" in message
    assert "did you mean ties?" in message


def test_frames_without_columns_and_of_lists_are_problems_not_faults() -> None:
    with pytest.raises(InputError, match="column id is missing"):
        check_frames("typed", {"organisations": pl.DataFrame()})
    lists = pl.DataFrame({"id": ["a"], "kind": ["firm"], "tags": [["x", "y"]]})
    with pytest.raises(InputError, match="column tags: lists found"):
        check_frames("typed", {"organisations": lists})


def test_frames_keep_the_types_of_their_own_columns(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {"id": ["b ", "a"], "kind": "firm", "employees": [3, 700], "turnover": [0.1, 2.5]}
    )
    network = check_frames("typed", {"organisations": frame})
    assert network.organisations.select("id", "employees", "turnover").rows() == [
        ("a", 700, 2.5),
        ("b", 3, 0.1),
    ]
    write_network(network, tmp_path)
    assert read_network(tmp_path).fingerprint == network.fingerprint
    assert isinstance(network, Network)


def test_a_network_has_every_declared_column_in_its_type_and_rows_by_key() -> None:
    frames = {
        "organisations": pl.DataFrame(
            {"note": ["x", "y"], "employees": [3, None], "kind": "firm", "id": ["b", "a"]}
        ),
        "ties": pl.DataFrame({"source": ["b", "a"], "target": ["a", "b"], "strength": [1, 0]}),
    }
    network = Network.of("typed", frames)
    assert (network.name, list(network.tables)) == ("typed", ["organisations", "ties"])
    assert network.managers is None
    assert network.organisations.columns == [c.name for c in TABLES["organisations"]] + ["note"]
    assert network.organisations.select("id", "employees", "note").rows() == [
        ("a", None, "y"),
        ("b", 3, "x"),
    ]
    assert network.ties is not None
    assert network.ties.schema == declared("ties")
    assert network.ties.rows() == [("a", "b", "advice", 0.0, None), ("b", "a", "advice", 1.0, None)]


@pytest.mark.parametrize("table", TABLES)
def test_a_frame_without_columns_is_an_empty_table(table: str) -> None:
    frame = tidy(table, pl.DataFrame())
    assert frame.is_empty()
    assert frame.schema == declared(table)


def test_the_fingerprint_knows_content_and_not_the_order_of_rows() -> None:
    firms = pl.DataFrame({"id": ["a", "b", "c"], "kind": "firm", "employees": [1, 2, 3]})
    ties = pl.DataFrame({"source": ["a", "b", "a"], "target": ["b", "c", "c"]})
    frames = {"organisations": firms, "ties": ties}
    turned = {table: frame.reverse() for table, frame in reversed(frames.items())}
    one = Network.of("one", frames)
    assert Network.of("other", turned).fingerprint == one.fingerprint
    more = firms.with_columns(pl.col("employees") + 1)
    assert one.with_tables(organisations=more).fingerprint != one.fingerprint
    assert one.with_tables(ties=ties.head(2)).fingerprint != one.fingerprint
    assert Network.of("alone", {"organisations": firms}).fingerprint != one.fingerprint


def declared(table: str) -> pl.Schema:
    return pl.Schema({column.name: TYPES[column.word.type] for column in TABLES[table]})
