"""No number changes without a word in the changelog."""

import re
from pathlib import Path

import freeze
import polars as pl

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"
LINE = re.compile(r"^- Frozen case `(\w+)` → `(\w+)`: (.+?)(?=^- |^#|\Z)", re.MULTILINE | re.DOTALL)


def test_the_outcomes_are_those_that_were_committed():
    """If they are meant to be others: ``python tests/frozen/freeze.py``, then the changelog."""
    now = freeze.outcomes()
    then = freeze.committed().cast(dict(now.schema))  # type: ignore[arg-type]
    differing = [name for name in now.columns if not now[name].equals(then[name], null_equal=True)]
    assert now.columns == then.columns
    assert now.height == then.height
    assert differing == []


def test_the_changelog_says_what_changed_from_to_and_why():
    sections = re.split(r"^### ", CHANGELOG.read_text("utf-8"), flags=re.MULTILINE)
    changed = "".join(one for one in sections if one.startswith("Results that changed"))
    told = LINE.findall(changed)
    assert told, "no line about the frozen case"
    latest = told[0]
    assert latest[1] == freeze.fingerprint(), "the outcomes changed and the changelog is silent"
    assert len(latest[2].split()) > 8, "what, from, to, why"
    assert "WHY" not in latest[2]


def test_the_case_is_worth_freezing():
    """All that can move does: every phase leaves a number that is not 0."""
    frame = freeze.committed()
    numbers = frame.select(pl.exclude("scenario", "draw", "replicate", "region"))
    still = [name for name in numbers.columns if not (numbers[name].fill_null(0.0) != 0).any()]
    assert still == []
    assert frame["scenario"].n_unique() == 3
