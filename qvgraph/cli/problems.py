"""All problems of a check on disk: a table, and copies of workbooks with the cells marked."""

import csv
import io
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import Final

import click

from qvgraph.cli.places import put
from qvgraph.language import say
from qvgraph.model.files.formats import FORMATS
from qvgraph.problems import Problem

TABLE: Final = "problems.csv"


def write_problems(out: Path, problems: Mapping[str, tuple[Problem, ...]]) -> list[Path]:
    """Write all problems, which are given by file, and a copy of each workbook with cells marked.

    Returns what was written.
    """
    out.mkdir(exist_ok=True)
    written = [out / TABLE]
    table = _table(chain.from_iterable(problems.values()))
    put(written[0], table.encode("utf-8-sig"))  # with the mark Excel takes it for what it is
    for path, those in ((Path(name), those) for name, those in problems.items()):
        if path.suffix.lower() in FORMATS["excel"].endings and any(one.place for one in those):
            from qvgraph.model.files.excel_mark import marked

            data = marked(path, those)
            if data is None:
                what = say("{file}: a copy with the cells marked cannot be made", file=path.name)
                click.echo(what, err=True)
                continue
            # Never the name of the original, which may be in this folder.
            name = say("{name}-problems", name=path.stem)
            while (target := out / f"{name}{path.suffix}") in written:
                name += "-2"
            put(target, data)
            written.append(target)
    return written


def _table(problems: Iterable[Problem]) -> str:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("file", "sheet", "place", "column", "problem"))
    for one in problems:
        place = one.place
        if place is None:
            rows.writerow((one.where, "", "", "", one.what))
        else:
            rows.writerow((place.file, place.sheet, place.spot, place.column, one.what))
    return text.getvalue()
