"""`qvgraph draw`: which files come out of which networks, and what is said when none can."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from qvgraph.cli.commands import _commands

ORGANISATIONS = """id,kind,name,region,sector
anna,firm,Anna GmbH,ulm,metal
bert,firm,Bert AG,ulm,textile
cora,firm,Cora KG,neckar,metal
"""
TIES = "source,target,strength\nanna,bert,0.5\nbert,cora,0.25\n"
MANAGERS = "id,name,region\nmaria,Maria Muster,ulm\n"
CONTACTS = "manager,organisation,strength\nmaria,anna,0.8\n"

STUDY = """
baseline = "cliff"
outside_range = true    # so few firms
[network]
profile = "region"
firms = 25
[run]
months = 40
replicates = 1
[judge]
month = 40
core = 6
[scenario.cliff]
"""


@pytest.fixture(autouse=True)
def network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "ulm"
    folder.mkdir()
    for name, text in (
        ("organisations", ORGANISATIONS),
        ("ties", TIES),
        ("managers", MANAGERS),
        ("contacts", CONTACTS),
    ):
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder


def qvgraph(*arguments: str, language: str = "en") -> Result:
    return CliRunner().invoke(_commands, [*arguments, "--lang", language], catch_exceptions=False)


def refused(*arguments: str) -> str:
    """What is said where nothing is drawn."""
    before = sorted(Path().rglob("*"))
    result = qvgraph("draw", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert sorted(Path().rglob("*")) == before
    return result.stderr


@pytest.mark.parametrize(
    ("target", "start"),
    [
        ("n.svg", b"<?xml"),
        ("n.png", b"\x89PNG\r\n\x1a\n"),
        ("n.html", b"<!doctype html>"),
        ("N.SVG", b"<?xml"),
    ],
)
def test_the_ending_of_the_target_says_what_is_drawn(target: str, start: bytes):
    result = qvgraph("draw", "ulm", target)
    assert (result.exit_code, result.stdout) == (0, f"{target}\n")
    assert result.stderr.startswith("Read: ulm\n")
    first = Path(target).read_bytes()
    assert first.startswith(start)
    qvgraph("draw", "ulm", target, "--force")
    assert Path(target).read_bytes() == first


def test_names_are_shown_only_when_asked_for():
    qvgraph("draw", "ulm", "hidden.html")
    qvgraph("draw", "ulm", "named.html", "--names")
    hidden, named = (Path(f"{name}.html").read_text("utf-8") for name in ("hidden", "named"))
    assert not re.search("maria|anna|bert|cora", hidden, re.IGNORECASE)
    assert "Manager B" in hidden
    assert "Maria Muster" in named
    assert "Anna GmbH" in named


def test_options_choose_colours_ties_and_language():
    qvgraph("draw", "ulm", "a.html", "--by", "region", "--ties", "advice", language="de")
    page = Path("a.html").read_text("utf-8")
    assert "Region:" in page
    assert "Kontakte des Managements" not in page
    assert "Austauschbeziehungen: 2" in page
    qvgraph("draw", "ulm", "b.html")
    assert "contacts of managers: 1" in Path("b.html").read_text("utf-8")


def test_a_month_of_a_run_is_drawn():
    Path("tiny.toml").write_text(STUDY, "utf-8")
    assert qvgraph("run", "tiny.toml", "--quiet").exit_code == 0
    result = qvgraph("draw", "tiny.run", "n.html", "--month", "12")
    assert result.exit_code == 0
    page = Path("n.html").read_text("utf-8")
    assert "scenario cliff, draw 0, replicate 0, month 12" in page
    assert "(synthetic)" in page
    assert not re.search("contacts of managers: 0", page)
    assert "--month: 41 found; 0 to 40" in refused("tiny.run", "m.html", "--month", "41")


def test_what_cannot_be_drawn_is_said_and_nothing_is_written():
    Path("there.svg").write_text("mine")
    said = "expected is a file that ends in one of: .svg, .png, .html"
    assert said in refused("ulm", "n.jpeg")
    assert said in refused("ulm", "n")
    assert "did you mean .svg?" in refused("ulm", "n.sgv")
    assert "--force replaces it" in refused("ulm", "there.svg")
    assert "its folder does not exist" in refused("ulm", "none/n.svg")
    assert "did you mean ulm?" in refused("ulmm", "n.svg")
    assert "did you mean sector?" in refused("ulm", "n.svg", "--by", "sectors")
    assert "is no run" in refused("ulm", "n.svg", "--month", "3")
    assert "advice" in refused("ulm", "n.svg", "--ties", "contact")
    assert Path("there.svg").read_text() == "mine"


def test_a_wrong_table_is_told_as_everywhere(network: Path):
    (network / "ties.csv").write_text("source,target\nanna,berta\n", "utf-8")
    said = refused("ulm", "n.svg")
    assert "ties.csv line 2, column target: “berta” found" in said


@pytest.mark.slow
@pytest.mark.parametrize("target", ["n.svg", "n.html"])
def test_another_process_draws_the_same_bytes(target: str):
    drawn = []
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-m", "qvgraph", "draw", "ulm", target, "--force", "--lang", "en"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        )
        drawn.append(Path(target).read_bytes())
    assert drawn[0] == drawn[1]
