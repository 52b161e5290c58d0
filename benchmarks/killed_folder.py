"""What a run folder holds after a kill, beside what the undisturbed run has made."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Case:
    """A study, the folder it starts from if any, and what the undisturbed run made of it."""

    text: str
    before: Path | None
    whole: Files
    seconds: float

    @property
    def replicates(self) -> int:
        """Of each scenario and draw."""
        return int(tomllib.loads(self.text)["run"]["replicates"])

    @property
    def parts(self) -> int:
        """How many parts the whole run has."""
        return sum(name.startswith("parts/") for name in self.whole)


def contents(folder: Path) -> Files:
    """Every file of a run but the manifest."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }


def finished(folder: Path, case: Case) -> dict[str, int]:
    """When each part was written that is there as the whole run has it."""
    return {
        name: (folder / name).stat().st_mtime_ns
        for name in case.whole
        if name.startswith("parts/")
        and (folder / name).is_file()
        and (folder / name).read_bytes() == case.whole[name]
    }


def half_files(folder: Path, case: Case) -> Iterator[str]:
    """Files with a name of their own that are neither the whole run's nor those of before."""
    before = contents(case.before / "study.run") if case.before else {}
    for name, data in contents(folder).items():
        if name.endswith(".tmp"):
            continue
        if name.startswith(".partial/"):
            if not is_readable(folder / name):
                yield f"{name} cannot be read"
        elif data not in (case.whole.get(name), before.get(name)):
            yield f"{name} is half a file"
    if (folder / "manifest.json").exists() and not is_readable(folder / "manifest.json"):
        yield "manifest.json cannot be read"


def is_readable(path: Path) -> bool:
    """Whether a file is whole as far as its kind can tell."""
    try:
        if path.suffix == ".json":
            json.loads(path.read_text("utf-8"))
        elif path.suffix == ".npy":
            with path.open("rb") as file:
                np.lib.format.read_array(file)
        else:
            pl.read_parquet(path)
    except (ValueError, OSError, pl.exceptions.PolarsError):
        return False
    return True


def where(folder: Path, case: Case) -> str:
    """How far a run had come."""
    file = folder / "manifest.json"
    manifest = json.loads(file.read_text("utf-8")) if file.exists() else {}
    if manifest.get("replicates") != case.replicates:
        return "before the first file"
    if manifest["complete"]:
        return "charts"
    if not (folder / ".partial").exists() or not any((folder / ".partial").iterdir()):
        return "starting networks"
    done = len(list(folder.glob(".partial/*-b*.mark.json")))
    return "parts" if done < case.parts else "results"


def lost(known: dict[str, int], now: dict[str, int]) -> Iterator[str]:
    """Parts that were finished and are gone or were written again."""
    for name, written in known.items():
        if now.get(name) != written:
            yield f"{name} was written again" if name in now else f"{name} was lost"


def differences(found: Files, whole: Files) -> Iterator[str]:
    """The files in which two folders differ."""
    for name in sorted({*found, *whole}):
        if found.get(name) != whole.get(name):
            yield f"{name} differs" if name in found and name in whole else f"{name}: one has it"
