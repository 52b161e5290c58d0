"""The page of regions side by side: legible, honest about what is missing, the same twice."""

import polars as pl
import pytest
from legible import check_texts, texts_of

from qvgraph import language
from qvgraph.charts.benchmark import bytes_of, picture_of
from qvgraph.metrics.regions.benchmark import TABLE, USUAL


def table(regions: int, *, names: tuple[str, ...] = USUAL, open_ends: bool = False) -> pl.DataFrame:
    """Figures that nobody computed, in the shape of a benchmark; the last region is withheld."""
    rows: list[dict[str, object]] = []
    for number in range(regions):
        start = {"network": "net", "region": f"region-{number}"}
        if number == regions - 1:
            rows.append({**start, "note": "fewer than 5 organisations"})
            continue
        for place, name in enumerate(names):
            value = 0.1 + 0.07 * ((number * 5 + place * 3) % 7)
            rows.append(
                {
                    **start,
                    "metric": name,
                    "value": value,
                    "expected": 0.3,
                    "low": 0.22,
                    "high": 0.4,
                    "percentile": None if place == number else 99.0,
                    "deviation": 3.0,
                    "differs": "higher" if (number + place) % 3 == 0 else None,
                    "null": "kinds",
                    "n": 40,
                    "silent_low": value - 0.02 if open_ends else None,
                    "silent_high": value + 0.03 if open_ends else None,
                }
            )
    return pl.DataFrame(rows, TABLE, orient="row")


@pytest.mark.parametrize(("spoken", "regions"), [("en", 2), ("de", 7), ("de", 20)])
def test_everything_can_be_read(spoken: language.Language, regions: int):
    language.use(spoken)
    figure = picture_of(table(regions, open_ends=True), synthetic=True)
    check_texts(figure)
    said = [text.get_text() for text in texts_of(figure)]
    assert any("ynthetic" in text or "ynthetisch" in text for text in said)
    assert said.count("–") == min(regions - 1, len(USUAL))
    assert said.count("fewer than 5 organisations") == 2  # once in each block


def test_what_is_drawn_stands_where_the_values_are():
    """The dot of a higher value is further to the right; a full one differs."""
    one = table(4, names=("transitivity", "compactness"))
    axes = picture_of(one, synthetic=False).axes[0]
    dots = [line for line in axes.lines if line.get_marker() == "o"][2:]  # the key has two
    shown = one.drop_nulls("percentile")
    assert len(dots) == shown.height
    for name, column in (("transitivity", dots[:2]), ("compactness", dots[2:])):
        values = shown.filter(metric=name)["value"].to_list()
        places = [float(dot.get_xdata()[0]) for dot in column]  # type: ignore[index]
        assert (places[0] < places[1]) == (values[0] < values[1])
        full = [dot.get_markerfacecolor() != "white" for dot in column]
        assert full == [yes is not None for yes in shown.filter(metric=name)["differs"]]


def test_what_silence_leaves_open_is_told_only_where_somebody_was_silent():
    for open_ends in (True, False):
        figure = picture_of(table(3, open_ends=open_ends), synthetic=False)
        said = [text.get_text() for text in texts_of(figure)]
        assert ("what silent organisations leave open" in said) == open_ends


def test_where_nothing_may_be_told_there_is_a_page_that_says_so():
    figure = picture_of(table(1), synthetic=False)
    check_texts(figure)
    assert "fewer than 5 organisations" in [text.get_text() for text in texts_of(figure)]


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_the_same_table_gives_the_same_bytes(kind: str):
    first, second = (bytes_of(table(2), kind, synthetic=True) for _ in range(2))  # type: ignore[arg-type]
    assert first == second
