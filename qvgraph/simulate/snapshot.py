"""A month of a replicate as a network: advice ties, contacts and members as they are then."""

from typing import Final, NamedTuple

import numpy as np
import polars as pl

from qvgraph.model.network import Network
from qvgraph.model.world import ordered, trainings_of
from qvgraph.simulate.record import empty
from qvgraph.simulate.run import Setting, simulate
from qvgraph.simulate.state import State, copy_state


def network_at(network: Network, setting: Setting, key: np.uint64, month: int) -> Network:
    """Rebuild the network before month `month` of one replicate, from its start.

    `network` is the complete starting network that `setting` was made from. Members, budgets,
    needs, stocks, advice ties between firms, contacts, waiting lists and courses on offer are those
    of the month; all else is as at the start.
    """
    state = copy_state(setting.start)
    record = empty(len(setting.stretch_of), len(setting.regions))
    simulate(setting, state, record, key, last=month)
    return _with_state(network, setting, state)


OF_THE_STATE: Final = ("member", "benefit", "account_euros", "knows_support", "waiting")
"""Columns of the organisations that are those of the month, for firms."""


def organisations_at(network: Network, state: State) -> pl.DataFrame:
    """The table of organisations as it is in a state."""
    names = [*trainings_of(network)["id"], None]  # -1, on no list, is the last
    members = state.firm["member"] != 0
    now = {
        "member": pl.Series(members),
        "benefit": pl.Series(np.where(members, state.firm["benefit"], np.nan)).fill_nan(None),
        "account_euros": pl.Series(state.firm["account"]),
        "knows_support": pl.Series(state.firm["knows_support"] != 0),
        "waiting": pl.Series([names[j] for j in state.firm["waiting"]], dtype=pl.String),
    }
    return ordered(network).with_columns(
        pl.when(pl.col("kind") == "firm").then(now[name]).alias(name) for name in OF_THE_STATE
    )


class Ties(NamedTuple):
    """The advice ties of a state, by the rows of its organisations."""

    source: np.ndarray
    target: np.ndarray
    strength: np.ndarray
    trust: np.ndarray


def ties_at(state: State) -> Ties:
    """Who asks whom, firm by firm."""
    source, slot = np.nonzero(np.arange(state.tie_partner.shape[1]) < state.tie_count[:, None])
    return Ties(
        source,
        state.tie_partner[source, slot].astype(np.int64),
        state.tie_strength[source, slot],
        state.tie_trust[source, slot],
    )


def _with_state(network: Network, setting: Setting, state: State) -> Network:
    frame = ordered(network)
    ids = frame["id"].to_numpy()
    there = trainings_of(network)
    advice = ties_at(state)
    ties = pl.DataFrame(
        {
            "source": ids[advice.source],
            "target": ids[advice.target],
            "strength": advice.strength,
            "trust": advice.trust,
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
        organisations=organisations_at(network, state),
        ties=ties,
        contacts=contacts,
        levels=_levels(network, ids, state),
        trainings=_trainings(network, there, setting, state),
    )


def _trainings(
    network: Network, there: pl.DataFrame, setting: Setting, state: State
) -> pl.DataFrame:
    """Those of one region as they are on offer there, and those developed since the start."""
    assert network.skills is not None
    skills = network.skills["id"].to_list()
    row = {region: r for r, region in enumerate(setting.regions)}
    rows = []
    for j, training in enumerate(there.iter_rows(named=True)):
        if training["region"] is not None:
            r = row[training["region"]]
            bit = int(setting.world.bit_of[r, j])
            on_offer = bool(int(state.active[r, bit >> 6]) >> (bit & 63) & 1)
            if not training["born"] and not on_offer:
                continue
            if not training["born"]:
                taught = (
                    name
                    for k, name in enumerate(skills)
                    if int(state.training_skills[j, k >> 6]) >> (k & 63) & 1
                )
                training |= {
                    "skills": ";".join(taught),
                    "hours": float(setting.table[0][r].hours_short),
                    "price_euros": float(state.training[j].price),
                }
            training["active"] = on_offer
        rows.append(training)
    return pl.DataFrame(rows, there.schema).drop("born")


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
