"""What can be wrong with regions: their spelling, who belongs to which, what a region has once."""

from collections import Counter
from functools import cache
from typing import Any

import polars as pl

from qvgraph.language import say
from qvgraph.model.cells import MOST
from qvgraph.model.network import ONE_REGION
from qvgraph.model.sheets import Book, Sheet, near
from qvgraph.model.tables import KINDS
from qvgraph.problems import SHOWN, Problems

ALL = "all"

ONE_POST = ("host", "host_neutrality", "personal_neutrality", "diagnosis")
"""What belongs to the post of a region, and so is equal for all its managers."""


def fail_if_managers_of_a_region_differ(book: Book, problems: Problems) -> None:
    """Host, neutralities and diagnosis belong to the post: equal for all managers of a region."""
    first: dict[str, tuple[int, tuple[Any, ...]]] = {}
    for sheet, row, (region, *values) in book.rows("managers", "region", *ONE_POST):
        before, expected = first.setdefault(_plain(region), (row, tuple(values)))
        for column, found, right in zip(ONE_POST, values, expected, strict=True):
            if found != right:
                what = say(
                    "“{value}” found, but “{right}” at {first}; equal values are expected within a "
                    "region",
                    value=sheet.cells[column][row] or "",
                    right=sheet.cells[column][before] or "",
                    first=sheet.place(before, column),
                )
                problems.note(sheet.place(row, column), what)


def fail_if_manager_and_organisation_are_of_two_regions(book: Book, problems: Problems) -> None:
    """A person looks after organisations of the post's region, which also has the host."""
    if not {"managers", "organisations"} <= book.sheets.keys():
        return
    managers, organisations = _regions(book, "managers"), _regions(book, "organisations")
    for table, manager, organisation, column in (
        ("organisations", "manager", "id", "manager"),
        ("managers", "id", "host", "host"),
        ("contacts", "manager", "organisation", "organisation"),
    ):
        region, other = pl.col(manager), pl.col(organisation)
        apart = region.replace_strict(*managers, default=None) != other.replace_strict(
            *organisations, default=None
        )
        for sheet, row, (person, partner) in book.rows(table, manager, organisation, where=apart):
            what = say(
                "“{manager}” and “{organisation}” belong to different regions; the same "
                "region is expected for both",
                manager=person,
                organisation=partner,
            )
            problems.note(sheet.place(row, column), what)


def fail_if_a_region_is_called_all(book: Book, problems: Problems) -> None:
    """In results, "all" is the whole network."""
    called = _plainly(pl.col("region")) == ALL
    for sheet, row, _ in book.rows("organisations", "region", where=called):
        what = say("“all” found, which stands for the whole; another name is expected")
        problems.note(sheet.place(row, "region"), what)


def fail_if_a_region_has_no_organisation(book: Book, problems: Problems) -> None:
    """A post or a training is in a region of the table of organisations."""
    known = _names(book)
    for table in ("managers", "trainings"):
        for sheet, row, (region,) in book.rows(table, "region"):
            everywhere = table == "trainings" and region is None
            if known and not everywhere and _plain(region) not in known:
                what = say(
                    "“{value}” found; expected is a region of the organisations: {regions}",
                    value=region or "",
                    regions=", ".join(known.values()),
                )
                problems.note(sheet.place(row, "region"), what + near(region, known.values()))


def fail_if_a_region_has_no_firm(book: Book, problems: Problems) -> None:
    """A network is one of firms; a region of others alone would be given a post all the same."""
    first: dict[str, tuple[int, str | None]] = {}
    with_firms: dict[str, str] = {}
    new = pl.struct("region", "kind").is_first_distinct()
    for _, row, (region, kind) in book.rows("organisations", "region", "kind", where=new):
        first.setdefault(_plain(region), (row, region))
        if kind not in KINDS[1:]:  # another word is a problem already, and may mean a firm
            with_firms.setdefault(_plain(region), region or ONE_REGION)
    for plain, (row, region) in first.items():
        if with_firms and plain not in with_firms:
            what = say(
                "“{value}” found, a region without a firm; expected is one with firms: {regions}",
                value=region or "",
                regions=", ".join(with_firms.values()),
            )
            place = book.sheets["organisations"].place(row, "region")
            problems.note(place, what + near(region, with_firms.values()))


def fail_if_a_firm_waits_for_a_training_of_another_region(book: Book, problems: Problems) -> None:
    """A firm is on the list of a training that can be had where the firm is."""
    known = _names(book)
    where = {
        training: region
        for _, _, (training, region) in book.rows("trainings", "id", "region")
        if training is not None and (region is None or _plain(region) in known)
    }
    there = pl.col("waiting").replace_strict(
        list(where),
        [None if region is None else _plain(region) for region in where.values()],
        default=None,
        return_dtype=pl.String,
    )
    elsewhere = (pl.col("kind") == "firm") & (there != _plainly(pl.col("region")))
    for sheet, row, (here, waiting) in book.rows(
        "organisations", "region", "waiting", where=elsewhere
    ):
        what = say(
            "“{value}” found, a training of the region “{there}”; expected is one that can be "
            "had in “{here}”",
            value=waiting,
            there=where[waiting],
            here=here or ONE_REGION,
        )
        if len(problems) < SHOWN:
            what += near(
                waiting,
                [one for one, r in where.items() if r is None or _plain(r) == _plain(here)],
            )
        problems.note(sheet.place(row, "waiting"), what)


def fail_if_a_region_has_too_many_trainings(book: Book, problems: Problems) -> None:
    """Those of the region and those to be had everywhere; new ones may be developed on top."""
    names = _names(book)
    rows: dict[str, list[int]] = {plain: [] for plain in names}
    everywhere: list[int] = []
    for _, row, (region,) in book.rows("trainings", "region"):
        if region is None:
            everywhere.append(row)
        elif (plain := _plain(region)) in rows:
            rows[plain].append(row)
    told: set[int] = set()  # where those everywhere are too many, one region is enough
    for plain, its in rows.items():
        those = sorted(its + everywhere) if len(its) + len(everywhere) > MOST else []
        if those and those[MOST] not in told:
            told.add(those[MOST])
            what = say(
                "{number} trainings that can be had in “{region}” found; at most {most} are "
                "expected",
                number=len(those),
                region=names[plain],
                most=MOST,
            )
            problems.note(book.sheets["trainings"].place(those[MOST], "id"), what)


def fail_if_a_region_has_too_many_districts(book: Book, problems: Problems) -> None:
    """A lever by district is a row of bits, and its width is fixed."""
    names = _names(book)
    rows: dict[str, dict[str, int]] = {plain: {} for plain in names}
    new = pl.struct("region", "district").is_first_distinct() & pl.col("district").is_not_null()
    for _, row, (region, district) in book.rows("organisations", "region", "district", where=new):
        rows[_plain(region)].setdefault(district, row)
    for plain, those in rows.items():
        if len(those) > MOST:
            what = say(
                "{number} districts of “{region}” found; at most {most} are expected",
                number=len(those),
                region=names[plain],
                most=MOST,
            )
            row = list(those.values())[MOST]
            problems.note(book.sheets["organisations"].place(row, "district"), what)


def fail_if_regions_differ_only_in_spelling(book: Book, problems: Problems) -> None:
    """One region has one spelling, also in capitals and spaces."""
    places: dict[str, tuple[Sheet, int]] = {}
    counts: Counter[str] = Counter()
    for table in ("organisations", "managers", "trainings"):
        new = pl.col("region").is_first_distinct() & pl.col("region").is_not_null()
        for sheet, row, (region,) in book.rows(table, "region", where=new):
            places.setdefault(region, (sheet, row))
        if table in book.sheets:
            counts.update(
                dict(book.sheets[table].values["region"].drop_nulls().value_counts().iter_rows())
            )
    usual: dict[str, str] = {}
    for region in sorted(counts, key=lambda spelling: (-counts[spelling], spelling)):
        if (right := usual.setdefault(_plain(region), region)) != region:
            what = say("“{value}” found; “{right}” is expected", value=region, right=right)
            sheet, row = places[region]
            problems.note(sheet.place(row, "region"), what)


def _names(book: Book) -> dict[str, str]:
    """The regions of the organisations: as they are first written, by their plain spelling."""
    names: dict[str, str] = {}
    new = pl.col("region").is_first_distinct()
    for _, _, (region,) in book.rows("organisations", "region", where=new):
        names.setdefault(_plain(region), region or ONE_REGION)
    return names


def _regions(book: Book, table: str) -> tuple[pl.Series, pl.Series]:
    """The ids of a table, and the region of each in plain spelling."""
    rows = book.sheets[table].values.select("id", "region").unique("id", keep="last")
    rows = rows.filter(pl.col("id").is_not_null()).select("id", _plainly(pl.col("region")))
    return rows["id"], rows["region"]


def _plainly(region: pl.Expr) -> pl.Expr:
    """Regions in plain spelling: few names are many rows, so each is looked at once."""
    return region.fill_null(ONE_REGION).map_batches(_each_once, return_dtype=pl.String)


def _each_once(regions: pl.Series) -> pl.Series:
    spellings = regions.unique()
    plain = pl.Series([_plain(spelling) for spelling in spellings], dtype=pl.String)
    return regions.replace_strict(spellings, plain)


@cache
def _plain(region: str | None) -> str:
    """A region's name without what people overlook: capitals and spaces."""
    return "".join((region or ONE_REGION).split()).casefold()
