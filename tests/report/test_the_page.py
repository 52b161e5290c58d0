"""The report as a file: it stands alone, can be read by everybody, and is the same twice."""

import re
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from made import ELEVEN

from qvgraph.charts import draw_all
from qvgraph.report import html_of, write_report
from qvgraph.study.run import Run

Made = Callable[..., Run]
BOTH = pytest.mark.parametrize("spoken", ["de", "en"])
COLOUR = re.compile(r"#[0-9a-f]{3,6}\b")


def test_nothing_is_asked_for_from_outside(page):
    """Addresses are names of vocabularies or places in the page itself."""
    found = page()
    for tag, attributes in found.elements:
        for name, value in attributes.items():
            if name in {"href", "xlink:href", "src", "srcset", "action", "data", "poster"}:
                assert value.startswith("#"), f"{tag} {name} {value}"
            elif "//" in value:
                assert name.startswith("xmlns") or name == "aria-label", f"{tag} {name} {value}"
    assert not {tag for tag, _ in found.elements} & {"script", "link", "img", "iframe", "object"}
    assert not re.search(r"@import|url\((?!#)", found.html)
    (policy,) = (one["content"] for one in found.all("meta") if "http-equiv" in one)
    assert policy.startswith("default-src 'none'")


def test_links_lead_to_places_that_are_there_and_no_name_is_given_twice(page):
    found = page()
    ids = [attributes["id"] for _, attributes in found.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = [one["href"].removeprefix("#") for one in found.all("a")]
    assert links
    assert set(links) <= set(ids)
    used = re.findall(r'(?:xlink:href="|url\()#([^")]+)', found.html)
    assert set(used) <= set(ids)


@BOTH
def test_headings_form_an_outline(page, spoken):
    found = page(spoken)
    levels = [level for level, _ in found.headings]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(text for _, text in found.headings)


@BOTH
def test_every_picture_is_told_by_its_finding(page, made: Made, spoken):
    told = [one["aria-label"] for one in page(spoken).all("svg")]
    drawn = draw_all(made(), spoken)
    assert len(told) == len(drawn) == 6
    assert sorted(told) == sorted(f"{one.title} {one.finding}" for one in drawn)
    assert all(one["role"] == "img" for one in page(spoken).all("svg"))


def test_tables_have_captions_and_name_their_rows_and_columns(page):
    found = page()
    tables = len(found.all("table"))
    assert tables == len(found.all("caption")) >= 8
    scopes = {attributes.get("scope") for attributes in found.all("th")}
    assert scopes == {"row", "col", "rowgroup"}


def test_text_stands_out_from_what_is_behind_it(page):
    """Contrast of at least 4.5 by WCAG 2.2, for each rule of the style sheet."""
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", page().style)
    checked = 0
    for selector, body in rules:
        colours = dict(re.findall(r"(?<![-\w])(color|background): (#[0-9a-f]{3,6})", body))
        if "color" in colours:
            behind = colours.get("background", "#fff")
            assert contrast(colours["color"], behind) >= 4.5, selector
            checked += 1
    assert checked >= 6


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_contrast_is_that_of_the_standard():
    assert contrast("#fff", "#000") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


def test_the_same_run_gives_the_same_bytes(made: Made, page, tmp_path):
    path = write_report(made(), tmp_path / "one.html", "en")
    assert path.read_text("utf-8") == html_of(made(), "en") == page().html
    assert html_of(made(), "de") != page().html


def test_the_report_lies_in_the_run_folder_under_its_language(made: Made, tmp_path):
    run = replace(made(), folder=tmp_path)
    assert write_report(run, language="de") == tmp_path / "report-de.html"
    assert [path.name for path in tmp_path.iterdir()] == ["report-de.html"]


@pytest.mark.slow
def test_it_is_small_and_quick_for_a_study_of_eleven_scenarios(made: Made):
    """Processor time, the best of five, because other work on a machine only ever adds to it."""
    run = made(scenarios=ELEVEN, months=120, judged=96)
    seconds = []
    for _ in range(5):
        begun = time.process_time()
        html = html_of(run, "de")
        seconds.append(time.process_time() - begun)
    assert html.count("<svg ") == 6
    assert len(html.encode()) < 1_000_000
    assert min(seconds) < 2.0


def test_labels_are_text_and_no_markup(made: Made):
    run = made()
    label = {"de": "<b>Ende</b> & „Schluss“", "en": '<b>end</b> & "stop"'}
    scenarios = [replace(run.study.scenarios[0], label=label), *run.study.scenarios[1:]]
    run = replace(run, study=replace(run.study, scenarios=tuple(scenarios)))
    html = html_of(run, "en")
    assert "<b>" not in html
    assert "&lt;b&gt;end&lt;/b&gt; &amp; &#34;stop&#34;" in html
