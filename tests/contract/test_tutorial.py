"""The tutorials are run: what they quote is what their commands print."""

import re
import runpy
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
QUOTE = runpy.run_path(str(DOCS / "quote.py"))
PAIRS = QUOTE["PAIRS"]
PAGES = [page for pair in PAIRS for page in pair]
FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


@pytest.mark.parametrize("pair", PAIRS, ids=" ".join)
def test_every_quote_is_what_the_command_prints(pair, tmp_path):
    for page in pair:
        agree(page, tmp_path, slow=False)


@pytest.mark.slow
def test_every_quote_of_the_demo_is_what_it_prints(tmp_path):
    for page in PAGES:
        agree(page, tmp_path, slow=True)


@pytest.mark.parametrize("pair", PAIRS, ids=" ".join)
def test_both_languages_type_the_same(pair):
    english, german = (
        [(one.kind, one.commands) for one in blocks(page) if one.kind != "text"] for page in pair
    )
    assert german == english
    files = [[one.text for one in blocks(page) if one.kind in ("toml", "csv")] for page in pair]
    assert files[0] == files[1]


def test_only_the_install_is_not_run():
    unrun = [
        line
        for page in PAGES
        for one in blocks(page)
        if "not-run" in one.words
        for line in one.commands
    ]
    assert set(unrun) == {
        "python3.12 -m venv .venv",
        ".venv/bin/pip install -c constraints.txt -e .",
        "source .venv/bin/activate",
    }


@pytest.mark.parametrize("page", PAGES)
def test_every_figure_of_the_text_stands_in_a_quote(page):
    text = read(page)
    quoted = set(FIGURE.findall(" ".join(one.text for one in blocks(page))))
    prose = re.sub(
        r"`[^`]*`|\[[^\]]*\]\([^)]*\)|^#.*|^\d+\.", "", FENCED.sub("", text), flags=re.MULTILINE
    )
    assert set(FIGURE.findall(prose)) <= quoted


@pytest.mark.parametrize("page", PAGES)
def test_no_block_escapes(page):
    assert len(FENCED.findall(read(page))) == len(blocks(page))


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: page.name)
def test_no_link_leads_nowhere(page):
    for link in re.findall(r"\]\(([^):]+)\)", page.read_text("utf-8")):
        path, _, heading = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        if heading:
            assert heading in headings(target), link


def test_figures_that_changed_are_quoted_anew():
    quoted = "of 40, ≈0\n…\nlasts  2  ±3\n…\n"
    printed = "of 100, +7\nleft out\n\nlasts 12,5 ±30\nthe rest\n"
    assert QUOTE["requoted"](quoted, printed) == "of 100, +7\n…\nlasts 12,5 ±30\n…\n"


def test_without_an_ellipsis_all_is_quoted():
    assert QUOTE["requoted"]("whatever\n", "first\n\nsecond\n") == "first\n\nsecond\n"


def test_words_that_changed_are_left_to_a_person():
    with pytest.raises(SystemExit, match="by hand"):
        QUOTE["requoted"]("said once\n…\n", "said otherwise\nand more\n")


def agree(page, folder, *, slow):
    text = read(page)
    renewed = QUOTE["renewed"](page, text, folder, slow=slow)
    assert renewed == text, f"docs/{page} is out of date: run `python docs/quote.py`"


def read(page):
    return (DOCS / page).read_text("utf-8")


def blocks(page):
    return QUOTE["blocks"](read(page))


def headings(page):
    """The headings of a page as links name them."""
    found = re.findall("^#+ (.*)", page.read_text("utf-8"), re.MULTILINE)
    return [re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in found]
