"""How long the whole shipped study and its report take, and how much memory and disk.

    python benchmarks/study.py [--study NAME] [--replicates N] [--keep-folder FOLDER]

Run through the command line as a person would, in a fresh folder. A small study and its report come
first, so that machine code and byte code are at hand. The goals speak of ten scenarios; the study
may have more, so its figures are given as they are and scaled. MB are millions of bytes.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from kernel import nanoseconds

from qvgraph.study.reading import read_study

SMALL = """
baseline = "cliff"
[network]
profile = "region"
[run]
months = 30
replicates = 1
[judge]
month = 30
[scenario.cliff]
"""
MINUTES, MEGABYTES, SCENARIOS, OF_EACH = 4.0, 200.0, 10, 800
"""The goals, for so many scenarios with so many replicates over all draws."""

PROGRAM = [sys.executable, "-m", "qvgraph"]
SURROUNDINGS = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
"""Where a person works, Python keeps byte code."""

RUNS = 5000
"""Replicates that the size of a folder is also given for."""

KINDS = {
    "parts": "parts",
    "networks": "networks",
    "charts": "charts",
    "monthly.parquet": "monthly",
    "outcomes.parquet": "outcomes",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """What a command took: wall time, processor time, and the most memory held at once."""

    seconds: float
    processor: float
    megabytes: float


def taken(arguments: list[str]) -> Taken:
    """Run qvgraph with some arguments; exits with its message where it fails."""
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [*PROGRAM, *arguments], stdout=subprocess.DEVNULL, stderr=said, env=SURROUNDINGS
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - begun
        if process.returncode:
            said.seek(0)
            sys.exit(said.read().decode())
    unit = 1 if sys.platform == "darwin" else 1024
    return Taken(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * unit / 1e6)


def sizes(folder: Path) -> Counter[str]:
    """Bytes of a run folder by kind of file, the largest first."""
    found: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file():
            first = path.relative_to(folder).parts[0]
            found[KINDS.get(first, "other")] += path.stat().st_size
    return Counter(dict(found.most_common()))


def firms_of(folder: Path) -> int:
    """Firms of the first starting network."""
    table = pl.read_csv(folder / "networks" / "d0" / "organisations.csv", columns=["kind"])
    return int((table["kind"] == "firm").sum())


def print_sizes(folder: Path, runs: int) -> float:
    """A line for each kind of file; the sum in MB."""
    by_kind = sizes(folder)
    whole = by_kind.total()
    print(f"\n{'folder':<12}{'MB':>8}{'share':>8}{f'MB per {RUNS:,} replicates':>28}")
    for kind, size in [*by_kind.items(), ("whole", whole)]:
        per = size / 1e6 * RUNS / runs
        print(f"{kind:<12}{size / 1e6:>8.1f}{size / whole:>8.0%}{per:>28.1f}")
    return whole / 1e6


def print_verdict(minutes: float, megabytes: float, scenarios: int, of_each: int) -> None:
    """Both figures beside their goals, as they are and scaled to ten scenarios."""
    print(f"\n{'':<28}{'minutes':>8}{'MB':>8}   goal ≤ {MINUTES:g} minutes, ≤ {MEGABYTES:g} MB")
    named = {f"as it is, {scenarios} scenarios": 1.0}
    if scenarios != SCENARIOS:
        named[f"scaled to {SCENARIOS} scenarios"] = SCENARIOS / scenarios
    for name, scale in named.items():
        holds = minutes * scale <= MINUTES and megabytes * scale <= MEGABYTES
        verdict = "holds" if holds else "missed"
        if of_each < OF_EACH:
            verdict = f"(the goals are for {OF_EACH} replicates of each scenario, not {of_each})"
        print(f"{name:<28}{minutes * scale:>8.2f}{megabytes * scale:>8.1f}   {verdict}")


def print_yardstick(processor: float, firm_months: int) -> None:
    """Processor time beside that of the kernel alone: a ratio that no machine changes much."""
    alone, here = nanoseconds(), 1e9 * processor / firm_months
    print(
        f"per firm-month          {here:>8.0f} ns, {here / alone:.2f} × the kernel's on one region"
    )


def print_report(folder: Path, place: Path) -> None:
    """Time and size of the report, beside that of importing what it stands on."""
    libraries = "import numba, polars, matplotlib.figure, scipy.special, babel, jinja2"
    for language in ("de", "en"):
        out = place / f"{language}.html"
        seconds = taken(["report", str(folder), "--lang", language, "--out", str(out)]).seconds
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", libraries], check=True, env=SURROUNDINGS)
        bare = time.perf_counter() - begun
        size = out.stat().st_size / 1e6
        print(
            f"report, {language}              {seconds:>8.1f} s, {seconds / bare:.2f} × importing"
            f" its libraries; {size:.2f} MB    goal ≤ 2 s, ≤ 1 MB"
        )


def main() -> None:
    """Measure, print figures beside their goals."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--study", default="phase-two", metavar="NAME", help="or a study file")
    parser.add_argument("--replicates", type=int, metavar="N", help="other than the study's")
    parser.add_argument("--keep-folder", type=Path, metavar="FOLDER", help="leave the run there")
    given = parser.parse_args()
    study = read_study(given.study, replicates=given.replicates)
    scenarios, replicates = len(study.scenarios), study.run.replicates
    runs = scenarios * study.network.draws * replicates
    print(
        f"{study.name}: {scenarios} scenarios × {study.network.draws} draws × {replicates}"
        f" replicates = {runs:,} runs of {study.run.months} months, keep = {study.run.keep}"
    )
    print(f"{os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as place:
        small = Path(place) / "small.toml"
        small.write_text(SMALL, "utf-8")
        taken(["run", str(small), "--quiet", "--out", str(Path(place) / "small.run")])
        taken(["report", str(Path(place) / "small.run")])
        folder = given.keep_folder or Path(place) / "study.run"
        if folder.exists():
            parser.error(f"--keep-folder: {folder} exists")
        used = taken(
            ["run", given.study, "--quiet", "--out", str(folder), "--replicates", str(replicates)]
        )
        firm_months = runs * study.run.months * firms_of(folder)
        print(f"\nseconds                 {used.seconds:>8.1f}, processor {used.processor:.1f}")
        print(f"firm-months per second  {firm_months / used.seconds / 1e6:>8.2f} million")
        print(f"peak memory             {used.megabytes:>8.0f} MB")
        print_yardstick(used.processor, firm_months)
        print_report(folder, Path(place))
        megabytes = print_sizes(folder, runs)
    print_verdict(used.seconds / 60, megabytes, scenarios, runs // scenarios)


if __name__ == "__main__":
    main()
