"""`qvgraph metrics --key-players`: from which nodes all others are nearest; how good any are."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from qvgraph.language import decimal, percent, say

if TYPE_CHECKING:
    import polars as pl

    from qvgraph.metrics.key_sets.key_sets import KeyPlayers, KeySet, ManagersReach
    from qvgraph.model.network import Network

LARGE = 10_000
"""Organisations of a network that takes more than some seconds."""

DIGITS = 4


def show_key_players(
    network: "Network",
    what: str,
    size: int,
    *,
    within: int | None,
    exact: bool,
    ties: str,
    screen: bool,
    quiet: bool,
) -> "pl.DataFrame":
    """Look for the set, and show it unless its table goes to a file."""
    from qvgraph.metrics.key_sets.key_sets import key_players
    from qvgraph.metrics.key_sets.key_sets_table import key_players_table

    remarks = Console(stderr=True, highlight=False, quiet=quiet)
    nodes = network.organisations.height
    if nodes > LARGE:
        remarks.print(
            say("{nodes} nodes: this may take a minute; Ctrl-C stops it.", nodes=decimal(nodes))
        )
    found = key_players(network, size, ties=tuple(ties.split(",")), within=within, exact=exact)
    if screen:
        console = Console(highlight=False)
        console.print(what, style="bold")
        _show_members(found, console)
        console.print(_certificate(found.best))
        if found.managers:
            console.print(_of_managers(found.managers))
        remarks.print(_reading(found))
    return key_players_table(found)


def _show_members(found: "KeyPlayers", console: Console) -> None:
    """Managers first and bold; what would be lost without each."""
    managers = set(found.managers.members if found.managers else ())
    members = zip(found.best.members, found.best.lost, strict=True)
    shown = Table(box=None, pad_edge=False, header_style="bold")
    shown.add_column("id", overflow="fold")
    shown.add_column(say("reach lost without it"), justify="right")
    for member, lost in sorted(members, key=lambda one: (one[0] not in managers, one[0])):
        style = "bold" if member in managers else None
        shown.add_row(member, decimal(lost, DIGITS), style=style)
    console.print(shown)


def _certificate(best: "KeySet") -> str:
    """What the set reaches, whether any could reach more, and how many are nearly as good."""
    size, reach = decimal(len(best.members)), decimal(best.reach, DIGITS)
    if best.proved:
        first = say("Reach {reach}: no set of {size} reaches more.", reach=reach, size=size)
    else:
        first = say(
            "Reach {reach}; no set of {size} reaches more than {bound}, that is {gap} more.",
            reach=reach,
            size=size,
            bound=decimal(best.bound + 0.5 / 10**DIGITS, DIGITS),  # rounded up
            gap=percent(best.gap, 2),
        )
    if best.counted and best.close == 1:
        return first + " " + say("No other set comes within 1% of it.")
    others = decimal(best.close - 1)
    if best.counted:
        return first + " " + say("Sets that come within 1% of it, too: {others}.", others=others)
    return (
        first
        + " "
        + say(
            "Sets that come within 1% of it by the exchange of one member: {others}; there may "
            "be more.",
            others=others,
        )
    )


def _of_managers(managers: "ManagersReach") -> str:
    """What the managers reach, beside the best set of as many nodes."""
    size, best = len(managers.members), managers.best
    said = {
        "reach": decimal(managers.reach, DIGITS),
        "best": decimal(best.reach, DIGITS),
        "share": percent(managers.share, 1),
    }
    if size == 1:
        first = say(
            "The manager reaches {reach}, {share} of what the best node reaches ({best}).", **said
        )
    else:
        first = say(
            "The {size} managers reach {reach}, {share} of what the best {size} nodes reach "
            "({best}).",
            size=decimal(size),
            **said,
        )
    if best.proved:
        return first
    least = percent(managers.share_at_least, 1)
    return first + " " + say("Of what any could reach it is {least} at least.", least=least)


def _reading(found: "KeyPlayers") -> str:
    if found.within is None:
        return say(
            "Reach: the share of all nodes that is reached, each by 1/distance from the nearest "
            "of the set, ties in either direction. Where many sets are nearly as good, who is in "
            "the set says little."
        )
    return say(
        "Reach: the share of all nodes whose distance from the set is {steps} at most, ties in "
        "either direction. Where many sets are nearly as good, who is in the set says little.",
        steps=decimal(found.within),
    )
