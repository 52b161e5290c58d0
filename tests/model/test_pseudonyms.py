"""Pseudonyms: everything of a network but who is meant, and a key that leads back."""

import json
import stat
import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from qvgraph import language
from qvgraph.metrics import compute
from qvgraph.model import pseudonyms
from qvgraph.model.checks import check_frames
from qvgraph.model.files import write_network
from qvgraph.model.files.key import check_apart, read_key, write_key
from qvgraph.model.network import Network
from qvgraph.model.pseudonyms import HIDDEN, new_key, pseudonymised, shown
from qvgraph.model.tables import TABLES
from qvgraph.problems import InputError

KEY = bytes(range(32))
OTHER = bytes(32)


def town(firms: int = 30, pairs: tuple[tuple[int, int], ...] = ((0, 1), (1, 2))) -> Network:
    """Every table that refers to somebody; no pseudonym can hold one of the ids by chance."""
    ids = [f"Zulufirma-{n:02d}" for n in range(firms)]
    persons = ["Zuluperson-a", "Zuluperson-b"]
    ties = sorted({(one % firms, other % firms) for one, other in pairs if (one - other) % firms})
    return check_frames(
        "town",
        {
            "organisations": pl.DataFrame(
                {
                    "id": [*ids, "Zuluhaus", "Zuluring"],
                    "kind": ["firm"] * firms + ["institution", "association"],
                    "name": [f"Zuluname {n} GmbH" for n in range(firms)] + [None, "Zuluname Ring"],
                    "region": ["nord", "süd"] * (firms // 2) + ["nord"] * (firms % 2 + 2),
                    "sector": ["metal", "textile", None] * (firms // 3) + [None] * (firms % 3 + 2),
                    "manager": [persons[n % 2] for n in range(firms)] + [None, None],
                    "waiting": ["Zulukurs", *[None] * (firms + 1)],
                    "note": [f"Zuluname {n} called" for n in range(firms)] + [None, None],
                    "cohort": ["2019", "2020"] * (firms // 2) + ["2019"] * (firms % 2 + 2),
                    "sister": ["Zulufirma-00"] * (firms + 2),
                    "phone": list(range(7310, 7312 + firms)),
                }
            ),
            "managers": pl.DataFrame(
                {
                    "id": persons,
                    "name": ["Zuluname Anna", "Zuluname Berta"],
                    "region": ["nord", "süd"],
                    "host": ["Zuluhaus", None],
                }
            ),
            "ties": pl.DataFrame(
                [(ids[one], ids[other], 0.5) for one, other in ties],
                {"source": pl.String, "target": pl.String, "strength": pl.Float64},
                orient="row",
            ),
            "contacts": pl.DataFrame(
                {
                    "manager": ["Zuluperson-a"] * 3,
                    "organisation": [ids[0], ids[2], "Zuluhaus"],
                    "strength": [0.9, 0.5, 0.7],
                }
            ),
            "memberships": pl.DataFrame({"organisation": [ids[0]], "association": ["Zuluring"]}),
            "trainings": pl.DataFrame(
                {"id": ["Zulukurs"], "skills": ["cnc;welding"], "provider": ["Zuluring"]}
            ),
            "skills": pl.DataFrame({"id": ["cnc", "welding"], "name": ["Milling", None]}),
            "levels": pl.DataFrame(
                {"organisation": [ids[0], ids[1]], "skill": ["cnc", "welding"], "need": [0.5, 1.0]}
            ),
        },
    )


pairs = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=60).map(tuple)


@settings(max_examples=25)
@given(st.integers(6, 40), pairs, st.binary(min_size=16, max_size=64))
def test_the_structure_stays_and_nobody_can_be_read(firms, ties, key):
    network = town(firms, ties)
    hidden, table = pseudonymised(network, key)
    for name, frame in network.tables.items():
        assert hidden.tables[name].height == frame.height
    new = dict(table.select("id", "pseudonym").iter_rows())
    assert len(set(new.values())) == len(new)
    for name in ("ties", "contacts", "memberships", "levels"):
        assert _rows(hidden, name) == {
            tuple(new.get(cell, cell) for cell in row) for row in _rows(network, name)
        }
    assert hidden.fingerprint != network.fingerprint
    with tempfile.TemporaryDirectory() as folder:
        write_network(hidden, Path(folder) / "out")
        files = sorted((Path(folder) / "out").iterdir())
        assert len(files) == len(network.tables)
        assert [path.name for path in files if "zulu" in path.read_text("utf-8").lower()] == []


def _rows(network: Network, table: str) -> set[tuple[object, ...]]:
    return set(network.tables[table].iter_rows())


def test_metrics_are_those_of_the_original():
    network = town(20, tuple((n, n * n % 17) for n in range(20)))
    hidden, table = pseudonymised(network, KEY)
    one, other = compute(hidden, level="network"), compute(network, level="network")
    drawn = pl.col("metric").str.ends_with("_p")  # by lot, in the order of the ids
    assert_frame_equal(one.filter(~drawn), other.filter(~drawn))
    assert_frame_equal(one.filter(drawn), other.filter(drawn), abs_tol=0.05)
    assert_frame_equal(compute(hidden, level="group"), compute(network, level="group"))
    new = dict(table.select("id", "pseudonym").iter_rows())
    before = compute(network, level="node").with_columns(pl.col("id").replace_strict(new))
    after = compute(hidden, level="node")
    assert_frame_equal(after.sort("id"), before.sort("id").select(after.columns))


def test_every_column_that_refers_to_somebody_is_rewritten():
    """Whatever is declared to refer to a hidden table: nothing here lists the columns."""
    network = town()
    hidden, table = pseudonymised(network, KEY)
    told = set(table["pseudonym"])
    seen = 0
    for name, columns in TABLES.items():
        for column in columns:
            home = name if column.word.refers_to == "self" else column.word.refers_to
            if home in HIDDEN:
                cells = hidden.tables[name][column.name].drop_nulls()
                assert len(cells), f"{name}.{column.name}: this network has none to look at"
                assert set(cells) <= told, f"{name}.{column.name}"
                seen += 1
    assert seen > 10


def test_pseudonyms_can_be_read_and_are_the_same_in_other_networks():
    _, table = pseudonymised(town(), KEY)
    _, again = pseudonymised(town(12), KEY)
    both = table.join(again, on=["table", "id"])
    assert len(both) == len(again)
    assert (both["pseudonym"] == both["pseudonym_right"]).all()
    assert (
        table["pseudonym"]
        .str.contains(
            r"^(firm|institution|association|manager|training)-[0-9a-hjkmnp-tv-z]{4}-[0-9a-hjkmnp-tv-z]{4}$"
        )
        .all()
    )


def test_another_key_gives_other_pseudonyms():
    first, second = (pseudonymised(town(), key)[1]["pseudonym"] for key in (KEY, OTHER))
    assert set(first).isdisjoint(second)


@pytest.mark.parametrize("length", [0, 15, 65])
def test_a_key_that_could_be_guessed_is_refused(length):
    with pytest.raises(ValueError, match="16 to 64 bytes"):
        pseudonymised(town(), bytes(length))


def test_pseudonyms_that_would_be_the_same_are_longer_whatever_the_order(monkeypatch):
    monkeypatch.setattr(pseudonyms, "_LENGTH", 1)
    network = town()
    _, table = pseudonymised(network, KEY)
    firms = table.filter(pl.col("pseudonym").str.starts_with("firm"))["pseudonym"]
    assert firms.n_unique() == 30
    assert set(firms.str.len_chars()) == {6, 29}, "one sign where it suffices, all where not"
    turned = Network.of("t", {name: frame.reverse() for name, frame in network.tables.items()})
    assert_frame_equal(pseudonymised(turned, KEY)[1], table)


def test_what_sorts_firms_into_groups_stays_and_free_text_goes():
    hidden, _ = pseudonymised(town(), KEY)
    declared = {column.name for column in TABLES["organisations"]}
    assert set(hidden.organisations.columns) - declared == {"cohort"}
    before, after = (
        sorted(one.organisations.select("region", "sector", "cohort").iter_rows(), key=str)
        for one in (town(), hidden)
    )
    assert before == after
    assert hidden.organisations["name"].null_count() == hidden.organisations.height
    assert hidden.skills is not None
    assert hidden.skills["name"].to_list() == ["Milling", None]


def asked(values: list[object], heading: str = "asked") -> bool:
    """Whether a column with these values, each in ten rows, is still there."""
    rows = [value for value in values for _ in range(10)]
    names = [f"Adler {n} GmbH" for n in range(len(rows))]
    frame = pl.DataFrame({"id": [f"adler{n}" for n in range(len(rows))], "name": names})
    frame = frame.with_columns(pl.Series(heading, rows), kind=pl.lit("firm"))
    hidden, _ = pseudonymised(check_frames("n", {"organisations": frame}), KEY)
    return heading in hidden.organisations.columns


def test_a_column_stays_only_as_long_as_nothing_in_it_names_anybody():
    assert asked(["often", "never"])
    assert asked([1, 2, 3, 4, 5])
    assert asked([0.5, None])
    assert asked([f"v{n}" for n in range(20)])
    assert not asked([f"v{n}" for n in range(21)])
    assert not asked(["often", " ADLER3"])
    assert not asked(["often", "partner of Adler 3 GmbH"])
    assert not asked(["often", "never"], "trust in adler 3 gmbh")


def test_shown_numbers_managers_by_region_and_organisations_by_kind():
    labels = shown(town(6))
    assert labels["Zuluperson-a"] == "Manager A"
    assert labels["Zuluperson-b"] == "Manager B"
    assert labels["Zulufirma-00"] == "Firm 1"
    assert labels["Zuluring"] == "Association 1"
    assert not any("Zulu" in label for label in labels.values())
    assert len(set(labels.values())) == len(labels)
    language.use("de")
    assert shown(town(6))["Zuluperson-a"] == "Management A"


def test_shown_counts_the_managers_of_one_region():
    network = town(6)
    assert network.managers is not None
    more = pl.DataFrame(
        {"id": [f"p{n}" for n in range(60)], "region": [f"r{n:02d}" for n in range(60)]}
    )
    both = network.managers.with_columns(region=pl.lit("nord"))
    labels = shown(network.with_tables(managers=pl.concat([both, more], how="diagonal")))
    assert (labels["Zuluperson-a"], labels["Zuluperson-b"]) == ("Manager A1", "Manager A2")
    assert labels["p59"] == "Manager BI"
    assert len(set(labels.values())) == len(labels)


# ---- the key file


def test_a_key_file_leads_back_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "key.json"
    key = new_key()
    _, table = pseudonymised(town(), key)
    write_key(path, key, table, apart_from=tmp_path / "out")
    again, known = read_key(path)
    assert again == key
    assert_frame_equal(known, table.sort("table", "id", "pseudonym"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["key.json"]


def test_a_key_file_keeps_what_it_holds(tmp_path):
    path = tmp_path / "key.json"
    path.touch(0o644)
    path.unlink()
    small, large = (pseudonymised(town(firms), KEY)[1] for firms in (6, 12))
    write_key(path, KEY, large, apart_from=tmp_path / "out")
    write_key(path, KEY, small, apart_from=tmp_path / "out")
    assert_frame_equal(read_key(path)[1], large.sort("table", "id", "pseudonym"))


def test_a_key_file_of_another_key_is_left_alone(tmp_path):
    path = tmp_path / "key.json"
    write_key(path, KEY, pseudonymised(town(), KEY)[1], apart_from=tmp_path / "out")
    before = path.read_bytes()
    with pytest.raises(InputError, match="holds another key"):
        write_key(path, OTHER, pseudonymised(town(), OTHER)[1], apart_from=tmp_path / "out")
    assert path.read_bytes() == before


@pytest.mark.parametrize("place", ["out", "out/key.json", "out/deep/key.json", "x/../out/k"])
def test_a_key_inside_of_what_is_passed_on_is_refused(tmp_path, place):
    (tmp_path / "out").mkdir()
    with pytest.raises(InputError, match="is passed on; a place elsewhere is expected"):
        check_apart(tmp_path / place, tmp_path / "out")
    check_apart(tmp_path / "outside.json", tmp_path / "out")


def test_a_link_does_not_bring_the_key_inside(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "beside").symlink_to(tmp_path / "out")
    with pytest.raises(InputError):
        write_key(tmp_path / "beside" / "key", KEY, pl.DataFrame(), apart_from=tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"key": 3}', '{"key": "zz", "pseudonyms": []}', "\xff",
     '{"key": "00", "pseudonyms": [3]}', json.dumps({"key": "0" * 64, "pseudonyms": [{"id": 1}]})],
)  # fmt: skip
def test_what_is_no_key_file_is_said(tmp_path, text):
    path = tmp_path / "key.json"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(InputError, match=r"key\.json: is no key file"):
        read_key(path)


def test_a_short_key_a_missing_file_and_a_folder_are_said(tmp_path):
    path = tmp_path / "key.json"
    path.write_text('{"key": "00", "pseudonyms": []}', "utf-8")
    with pytest.raises(InputError, match="1 bytes found; 16 to 64"):
        read_key(path)
    for wrong in (tmp_path / "none.json", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            read_key(wrong)
    table = pseudonymised(town(6), KEY)[1]
    with pytest.raises(InputError, match="cannot be written"):
        write_key(tmp_path / "none" / "key.json", KEY, table, apart_from=tmp_path / "out")
