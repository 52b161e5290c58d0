"""The schedule of a month, and a run of many."""

from collections.abc import Mapping

from qvgraph.model.network import Network
from qvgraph.simulate.parameters import Plan
from qvgraph.simulate.twin import (
    broadcast,
    courses,
    development,
    exchange,
    forgetting,
    funding,
    membership,
    needs,
    record,
    search,
    turnover,
    turntable,
    visits,
)
from qvgraph.simulate.twin.draws import Luck, replicate_key
from qvgraph.simulate.twin.now import Figures, Now, Rules
from qvgraph.simulate.twin.start import start
from qvgraph.simulate.twin.state import State


def run(
    network: Network,
    plans: Mapping[str, Plan],
    months: int,
    seed: int,
    draw: int,
    replicate: int,
) -> tuple[list[dict[str, Figures]], State]:
    """Simulate one replicate on a complete network, with one plan per region.

    Returns for each month the figures of each region, and the state after the last month.
    """
    state = start(network, plans)
    key = replicate_key(seed, draw, replicate)
    history = []
    for t in range(months):
        now = Now(
            month=t,
            luck=Luck(key, t),
            rules={r: Rules(plans[r], t) for r in state.regions},
            record={r: record.empty() for r in state.regions},
        )
        step(state, now)
        history.append(dict(now.record))
    return history, state


def step(state: State, now: Now) -> None:
    """The phases of the model, in their order; `gained` is in euros, firm by firm."""
    gained = {i.id: 0.0 for i in state.firms}
    posts = funding.step(state, now)  # 1
    services = turnover.step(state, now, posts)  # 2
    needs.step(state, now)  # 3
    courses.step(state, now, services, gained)  # 4
    development.step(state, now, services)  # 4
    turntable.step(state, now, services, gained)  # 5
    visits.step(state, now, services)  # 6
    exchange.step(state, now, gained)  # 7
    broadcast.step(state, now)  # 8
    search.step(state, now)  # 9
    forgetting.step(state, now)  # 10
    membership.step(state, now, gained)  # 11
    record.step(state, now)  # 12
