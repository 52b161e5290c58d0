"""Trainings on offer at the start."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from qvgraph import chances
from qvgraph.declare import Value
from qvgraph.kernels.distributions import pairs, uniforms
from qvgraph.model.network import Network
from qvgraph.simulate.start.keys import subjects, whole
from qvgraph.simulate.start.organisations import host_of

RegionValues = Mapping[str, Mapping[str, Value]]


def draw_trainings(network: Network, values: RegionValues, key: np.uint64) -> Network:
    """Draw the trainings of each region where there is no table; else length and price only."""
    rows = (
        _new_trainings(network, values, key)
        if network.trainings is None
        else network.trainings.to_dicts()
    )
    long = uniforms(key, chances.LONG_TRAINING, subjects(row["id"] for row in rows))
    anywhere = next(iter(values.values()))
    for row, u in zip(rows, long, strict=True):
        here = values.get(row["region"], anywhere)
        if row.get("hours") is None:
            is_long = u < here["courses.long_share"]
            row["hours"] = here["network.hours_long" if is_long else "network.hours_short"]
        if row.get("price_euros") is None:
            row["price_euros"] = here["courses.price_euros"] * row["hours"] / 24.0
        if row.get("active") is None:
            row["active"] = True
    return network.with_tables(trainings=pl.DataFrame(rows, infer_schema_length=None))


def _new_trainings(network: Network, values: RegionValues, key: np.uint64) -> list[dict[str, Any]]:
    """Trainings of one or two skills by the host or another association or institution."""
    assert network.skills is not None
    ids = [
        (region, f"{region}-training-{n + 1:02d}")
        for region in network.regions
        for n in range(whole(values[region], "network.trainings"))
        if len(network.skills)
    ]
    who = subjects(name for _, name in ids)
    two = uniforms(key, chances.TWO_SKILLS, who)
    by_host = uniforms(key, chances.HOST_PROVIDES, who)
    hosts = host_of(network)
    skills = network.skills["id"].to_list()
    rows: list[dict[str, Any]] = []
    for n, (region, name) in enumerate(ids):
        drawn = _by_lottery(key, chances.TRAINING_SKILL, who[n], skills)
        number = 2 if two[n] < values[region]["network.two_skills"] else 1
        host = hosts.get(region)
        offered_by_host = host is not None and by_host[n] < values[region]["network.host_trainings"]
        others = _by_lottery(key, chances.PROVIDER, who[n], _others(network, region, host))
        provider = host if offered_by_host else next(iter(others), host)
        rows.append(
            {
                "id": name,
                "skills": ";".join(sorted(drawn[:number])),
                "provider": provider,
                "region": region,
            }
        )
    return rows


def _others(network: Network, region: str, host: str | None) -> list[str]:
    """Associations and institutions of the region without the host."""
    return sorted(
        network.organisations.filter(
            pl.col("kind") != "firm", pl.col("region") == region, pl.col("id") != (host or "")
        )["id"]
    )


def _by_lottery(key: np.uint64, chance: int, chooser: np.uint64, ids: list[str]) -> list[str]:
    """All candidates in the order in which equal weights draw them."""
    luck = uniforms(key, chance, pairs(np.repeat(np.array([chooser]), len(ids)), subjects(ids)))
    return [ids[n] for n in np.argsort(-luck, kind="stable")]
