"""`qvgraph describe`: what anything declared means, on a screen or as a table."""

from typing import Final

import click

from qvgraph.cli.columns import fitting, screen, widths, written
from qvgraph.cli.tables import write_table
from qvgraph.language import say
from qvgraph.reference import Entry, Listing, View, entries, everything, look_up, table
from qvgraph.reference.entries import STAGES, of_mechanism
from qvgraph.reference.facts import facts, in_a_study
from qvgraph.reference.kinds import Kind, heading, kinds
from qvgraph.reference.lists import Grid, Heading, Section, grid
from qvgraph.reference.lookup import related

SEE_ALSO: Final = 8
"""Related names that are mentioned below."""

_BELONGING: Final[tuple[Kind, ...]] = ("lever", "assumption", "chance")


def describe(
    names: tuple[str, ...], *, table_format: str | None, out: str | None, force: bool
) -> None:
    """Say what the names mean; without names, give an overview of all there is."""
    views = look_up(names)
    if table_format or out:
        those = everything(views) if names else entries()
        write_table(table(those), table_format, out, force=force)
    elif names:
        _show(views, asked_for_one=len(names) == 1)
    else:
        _show_overview()


def _show(views: tuple[View, ...], *, asked_for_one: bool) -> None:
    for place, view in enumerate(views):
        if place:
            click.echo()
        if isinstance(view, Listing):
            _show_listing(view.kind, view.entries)
        else:
            _show_entry(view)
    if asked_for_one:
        _see_also([view for view in views if isinstance(view, Entry)])


def _show_listing(kind: Kind, those: tuple[Entry, ...]) -> None:
    shown = grid(kind, those)
    text = f"{heading(kind)} ({len(those)})"
    if len(shown.sections) == 1 and (title := shown.sections[0].title):
        text, shown = f"{text}, {title}", grid(kind, those, titled=False)
    _title(text)
    _show_grid(shown)


def _show_entry(entry: Entry) -> None:
    """A card; below that of a mechanism, what belongs to it."""
    _title(f"{entry.name}: {kinds()[entry.kind].one}")
    _show_lines([(f"  {fact.heading}", fact.text) for fact in facts(entry)])
    if lines := in_a_study(entry):
        click.echo("\n" + "\n".join(lines))
    if entry.kind == "mechanism":
        for kind in _BELONGING:
            if those := of_mechanism(entry.name, kind):
                click.echo()
                _title(f"{heading(kind)} ({len(those)})")
                _show_grid(grid(kind, those, titled=False))


def _see_also(shown: list[Entry]) -> None:
    others = dict.fromkeys(other.name for entry in shown for other in related(entry))
    names = [name for name in others if name not in {entry.name for entry in shown}]
    if names:
        text = ", ".join(names[:SEE_ALSO])
        text += say(" and {n} more", n=len(names) - SEE_ALSO) if len(names) > SEE_ALSO else ""
        click.echo()
        _show_lines([(say("See also:"), text)])


def _show_overview() -> None:
    every = [(kind, sum(entry.kind == kind for entry in entries())) for kind in kinds()]
    _title(say("What is declared"))
    words = kinds()
    _show_grid(
        Grid(
            (
                Heading(say("kind")),
                Heading(say("count"), right=True),
                Heading(say("meaning"), wraps=True),
            ),
            (Section("", tuple((words[k].several, str(n), words[k].meaning) for k, n in every)),),
        )
    )
    click.echo()
    _title(say("The phases of a month"))
    _show_grid(_phases())
    click.echo()
    _title(say("How to go on"))
    _show_lines(
        [
            ("qvgraph describe visits", say("a mechanism and all that belongs to it")),
            ("qvgraph describe visits.visit_hours", say("one assumption")),
            ("qvgraph describe members", say("all that has this name")),
            ("qvgraph describe levers", say("all of a kind")),
            ("qvgraph describe chances", say("every kind of random event")),
            ("qvgraph describe --format csv --out PATH", say("everything as a table")),
        ]
    )


def _phases() -> Grid:
    """The start and the twelve phases, with how much is declared for each."""
    headings = (
        Heading(say("no."), right=True),
        Heading(say("name")),
        Heading(say("English"), wraps=True),
        Heading(say("German"), wraps=True),
        *(Heading(kinds()[kind].several, right=True) for kind in _BELONGING),
    )
    rows = tuple(
        (
            str(phase.number) if phase.number else "",
            name,
            phase.en,
            phase.de,
            *(str(len(of_mechanism(name, kind)) or "–") for kind in _BELONGING),
        )
        for name, phase in STAGES.items()
    )
    return Grid(headings, (Section("", rows),))


def _title(text: str) -> None:
    click.secho("\n".join(written([text], [screen()])), bold=True)


def _show_lines(pairs: list[tuple[str, str]]) -> None:
    columns = widths(pairs, (False, True), screen())
    for pair in pairs:
        click.echo("\n".join(written(pair, columns)))


def _show_grid(shown: Grid) -> None:
    """As many columns as fit, and which ones do not."""
    headings = [one.text for one in shown.headings]
    wrapping, right = [one.wraps for one in shown.headings], [one.right for one in shown.headings]
    rows = [headings, *(row for section in shown.sections for row in section.rows)]
    n = fitting(rows, wrapping, screen())
    columns = widths([row[:n] for row in rows], wrapping[:n], screen())
    click.secho("\n".join(written(headings[:n], columns, right[:n])), dim=True)
    for section in shown.sections:
        if section.title:
            click.echo()
            _title(section.title)
        for row in section.rows:
            click.echo("\n".join(written(row[:n], columns, right[:n])))
    if n < len(headings):
        text = say("Not shown on so narrow a screen: {columns}", columns=", ".join(headings[n:]))
        click.echo("\n".join(written([text], [screen()])))
