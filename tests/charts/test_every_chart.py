"""What holds for all charts of a run."""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path

import matplotlib
import numpy as np
import polars as pl
import pytest
from legible import check_texts, texts_of
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from qvgraph import charts, language
from qvgraph.charts import CHARTS, draw_all, style
from qvgraph.charts.chart import UNTITLED
from qvgraph.charts.material import material_of
from qvgraph.language import Language, german
from qvgraph.study.outcomes import ALL, OUTCOMES
from qvgraph.study.run import Run

Made = Callable[..., Run]

EACH = pytest.mark.parametrize("name", CHARTS)


def nothing_known(rows: pl.DataFrame) -> pl.DataFrame:
    """No outcome at all has a value."""
    return rows.with_columns(**{one.name: pl.lit(None, pl.Float64) for one in OUTCOMES})


def one_unknown(rows: pl.DataFrame) -> pl.DataFrame:
    """A scenario without a whole year of its pilot, and without a gap of large firms."""
    names = ["sustained", "flow_pilot", "gap_large", "gap_end"]
    missing = pl.when(pl.col("scenario") != "half")
    return rows.with_columns(**{name: missing.then(pl.col(name)) for name in names})


def baseline_unknown(rows: pl.DataFrame) -> pl.DataFrame:
    """Nothing to compare with."""
    names = [one.name for one in OUTCOMES]
    missing = pl.when(pl.col("scenario") != "cliff")
    return rows.with_columns(**{name: missing.then(pl.col(name)) for name in names})


CASES = {
    "as usual": {},
    "nothing known": {"change": nothing_known},
    "one scenario unknown": {"change": one_unknown},
    "baseline unknown": {"change": baseline_unknown},
    "one draw": {"draws": 1},
    "one run": {"draws": 1, "replicates": 1},
    "one scenario": {"scenarios": ("cliff",)},
    "no calendar": {"calendar": None},
    "26 regions, negative starts": {"profile": "expansion", "draws": 2, "replicates": 2},
    "one region": {"profile": "region"},
    "a short run": {"months": 26, "judged": 26},
}


def figure_of(name: str, run: Run, spoken: Language = "en") -> Figure:
    figure = getattr(charts, name)(run, spoken)
    assert isinstance(figure, Figure)
    figure.draw_without_rendering()
    return figure


def shown(figure: Figure) -> str:
    return "\n".join(text.get_text() for text in texts_of(figure))


# ---- figures


@pytest.mark.parametrize(
    ("case", "spoken"), [(case, "de") for case in CASES] + [("as usual", "en")]
)
def test_texts_stay_on_the_sheet_and_do_not_touch(made: Made, case: str, spoken: Language) -> None:
    language.use(spoken)
    material = material_of(made(**CASES[case]))
    for chart, words in product(CHARTS.values(), (None, UNTITLED)):
        figure = chart.figure(material, words)
        figure.draw_without_rendering()
        assert not figure.legends
        assert all(axes.get_legend() is None for axes in figure.axes)
        check_texts(figure)


@EACH
def test_what_must_be_said_stands_below(made: Made, name: str) -> None:
    run = made()
    assert "Synthetic networks. Model, not forecast. 12 runs per scenario on 4 drawings" in shown(
        figure_of(name, run)
    )
    assert "Unfinished" not in shown(figure_of(name, run))
    alone = shown(figure_of(name, made(draws=1))).replace("\n", " ")
    assert "the intervals of 90% show chance only" in alone
    partly = shown(figure_of(name, replace(run, done=30)))
    assert "Unfinished: 30 of 48 runs are in." in partly.replace("\n", " ")


@EACH
def test_every_scenario_is_named_and_none_left_out(made: Made, name: str) -> None:
    words = shown(figure_of(name, made(change=one_unknown))).replace("\n", " ")
    for label in ("Cliff: nothing after, no fees", "Half a post retained for 48 months"):
        assert label in words


@EACH
def test_no_english_is_left_in_german(made: Made, name: str) -> None:
    words = shown(figure_of(name, made(), "de")).replace("\n", " ")
    assert "Modellrechnung, keine Prognose." in words
    sentences = {one for one in german() if len(one) > 3 and " " in one.strip()}
    assert not [one for one in sentences if one.replace("\n", " ") in words]
    english = r"\b(the|of|and|with|per|networks?|months?|baseline|flow|micro|small|large|pilot)\b"
    assert not re.findall(english, words)
    assert not re.search(r"\d\.\d(?!\d\d)", words), "a decimal point"


@EACH
def test_the_language_in_use_stays_and_is_the_default(made: Made, name: str) -> None:
    run = made()
    language.use("de")
    try:
        assert "Modellrechnung" in shown(getattr(charts, name)(run))
        assert "Model, not forecast" in shown(getattr(charts, name)(run, language="en"))
        assert language.current() == "de"
    finally:
        language.use("en")


def test_a_missing_value_is_a_dash_and_has_no_mark(made: Made) -> None:
    run = made(change=one_unknown)
    gaps = texts_of(figure_of("gaps", run))
    assert "large –" in [text.get_text() for text in gaps]
    assert "–" in [text.get_text() for text in texts_of(figure_of("sustained", run))]
    for name in ("cost", "now_after"):
        figure = figure_of(name, run)
        assert "as a value is missing: “Half a post" in shown(figure).replace("\n", " ")
        points = [line for line in figure.axes[0].lines if line.get_marker() in ("o", "s")]
        assert len(points) == 3


# ---- bytes


def test_two_drawings_have_the_same_bytes_whatever_the_settings_of_the_machine(made: Made) -> None:
    run = made()
    one = draw_all(run, "en")
    with matplotlib.rc_context({"font.size": 20, "svg.fonttype": "none", "savefig.dpi": 30}):
        two = draw_all(run, "en")
    assert [item.svg for item in one] == [item.svg for item in two]
    assert [item.name for item in one] == list(CHARTS)
    for item in one:
        assert item.svg.startswith(b"<?xml")
        assert b"<text" not in item.svg
        assert f"<title>{item.title}</title>".encode() in item.svg
        assert item.finding.endswith(".")


def test_the_set_is_small_and_its_ids_differ(made: Made) -> None:
    run = made(months=120)
    items = [item for spoken in ("de", "en") for item in draw_all(run, spoken)]
    ids = [name for item in items for name in re.findall(rb' id="([^"]+)"', item.svg)]
    assert len(ids) == len(set(ids))
    for item in items:
        used = set(re.findall(rb'(?:href="|url\()#([^")]+)', item.svg))
        assert used == set(re.findall(rb' id="([^"]+)"', item.svg))
    assert sum(len(item.svg) for item in items) / 2 < 500_000


def test_a_small_svg_has_the_same_points_as_matplotlibs() -> None:
    from qvgraph.charts.svg import compact

    random = np.random.default_rng(1)
    corners = np.round(np.cumsum(random.normal(0, 3, (40, 2)), axis=0), 6)
    path = " \n".join(f"{'ML'[n > 0]} {x} {y}" for n, (x, y) in enumerate(corners.tolist()))
    small = compact(f'<svg><path d="{path} \nz\n"/></svg>', "i")
    found = re.search(r'd="M([-\d. ]+)l?([^"z]*)z"', small)
    assert found
    here = np.array(numbers(found[1]))
    points = [here]
    for step in found[2].split("l"):
        here = here + numbers(step)
        points.append(here)
    assert np.abs(np.array(points) - corners).max() < 0.0501


def numbers(text: str) -> list[float]:
    return [float(one) for one in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", text)]


def test_a_run_folder_gets_the_chart_of_what_lasts_only(made: Made, tmp_path: Path) -> None:
    run = replace(made(), folder=tmp_path)
    charts.write_charts(run)
    names = sorted(path.name for path in (run.folder / "charts").iterdir())
    assert names == ["sustained-de.svg", "sustained-en.svg"]
    path = run.folder / "charts" / "sustained-de.svg"
    assert "Was bleibt?" in path.read_text("utf-8")
    path.write_text("mine", "utf-8")
    charts.write_charts(run)
    assert path.read_text("utf-8") == "mine"


# ---- grey


def test_inks_are_told_apart_without_colour() -> None:
    for ink in (style.BLUE, style.GREY):
        steps = [luminance(one) for one in (ink.line, ink.half, ink.most, "white")]
        assert all(second - first > 0.08 for first, second in pairwise(steps))
    lightness = [luminance(one) ** (1 / 2.2) for one in (style.GREY.line, style.BLUE.line)]
    assert abs(lightness[0] - lightness[1]) > 0.08
    assert luminance("white") - luminance(style.PILOT) > 0.05


def test_the_baseline_and_sizes_have_markers_of_their_own(made: Made) -> None:
    run = made()
    sizes = {line.get_marker() for line in figure_of("gaps", run).axes[0].lines}
    assert {"o", "s", "D", "^"} <= sizes
    points = [line.get_marker() for line in figure_of("cost", run).axes[0].lines]
    assert points.count("s") == 1


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2."""
    linear = [
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in to_rgb(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_regions_are_left_out_of_what_is_said_of_all(made: Made) -> None:
    """Whatever a single region did: what is drawn are the rows of all of them."""
    run = made()
    one = run.outcomes.filter(region=ALL)
    other = run.outcomes.filter(pl.col("region") != ALL).with_columns(
        public_euros=pl.lit(1.0), flow_after=pl.lit(1.0), flow_pilot=pl.lit(1.0)
    )
    changed = replace(run, outcomes=pl.concat([one, other]))
    for name in ("cost", "now_after", "flow"):
        assert shown(figure_of(name, changed)) == shown(figure_of(name, run))
