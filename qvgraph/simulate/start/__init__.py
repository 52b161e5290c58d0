"""The state before the first month: what a network's tables lack is drawn from the assumptions.

A synthetic network is the limiting case in which the tables hold nothing but the ids. The result
is a complete `Network`, so that the kernels, the twin and the files of a run folder all start
from the same tables. Every draw is keyed by the ids it concerns.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

import numpy as np
import polars as pl

from qvgraph.declare import Value
from qvgraph.kernels.draws import draw_key
from qvgraph.model.network import ONE_REGION, Network, empty
from qvgraph.model.profiles import PROFILES, Profile
from qvgraph.model.synthesize import skeleton
from qvgraph.simulate.parameters import DEFAULTS
from qvgraph.simulate.start.levels import draw_levels, draw_skills
from qvgraph.simulate.start.organisations import draw_aligned, draw_firms
from qvgraph.simulate.start.persons import draw_managers, draw_portfolios
from qvgraph.simulate.start.ties import draw_memberships, draw_ties
from qvgraph.simulate.start.trainings import draw_trainings

RegionValues = Mapping[str, Mapping[str, Value]]
"""For each region, the value of every parameter in month 0."""

READ: Final = (
    *(path for path in DEFAULTS if path.startswith("network.") and path != "network.cross_region"),
    "funding.persons",
    "courses.price_euros",
    "courses.long_share",
    "courses.knows_support",
    "exchange.tie_minimum",
    "search.budget_euros",
    "search.budget_keep",
)
"""What the starting network depends on: scenarios that agree in these share it."""


def complete(
    network: Network, values: RegionValues, key: np.uint64, *, profile: Profile | None = None
) -> Network:
    """Draw whatever the tables of `network` leave open; nothing that they say is changed.

    `key` is the key of a network draw. Organisations are never added. Completing a complete
    network returns an equal one.
    """
    given = network
    network = network.with_tables(
        organisations=network.organisations.with_columns(pl.col("region").fill_null(ONE_REGION))
    )
    network = draw_firms(network, values, key, profile)
    network = draw_managers(network, values)
    network = draw_aligned(network, values, key)
    network = draw_memberships(network, key)
    network = draw_portfolios(given, network, key)
    network = draw_skills(network, values, profile)
    network = draw_levels(network, values, key)
    network = draw_trainings(network, values, key)
    network = draw_ties(network, values, key)
    if network.contacts is None:
        network = network.with_tables(contacts=empty("contacts"))
    return replace(network, drawn=MappingProxyType(shares_drawn(given)))


def synthesize(
    profile: str = "pilot",
    *,
    seed: int = 2019,
    draw: int = 0,
    values: RegionValues | None = None,
) -> Network:
    """Draw a synthetic network from a region profile.

    The same seed and draw give the same network on any machine. `values` replaces the declared
    defaults, region by region. Raises `KeyError` for an unknown profile.
    """
    chosen = PROFILES[profile]
    values = values or {region.name: DEFAULTS for region in chosen.regions}
    key = draw_key(seed, draw)
    return complete(skeleton(chosen, values), values, key, profile=chosen)


def said_by_tables(network: Network) -> dict[str, dict[str, Value]]:
    """What the table of managers says of each region: post, persons and what they are like.

    Stronger than the defaults, weaker than what a study sets.
    """
    said: dict[str, dict[str, Value]] = {region: {} for region in network.regions}
    if network.managers is None:
        return said
    for (region,), rows in network.managers.group_by("region", maintain_order=True):
        values = said[str(region or ONE_REGION)]
        values["funding.persons"] = len(rows)
        if not rows["fte"].null_count():
            values["funding.fte"] = float(rows["fte"].sum())
        for name in ("host_neutrality", "personal_neutrality", "diagnosis"):
            if not rows[name].null_count():
                values[f"visits.{name}"] = float(rows[name][0])
    return said


def shares_drawn(given: Network) -> dict[str, float]:
    """For each column of the firms, and each table: the share that had to be drawn."""
    firms = given.organisations.filter(pl.col("kind") == "firm")
    columns = (
        "size",
        "employees",
        "sector",
        "district",
        "aligned",
        "willing",
        "knows_support",
        "account_euros",
    )
    shares = {f"organisations.{name}": firms[name].null_count() / len(firms) for name in columns}
    neither = firms["size"].is_null() & firms["employees"].is_null()
    shares["organisations.size"] = int(neither.sum()) / len(firms)  # else the head count says it
    told = set() if given.levels is None else set(given.levels["organisation"])
    shares["levels"] = sum(name not in told for name in firms["id"]) / len(firms)
    for table in ("managers", "ties", "contacts", "memberships", "trainings", "skills"):
        shares[table] = float(getattr(given, table) is None)
    shares.pop("contacts")  # none are assumed, which is not a draw
    return shares
