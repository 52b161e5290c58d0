"""The answer on a screen of 80 columns: nothing is cut off."""

import re
from collections.abc import Callable
from dataclasses import replace
from io import StringIO

import polars as pl
import pytest
from rich.console import Console

from qvgraph import language
from qvgraph.charts.material import material_of
from qvgraph.cli.answer import show
from qvgraph.cli.chance import beside_chance
from qvgraph.metrics.chance import brokerage_nulls
from qvgraph.model.checks import check_frames
from qvgraph.study.run import Run


@pytest.mark.parametrize("spoken", ["de", "en"])
@pytest.mark.parametrize("assumptions", ["defaults", "ranges"])
def test_tables_fit_and_no_word_is_cut(made: Callable[..., Run], spoken: str, assumptions: str):
    language.use(spoken)
    run = made(draws=8)
    study = replace(run.study, run=replace(run.study.run, assumptions=assumptions))
    said = material_of(replace(run, study=study)).answer
    if said.robustness:
        # The longest label that a distance can hang on.
        table = said.robustness.table
        words = "share of micro, small, medium and large among reachable firms\nρ −0.65"
        rows = tuple(
            replace(row, cells=(*row.cells[:-1], replace(row.cells[-1], text=words)))
            for row in table.rows
        )
        robust = replace(said.robustness, table=replace(table, rows=rows))
        said = replace(said, robustness=robust)
    screen = StringIO()
    show(said, Console(file=screen, width=80, highlight=False))
    text = screen.getvalue()
    # What is cut off ends in …; inside an interval, 15…35, a number goes on behind it.
    assert "…" not in re.sub(r"(?<=\d)…(?=[−\d])", " to ", text)
    assert max(map(len, text.splitlines())) <= 80
    for label in material_of(run).labels.values():
        assert label.split()[0] in text


def test_no_digit_is_cut_off_where_a_table_does_not_fit(made: Callable[..., Run]):
    said = material_of(made()).answer
    wide = "1,234,567.89 to 9,876,543.21"
    ends = ("−1,234,567.89", "9,876,543,210.98")
    first = said.tables[0]
    row = first.rows[0]
    cells = tuple(replace(cell, distance=wide, ends=ends) for cell in row.cells)
    rows = (replace(row, cells=cells),)
    said = replace(said, tables=(replace(first, rows=rows),))
    screen = StringIO()
    show(said, Console(file=screen, width=80, highlight=False))
    assert screen.getvalue().count(wide) == len(row.cells)
    assert screen.getvalue().count("…".join(ends)) == len(row.cells)


def test_no_number_beside_chance_is_cut_and_rows_left_out_are_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("COLUMNS", "80")
    language.use("en")
    ids = [f"region-firm-{n:04d}" for n in range(6)]
    nulls = ["labels", "density", "dyads", "degrees", "blocks"]
    one = {"count": 1234, "expected": 1234.5, "low": 0.0, "high": 2.0, "p": 0.004, "note": None}
    table = pl.DataFrame(
        [
            {"id": id_, "role": role, "null": null, **one}
            for id_ in ids
            for role in ("coordinator", "representative", "gatekeeper", "liaison", "itinerant")
            for null in nulls
        ]
    )
    monkeypatch.setattr(brokerage_nulls, "brokerage_beside_chance", lambda *_, **__: table)
    firms = {"organisations": pl.DataFrame({"id": ids, "kind": "firm"})}
    beside_chance(check_frames("n", firms), "n", group=None, ties="advice", screen=True, quiet=True)
    text = capsys.readouterr().out
    assert text.count("(0.004)") == text.count("1,234.5") == 25 * len(nulls)
    assert max(map(len, text.splitlines())) <= 80
    assert "25 of 30 rows; all with" in text
