"""The fields of a CSV text: taken apart at once where it is plain, else row by row and with care.

Both ways give the same. The quick one is for texts in which every line has as many fields as the
header and no field goes on over the end of a line; whether that holds is counted before. What is
left to the careful one is what people write by hand, and what is wrong.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from qvgraph.language import decimal, say
from qvgraph.model.files.reading import line_in
from qvgraph.problems import Problems

MARK = "\ufeff"
BLANK_TO_PYTHON_ONLY = "\x1c\x1d\x1e\x1f"
"""Signs that Python counts as blanks and polars does not."""

SMALL = 20_000
"""Signs of a text for which the careful way is the quicker one."""

LONGEST = 2**17
"""Bytes of a line; a longer field is refused by the careful way."""

END, QUOTE = ord("\n"), ord('"')

Signs = np.ndarray[tuple[int], np.dtype[np.uint8]]
Places = np.ndarray[tuple[int], np.dtype[np.intp]]


@dataclass(frozen=True, slots=True)
class Fields:
    """Header and body; columns of the body are called by their place, "0" first.

    A field is null where its row is too short. `lines` says on which line each row starts.
    """

    header: list[str]
    header_line: int
    body: pl.DataFrame
    lines: Sequence[int]


def fields_of(text: str, separator: str, file: str, problems: Problems) -> Fields | None:
    """The fields of each row that holds anything; None when there is no row."""
    fields = quickly(text, separator) if len(text) > SMALL else None
    return fields or carefully(text, separator, file, problems)


def quickly(text: str, separator: str) -> Fields | None:
    """All fields at once, or None where the text is not plain."""
    if any(sign in text for sign in BLANK_TO_PYTHON_ONLY):
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    data = text.encode().rstrip(b"\n")
    width = _width(data, ord(separator))
    if width is None:
        return None
    first, _, rest = data.partition(b"\n")
    [header] = csv.reader([first.decode()], delimiter=separator, strict=True)
    if rest.startswith(MARK.encode()) or not any(name.strip() for name in header):
        return None
    body = pl.read_csv(
        rest,
        has_header=False,
        separator=separator,
        quote_char='"' if b'"' in rest else None,
        schema={str(place): pl.String for place in range(width)},
        empty_string_is_null=False,
        raise_if_empty=False,
    )
    return Fields(header, 1, *_without_blank_rows(body))


def carefully(text: str, separator: str, file: str, problems: Problems) -> Fields | None:
    """Row by row, up to the first that cannot be taken apart; what is wrong is told."""
    rows = list(rows_of(text, separator, file, problems))
    if not rows:
        return None
    header, *body = rows
    width = len(header.fields)
    for row in body:
        if any(field.strip() for field in row.fields[width:]):
            what = say(
                "{found} fields found; expected are {width}, one for each column of the header",
                found=len(row.fields),
                width=width,
            )
            problems.note(line_in(file, row.line), what)
    frame = pl.DataFrame(
        {
            str(place): [row.fields[place] if place < len(row.fields) else None for row in body]
            for place in range(width)
        },
        schema={str(place): pl.String for place in range(width)},
    )
    return Fields(header.fields, header.line, frame, [row.line for row in body])


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of one row and the line of the file on which it starts."""

    line: int
    fields: list[str]


def rows_of(text: str, separator: str, file: str, problems: Problems) -> Iterator[Row]:
    """Each row that holds anything, up to the first that cannot be taken apart."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for fields in reader:
            if any(field.strip() for field in fields):
                yield Row(line, fields)
            line = reader.line_num + 1
    except csv.Error as error:
        if "limit" in str(error):
            most = decimal(csv.field_size_limit())
            what = say(
                "a field of more than {most} signs found; shorter ones are expected", most=most
            )
        else:
            what = say("a quotation mark found that is not closed, or stands inside a field")
        problems.note(line_in(file, line), what)


def _width(data: bytes, separator: int) -> int | None:
    """How many fields every line has; None where they differ or a line is not whole."""
    signs: Signs = np.frombuffer(data, np.uint8)
    ends = np.append(np.flatnonzero(signs == END), len(data))
    separators = np.flatnonzero(signs == separator)
    if b'"' in data:
        quotes = np.flatnonzero(signs == QUOTE)
        inside_an_end = np.searchsorted(quotes, ends) % 2
        if inside_an_end.any() or not _in_pairs(signs, quotes, separator):
            return None
        separators = separators[np.searchsorted(quotes, separators) % 2 == 0]
    lengths = np.diff(ends, prepend=-1) - 1
    more, left = divmod(len(separators), len(ends))
    if left or lengths.min() == 0 or lengths.max() > LONGEST:
        return None
    if more:
        by_line = separators.reshape(len(ends), more)
        if (by_line[1:, 0] < ends[:-1]).any() or (by_line[:, -1] > ends).any():
            return None
    return more + 1


def _in_pairs(signs: Signs, quotes: Places, separator: int) -> bool:
    """Whether fields are quoted as a whole: each mark at a border, or doubled within quotes."""
    borders = np.array([separator, END, QUOTE])
    opening, closing = quotes[::2], quotes[1::2]
    before = signs[opening[opening > 0] - 1]
    after = signs[closing[closing < len(signs) - 1] + 1]
    whole = len(opening) == len(closing)
    return whole and bool(np.isin(before, borders).all() and np.isin(after, borders).all())


def _without_blank_rows(body: pl.DataFrame) -> tuple[pl.DataFrame, Sequence[int]]:
    """The rows that hold anything, and the line of each."""
    if not (body["0"].str.strip_chars() == "").any():
        return body, range(2, body.height + 2)
    full = body.select(pl.any_horizontal(pl.all().str.strip_chars() != "")).to_series()
    return body.filter(full), (full.arg_true() + 2).to_list()
