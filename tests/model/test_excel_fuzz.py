"""A workbook that chance has spoilt is read, or refused with a sentence: never anything else."""

import multiprocessing
import random
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from mutate_xml import of_workbook
from test_planted_faults import FAULTS, SHEETS, cells
from workbooks import workbook

from qvgraph.model.files import read_network
from qvgraph.model.network import Network
from qvgraph.problems import InputError

LONGEST = 5.0
"""Seconds of the processor."""

MOST_MEMORY = 1 << 30


def memory() -> int:
    """The most bytes that this process has held so far.

    Linux hands `ru_maxrss` on from the process that started this one, which may have been larger.
    """
    if (status := Path("/proc/self/status")).exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """A sound workbook, and one that has errors, dates and merged cells."""
    folder = tmp_path_factory.mktemp("whole")
    sound = {name: cells(rows) for name, rows in SHEETS.items()}
    faulty = {name: {**those, **FAULTS.get(name, {})} for name, those in sound.items()}
    faulty["Kompetenzen"]["A5:B6"] = "x"
    made = [workbook(folder / "sound.xlsx", **sound), workbook(folder / "faulty.xlsx", **faulty)]
    return [path.read_bytes() for path in made]


def spoilt_and_read(whole: list[bytes], seed: int, path: Path) -> str:
    """What became of one spoilt workbook: `read` or `refused`."""
    chance = random.Random(seed)
    path.write_bytes(of_workbook(chance.choice(whole), chance))
    began = time.process_time()
    try:
        outcome = "read" if isinstance(read_network(path), Network) else "neither"
    except InputError as error:
        outcome = "refused" if str(error) else "without a word"
    took = time.process_time() - began
    assert took < LONGEST, f"seed {seed} took {took:.1f} s"
    return outcome


def a_thousand(whole: list[bytes], path: Path) -> tuple[list[str], int]:
    """What became of them, and the most memory that was held."""
    return [spoilt_and_read(whole, seed, path) for seed in range(1000)], memory()


@pytest.mark.slow
def test_a_thousand_spoilt_workbooks_are_read_or_refused(
    whole: list[bytes], tmp_path: Path
) -> None:
    alone = multiprocessing.get_context("spawn")  # whose memory is nobody else's
    with ProcessPoolExecutor(1, alone) as executor:
        outcomes, held = executor.submit(a_thousand, whole, tmp_path / "n.xlsx").result()
    assert set(outcomes) == {"read", "refused"}
    assert outcomes.count("read") > 30, "else hardly anything gets past the archive"
    assert held < MOST_MEMORY
