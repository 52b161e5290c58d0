"""`qvgraph benchmark`: what is shown, written and drawn, and what is said when nothing can be."""

import re
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from qvgraph.cli.commands import _commands

Write = Callable[..., None]

FIGURES = ("--draws", "99", "--metric", "reciprocity", "--metric", "centralisation_in")


@pytest.fixture(autouse=True)
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Folders of networks: each region a ring of firms that ask the next one and the first."""
    monkeypatch.chdir(tmp_path)

    def folder(name: str, *, extra: str = "", **regions: int) -> None:
        path = Path(name)
        path.mkdir(parents=True)
        firms = [(f"{region}-{i}", region) for region, n in regions.items() for i in range(n)]
        rows = "".join(f"{firm},firm,{region}\n" for firm, region in firms)
        (path / "organisations.csv").write_text("id,kind,region\n" + rows + extra, "utf-8")
        ties = [
            (f"{region}-{i}", f"{region}-{j}")
            for region, n in regions.items()
            for i in range(n)
            for j in {(i + 1) % n, 0} - {i}
        ]
        text = "".join(f"{one},{other}\n" for one, other in ties)
        (path / "ties.csv").write_text("source,target\n" + text, "utf-8")

    folder("six", aalen=8, bonn=9, ulm=4)
    folder("one", ulm=9)
    return folder


def qvgraph(*arguments: str, language: str = "en") -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(
        _commands, ["benchmark", *arguments, "--lang", language], catch_exceptions=False
    )


def refused(*arguments: str) -> str:
    before = sorted(Path().rglob("*"))
    result = qvgraph(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr
    assert sorted(Path().rglob("*")) == before
    return result.stderr


def test_regions_stand_beside_each_other_with_a_sentence_each():
    result = qvgraph("six", "one", *FIGURES)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert [line for line in lines if line.startswith("six")] == ["six"]
    assert re.search(r"percentiles +aalen +bonn +(ulm|\(six\))", result.stdout)
    assert re.search(r"centralisation_in +99\.5\* +99\.5\*", result.stdout)
    said = " ".join(result.stdout.split())
    assert "aalen differs beyond size, density and kinds. Higher than expected" in said
    assert "ulm (six): nothing is told (fewer than 5 organisations)." in said
    assert "managers left out. Percentiles among 99 networks" in " ".join(result.stderr.split())
    assert all(len(line) <= 80 for line in lines)


def test_german_is_german():
    result = qvgraph("six", *FIGURES, language="de")
    said = " ".join(result.stdout.split())
    assert "aalen weicht über Größe, Dichte und Art der Organisationen hinaus ab." in said
    assert "ulm: keine Angaben (weniger als 5 Organisationen)." in said
    assert "99,5*" in said


def test_a_single_region_has_its_figures_and_nothing_beside_it():
    result = qvgraph("one", *FIGURES)
    assert re.search(r"expected +90% of networks +percentile", result.stdout)
    assert "There is one region only, and nothing to put beside it." in result.stdout


def test_a_table_goes_to_a_file_or_to_standard_output():
    assert qvgraph("six", "--out", "t.csv", *FIGURES).stdout == ""
    table = pl.read_csv("t.csv")
    assert table.columns[:4] == ["network", "region", "metric", "value"]
    assert table["region"].to_list() == ["aalen", "aalen", "bonn", "bonn", "ulm"]
    printed = qvgraph("six", "--format", "csv", *FIGURES).stdout
    assert printed == Path("t.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("ending", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")]
)
def test_the_ending_of_the_picture_says_what_is_drawn_the_same_twice(ending: str, start: bytes):
    target = f"page.{ending}"
    result = qvgraph("six", "--picture", target, "--quiet", *FIGURES)
    assert result.stdout.splitlines()[-1] == target
    first = Path(target).read_bytes()
    assert first.startswith(start)
    assert qvgraph("six", "--picture", target, "--force", "--out", "t.csv", *FIGURES).stdout == ""
    assert Path(target).read_bytes() == first


def test_networks_of_one_name_are_told_apart_by_where_they_are(write: Write):
    write("a/net", ulm=6)
    write("b/net", ulm=7)
    result = qvgraph("a/net", "b/net", "--out", "-", *FIGURES[:4])
    networks = [line.split(",")[0] for line in result.stdout.splitlines()[1:]]
    assert networks == ["a/net", "b/net"]


def test_all_that_is_wrong_is_told_at_once(write: Write):
    write("broken", extra="x,frim,ulm\n", ulm=6)
    Path("there.svg").write_text("mine")
    said = refused(
        *("onee", "six", "broken", "six", "gone", "--metric", "transitivty", "--null", "kinda"),
        *("--picture", "there.svg", "--out", "none/t.csv"),
    )
    for what in (
        "did you mean one?",
        "“frim” found",
        "six: is named twice",
        "gone",
        "did you mean transitivity?",
        "did you mean kinds?",
        "there.svg: is there already; --force replaces it",
        "its folder does not exist",
    ):
        assert what in said
    assert "expected is a file that ends in one of: .svg, .png, .pdf" in refused(
        "six", "--picture", "page.gif"
    )
    assert "is no run" in refused("six", "one", "--month", "3")
    assert Path("there.svg").read_text() == "mine"
