"""`qvgraph metrics --key-players`: what is shown, what machines get, what is refused."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from qvgraph.cli.commands import _commands
from qvgraph.metrics.key_sets import key_sets as looked_for
from qvgraph.metrics.key_sets.key_sets import KeyPlayers
from qvgraph.model.files import read_network

FIRMS = "anna bert cora dora emil fred".split()
TABLES = {
    "organisations": "id,kind\n" + "".join(f"{firm},firm\n" for firm in FIRMS),
    "ties": "source,target\nanna,bert\nbert,cora\ncora,dora\ndora,emil\nemil,fred\n",
    "managers": "id\nmaria\nnils\n",
    "contacts": "manager,organisation,strength\nmaria,anna,0.5\nmaria,bert,0.5\nmaria,cora,0.5\n",
}
"""A chain of firms, at one end of which one manager knows three; the other knows nobody."""


@pytest.fixture(autouse=True)
def network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    (tmp_path / "ulm").mkdir()
    for name, text in TABLES.items():
        (tmp_path / "ulm" / f"{name}.csv").write_text(text, "utf-8")
    return tmp_path / "ulm"


def qvgraph(*arguments: str, language: str = "en") -> Result:
    return CliRunner().invoke(
        _commands, ["metrics", "ulm", *arguments, "--lang", language], catch_exceptions=False
    )


def said(text: str) -> str:
    """On one line; spaces that do not break are spaces."""
    return " ".join(text.split())


def test_the_set_comes_with_its_reach_the_proof_and_the_managers():
    result = qvgraph("--key-players", "3")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[1].split() == "id reach lost without it".split()
    # nils is tied to nobody; anna, cora and maria are next to bert, dora and fred to emil.
    assert [line.split()[0] for line in lines[2:5]] == ["nils", "bert", "emil"]
    text = said(result.stdout)
    assert "Reach 1.0000: no set of 3 reaches more." in text
    assert "The 2 managers reach 0.7604, 86.9% of what the best 2 nodes reach (0.8750)." in text
    assert "Reach: the share of all nodes that is reached" in said(result.stderr)
    assert qvgraph("--key-players", "3", "--quiet").stderr == ""
    assert max(map(len, lines)) <= 80


def test_german_is_german():
    result = qvgraph("--key-players", "2", "--within", "1", language="de")
    text = said(result.stdout)
    assert "keine Menge von 2 erreicht mehr" in text
    assert "Die 2 Personen im Verbundmanagement erreichen 0,6250" in text
    assert "deren Abstand von der Menge höchstens 1 beträgt" in said(result.stderr)


def test_machines_get_a_tidy_table():
    text = qvgraph("--key-players", "1", "--format", "csv").stdout
    table = list(csv.DictReader(io.StringIO(text)))
    assert [*table[0]][:6] == ["network", "set", "size", "level", "item", "metric"]
    reach = {row["set"]: row for row in table if row["metric"] == "reach"}
    assert [*reach] == ["best", "managers", "best_as_managers"]
    assert float(reach["managers"]["value"]) == pytest.approx((2 + 3 + 1 / 2 + 1 / 3 + 1 / 4) / 8)
    qvgraph("--key-players", "1", "--out", "players.csv")
    assert Path("players.csv").read_text("utf-8") == text


def test_an_open_proof_is_said_with_the_bound_and_what_could_be(monkeypatch: pytest.MonkeyPatch):
    def open_proof(found: KeyPlayers) -> KeyPlayers:
        best = replace(found.best, bound=found.best.reach * 1.02, close=1235, counted=False)
        assert found.managers
        return replace(found, best=best, managers=replace(found.managers, best=best))

    found = open_proof(looked_for.key_players(read_network("ulm"), 2))
    monkeypatch.setattr(looked_for, "key_players", lambda *_, **__: found)
    text = said(qvgraph("--key-players", "2").stdout)
    assert "Reach 0.8750; no set of 2 reaches more than 0.8926, that is 2.00% more." in text
    assert "by the exchange of one member: 1,234; there may be more" in text
    assert "86.9% of what the best 2 nodes reach" in text
    assert "Of what any could reach it is 85.2% at least." in text


@pytest.mark.parametrize(("typed", "told"), [
    ("--key-players 0", "key players: 0 found; expected is a number from 1 to 8, as there"),
    ("--key-players 9", "key players: 9 found; expected is a number from 1 to 8, as there"),
    ("--key-players 1 --within 0", "within: 0 found; expected is a number of steps, 1 or more"),
    ("--key-players 1 --chance", "--key-players looks for a set of nodes, at nothing else"),
    ("--key-players 1 --metric degree", "--key-players looks for a set of nodes"),
    ("--within 2", "--within and --exact belong to --key-players"),
    ("--exact", "--within and --exact belong to --key-players"),
])  # fmt: skip
def test_what_makes_no_sense_is_refused_in_a_sentence(typed: str, told: str):
    result = qvgraph(*typed.split())
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


def test_a_network_without_ties_has_no_key_players(network: Path):
    (network / "ties.csv").unlink()
    result = qvgraph("--key-players", "1", "--ties", "advice")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "ties: none found; who reaches whom needs ties" in result.stderr
