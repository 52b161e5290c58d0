"""How fast the compiled month is, beside the readable twin, in one run.

    python benchmarks/kernel.py

One region of 300 firms, 120 months, all phases, the turntable on. Times are minima over
interleaved rounds, because other work on a machine only ever adds to them; ratios are of the same
round.
"""

import time
from concurrent.futures import ThreadPoolExecutor

from qvgraph.kernels.draws import replicate_key
from qvgraph.model.network import Network
from qvgraph.simulate import record as records
from qvgraph.simulate.parameters import DEFAULTS, Plan
from qvgraph.simulate.run import Setting, prepare, simulate
from qvgraph.simulate.start import synthesize
from qvgraph.simulate.state import copy_state
from qvgraph.simulate.twin import month as twin

MONTHS, REPLICATES, ROUNDS, TWIN_MONTHS = 120, 20, 9, 24


def seconds_of_a_block(setting: Setting) -> float:
    """Wall time of some replicates, without the memory that a block allocates once."""
    state = copy_state(setting.start)
    record = records.empty(MONTHS, len(setting.regions))
    start = time.perf_counter()
    for replicate in range(REPLICATES):
        simulate(setting, state, record, replicate_key(1, 0, replicate))
    return time.perf_counter() - start


def seconds_on_threads(setting: Setting, threads: int) -> float:
    """Wall time of one block on each of some threads."""
    with ThreadPoolExecutor(threads) as executor:
        start = time.perf_counter()
        for task in [executor.submit(seconds_of_a_block, setting) for _ in range(threads)]:
            task.result()
        return time.perf_counter() - start


def of_one_region() -> tuple[Network, Plan, Setting]:
    """One region, its plan, and both laid out and compiled."""
    network = synthesize("region", seed=1)
    plan = {**DEFAULTS, "turntable.turntable": True}
    setting = prepare(network, dict.fromkeys(network.regions, plan), MONTHS)
    seconds_of_a_block(setting)  # compile, warm up
    return network, plan, setting


def firms_of(network: Network) -> int:
    """How many there are."""
    return int((network.organisations["kind"] == "firm").sum())


def nanoseconds(rounds: int = 3) -> float:
    """Per firm-month of one region on one thread: a yardstick for what takes longer."""
    network, _, setting = of_one_region()
    best = min(seconds_of_a_block(setting) for _ in range(rounds))
    return 1e9 * best / (firms_of(network) * MONTHS * REPLICATES)


def main() -> None:
    """Measure, print figures beside their goals."""
    network, plan, setting = of_one_region()
    plans, firms = dict.fromkeys(network.regions, plan), firms_of(network)

    alone, one, two, twins = [], [], [], []
    for round_ in range(ROUNDS):
        alone.append(seconds_of_a_block(setting))
        one.append(seconds_on_threads(setting, 1))
        two.append(seconds_on_threads(setting, 2))
        if round_ < 2:
            start = time.perf_counter()
            twin.run(network, plans, TWIN_MONTHS, 1, 0, round_)
            twins.append(time.perf_counter() - start)

    per_block = firms * MONTHS * REPLICATES
    kernel = min(alone) / per_block
    scaling = max(2 * a / b for a, b in zip(one, two, strict=True))
    usual = sorted(2 * a / b for a, b in zip(one, two, strict=True))[ROUNDS // 2]
    reference = min(twins) / (firms * TWIN_MONTHS)
    print(f"{firms} firms, {MONTHS} months, {REPLICATES} replicates, best of {ROUNDS} rounds")
    print(f"kernel, one thread    {kernel * 1e9:8.1f} ns per firm-month    goal ≤ 150")
    print(f"kernel, two threads   {scaling:8.2f} × one (median {usual:.2f})     goal ≥ 1.9")
    print(f"twin                  {reference * 1e6:8.1f} µs per firm-month")
    print(f"kernel ÷ twin         {reference / kernel:8.0f} ×                   goal ≥ 300")


if __name__ == "__main__":
    main()
