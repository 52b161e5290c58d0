"""The tables of the documentation and the declarations, one for one."""

import re
import runpy
from functools import cache
from pathlib import Path

import pytest

from qvgraph.chances import CHANCES
from qvgraph.declare import ByClass, Value
from qvgraph.model.tables import TABLES
from qvgraph.simulate.parameters import PARAMETERS

DOCS = Path(__file__).parents[2] / "docs"
BLOCKS = {
    "model.md": {"schedule", "chances", "parameters", "judging", "outcomes"},
    "data.md": {"tables", "series"},
    "metrics.md": {"metrics", "differences"},
    "uncertainty.md": {"silent", "bootstrap"},
}


@pytest.mark.parametrize("file", BLOCKS)
def test_every_table_is_as_the_script_writes_it(file):
    text = read(file)
    renewed = runpy.run_path(str(DOCS / "tables.py"))["renewed"]
    assert text == renewed(text), f"docs/{file} is out of date: run `python docs/tables.py`"


@pytest.mark.parametrize("file", BLOCKS)
def test_no_table_is_missing(file):
    assert set(re.findall("<!-- begin: ([a-z]+) -->", read(file))) == BLOCKS[file]


def test_every_chance_stands_in_the_model_with_its_number():
    listed = {int(row["number"]): row for row in rows("model.md", "chances")}
    assert listed.keys() == CHANCES.keys()
    for number, chance in CHANCES.items():
        row = listed[number]
        assert (row["event"], row["subject"], row["index"]) == (
            chance.event,
            chance.subject,
            chance.index,
        )


def test_every_parameter_stands_in_the_model_with_default_and_range():
    listed = {row["path"].strip("`"): row for row in rows("model.md", "parameters")}
    assert listed.keys() == PARAMETERS.keys()
    for path, parameter in PARAMETERS.items():
        row, spec = listed[path], parameter.spec
        low, _, high = row["low – high"].partition(" – ")
        found = [value(text) for text in (row["default"], low, high)]
        assert found == [plain(one) for one in (parameter.default, spec.low, spec.high)], path
        assert (row["unit"], row["confidence"], row["source"]) == (
            spec.unit,
            spec.confidence,
            spec.source,
        ), path


def test_every_column_stands_in_the_data_dictionary():
    listed = [row["column"].strip("`") for row in rows("data.md", "tables")]
    assert listed == [column.name for columns in TABLES.values() for column in columns]


@cache
def read(file: str) -> str:
    return (DOCS / file).read_text("utf-8")


def rows(file: str, block: str) -> list[dict[str, str]]:
    """The rows of all tables of a block, by the heads of their columns."""
    text = re.search(f"<!-- begin: {block} -->(.*)<!-- end: {block} -->", read(file), re.DOTALL)
    assert text, f"docs/{file} has no block {block}"
    found: list[dict[str, str]] = []
    heads: list[str] = []
    for line in text[1].splitlines():
        cells = [cell.strip() for cell in line[1:-1].split("|")]
        if not line.startswith("|"):
            heads = []
        elif not heads:
            heads = cells
        elif cells[0] != "---":
            found.append(dict(zip(heads, cells, strict=True)))
    return found


def value(text: str) -> object:
    """What a cell says: true or false, a number, one number per size class, or nothing."""
    if text in ("", "true", "false"):
        return {"": None, "true": True, "false": False}[text]
    numbers = tuple(map(float, text.split(" / ")))
    return numbers if len(numbers) > 1 else numbers[0]


def plain(declared: Value | None) -> object:
    """A declared value as `value` reads it."""
    return tuple(declared) if isinstance(declared, ByClass) else declared
