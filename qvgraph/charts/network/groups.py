"""What colours the organisations: at most seven groups, told apart in grey too."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from qvgraph.language import say
from qvgraph.model.network import Network
from qvgraph.model.tables import TABLES
from qvgraph.problems import fail, nearest

Fill = Literal["full", "ring", "dot"]
"""A mark is filled, hollow, or hollow with a dot in it: those of one fill differ in lightness."""

MANAGER: Final = "#D55E00"
"""Okabe and Ito's vermilion, which no group has."""

LIGHT: Final = "#F0E442"
"""Their yellow, which needs an edge of its own on white."""

_LOOKS: Final[tuple[tuple[str, Fill], ...]] = (
    ("#0072B2", "full"),
    ("#E69F00", "full"),
    ("#009E73", "ring"),
    ("#CC79A7", "dot"),
    ("#56B4E9", "ring"),
    ("#000000", "ring"),
    (LIGHT, "full"),
)
_OTHER: Final[tuple[str, Fill]] = ("#B3B3B3", "dot")
_UNKNOWN: Final[tuple[str, Fill]] = ("#C8C8C8", "ring")
_NEITHER: Final[frozenset[str]] = frozenset(("id", "name"))
"""Columns that differ for everybody, and say who it is."""


@dataclass(frozen=True, slots=True)
class Group:
    """Organisations that look alike."""

    label: str
    count: int
    colour: str
    fill: Fill


@dataclass(frozen=True, slots=True)
class Grouping:
    """The groups by size, and the one of each organisation, -1: none."""

    by: str
    heading: str
    groups: tuple[Group, ...]
    of: np.ndarray


def grouping_of(network: Network, by: str | None, labels: Mapping[str, str]) -> Grouping:
    """Group the organisations by a column, default sector, region or kind; `labels` are for ids.

    Raises `InputError` when there is no such column.
    """
    organisations = network.organisations
    column = _column(network, by)
    told = _told(network, column, labels)
    kinds = organisations["kind"].to_list()
    # Associations and institutions have no sector: they are told by their mark alone.
    counts = Counter(value for value in told if value is not None)
    ranked = sorted(counts, key=lambda value: (-counts[value], value))
    groups = [
        Group(value, counts[value], *look) for value, look in zip(ranked, _LOOKS, strict=False)
    ]
    place = {group.label: n for n, group in enumerate(groups)}
    if rest := ranked[len(_LOOKS) :]:
        number = sum(counts[value] for value in rest)
        place |= dict.fromkeys(rest, len(groups))
        groups.append(Group(say("other"), number, *_OTHER))
    unknown = sum(value is None and kind == "firm" for value, kind in zip(told, kinds, strict=True))
    if unknown:
        groups.append(Group(say("not known"), unknown, *_UNKNOWN))
    of = [
        place[value] if value is not None else len(groups) - 1 if kind == "firm" else -1
        for value, kind in zip(told, kinds, strict=True)
    ]
    return Grouping(column, _heading(column), tuple(groups), np.array(of, np.int64))


def kind_label(kind: str) -> str:
    """One organisation's kind, or a manager's, in the language in use."""
    return {
        "firm": say("firm"),
        "association": say("association"),
        "institution": say("institution"),
        "manager": say("manager"),
    }[kind]


def printable(text: str) -> str:
    """One line without signs that move a cursor."""
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()


def _column(network: Network, by: str | None) -> str:
    organisations = network.organisations
    if by is None:
        varied = [
            name for name in ("sector", "region") if organisations[name].drop_nulls().n_unique() > 1
        ]
        return varied[0] if varied else "kind"
    known = [
        name
        for name in organisations.columns
        if name not in _NEITHER and organisations[name].null_count() < len(organisations)
    ]
    if by not in known:
        what = say("no such column; expected is one of: {known}", known=", ".join(known))
        raise fail(f"--by {by}", what + nearest(by, known))
    return by


def _told(network: Network, column: str, labels: Mapping[str, str]) -> Sequence[str | None]:
    """What a column says in words, without the ids of persons."""
    cells = network.organisations[column].to_list()
    declared = {one.name: one.word for one in TABLES["organisations"]}
    word = declared.get(column)
    if column == "kind":
        return [kind_label(cell) for cell in cells]
    if word is not None and word.refers_to:
        return [None if cell is None else labels.get(cell, cell) for cell in cells]
    if all(cell is None or isinstance(cell, bool) for cell in cells):
        return [None if cell is None else say("yes") if cell else say("no") for cell in cells]
    return [None if cell is None else printable(str(cell)) for cell in cells]


def _heading(column: str) -> str:
    return {"sector": say("Sector"), "region": say("Region"), "kind": say("Kind")}.get(
        column, column
    )
