"""Do the intervals of 90 % hold the truth in about 90 % of studies?

    python benchmarks/coverage.py [--repetitions N] [--truth N] [--seed S] [--threads N]

Two hundred small studies, each of its own seed, compare a retained post with a sudden end; the
truth is the mean over thousands of further network draws, none of which a study has seen. An
estimate is as it should be when its interval holds the truth in 85 to 95 % of the studies. Two
hundred tell that share to four points, so an estimate may lie outside by chance: with more
repetitions each two hundred get a column of their own.

Intervals go over network draws, as networks differ more than replicates. With a single draw there
are only replicates: such an interval is marked "chance only" in every table of the package, holds
the truth of that one network, and is expected to hold that of all networks less often.
"""

import argparse
import sys
import time
from collections.abc import Callable

from coverage_parts.asked import ASKED, OUTCOMES
from coverage_parts.covering import Covered, covered, drawn_anew
from coverage_parts.running import SCENARIOS, Sample, Size, run_many, together
from coverage_parts.tables import anew_table, few_table, main_table, reasons, tally

STUDY = Size(draws=20, replicates=4)
CHANCE = Size(draws=1, replicates=40)
"""A study of one network with the replicates of the shipped one."""
FEW_DRAWS = (5, 8)
"""8 draws are those of `qvgraph demo`."""
TRUTH = Size(draws=20, replicates=2)
"""What one part of the truth runs."""
REPETITIONS, TRUTH_DRAWS, SEED, THREADS = 200, 4000, 2019, 2
SET = 200
"""Repetitions of which the share is told by themselves."""
ANEW = 2000
"""Studies put together out of the draws of all."""
APART = 1_000_000
"""Seeds of the truth begin so far behind those of the repetitions."""

Parts = list[dict[str, Sample]]


def run(size: Size, seeds: range, threads: int, name: str) -> tuple[Parts, float]:
    """Many studies and the seconds they took."""
    begun = time.perf_counter()
    found = run_many(size, seeds, OUTCOMES, threads, _teller(name, len(seeds)))
    seconds = time.perf_counter() - begun
    print(f"{name}: {seconds:.0f} s", file=sys.stderr)
    return found, seconds


def _teller(name: str, total: int) -> Callable[[int], None]:
    def told(done: int) -> None:
        if done % 50 == 0:
            print(f"{name}: {done} of {total}", file=sys.stderr)

    return told


def report(studies: Parts, singles: Parts, truths: Parts, scenario: str, seed: int) -> str:
    """All tables of one scenario; `seed` is that of the first study."""
    many = together(truths, scenario)
    samples = [one[scenario] for one in studies]
    alone = [one[scenario] for one in singles]

    def of(draws: int, those: list[Sample] = samples) -> list[Covered]:
        return [covered(asked, those, many, draws) for asked in ASKED]

    pool = together(studies, scenario)
    anew = {asked.name: drawn_anew(asked, pool, STUDY.draws, ANEW, SEED) for asked in ASKED}
    rows = of(STUDY.draws)
    columns = {
        **{f"{draws} draws × {STUDY.replicates}": of(draws) for draws in FEW_DRAWS},
        f"chance only: 1 × {STUDY.replicates}": of(1),
        f"1 × {CHANCE.replicates}": of(1, alone),
    }
    sets = {
        f"from {seed + first}": of(STUDY.draws, samples[first : first + SET])
        for first in range(0, len(samples), SET)
    }
    each = f"share that holds the truth in {SET} repetitions each, by the first seed"
    names = [asked.name for asked in ASKED]
    title = f"{STUDY.draws} draws × {STUDY.replicates} replicates"
    lines = list(reasons(scenario, rows))
    parts = [
        main_table(scenario, rows, title),
        tally(rows),
        *(["\n".join(["Outside, and why:", *lines])] if lines else []),
        *([few_table(scenario, each, names, sets)] if len(sets) > 1 else []),
        few_table(scenario, "share of the intervals that hold the truth", names, columns),
        anew_table(scenario, anew, STUDY.draws, ANEW),
    ]
    return "\n\n".join(parts)


def header(repetitions: int, draws: int, seed: int, threads: int, seconds: list[float]) -> str:
    """What was run."""
    took = " + ".join(f"{one:.0f}" for one in seconds)
    return (
        "Do intervals of 90 % hold the truth? Model, not forecast; all networks are synthetic.\n"
        f"{repetitions} studies (seeds from {seed}); the truth from {draws} further draws"
        f" × {TRUTH.replicates} replicates (seeds from {seed + APART}).\n"
        f"Took {sum(seconds):.0f} s ({took}: studies, single draws, truth); threads: {threads}.\n"
        "Columns: truth and its standard error; mean width of the intervals; that error over half\n"
        "the width; share of the intervals that hold the truth, with its own interval; intervals\n"
        "that the truth lies below and above. * marks what is not 85 to 95 %: expected of\n"
        '"chance only", which leaves out how much networks differ.'
    )


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--repetitions", type=int, default=REPETITIONS, metavar="N")
    parser.add_argument("--truth", type=int, default=TRUTH_DRAWS, metavar="N", help="draws")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--threads", type=int, default=THREADS, metavar="N")
    given = parser.parse_args()
    if min(given.repetitions, given.threads) < 1 or given.truth < TRUTH.draws:
        parser.error(f"repetitions and threads are at least 1, draws of the truth {TRUTH.draws}")
    if not 0 <= given.seed < APART:
        parser.error(f"seeds are from 0 to {APART - 1}")
    seeds = range(given.seed, given.seed + given.repetitions)
    further = range(given.seed + APART, given.seed + APART + given.truth // TRUTH.draws)
    run(Size(1, 1), range(1), 1, "compiling")
    found = [
        run(size, those, given.threads, name)
        for name, size, those in (
            ("studies", STUDY, seeds),
            ("single draws", CHANCE, seeds),
            ("truth", TRUTH, further),
        )
    ]
    (studies, _), (singles, _), (truths, _) = found
    draws = len(further) * TRUTH.draws
    print(header(given.repetitions, draws, given.seed, given.threads, [one for _, one in found]))
    for scenario in SCENARIOS:
        print("\n\n" + report(studies, singles, truths, scenario, given.seed))


if __name__ == "__main__":
    main()
