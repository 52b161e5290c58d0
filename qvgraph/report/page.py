"""A document as one HTML file: styles and pictures inside, nothing asked for from outside."""

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from qvgraph.report.document import Document

if TYPE_CHECKING:
    from jinja2 import Template

_METADATA: Final = re.compile(r"<metadata>.*?</metadata>\n?", re.DOTALL)
_TITLE: Final = re.compile(r"<title>.*?</title>\n?", re.DOTALL)
_SIZE: Final = re.compile(r' width="[\d.]+pt" height="[\d.]+pt"')


def page_of(document: Document) -> str:
    """The file's text; the same document gives the same text."""
    from markupsafe import Markup

    foot = f"@page {{ @bottom-left {{ content: {_css_string(' · '.join(document.marks))}; }} }}"
    style = Markup(_text("report.css") + foot)  # quotes of a style sheet are no text of a page
    return _template().render(document=document, style=style, inlined=_inlined)


@cache
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_text("report.html.jinja"))


def _text(name: str) -> str:
    return files("qvgraph").joinpath("report", name).read_text("utf-8")


def _css_string(text: str) -> str:
    """A text in a style sheet; what could end it is told by number."""
    safe = (one if one.isalnum() or one in " ,.·" else f"\\{ord(one):x} " for one in text)
    return '"' + "".join(safe) + '"'


def _inlined(svg: str, label: str) -> str:
    """A picture as part of a page: as wide as there is room, `label` for who cannot see it."""
    from markupsafe import Markup, escape

    body = _METADATA.sub("", _TITLE.sub("", svg[svg.index("<svg") :]))
    body = _SIZE.sub("", body, count=1)
    return Markup(  # the picture is drawn by us, its text as paths
        body.replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1)
    )
