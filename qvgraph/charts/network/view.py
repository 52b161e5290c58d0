"""What a picture of a network shows, whatever it is drawn with: places, groups, ties, words."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from qvgraph.charts.network.groups import Grouping, grouping_of, printable
from qvgraph.language import decimal, say
from qvgraph.model import convert
from qvgraph.model.layout import positions
from qvgraph.model.network import Network
from qvgraph.model.pseudonyms import shown
from qvgraph.problems import fail

MOST: Final = 50_000
"""Nodes that a picture can show: more take minutes, and nobody could tell them apart."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A region: its name, how many nodes it has, and left, right and upper edge of their room."""

    name: str
    count: int
    left: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class View:
    """A network ready to be drawn; row n of everything is node n, organisations first.

    `places` has the shape (nodes, 2); `ties` has a row for each pair of nodes that is tied, `one`
    and `other` (rows of `nodes`), `strength` of the stronger direction, and `contact`.
    """

    title: str
    facts: tuple[str, ...]
    nodes: pl.DataFrame
    labels: tuple[str, ...]
    places: np.ndarray
    grouping: Grouping
    headings: tuple[Heading, ...]
    ties: pl.DataFrame
    synthetic: bool
    named: bool

    @property
    def managers(self) -> np.ndarray:
        """The rows of the managers."""
        return np.flatnonzero((self.nodes["kind"] == "manager").to_numpy())

    @property
    def group(self) -> np.ndarray:
        """The group of each node, -1: none, as managers have."""
        of = np.full(self.nodes.height, -1)
        of[: len(self.grouping.of)] = self.grouping.of
        return of

    @property
    def remarks(self) -> tuple[str, ...]:
        """What has to be known of the network, however it is drawn."""
        remarks = []
        if self.synthetic:
            remarks.append(say("Synthetic: organisations and ties are drawn or invented."))
        if len(self.managers) and not self.named:
            remarks.append(say("Managers are shown by pseudonyms."))
        return tuple(remarks)


def view_of(
    network: Network,
    title: str,
    *,
    by: str | None = None,
    ties: Collection[str] = convert.TIES,
    names: bool = False,
) -> View:
    """Gather what is drawn; with `names` people and firms are called what they are called.

    Raises `InputError` when `by` is no column of the organisations or when they are too many.
    """
    nodes = convert.nodes(network)
    if nodes.height > MOST:
        what = say(
            "{number} organisations and managers found; a picture shows at most {most}",
            number=nodes.height,
            most=MOST,
        )
        raise fail(network.name, what)
    arcs = convert.arcs(network, ties=ties)
    labels = _names(network) if names else shown(network)
    organisations = network.organisations.height
    grouping = grouping_of(network, by, labels)
    places = positions(nodes, arcs)
    pairs = _pairs(nodes, arcs)
    without = nodes.height - len({*pairs["one"], *pairs["other"]})
    advice = arcs.filter(pl.col("kind") == "advice").height
    return View(
        title=printable(title),
        facts=_facts(nodes.height - organisations, organisations, advice, pairs, without, ties),
        nodes=nodes,
        labels=tuple(printable(labels[id_]) for id_ in nodes["id"]),
        places=places,
        grouping=grouping,
        headings=_headings(nodes, places),
        ties=pairs,
        synthetic=network.synthetic,
        named=names,
    )


def _facts(
    managers: int,
    organisations: int,
    advice: int,
    pairs: pl.DataFrame,
    without: int,
    ties: Collection[str],
) -> tuple[str, ...]:
    facts = [
        say("organisations: {number}", number=decimal(organisations)),
        say("managers: {number}", number=decimal(managers)),
    ]
    if "advice" in ties:
        facts.append(say("advice ties: {number}", number=decimal(advice)))
    if "contact" in ties:
        number = decimal(int(pairs["contact"].sum()))
        facts.append(say("contacts of managers: {number}", number=number))
    if without:
        facts.append(say("without any tie: {number}", number=decimal(without)))
    return tuple(facts)


def _names(network: Network) -> dict[str, str]:
    """Names where there are some, else ids."""
    frames = [network.organisations.select("id", "name")]
    if network.managers is not None:
        frames.append(network.managers.select("id", "name"))
    return {id_: name or id_ for id_, name in pl.concat(frames).iter_rows()}


def _pairs(nodes: pl.DataFrame, arcs: pl.DataFrame) -> pl.DataFrame:
    """Each pair of nodes that is tied once, the weakest first, so that strong ties lie above."""
    row = {id_: n for n, id_ in enumerate(nodes["id"])}
    ends = [arcs[end].replace_strict(row, return_dtype=pl.Int64) for end in ("source", "target")]
    both = pl.DataFrame({"first": ends[0], "second": ends[1]})
    return (
        both.select(
            one=pl.min_horizontal("first", "second"),
            other=pl.max_horizontal("first", "second"),
        )
        .with_columns(strength=arcs["strength"], contact=arcs["kind"] == "contact")
        .group_by("one", "other")
        .agg(pl.col("strength").max(), pl.col("contact").any())
        .sort("contact", "strength", "one", "other")
    )


def _headings(nodes: pl.DataFrame, places: np.ndarray) -> tuple[Heading, ...]:
    """Where there are several regions, each has one above it."""
    regions = nodes["region"].to_numpy()
    names = sorted(set(regions.tolist()))
    if len(names) < 2:
        return ()
    headings = []
    for name in names:
        own = places[regions == name]
        (left, _), (right, top) = own.min(axis=0), own.max(axis=0)
        heading = Heading(printable(name), len(own), float(left), float(right), float(top))
        headings.append(heading)
    return tuple(headings)
