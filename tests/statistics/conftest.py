"""What the tests of this folder share: replicates on drawn networks, each drawn once."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pytest

from qvgraph.kernels.draws import draw_key, replicate_key
from qvgraph.model.network import Network
from qvgraph.model.profiles import Profile, Region
from qvgraph.model.synthesize import skeleton
from qvgraph.model.world import World
from qvgraph.simulate.parameters import DEFAULTS, Plan, values_at
from qvgraph.simulate.record import empty
from qvgraph.simulate.run import lay_out, prepare, simulate
from qvgraph.simulate.start import READ, complete
from qvgraph.simulate.state import State, copy_state

SEED = 2019


class Played(NamedTuple):
    """A replicate: its record, shape (months, regions), and the state at its start and end."""

    network: Network
    world: World
    record: np.recarray
    start: State
    end: State


Play = Callable[..., Played]


@pytest.fixture(scope="session")
def play() -> Play:
    """Run one replicate: `play({"region": plan}, months, draw=3)`."""
    return _play


def _play(
    plans: Mapping[str, Plan],
    months: int,
    *,
    draw: int = 0,
    replicate: int = 0,
    last: int | None = None,
) -> Played:
    """One replicate up to month `last`, on the network that the plans' first month describes."""
    values = {region: values_at(plan, 0) for region, plan in plans.items()}
    read = tuple((name, tuple(here[path] for path in READ)) for name, here in values.items())
    network, world, state = _drawn(read, draw)
    setting = prepare(network, plans, months, layout=(world, state))
    end, record = copy_state(setting.start), empty(months, len(plans))
    simulate(setting, end, record, replicate_key(SEED, draw, replicate), last)
    return Played(network, world, record, setting.start, end)


@lru_cache(maxsize=64)
def _drawn(read: tuple[tuple[str, tuple[object, ...]], ...], draw: int) -> tuple[object, ...]:
    values = {name: {**DEFAULTS, **dict(zip(READ, here, strict=True))} for name, here in read}
    profile = Profile("drawn", tuple(Region(name) for name in values))
    bare = skeleton(profile, values)
    network = complete(bare, values, draw_key(SEED, draw), profile=profile)
    return network, *lay_out(network)
