"""What is lost without a node, on the screen and for machines."""

import re
from pathlib import Path

import pytest
from test_commands import MANAGERS, ORGANISATIONS, TIES, qvgraph, refused, rows

from qvgraph.study.knocked import OUTCOMES

STUDY = """
baseline = "stays"
outside_range = true    # so few firms
[network]
profile = "region"
firms = 25
draws = 1
[run]
months = 30
replicates = 2
[judge]
month = 30
core = 6
[scenario.stays]
label = { de = "Bleibt", en = "Stays" }
"""
SENTENCE = {"en": "a small loss may be success", "de": "Ein kleiner Verlust kann ein Erfolg sein"}


@pytest.fixture
def network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two managers of one region, who know a firm each."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    folder = tmp_path / "ulm"
    folder.mkdir()
    tables = {
        "organisations": ORGANISATIONS,
        "ties": TIES,
        "managers": f"{MANAGERS}moritz,ulm,chamber\n",
        "contacts": "manager,organisation,strength\nmaria,anna,0.5\nmoritz,chamber,0.9\n",
    }
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text)
    return folder


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("done")
    (folder / "stays.toml").write_text(STUDY, "utf-8")
    out = folder / "stays.run"
    assert qvgraph("run", str(folder / "stays.toml"), "--out", str(out)).exit_code == 0
    return out


def text_of(output: str) -> str:
    return " ".join(output.split())


@pytest.mark.parametrize("language", ["de", "en"])
def test_how_central_managers_are_never_stands_without_what_would_be_lost(
    network: Path, language: str
) -> None:
    shown = qvgraph("metrics", "ulm", language=language).stdout
    above, below = shown.split("ohne das Verbundmanagement" if language == "de" else "without the")
    assert "betweenness" in above
    assert SENTENCE[language] in text_of(below)
    # Each manager, and both of the region together; nobody else.
    names = [line.split()[0] for line in below.splitlines()[2:6]]
    assert names == ["maria", "moritz", "nils", "alle" if language == "de" else "all"]
    assert "anna" not in below


def test_where_no_manager_has_a_tie_nothing_would_be_lost(network: Path) -> None:
    shown = qvgraph("metrics", "ulm", "--ties", "advice").stdout
    assert "What would be lost" not in shown


def test_in_large_networks_it_is_left_out_and_said(
    network: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qvgraph.cli.knockout.CHEAP", 7)
    shown = text_of(qvgraph("metrics", "ulm").stdout)
    assert "left out above 7 nodes; --knockout tells it" in shown


def test_the_knockout_of_every_node_stands_beside_how_central_it_is(network: Path) -> None:
    result = qvgraph("metrics", "ulm", "--knockout")
    lines = result.stdout.splitlines()
    assert lines[1].split()[:5] == ["id", "degree", "betweenness", "+F", "+DF"]
    names = [line.split()[0] for line in lines[2:11]]
    assert names[:4] == ["maria", "moritz", "nils", "all"]
    assert sorted(names[4:]) == ["anna", "bert", "chamber", "cora", "dora"]
    assert SENTENCE["en"] in text_of(result.stdout)
    assert "by simulation" not in result.stdout
    assert "successor keeps each tie" in text_of(result.stderr)
    assert qvgraph("metrics", "ulm", "--knockout", "--quiet").stderr == ""
    assert all(len(line) <= 80 for line in lines)


def test_a_table_for_machines_has_every_way(network: Path) -> None:
    result = qvgraph("metrics", "ulm", "--knockout", "--format", "csv", "--out", "gone.csv")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    table = rows(Path("gone.csv").read_text("utf-8"))
    assert {row["way"] for row in table} == {"frozen", "handover"}
    assert {row["item"] for row in table if row["level"] == "managers"} == {"ulm", "neckar"}


def test_a_run_is_simulated_too(done: Path) -> None:
    shown = qvgraph("metrics", str(done), "--knockout", "--month", "12").stdout
    assert "month 12" in shown.splitlines()[0]
    below = shown.split("Gone from that month on")[1]
    for name in OUTCOMES:
        assert re.search(rf"^region +{name} ", below, re.MULTILINE)
    assert "2 replicates in pairs" in text_of(below)
    assert "one drawing of the networks" in text_of(below)
    table = rows(qvgraph("metrics", str(done), "--knockout", "--format", "csv").stdout)
    simulated = [row for row in table if row["way"] == "simulated"]
    assert [row["metric"] for row in simulated] == list(OUTCOMES)
    late = qvgraph("metrics", str(done), "--knockout", "--month", "30").stdout
    assert "judged in month 30, before anybody goes" in text_of(late)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--chance"], "three tables: one at a time"),
        (["--metric", "degree"], "--knockout looks at each node and at the managers"),
        (["--group", "kind"], "--knockout looks at each node and at the managers"),
        (["--level", "group"], "--knockout looks at each node and at the managers"),
    ],
)
def test_what_does_not_go_together_is_told(network: Path, options: list[str], said: str) -> None:
    assert said in text_of(" ".join(refused(qvgraph("metrics", "ulm", "--knockout", *options))))
