"""The chart of what lasts."""

from collections.abc import Callable

import polars as pl
from matplotlib.figure import Figure

from qvgraph import charts
from qvgraph.study.run import Run

Made = Callable[..., Run]


def nothing_judged(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(sustained=pl.lit(None, pl.Float64))


def texts(figure: Figure) -> str:
    inside = [text.get_text() for axes in figure.axes for text in axes.texts]
    ticks = [tick.get_text() for axes in figure.axes for tick in axes.get_xticklabels()]
    return "\n".join([*(text.get_text() for text in figure.texts), *inside, *ticks])


def test_labels_counts_and_months_stand_in_the_picture(made: Made) -> None:
    run = made()
    shown = texts(charts.sustained(run, "en"))
    rows = run.outcomes.filter(pl.col("region") != "all", scenario="half")
    assert f"{rows['sustained'].sum():.0f} of {rows.height}" in shown
    for word in ("Cliff", "What is left?", "pilot", "judged", "9 of 10", "baseline"):
        assert word in shown
    assert "24\nJul 2021" in shown
    assert "24\nJul 2021" in texts(charts.sustained(run, "de"))


def test_without_a_calendar_months_are_counted(made: Made) -> None:
    shown = texts(charts.sustained(made(calendar=None), "en"))
    assert "\n24\n" in shown
    assert "Jul" not in shown


def test_scenarios_of_which_nothing_is_known_have_no_dot(made: Made) -> None:
    figure = charts.sustained(made(change=nothing_judged), "en")
    assert not [line for line in figure.axes[-1].lines if line.get_marker() == "o"]
    assert "–" in texts(figure)
