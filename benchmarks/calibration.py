"""Do intervals hold what they should, and are p-values what they say?

    python benchmarks/calibration.py [--part NAME] [--quick] [--write] [--raw FOLDER] [--threads N]
    python benchmarks/calibration.py --part silent --network FILE [--network FILE]

Three parts, seeded. *silent*: answers are taken away from networks of which everything is known, at
10 to 40 %, at random and rather from small firms, 200 times each; how many intervals of 90 % hold
the figures of the whole? *bootstrap*: how many hold the mean of the model that a network comes
from? *nulls*: are p-values uniform on networks drawn from the null itself, and is a planted broker
found? `--write` puts the coverages where the package and `python docs/tables.py` read them; an
interval is given where between 85 and 95 % held the truth, over all settings together. With
`--network` answers are taken away from real networks in which everybody answered.
"""

import argparse
import multiprocessing
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import polars as pl
from calibration_parts import anew, nulls, silence
from calibration_parts.networks import SORTS, network_of
from calibration_parts.silence import SHARES, WAYS, Trial
from calibration_parts.tables import by_setting, covered, estimators, shapes, write

PARTS = ("silent", "bootstrap", "nulls")
DELETIONS, SAMPLES, TRUTH = 200, 100, 600
QUICK = 20
"""So many times fewer with --quick."""
EVERY = 96


def main() -> None:
    """Run the parts asked for and print their tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--part", choices=PARTS)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--raw", type=Path, help="a folder for what each trial gave")
    parser.add_argument("--network", action="append", default=[], help="a real one; repeatable")
    parser.add_argument("--threads", type=int, default=2)
    asked = parser.parse_args()
    parts = (asked.part,) if asked.part else PARTS
    fewer = QUICK if asked.quick else 1
    # Polars does not live through a fork.
    apart = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(asked.threads, mp_context=apart) as pool:
        found = {}
        if "silent" in parts:
            found["silent"] = of_silence(
                pool, asked.network or [*SORTS], DELETIONS // fewer, asked.raw
            )
        if "bootstrap" in parts:
            found["bootstrap"] = of_resampling(pool, SAMPLES // fewer, TRUTH // fewer, asked.raw)
        if "nulls" in parts:
            print(nulls.report(pool.map, fewer))
    if asked.write and found and not asked.network and not asked.quick:
        write(found)


def of_silence(
    pool: ProcessPoolExecutor, sorts: Sequence[str], deletions: int, raw: Path | None
) -> pl.DataFrame:
    """The coverage table of the intervals for silent organisations."""
    each = -(-deletions // len(sorts))
    trials = [
        Trial(sort, number, share, way)
        for number in range(each)
        for sort in sorts
        for share in SHARES
        for way in WAYS
    ]
    found = pool.map(one_silence, trials, chunksize=4)
    results = gathered("silent", len(trials), found, raw)
    table = covered(results, "silent", ["sort", "share", "way"])
    print(by_setting(results), estimators(results), sep="\n\n")
    return table


def of_resampling(
    pool: ProcessPoolExecutor, samples: int, truth: int, raw: Path | None
) -> pl.DataFrame:
    """The coverage table of the bootstrap."""
    results = []
    for sort in anew.DRAWN:
        many = [anew.Sample(sort, anew.APART + number) for number in range(truth)]
        seen = gathered(f"truth of {sort}", truth, pool.map(anew.seen, many, chunksize=4), raw)
        mean = seen.group_by("of", "metric").agg(pl.col("value").mean()).drop_nulls()
        means = {(of, metric): value for of, metric, value in mean.iter_rows()}
        some = [anew.Sample(sort, number) for number in range(samples)]
        tried = partial(anew.tried, means=means)
        found = pool.map(tried, some, chunksize=4)
        results.append(gathered(f"bootstrap of {sort}", samples, found, raw))
    every = pl.concat(results)
    print(shapes(every))
    return covered(every, "bootstrap", ["sort"])


def one_silence(trial: Trial) -> pl.DataFrame:
    """One trial, in a process of its own."""
    return silence.tried(network_of(trial.sort, trial.number), trial)


def gathered(
    name: str, total: int, results: Iterable[pl.DataFrame], raw: Path | None
) -> pl.DataFrame:
    """All results in one table; now and then it is told how far it is, and kept what there is."""
    begun, parts = time.perf_counter(), []
    for done, result in enumerate(results, 1):
        parts.append(result)
        if done % EVERY == 0 or done == total:
            seconds = time.perf_counter() - begun
            print(f"{name}: {done} of {total}, {seconds:.0f} s", file=sys.stderr, flush=True)
            if raw:
                pl.concat(parts).write_parquet(raw / f"{name}.parquet")
    return pl.concat(parts)


if __name__ == "__main__":
    main()
