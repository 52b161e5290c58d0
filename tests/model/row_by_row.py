"""The checks of large tables once more, row by row in plain Python: what polars has to find."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qvgraph.declare import SIZES, size_class
from qvgraph.model.regions import ONE_POST
from qvgraph.model.sheets import Book
from qvgraph.model.tables import KEYS, KINDS, TABLES

Found = tuple[str, int, str, tuple[Any, ...]]
"""Table, row and column of something wrong, and the words its message has to hold."""


def rows(book: Book, table: str) -> Sequence[Mapping[str, Any]]:
    return book.sheets[table].values.rows(named=True) if table in book.sheets else []


def by_id(book: Book, table: str, column: str) -> dict[str, Any]:
    """A value of each row by its id; the last counts."""
    return {row["id"]: row[column] for row in rows(book, table) if row["id"] is not None}


def plain(region: str | None) -> str:
    return "".join((region or "region").split()).casefold()


def readable(book: Book, table: str) -> bool:
    sheet = book.sheets.get(table)
    return table not in book.unreadable and (sheet is None or "id" in sheet.text.columns)


def keys_there_twice(book: Book, *, pairs: bool) -> Iterator[Found]:
    for table in book.sheets:
        first: dict[tuple[str, ...], int] = {}
        for row, values in enumerate(rows(book, table)):
            key = tuple(values[name] for name in KEYS[table])
            if table == "ties":
                key = (*key[:2], key[2] or "advice")
            if all(key) and first.setdefault(key, row) != row and (len(key) > 1) is pairs:
                place = book.sheets[table].place(first[key], KEYS[table][int(pairs)])
                yield table, row, KEYS[table][int(pairs)], (*key[: 1 + pairs], place)


def managers_with_an_organisations_id(book: Book) -> Iterator[Found]:
    for row, values in enumerate(rows(book, "managers")):
        if readable(book, "organisations") and values["id"] in by_id(book, "organisations", "id"):
            yield "managers", row, "id", (values["id"],)


def unknown_ids(book: Book) -> Iterator[Found]:
    for table, sheet in book.sheets.items():
        for column in TABLES[table]:
            to = column.word.refers_to
            if to in ("", "self") or column.name not in sheet.text.columns:
                continue
            if not readable(book, to):
                continue
            for row, values in enumerate(rows(book, table)):
                cell = values[column.name]
                if cell is not None and to not in book.sheets:
                    yield table, row, column.name, (cell, to)
                    break
                for value in (cell or "").split(";") if column.word.many else [cell]:
                    if value and value not in by_id(book, to, "id"):
                        yield table, row, column.name, (value, to)


def own_partners(book: Book) -> Iterator[Found]:
    for table in ("ties", "memberships"):
        one, other = KEYS[table][:2]
        for row, values in enumerate(rows(book, table)):
            if values[one] is not None and values[one] == values[other]:
                yield table, row, other, (values[one],)


def firms_as_associations(book: Book) -> Iterator[Found]:
    for row, values in enumerate(rows(book, "memberships")):
        if by_id(book, "organisations", "kind").get(values["association"]) == "firm":
            yield "memberships", row, "association", (values["association"],)


def levels_of_others(book: Book) -> Iterator[Found]:
    for row, values in enumerate(rows(book, "levels")):
        if by_id(book, "organisations", "kind").get(values["organisation"]) in KINDS[1:]:
            yield "levels", row, "organisation", (values["organisation"],)


def wrong_sizes(book: Book) -> Iterator[Found]:
    for row, values in enumerate(rows(book, "organisations")):
        size, employees = values["size"], values["employees"]
        judged = values["kind"] == "firm" and size in SIZES and (employees or 0) >= 0
        if judged and employees is not None and size != size_class(employees):
            yield "organisations", row, "size", (size, employees, size_class(employees))


def other_members(book: Book) -> Iterator[Found]:
    for row, values in enumerate(rows(book, "organisations")):
        if values["kind"] in KINDS[1:] and values["member"]:
            yield "organisations", row, "member", (values["kind"],)


def too_few_seats(book: Book) -> Iterator[Found]:
    for row, values in enumerate(rows(book, "trainings")):
        minimum, seats = values["minimum"], values["seats"]
        if minimum is not None and seats is not None and minimum > seats > 0:
            yield "trainings", row, "minimum", (minimum, seats)


def too_many_skills(book: Book, most: int) -> Iterator[Found]:
    seen: dict[str, int] = {}
    for row, values in enumerate(rows(book, "skills")):
        if values["id"] is not None:
            seen.setdefault(values["id"], row)
    if len(seen) > most:
        yield "skills", list(seen.values())[most], "id", (len(seen), most)


def differing_managers(book: Book) -> Iterator[Found]:
    first: dict[str, int] = {}
    those = rows(book, "managers")
    for row, values in enumerate(those):
        before = first.setdefault(plain(values["region"]), row)
        for column in ONE_POST:
            if values[column] != those[before][column]:
                yield "managers", row, column, (book.sheets["managers"].place(before, column),)


def pairs_of_two_regions(book: Book) -> Iterator[Found]:
    managers = by_id(book, "managers", "region")
    organisations = by_id(book, "organisations", "region")
    for table, manager, organisation, column in (
        ("organisations", "manager", "id", "manager"),
        ("managers", "id", "host", "host"),
        ("contacts", "manager", "organisation", "organisation"),
    ):
        for row, values in enumerate(rows(book, table)):
            one, other = values[manager], values[organisation]
            known = one in managers and other in organisations
            if known and plain(managers[one]) != plain(organisations[other]):
                yield table, row, column, (one, other)


def regions_called_all(book: Book) -> Iterator[Found]:
    for row, values in enumerate(rows(book, "organisations")):
        if plain(values["region"]) == "all":
            yield "organisations", row, "region", ()


def regions_without_a_firm(book: Book) -> Iterator[Found]:
    first: dict[str, int] = {}
    with_firms: dict[str, str] = {}
    those = rows(book, "organisations")
    for row, values in enumerate(those):
        first.setdefault(plain(values["region"]), row)
        if values["kind"] not in KINDS[1:]:
            with_firms.setdefault(plain(values["region"]), values["region"] or "region")
    for name, row in first.items():
        if with_firms and name not in with_firms:
            said = ", ".join(with_firms.values())
            yield "organisations", row, "region", (those[row]["region"] or "", said)


def waiting_elsewhere(book: Book) -> Iterator[Found]:
    known = {plain(values["region"]) for values in rows(book, "organisations")}
    where = {
        training: region
        for training, region in by_id(book, "trainings", "region").items()
        if region is None or plain(region) in known
    }
    for row, values in enumerate(rows(book, "organisations")):
        there = where.get(values["waiting"])
        here = values["region"]
        if values["kind"] == "firm" and there is not None and plain(there) != plain(here):
            yield "organisations", row, "waiting", (values["waiting"], there, here or "region")


def too_many_trainings(book: Book, most: int) -> Iterator[Found]:
    names: dict[str, str] = {}
    for values in rows(book, "organisations"):
        names.setdefault(plain(values["region"]), values["region"] or "region")
    told = set()
    for name, region in names.items():
        those = [
            row
            for row, values in enumerate(rows(book, "trainings"))
            if values["region"] is None or plain(values["region"]) == name
        ]
        if len(those) > most and those[most] not in told:
            told.add(those[most])
            yield "trainings", those[most], "id", (len(those), region, most)


def too_many_districts(book: Book, most: int) -> Iterator[Found]:
    names: dict[str, str] = {}
    found: dict[str, dict[str, int]] = {}
    for row, values in enumerate(rows(book, "organisations")):
        names.setdefault(plain(values["region"]), values["region"] or "region")
        districts = found.setdefault(plain(values["region"]), {})
        if values["district"] is not None:
            districts.setdefault(values["district"], row)
    for name, districts in found.items():
        if len(districts) > most:
            row = list(districts.values())[most]
            yield "organisations", row, "district", (len(districts), names[name], most)


def regions_spelt_in_two_ways(book: Book) -> Iterator[Found]:
    places: dict[str, tuple[str, int]] = {}
    counts: Counter[str] = Counter()
    for table in ("organisations", "managers", "trainings"):
        for row, values in enumerate(rows(book, table)):
            if values["region"] is not None:
                places.setdefault(values["region"], (table, row))
                counts[values["region"]] += 1
    usual: dict[str, str] = {}
    for region in sorted(counts, key=lambda spelling: (-counts[spelling], spelling)):
        if (right := usual.setdefault(plain(region), region)) != region:
            yield *places[region], "region", (region, right)
