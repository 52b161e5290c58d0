"""The one place that imports Numba's decorator, and where its compile cache is kept.

Numba stamps a cached function with its own source file alone. When a function that it calls in
another file changes, the old machine code stays in use without a word (numba issue 1833). So
the cache lives in a folder named by a hash of *all* sources that hold kernels, and of the
versions of Numba and Python: a change anywhere gives a fresh folder.
"""

import hashlib
import importlib.metadata
import os
import platform
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parent.parent
SOURCES = ("chances.py", "declare.py", "kernels", "model", "simulate")
"""What compiled code depends on, directly or through constants and array types."""


@cache
def source_hash() -> str:
    """A hash of every source file that a kernel can depend on."""
    digest = hashlib.blake2b(digest_size=10)
    for name in SOURCES:
        place = PACKAGE / name
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(file.relative_to(PACKAGE).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def cache_folder() -> Path:
    """Where this version's machine code is kept: ``$QVGRAPH_CACHE``, else the user's cache."""
    if chosen := os.environ.get("QVGRAPH_CACHE"):
        root = Path(chosen)
    elif sys.platform == "win32":
        root = Path(os.environ.get("LOCALAPPDATA", Path.home())) / "qvgraph" / "cache"
    else:
        root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "qvgraph"
    versions = f"{platform.python_version()}-numba-{importlib.metadata.version('numba')}"
    return root / f"{versions}-{source_hash()}"


def is_cold() -> bool:
    """True when nothing has been compiled yet for this version."""
    return not any(cache_folder().rglob("*.nbi"))


os.environ["NUMBA_CACHE_DIR"] = str(cache_folder())

import numba  # noqa: E402  (reads the cache folder when it is imported)
import numba.core.config as settings  # noqa: E402
from numba.core.registry import CPUDispatcher  # noqa: E402

settings.CACHE_DIR = os.environ["NUMBA_CACHE_DIR"]  # type: ignore[attr-defined]

_NO_WRAPPER: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
JIT = not settings.DISABLE_JIT  # type: ignore[attr-defined]
"""False when the suite runs with the compiler off."""

_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}
# `_nrt` off takes away the memory manager: a kernel that would allocate does not compile, and
# passing arrays on costs no reference counting. No `fastmath`: the order of operations is part of
# the contract.


class _InKernelsOnly(CPUDispatcher):
    """A compiled function that only other compiled functions can call."""

    def __call__(self, *_: Any, **__: Any) -> Any:
        message = f"{self.py_func.__name__} is called from kernels only; its wrapper is left out"
        raise TypeError(message)


def _in_kernels_only(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """Compile without the wrapper that takes apart what Python hands over.

    With the whole state among the arguments the wrapper is the larger part of the compiler's work:
    0.7 s a function.
    """

    def decorate(function: Callable[..., Any]) -> Any:
        compiled = numba.njit(**options, **_OPTIONS, **_NO_WRAPPER)(function)
        if JIT:
            compiled.__class__ = _InKernelsOnly
        return compiled

    return decorate


entry = numba.njit(cache=True, **_OPTIONS)
"""Compiles a function that Python calls."""

kernel = _in_kernels_only(cache=True)
"""Compiles a phase of the month."""

inner = _in_kernels_only(forceinline=True)
"""Compiles a few lines that kernels use in several places."""

inline = numba.njit(forceinline=True, **_OPTIONS)
"""Compiles a few lines that Python may call as well: a draw, a logarithm."""

part = numba.njit(inline="always", **_OPTIONS)
"""Writes a piece of a kernel that has one place of use into it before anything is compiled.

Handing the whole state to a function of its own costs the compiler time.
"""
