"""Networks for the tests of metrics: any that hypothesis likes, and the usual shapes."""

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import strategies as st
from twins import Net

from qvgraph.model.checks import check_frames
from qvgraph.model.network import Network

STRENGTHS = [Fraction(n, 12) for n in (1, 2, 3, 4, 6, 8, 9, 12)]
"""So that different ways of the same length are frequent."""


def network_of(net: Net) -> Network:
    """The same nodes and ties as firms that ask one another; the column `team` holds groups."""
    return check_frames("small", frames_of(net))


def frames_of(net: Net) -> dict[str, pl.DataFrame]:
    nodes, ties = list(net.nodes), list(net.ties.items())
    return {
        "organisations": pl.DataFrame(
            {"id": nodes, "kind": "firm", "team": [net.group.get(i) for i in nodes]},
            schema={"id": pl.String, "kind": pl.String, "team": pl.String},
        ),
        "ties": pl.DataFrame(
            {
                "source": [source for (source, _), _ in ties],
                "target": [target for (_, target), _ in ties],
                "strength": [float(strength) for _, strength in ties],
            },
            schema={"source": pl.String, "target": pl.String, "strength": pl.Float64},
        ),
    }


def numbers(values: Iterable[float | None]) -> list[float]:
    """Values with NaN for what is not defined."""
    return [math.nan if value is None else value for value in values]


def near(values: Iterable[float | None]) -> Any:
    """What equals such numbers but for the last digits."""
    return pytest.approx(numbers(values), rel=1e-9, abs=1e-9, nan_ok=True)


@st.composite
def nets(draw: st.DrawFn, most: int = 8) -> Net:
    """Directed and weighted; often in parts, with isolates, and some groups not known."""
    nodes = tuple("abcdefghijkl"[: draw(st.integers(1, most))])
    pairs = [(i, j) for i in nodes for j in nodes if i != j]
    ties: Mapping[tuple[str, str], Fraction] = {}
    if pairs:
        ties = draw(st.dictionaries(st.sampled_from(pairs), st.sampled_from(STRENGTHS)))
    groups = draw(st.lists(st.sampled_from(["x", "x", "y", "y", "z", None]),
                           min_size=len(nodes), max_size=len(nodes)))  # fmt: skip
    known = {i: g for i, g in zip(nodes, groups, strict=True) if g is not None}
    return Net(nodes, dict(sorted(ties.items())), known)


def symmetric(nodes: str, *pairs: str) -> Net:
    """Ties in both directions, a pair written as its two letters; all of one group."""
    ties = {tie: Fraction(1) for i, j in pairs for tie in ((i, j), (j, i))}
    return Net(tuple(nodes), dict(sorted(ties.items())), dict.fromkeys(nodes, "x"))


def made(nodes: int, ties: int, seed: int) -> Net:
    """Nodes that name others, a few of which are named far more often."""
    luck = np.random.default_rng(seed)
    pairs = zip(luck.integers(nodes, size=ties), (nodes * luck.random(ties) ** 2).astype(int),
                strict=True)  # fmt: skip
    ties_of = {(f"{i:03}", f"{j:03}"): Fraction(1) for i, j in pairs if i != j}
    return Net(tuple(f"{i:03}" for i in range(nodes)), ties_of, {})
