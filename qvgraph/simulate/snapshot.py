"""A month of a replicate as a network: advice ties, contacts and members as they are then."""

import numpy as np
import polars as pl

from qvgraph.model.network import Network
from qvgraph.model.world import ordered
from qvgraph.simulate.record import empty
from qvgraph.simulate.run import Setting, simulate
from qvgraph.simulate.state import State, copy_state


def network_at(network: Network, setting: Setting, key: np.uint64, month: int) -> Network:
    """Rebuild the network before month `month` of one replicate, from its start.

    `network` is the complete starting network that `setting` was made from. Needs, stocks,
    advice ties between firms, contacts and memberships are those of the month; all else is as at
    the start.
    """
    state = copy_state(setting.start)
    record = empty(len(setting.stretch_of), len(setting.regions))
    simulate(setting, state, record, key, last=month)
    return _with_state(network, state)


def _with_state(network: Network, state: State) -> Network:
    frame = ordered(network)
    ids = frame["id"].to_numpy()
    firm = (frame["kind"] == "firm").to_numpy()
    member = pl.Series(np.where(firm, state.firm["member"], 0).astype(bool))
    benefit = pl.Series(np.where(firm & (state.firm["member"] != 0), state.firm["benefit"], np.nan))
    organisations = frame.with_columns(
        pl.when(pl.col("kind") == "firm").then(member).alias("member"),
        benefit.fill_nan(None).alias("benefit"),
    )
    source, slot = np.nonzero(np.arange(state.tie_partner.shape[1]) < state.tie_count[:, None])
    ties = pl.DataFrame(
        {
            "source": ids[source],
            "target": ids[state.tie_partner[source, slot]],
            "strength": state.tie_strength[source, slot],
            "trust": state.tie_trust[source, slot],
        }
    )
    known = np.flatnonzero(state.contact > 0.0)
    contacts = pl.DataFrame(
        {
            "manager": frame["manager"].to_numpy()[known],
            "organisation": ids[known],
            "strength": state.contact[known],
        }
    )
    return network.with_tables(
        organisations=organisations,
        ties=ties,
        contacts=contacts,
        levels=_levels(network, ids, state),
    )


def _levels(network: Network, ids: np.ndarray, state: State) -> pl.DataFrame:
    """Need and stock where the start has a row, and where a skill has become needed since."""
    assert network.levels is not None
    assert network.skills is not None
    skills = network.skills["id"].to_numpy()
    there = state.need > 0.0
    row = {name: i for i, name in enumerate(ids)}
    column = {name: k for k, name in enumerate(skills)}
    told = network.levels.select("organisation", "skill").iter_rows()
    for organisation, skill in told:
        there[row[organisation], column[skill]] = True
    i, k = np.nonzero(there)
    now = pl.DataFrame(
        {
            "organisation": ids[i],
            "skill": skills[k],
            "stock": state.stock[i, k],
            "need": state.need[i, k],
        },
        {name: network.levels.schema[name] for name in ("organisation", "skill", "stock", "need")},
    )
    others = network.levels.drop("stock", "need")
    return now.join(others, on=["organisation", "skill"], how="left").sort("organisation", "skill")
