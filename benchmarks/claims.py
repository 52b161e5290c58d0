"""Five claims of the evaluation, each with an experiment that can falsify it.

    python benchmarks/claims.py [--quick] [--out FOLDER]

H1 to H5, declared in `claims_parts/declared.py` before any run: what is compared, the smallest
effect that counts, what falsifies the claim. Each is tested at the defaults and in sets of
assumptions spread over all their ranges (`qvgraph.study.ranges`); for each the two assumptions
are named that flip it most. Nothing is tuned to make a claim hold.

`--out` also writes claims.csv, claims_assumptions.csv and claims.svg.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from claims_parts.chart import draw
from claims_parts.declared import scenarios_needed
from claims_parts.files import write_tables
from claims_parts.report import Report, couplings, findings
from claims_parts.running import Size, run_all, run_draw
from claims_parts.tables import text_of

from qvgraph.simulate.parameters import DEFAULTS
from qvgraph.study.ranges import quantiles_over, sets_over

FULL = Size(networks=100, replicates=4, sets=100, set_networks=8, set_replicates=4)
QUICK = Size(networks=6, replicates=2, sets=10, set_networks=2, set_replicates=2)
SEED, THREADS = 2019, 2


def run(size: Size, seed: int, threads: int, say: Callable[[str], object]) -> Report:
    """Simulate at the defaults and in all sets, then judge."""
    seconds: dict[str, float] = {}

    def timed(part: str, started: float) -> None:
        seconds[part] = time.perf_counter() - started
        say(f"{part}: {seconds[part]:.1f} s")

    begun = time.perf_counter()
    run_draw(("one post",), DEFAULTS, 0, 1, seed)
    timed("compiling", begun)
    begun = time.perf_counter()
    names = scenarios_needed(over_sets=False)
    each = (size.networks, size.replicates)
    (defaults,), spent = run_all(names, [DEFAULTS], each, seed, threads)
    timed("defaults", begun)
    begun = time.perf_counter()
    names = scenarios_needed(over_sets=True)
    bases = [{**DEFAULTS, **values} for values in sets_over(None, size.sets, seed)]
    each = (size.set_networks, size.set_replicates)
    sets, more = run_all(names, bases, each, seed, threads)
    timed("sets", begun)
    begun = time.perf_counter()
    where = quantiles_over(None, size.sets, seed)
    found, coupled = findings(defaults, sets, where), couplings(defaults)
    timed("judging", begun)
    spent += more
    return Report(
        size=size,
        seed=seed,
        threads=threads,
        seconds=seconds,
        spent=spent,
        defaults=defaults,
        sets=tuple(sets),
        where=where,
        findings=found,
        coupled=coupled,
    )


def main() -> None:
    """Run, print the report, write files."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a trial, under a minute")
    parser.add_argument("--networks", type=int, metavar="N", help="at the defaults, at least 2")
    parser.add_argument("--sets", type=int, metavar="N", help="of assumptions, at least 1")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--threads", type=int, default=THREADS, metavar="N")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="of tables and chart")
    given = parser.parse_args()
    size = QUICK if given.quick else FULL
    if given.networks is not None:
        size = size._replace(networks=given.networks)
    if given.sets is not None:
        size = size._replace(sets=given.sets)
    if min(size) < 1 or size.networks < 2 or given.threads < 1:
        parser.error("intervals need at least 2 networks; sets and threads are at least 1")
    report = run(size, given.seed, given.threads, lambda text: print(text, file=sys.stderr))
    print(text_of(report), end="")
    if given.out is not None:
        given.out.mkdir(parents=True, exist_ok=True)
        write_tables(report, given.out)
        draw(report, given.out / "claims.svg")


if __name__ == "__main__":
    main()
