"""The persons on each post, and which organisations are whose."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from qvgraph import chances
from qvgraph.declare import Value
from qvgraph.kernels.distributions import pairs, uniforms
from qvgraph.model.network import Network
from qvgraph.simulate.start.keys import subjects, whole

RegionValues = Mapping[str, Mapping[str, Value]]


def draw_managers(network: Network, values: RegionValues) -> Network:
    """As many persons per region as `funding.persons` says, with a host where there is one.

    Persons that the table names stay, in the order of their ids; others get numbers. Without a
    host in the table it is the institution with the lowest id.
    """
    given = network.managers
    rows = []
    for region in network.regions:
        known = (
            []
            if given is None
            else [row for row in given.iter_rows(named=True) if (row["region"] or region) == region]
        )
        persons = whole(values[region], "funding.persons")
        post = _post(known, network, region)
        for n in range(persons):
            person = known[n] if n < len(known) else {"id": _new_id(region, n, known)}
            rows.append({**person, **post, "region": region})
    return network.with_tables(managers=pl.DataFrame(rows, infer_schema_length=None))


def draw_portfolios(given: Network, network: Network, key: np.uint64) -> Network:
    """Give each organisation its person: the one named, else by lottery.

    Where the number of persons is not the one in the tables, all portfolios of the region are
    drawn anew.
    """
    assert network.managers is not None
    frame = network.organisations
    persons = network.managers.group_by("region", maintain_order=True).agg("id")
    person = dict.fromkeys(frame["id"], "")
    for region, names in persons.iter_rows():
        here = frame.filter(pl.col("region") == region)
        kept = given.managers is not None and set(names) == set(
            given.managers.filter(pl.col("region").fill_null(region) == region)["id"]
        )
        who = subjects(here["id"])
        luck = np.stack(
            [
                uniforms(key, chances.PORTFOLIO, pairs(who, np.repeat(subjects([name]), len(who))))
                for name in names
            ]
        )
        drawn = np.argmax(luck, axis=0)  # the smallest −ln(u), and the lower id when equal
        for one, named, n in zip(here["id"], here["manager"], drawn, strict=True):
            person[one] = named if kept and named is not None else names[n]
    return network.with_tables(
        organisations=frame.with_columns(pl.Series("manager", [person[one] for one in frame["id"]]))
    )


def _post(known: list[dict[str, object]], network: Network, region: str) -> dict[str, object]:
    """What all persons of a region share: the host and what it and they are like."""
    institutions = network.organisations.filter(
        pl.col("kind") == "institution", pl.col("region") == region
    )["id"]
    post: dict[str, object] = {"host": min(institutions, default=None)}
    for name in ("host", "host_neutrality", "personal_neutrality", "diagnosis"):
        told = [person[name] for person in known if person[name] is not None]
        if told:
            post[name] = told[0]
    return post


def _new_id(region: str, n: int, known: list[dict[str, object]]) -> str:
    """`ulm-manager-2`, or the next number that no known person has."""
    taken = {person["id"] for person in known}
    while (name := f"{region}-manager-{n + 1}") in taken:
        n += 1
    return name
