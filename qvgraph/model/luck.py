"""The random numbers that igraph draws: the same ones each time, and nobody else's."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_ONE_BY_ONE = Lock()


@contextmanager
def same_luck(seed: int) -> Iterator[None]:
    """Let igraph draw from a generator of its own that starts from `seed`.

    By itself it draws from Python's shared generator, and only in the thread that has imported it:
    others draw from another of its own, which goes on from call to call.
    """
    import igraph

    with _ONE_BY_ONE:  # igraph holds the interpreter's lock anyway, and may have one generator
        igraph.set_random_number_generator(random.Random(seed))
        try:
            yield
        finally:
            igraph.set_random_number_generator(random)
