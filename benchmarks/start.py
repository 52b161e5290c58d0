"""How long one waits at the start: help, a small study with and without compiled code, an edit.

    python benchmarks/start.py

Whole processes, as a shell starts them; medians of several runs, the cold start once. An edit is a
line added to one file of a mechanism in a copy of the package, then the small study.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import qvgraph

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

SHARED = {"gaps", "prices", "reputation"}
"""Files of mechanisms that several phases are made of."""


def seconds(
    command: list[str], where: Path | None = None, **environment: Path
) -> tuple[float, str]:
    """Wall time of a command in some folder, and what it said on standard error."""
    told = os.environ | {name: str(value) for name, value in environment.items()}
    start = time.perf_counter()
    done = subprocess.run(command, cwd=where, env=told, capture_output=True, text=True, check=True)
    return time.perf_counter() - start, done.stderr


def megabytes(command: list[str], **environment: Path) -> float:
    """The most memory that a command held at once."""
    told = os.environ | {name: str(value) for name, value in environment.items()}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=told, **quiet)  # type: ignore[call-overload]
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_maxrss / 1024


def seconds_after_an_edit(command: list[str], cache: Path, folder: Path) -> dict[str, float]:
    """Wall time of the command after each file of a mechanism was edited."""
    shutil.copytree(Path(qvgraph.__file__).parent, folder / "qvgraph")
    seconds(command, folder, QVGRAPH_CACHE=cache)  # a module is looked for in the folder first
    times = {}
    for file in sorted((folder / "qvgraph/simulate/mechanisms").glob("[a-z]*.py")):
        with file.open("a", encoding="utf-8") as source:
            source.write("# edited\n")
        times[file.stem] = seconds(command, folder, QVGRAPH_CACHE=cache)[0]
    return times


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
        cache = Path(folder) / "cache"
        cold, said = seconds(fresh(), QVGRAPH_CACHE=cache)
        for _ in range(5):
            times.append(seconds(fresh(), QVGRAPH_CACHE=cache)[0])
        memory = megabytes(fresh(), QVGRAPH_CACHE=cache)
        help_ = [seconds([*program, "--help"])[0] for _ in range(7)]
        print(f"help                {statistics.median(help_):6.2f} s    goal ≤ 0.3")
        print(f"small study, warm   {statistics.median(times):6.2f} s    goal ≤ 2")
        print(f"small study, cold   {cold:6.2f} s    goal ≤ 30")
        told = "Compiling" in said
        print(f"cold start says so  {'yes' if told else 'no':>6}      goal yes")
        print(f"memory, warm        {memory:6.0f} MB   goal ≤ 400")
        edits = seconds_after_an_edit(run, cache, Path(folder))
        for what, files in (("a phase", set(edits) - SHARED), ("what several share", SHARED)):
            slowest = max(files, key=edits.__getitem__)
            usual = statistics.median(edits[name] for name in files)
            goal = "goal ≤ 6, " if files != SHARED else ""
            print(
                f"edited {what:18} {usual:6.2f} s, {goal}slowest {slowest}: {edits[slowest]:.2f} s"
            )


if __name__ == "__main__":
    main()
