"""Silent organisations: what a reconstruction keeps, draws, and that it is the model's."""

import random
from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import frames_of, nets, network_of
from twins import Net

from qvgraph.metrics.unsure.silent import reconstructed
from qvgraph.model.checks import check_frames
from qvgraph.model.network import Network

KINDS = ("firm", "firm", "firm", "association", "institution")


def surveyed(net: Net, quiet: str) -> dict[str, pl.DataFrame]:
    """The tables of a net in which some told nothing."""
    frames, silent = frames_of(net), list(quiet)
    organisations = frames["organisations"].with_columns(
        kind=pl.Series([KINDS[n % 5] for n in range(len(net.nodes))], dtype=pl.String),
        region=pl.Series(["here" if n < 6 else "there" for n in range(len(net.nodes))]),
        responded=~pl.col("id").is_in(silent),
    )
    return {
        "organisations": organisations,
        "ties": frames["ties"].filter(~pl.col("source").is_in(silent)),
    }


def ties_of(network: Network) -> set[tuple[str, str]]:
    assert network.ties is not None
    return set(network.ties.select("source", "target").rows())


@settings(max_examples=12)
@given(nets(), st.sets(st.sampled_from("abcdefgh")), st.integers(0, 99))
def test_what_was_told_stays_and_only_the_silent_get_ties(
    net: Net, quiet: set[str], number: int
) -> None:
    network = check_frames("small", surveyed(net, "".join(sorted(quiet))))
    one = reconstructed(network, seed=1, number=number)
    told, drawn = ties_of(network), ties_of(one)
    assert told <= drawn
    assert one.ties is not None
    assert len(drawn) == one.ties.height
    assert all(source != target for source, target in drawn)
    assert {source for source, _ in drawn - told} <= quiet & set(net.nodes)
    silent = quiet & set(net.nodes)
    if not silent or len(silent) == len(net.nodes):
        assert one is network


@settings(max_examples=8)
@given(nets(), st.integers(0, 999))
def test_the_order_of_rows_changes_nothing(net: Net, seed: int) -> None:
    frames, shuffle = surveyed(net, "bd"), random.Random(seed)
    shuffled = {
        table: frame[shuffle.sample(range(frame.height), frame.height)]
        for table, frame in frames.items()
    }
    one, other = (
        reconstructed(check_frames("small", each), seed=1, number=seed)
        for each in (frames, shuffled)
    )
    assert one.fingerprint == other.fingerprint


def test_a_network_that_says_nothing_of_answers_is_left_as_it_is() -> None:
    network = network_of(Net(("a", "b"), {("a", "b"): Fraction(1)}, {}))
    assert reconstructed(network, seed=1, number=1) is network


@pytest.mark.parametrize("returned", [0.0, 0.9])
def test_ties_that_are_returned_are_returned_by_the_silent_too(returned: float) -> None:
    """How often a silent one asks back those who ask it is as among the others."""
    luck = np.random.default_rng(3)
    n = 60
    ties = np.triu(luck.random((n, n)) < 0.1, 1)
    back = ties.T & (luck.random((n, n)) < returned)
    names = [f"o{k:02}" for k in range(n)]
    net = Net(
        tuple(names),
        {(names[i], names[j]): Fraction(1) for i, j in np.argwhere(ties | back).tolist()},
        {},
    )
    silent = set(names[::5])
    frames = frames_of(net)
    frames["organisations"] = frames["organisations"].with_columns(
        responded=~pl.col("id").is_in(sorted(silent))
    )
    frames["ties"] = frames["ties"].filter(~pl.col("source").is_in(sorted(silent)))
    network = check_frames("drawn", frames)
    told = {(i, j) for i, j in ties_of(network) if j in silent}
    share = [
        len({(j, i) for i, j in told} & ties_of(reconstructed(network, seed=1, number=number)))
        / len(told)
        for number in range(10)
    ]
    assert abs(np.mean(share) - returned) < 0.2
