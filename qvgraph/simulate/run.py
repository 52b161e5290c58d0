"""One replicate: months from a starting state, compiled."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from qvgraph.kernels.draws import replicate_key
from qvgraph.model.network import Network
from qvgraph.model.world import World, build_world
from qvgraph.simulate import record as records
from qvgraph.simulate.initial import build_state
from qvgraph.simulate.mechanisms import membership
from qvgraph.simulate.months import run_months
from qvgraph.simulate.parameters import Plan, timetable
from qvgraph.simulate.state import State, copy_state, reset_state


class Setting(NamedTuple):
    """What all replicates of one scenario on one network draw share."""

    world: World
    start: State
    table: np.ndarray  # (stretches, regions): parameters
    stretch_of: np.ndarray  # (months,)
    regions: tuple[str, ...]


def lay_out(network: Network) -> tuple[World, State]:
    """The arrays of a complete network, which many scenarios can share."""
    world = build_world(network)
    return world, build_state(network, world)


def prepare(
    network: Network,
    plans: Mapping[str, Plan],
    months: int,
    *,
    layout: tuple[World, State] | None = None,
) -> Setting:
    """Lay out a complete network and one plan per region for `months` months.

    `layout` is what `lay_out` made of the network, if it did already.
    """
    world, state = layout or lay_out(network)
    start = copy_state(state)
    table, stretch_of = timetable(
        [plans[region] for region in network.regions], months, network.districts
    )
    membership.begin(table[0], world, start)
    return Setting(world, start, table, stretch_of, network.regions)


def simulate(
    setting: Setting, state: State, record: np.recarray, key: np.uint64, last: int | None = None
) -> None:
    """Run one replicate up to month `last` (default: all), overwriting `state` and `record`.

    `record` has shape (months, regions); it is set to 0 first. Releases the interpreter's lock.
    """
    months = len(setting.stretch_of) if last is None else last
    for _ in stopping(setting, state, record, key, [months]):
        pass


def stopping(
    setting: Setting, state: State, record: np.recarray, key: np.uint64, stops: Sequence[int]
) -> Iterator[int]:
    """Run one replicate, stop before each of some months, and yield it; `state` is as then.

    `stops` rise. `state` and `record` are overwritten as by `simulate`.
    """
    reset_state(state, setting.start)
    record.view(np.float64).fill(0.0)
    yield from go_on(setting, state, record, key, 0, stops)


def go_on(
    setting: Setting,
    state: State,
    record: np.recarray,
    key: np.uint64,
    month: int,
    stops: Sequence[int],
) -> Iterator[int]:
    """Run a replicate whose `state` is as before `month` on to each of `stops`, as `stopping`.

    `record` holds the months before, and 0 in those that come.
    """
    for stop in stops:
        run_months(
            setting.table, setting.stretch_of, setting.world, state, record, month, stop, key
        )
        month = stop
        yield stop


def run_replicate(
    network: Network,
    plans: Mapping[str, Plan],
    *,
    months: int,
    seed: int,
    draw: int = 0,
    replicate: int = 0,
) -> tuple[np.recarray, State]:
    """Run one replicate of a complete network; return its record and final state."""
    setting = prepare(network, plans, months)
    state = copy_state(setting.start)
    record = records.empty(months, len(setting.regions))
    simulate(setting, state, record, replicate_key(seed, draw, replicate))
    return record, state
