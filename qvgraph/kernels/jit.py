"""The one place that imports Numba's decorator: the five ways in which functions are compiled."""

from collections.abc import Callable
from typing import Any

import numba
import numba.core.config as settings
from numba.core.registry import CPUDispatcher

from qvgraph.kernels.caches import folder_of

Function = Callable[..., Any]
JIT = not settings.DISABLE_JIT  # type: ignore[attr-defined]
"""False when the suite runs with the compiler off."""

_OPTIONS: dict[str, Any] = {
    "nogil": True,
    "error_model": "numpy",
    "_nrt": False,
    "no_cfunc_wrapper": True,
}
# `_nrt` off takes away the memory manager: a kernel that would allocate does not compile, and
# passing arrays on costs no reference counting. Nobody calls from C. No `fastmath`: the order of
# operations is part of the contract.


class _InKernelsOnly(CPUDispatcher):
    """A compiled function that only other compiled functions can call."""

    def __call__(self, *_: Any, **__: Any) -> Any:
        message = f"{self.py_func.__name__} is called from kernels only; its wrapper is left out"
        raise TypeError(message)


def _in_kernels_only(**options: Any) -> Callable[[Function], Any]:
    """Compile without the wrapper that takes apart what Python hands over.

    With the whole state among the arguments the wrapper is the larger part of the compiler's work:
    0.7 s a function.
    """

    def decorate(function: Function) -> Any:
        compiled = _compiled(function, **options, no_cpython_wrapper=True)
        if JIT:
            compiled.__class__ = _InKernelsOnly
        return compiled

    return decorate


def _compiled(function: Function, **options: Any) -> Any:
    """Compile when first called; the folder for the machine code is read when this is said."""
    if options.get("cache"):
        settings.CACHE_DIR = str(folder_of(function.__module__))  # type: ignore[attr-defined]
    return numba.njit(**options, **_OPTIONS)(function)


def entry(function: Function) -> Any:
    """Compiles a function that Python calls."""
    return _compiled(function, cache=True)


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
