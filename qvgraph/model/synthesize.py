"""The bare organisations of a synthetic network; all else is drawn like any missing value."""

from collections.abc import Mapping

import polars as pl

from qvgraph.declare import Value
from qvgraph.model.network import Network
from qvgraph.model.profiles import Profile


def skeleton(profile: Profile, values: Mapping[str, Mapping[str, Value]]) -> Network:
    """Name the firms, associations and institutions of each region of a profile.

    `values` holds, for each region, at least `network.firms`, `network.associations` and
    `network.institutions`. Ids carry region, kind and a running number, so that one firm more
    leaves all others what they were.
    """
    rows = [
        {
            "id": f"{region.name}-{kind}-{number:04d}",
            "kind": kind,
            "region": region.name,
            "sector": region.sector or None if kind == "firm" else None,
            "synthetic": True,
        }
        for region in profile.regions
        for kind in ("firm", "association", "institution")
        for number in range(1, int(values[region.name][f"network.{kind}s"]) + 1)  # type: ignore[arg-type]
    ]
    schema = {"id": pl.String, "kind": pl.String, "region": pl.String, "sector": pl.String}
    return Network.of(
        profile.name, {"organisations": pl.DataFrame(rows, {**schema, "synthetic": pl.Boolean})}
    )
