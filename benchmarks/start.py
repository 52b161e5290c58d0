"""How long one waits at the start: help, a small study with and without compiled code.

    python benchmarks/start.py

Whole processes, as a shell starts them; medians of several runs, the cold start once.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STUDY = """
title = { de = "Klein", en = "Small" }
baseline = "cliff"

[network]
profile = "region"
draws = 4

[run]
months = 96
replicates = 5

[judge]
month = 96

[scenario.cliff]
membership.fees = false

[scenario.retained]
funding.retained_share = 1.0
funding.retained_months = 24
"""


def seconds(command: list[str], cache: Path | None = None) -> tuple[float, str]:
    """Wall time of a command, and what it said on standard error."""
    environment = dict(os.environ, QVGRAPH_CACHE=str(cache)) if cache else dict(os.environ)
    start = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return time.perf_counter() - start, done.stderr


def main() -> None:
    """Measure, print figures beside their goals."""
    program = [sys.executable, "-m", "qvgraph", "--lang", "en"]
    with tempfile.TemporaryDirectory() as folder:
        study = Path(folder) / "small.toml"
        study.write_text(STUDY, "utf-8")
        run = [*program, "run", str(study), "--out", str(Path(folder) / "small.run"), "--force"]

        def fresh() -> list[str]:
            return [*run, "--set", f"*.visits.recruiting=0.{len(times) + 10}"]

        times: list[float] = []
        cold, said = seconds(fresh(), Path(folder) / "cache")
        warm_cache = Path(folder) / "cache"
        for _ in range(5):
            times.append(seconds(fresh(), warm_cache)[0])
        help_ = [seconds([*program, "--help"])[0] for _ in range(7)]
        print(f"help                {statistics.median(help_):6.2f} s    goal ≤ 0.3")
        print(f"small study, warm   {statistics.median(times):6.2f} s    goal ≤ 2")
        print(f"small study, cold   {cold:6.2f} s    goal ≤ 30")
        told = "Compiling" in said
        print(f"cold start says so  {'yes' if told else 'no':>6}      goal yes")


if __name__ == "__main__":
    main()
