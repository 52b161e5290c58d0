"""`qvgraph diff`: what differs between two runs or studies, and what that does to the result."""

from typing import TYPE_CHECKING

import click

from qvgraph.cli.columns import screen, widths, written
from qvgraph.language import decimal, say

if TYPE_CHECKING:
    from qvgraph.study.asked import Asked
    from qvgraph.study.table import Tally


def diff(first: str, second: str) -> None:
    """Print what leads from the first to the second, then how many networks last in both."""
    from qvgraph.study.asked import asked_by
    from qvgraph.study.difference import differences

    one, other = asked_by(first), asked_by(second)
    found = differences(one.identified, other.identified)
    click.secho(f"{one.name} → {other.name}", bold=True)
    models = (asked.identified.identity["model"] for asked in (one, other))
    if not found:
        click.echo(say("No difference: the same study on the same network by the same model."))
    elif len(set(models)) == 1:
        click.echo(say("the same model"))
    for difference in found:
        click.echo(difference)
    if found or not _same_outcomes(one, other):
        _show_results(one, other)


def _same_outcomes(one: "Asked", other: "Asked") -> bool:
    """They are where nothing else differs, unless somebody has changed a folder by hand."""
    if one.outcomes is None or other.outcomes is None:
        return True
    return one.outcomes.equals(other.outcomes)


def _show_results(one: "Asked", other: "Asked") -> None:
    """Networks that sustain themselves, for the scenarios of both."""
    if one.outcomes is None or other.outcomes is None:
        return
    from qvgraph.study.table import tallies

    before, after = (tallies(outcomes, "sustained") for outcomes in (one.outcomes, other.outcomes))
    if rows := [(name, _counted(before[name], after[name])) for name in before if name in after]:
        click.echo()
        click.secho(say("Networks that sustain themselves"), bold=True)
        columns = widths(rows, (False, True), screen())
        for row in rows:
            click.echo("\n".join(written(row, columns)))


def _counted(before: "Tally", after: "Tally") -> str:
    first, second = (
        say("{x} of {n}", x=decimal(one.sustained), n=decimal(one.n)) for one in (before, after)
    )
    return f"{first} → {second}" if before != after else say("{counted}, the same", counted=first)
