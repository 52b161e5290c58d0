"""The nearest of many names is found among those that may be it."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qvgraph.model import likely
from qvgraph.model.likely import Names
from qvgraph.model.sheets import near

WORDS = st.text("aAbBßsS.ıİ-0123", min_size=1, max_size=7)


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likely, "FEW", 0)
    monkeypatch.setattr(likely, "FIRST", 2)


@settings(max_examples=500)
@given(WORDS, st.lists(WORDS, max_size=12, unique=True))
def test_the_nearest_of_the_likely_is_the_nearest_of_all(name: str, known: list[str]) -> None:
    few = Names(pl.Series("id", known, dtype=pl.String)).likely(name)
    assert near(name, few) == near(name, known)
    assert [one for one in known if one in few] == few


def test_of_ids_that_are_numbered_few_are_likely() -> None:
    ids = pl.Series("id", [f"org-{number}" for number in range(20_000)])
    few = Names(ids).likely("org-123456")
    assert len(few) < 200
    assert near("org-123456", few) == "; did you mean org-13456?"
    assert Names(ids).likely("???") == []
