"""Reports of made-up runs, taken apart."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser

import pytest

from qvgraph.language import Language
from qvgraph.report import html_of
from qvgraph.study.run import Run

VOID = {"meta", "br", "img", "hr", "link", "input"}


@dataclass
class Page(HTMLParser):
    """A page: its headings, its readable texts in order, the attributes of every element.

    What stands in `code` is typed, not read; what stands in `svg` is drawn.
    """

    html: str
    headings: list[tuple[int, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    style: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self.feed(self.html)
        self.close()
        assert not self._open, f"never closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"{tag} was never opened"
        assert self._open[-1] == tag, f"{tag} closed in {self._open}"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        text = re.sub("[ \\n]+", " ", data).strip(" ")  # a no-break space stays
        if not text or "svg" in self._open:
            return
        if self._open[-1] == "style":
            self.style += text
        elif "code" in self._open:
            self.codes.append(text)
        else:
            self.texts.append(text)
            if self._open[-1] in {"h1", "h2", "h3", "h4"}:
                self.headings.append((int(self._open[-1][1]), text))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def read(self) -> str:
        return "\n".join(self.texts)


@pytest.fixture(scope="session")
def page(made: Callable[..., Run]) -> Callable[..., Page]:
    """The report of a run as wished, in English unless said otherwise."""

    @cache
    def opened(spoken: Language = "en", **wishes: object) -> Page:
        return Page(html_of(made(**wishes), spoken))

    return opened
