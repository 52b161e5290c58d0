"""Key players as a tidy table, for machines."""

from collections.abc import Iterator

import polars as pl

from qvgraph.language import say
from qvgraph.metrics import LONG
from qvgraph.metrics.key_sets.key_sets import KeyPlayers, KeySet

TABLE = {"network": pl.String, "set": pl.String, "size": pl.Int64} | LONG

WHOLE = "all"
"""The item of a figure of a whole set."""

Row = tuple[str, str, str, float | None, float | None, float | None, str | None]


def key_players_table(found: KeyPlayers) -> pl.DataFrame:
    """A row per set and figure, and one per member of a best set.

    `set` is `best`, `managers` or `best_as_managers`: the best of as many nodes as there are
    managers, if that is another number. Between `low` and `high` lies what the best set there is
    reaches, how many sets are close, and the managers' share of the best. `lost_without` is what
    the reach would lack without a member.
    """
    variant = "1/distance" if found.within is None else f"distance ≤ {found.within}"
    sets = {"best": (found.best.members, _of_a_best_set(found.best, found.nodes))}
    if managers := found.managers:
        rows: list[Row] = [
            ("network", WHOLE, "reach", managers.reach, None, None, None),
            ("network", WHOLE, "reach_outside", *_outside(managers.reach_outside)),
            (
                *("network", WHOLE, "share_of_best"),
                *(managers.share, managers.share_at_least, managers.share, None),
            ),
        ]
        sets["managers"] = (managers.members, iter(rows))
        if len(managers.members) != len(found.best.members):
            of_as_many = _of_a_best_set(managers.best, found.nodes)
            sets["best_as_managers"] = (managers.members, of_as_many)
    return pl.DataFrame(
        [
            (found.network, name, len(members), *row[:3], variant, *row[3:])
            for name, (members, rows_of_it) in sets.items()
            for row in rows_of_it
        ],
        TABLE,
        orient="row",
    )


def _of_a_best_set(best: KeySet, nodes: int) -> Iterator[Row]:
    size = len(best.members)
    shown = (
        say("proved: no set of this size reaches more")
        if best.proved
        else say("no set of this size reaches more than high")
    )
    counted = (
        say("all counted") if best.counted else say("at least: those with one member exchanged")
    )
    yield "network", WHOLE, "reach", best.reach, best.reach, best.bound, shown
    if size == nodes:
        yield "network", WHOLE, "reach_outside", *_outside(None)
    else:
        most = (best.bound * nodes - size) / (nodes - size)
        outside = best.reach_outside
        yield "network", WHOLE, "reach_outside", outside, outside, most, shown
    close = float(best.close)
    yield (
        *("network", WHOLE, "sets_within_1_percent"),
        *(close, close, close if best.counted else None, counted),
    )
    for member, lost in zip(best.members, best.lost, strict=True):
        yield "node", member, "lost_without", lost, None, None, None


def _outside(value: float | None) -> tuple[float | None, None, None, str | None]:
    """A figure over the nodes outside a set, and the reason where there is none."""
    note = say("every node is in the set") if value is None else None
    return value, None, None, note
