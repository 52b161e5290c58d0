"""All checks of a network's tables, run once at the border.

What can be wrong stands in three rooms, one function per failure: `cells` inside one table,
`relations` between tables, `regions` where regions meet. `network_of` runs every check over every
table before anything is raised.
"""

from collections.abc import Callable, Mapping

import polars as pl

from qvgraph.language import say
from qvgraph.model import alike, cells, regions, relations
from qvgraph.model.network import Network
from qvgraph.model.sheets import Book, Sheet, near, sheet_of_frame
from qvgraph.model.tables import TABLES
from qvgraph.problems import Problems

CHECKS: tuple[Callable[[Book, Problems], None], ...] = (
    cells.fail_if_there_is_no_firm,
    cells.fail_if_a_required_column_is_missing,
    cells.fail_if_a_required_value_is_empty,
    cells.fail_if_a_number_cannot_be_read,
    cells.fail_if_a_flag_cannot_be_read,
    cells.fail_if_a_number_is_out_of_bounds,
    cells.fail_if_a_word_is_not_allowed,
    cells.fail_if_an_id_is_there_twice,
    alike.fail_if_ids_differ_only_in_spelling,
    alike.tell_of_headings_that_are_nearly_ours,
    cells.fail_if_a_pair_is_there_twice,
    relations.fail_if_a_manager_has_the_id_of_an_organisation,
    relations.fail_if_an_id_is_unknown,
    relations.fail_if_an_organisation_is_its_own_partner,
    relations.fail_if_a_firm_is_taken_for_an_association,
    cells.fail_if_size_contradicts_employees,
    cells.fail_if_something_else_than_a_firm_is_member,
    relations.fail_if_something_else_than_a_firm_has_levels,
    cells.fail_if_a_training_needs_more_than_its_seats,
    cells.fail_if_a_training_has_more_than_two_skills,
    cells.fail_if_there_are_too_many_skills,
    regions.fail_if_managers_of_a_region_differ,
    regions.fail_if_manager_and_organisation_are_of_two_regions,
    regions.fail_if_a_region_is_called_all,
    regions.fail_if_a_region_has_no_organisation,
    regions.fail_if_a_region_has_no_firm,
    regions.fail_if_a_region_has_too_many_districts,
    regions.fail_if_a_region_has_too_many_trainings,
    regions.fail_if_a_firm_waits_for_a_training_of_another_region,
    regions.fail_if_regions_differ_only_in_spelling,
)
"""In the order in which their problems are shown."""


def network_of(name: str, book: Book, problems: Problems) -> Network:
    """Run every check and bundle the tables, or raise `InputError` with all problems noted."""
    for check in CHECKS:
        check(book, problems)
    problems.raise_if_any()
    return Network.of(name, {table: sheet.values for table, sheet in book.sheets.items()})


def check_frames(name: str, frames: Mapping[str, pl.DataFrame]) -> Network:
    """Check frames built in Python, rows counted from 1, and bundle them to a network.

    Columns that are not declared keep their type. Raises `InputError` with all problems.
    """
    problems = Problems()
    sheets: dict[str, Sheet] = {}
    for table, frame in frames.items():
        if table not in TABLES:
            problems.note(table, say("there is no such table") + near(table, TABLES))
            continue
        sheets[table] = sheet_of_frame(table, table, frame, problems)
    return network_of(name, Book(name, sheets), problems)
