"""Persons and firms without their names: pseudonyms for tables, and labels for pictures.

A pseudonym is a keyed hash of the id: who has the key can make it again, nobody else can guess whom
it stands for by trying names. What is left out and what stays:

- ids of organisations, managers and trainings are replaced wherever a table refers to them (ids of
  trainings often carry the name of who provides them); the catalogue of skills stays, it describes
  nobody;
- names of organisations and managers are emptied;
- a column that is not declared stays only when it sorts rows into a few groups: at most 20 values,
  each in at least 5 rows, and neither they nor its heading name anybody. That goes for numbers
  too, because numbers of telephones and registers are numbers;
- region, district, sector, size and all figures stay. In a small region they may still tell who is
  meant; whoever passes the tables on has to look.
"""

import hashlib
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Final

import polars as pl

from qvgraph.language import say
from qvgraph.model.network import ONE_REGION, Network
from qvgraph.model.tables import TABLES

HIDDEN: Final[tuple[str, ...]] = ("organisations", "managers", "trainings")
"""The tables whose ids are replaced, here and wherever a column refers to them."""

NAMED: Final[tuple[str, ...]] = ("organisations", "managers")
"""The tables whose names are emptied."""

SHORTEST: Final = 16
"""Bytes of a key below which it could be found by trying."""

LONGEST: Final = hashlib.blake2b.MAX_KEY_SIZE

GROUPS, ROWS_OF_A_GROUP = 20, 5
"""A column that is not declared has at most so many values, each in at least so many rows."""

_TELLING: Final = 4
"""Letters from which on an id or name tells who is meant inside of a longer text, too."""

_SIGNS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
"""Without i, l, o and u, which are easily taken for others."""

_LENGTH: Final = 8
"""Signs of a pseudonym: 40 bits, so that two of 100,000 ids meet once in 200 networks."""


def new_key() -> bytes:
    """A key that nobody can guess."""
    return secrets.token_bytes(32)


def pseudonymised(network: Network, key: bytes) -> tuple[Network, pl.DataFrame]:
    """The network without ids and names of persons and firms, and the way back.

    The frame has the columns `table, id, pseudonym`. The same key gives an id of a kind the same
    pseudonym in every network (`firm-7k3q-9xzm`); only where two of one network would be the same,
    both become longer. Raises `ValueError` for a key of fewer than 16 or more than 64 bytes.
    """
    if not SHORTEST <= len(key) <= LONGEST:
        raise ValueError(f"a key of {SHORTEST} to {LONGEST} bytes is expected")
    new = {
        table: _pseudonyms(table, network.tables[table], key)
        for table in HIDDEN
        if table in network.tables
    }
    known = frozenset(_spelt(_identifying(network)))
    frames = {
        table: _rewritten(table, frame, new, known) for table, frame in network.tables.items()
    }
    rows = [(table, *pair) for table, pairs in new.items() for pair in sorted(pairs.items())]
    columns = dict.fromkeys(("table", "id", "pseudonym"), pl.String)
    return network.with_tables(**frames), pl.DataFrame(rows, columns, orient="row")


def shown(network: Network) -> dict[str, str]:
    """What to call each manager and organisation, by id, where no name is to be read.

    Managers have the letter of their region, with a number where it has several: „Management B2“.
    Organisations are numbered by kind. Only for the eye: numbers change with the network.
    """
    labels = {}
    counted: Counter[str] = Counter()
    kinds: dict[str, Callable[[str], str]] = {
        "firm": lambda number: say("Firm {number}", number=number),
        "association": lambda number: say("Association {number}", number=number),
        "institution": lambda number: say("Institution {number}", number=number),
    }
    for id_, kind in network.organisations.select("id", "kind").sort("id").iter_rows():
        counted[kind] += 1
        labels[id_] = kinds[kind](str(counted[kind]))
    if network.managers is not None:
        persons = network.managers.select("id", pl.col("region").fill_null(ONE_REGION)).sort("id")
        letter = {
            region: _letters(place)
            for place, region in enumerate(sorted({*network.regions, *persons["region"]}))
        }
        together = Counter(persons["region"])
        for id_, region in persons.iter_rows():
            counted[letter[region]] += 1
            number = str(counted[letter[region]]) if together[region] > 1 else ""
            labels[id_] = say("Manager {letter}", letter=letter[region] + number)
    return labels


def _letters(place: int) -> str:
    """A to Z, then AA, AB and so on."""
    before, last = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


def _pseudonyms(table: str, frame: pl.DataFrame, key: bytes) -> dict[str, str]:
    """The pseudonym of each id of a table."""
    one = table.removesuffix("s")
    kinds = frame["kind"].to_list() if table == "organisations" else [one] * len(frame)
    signs = {id_: _signs(table, id_, key) for id_ in frame["id"]}
    taken = Counter(those[:_LENGTH] for those in signs.values())
    return {
        id_: f"{kind}-{_grouped(those if taken[those[:_LENGTH]] > 1 else those[:_LENGTH])}"
        for kind, (id_, those) in zip(kinds, signs.items(), strict=True)
    }


def _signs(table: str, id_: str, key: bytes) -> str:
    """Twenty signs that depend on the key and on nothing else but the id and its table."""
    digest = hashlib.blake2b(id_.encode(), key=key, person=table.encode(), digest_size=20).digest()
    return "".join(_SIGNS[byte % 32] for byte in digest)


def _grouped(signs: str) -> str:
    """Four by four, which people can read and type."""
    return "-".join(signs[n : n + 4] for n in range(0, len(signs), 4))


def _identifying(network: Network) -> Iterable[str]:
    """Every id and name that must not be read any more."""
    for table in HIDDEN:
        if table in network.tables:
            yield from network.tables[table]["id"]
    for table in NAMED:
        if table in network.tables:
            yield from network.tables[table]["name"].drop_nulls()


def _rewritten(
    table: str,
    frame: pl.DataFrame,
    new: Mapping[str, Mapping[str, str]],
    known: frozenset[str],
) -> pl.DataFrame:
    """One table with pseudonyms in it, as its declaration says where."""
    changed = []
    for column in TABLES[table]:
        cells = frame[column.name]
        home = table if column.word.refers_to == "self" else column.word.refers_to
        if home in new:
            changed.append(_replaced(cells, new[home], many=column.word.many))
        elif column.name == "name" and table in NAMED:
            changed.append(pl.Series(column.name, [None] * len(cells), pl.String))
    declared = {column.name for column in TABLES[table]}
    dropped = [
        name
        for name in frame.columns
        if name not in declared and not _only_sorts(frame[name], known)
    ]
    return frame.with_columns(changed).drop(dropped)


def _replaced(cells: pl.Series, new: Mapping[str, str], *, many: bool) -> pl.Series:
    if many:
        told = [cell and ";".join(new[id_] for id_ in cell.split(";")) for cell in cells]
        return pl.Series(cells.name, told, pl.String)
    return pl.Series(cells.name, [cell and new[cell] for cell in cells], pl.String)


def _only_sorts(cells: pl.Series, known: frozenset[str]) -> bool:
    """Whether a column puts rows into groups and tells nothing about a single one of them."""
    counts = Counter(cells.cast(pl.String).drop_nulls())
    if len(counts) > GROUPS or any(rows < ROWS_OF_A_GROUP for rows in counts.values()):
        return False
    read = set(_spelt((cells.name, *counts)))
    inside = "\n".join(sorted(read))
    return known.isdisjoint(read) and not any(
        name in inside for name in known if len(name) >= _TELLING
    )


def _spelt(texts: Iterable[str]) -> Iterable[str]:
    """Capitals and surrounding blanks make no other name."""
    return (text.strip().casefold() for text in texts)
