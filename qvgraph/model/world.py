"""A complete network as flat, read-only arrays: all that kernels see of it.

Letters of the shapes: N organisations, R regions, M persons, J trainings, W 64-bit words that
hold one bit per training of a region, V words that hold one bit per skill, L the largest number of
trainings in a region, S sectors, K skills.
"""

from collections.abc import Sequence
from itertools import count, islice
from typing import Any, Final, NamedTuple

import numpy as np
import polars as pl

from qvgraph.declare import SIZES
from qvgraph.kernels.draws import subject
from qvgraph.kernels.rows import bits_of, words_for
from qvgraph.model.network import Network

ORGANISATION: Final = np.dtype(
    [
        ("region", np.int64),
        ("size_class", np.int64),  # of a firm, -1 for others
        ("sector", np.int64),  # -1: none
        ("district", np.int64),  # place among the districts of the region, -1: none
        ("person", np.int64),  # the person in charge
        ("willing", np.float64),  # standard normal; 0 for others than firms
        ("employees", np.float64),  # head count of a firm, 0 for others
        ("first_parent", np.int64),  # associations and institutions it belongs to:
        ("end_parent", np.int64),  # a stretch of `parent`
        ("aligned", np.uint8),  # 1: is the host or belongs to it
    ],
    align=True,
)
REGION: Final = np.dtype(
    [
        ("key", np.uint64),
        ("first", np.int64),  # its organisations, firms before the others
        ("firms_end", np.int64),
        ("end", np.int64),
        ("first_person", np.int64),
        ("end_person", np.int64),
        ("first_elsewhere", np.int64),  # firms of other regions that belong to its host:
        ("end_elsewhere", np.int64),  # a stretch of `elsewhere`
    ]
)
TRAINING: Final = np.dtype(
    [
        ("key", np.uint64),
        ("seats", np.int64),  # 0: as the parameters say
        ("minimum", np.int64),  # 0: as the parameters say
    ]
)


class World(NamedTuple):
    """What does not change during a run.

    Organisations are ordered by region, firms before the others, then by id, so that a region's
    firms are one slice and sums follow the order of ids. Few arrays with many fields, because each
    array that a kernel takes costs the compiler time.
    """

    key: np.ndarray  # (N,) uint64: subject of the organisation
    rank: np.ndarray  # (N,) place among all ids: who comes first when all else is equal
    organisation: np.ndarray  # (N,) `ORGANISATION`
    region: np.ndarray  # (R,) `REGION`
    person_key: np.ndarray  # (M,) uint64
    sector_key: np.ndarray  # (S,) uint64
    skill_key: np.ndarray  # (K,) uint64
    training: np.ndarray  # (J,) `TRAINING`
    listed: np.ndarray  # (R, L) the training of each bit of a region, -1: none
    listed_key: np.ndarray  # (R, L) uint64: its subject, 0 for none
    bit_of: np.ndarray  # (R, J) the bit of a training in a region, -1: not to be had there
    hosted: np.ndarray  # (R, W) uint64: trainings that the host of the region provides
    own: np.ndarray  # (N, W) uint64: trainings that the organisation provides itself
    unborn: np.ndarray  # (R, K) trainings that may yet be developed in a region, in their order
    parent: np.ndarray  # associations and institutions that organisations belong to
    elsewhere: np.ndarray  # firms that belong to the host of another region


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
    first_person = np.searchsorted(
        _indices(persons["region"], regions), np.arange(len(regions) + 1)
    )
    first_parent, parent = _parents(network, frame, row)
    first_elsewhere, elsewhere = _elsewhere(network, frame, regions, row)
    world = World(
        key=_keys(frame["id"]),
        rank=np.argsort(np.argsort(frame["id"].to_numpy(), kind="stable"), kind="stable"),
        organisation=records_of(
            ORGANISATION,
            len(frame),
            region=region,
            size_class=np.where(is_firm, _indices(frame["size"], sizes), -1),
            sector=np.where(is_firm, _indices(frame["sector"], sectors), -1),
            district=_districts(frame, network),
            person=_indices(frame["manager"], person),
            willing=np.where(is_firm, frame["willing"].fill_null(0.0).to_numpy(), 0.0),
            employees=np.where(is_firm, frame["employees"].fill_null(0).to_numpy(), 0),
            first_parent=first_parent[:-1],
            end_parent=first_parent[1:],
            aligned=frame["aligned"].fill_null(value=False).to_numpy(),
        ),
        region=records_of(
            REGION,
            len(regions),
            key=_keys(network.regions),
            first=first[:-1],
            firms_end=first[:-1] + np.bincount(region[is_firm], minlength=len(regions)),
            end=first[1:],
            first_person=first_person[:-1],
            end_person=first_person[1:],
            first_elsewhere=first_elsewhere[:-1],
            end_elsewhere=first_elsewhere[1:],
        ),
        person_key=_keys(persons["id"]),
        sector_key=_keys(sorted(sectors)),
        skill_key=_keys([] if network.skills is None else network.skills["id"]),
        parent=parent,
        elsewhere=elsewhere,
        **_trainings(network, frame, regions, row),
    )
    for array in world:
        array.flags.writeable = False
    return world


def records_of(fields: np.dtype, rows: int, **columns: np.ndarray | pl.Series) -> np.recarray:
    """One record for each row, field by field."""
    records = np.zeros(rows, fields)
    for name, column in columns.items():
        records[name] = column
    return records.view(np.recarray)


def trainings_of(network: Network) -> pl.DataFrame:
    """The trainings of a complete network and those that may yet be developed, by id.

    Of the latter each region has as many as there are skills: a course is developed only where
    a skill has none. They have no skills yet; their ids are the region and a running number.
    """
    assert network.trainings is not None
    assert network.skills is not None
    assert network.managers is not None
    taken = set(network.trainings["id"])
    hosts = dict(network.managers.select("region", "host").iter_rows())
    rows = []
    for region in network.regions:
        numbered = (f"{region}-{n:03d}" for n in count(1))
        free = (name for name in numbered if name not in taken)
        rows += [(name, hosts.get(region), region) for name in islice(free, len(network.skills))]
    columns = {"id": pl.String, "provider": pl.String, "region": pl.String}
    unborn = pl.DataFrame(rows, columns, orient="row").with_columns(born=pl.lit(value=False))
    listed = network.trainings.with_columns(born=pl.lit(value=True))
    return pl.concat([listed, unborn], how="diagonal").sort("id")


def _trainings(
    network: Network, frame: pl.DataFrame, regions: dict[str, int], row: dict[str, int]
) -> dict[str, Any]:
    assert network.managers is not None
    trainings = trainings_of(network)
    number = len(trainings)
    here = [
        [j for j, where in enumerate(trainings["region"]) if where is None or where == name]
        for name in regions
    ]
    listed = np.full((len(regions), max(1, *map(len, here))), -1, np.int64)
    bit_of = np.full((len(regions), number), -1, np.int64)
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
    born, where = trainings["born"].to_list(), trainings["region"].to_list()
    unborn = [
        [j for j in those if not born[j] and where[j] == name]
        for name, those in zip(regions, here, strict=True)
    ]
    key = _keys(trainings["id"])
    return {
        "training": records_of(
            TRAINING,
            number,
            key=key,
            seats=_whole(trainings, "seats"),
            minimum=_whole(trainings, "minimum"),
        ),
        "listed": listed,
        "listed_key": np.where(listed >= 0, key[listed], np.uint64(0)),
        "bit_of": bit_of,
        "hosted": hosted,
        "own": own,
        "unborn": np.array(unborn, np.int64).reshape(len(regions), -1),
    }


def _whole(frame: pl.DataFrame, column: str) -> np.ndarray:
    """A column of whole numbers, 0 where it says nothing."""
    if column not in frame.columns:
        return np.zeros(len(frame), np.int64)
    return frame[column].cast(pl.Int64).fill_null(0).to_numpy()


def _districts(frame: pl.DataFrame, network: Network) -> np.ndarray:
    """The place of each organisation's district among those of its region."""
    place = {
        (region, name): d
        for region, names in zip(network.regions, network.districts, strict=True)
        for d, name in enumerate(names)
    }
    where = frame.select("region", "district").iter_rows()
    return np.array([place.get(pair, -1) for pair in where], np.int64)


def _parents(
    network: Network, frame: pl.DataFrame, row: dict[str, int]
) -> tuple[np.ndarray, np.ndarray]:
    """Who belongs to whom: by the memberships, and to the host who is aligned."""
    assert network.managers is not None
    assert network.memberships is not None
    hosts = dict(network.managers.select("region", "host").iter_rows())
    parents: list[set[int]] = [set() for _ in range(len(frame))]
    for one, to in network.memberships.select("organisation", "association").iter_rows():
        parents[row[one]].add(row[to])
    for name, region, aligned in frame.select("id", "region", "aligned").iter_rows():
        host = hosts.get(region)
        if aligned and host is not None and host != name:
            parents[row[name]].add(row[host])
    together = [l for those in parents for l in sorted(those)]
    return np.cumsum([0, *map(len, parents)]), np.array(together, np.int64)


def _elsewhere(
    network: Network, frame: pl.DataFrame, regions: dict[str, int], row: dict[str, int]
) -> tuple[np.ndarray, np.ndarray]:
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
    together = [i for group in groups for i in group]
    return np.cumsum([0, *map(len, groups)]), np.array(together, np.int64)


def _keys(ids: Sequence[str] | pl.Series) -> np.ndarray:
    return np.array([subject(name) for name in ids], np.uint64)


def _indices(names: pl.Series, index: dict[str, int]) -> np.ndarray:
    return np.array([-1 if name is None else index[name] for name in names], np.int64)
