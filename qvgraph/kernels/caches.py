"""Where machine code is kept between runs: a folder for each module that holds kernels.

Numba stamps a cached function with its own source file alone. When a function that it calls in
another file changes, the old machine code stays in use without a word (numba issue 1833). So the
folder of a module is named by a hash of its source and of all that it imports, directly or not,
and of the versions of Numba and Python: editing one mechanism compiles that mechanism and the month
anew, and nothing else.
"""

import hashlib
import importlib.metadata
import os
import platform
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent.parent
SOURCES = ("chances.py", "declare.py", "kernels", "model", "simulate")
"""What a simulated number depends on."""

LARGEST = "qvgraph.simulate.mechanisms.visits"
"""The module that takes longest to compile: when its machine code is there, the rest is quick."""

_IMPORT = re.compile(r"^from (qvgraph[\w.]*) import (\([^)]*\)|[^\n]*)", re.MULTILINE)


@cache
def source_hash() -> str:
    """A hash of every source file that the result of a simulation can depend on."""
    files = (PACKAGE / name for name in SOURCES)
    return _hash(file for place in files for file in sorted(place.rglob("*.py")) or [place])


def folder_of(module: str) -> Path:
    """Where a module's machine code is kept: in ``$QVGRAPH_CACHE``, else in the user's cache."""
    if chosen := os.environ.get("QVGRAPH_CACHE"):
        root = Path(chosen)
    elif sys.platform == "win32":
        root = Path(os.environ.get("LOCALAPPDATA", Path.home())) / "qvgraph" / "cache"
    else:
        root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "qvgraph"
    versions = f"{platform.python_version()}-numba-{importlib.metadata.version('numba')}"
    return root / versions / f"{module.rpartition('.')[2]}-{_hash(sorted(reachable(module)))}"


def is_cold() -> bool:
    """True when nothing has been compiled yet for this version."""
    return not any(folder_of(LARGEST).rglob("*.nbi"))


def reachable(module: str) -> set[Path]:
    """The sources of a module and of all modules of this package that it imports."""
    found: set[Path] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        file = _file(name)
        if file is not None and file not in found:
            found.add(file)
            waiting += imported(file)
    return found


@cache
def imported(file: Path) -> tuple[str, ...]:
    """What may be modules among the names that a file imports from this package."""
    return tuple(_imported(file.read_text("utf-8")))


def _imported(source: str) -> Iterator[str]:
    for home, names in _IMPORT.findall(source):
        yield home
        for name in re.findall(r"\w+", names):
            yield f"{home}.{name}"


def _file(module: str) -> Path | None:
    place = PACKAGE.parent.joinpath(*module.split("."))
    for file in (place.with_suffix(".py"), place / "__init__.py"):
        if file.is_file():
            return file
    return None


def _hash(files: "Iterator[Path] | list[Path]") -> str:
    digest = hashlib.blake2b(digest_size=10)
    for file in files:
        digest.update(file.relative_to(PACKAGE).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()
