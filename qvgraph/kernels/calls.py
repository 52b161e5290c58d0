"""Calls by address: compiled functions that are not copied into their caller.

When one compiled function calls another in the ordinary way, the machine code of the second is
copied into the first, which is optimised anew whenever either changes. A month has twelve phases;
called by address each of them is compiled once, alone: 2.7 s less at a cold start, and again for
every phase that is edited.
"""

import gc
from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import typeof
from numba.core import types
from numba.extending import intrinsic


@intrinsic
def call(_, address, p, world, state, record, now):
    """Call the phase at an address; phases return nothing and cannot fail."""
    arguments = (p, world, state, record, now)

    def generate(context: Any, builder: Any, _: Any, values: Any) -> Any:
        convention = context.call_conv
        kind = convention.get_function_type(types.none, arguments).as_pointer()
        function = builder.inttoptr(values[0], kind)
        convention.call_function(builder, function, types.none, arguments, values[1:])
        return context.get_dummy_value()

    return types.none(address, *arguments), generate


def addresses(kernels: Sequence[Any], *arguments: Any) -> np.ndarray:
    """Where the machine code of each kernel is for arguments like these; compiles what is not."""
    kinds = tuple(map(typeof, arguments))
    collecting = gc.isenabled()
    gc.disable()  # a compiler makes millions of objects and little garbage: 11 % of its time
    try:
        return np.array([_address(kernel, kinds) for kernel in kernels], np.int64)
    finally:
        if collecting:
            gc.enable()


def _address(kernel: Any, kinds: tuple[Any, ...]) -> int:
    kernel.compile(kinds)
    compiled = kernel.overloads[kinds]
    return int(compiled.library.get_pointer_to_function(compiled.fndesc.llvm_func_name))
