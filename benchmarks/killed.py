"""Kill a run without warning at random moments: nothing finished is lost, no file is half.

    python benchmarks/killed.py [--kills 30] [--seed 1]

SIGKILL at moments spread over the whole length of a run, up to four times before it may finish.
After each kill every file that has its name is the one of the undisturbed run, byte for byte; after
the last one the run is resumed, and then so is the whole folder, and parts that were finished have
not been written again. A sixth as many more hit a run with everything kept that is being extended.
Ends with code 1 if anything is wrong.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from killed_folder import Case, contents, differences, finished, half_files, lost, where

STUDY = """
baseline = "cliff"
outside_range = true
[network]
profile = "region"
firms = 150
draws = 4
[run]
months = 72
replicates = 48
block = 6
keep = "headline"
[judge]
month = 72
core = 6
[scenario.cliff]
membership.fees = false
[scenario.retained]
funding.retained_share = 1.0
funding.retained_months = 24
[scenario.more]
funding.fte = 1.5
"""
ALL = STUDY.replace('"headline"', '"all"')
FEWER = ALL.replace("replicates = 48", "replicates = 27")
"""Ends within a block, which the extension has to compute again."""

MOST = 4
"""Kills of one run, at most."""

ENDED = "ended before"
"""Said of a run that was quicker than its killer."""

PATIENCE = 900
"""Seconds after which a run counts as hanging."""


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill: of which run, when, what was there then, what is wrong, how long resuming took."""

    run: int
    moment: float
    where: str
    parts: int
    left: int
    wrong: list[str]
    resumed: float | None = None


def start(folder: Path) -> "subprocess.Popen[bytes]":
    """The study of a folder as a process of its own."""
    command = [sys.executable, "-m", "qvgraph", "--lang", "en", "run", "study.toml", "--quiet"]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def finish(folder: Path) -> tuple[float, str]:
    """Let the study of a folder come to its end: seconds, and what it said if that was no end."""
    begun = time.perf_counter()
    with start(folder) as process:
        try:
            _, said = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            return time.perf_counter() - begun, "hangs"
    wrong = said.decode().strip() or f"code {process.returncode}"
    return time.perf_counter() - begun, wrong if process.returncode else ""


def kill_after(folder: Path, seconds: float) -> bool:
    """Start the study of a folder and kill it so much later; whether it still ran."""
    with start(folder) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
        return process.wait() < 0


def undisturbed(text: str, folder: Path, *, before: Path | None = None) -> Case:
    """The case of a study, run once without a kill."""
    prepare(folder, text, before)
    seconds, wrong = finish(folder)
    if wrong:
        sys.exit(f"the undisturbed run fails: {wrong}")
    return Case(text, before, contents(folder / "study.run"), seconds)


def prepare(folder: Path, text: str, before: Path | None) -> None:
    """A fresh folder with the study, and with the run it is to extend."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    if before is not None:
        shutil.copytree(before / "study.run", folder / "study.run")
    (folder / "study.toml").write_text(text, "utf-8")


def killed_once(folder: Path, case: Case, run: int, moment: float) -> Kill:
    """Kill a run and look at what is left; it may have ended before."""
    there = folder / "study.run"
    known = finished(there, case)
    killed = kill_after(folder, moment)
    now = finished(there, case)
    wrong = [*(half_files(there, case) if killed else differences(contents(there), case.whole))]
    wrong += lost(known, now)
    left = sum(path.is_file() for path in there.rglob("*"))
    return Kill(run, moment, where(there, case) if killed else ENDED, len(now), left, wrong)


def left_of(parts: int, case: Case) -> float:
    """About how much of a run is still to do when so many parts are there (0 to 1)."""
    return 1 - 0.7 * parts / case.parts


def killed_run(folder: Path, case: Case, run: int, moments: list[float]) -> list[Kill]:
    """Kill one run at some moments of its length (0 to 1), let it finish, print a row for each."""
    prepare(folder, case.text, case.before)
    kills: list[Kill] = []
    for moment in moments:
        seconds = moment * case.seconds * left_of(kills[-1].parts if kills else 0, case)
        kills.append(killed_once(folder, case, run, seconds))
        while kills[-1].where == ENDED:  # it was quicker than that: once more
            prepare(folder, case.text, case.before)
            seconds *= 0.9
            kills.append(killed_once(folder, case, run, seconds))
    there = folder / "study.run"
    known = finished(there, case)
    seconds, wrong = finish(folder)
    kills[-1].wrong.extend([wrong] if wrong else [*lost(known, finished(there, case))])
    kills[-1].wrong.extend(differences(contents(there), case.whole))
    kills[-1] = replace(kills[-1], resumed=seconds)
    for kill in kills:
        print_row(kill, case)
    return kills


def print_row(kill: Kill, case: Case) -> None:
    """A kill in one line, and what is wrong below it."""
    again = "killed again" if kill.resumed is None else f"{kill.resumed:.1f}"
    if kill.where == ENDED:
        again = ""
    whole = "no half file" if again == "killed again" else "as undisturbed"
    verdict = "wrong" if kill.wrong else whole
    print(
        f"{kill.run:>3} {kill.moment:>9.2f}  {kill.where:<22}{kill.parts:>4} of {case.parts:<4}"
        f"{kill.left:>6}  {again:>14}  {verdict}",
        flush=True,
    )
    for what in kill.wrong:
        print(f"      {what}")


def moments_of(kills: int, chance: random.Random) -> Iterator[list[float]]:
    """Moments of a run (0 to 1), as many in each stretch of its length, some for each run."""
    moments = [(number + chance.random()) / kills for number in range(kills)]
    chance.shuffle(moments)
    while moments:
        some = min(chance.randint(1, MOST), len(moments))
        yield moments[:some]
        del moments[:some]


def kill_all(name: str, case: Case, folder: Path, kills: int, chance: random.Random) -> list[Kill]:
    """All kills of one case as a table."""
    print(f"\n{name}: {case.parts} parts, {case.seconds:.1f} s undisturbed")
    print("run  killed at  when                  parts there   files    resumed in s  verdict")
    found: list[Kill] = []
    for run, moments in enumerate(moments_of(kills, chance), 1):
        found += killed_run(folder, case, run, moments)
        last = found[-1]  # how fast the machine is just now
        case = replace(case, seconds=(last.resumed or 0) / left_of(last.parts, case))
    return found


def main() -> int:
    """Kill, resume, compare."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=30, metavar="N", help="at least 1")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="of the moments")
    given = parser.parse_args()
    if given.kills < 1:
        parser.error("--kills: at least 1")
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        undisturbed(STUDY, folder / "warm")  # compiles, if that was not done yet
        case = undisturbed(STUDY, folder / "whole")
        found = kill_all("a new run", case, folder / "killed", given.kills, chance)
        undisturbed(FEWER, folder / "fewer")
        longer = undisturbed(ALL, folder / "longer", before=folder / "fewer")
        fresh = undisturbed(ALL, folder / "fresh")
        apart = list(differences(longer.whole, fresh.whole))
        more = -(-given.kills // 6)
        found += kill_all("a run being extended", longer, folder / "killed", more, chance)
    kills = sum(kill.where != ENDED for kill in found)
    wrong = sum(bool(kill.wrong) for kill in found)
    for what in apart:
        print(f"extended without a kill, compared with a fresh run: {what}")
    print(f"\n{kills} kills, {wrong} with a fault")
    return 1 if wrong or apart else 0


if __name__ == "__main__":
    sys.exit(main())
