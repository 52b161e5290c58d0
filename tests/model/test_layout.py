"""Where nodes stand: always at the same places, nobody pushed into a corner."""

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qvgraph.model import layout
from qvgraph.model.layout import positions


def frames(
    number: int, pairs: Sequence[tuple[int, int]], regions: Sequence[str | None] = ()
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Nodes and arcs as `convert` gives them, as far as a layout reads them."""
    ids = [f"n{n:05d}" for n in range(number)]
    where = [regions[n % len(regions)] if regions else "r" for n in range(number)]
    text = pl.String
    nodes = pl.DataFrame({"id": ids, "region": where}, {"id": text, "region": text})
    rows = [(ids[one % number], ids[other % number], 1.0) for one, other in pairs]
    arcs = pl.DataFrame(
        [row for row in rows if row[0] != row[1]],
        {"source": text, "target": text, "strength": pl.Float64},
        orient="row",
    )
    return nodes, arcs


def crowd(number: int, ties: int = 4) -> list[tuple[int, int]]:
    """Ties at random, each node with the one before it."""
    chance = np.random.default_rng(3)
    more = chance.integers(0, number, (ties * number, 2)).tolist()
    return [(n, n + 1) for n in range(number - 1)] + [tuple(pair) for pair in more]


pairs = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=60)
wheres = st.lists(st.sampled_from(["a", "b", "c", None]), max_size=5)


@settings(max_examples=60)
@given(st.integers(1, 41), pairs, wheres)
def test_any_network_gets_places_of_its_own(number, ties, regions):
    nodes, arcs = frames(number, ties, regions)
    places = positions(nodes, arcs)
    assert places.shape == (number, 2)
    assert np.isfinite(places).all()
    assert len({tuple(place) for place in places.tolist()}) == number


@pytest.mark.parametrize("number", [12, 200, 1500])
def test_the_same_network_stands_at_the_same_places_whatever_was_drawn_before(number):
    nodes, arcs = frames(number, crowd(number), ["a", "b"])
    random.seed(5)
    first = positions(nodes, arcs)
    random.seed(6)
    before = random.getstate()
    assert (positions(nodes, arcs) == first).all()
    assert random.getstate() == before, "the random numbers of others were touched"


def test_in_every_thread_it_stands_at_the_same_places():
    nodes, arcs = frames(40, crowd(40), ["a", "b"])
    here = positions(nodes, arcs)
    with ThreadPoolExecutor(2) as pool:
        for there in pool.map(lambda _: positions(nodes, arcs), range(6)):
            assert (there == here).all()


def test_the_order_and_direction_of_ties_do_not_matter():
    nodes, arcs = frames(60, crowd(60))
    turned = arcs.reverse().rename({"source": "target", "target": "source"})
    assert (positions(nodes, arcs) == positions(nodes, turned.select(arcs.columns))).all()


def test_nodes_without_ties_leave_the_page_to_the_others():
    """A hundred isolates stand in rows below, and take no more room than as many others."""
    nodes, arcs = frames(400, crowd(300))
    places = positions(nodes, arcs)
    tied, alone = places[:300], places[300:]
    assert alone[:, 1].max() < tied[:, 1].min()
    assert np.ptp(tied[:, 1]) > 0.7 * np.ptp(places[:, 1])
    assert np.ptp(alone[:, 1]) < 0.25 * np.ptp(places[:, 1])
    assert len(set(np.round(alone[:, 1], 3))) > 1


def test_regions_are_kept_apart():
    nodes, arcs = frames(300, crowd(300), ["a", "b", "c"])
    places = positions(nodes, arcs)
    middles = {n: places[n::3].mean(axis=0) for n in range(3)}
    for n in range(3):
        own = np.hypot(*(places[n::3] - middles[n]).T)
        for other in range(3):
            if other != n:
                assert (own < np.hypot(*(places[n::3] - middles[other]).T)).all()


def test_neighbours_stand_nearer_than_strangers():
    groups = [(10 * g + i, 10 * g + j) for g in range(6) for i in range(10) for j in range(i)]
    nodes, arcs = frames(60, [*groups, *((10 * g, 10 * g + 10) for g in range(5))])
    places = positions(nodes, arcs)
    far = np.hypot(*np.moveaxis(places[:, None] - places[None], -1, 0))
    same = np.arange(60)[:, None] // 10 == np.arange(60) // 10
    assert far[same].mean() < 0.4 * far[~same].mean()


@pytest.mark.parametrize("limit", ["_FORCES", "_FORCES_AT_ALL"])
def test_what_is_too_large_for_forces_still_gets_places(monkeypatch, limit):
    monkeypatch.setattr(layout, limit, 50)
    nodes, arcs = frames(200, crowd(200))
    places = positions(nodes, arcs)
    assert len({tuple(place) for place in places.tolist()}) == 200


def test_a_network_without_nodes_has_no_places():
    assert positions(*frames(0, [])).shape == (0, 2)


def test_nodes_do_not_lie_on_each_other():
    """A hub with many leaves, each with leaves of its own: what forces crowd most."""
    leaves = [(0, n) for n in range(1, 60)] + [
        (n, 60 + 2 * n + k) for n in range(60) for k in (0, 1)
    ]
    nodes, arcs = frames(180, leaves)
    places = positions(nodes, arcs)
    far = np.hypot(*np.moveaxis(places[:, None] - places[None], -1, 0))
    np.fill_diagonal(far, np.inf)
    assert far.min() > 0.7
    assert np.ptp(places, axis=0).max() < 3 * np.sqrt(180)
