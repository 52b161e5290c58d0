"""The chart of what lasts."""

from pathlib import Path

import matplotlib
import numpy as np
import polars as pl
import pytest
from matplotlib.figure import Figure

from qvgraph import language
from qvgraph.charts import save_svg
from qvgraph.charts.lasting import sustained_figure as sustained
from qvgraph.simulate.record import SERIES
from qvgraph.study.answer import Facts
from qvgraph.study.monthly import monthly
from qvgraph.study.outcomes import ALL

MONTHS, REGIONS = 60, ("freiburg", "ulm")
FACTS = Facts(
    baseline="cliff",
    labels={"cliff": "Cliff", "retained": "Retained for 5 $ to 6 $ a month"},
    judged=[48, 48],
    since={},
    network="pilot",
)


def monthly_table() -> pl.DataFrame:
    random = np.random.default_rng(2)
    parts = []
    for scenario, slope in (("cliff", -0.1), ("retained", 0.2)):
        values = np.zeros((20, MONTHS, len(REGIONS), len(SERIES)), np.float32)
        course = 20 + slope * np.arange(MONTHS)[:, None] + random.normal(0, 3, (20, 1, 2))
        values[..., 0] = course
        parts.append(monthly(values, scenario=scenario, regions=REGIONS))
    return pl.concat(parts)


def outcomes_table() -> pl.DataFrame:
    random = np.random.default_rng(3)
    rows = [
        {
            "scenario": scenario,
            "draw": draw,
            "replicate": replicate,
            "region": region,
            "sustained": float(random.random() < chance),
        }
        for scenario, chance in (("cliff", 0.2), ("retained", 0.8))
        for draw in range(4)
        for replicate in range(5)
        for region in (*REGIONS, ALL)
    ]
    return pl.DataFrame(rows)


def drawn(spoken: language.Language = "en", outcomes: pl.DataFrame | None = None) -> Figure:
    return sustained(
        monthly_table(),
        outcomes_table() if outcomes is None else outcomes,
        FACTS,
        pilots={name: [(0, 24), (6, 24)] for name in FACTS.labels},
        calendar="2019-07",
        language=spoken,
    )


def texts(figure: Figure) -> str:
    inside = [text.get_text() for axes in figure.axes for text in axes.texts]
    ticks = [tick.get_text() for axes in figure.axes for tick in axes.get_xticklabels()]
    return "\n".join([*(text.get_text() for text in figure.texts), *inside, *ticks])


def test_two_drawings_have_the_same_bytes_whatever_the_settings_of_the_machine(
    tmp_path: Path,
) -> None:
    save_svg(drawn(), tmp_path / "one.svg")
    with matplotlib.rc_context({"font.size": 20, "svg.fonttype": "none", "savefig.dpi": 30}):
        save_svg(drawn(), tmp_path / "two.svg")
    one = (tmp_path / "one.svg").read_bytes()
    assert one == (tmp_path / "two.svg").read_bytes()
    assert b"dc:date" not in one
    assert b"What lasts after the pilot?" in one


def test_labels_counts_and_what_must_be_said_stand_in_the_picture() -> None:
    shown = texts(drawn())
    for scenario in ("Cliff", "Retained"):
        assert scenario in shown
    assert "of 40" in shown
    assert "Synthetic networks. Model, not forecast. 20 runs per scenario" in shown
    assert "24\nJul 2021" in shown


def test_the_picture_is_in_the_language_asked_for_and_leaves_the_one_in_use() -> None:
    language.use("en")
    try:
        shown = texts(drawn("de"))
        assert language.current() == "en"
    finally:
        language.use(None)
    assert "Modellrechnung, keine Prognose" in shown
    assert "Pilotphase" in shown
    assert "Bewertung" in shown


def test_scenarios_of_which_nothing_is_known_have_no_dot() -> None:
    unknown = outcomes_table().with_columns(sustained=pl.lit(None, pl.Float64))
    figure = drawn(outcomes=unknown)
    assert not [line for line in figure.axes[-1].lines if line.get_marker() == "o"]
    assert "–" in texts(figure)


@pytest.mark.parametrize("spoken", ["de", "en"])
def test_no_text_is_smaller_than_nine_points_and_none_leaves_the_sheet(
    spoken: language.Language,
) -> None:
    figure = drawn(spoken)
    figure.draw_without_rendering()
    width, height = figure.bbox.width, figure.bbox.height
    inside = [text for axes in figure.axes for text in axes.texts]
    for text in (*figure.texts, *inside):
        box = text.get_window_extent()
        assert text.get_fontsize() >= 9
        assert box.x0 >= 0
        assert box.x1 <= width
        assert box.y0 >= 0
        assert box.y1 <= height
