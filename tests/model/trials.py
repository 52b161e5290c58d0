"""Readers tried with mutated files: a network or problems in words, and never anything else."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import polars as pl
from mutate import mutated

from qvgraph.model.checks import check_frames
from qvgraph.model.network import Network
from qvgraph.problems import InputError

LONGEST = 5.0
"""Seconds that reading a small file may take, whatever is in it."""


@dataclass
class Tally:
    """What became of mutated files."""

    networks: int = 0
    problems: int = 0
    slowest: float = 0.0


def tried(folder: Path, read: Callable[[], Network], times: int, seed: int) -> Tally:
    """Mutate one file of a folder, read, put it back: so many times.

    Whatever is raised besides `InputError` goes on, with a note that says which mutation it was;
    `mutation` gives its bytes again.
    """
    tally = Tally()
    valid = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    for number in range(times):
        path, data = mutation(valid, seed, number)
        path.write_bytes(data)
        begun = time.perf_counter()
        try:
            read()
            tally.networks += 1
        except InputError:
            tally.problems += 1
        except BaseException as error:  # a panic of polars is no Exception
            error.add_note(f"{path.name}, seed {seed}, mutation {number}: {data[:2000]!r}")
            raise
        seconds = time.perf_counter() - begun
        assert seconds < LONGEST, f"{seconds:.1f} s for {path.name}, seed {seed}, {number}"
        tally.slowest = max(tally.slowest, seconds)
        path.write_bytes(valid[path])
    return tally


def mutation(valid: dict[Path, bytes], seed: int, number: int) -> tuple[Path, bytes]:
    """One mutated file; the same for the same numbers."""
    random = Random(f"{seed} {number}")
    path = random.choice(list(valid))
    return path, mutated(valid[path], random)


def small_network() -> Network:
    """Every table, with names that want quotation marks."""
    frames = {
        "organisations": pl.DataFrame(
            {
                "id": ["a", "b", "c", "v", "i"],
                "kind": ["firm", "firm", "firm", "association", "institution"],
                "name": ["Müller, Söhne", 'Der "Schlüssel"', "C\nGmbH", None, "Köln €"],
                "region": ["ulm", "ulm", "aalen", "ulm", "aalen"],
                "size": ["micro", "large", None, None, None],
                "employees": [3, 1200, 20, None, None],
                "manager": ["m", None, "n", None, None],
                "member": [True, False, None, None, None],
                "account_euros": [1200.5, 0.0, None, None, None],
                "waiting": [None, "t", None, None, None],
            }
        ),
        "managers": pl.DataFrame(
            {"id": ["m", "n"], "region": ["ulm", "aalen"], "host": ["v", "i"], "fte": [1.0, 0.5]}
        ),
        "ties": pl.DataFrame(
            {
                "source": ["a", "b", "c", "a"],
                "target": ["b", "a", "a", "c"],
                "strength": [0.5, 1.0, None, 0.25],
            }
        ),
        "contacts": pl.DataFrame(
            {"manager": ["m", "n"], "organisation": ["a", "c"], "strength": [0.5, 1.0]}
        ),
        "memberships": pl.DataFrame({"organisation": ["a", "c"], "association": ["v", "i"]}),
        "trainings": pl.DataFrame(
            {
                "id": ["t", "u"],
                "skills": ["cnc;ai", "ai"],
                "region": ["ulm", None],
                "seats": [12, 8],
                "minimum": [6, None],
            }
        ),
        "skills": pl.DataFrame({"id": ["cnc", "ai"], "name": ["CNC", "künstliche Intelligenz"]}),
        "levels": pl.DataFrame({"organisation": ["a", "b"], "skill": ["cnc", "ai"], "need": 0.5}),
    }
    return check_frames("small", frames)
