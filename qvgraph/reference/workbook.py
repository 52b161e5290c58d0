"""A workbook to fill in: what to do, a sheet for each table, and what each column means.

All of it comes from the declarations of the tables, in the language in use.
"""

import io
from collections.abc import Iterator
from math import isinf
from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from qvgraph.declare import Column
from qvgraph.language import current, say
from qvgraph.model.files.excel_cells import letters_of
from qvgraph.model.files.excel_write import heading_of, new_workbook, sheet_called
from qvgraph.model.spelling import words_of
from qvgraph.model.tables import TABLES
from qvgraph.reference import columns, words

LAST: Final = 10_000
"""The row to which drop-downs and bounds reach."""

_EXAMPLES: Final = {
    "count": 5, "euros": 1000, "euros per month": 100, "fte": 1, "hours": 40, "share": 0.5,
    "standard deviations": 0,
}  # fmt: skip
"""A number of each unit."""


_LETTERS: Final = 100
"""Letters of a step that stand in a line."""


def network_workbook(file: str) -> bytes:
    """The workbook in the language in use; `file` is what it will be called."""
    data = io.BytesIO()
    workbook = new_workbook(data)
    styles = {
        "title": workbook.add_format({"bold": True, "font_size": 16}),
        "heading": workbook.add_format(
            {"bold": True, "bg_color": "#DCE6F1", "bottom": 1, "valign": "top"}
        ),
        "required": workbook.add_format(
            {"bold": True, "bg_color": "#1F4E79", "font_color": "white", "bottom": 1}
        ),
        "example": workbook.add_format({"italic": True, "font_color": "#808080"}),
        "text": workbook.add_format({"text_wrap": True, "valign": "top"}),
        "link": workbook.get_default_url_format(),
    }
    _guide(workbook.add_worksheet(say("Guide")), styles, file)
    for table in TABLES:
        _table(workbook.add_worksheet(sheet_called(table)), styles, table)
    _explained(workbook.add_worksheet(say("Columns")), styles)
    workbook.close()
    return data.getvalue()


def _guide(sheet: Worksheet, styles: dict[str, Any], file: str) -> None:
    """What to do in five steps, and what each table is for."""
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 92)
    sheet.set_column(2, 2, 12)
    sheet.write_string(0, 0, say("Your network in a workbook"), styles["title"])
    for row, (step, text) in enumerate(_steps(file), 2):
        sheet.set_row(row, 16 * (1 + len(text) // _LETTERS))
        sheet.write_string(row, 0, step, styles["text"])
        sheet.write_string(row, 1, text, styles["text"])
    top = 9
    for place, heading in enumerate((say("Sheet"), say("What it holds"), say("Required"))):
        sheet.write_string(top, place, heading, styles["heading"])
    for row, table in enumerate(TABLES, top + 1):
        name = sheet_called(table)
        sheet.write_url(row, 0, f"internal:'{name}'!A1", styles["link"], name)
        holds = say("who asks whom for advice") if table == "ties" else words.table(table)
        sheet.write_string(row, 1, holds, styles["text"])
        needed = table == "organisations"
        sheet.write_string(row, 2, say("yes") if needed else say("no"), styles["text"])


def _steps(file: str) -> Iterator[tuple[str, str]]:
    first = sheet_called("organisations")
    texts = (
        say(
            "Fill in the sheet {sheet}: a row for each firm, association and institution. It is"
            " the only one that is required.",
            sheet=first,
        ),
        say(
            "Fill in what you know on the other sheets. What is not known is drawn, and every"
            " answer says so. A sheet with rows of your own counts as complete: a firm without a"
            " row there has none."
        ),
        say(
            "Rest on a heading to see what it means. Dark headings are required; other columns may"
            " be left empty or deleted, and columns of your own are kept."
        ),
        say(
            "Grey rows are examples. They are left out because their ids begin with “{start}”;"
            " delete them or write below.",
            start=_start(),
        ),
        say(
            "Save, and let every problem be named with its cell: qvgraph check {file}",
            file=file,
        ),
    )
    for number, text in enumerate(texts, 1):
        yield say("Step {number}", number=number), text


def _table(sheet: Worksheet, styles: dict[str, Any], table: str) -> None:
    """One table: headings with notes, example rows, and what each cell may hold."""
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    examples = list(_examples(table))
    for place, column in enumerate(TABLES[table]):
        heading = heading_of(column)
        sheet.write_string(0, place, heading, styles["required" if column.required else "heading"])
        shown = [heading, *(str(example.get(column.name, "")) for example in examples)]
        sheet.set_column(place, place, max(*map(len, shown), 10) + 4)
        text = columns.note(column)
        lines = sum(1 + len(line) // 42 for line in text.split("\n"))
        size = {"width": 300, "height": 20 * lines + 12}
        sheet.write_comment(0, place, text, {"author": "", **size})
        if rule := _rule(column):
            sheet.data_validation(1, place, LAST, place, rule)
        for row, example in enumerate(examples, 1):
            if (value := example.get(column.name)) is not None:
                sheet.write(row, place, value, styles["example"])


def _rule(column: Column) -> dict[str, Any] | None:
    """What Excel lets people type into a column."""
    word = column.word
    said = {
        "error_title": heading_of(column)[:32],
        "error_message": columns.content(column)[:255],
    }
    if word.choices:
        return {"validate": "list", "source": list(words_of(column).values()), **said}
    if word.type == "flag":
        return {"validate": "list", "source": [say("yes"), say("no")], **said}
    if word.refers_to in TABLES and not word.many:
        place = next(n for n, one in enumerate(TABLES[word.refers_to]) if one.name == "id")
        letter = letters_of(place)
        source = f"='{sheet_called(word.refers_to)}'!${letter}$2:${letter}${LAST + 1}"
        return {"validate": "list", "source": source, "error_type": "warning", **said}
    if word.type not in ("whole", "number"):
        return None
    low, high = word.least, word.most
    said["error_message"] = ", ".join(
        filter(None, (columns.content(column), columns.bounds(column)))
    )
    kind = "integer" if word.type == "whole" else "decimal"
    if isinf(low):
        low = -1e15
    if isinf(high):
        return {"validate": kind, "criteria": ">=", "value": low, **said}
    return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high, **said}


def _examples(table: str) -> Iterator[dict[str, Any]]:
    """A full row, and of organisations a second one that others can refer to."""
    yield {column.name: _example(column) for column in TABLES[table]}
    if table == "organisations":
        names = words_of(next(one for one in TABLES[table] if one.name == "kind"))
        texts = dict.fromkeys(("name", "region"), say("Example"))
        yield {"id": _id(table, 2), "kind": names["association"], **texts}


def _example(column: Column) -> Any:
    word = column.word
    if word.refers_to == "self":
        return _id(column.table, 1)
    if word.refers_to:
        # A tie joins two, and a member belongs to another.
        second = column.name in ("target", "association", "host", "provider")
        return _id(word.refers_to, 2 if second else 1)
    if word.choices:
        return words_of(column)[word.choices[0]]
    if word.type == "flag":
        return say("no") if column.name == "synthetic" else say("yes")
    return _EXAMPLES[word.unit] if word.unit else say("Example")


def _id(table: str, number: int) -> str:
    return f"{_start()}{sheet_called(table).split()[0].lower()}-{number}"


def _start() -> str:
    return "beispiel-" if current() == "de" else "example-"


def _explained(sheet: Worksheet, styles: dict[str, Any]) -> None:
    """Every column: its names, what it means and what it may hold."""
    headings = {
        say("Sheet"): 22, say("Column"): 26, say("Name in CSV files"): 24, say("Meaning"): 52,
        say("Content"): 44, say("Unit"): 18, say("Bounds"): 14, say("Required"): 10,
        say("If empty"): 22,
    }  # fmt: skip
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for place, (heading, width) in enumerate(headings.items()):
        sheet.write_string(0, place, heading, styles["heading"])
        sheet.set_column(place, place, width)
    every = [column for those in TABLES.values() for column in those]
    for row, column in enumerate(every, 1):
        texts = (
            sheet_called(column.table),
            heading_of(column),
            f"{column.table}.{column.name}",
            columns.meaning(column),
            columns.content(column),
            columns.unit(column),
            columns.bounds(column),
            say("yes") if column.required else say("no"),
            columns.if_empty(column),
        )
        for place, text in enumerate(texts):
            sheet.write_string(row, place, text, styles["text"])
    sheet.autofilter(0, 0, len(every), len(headings) - 1)
