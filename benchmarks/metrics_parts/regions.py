"""The usual figures of regions beside networks by chance, where some organisations are silent."""

import numpy as np
import polars as pl

from qvgraph.metrics import METRICS
from qvgraph.metrics.regions.benchmark import benchmark
from qvgraph.metrics.regions.region import RECONSTRUCTIONS
from qvgraph.model.network import Network

REGIONS, NODES, TIES, SILENT = 6, 60, 300, 9

NOT_OF_ONE_REGION = ("region", "group", "memberships", "contacts")
"""What figures compare that one region without managers and memberships does not have."""


def usual() -> list[str]:
    """The figures of a network that are computed unless others are named, and read its ties."""
    return [
        one.name
        for one in METRICS.values()
        if one.level != "node" and one.default and one.direction != "none"
        if not one.name.endswith((*NOT_OF_ONE_REGION, "_p", "_expected", "_optima"))
        if not any(f"_{part}_" in one.name for part in NOT_OF_ONE_REGION)
    ]


def region(seed: int) -> Network:
    """Firms of three sectors and four sizes, of which a few did not answer."""
    luck = np.random.default_rng(seed)
    names = [f"f{n:02}" for n in range(NODES)]
    cells = luck.permutation(NODES * (NODES - 1))[:TIES]
    source, other = np.divmod(cells, NODES - 1)
    silent = luck.permutation(NODES) < SILENT
    told = ~silent[source]
    target = other + (other >= source)
    frames = {
        "organisations": pl.DataFrame(
            {
                "id": names,
                "kind": "firm",
                "sector": luck.choice(["metal", "textile", "wood"], NODES),
                "size": luck.choice(["micro", "small", "medium", "large"], NODES),
                "responded": ~silent,
            }
        ),
        "ties": pl.DataFrame(
            {
                "source": [names[i] for i in source[told]],
                "target": [names[i] for i in target[told]],
                "strength": 1.0,
            }
        ),
    }
    return Network.of(f"region {seed}", frames)


def compare(draws: int) -> str:
    """Six regions beside each other, and what it was."""
    names = usual()
    benchmark([region(seed) for seed in range(REGIONS)], names=names, draws=draws)
    return (
        f"{len(names)} figures of {REGIONS} regions of {NODES} nodes, {draws:,} networks by chance "
        f"and {RECONSTRUCTIONS} reconstructions each"
    )
