"""Blocks of replicates over threads; scenarios that begin alike are simulated together."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from functools import partial
from threading import Event

import numpy as np

from qvgraph.kernels.draws import replicate_key
from qvgraph.simulate import record as records
from qvgraph.simulate.branches import branches, months_alike, simulate_branches
from qvgraph.simulate.record import SERIES
from qvgraph.simulate.run import Setting
from qvgraph.simulate.state import copy_state
from qvgraph.study.ensemble import Block, Ensemble

Bundle = Sequence[Block]
"""The same replicates of one draw under different scenarios."""

MEMORY = 128_000_000
"""Bytes of states and records that one thread may hold for a bundle."""

DISK = 2_000_000_000
"""Bytes of single series of one group that wait on the disk to be summed up.

While they are, a few bundles of the next group come on top.
"""


def simulate_blocks(
    settings: Sequence[Setting], bundle: Bundle, seed: int, stopped: Event | None = None
) -> list[np.recarray]:
    """Run the replicates of a bundle; each record has shape (replicates, months, regions).

    Raises `CancelledError` between two replicates once `stopped` is set.
    """
    leaving, one = branches(settings), bundle[0]
    states = [copy_state(setting.start) for setting in settings]
    found = [
        records.empty(one.last - one.first, len(setting.stretch_of), len(setting.regions))
        for setting in settings
    ]
    for n, replicate in enumerate(range(one.first, one.last)):
        if stopped is not None and stopped.is_set():
            raise CancelledError
        key = replicate_key(seed, one.draw, replicate)
        simulate_branches(settings, leaving, states, [record[n] for record in found], key)
    return found


def groups(ensemble: Ensemble, scenarios: Iterable[str]) -> list[list[str]]:
    """Scenarios that begin alike on the first draw, in groups that memory and disk can bear."""
    found: list[tuple[Setting, list[str]]] = []
    for name in scenarios:
        setting = ensemble.setting(name, 0)
        for first, group in found:
            if len(group) < _most(ensemble, first) and months_alike(first, setting):
                group.append(name)
                break
        else:
            found.append((setting, [name]))
    return [group for _, group in found]


def _most(ensemble: Ensemble, setting: Setting) -> int:
    """How many scenarios can be simulated together."""
    run, draws = ensemble.study.run, ensemble.study.network.draws
    values = run.months * len(setting.regions) * len(SERIES)
    held = 2 * sum(array.nbytes for array in setting.start) + run.block * values * 8
    waiting = draws * run.replicates * values * 4
    return max(1, min(MEMORY // held, DISK // waiting))


def finished(
    ensemble: Ensemble,
    bundles: Iterable[Bundle],
    executor: Executor,
    then: Callable[[Block, np.recarray], None],
    *,
    ahead: int,
) -> Generator[Bundle]:
    """Compute bundles on an executor, hand each record to `then` there, and yield the bundles."""
    seed, stopped = ensemble.study.run.seed, Event()

    def work(settings: Sequence[Setting], bundle: Bundle) -> Bundle:
        for block, record in zip(
            bundle, simulate_blocks(settings, bundle, seed, stopped), strict=True
        ):
            then(block, record)
        return bundle

    def jobs() -> Iterator[Callable[[], Bundle]]:
        settings: dict[tuple[str, int], Setting] = {}
        for bundle in bundles:
            places = [(block.scenario, block.draw) for block in bundle]
            if not settings.keys() >= set(places):
                settings = {place: ensemble.setting(*place) for place in places}
            yield partial(work, [settings[place] for place in places], bundle)

    try:
        yield from in_order(jobs(), executor, ahead=ahead)
    finally:
        stopped.set()


@contextmanager
def aside(executor: Executor) -> Iterator[Callable[[Callable[[], None]], None]]:
    """Jobs that an executor does beside others, and that are waited for at the end.

    What one of them raises is raised when the next is handed over, or at the end; after an error,
    those not begun are never done.
    """
    waiting: list[Future[None]] = []

    def submit(job: Callable[[], None]) -> None:
        for future in waiting:
            if future.done():
                future.result()
        waiting.append(executor.submit(job))

    try:
        yield submit
        for future in waiting:
            future.result()
    finally:
        for future in waiting:
            future.cancel()


def in_order[Result](
    jobs: Iterable[Callable[[], Result]], executor: Executor, *, ahead: int
) -> Iterator[Result]:
    """Do jobs on an executor, and yield what came of them in their order.

    At most `ahead` are under way or waiting, so memory does not grow with the study.
    """
    waiting: deque[Future[Result]] = deque()
    try:
        for job in jobs:
            waiting.append(executor.submit(job))
            if len(waiting) >= ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()
