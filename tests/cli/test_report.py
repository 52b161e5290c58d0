"""`qvgraph report` as it is typed."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from qvgraph.cli.commands import _commands
from qvgraph.study.parts import Parts

TINY = """
title = { de = "Klein?", en = "Small?" }
baseline = "cliff"
outside_range = true    # so few firms
[network]
profile = "region"
firms = 40
draws = 2
[run]
months = 60
replicates = 2
[judge]
month = 60
[scenario.cliff]
[scenario.more]
funding.retained_share = 1.0
funding.retained_months = 12
"""

pytestmark = pytest.mark.usefixtures("elsewhere")


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run() -> Path:
    Path("tiny.toml").write_text(TINY, "utf-8")
    assert qvgraph("run", "tiny.toml").exit_code == 0
    return Path("tiny.run")


def qvgraph(*arguments: str, language: str = "en") -> Result:
    return CliRunner().invoke(_commands, [*arguments, "--lang", language], catch_exceptions=False)


def test_the_report_is_written_into_the_run_folder_and_its_path_printed(run: Path):
    for language, title in (("de", "Klein?"), ("en", "Small?")):
        path = run / f"report-{language}.html"
        assert qvgraph("report", str(run), language=language).stdout == f"{path}\n"
        text = path.read_text("utf-8")
        assert f'<html lang="{language}">' in text
        assert f"<title>{title}</title>" in text
        assert qvgraph("report", str(run), language=language).exit_code == 0, "a second time"
        assert path.read_text("utf-8") == text


def test_a_report_is_no_part_of_the_run_and_goes_when_its_results_change(run: Path):
    qvgraph("report", str(run))
    again = qvgraph("run", "tiny.toml")
    assert "Nothing to do" in again.stderr
    assert (run / "report-en.html").exists()
    extended = qvgraph("run", "tiny.toml", "--replicates", "3")
    assert extended.exit_code == 0
    assert "The report of the earlier results is deleted" in extended.stderr
    assert not (run / "report-en.html").exists()


def test_all_charts_are_written_when_asked_for(run: Path):
    assert len(list(run.glob("charts/*.svg"))) == 2
    assert qvgraph("report", str(run), "--charts").exit_code == 0
    names = {path.stem for path in run.glob("charts/*.svg")}
    charts = ("sustained", "flow", "now_after", "cost", "gaps", "funding")
    assert names == {f"{name}-{spoken}" for name in charts for spoken in ("de", "en")}


def test_another_file_is_replaced_only_with_force(run: Path):
    mine = Path("mine.html")
    mine.write_text("mine")
    refused = qvgraph("report", str(run), "--out", "mine.html")
    assert refused.exit_code == 2
    assert "mine.html: is there already; --force replaces it" in refused.stderr
    assert mine.read_text() == "mine"
    assert qvgraph("report", str(run), "--out", "mine.html", "--force").exit_code == 0
    assert mine.read_text("utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("out", "said"), [("nowhere/r.html", "its folder does not exist"), ("tiny.run", "a folder")]
)
def test_a_place_that_cannot_be_written_to_is_named(run: Path, out: str, said: str):
    result = qvgraph("report", str(run), "--out", out)
    assert result.exit_code == 2
    assert said in result.stderr


def test_figures_of_a_damaged_file_are_not_reported(run: Path):
    table = run / "comparison.csv"
    table.write_text(table.read_text("utf-8").replace("more", "less", 1), "utf-8")
    result = qvgraph("report", str(run))
    assert result.exit_code == 2
    assert "comparison.csv: is damaged or gone; qvgraph run mends it" in result.stderr
    mended = qvgraph("run", "tiny.toml")
    assert mended.exit_code == 0
    assert qvgraph("report", str(run)).exit_code == 0


def test_a_folder_that_is_not_there_is_told_with_the_nearest(run: Path):
    result = qvgraph("report", "tini.run")
    assert result.exit_code == 2
    assert "there is no such folder" in result.stderr
    assert "did you mean tiny.run?" in result.stderr


def test_what_is_no_run_is_refused():
    Path("empty").mkdir()
    for place in ("empty", "nowhere.run"):
        result = qvgraph("report", place)
        assert result.exit_code == 2
        assert place in result.stderr
        assert "Traceback" not in result.stderr
    assert list(Path("empty").iterdir()) == []


def test_an_unfinished_run_has_a_report_that_says_so(run: Path):
    """Stopped after three of eight blocks; all of the baseline is there but one."""
    Path("tiny.toml").write_text(TINY.replace("replicates = 2", "replicates = 4\nblock = 2"))
    result = interrupted("tiny.toml", "--out", "half.run", after=3)
    assert result.exit_code == 3
    result = qvgraph("report", "half.run")
    assert result.exit_code == 0
    assert "Unfinished: " in result.stderr
    text = Path("half.run/report-en.html").read_text("utf-8")
    assert "All figures may still change." in text
    whole = qvgraph("run", "tiny.toml", "--out", "half.run")
    assert whole.exit_code == 0
    assert not Path("half.run/report-en.html").exists(), "it was about other figures"


def interrupted(*arguments: str, after: int) -> Result:
    """A run that is stopped once so many blocks are written."""
    original, written = Parts._keep_block, 0

    def stopping(*given):
        nonlocal written
        written += 1
        if written > after:
            raise KeyboardInterrupt
        original(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Parts, "_keep_block", stopping)
        return qvgraph("run", *arguments, "--executor", "threads:1")
