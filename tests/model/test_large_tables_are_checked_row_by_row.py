"""Checks that search a whole table at once find what a look at each row finds, in its order."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

import polars as pl
import pytest
import row_by_row
from hypothesis import given, settings
from hypothesis import strategies as st

from qvgraph.declare import SIZES
from qvgraph.model import cells, regions, relations
from qvgraph.model.sheets import Book, Sheet
from qvgraph.model.tables import KINDS, TABLES
from qvgraph.problems import Problems

MOST = 2
"""Skills, trainings and districts that these books may have."""

PAIRS: dict[Callable[[Book, Problems], None], Callable[[Book], Iterator[row_by_row.Found]]] = {
    cells.fail_if_an_id_is_there_twice: partial(row_by_row.keys_there_twice, pairs=False),
    cells.fail_if_a_pair_is_there_twice: partial(row_by_row.keys_there_twice, pairs=True),
    relations.fail_if_a_manager_has_the_id_of_an_organisation: (
        row_by_row.managers_with_an_organisations_id
    ),
    relations.fail_if_an_id_is_unknown: row_by_row.unknown_ids,
    relations.fail_if_an_organisation_is_its_own_partner: row_by_row.own_partners,
    relations.fail_if_a_firm_is_taken_for_an_association: row_by_row.firms_as_associations,
    relations.fail_if_something_else_than_a_firm_has_levels: row_by_row.levels_of_others,
    cells.fail_if_size_contradicts_employees: row_by_row.wrong_sizes,
    cells.fail_if_something_else_than_a_firm_is_member: row_by_row.other_members,
    cells.fail_if_a_training_needs_more_than_its_seats: row_by_row.too_few_seats,
    cells.fail_if_there_are_too_many_skills: partial(row_by_row.too_many_skills, most=MOST),
    regions.fail_if_managers_of_a_region_differ: row_by_row.differing_managers,
    regions.fail_if_manager_and_organisation_are_of_two_regions: row_by_row.pairs_of_two_regions,
    regions.fail_if_a_region_is_called_all: row_by_row.regions_called_all,
    regions.fail_if_a_region_has_no_firm: row_by_row.regions_without_a_firm,
    regions.fail_if_a_firm_waits_for_a_training_of_another_region: row_by_row.waiting_elsewhere,
    regions.fail_if_a_region_has_too_many_trainings: partial(
        row_by_row.too_many_trainings, most=MOST
    ),
    regions.fail_if_a_region_has_too_many_districts: partial(
        row_by_row.too_many_districts, most=MOST
    ),
    regions.fail_if_regions_differ_only_in_spelling: row_by_row.regions_spelt_in_two_ways,
}

NAMES = st.sampled_from(["a", "b", "c", "ä", "", " b "])
REGIONS = st.sampled_from(["ulm", "Ulm", "aalen", " ", "a ll", "region", ""])
CELLS = {
    "kind": st.sampled_from([*KINDS, *KINDS, "firms", ""]),
    "region": REGIONS,
    "district": st.sampled_from(["d", "e", "f", ""]),
    "size": st.sampled_from([*SIZES, "Small", ""]),
    "employees": st.sampled_from(["", "-1", "0", "9", "10", "49", "50", "249", "250", "x"]),
    "member": st.sampled_from(["ja", "0", "", "x"]),
    "skills": st.sampled_from(["a", "a;b", "b; c", ";", "c;", ""]),
    "minimum": st.sampled_from(["1", "5", "", "x"]),
    "seats": st.sampled_from(["1", "5", ""]),
}


@st.composite
def sheets(draw: st.DrawFn, table: str) -> Sheet:
    height = draw(st.integers(0, 7))
    given = [
        column.name for column in TABLES[table] if column.required or draw(st.booleans())
    ]  # fmt: skip
    if given and draw(st.integers(0, 5)) == 0:
        given.remove(draw(st.sampled_from(given)))
    columns = {}
    for name in given:
        cells_of = CELLS.get(name, NAMES)
        if (table, name) == ("ties", "kind"):
            cells_of = st.sampled_from(["advice", "", "other"])
        columns[name] = draw(st.lists(cells_of, min_size=height, max_size=height))
    text = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return Sheet(table, f"{table}.csv", text, range(2, 2 + text.height))


@st.composite
def books(draw: st.DrawFn) -> Book:
    given = {table: draw(sheets(table)) for table in TABLES if draw(st.integers(0, 3))}
    absent = [table for table in TABLES if table not in given]
    unreadable = draw(st.sets(st.sampled_from(absent))) if absent else set()
    return Book("small", given, frozenset(unreadable))


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    for room in (cells, regions):
        monkeypatch.setattr(room, "MOST", MOST)


def agrees(check: Callable[[Book, Problems], None], book: Book) -> int:
    """Both find the same in the same order, and every word is said; how much was found."""
    problems = Problems()
    check(book, problems)
    said = list(problems)
    expected = list(PAIRS[check](book))
    places = [book.sheets[table].place(row, column) for table, row, column, _ in expected]
    found = dict.fromkeys(
        (place, tuple(map(str, words))) for place, (*_, words) in zip(places, expected, strict=True)
    )
    assert [one.where for one in said] == [place for place, _ in found]
    for one, (_, words) in zip(said, found, strict=True):
        assert [word for word in words if word not in one.what] == []
    return len(said)


@pytest.mark.slow
def test_a_search_finds_what_a_look_at_each_row_finds() -> None:
    found: Counter[str] = Counter()

    @settings(max_examples=300)
    @given(books())
    def on_random_books(book: Book) -> None:
        for check in PAIRS:
            found[check.__name__] += agrees(check, book)

    on_random_books()
    assert [check.__name__ for check in PAIRS if not found[check.__name__]] == []
