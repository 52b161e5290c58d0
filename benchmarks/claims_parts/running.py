"""Networks and replicates over threads: all scenarios meet the same networks and luck."""

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from claims_parts.figures import read
from claims_parts.scenarios import SCENARIOS, values_of

from qvgraph.declare import Value
from qvgraph.kernels.draws import replicate_key
from qvgraph.model.world import World
from qvgraph.simulate import record as records
from qvgraph.simulate.parameters import DEFAULTS, Values
from qvgraph.simulate.run import lay_out, prepare, simulate
from qvgraph.simulate.start import READ, synthesize
from qvgraph.simulate.state import State, copy_state

REGION = "region"

Found = dict[tuple[str, str], np.ndarray]
"""Figures by scenario and name."""


class Size(NamedTuple):
    """How much is run: networks and replicates at the defaults, sets, and both in each set."""

    networks: int
    replicates: int
    sets: int
    set_networks: int
    set_replicates: int


def run_draw(
    names: Iterable[str], base: Values, draw: int, replicates: int, seed: int
) -> tuple[Found, Counter[str]]:
    """All scenarios on one network draw: figures of shape (replicates,), and seconds by part.

    Scenarios that agree in what the network is drawn from share it.
    """
    layouts: dict[tuple[Value, ...], tuple[object, tuple[World, State]]] = {}
    found: Found = {}
    spent: Counter[str] = Counter()
    for name in names:
        scenario = SCENARIOS[name]
        plans = {REGION: {**DEFAULTS, **values_of(scenario, base)}}
        started = time.thread_time()
        read_from = tuple(plans[REGION][path] for path in READ)
        if read_from not in layouts:
            network = synthesize("region", seed=seed, draw=draw, values=plans)
            layouts[read_from] = (network, lay_out(network))
        network, layout = layouts[read_from]
        setting = prepare(network, plans, scenario.months, layout=layout)
        spent["drawing networks"] += time.thread_time() - started
        started = time.thread_time()
        state = copy_state(setting.start)
        record = np.zeros((replicates, scenario.months, 1), records.ROW).view(np.recarray)
        for n in range(replicates):
            simulate(setting, state, record[n], replicate_key(seed, draw, n))
        spent[f"simulating {scenario.months} months"] += time.thread_time() - started
        started = time.thread_time()
        found |= {(name, figure): values for figure, values in read(record[:, :, 0]).items()}
        spent["reading figures"] += time.thread_time() - started
    return found, spent


def run_all(
    names: Sequence[str],
    bases: Sequence[Values],
    size: tuple[int, int],
    seed: int,
    threads: int,
) -> tuple[list[Found], Counter[str]]:
    """All scenarios in each set of values: figures of shape (networks, replicates)."""
    networks, replicates = size
    spent: Counter[str] = Counter()
    found: list[Found] = []
    with ThreadPoolExecutor(threads) as executor:
        tasks = [
            [
                executor.submit(run_draw, names, base, draw, replicates, seed)
                for draw in range(networks)
            ]
            for base in bases
        ]
        for those in tasks:
            parts = []
            for task in those:
                part, seconds = task.result()
                parts.append(part)
                spent += seconds
            found.append(_together(parts))
            those.clear()
    return found, spent


def _together(parts: Sequence[Mapping[tuple[str, str], np.ndarray]]) -> Found:
    return {key: np.stack([part[key] for part in parts]) for key in parts[0]}
