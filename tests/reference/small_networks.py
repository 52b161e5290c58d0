"""Small complete networks, typed by hand, and plans in which nothing happens unless asked for."""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from qvgraph.declare import BySize
from qvgraph.model.network import Network
from qvgraph.model.tables import TABLES
from qvgraph.simulate.parameters import DEFAULTS, Plan

Row = dict[str, Any]

NEVER = -1000.0  # log-odds of what does not happen
NONE = BySize(0, 0, 0, 0)
ALWAYS = BySize(1, 1, 1, 1)
QUIET: Mapping[str, Any] = {
    "funding.pilot_months": 10_000,
    "turnover.turnover": 0.0,
    "turnover.post_vacancy": 0,
    "needs.need_shift": 0.0,
    "needs.obsolescence": 0.0,
    "needs.everyday_learning": 0.0,
    "courses.develop_share": 0.0,
    "courses.self_run": 0.0,
    "turntable.labour_shock": 0.0,
    "visits.contact_decay": 0.0,
    "visits.join_base": NEVER,
    "visits.join_spread": 0.0,
    "visits.join_trust": 0.0,
    "visits.join_peers": 0.0,
    "visits.join_price": 0.0,
    "exchange.meetings": NONE,
    "exchange.outsider": 1.0,
    "exchange.leak": 0.0,
    "exchange.leak_competitor": 0.0,
    "exchange.referral": 0.0,
    "exchange.tie_decay": 0.0,
    "exchange.tie_minimum": 0.0,
    "broadcast.newsletter": 0.0,
    "search.own_identification": NONE,
    "search.release": NONE,
    "search.forget_training": 0.0,
    "membership.leave": 0.0,
    "network.cross_region": 0.0,
}
NO_MANAGER = {"funding.fte": 0.0}


def organisation(name: str, kind: str = "firm", **values: Any) -> Row:
    """A small firm in region "a", whose manager is "a-person", unless said otherwise."""
    region = values.get("region", "a")
    row = {"id": name, "kind": kind, "region": region, "manager": f"{region}-person"}
    row |= {"district": f"{region}-1", "aligned": False}
    if kind == "firm":
        row |= {"size": "small", "employees": 20, "member": False, "willing": 0.0}
        row |= {"knows_support": False, "account_euros": 0.0}
    return row | values


def firms(number: int, **values: Any) -> list[Row]:
    """Equal firms, numbered from 0, their ids beginning with their region's."""
    region = values.get("region", "a")
    return [organisation(f"{region}-{n:04d}", **values) for n in range(number)]


def person(name: str = "a-person", region: str = "a", host: str | None = None) -> Row:
    """A person on the post of a region."""
    return {"id": name, "region": region, "host": host}


def levels(
    names: Iterable[str], need: float = 1.0, stock: float = 0.0, skill: str = "k"
) -> list[Row]:
    """The same need and stock of one skill for each firm."""
    return [{"organisation": name, "skill": skill, "need": need, "stock": stock} for name in names]


def ties(names: Iterable[str], target: str, strength: float = 1.0, trust: float = 1.0) -> list[Row]:
    """An advice tie of each firm to the same partner."""
    return [
        {"source": name, "target": target, "kind": "advice", "strength": strength, "trust": trust}
        for name in names
    ]


def training(name: str, skills: str = "k", region: str | None = "a", **values: Any) -> Row:
    """A short course on offer."""
    row = {"id": name, "skills": skills, "region": region, "active": True}
    return row | {"hours": 24.0, "price_euros": 850.0} | values


def network(organisations: list[Row], **tables: list[Row]) -> Network:
    """A complete network; one person per region and one skill "k" where none are given."""
    regions = sorted({row["region"] for row in organisations})
    tables.setdefault("managers", [person(f"{r}-person", r) for r in regions])
    tables.setdefault("skills", [{"id": "k"}])
    tables["organisations"] = organisations
    return Network.of("small", {table: _frame(tables.get(table, []), table) for table in TABLES})


def plans(
    regions: Network | Iterable[str],
    changes: Mapping[str, Any] = {},
    **of_region: Mapping[str, Any],
) -> dict[str, Plan]:
    """A quiet plan for each region with some values changed, also in single regions."""
    names = regions.regions if isinstance(regions, Network) else regions
    return {r: {**DEFAULTS, **QUIET, **changes, **of_region.get(r, {})} for r in names}


def _frame(rows: list[Row], table: str) -> pl.DataFrame:
    names = [column.name for column in TABLES[table]]
    if not rows:
        return pl.DataFrame(schema=dict.fromkeys(names, pl.Null))
    return pl.DataFrame(rows, infer_schema_length=None)
