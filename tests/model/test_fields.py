"""A CSV text taken apart at once gives what the careful way gives, or is left to it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qvgraph.model.files.csv import _first_line
from qvgraph.model.files.fields import LONGEST, carefully, fields_of, quickly
from qvgraph.problems import Problems

SIGNS = st.text(
    st.sampled_from('ab"",;\t \n\r\x1c\x1f\x85\u00a0\u2028\ufeffß€😀#\\\''), max_size=60
)
WORDS = st.text("ab \"',;ä#\u00a0\ufeff", max_size=5)


def same(text: str, separator: str) -> bool:
    """Whether the quick way was taken; fails where it gives something else."""
    fast = quickly(text, separator)
    if fast is None:
        return False
    problems = Problems()
    slow = carefully(text, separator, "a.csv", problems)
    assert slow is not None
    assert list(problems) == []
    assert (fast.header, fast.header_line) == (slow.header, slow.header_line)
    assert list(fast.lines) == list(slow.lines)
    assert fast.body.schema == slow.body.schema
    assert fast.body.rows() == slow.body.rows()
    return True


def written(word: str, separator: str, *, always: bool) -> str:
    if always or '"' in word or separator in word:
        return '"' + word.replace('"', '""') + '"'
    return word


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, str]:
    """Tables as programs write them, here and there with a fault."""
    separator, end = draw(st.sampled_from(",;\t")), draw(st.sampled_from(["\n", "\r\n", "\r"]))
    width, always = draw(st.integers(1, 3)), draw(st.booleans())
    row = st.lists(WORDS, min_size=width, max_size=width)
    rows = [["a", *["b"] * (width - 1)], *draw(st.lists(row, max_size=5))]
    lines = [separator.join(written(w, separator, always=always) for w in one) for one in rows]
    if draw(st.integers(0, 3)) == 0:
        lines[draw(st.integers(0, len(lines) - 1))] += draw(SIGNS)
    return end.join(lines) + draw(st.sampled_from(["", end, end * 2, "\n"])), separator


@settings(max_examples=500)
@given(texts())
def test_both_ways_give_the_same_of_what_programs_write(given: tuple[str, str]) -> None:
    same(*given)


@settings(max_examples=500)
@given(SIGNS, st.sampled_from(",;\t"))
def test_both_ways_give_the_same_of_any_signs(text: str, separator: str) -> None:
    same(text, separator)


@pytest.mark.parametrize(
    "text",
    [
        "a,b\n1,2\n",
        "a,b\r\n1,2\r\n\r\n",
        "a,b\r1,2",
        "a,b",
        "a\n",
        "a,b\n,\n  ,\t\n1,\n",
        'a,"b"\n"1, ""2""",""\n"",3\n',
        "a,b\n'1',#2\n#3,4\n\\,NULL\n",
        "a,b\n" + "1," + "2" * (LONGEST - 2) + "\n",
        "ä,ß\n€,😀\n\u00a0,\u2003\n",
    ],
)
def test_what_is_plain_is_taken_apart_at_once(text: str) -> None:
    assert same(text, ",")


@pytest.mark.parametrize(
    "text",
    [
        "a,b\n1\n",
        "a,b\n1,2,3\n",
        "a,b\n1\n1,2,3\n",
        "a,b\n1,2,3\n1\n",
        "a,b\n\n1,2\n",
        "\na,b\n1,2\n",
        " , \n1,2\n",
        "a\n1\n\n2\n",
        'a,b\n"1\n",2\n',
        'a,b\n1,"2\n',
        'a,b\n"1"2,3\n',
        'a,b\n1"2",3\n',
        'a,b\n "1",3\n',
        'a,b\n"1,3\n',
        "a,b\n\x1c,3\n",
        "a,b\n\ufeff1,3\n",
        "a,b\n1," + "2" * LONGEST + "\n",
        "\n",
        "",
    ],
)
def test_what_is_not_is_left_to_the_careful_way(text: str) -> None:
    assert quickly(text, ",") is None
    problems = Problems()
    assert fields_of(text, ",", "a.csv", problems) is None or text.strip()


@given(SIGNS)
def test_the_first_line_is_that_which_all_lines_would_give(text: str) -> None:
    lines = [line for line in text.splitlines() if line.strip()]
    assert _first_line(text) == (lines[0] if lines else "")
