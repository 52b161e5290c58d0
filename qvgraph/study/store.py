"""The run folder: what was asked, the parts, the results, and how to know them again.

Every file is written under another name, flushed to the disk and renamed, so that a file that is
there is whole. All files but `manifest.json` have the same bytes on any machine.
"""

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qvgraph.language import say
from qvgraph.problems import fail
from qvgraph.study.difference import Identified, differences

MANIFEST = "manifest.json"
RESULTS = ("monthly.parquet", "outcomes.parquet", "comparison.csv", "plausible.json")
PARTIAL = ".partial"
"""Folder of what is needed only until the run is complete."""

FIRST = 3
"""Differences to another run that are told; the others are counted."""

_UNFINISHED = re.compile(r"\.\d+\.tmp$")
"""How the name ends under which a process writes a file before that gets its own."""


@dataclass(frozen=True, slots=True)
class Store:
    """One run folder."""

    folder: Path

    @property
    def manifest(self) -> dict[str, Any]:
        """What was asked and by whom it was computed; empty before the first run."""
        file = self.folder / MANIFEST
        if not file.exists():
            return {}
        try:
            manifest = json.loads(file.read_text("utf-8"))
        except ValueError:
            manifest = None
        if not isinstance(manifest, dict) or not isinstance(manifest.get("identity"), dict):
            raise fail(str(file), say("is no manifest of a run; name another folder with --out"))
        return manifest

    @property
    def complete(self) -> bool:
        """True when every result is there."""
        there = all((self.folder / name).exists() for name in RESULTS)
        return there and bool(self.manifest.get("complete"))

    def part(self, scenario: str, draw: int, block: int) -> Path:
        """Where the monthly series of one block of replicates stand."""
        return self.folder / "parts" / f"{scenario}-d{draw}-b{block:04d}.parquet"

    def partial(self, name: str) -> Path:
        """Where something stands until the run is complete."""
        return self.folder / PARTIAL / name

    def network(self, draw: int, scenario: str = "") -> Path:
        """Where a starting network stands, and in it the tables in which a scenario differs."""
        return self.folder / "networks" / f"d{draw}" / scenario

    def write_manifest(self, manifest: Mapping[str, Any]) -> None:
        """Replace the manifest."""
        text = json.dumps(manifest, indent=2, ensure_ascii=False, sort_keys=True)
        write(self.folder / MANIFEST, lambda path: path.write_text(text + "\n", "utf-8"))

    def made(self) -> list[Path]:
        """What a complete run is made of; charts and reports follow from it."""
        files = [self.folder / name for name in ("study.toml", *RESULTS)]
        for pattern in ("parts/*.parquet", "networks/**/*.csv"):
            files += self.folder.glob(pattern)
        return files

    def open(self, wanted: Identified, *, force: bool) -> None:
        """Make ready for a run of this identity, or refuse a folder that holds something else.

        The same run with fewer replicates is extended. Raises `InputError` naming the first
        differences, or why the folder cannot be written.
        """
        if self.folder.exists():
            self._refuse_what_is_not_ours()
            there, asked = self.manifest.get("identity", {}), wanted.identity
            if there and there != dict(asked) and not extends(there, asked):
                if not force:
                    found = Identified({k: str(v) for k, v in there.items()}, wanted.regions)
                    raise fail(str(self.folder), _refusal(found, wanted))
                self._clear()
        try:
            (self.folder / "parts").mkdir(parents=True, exist_ok=True)
            (self.folder / PARTIAL).mkdir(exist_ok=True)
            for left_over in self._unfinished():
                left_over.unlink()
        except OSError as error:
            why = error.strerror or str(error)
            raise fail(str(self.folder), say("cannot be written: {why}", why=why)) from error

    def close(self) -> None:
        """Throw away what is needed no longer."""
        folder = self.folder / PARTIAL
        if folder.exists():
            for file in folder.iterdir():
                file.unlink()
            folder.rmdir()

    def _refuse_what_is_not_ours(self) -> None:
        files = {path for path in self.folder.rglob("*") if not path.is_dir()}
        first = set(self.folder.glob(f"{MANIFEST}.*")).intersection(self._unfinished())
        if not (self.folder / MANIFEST).exists() and files - first:
            what = say("holds other files and no run; name another folder with --out")
            raise fail(str(self.folder), what)

    def _clear(self) -> None:
        """Delete the results of another run, and nothing that a run does not write."""
        every = (*self.made(), *self._derived(), *self.folder.glob(f"{PARTIAL}/*"))
        for file in (*every, self.folder / MANIFEST):  # that it is a run is forgotten last
            file.unlink(missing_ok=True)

    def _derived(self) -> list[Path]:
        """Pictures and pages of results that are about to change."""
        return [*self.folder.glob("charts/*.svg"), *self.folder.glob("report-*.html")]

    def _unfinished(self) -> list[Path]:
        """What a run that was killed was writing."""
        return [path for path in self.folder.rglob("*.tmp") if _UNFINISHED.search(path.name)]

    def forget_pictures(self) -> bool:
        """Delete what was drawn from results that are about to change; was a report among it?"""
        files = self._derived()
        for file in files:
            file.unlink(missing_ok=True)
        return any(file.suffix == ".html" for file in files)


def write(path: Path, save: Callable[[Path], object]) -> None:
    """Let `save` write a file under another name, flush it, and rename it to `path`."""
    with _whole(path) as unfinished:
        save(unfinished)


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        yield unfinished
        with unfinished.open("rb+") as stream:
            os.fsync(stream.fileno())
        unfinished.replace(path)
        _flush(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def extends(there: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    """Whether a run is another one with more replicates."""
    more = {"run.replicates"}
    differ = {name for name in {*there, *wanted} if there.get(name) != wanted.get(name)}
    return differ == more and int(there["run.replicates"]) < int(wanted["run.replicates"])


def _flush(folder: Path) -> None:
    """Make a new name in a folder outlast a loss of power, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refusal(there: Identified, wanted: Identified) -> str:
    """Why a folder is not written to: what differs, and what can be done about it."""
    found = differences(there, wanted)
    more = say("; and {n} more", n=len(found) - FIRST) if len(found) > FIRST else ""
    return say(
        "holds another run: {differences}. --force deletes its results and computes everything "
        "anew; --out names another folder",
        differences="; ".join(found[:FIRST]) + more,
    )
