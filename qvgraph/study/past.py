"""What lies behind a synthetic network that runs already when the study begins.

Nobody has its tables, so its past is simulated: the months from the region's start to month 0 of
the study, on the network as drawn, with what all scenarios share. Members, contacts, trust and
strength of advice ties, budgets, stocks and courses on offer are then those of this one history,
the same in all scenarios and replicates of a draw. Reputations start anew, as for any network read.
"""

from collections.abc import Mapping
from typing import Final

import polars as pl

from qvgraph.kernels.draws import replicate_key
from qvgraph.model.network import Network
from qvgraph.simulate.parameters import Plan
from qvgraph.simulate.run import prepare
from qvgraph.simulate.snapshot import network_at

HISTORY: Final = 10**9
"""Stands for a replicate in the keys of the past; no study has as many replicates."""


def months_behind(plan: Plan) -> int:
    """Months that a region has run when the study begins."""
    start = plan["funding.start_month"]
    assert isinstance(start, int)
    return max(0, -start)


def with_past(
    network: Network, before: Network, plans: Mapping[str, Plan], seed: int, draw: int
) -> Network:
    """Replace the tables of the regions that run already by those at the end of their past.

    The past is lived on `before`, under what `plans` say of each region. It differs from `network`
    at most in the number of managers: who is in charge from month 0 on takes over the contacts.
    """
    behind = {region: months_behind(plan) for region, plan in plans.items()}
    months = max(behind.values())
    if not months:
        return network
    # All pasts end together; the others are not born before they do.
    then = {
        region: {**plan, "funding.start_month": months - behind[region]}
        for region, plan in plans.items()
    }
    key = replicate_key(seed, draw, HISTORY)
    lived = network_at(before, prepare(before, then, months), key, months)
    return _joined(network, lived, {region for region, past in behind.items() if past})


def _joined(bare: Network, lived: Network, running: set[str]) -> Network:
    """The lived tables of the regions that run, the bare ones of the others."""
    region = dict(bare.organisations.select("id", "region").iter_rows())
    runs = pl.DataFrame(
        {"id": list(region), "runs": [where in running for where in region.values()]}
    )

    def joined(table: str, of: str) -> pl.DataFrame:
        frames: list[pl.DataFrame] = [
            getattr(network, table)
            .join(runs, left_on=of, right_on="id", how="left")
            .filter(pl.col("runs") == wanted)
            .drop("runs")
            for network, wanted in ((lived, True), (bare, False))
        ]
        return pl.concat(frames, how="diagonal")

    person = bare.organisations.select("id", "manager")

    def in_charge(frame: pl.DataFrame, of: str) -> pl.DataFrame:
        return frame.drop("manager").join(person, left_on=of, right_on="id", how="left")

    return bare.with_tables(
        organisations=in_charge(joined("organisations", "id"), "id"),
        ties=joined("ties", "source"),
        contacts=in_charge(joined("contacts", "organisation"), "organisation"),
        levels=joined("levels", "organisation"),
        trainings=_trainings(bare, lived, running),
    )


def _trainings(bare: Network, lived: Network, running: set[str]) -> pl.DataFrame:
    assert bare.trainings is not None
    assert lived.trainings is not None
    here = pl.col("region").is_in(running).fill_null(value=False)
    return pl.concat([lived.trainings.filter(here), bare.trainings.filter(~here)], how="diagonal")
