"""The sections of a report behind its first page; another one is another function in `SECTIONS`."""

from collections.abc import Callable
from typing import Final

from qvgraph.language import current, say
from qvgraph.report.document import (
    Block,
    Cell,
    Grid,
    Group,
    Line,
    Notes,
    Paragraph,
    Picture,
    Section,
)
from qvgraph.report.matter import Matter
from qvgraph.report.origin import command_of, origin_grid, told_again
from qvgraph.report.settings import assumptions_grid, levers_grid, scenarios_grid
from qvgraph.report.tables import grid_of, plausible_grid
from qvgraph.study import plausible
from qvgraph.study.assumed import varied
from qvgraph.terms import TERMS


def picture_of(matter: Matter, name: str, *, titled: bool = True) -> Picture:
    """One chart; without a caption where the page has said it all."""
    one = matter.charts[name]
    caption = (one.title, one.finding) if titled else ()
    return Picture(f"{one.title} {one.finding}", one.svg.decode(), *caption)


def side_by_side(matter: Matter) -> Section:
    """What lasts, what it costs, who gains."""
    lasting, spent, *others = map(grid_of, matter.answer.tables)
    blocks: list[Block] = [lasting, spent, picture_of(matter, "cost")]
    blocks += [*others, picture_of(matter, "gaps"), Notes(matter.answer.remarks)]
    heading = say("The scenarios side by side: what lasts, what it costs, who gains")
    return Section("scenarios", heading, tuple(blocks))


def over_time(matter: Matter) -> Section:
    """Flow and money over the months."""
    pictures = (picture_of(matter, name) for name in ("flow", "now_after", "funding"))
    return Section("time", say("How it goes over the months"), tuple(pictures))


def robust(matter: Matter) -> Section:
    """Whether the order survives other assumptions."""
    heading = say("Does the order hold under other assumptions?")
    found = matter.answer.robustness
    if found is None:
        untried = Paragraph(
            say(
                "This was not tried: each assumption has one value. It shows when each drawing of"
                " the networks has a set of assumptions of its own; in the run folder:"
            ),
            command_of(matter, out="ranges.run", assumptions="ranges"),
        )
        return Section("robust", heading, (untried,))
    blocks = (Paragraph(found.sentence), grid_of(found.table), Notes(found.remarks))
    return Section("robust", heading, blocks)


def beside_reality(matter: Matter) -> Section:
    """What the simulated networks look like."""
    heading = say("Do the simulated networks look like real ones?")
    if matter.run.looks is None:
        missing = Paragraph(say("This is known when the run is finished."))
        return Section("plausible", heading, (missing,))
    baseline = matter.study.scenario(matter.study.baseline)
    found = plausible.said_of(matter.run.looks, baseline.label[current()])
    return Section("plausible", heading, (plausible_grid(found), Notes(found.remarks)))


def settings(matter: Matter) -> Section:
    """What the study sets, and what it takes for granted."""
    study, plans = matter.study, matter.plans
    base = plans[study.baseline]
    blocks = (
        scenarios_grid(plans, matter.material.labels, study.baseline),
        Paragraph(
            say(
                "No number was estimated from data of the pilot. Each assumption has a source and a"
                " confidence; where that is low, the value is a guess within the range."
            )
        ),
        assumptions_grid(base, varied(study)),
        levers_grid(base),
    )
    return Section("settings", say("What was assumed, and what it rests on"), blocks)


def glossary(_: Matter) -> Section:
    """The words that a reader needs."""
    lines = tuple(Line(Cell(term.word), (Cell(term.meaning),)) for term in TERMS)
    headings = (say("word"), say("what it means here"))
    grid = Grid(say("Words of this report"), headings, (Group(lines),))
    return Section("words", say("Words"), (grid,))


def provenance(matter: Matter) -> Section:
    """Where the figures come from, and how to compute them again."""
    blocks = (origin_grid(matter), *told_again(matter))
    return Section("origin", say("Where the figures come from"), blocks)


SECTIONS: Final[tuple[Callable[[Matter], Section], ...]] = (
    side_by_side,
    over_time,
    robust,
    beside_reality,
    settings,
    glossary,
    provenance,
)
