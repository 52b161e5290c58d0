"""A complete network as flat, read-only arrays: all that kernels see of it.

Letters of the shapes: N organisations, R regions, M persons, J trainings, W 64-bit words that
hold one bit per training of a region, V words that hold one bit per skill, L the largest number of
trainings in a region.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from qvgraph.declare import SIZES
from qvgraph.kernels.draws import subject
from qvgraph.model.network import Network


class World(NamedTuple):
    """What does not change during a run.

    Organisations are ordered by region, firms before the others, then by id, so that a region's
    firms are one slice and sums follow the order of ids.
    """

    key: np.ndarray  # (N,) uint64: subject of the organisation
    rank: np.ndarray  # (N,) place among all ids: who comes first when all else is equal
    region: np.ndarray  # (N,)
    size: np.ndarray  # (N,) size class of a firm, -1 for others
    sector: np.ndarray  # (N,) -1: none
    aligned: np.ndarray  # (N,) 1: is the host or belongs to it
    person: np.ndarray  # (N,) the person in charge
    willing: np.ndarray  # (N,) standard normal; 0 for others than firms
    first: np.ndarray  # (R + 1,) first organisation of each region
    firms_end: np.ndarray  # (R,) where the firms of a region end
    region_key: np.ndarray  # (R,) uint64
    first_person: np.ndarray  # (R + 1,)
    person_key: np.ndarray  # (M,) uint64
    training_key: np.ndarray  # (J,) uint64
    training_skills: np.ndarray  # (J, V) uint64: the skills it teaches
    listed: np.ndarray  # (R, L) the training of each bit of a region, -1: none
    bit_of: np.ndarray  # (R, J) the bit of a training in a region, -1: not to be had there
    hosted: np.ndarray  # (R, W) uint64: trainings that the host of the region provides
    own: np.ndarray  # (N, W) uint64: trainings that the organisation provides itself
    first_elsewhere: np.ndarray  # (R + 1,)
    elsewhere: np.ndarray  # firms of other regions that belong to the host of a region


def ordered(network: Network) -> pl.DataFrame:
    """The organisations in the order of the rows of a `World`."""
    return network.organisations.sort("region", pl.col("kind") != "firm", "id")


def build_world(network: Network) -> World:
    """Lay out a complete network (see `qvgraph.simulate.start`)."""
    frame = ordered(network)
    assert network.managers is not None
    assert network.trainings is not None
    regions = {name: r for r, name in enumerate(network.regions)}
    row = {name: i for i, name in enumerate(frame["id"])}
    persons = network.managers.sort("region", "id")
    person = {name: m for m, name in enumerate(persons["id"])}
    region = _indices(frame["region"], regions)
    is_firm = (frame["kind"] == "firm").to_numpy()
    sectors = {name: s for s, name in enumerate(sorted(frame["sector"].drop_nulls().unique()))}
    sizes = {name: s for s, name in enumerate(SIZES)}
    first = np.searchsorted(region, np.arange(len(regions) + 1))
    willing = frame["willing"].fill_null(0.0).to_numpy()
    world = World(
        key=_keys(frame["id"]),
        rank=np.argsort(np.argsort(frame["id"].to_numpy(), kind="stable"), kind="stable"),
        region=region,
        size=np.where(is_firm, _indices(frame["size"], sizes), -1),
        sector=np.where(is_firm, _indices(frame["sector"], sectors), -1),
        aligned=frame["aligned"].fill_null(value=False).cast(pl.UInt8).to_numpy(),
        person=_indices(frame["manager"], person),
        willing=np.where(is_firm, willing, 0.0),
        first=first,
        firms_end=np.array(
            [first[r] + is_firm[first[r] : first[r + 1]].sum() for r in range(len(regions))],
            np.int64,
        ),
        region_key=_keys(network.regions),
        first_person=np.searchsorted(
            _indices(persons["region"], regions), np.arange(len(regions) + 1)
        ),
        person_key=_keys(persons["id"]),
        **_trainings(network, frame, regions, row),
        **_elsewhere(network, frame, regions, row),
    )
    for array in world:
        array.flags.writeable = False
    return world


def bits_of(positions: Sequence[int], words: int) -> np.ndarray:
    """A row of words with the bits at `positions` set."""
    mask = np.zeros(words, np.uint64)
    for position in positions:
        mask[position // 64] |= np.uint64(1) << np.uint64(position % 64)
    return mask


def words_for(bits: int) -> int:
    """How many 64-bit words hold so many bits; at least one."""
    return max(1, -(-bits // 64))


def _trainings(
    network: Network, frame: pl.DataFrame, regions: dict[str, int], row: dict[str, int]
) -> dict[str, Any]:
    assert network.trainings is not None
    assert network.skills is not None
    assert network.managers is not None
    trainings = network.trainings
    skill = {name: k for k, name in enumerate(network.skills["id"])}
    count = len(trainings)
    here = [
        [j for j, where in enumerate(trainings["region"]) if where is None or where == name]
        for name in regions
    ]
    listed = np.full((len(regions), max(1, *map(len, here))), -1, np.int64)
    bit_of = np.full((len(regions), count), -1, np.int64)
    for r, those in enumerate(here):
        listed[r, : len(those)] = those
        bit_of[r, those] = np.arange(len(those))
    words = words_for(listed.shape[1])
    own = np.zeros((len(frame), words), np.uint64)
    hosted = np.zeros((len(regions), words), np.uint64)
    hosts = dict(network.managers.select("region", "host").iter_rows())
    for j, provider in enumerate(trainings["provider"]):
        for name, r in regions.items():
            if provider is not None and bit_of[r, j] >= 0:
                mask = bits_of([int(bit_of[r, j])], words)
                if hosts.get(name) == provider:
                    hosted[r] |= mask
                if frame["region"][row[provider]] == name:
                    own[row[provider]] |= mask
    taught = [
        bits_of([skill[k] for k in names.split(";")], words_for(len(skill)))
        for names in trainings["skills"]
    ]
    return {
        "training_key": _keys(trainings["id"]),
        "training_skills": np.array(taught, np.uint64).reshape(count, words_for(len(skill))),
        "listed": listed,
        "bit_of": bit_of,
        "hosted": hosted,
        "own": own,
    }


def _elsewhere(
    network: Network, frame: pl.DataFrame, regions: dict[str, int], row: dict[str, int]
) -> dict[str, Any]:
    """Firms of other regions that belong to the host of each region, by the memberships."""
    assert network.managers is not None
    assert network.memberships is not None
    hosts = dict(network.managers.select("region", "host").iter_rows())
    where = dict(frame.select("id", "region").iter_rows())
    firms = set(frame.filter(pl.col("kind") == "firm")["id"])
    belongs: dict[str, set[str]] = {}
    for one, to in network.memberships.select("organisation", "association").iter_rows():
        belongs.setdefault(to, {to}).add(one)
    groups = [
        sorted(
            row[i] for i in belongs.get(hosts.get(name) or "", set()) & firms if where[i] != name
        )
        for name in regions
    ]
    return {
        "first_elsewhere": np.cumsum([0, *map(len, groups)]),
        "elsewhere": np.array([i for group in groups for i in group], np.int64),
    }


def _keys(ids: Sequence[str] | pl.Series) -> np.ndarray:
    return np.array([subject(name) for name in ids], np.uint64)


def _indices(names: pl.Series, index: dict[str, int]) -> np.ndarray:
    return np.array([-1 if name is None else index[name] for name in names], np.int64)
