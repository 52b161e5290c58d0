"""XML as it is met, start by start and end by end; document types and entities are refused."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol
from xml.parsers import expat

from qvgraph.language import say
from qvgraph.model.files.reading import line_in
from qvgraph.problems import InputError, Problem, fail

_ENDS_EARLY: Final = frozenset(
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
)
_OF_SIGNS: Final = frozenset(
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_INVALID_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNKNOWN_ENCODING,
        expat.errors.XML_ERROR_INCORRECT_ENCODING,
    )
)


_PIECE: Final = 2**22
"""Bytes at once: a long value is begun again with each piece, so small ones take for ever."""


class Elements(Protocol):
    """What becomes of the elements of a file; names have no namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """It ends."""


class Xml:
    """One pass through a file; text is collected only where an element asks for it."""

    def __init__(self, path: Path, root: str) -> None:
        self._path = path
        self._root: str | None = root
        self._locals: dict[str, str] = {}
        self._text: list[str] = []
        parser = self._parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse

    @property
    def line(self) -> int:
        """The line on which what is met begins."""
        return self._parser.CurrentLineNumber

    @property
    def here(self) -> str:
        """The file and the line."""
        return line_in(self._path.name, self.line)

    def collect(self) -> None:
        """Collect text from here on."""
        self._text = []
        self._parser.CharacterDataHandler = self._text.append

    def collected(self) -> str:
        """The text since then; no more is collected."""
        self._parser.CharacterDataHandler = None
        return "".join(self._text)

    def go_through(self, elements: Elements) -> None:
        """Hand over every start and end; raises `InputError` where the file is no such XML."""
        start, names = elements.start, self._locals

        def start_of(name: str, attributes: dict[str, str]) -> None:
            local = names.get(name) or self._local(name)
            start(local, attributes)

        def end_of(name: str) -> None:
            elements.end(names[name])

        self._parser.StartElementHandler = self._first(start_of)
        self._parser.EndElementHandler = end_of
        try:
            with self._path.open("rb") as file:
                while piece := file.read(_PIECE):
                    self._parser.Parse(piece)
                self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise self._broken(error) from error
        except OSError as error:
            what = say("the file cannot be read: {reason}", reason=error.strerror)
            raise fail(self._path.name, what) from error
        except (ValueError, LookupError) as error:  # an encoding that Python does not know
            raise fail(self.here, say("signs that cannot be read in this encoding")) from error

    def _first(
        self, start_of: Callable[[str, dict[str, str]], None]
    ) -> Callable[[str, dict[str, str]], None]:
        """The handler of the first element: it has to be the root that was promised."""

        def first(name: str, attributes: dict[str, str]) -> None:
            local = self._local(name)
            if local != self._root:
                what = say(
                    "the element {found} found; {expected} is expected",
                    found=local,
                    expected=self._root,
                )
                raise fail(self.here, what)
            self._parser.StartElementHandler = start_of
            start_of(name, attributes)

        return first

    def _local(self, name: str) -> str:
        """The name without its namespace."""
        return self._locals.setdefault(name, name.rpartition(" ")[2])

    def _refuse(self, *_: object) -> None:
        what = say(
            "a document type or entity found; files with one are not read, as it can make a small"
            " file endless"
        )
        raise fail(self.here, what)

    def _broken(self, error: expat.ExpatError) -> InputError:
        where = line_in(self._path.name, error.lineno)
        if error.code in _ENDS_EARLY:
            return fail(where, say("the file ends too early; it is not whole"))
        if error.code in _OF_SIGNS:
            what = say("a sign found that XML or the encoding of the file does not allow here")
            return fail(where, what)
        reason = expat.ErrorString(error.code)
        return InputError([Problem(where, say("no XML from here on ({reason})", reason=reason))])
