"""The report of a run as a file."""

from contextvars import copy_context
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from qvgraph.language import Language, current, use
from qvgraph.report.page import page_of
from qvgraph.report.writing import document_of
from qvgraph.study.store import write

if TYPE_CHECKING:
    from qvgraph.study.run import Run


def html_of(run: "Run", language: Language | None = None) -> str:
    """The report as HTML that needs no other file, in one language, default the one in use.

    Works for a run that is not finished, too, and says so. The same run gives the same text.
    """

    def make() -> str:
        use(language or current())
        return page_of(document_of(run))

    return copy_context().run(make)


def write_report(
    run: "Run", path: str | Path | None = None, language: Language | None = None
) -> Path:
    """Write the report of a run and return its path, default `report-de.html` in its folder.

    `language` is "de" or "en", default the one in use. What is there is replaced.
    """
    language = language or current()
    path = run.folder / f"report-{language}.html" if path is None else Path(path)
    text = html_of(run, language)
    write(path, partial(_write_text, text))
    return path


def _write_text(text: str, path: Path) -> None:
    path.write_text(text, "utf-8", newline="\n")
