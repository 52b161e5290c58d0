"""The groups of nodes: a column of the organisations, or by default whose host they belong to."""

import polars as pl

from qvgraph.language import say
from qvgraph.model import convert
from qvgraph.model.network import ONE_REGION, Network
from qvgraph.problems import fail, nearest

NOBODYS = "none"
"""The group of organisations that belong to no host."""

NEVER = ("id", "name")
"""Columns that tell organisations apart and so make no groups."""


def groups_of(network: Network, column: str | None = None) -> pl.Series:
    """The group of each node in the order of `convert.nodes`, null where it is not known.

    `column` is one of the table of organisations, declared or not; managers have the value of the
    same column of their own table, and are the group “manager” when it has none. Without a column
    it is the host affiliation: the host of a region, its managers and the organisations aligned
    with it are one group, all organisations that are not are another. Raises `InputError` for an
    unknown column.
    """
    ids = convert.nodes(network).select("id", "kind")
    known = _of_hosts(network) if column is None else _of_column(network, column)
    return ids.join(known, on=["id", "kind"], how="left", maintain_order="left")["group"]


def _of_column(network: Network, column: str) -> pl.DataFrame:
    table = network.organisations
    choices = [name for name in table.columns if name not in NEVER]
    if column not in choices:
        what = say("“{value}” found; the organisations have no such column", value=column)
        known = say("; there are: {choices}", choices=", ".join(choices))
        raise fail("group", what + (nearest(column, choices) or known))
    group: pl.Expr = pl.col(column)
    if column == "region":
        group = group.fill_null(ONE_REGION)
    frames = [table.select("id", "kind", group=group.cast(pl.String))]
    if network.managers is not None:
        persons = network.managers
        own = group if column in persons.columns else pl.lit("manager")
        frames.append(persons.select("id", kind=pl.lit("manager"), group=own.cast(pl.String)))
    return pl.concat(frames)


def _of_hosts(network: Network) -> pl.DataFrame:
    """Whose host each node belongs to: nobody knows it where neither flags nor memberships do."""
    region = pl.col("region").fill_null(ONE_REGION)
    posts = pl.DataFrame(schema={"id": pl.String, "region": pl.String, "host": pl.String})
    if network.managers is not None:
        posts = network.managers.select("id", "host", region=region)
    hosts = posts.group_by("region").agg(pl.col("host").drop_nulls().min())
    places = network.organisations.select("id", "kind", "aligned", region=region).join(
        hosts, on="region", how="left"
    )
    belongs = pl.col("id") == pl.col("host")
    member: pl.Expr = pl.lit(None, pl.Boolean)
    if network.memberships is not None:
        members = network.memberships.select(id="organisation", host="association", member=True)
        places = places.join(members, on=["id", "host"], how="left")
        told = pl.col("member").fill_null(value=False)
        member = pl.when(pl.col("host").is_not_null()).then(told)
    aligned = belongs.fill_null(value=False) | pl.coalesce("aligned", member)
    name = pl.coalesce("host", pl.format("host of {}", "region"))
    of_organisations = places.select(
        "id", "kind", group=pl.when(aligned).then(name).when(~aligned).then(pl.lit(NOBODYS))
    )
    of_managers = (
        posts.select("id", "region")
        .join(hosts, on="region", how="left")
        .select("id", kind=pl.lit("manager"), group=name)
    )
    return pl.concat([of_organisations, of_managers])
