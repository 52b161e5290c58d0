"""Networks of other organisations of the same sort: those at hand drawn anew, with replacement.

The bootstrap by organisation: each region has as many organisations as before, some of them twice
or more, and every tie comes with the two that it joins. Of an organisation with itself nothing was
told; two copies of one are therefore given what two others of the region have, both ways at once.
Managers stay, with their contacts to whoever is drawn.

*Source:* Snijders, Borgatti (1999), Connections 22 (the vertex bootstrap).
"""

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from qvgraph.kernels.distributions import uniforms_at
from qvgraph.kernels.draws import bits, draw_key, subject
from qvgraph.model.network import ONE_REGION, Network

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qvgraph.metrics.unsure.answers import Ints

TOPIC = subject("organisations drawn anew")
DRAWN, LIKE = 1, 2
"""The chances of one draw."""


def resampled(network: Network, *, seed: int, number: int) -> Network:
    """One network of organisations drawn anew: a pure function of network, seed and number.

    A copy is named after its place, so that ids stay unique.
    """
    key = np.uint64(bits(draw_key(seed, number), TOPIC))
    copies = _copies(network, key)
    organisations = copies.join(network.organisations, on="id", how="left")
    tables = {"organisations": _renamed(organisations, "id")}
    if network.ties is not None:
        ties = _between(network.ties, copies, ("source", "target"))
        apart = ties.filter(pl.col("source") != pl.col("target"))
        among = _among_copies(network.ties, copies, key)
        tables["ties"] = pl.concat([apart, among], how="diagonal")
    if network.contacts is not None:
        tables["contacts"] = _between(network.contacts, copies, ("organisation",))
    if network.memberships is not None:
        ends = ("organisation", "association")
        tables["memberships"] = _between(network.memberships, copies, ends)
    return network.with_tables(**tables)


def _copies(network: Network, key: np.uint64) -> pl.DataFrame:
    """Who is drawn: `id`, the name of the `copy`, and its `region`."""
    frames = []
    everyone = network.organisations.select(
        "id", region=pl.col("region").fill_null(ONE_REGION)
    ).sort("id")
    for region in network.regions:
        those = everyone.filter(pl.col("region") == region)
        luck = uniforms_at(key, DRAWN, *_numbered(subject(region), those.height))
        drawn = those[(luck * those.height).astype(np.int64)].sort("id")
        frames.append(drawn.with_columns(copy=pl.int_range(pl.len()).over("id")))
    return pl.concat(frames).select(
        "id",
        "region",
        copy=pl.when(pl.col("copy") == 0)
        .then(pl.col("id"))
        .otherwise(pl.format("{}\0{}", "id", "copy")),
    )


def _numbered(of: np.uint64, count: int) -> "tuple[NDArray[np.uint64], NDArray[np.uint64]]":
    return np.full(count, of, np.uint64), np.arange(1, count + 1, dtype=np.uint64)


def _renamed(frame: pl.DataFrame, end: str) -> pl.DataFrame:
    return frame.with_columns(pl.col("copy").alias(end)).drop("copy")


def _between(table: pl.DataFrame, copies: pl.DataFrame, ends: tuple[str, ...]) -> pl.DataFrame:
    """The rows of a table for all copies of those that they name."""
    names = copies.select("id", "copy")
    for end in ends:
        table = _renamed(table.join(names, left_on=end, right_on="id", how="inner"), end)
    return table


def _among_copies(ties: pl.DataFrame, copies: pl.DataFrame, key: np.uint64) -> pl.DataFrame:
    """What copies of one have between them: what two others of the region have."""
    pairs = copies.join(copies, on=["id", "region"], how="inner").filter(
        pl.col("copy") < pl.col("copy_right")
    )
    pairs = pairs.sort("copy", "copy_right")
    frames = []
    for (region,), those in pairs.group_by("region", maintain_order=True):
        ids = copies.filter(pl.col("region") == region)["id"].unique().sort()
        if len(ids) < 2:
            continue
        luck = uniforms_at(key, LIKE, *_numbered(subject(str(region)), those.height))
        one, other = _two_of(len(ids), luck)
        like = those.select(pl.Series("a", ids.gather(one)), pl.Series("b", ids.gather(other)),
                            "copy", "copy_right")  # fmt: skip
        for from_, to, here, there in (
            ("a", "b", "copy", "copy_right"),
            ("b", "a", "copy_right", "copy"),
        ):
            frames.append(
                like.join(ties, left_on=[from_, to], right_on=["source", "target"], how="inner")
                .with_columns(source=pl.col(here), target=pl.col(there))
                .select(ties.columns)
            )
    return pl.concat(frames) if frames else ties.clear()


def _two_of(count: int, luck: "NDArray[np.float64]") -> "tuple[Ints, Ints]":
    """An ordered pair of two different ones for each uniform number."""
    place = (luck * (count * (count - 1))).astype(np.int64)
    one, other = place // (count - 1), place % (count - 1)
    return one, other + (other >= one)
