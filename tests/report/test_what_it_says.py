"""What stands in a report, and in which language."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from qvgraph import language
from qvgraph.charts.material import material_of
from qvgraph.language import decimal, german, percent
from qvgraph.report import html_of
from qvgraph.simulate.parameters import PARAMETERS
from qvgraph.study.run import Run
from qvgraph.terms import TERMS

Made = Callable[..., Run]
BOTH = pytest.mark.parametrize("spoken", ["de", "en"])


def in_order(text: str, parts: list[str]) -> bool:
    places = [text.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


def test_the_first_page_has_question_answer_picture_and_three_caveats(page, made: Made):
    answer = material_of(made()).answer
    marks = "Model, not a forecast"
    body = page().html.partition("<body>")[2]
    assert in_order(body, ["<h1>What is left?", "In month 48", marks, "<svg", "<ol"])
    assert answer.headline in page().texts
    assert in_order(page().read, [answer.headline, *answer.caveats, "Contents"])
    assert re.search(r"\d+ of 72 networks", answer.headline), "month, count and n in one sentence"


def test_everything_that_the_answer_rests_on_follows(page):
    assert [text for level, text in page().headings if level == 2] == [
        "Three things to know before quoting a figure",
        "Contents",
        "The scenarios side by side: what lasts, what it costs, who gains",
        "How it goes over the months",
        "Does the order hold under other assumptions?",
        "Do the simulated networks look like real ones?",
        "What was assumed, and what it rests on",
        "Words",
        "Where the figures come from",
    ]


@BOTH
def test_scenarios_stand_side_by_side_with_cost_and_who_gains(page, made: Made, spoken):
    language.use(spoken)
    said = material_of(made()).answer
    texts = page(spoken).texts
    for table in said.tables:
        assert table.title in texts
        for row in table.rows:
            assert row.label in texts
            assert all(cell.text.replace("\n", " ") in texts for cell in row.cells if cell.text)
    assert all(remark in texts for remark in said.remarks)


@BOTH
def test_what_it_is_stands_beside_every_table_of_results(page, spoken):
    model = {"de": "Modellrechnung, keine Prognose", "en": "Model, not a forecast"}[spoken]
    kind = {"de": "synthetische Netzwerke", "en": "synthetic networks"}[spoken]
    beside = [text for text in page(spoken).texts if text == f"{model} · {kind}"]
    assert len(beside) == 5  # four of the answer, one of plausibility
    assert model in page(spoken).texts


def test_every_assumption_has_value_range_confidence_and_source(page):
    codes = page().codes
    assumptions = [path for path, one in PARAMETERS.items() if one.kind == "assumption"]
    levers = [path for path, one in PARAMETERS.items() if one.kind == "lever"]
    typed = [code for code in codes if code in PARAMETERS]
    assert sorted(typed) == sorted(assumptions + levers), "each once"
    texts = page().texts
    at = texts.index("All assumptions")
    at = texts.index("joining: base", at)
    value, ends, confidence, source = texts[at + 1 : at + 5]
    assert (value, ends, confidence) == ("−4.3\u00a0log-odds", "−6 to −1", "low")
    assert source == PARAMETERS["visits.join_base"].spec.source
    for path in assumptions:
        assert PARAMETERS[path].spec.source in texts


def test_what_a_scenario_sets_is_told_against_the_baseline(page):
    start = page().texts.index("What the scenarios set")
    rows = page().texts[start : start + 14]
    at = rows.index("Half a post retained for 48 months")
    assert rows[at + 1] == (
        "share of the post kept at first: 50%; months for which the share is kept: 24\u00a0months"
    )
    assert "nothing" in rows, "the baseline keeps to the defaults"


def test_what_is_outside_its_band_is_loud(page):
    loud = re.findall(r'<span class="loud">([^<]*)', page().html)
    assert loud == ["outside"]


def test_an_unfinished_run_says_so_and_shows_what_is_there(made: Made):
    run = replace(made(missing=18), looks=None)
    html = html_of(run, "en")
    assert "30 of 48 runs are in. All figures may still change." in html
    assert "Model, not a forecast · synthetic networks · unfinished" in html
    assert "This is known when the run is finished." in html
    assert html.count("<svg ") == 6


def test_robustness_is_shown_where_draws_have_assumptions_of_their_own(made: Made, page):
    assert "This was not tried: each assumption has one value." in page().read
    run = made()
    study = replace(run.study, run=replace(run.study.run, assumptions="ranges"))
    html = html_of(replace(run, study=study), "en")
    assert "In how many of 4 sets of assumptions" in html
    assert "a value of its own for each drawing" in html
    assert "not tried" not in html


def test_the_command_that_computes_it_again_is_told(page, made: Made):
    again = "qvgraph run study.toml --draws 4 --replicates 3 --months 60 --assumptions {} --out {}"
    assert again.format("defaults", "again.run") in page().codes
    assert again.format("ranges", "ranges.run") in page().codes


def test_headings_of_two_lines_are_joined_as_the_language_does(page):
    assert "post-months" in page().texts
    assert "Stellenmonate" in page("de").texts


def test_what_is_counted_as_a_network_is_said(page):
    assert "72 networks are 6 regions, each simulated 12 times." in page().read


@BOTH
def test_words_are_explained(page, spoken):
    language.use(spoken)
    texts = page(spoken).texts
    for term in TERMS:
        assert term.word in texts
        assert term.meaning in texts


def words_of(texts: list[str]) -> set[str]:
    return {word for text in texts for word in re.findall(r"[^\W\d_]{2,}", text)}


def test_no_english_word_is_in_a_german_report(page):
    """A word that English texts use, and German ones never do."""
    spec = [one.spec for one in PARAMETERS.values()]
    english = words_of([*german(), *(one.en for one in spec), *(term.meaning_en for term in TERMS)])
    known = words_of(
        [
            *german().values(),
            *(one.de for one in spec),
            *(text for term in TERMS for text in (term.de, term.meaning_de)),
            *("qvgraph", "pilot", "made"),  # the program, the profile, the study
        ]
    )
    found = (words_of(page("de").texts) & english) - known
    assert not found
    assert len(english - known) > 500, "the test knows English"


def test_no_german_word_is_in_an_english_report(page):
    spec = [one.spec for one in PARAMETERS.values()]
    deutsch = words_of([*german().values(), *(one.de for one in spec)])
    known = words_of([*german(), *(one.en for one in spec), *(one.source for one in spec)])
    labels = words_of([term.meaning_en for term in TERMS] + [term.en for term in TERMS])
    assert not (words_of(page("en").texts) & deutsch) - known - labels


def test_numbers_are_written_as_the_language_does(page):
    german_text, english_text = (page(spoken).read for spoken in ("de", "en"))
    for written in ("40 % der Stelle", "40 % of the post"):  # labels are their author's
        german_text, english_text = (
            text.replace(written, "") for text in (german_text, english_text)
        )
    assert re.search(r"\d\u00a0%", german_text)
    assert not re.search(r"\d ?%", german_text.replace("\u00a0%", "")), "no-break space before %"
    assert not re.search(r"\d\s%", english_text)
    assert not re.search(r"\d\.\d{1,2}(?!\d)", german_text.replace("0.1.0", "")), "decimal point"
    assert not re.search(r"\d,\d{1,2}(?!\d)", english_text), "decimal comma"
    language.use("de")
    assert (decimal(1234.5, 1), percent(0.6)) == ("1.234,5", "60\u00a0%")
    assert (decimal(1.25e99), decimal(-(10**15))) == ("1,25E99", "-1E15")
    language.use("en")
    assert (decimal(1234.5, 1), percent(0.6)) == ("1,234.5", "60%")
