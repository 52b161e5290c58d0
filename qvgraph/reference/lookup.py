"""From what somebody types to what is meant."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from qvgraph.language import say
from qvgraph.model.tables import TABLES
from qvgraph.problems import Problems, nearest
from qvgraph.reference.entries import STAGES, Entry, entries, of_mechanism
from qvgraph.reference.kinds import WORDS, Kind
from qvgraph.terms import TERMS


@dataclass(frozen=True, slots=True)
class Listing:
    """Several entries of one kind: all of them, or those of a mechanism or table (`home`)."""

    kind: Kind
    entries: tuple[Entry, ...]
    home: str = ""


_SHOWN: Final = 5
"""Entries that are named where a word is only part of a name; the others are counted."""

View = Listing | Entry
"""One thing to show; the entry of a mechanism stands for all that belongs to it."""


def look_up(names: Sequence[str]) -> tuple[View, ...]:
    """All that is meant by some names; raises `InputError` with every unknown one.

    A name may mean several things, and then all are meant. The word of a kind means all of that
    kind, except before a name: `chance 50`, `series members`, `levers visits`.
    """
    problems = Problems()
    views: dict[View, None] = {}
    waiting: str | None = None
    for name in names:
        if name.casefold() in WORDS:
            views |= dict.fromkeys(_of_kind(waiting))
            waiting = name.casefold()
            continue
        found = [*_meant_by(name, WORDS[waiting] if waiting else None)]
        if not found:
            where = f"{waiting} {name}" if waiting else name
            problems.note(where, say("nothing of this name is declared") + _near(name, waiting))
        views |= dict.fromkeys(found)
        waiting = None
    views |= dict.fromkeys(_of_kind(waiting))
    problems.raise_if_any()
    return tuple(views)


def everything(views: Iterable[View]) -> tuple[Entry, ...]:
    """The entries that are shown in some views, each once."""
    found: dict[tuple[str, str], Entry] = {}
    for view in views:
        those = view.entries if isinstance(view, Listing) else (view, *_belonging_to(view))
        found |= {(entry.kind, entry.name): entry for entry in those}
    return tuple(found.values())


def related(entry: Entry) -> list[Entry]:
    """Other entries whose names hold all words of the short name of this one; shortest first."""
    words = _words(entry.short)
    others = [
        other
        for other in entries()
        if other.short.casefold() != entry.short.casefold() and words <= _words(other.short)
    ]
    return sorted(others, key=lambda other: len(_words(other.short)))


def _meant_by(name: str, kind: Kind | None) -> Iterator[View]:
    key = name.casefold()
    for wanted in ("lever", "assumption", "chance"):
        start = kind is None and key == "network"  # the start is no mechanism with an entry
        if (those := of_mechanism(key, wanted)) and (start or kind == wanted):
            yield Listing(wanted, tuple(those), key)
    if key in TABLES and kind in (None, "column"):
        yield Listing("column", tuple(of_mechanism(key, "column")), key)
    yield from (entry for entry in entries() if kind in (None, entry.kind) and key in _keys(entry))


def _of_kind(word: str | None) -> Iterator[View]:
    if word is not None:
        kind = WORDS[word]
        yield Listing(kind, tuple(entry for entry in entries() if entry.kind == kind))


def _belonging_to(entry: Entry) -> list[Entry]:
    if entry.kind != "mechanism":
        return []
    kinds: tuple[Kind, ...] = ("lever", "assumption", "chance")
    return [one for kind in kinds for one in of_mechanism(entry.name, kind)]


def _keys(entry: Entry) -> frozenset[str]:
    """All that an entry is found by, in small letters: names, labels, a number."""
    texts = [entry.name, entry.short, entry.de, entry.en]
    texts += [] if entry.number is None else [str(entry.number)]
    return frozenset(text.casefold() for text in texts)


def _near(name: str, waiting: str | None) -> str:
    """The entries whose labels hold the word; else the nearest name, or how to see all."""
    kind = WORDS[waiting] if waiting else None
    for term in TERMS:
        if name.casefold() in (term.en.casefold(), term.de.casefold()):
            return say("; in the glossary: {meaning}", meaning=term.meaning)
    if found := _in_part(name, kind):
        names = ", ".join(f"{entry.name} ({entry.label})" for entry in found[:_SHOWN])
        more = say(" and {n} more", n=len(found) - _SHOWN) if len(found) > _SHOWN else ""
        return say("; in part of the name: {names}{more}", names=names, more=more)
    known = {
        text.casefold(): None
        for entry in entries()
        if kind in (None, entry.kind)
        for text in (entry.short, entry.name)
    }
    if kind is None:
        known |= dict.fromkeys((*WORDS, *STAGES, *TABLES))
    return nearest(name.casefold(), known) or say("; qvgraph describe shows what there is")


def _in_part(name: str, kind: Kind | None) -> list[Entry]:
    word = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
    return [
        entry
        for entry in entries()
        if kind in (None, entry.kind) and (word.search(entry.de) or word.search(entry.en))
    ]


def _words(short: str) -> frozenset[str]:
    """The words of a name; a final s does not count."""
    return frozenset(word.removesuffix("s") for word in short.casefold().split("_"))
