"""Memberships and advice ties at the start."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from qvgraph import chances
from qvgraph.declare import Value
from qvgraph.kernels.distributions import pairs, uniforms
from qvgraph.kernels.rows import SLOTS
from qvgraph.model.network import Network
from qvgraph.simulate.start.keys import below, real, subjects
from qvgraph.simulate.start.organisations import host_of

RegionValues = Mapping[str, Mapping[str, Value]]


def draw_memberships(network: Network, key: np.uint64) -> Network:
    """Each firm belongs to one association of its region, aligned firms to the host as well."""
    if network.memberships is not None:
        return network
    rows = []
    hosts = host_of(network)
    for region in network.regions:
        here = network.organisations.filter(pl.col("region") == region)
        firms = here.filter(pl.col("kind") == "firm")
        associations = sorted(here.filter(pl.col("kind") == "association")["id"])
        if associations:
            luck = uniforms(key, chances.ASSOCIATION, subjects(firms["id"]))
            chosen = below(luck, np.full(len(luck), len(associations)))
            rows += [(i, associations[n]) for i, n in zip(firms["id"], chosen, strict=True)]
        aligned = firms.filter(pl.col("aligned"), pl.col("id") != hosts.get(region, ""))["id"]
        rows += [(i, hosts[region]) for i in aligned]
    columns = {"organisation": pl.String, "association": pl.String}
    return network.with_tables(memberships=pl.DataFrame(rows, columns, orient="row").unique())


def draw_ties(network: Network, values: RegionValues, key: np.uint64) -> Network:
    """Advice ties inside each region where there is no table; else strength and trust only.

    Each ordered pair alone, with a chance in proportion to 1, or 2 within a sector, scaled to the
    mean number; beyond 16 those with the smallest chance numbers stay.
    """
    if network.ties is None:
        parts = [_ties_of(network, region, values[region], key) for region in network.regions]
        network = network.with_tables(ties=pl.concat(parts))
    assert network.ties is not None
    ties = network.ties
    region = dict(network.organisations.select("id", "region").iter_rows())
    who = pairs(subjects(ties["source"]), subjects(ties["target"]))
    low = np.array([values[region[i]]["exchange.tie_minimum"] for i in ties["source"]], np.float64)
    trust = [values[region[i]]["network.initial_trust"] for i in ties["source"]]
    strength = low + uniforms(key, chances.TIE_STRENGTH, who) * (1.0 - low)
    return network.with_tables(
        ties=ties.with_columns(
            pl.col("strength").fill_null(pl.Series(strength)),
            pl.col("trust").fill_null(pl.Series(trust, dtype=pl.Float64)),
        )
    )


def _ties_of(
    network: Network, region: str, values: Mapping[str, Value], key: np.uint64
) -> pl.DataFrame:
    firms = network.organisations.filter(pl.col("region") == region, pl.col("kind") == "firm")
    n = len(firms)
    ids = firms["id"].to_numpy()
    who = subjects(ids)
    source, target = np.divmod(np.arange(n * n), max(n, 1))
    apart = source != target
    source, target = source[apart], target[apart]
    luck = uniforms(key, chances.INITIAL_TIE, pairs(who[source], who[target]))
    sector = firms["sector"].to_physical().rank("dense").fill_null(0).to_numpy()
    weight = np.where(sector[source] == sector[target], 2.0, 1.0)
    scale = real(values, "network.initial_ties") * n / max(float(weight.sum()), 1.0)
    drawn = np.flatnonzero(luck < weight * scale)
    frame = pl.DataFrame(
        {"source": ids[source[drawn]], "target": ids[target[drawn]], "luck": luck[drawn]},
        {"source": pl.String, "target": pl.String, "luck": pl.Float64},
    )
    few = pl.col("luck").rank("ordinal").over("source") <= SLOTS
    return frame.filter(few).select("source", "target", kind=pl.lit("advice"))
