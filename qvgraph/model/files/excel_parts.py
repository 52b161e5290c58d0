"""What a workbook is made of, looked at before it is read: an archive of XML files.

A library that reads workbooks makes room for all cells up to the last one, trusts what an archive
says of its size, and takes formulas that failed for empty cells. So sizes are measured here, by
unpacking in pieces, and such formulas are found.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from qvgraph.language import decimal, say
from qvgraph.model.files.excel_cells import number_of
from qvgraph.problems import InputError, fail

MOST_BYTES: Final = 300_000_000
"""All parts of a workbook together, unpacked."""

PACKED: Final = 100
"""How many times its size a workbook may have when unpacked, if that is more than `SMALL` bytes."""

SMALL: Final = 10_000_000

MOST_CELLS: Final = 10_000_000
"""Rows times columns of a sheet, from its corner to its last cell."""

MOST_GAPS: Final = 1_000_000
"""The same where hardly any cell of it is there: one value far away costs as much as a table."""

_PIECE: Final = 1 << 20
_WITHOUT_A_ROW: Final = 32 << 20
"""Bytes of a part that are kept until a row ends."""

_DAMAGED: Final = (
    zipfile.BadZipFile, zlib.error, ElementTree.ParseError, EOFError, LookupError,
    OSError, OverflowError, RuntimeError, UnicodeError, ValueError,
)  # fmt: skip
"""What archives and XML files end with that are not whole, locked, or packed in a way unknown."""

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT: Final = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"

_INDEX: Final = ("_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/workbook.xml")
"""What says where the sheets are."""

_LETTERS: Final = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*)""")
_DIGITS: Final = re.compile(rb"""\sr\s*=\s*["'][A-Za-z]*(\d+)""")
_PROMISED: Final = re.compile(rb"""uniqueCount\s*=\s*["'](\d+)""")
_CELLS: Final = re.compile(rb"<(?:[\w.-]+:)?c[\s/>]")
_ROWS: Final = re.compile(rb"<(?:[\w.-]+:)?row[\s/>]")
_WHOLE_CELL: Final = re.compile(
    rb"""<(?:[\w.-]+:)?c\s([^<>]{0,200}?\br\s?=\s?["']([A-Z]+\d+)["'][^<>/]{0,200})>"""
    rb"([^<]*(?:<(?!/?(?:[\w.-]+:)?c[\s/>])[^<]*)*)</(?:[\w.-]+:)?c>"
)
"""A cell that is not empty, up to its own end: never past the next one's beginning."""

_TYPE: Final = re.compile(rb"""\bt\s*=\s*["'](\w+)""")
_RESULT: Final = re.compile(rb"<(?:[\w.-]+:)?v(?:\s[^<>]{0,200})?>([^<]+)<")
_FORMULA: Final = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")


def look_into(path: Path) -> dict[str, dict[str, str]]:
    """The cells of each sheet whose formula failed, with the error, or "" where it has no result.

    Raises `InputError` for what is no workbook, or none that can be read with what a computer has.
    """
    _refuse_other_files(path)
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_other_archives(path, archive.namelist())
            _refuse_bombs(path, archive)
            parts, kept = _unpacked(path, archive)
        parts_of = _sheets(kept)
    except InputError:
        raise
    except _DAMAGED as error:
        raise damaged(path) from error
    return {name: parts[part].failed for name, part in parts_of.items() if part in parts}


def damaged(path: Path) -> InputError:
    """What to say of a file that is not whole."""
    what = say("a workbook found that is damaged or not whole; save it again in Excel")
    return fail(path.name, what)


def _refuse_other_files(path: Path) -> None:
    with path.open("rb") as file:
        first = file.read(8)
        is_ole = first == _OLE
        locked = is_ole and "EncryptedPackage".encode("utf-16-le") in file.read()
    if not first:
        what = say("an empty file found; a workbook saved as .xlsx is expected")
    elif locked:
        what = say("a workbook with a password found; save it without one")
    elif is_ole:
        what = say("a workbook of an old kind found; save it as .xlsx")
    elif not first.startswith(b"PK"):
        what = say("no workbook found in this file; one saved as .xlsx is expected")
    else:
        return
    raise fail(path.name, what)


def _refuse_other_archives(path: Path, names: list[str]) -> None:
    if "xl/workbook.bin" in names:
        raise fail(path.name, say("a binary workbook (.xlsb) found; save it as .xlsx"))
    if "content.xml" in names and "mimetype" in names:
        raise fail(path.name, say("a sheet of OpenDocument (.ods) found; save it as .xlsx"))
    if "xl/workbook.xml" not in names:
        raise fail(path.name, say("no workbook found in this file; one saved as .xlsx is expected"))
    if len({name.casefold() for name in names}) < len(names):
        raise damaged(path)


def _refuse_bombs(path: Path, archive: zipfile.ZipFile) -> None:
    """Unpack once without a look at what it is: quick, and nothing is kept."""
    most = min(MOST_BYTES, max(SMALL, PACKED * path.stat().st_size))
    left = most
    for name in archive.namelist():
        for piece in _pieces(archive, name):
            left -= len(piece)
            if left < 0:
                what = say(
                    "more than {most} megabytes found when unpacked; a smaller workbook is"
                    " expected",
                    most=decimal(most // 10**6),
                )
                raise fail(path.name, what)


def _unpacked(path: Path, archive: zipfile.ZipFile) -> tuple[dict[str, "_Part"], dict[str, bytes]]:
    """Every part measured, and the content of those that say what the sheets are."""
    parts: dict[str, _Part] = {}
    kept: dict[str, bytes] = {}
    for name in archive.namelist():
        measured = name.lower().endswith(".xml") and name.lower() != "xl/sharedstrings.xml"
        part, end, size, promised = _Part(), b"", 0, 0
        for piece in _pieces(archive, name):
            both = end + piece
            if b"<!DOCTYPE" in both or b"<!ENTITY" in both:
                raise fail(path.name, say("a workbook that defines entities found; none is read"))
            promised = max((promised, *map(int, _PROMISED.findall(both))))
            end, size = piece[-40:], size + len(piece)
            if name in _INDEX:
                kept[name] = kept.get(name, b"") + piece
            if measured:
                part.take(piece)
                _refuse_endless(path, part)
        if promised > size:  # texts, and room is made for them
            raise damaged(path)
        if measured:
            part.finish()
            _refuse_endless(path, part, whole=True)
            parts[name.lower()] = part
    return parts, kept


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as file:
        while piece := file.read(_PIECE):
            yield piece


def _refuse_endless(path: Path, part: "_Part", *, whole: bool = False) -> None:
    area = part.rows * part.columns
    sparse = whole and area > max(MOST_GAPS, 50 * part.cells)
    if area > MOST_CELLS or sparse or part.rest > _WITHOUT_A_ROW:
        what = say(
            "a sheet that reaches to row {row} and column {column} found, too large to be read;"
            " delete the empty rows and columns behind the last value",
            row=part.rows,
            column=part.columns,
        )
        raise fail(path.name, what)


def _sheets(kept: dict[str, bytes]) -> dict[str, str]:
    """The part of each sheet."""
    package, relations, workbook = (ElementTree.fromstring(kept[name]) for name in _INDEX)
    (first,) = (one for one in package if one.get("Type", "").endswith("/officeDocument"))
    if first.get("Target", "").removeprefix("/") != "xl/workbook.xml":
        raise ValueError("a workbook at another place")
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    found = {}
    for sheet in workbook.iterfind(".//{*}sheet"):
        target = targets.get(sheet.get(_RELATION) or sheet.get(_STRICT), "").removeprefix("/")
        part = target if target.startswith("xl/") else f"xl/{target}"
        found[sheet.get("name", "")] = part.lower()
    return found


class _Part:
    """How far the cells of a part reach, and what became of its formulas; taken piece by piece."""

    def __init__(self) -> None:
        self.rows = self.columns = self.cells = 0
        self.failed: dict[str, str] = {}
        self._rest = b""

    @property
    def rest(self) -> int:
        """Bytes after the last row."""
        return len(self._rest)

    def take(self, piece: bytes) -> None:
        """Look at all rows that are whole by now."""
        text = self._rest + piece
        cut = text.rfind(b"row>") + 4
        if cut > 3:
            self._look_at(text[:cut])
            text = text[cut:]
        self._rest = text

    def finish(self) -> None:
        """Look at what is left."""
        self._look_at(self._rest)
        self._rest = b""

    def _look_at(self, text: bytes) -> None:
        letters = _LETTERS.findall(text)
        self.columns = max(self.columns, *(number_of(name) for name in set(letters)), 0)
        self.rows = max(self.rows, *map(int, set(_DIGITS.findall(text))), 0)
        rows = letters.count(b"")
        if len(_ROWS.findall(text)) > rows:  # those without a number follow each other
            self.rows += len(_ROWS.findall(text))
        cells = len(_CELLS.findall(text))
        self.cells += cells
        if cells > len(letters) - rows:
            widest = max(len(_CELLS.findall(row)) for row in _ROWS.split(text))
            self.columns = max(self.columns, widest)
        if b"<f" in text or b":f" in text or b'"e"' in text or b"'e'" in text:
            self._find_failed(text)

    def _find_failed(self, text: bytes) -> None:
        for attributes, cell, content in _WHOLE_CELL.findall(text):
            kind = _TYPE.search(attributes)
            result = _RESULT.search(content)
            if kind and kind[1] == b"e":
                self.failed[cell.decode()] = result[1].decode("utf-8", "replace") if result else ""
            elif not result and _FORMULA.search(content) and not (kind and kind[1] == b"str"):
                self.failed[cell.decode()] = ""
