"""German and English: messages, numbers, the language in use.

English sentences in the code are the keys; ``text/de.po`` holds the German ones.
"""

import locale
import math
import os
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from babel import Locale
    from babel.numbers import NumberPattern

Language = Literal["de", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("de", "en")

BEYOND_DIGITS: Final = 1e15
"""From here on a number is written with a power of ten: its digits say more than is known."""

_chosen: ContextVar[Language | None] = ContextVar("language", default=None)


def use(language: Language | None) -> None:
    """Choose the language of all messages from here on; None goes back to the locale's."""
    _chosen.set(language)


def current() -> Language:
    """The language in use: the chosen one, else the locale's, else German."""
    return _chosen.get() or _of_locale()


def say(message: str, /, **values: object) -> str:
    """Return `message` in the language in use, with its `{placeholders}` filled in."""
    if current() == "de":
        message = german().get(message, message)
    return message.format(**values) if values else message


def declared(text: str) -> str:
    """Return a text of a declaration, such as a source, in the language in use.

    Unlike `say` it takes what is not written out where it is said; a citation stays as it is.
    """
    return german().get(text, text) if current() == "de" else text


@cache
def german() -> dict[str, str]:
    """The German sentence of each English one."""
    from babel.messages.pofile import read_po

    with files("qvgraph").joinpath("text", "de.po").open("rb") as stream:
        catalog = read_po(stream, locale="de")
    return {str(entry.id): str(entry.string) for entry in catalog if entry.id and entry.string}


def decimal(value: float | None, digits: int = 0) -> str:
    """Write a number as people of the language do; a dash where there is none."""
    if value is None or math.isnan(value):
        return "–"
    if BEYOND_DIGITS <= abs(value) < math.inf:
        return _written(value, "0.##E0")
    return _written(round(value, digits) + 0.0, "#,##0" + ("." + "0" * digits if digits else ""))


def _written(value: float, as_in: str) -> str:
    locale, pattern = _way_of_writing(current(), as_in)
    return str(pattern.apply(value, locale))


@cache
def _way_of_writing(language: Language, as_in: str) -> "tuple[Locale, NumberPattern]":
    """Taken apart once: a report writes fifteen hundred numbers."""
    from babel import Locale
    from babel.numbers import parse_pattern

    return Locale.parse(language), parse_pattern(as_in)


def percent(value: float | None, digits: int = 0) -> str:
    """Write a share as a percentage; German puts a no-break space before the sign."""
    if value is None or math.isnan(value):
        return "–"
    return decimal(100 * value, digits) + ("\u00a0%" if current() == "de" else "%")


def _of_locale() -> Language:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "en" if value.lower().startswith("en") else "de"
    name, _ = locale.getlocale()
    return "en" if (name or "").lower().startswith("en") else "de"
