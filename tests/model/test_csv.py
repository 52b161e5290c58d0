"""Folders of CSV files: as spreadsheets write them, and back again without loss."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qvgraph import language
from qvgraph.model.checks import check_frames
from qvgraph.model.files import read_network, write_network
from qvgraph.model.network import Network
from qvgraph.problems import InputError

PLAIN = "id,kind,name,employees,account_euros,member\na,firm,Müller,1200,1200.5,true\n"
SHARES = st.none() | st.floats(0, 1)
WORDS = st.none() | st.text(
    st.characters(exclude_categories=("Cc", "Cs"), include_characters="\n\r\t"), max_size=8
)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    language.use("en")
    yield
    language.use(None)


def written(folder: Path, content: str | bytes, table: str = "organisations") -> Path:
    data = content.encode() if isinstance(content, str) else content
    (folder / f"{table}.csv").write_bytes(data)
    return folder


@st.composite
def networks(draw: st.DrawFn) -> Network:
    ids = draw(st.lists(st.text("abcÄ,;\"' -ß", min_size=1, max_size=4), min_size=1, max_size=6))
    ids = sorted({id_.strip() or "x" for id_ in ids})
    some = st.sampled_from(ids)
    pairs = draw(st.sets(st.tuples(some, some).filter(lambda pair: pair[0] != pair[1])))
    each = st.lists(WORDS, min_size=len(ids), max_size=len(ids))
    frames = {
        "organisations": pl.DataFrame(
            {
                "id": ids,
                "kind": ["firm"] * len(ids),
                "name": draw(each),
                "Bemerkung": draw(each),
                "employees": [draw(st.none() | st.integers(0, 10**6)) for _ in ids],
                "willing": [
                    draw(st.none() | st.floats(allow_nan=False, allow_infinity=False)) for _ in ids
                ],
                "member": [draw(st.none() | st.booleans()) for _ in ids],
                "synthetic": [draw(st.booleans()) for _ in ids],
            },
            schema_overrides={
                "name": pl.String, "Bemerkung": pl.String, "employees": pl.Int64,
                "willing": pl.Float64, "member": pl.Boolean,
            },
        ),
    }  # fmt: skip
    if draw(st.booleans()):
        frames["ties"] = pl.DataFrame(
            [(*pair, draw(SHARES)) for pair in sorted(pairs)],
            schema={"source": pl.String, "target": pl.String, "strength": pl.Float64},
            orient="row",
        )
    return check_frames("small", frames)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(networks())
def test_what_is_written_is_read_back_equal(network: Network) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_network(network, folder)
        again = read_network(folder)
    assert again.fingerprint == network.fingerprint
    assert again.synthetic == network.synthetic
    assert list(again.tables) == list(network.tables)


@settings(max_examples=30, deadline=None)
@given(networks(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(network: Network, random: object) -> None:
    shuffled = {
        table: frame.sample(fraction=1, shuffle=True, seed=random.randrange(10**6))  # type: ignore[attr-defined]
        for table, frame in network.tables.items()
    }
    assert check_frames("small", shuffled).fingerprint == network.fingerprint


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_encodings_separators_and_line_ends_are_recognised(
    encoding: str, separator: str, ending: str, tmp_path: Path
) -> None:
    plain, variant = tmp_path / "plain", tmp_path / "variant"
    plain.mkdir()
    variant.mkdir()
    text = PLAIN.replace(",", separator).replace("\n", ending)
    expected = read_network(written(plain, PLAIN))
    found = read_network(written(variant, text.encode(encoding)))
    assert found.fingerprint == expected.fingerprint


@pytest.mark.parametrize(
    ("employees", "euros"),
    [
        ("1.200", "1.200,5"),
        ("1200", "1200,5"),
        ("1200", "1200,50"),
        ("1200,0", "1200.5"),
        ("+1.200", " 1200.5 "),
    ],
)
def test_german_numbers_are_read_where_the_separator_is_a_semicolon(
    employees: str, euros: str, tmp_path: Path
) -> None:
    text = f"id;kind;employees;account_euros\na;firm;{employees};{euros}\n"
    row = read_network(written(tmp_path, text)).organisations.row(0, named=True)
    assert (row["employees"], row["account_euros"]) == (1200, 1200.5)


@pytest.mark.parametrize(("beside", "value"), [("0,5", 1200.0), ("0.5", 1.2)])
def test_other_numbers_of_the_file_tell_what_a_point_means(
    beside: str, value: float, tmp_path: Path
) -> None:
    text = f"id;kind;account_euros\na;firm;1.200\nb;firm;{beside}\n"
    assert read_network(written(tmp_path, text)).organisations["account_euros"][0] == value


@pytest.mark.parametrize("word", ["true", "TRUE", "1", "ja", "Yes", "WAHR"])
def test_true_is_written_in_many_ways(word: str, tmp_path: Path) -> None:
    text = f"id,kind,member\na,firm,{word}\n"
    assert read_network(written(tmp_path, text)).organisations["member"].to_list() == [True]


def test_quoted_fields_empty_cells_and_blank_lines_are_read(tmp_path: Path) -> None:
    text = 'id,kind,name,region,\n\na,firm," Mai, ""Söhne""\nUlm ",,\n,,,,\nb , firm\n'
    rows = read_network(written(tmp_path, text)).organisations.select("id", "name", "region").rows()
    assert rows == [("a", 'Mai, "Söhne"\nUlm', None), ("b", None, None)]


def test_a_line_number_counts_the_lines_inside_quotes(tmp_path: Path) -> None:
    text = 'id,kind,name\na,firm,"Mai\nUlm"\n\nb,firma,\n'
    with pytest.raises(InputError, match=r"organisations\.csv line 5, column kind"):
        read_network(written(tmp_path, text))


def test_files_that_are_no_tables_are_left_alone(tmp_path: Path) -> None:
    written(written(tmp_path, PLAIN), b"\0", table="notes")
    (tmp_path / "ties.xlsx").write_bytes(b"\0")
    assert list(read_network(tmp_path).tables) == ["organisations"]


def test_a_table_with_a_header_alone_is_given_and_empty(tmp_path: Path) -> None:
    written(written(tmp_path, PLAIN), "source,target\n", table="ties")
    network = read_network(tmp_path)
    assert network.ties is not None
    assert network.ties.is_empty()
    write_network(network, tmp_path / "again")
    assert read_network(tmp_path / "again").fingerprint == network.fingerprint


def test_files_are_written_plainly_with_the_columns_that_hold_something(tmp_path: Path) -> None:
    frames = {
        "organisations": pl.DataFrame(
            {"id": ["a"], "kind": ["firm"], "willing": [0.1], "member": [True], "name": ["ä,b"]}
        ),
        "skills": pl.DataFrame({"id": ["cnc"]}),
    }
    write_network(check_frames("typed", frames), tmp_path / "deep" / "typed")
    folder = tmp_path / "deep" / "typed"
    assert {path.name for path in folder.iterdir()} == {"organisations.csv", "skills.csv"}
    content = (folder / "organisations.csv").read_bytes().decode()
    assert content == 'id,kind,name,member,willing\na,firm,"ä,b",true,0.1\n'


def test_a_folder_with_other_tables_is_not_mixed_with_a_network(tmp_path: Path) -> None:
    network = read_network(written(tmp_path, PLAIN))
    written(tmp_path, "source,target\n", table="ties")
    with pytest.raises(InputError, match=r"ties\.csv"):
        write_network(network, tmp_path)
    assert (tmp_path / "organisations.csv").read_text() == PLAIN


@pytest.mark.parametrize("name", ["taken", "taken/inside"])
def test_a_place_that_cannot_be_a_folder_is_refused(name: str, tmp_path: Path) -> None:
    network = read_network(written(tmp_path, PLAIN))
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(InputError, match="folder"):
        write_network(network, tmp_path / name)


def test_a_path_that_does_not_exist_is_answered_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "reutlingen").mkdir()
    expected = r"nothing of this name found.*did you mean reutlingen\?"
    with pytest.raises(InputError, match=expected):
        read_network(tmp_path / "reutlinge")


def test_one_table_is_no_network(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="one table of a network found; its folder is expected"):
        read_network(written(tmp_path, PLAIN) / "organisations.csv")
