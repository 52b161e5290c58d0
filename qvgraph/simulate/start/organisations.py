"""Size, sector, district and temper of firms; who belongs to the host."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from qvgraph import chances
from qvgraph.declare import FEWEST_EMPLOYEES, SIZES, BySize, Value, size_class
from qvgraph.kernels.distributions import normals, uniforms
from qvgraph.model.network import Network
from qvgraph.model.profiles import Profile
from qvgraph.simulate.start.keys import below, per_region, real, subjects, whole

MOST_EMPLOYEES = (*(fewest - 1 for fewest in FEWEST_EMPLOYEES[1:]), 10**9)
RegionValues = Mapping[str, Mapping[str, Value]]


def draw_firms(
    network: Network, values: RegionValues, key: np.uint64, profile: Profile | None
) -> Network:
    """Fill in district, and for firms size, employees, sector, temper, knowledge and budget."""
    frame = network.organisations
    who = subjects(frame["id"])
    regions = frame["region"].to_list()
    size = _sizes(frame, values, uniforms(key, chances.SIZE_CLASS, who))
    employees = _head_counts(size, regions, values, uniforms(key, chances.EMPLOYEES, who))
    sectors = np.array(sector_names(network, values, profile))
    sector = sectors[below(uniforms(key, chances.SECTOR, who), np.full(len(who), len(sectors)))]
    district = _districts(frame, values, profile, uniforms(key, chances.DISTRICT, who))
    willing = normals(key, chances.WILLING, who)
    account = _accounts(size, regions, values, uniforms(key, chances.ACCOUNT, who))
    knows = uniforms(key, chances.KNOWS_SUPPORT, who) < per_region(
        values, regions, "courses.knows_support"
    )
    drawn = {
        "size": pl.Series(size, dtype=pl.String),
        "employees": pl.Series(employees, dtype=pl.Int64),
        "sector": pl.Series(sector, dtype=pl.String),
        "willing": pl.Series(willing),
        "account_euros": pl.Series(account),
        "knows_support": pl.Series(knows),
        "member": pl.Series(np.zeros(len(who), bool)),
    }
    return network.with_tables(
        organisations=frame.with_columns(
            pl.col("district").fill_null(pl.Series(district, dtype=pl.String)),
            *(
                pl.when(pl.col("kind") == "firm").then(pl.col(name).fill_null(column)).alias(name)
                for name, column in drawn.items()
            ),
        )
    )


def draw_aligned(network: Network, values: RegionValues, key: np.uint64) -> Network:
    """Say of each organisation whether it is the host of its region or belongs to it.

    The column `aligned` holds where it is given, then a table of memberships where there is one;
    else firms are drawn. Nobody is aligned in a region without a host.
    """
    frame = network.organisations
    hosts = host_of(network)
    told = network.memberships
    belongs = set() if told is None else set(told.select("organisation", "association").rows())
    chance = uniforms(key, chances.ALIGNED, subjects(frame["id"]))
    aligned = []
    for row, u in zip(frame.iter_rows(named=True), chance, strict=True):
        host = hosts.get(row["region"])
        if row["aligned"] is not None:
            here = row["aligned"]
        elif told is not None:
            here = (row["id"], host) in belongs
        else:
            here = row["kind"] == "firm" and u < values[row["region"]]["network.aligned_share"]
        aligned.append(host is not None and (here or row["id"] == host))
    return network.with_tables(
        organisations=frame.with_columns(pl.Series("aligned", aligned, dtype=pl.Boolean))
    )


def host_of(network: Network) -> dict[str, str]:
    """The host of each region that has one."""
    assert network.managers is not None
    return {
        row["region"]: row["host"]
        for row in network.managers.iter_rows(named=True)
        if row["host"] is not None
    }


def sector_names(network: Network, values: RegionValues, profile: Profile | None) -> list[str]:
    """The sectors firms are drawn from: those that the data name, else numbered ones.

    What a profile says of one region (textile firms in Reutlingen) is no list for the others.
    """
    named = network.organisations.filter(pl.col("kind") == "firm")["sector"].drop_nulls()
    if profile is None and len(named):
        return sorted(named.unique())
    number = whole(next(iter(values.values())), "network.sectors")
    return [f"sector-{n:02d}" for n in range(1, number + 1)]


def _sizes(frame: pl.DataFrame, values: RegionValues, uniform: np.ndarray) -> list[str]:
    """Given, else from the head count, else drawn from the mix of the region."""
    sizes = []
    for given, employees, region, u in zip(
        frame["size"], frame["employees"], frame["region"], uniform, strict=True
    ):
        mix = values[region]["network.size_mix"]
        assert isinstance(mix, BySize)
        drawn = SIZES[min(3, int(np.searchsorted(np.cumsum(mix), u, side="right")))]
        counted = None if employees is None else size_class(employees)
        sizes.append(given or counted or drawn)
    return sizes


def _head_counts(
    sizes: list[str], regions: list[str], values: RegionValues, uniform: np.ndarray
) -> list[int]:
    """Typical of the class times a number from 0.6 to 1.6, rounded, inside the class."""
    counts = []
    for size, region, u in zip(sizes, regions, uniform, strict=True):
        c = SIZES.index(size)
        typical = values[region]["network.employees"]
        assert isinstance(typical, BySize)
        counts.append(
            int(
                min(
                    MOST_EMPLOYEES[c],
                    max(FEWEST_EMPLOYEES[c], np.floor(typical[c] * (0.6 + u) + 0.5)),
                )
            )
        )
    return counts


def _accounts(
    sizes: list[str], regions: list[str], values: RegionValues, uniform: np.ndarray
) -> list[float]:
    """Between nothing and all that can be saved up."""
    accounts = []
    for size, region, u in zip(sizes, regions, uniform, strict=True):
        budget = values[region]["search.budget_euros"]
        assert isinstance(budget, BySize)
        keep = real(values[region], "search.budget_keep")
        accounts.append(float(u * (keep * budget[SIZES.index(size)])))
    return accounts


def _districts(
    frame: pl.DataFrame, values: RegionValues, profile: Profile | None, uniform: np.ndarray
) -> list[str]:
    """Uniform over the districts that the data or the profile name, else numbered ones."""
    named = {region.name: list(region.districts) for region in profile.regions} if profile else {}
    for (region,), rows in frame.group_by("region"):
        names = named.get(str(region)) or sorted(rows["district"].drop_nulls().unique())
        number = whole(values[str(region)], "network.districts")
        named[str(region)] = names or [f"{region}-{n}" for n in range(1, number + 1)]
    return [
        named[region][min(int(u * len(named[region])), len(named[region]) - 1)]
        for region, u in zip(frame["region"], uniform, strict=True)
    ]
