"""Tables of the answer, of its robustness and of plausibility, as tables of a report."""

from qvgraph.language import current, say
from qvgraph.report.document import Cell, Grid, Group, Line
from qvgraph.study import plausible
from qvgraph.study.table import Cell as Figure
from qvgraph.study.table import Table


def grid_of(table: Table) -> Grid:
    """A row per scenario; below a figure its distance to the baseline, and how sure that is."""
    lines = tuple(
        Line(Cell(row.label), tuple(Cell(cell.text, _below(cell)) for cell in row.cells))
        for row in table.rows
    )
    headings = (say("scenario"), *table.headings)
    return Grid(table.title, _unbroken(headings), (Group(lines),), numbers=True, results=True)


def _below(cell: Figure) -> str:
    if not cell.ends:
        return cell.distance
    low, high = cell.ends
    interval = say("{low} to {high}", low=low, high=high)
    return f"{cell.distance} ({interval})" if cell.distance else interval


def _unbroken(headings: tuple[str, ...]) -> tuple[str, ...]:
    """A page breaks its lines itself; a word that is divided in German is one again."""
    divided = "" if current() == "de" else "-"
    return tuple(heading.replace("-\n", divided).replace("\n", " ") for heading in headings)


def plausible_grid(found: plausible.Plausibility) -> Grid:
    """A row per figure beside its band; what lies outside is loud."""
    lines = tuple(
        Line(
            Cell(row.label),
            (
                Cell(row.value),
                Cell(row.band, row.source),
                Cell(
                    row.said,
                    say("held back: not tuned to") if row.held_back else "",
                    loud=row.verdict == "outside",
                ),
            ),
        )
        for row in found.rows
    )
    headings = (say("figure"), say("mean (range)"), say("band and its source"), say("verdict"))
    return Grid(found.title, headings, (Group(lines),), results=True)
