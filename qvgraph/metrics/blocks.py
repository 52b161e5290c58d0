"""Work on many nodes cut into blocks that threads take; results in the order of the blocks."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise


def in_blocks[Result](size: int, block: int, work: Callable[[int, int], Result]) -> list[Result]:
    """What a piece of work gives for each block of nodes, from a first to before a last."""
    return _between([*range(0, size, block), size], work)


def in_parts[Result](size: int, parts: int, work: Callable[[int, int], Result]) -> list[Result]:
    """The same for so many blocks, as equal as can be; for fewer nodes each is one."""
    return _between(sorted({size * n // parts for n in range(parts + 1)}), work)


def _between[Result](edges: list[int], work: Callable[[int, int], Result]) -> list[Result]:
    size = edges[-1]
    if len(edges) <= 2:
        return [work(0, size)]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        return list(pool.map(lambda ends: work(*ends), pairwise(edges)))
