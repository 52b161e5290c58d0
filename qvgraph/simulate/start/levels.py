"""The catalogue of skills, and what firms need and have of each."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from qvgraph import chances
from qvgraph.declare import Value
from qvgraph.kernels.distributions import betas, pairs, uniforms_at
from qvgraph.model.network import Network
from qvgraph.model.profiles import Profile
from qvgraph.simulate.start.keys import per_region, subjects, whole
from qvgraph.simulate.start.organisations import sector_names

RegionValues = Mapping[str, Mapping[str, Value]]
STOCK = (
    chances.STOCK_A_NORMAL,
    chances.STOCK_A_ACCEPT,
    chances.STOCK_B_NORMAL,
    chances.STOCK_B_ACCEPT,
)


def draw_skills(network: Network, values: RegionValues, profile: Profile | None) -> Network:
    """A catalogue where there is none: some skills for all sectors, the others one sector each."""
    if network.skills is not None:
        return network
    anywhere = next(iter(values.values()))
    number = whole(anywhere, "network.skills")
    shared = min(number, whole(anywhere, "network.cross_sector_skills"))
    firms = network.organisations.filter(pl.col("kind") == "firm")
    sectors = sorted({*sector_names(network, values, profile), *firms["sector"].drop_nulls()})
    rows = [
        (f"skill-{n + 1:02d}", None if n < shared else sectors[(n - shared) % len(sectors)])
        for n in range(number)
    ]
    return network.with_tables(
        skills=pl.DataFrame(rows, {"id": pl.String, "sector": pl.String}, orient="row")
    )


def draw_levels(network: Network, values: RegionValues, key: np.uint64) -> Network:
    """Need and stock of each firm: uniform, and a Beta share of the need.

    A firm with any row in the table needs what its rows say and nothing else.
    """
    assert network.skills is not None
    firms = network.organisations.filter(pl.col("kind") == "firm")
    wanted = firms.select("id", "region", "sector").join(
        network.skills.select(skill="id", wanted="sector"), how="cross"
    )
    wanted = wanted.filter(pl.col("wanted").is_null() | (pl.col("wanted") == pl.col("sector")))
    rows = wanted.select(organisation="id", skill="skill")
    if network.levels is not None:
        silent = ~pl.col("organisation").is_in(network.levels["organisation"].unique().to_list())
        rows = pl.concat([network.levels, rows.filter(silent)], how="diagonal")
    else:
        rows = rows.with_columns(stock=pl.lit(None, pl.Float64), need=pl.lit(None, pl.Float64))
    rows = rows.join(firms.select(organisation="id", region="region"), on="organisation")
    need = _needs(rows, values, key)
    stock = _stocks(rows, values, key)
    rows = rows.with_columns(pl.col("need").fill_null(pl.Series(need)))
    rows = rows.with_columns(pl.col("stock").fill_null(pl.Series(stock) * pl.col("need")))
    return network.with_tables(levels=rows.drop("region"))


def _needs(rows: pl.DataFrame, values: RegionValues, key: np.uint64) -> np.ndarray:
    low = per_region(values, rows["region"], "network.need_low")
    high = per_region(values, rows["region"], "network.need_high")
    firm, skill = _keys(rows["organisation"]), _keys(rows["skill"])
    uniform = uniforms_at(key, chances.NEED, firm, skill)
    needs: np.ndarray = low + uniform * (high - low)
    return needs


def _stocks(rows: pl.DataFrame, values: RegionValues, key: np.uint64) -> np.ndarray:
    who = pairs(_keys(rows["organisation"]), _keys(rows["skill"]))
    a = per_region(values, rows["region"], "network.stock_a")
    b = per_region(values, rows["region"], "network.stock_b")
    return betas(key, STOCK, a, b, who)


def _keys(ids: pl.Series) -> np.ndarray:
    """Like `subjects`, hashing each of many repeated ids once."""
    names = ids.unique().sort()
    keys: np.ndarray = subjects(names)[names.search_sorted(ids).to_numpy()]
    return keys
