"""Many skills, trainings and districts: more words of bits, not an error; too many: a sentence."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from qvgraph.declare import BySize
from qvgraph.model.cells import MOST
from qvgraph.model.checks import check_frames
from qvgraph.model.files import read_network
from qvgraph.model.network import Network
from qvgraph.model.world import ordered
from qvgraph.problems import InputError
from qvgraph.simulate.parameters import DEFAULTS, DISTRICTS
from qvgraph.simulate.record import SERIES
from qvgraph.simulate.run import run_replicate
from qvgraph.simulate.start import synthesize
from qvgraph.simulate.twin import month as twin

OFTEN = BySize(0.6, 0.6, 0.6, 0.6)
LARGE: dict[str, Any] = {
    **DEFAULTS,
    "network.firms": 16,
    "network.sectors": 2,
    "network.skills": 70,
    "network.cross_sector_skills": 40,
    "network.trainings": 100,
    "courses.minimum_participants": 1,
    "courses.self_run": 1.0,
    "courses.develop_hours": 30.0,
    "courses.price_euros": 300.0,
    "turntable.turntable": True,
    "turntable.labour_shock": 0.3,
    "visits.join_base": -1.0,
    "needs.need_shift": 0.3,
    "search.own_identification": OFTEN,
    "search.release": OFTEN,
}
MANY: dict[str, Any] = {
    **LARGE,
    "network.firms": 40,
    "network.skills": MOST,
    "network.trainings": MOST,
    "network.districts": MOST,
}


def drawn(plan: dict[str, Any]) -> Network:
    """A complete network that has passed all checks."""
    network = synthesize("region", values={"region": plan})
    again = check_frames(network.name, network.tables)
    assert again.fingerprint == network.fingerprint
    return again


def both_agree(network: Network, plan: dict[str, Any], months: int) -> Any:
    """Run kernels and twin, compare every figure and stock; return the kernels' state."""
    history, theirs = twin.run(network, {"region": plan}, months, 1, 0, 0)
    record, ours = run_replicate(network, {"region": plan}, months=months, seed=1)
    for month in range(months):
        found = {one.name: float(record[month, 0][one.name]) for one in SERIES}
        expected = {name: float(value) for name, value in history[month]["region"].items()}
        assert repr(found) == repr(expected), month
    assert network.skills is not None
    skills = network.skills["id"].to_list()
    for i, (name, kind) in enumerate(ordered(network).select("id", "kind").iter_rows()):
        one = theirs.organisations[name]
        if kind == "firm":
            assert ours.stock[i].tolist() == [one.stock[k] for k in skills]
        assert sum(int(word).bit_count() for word in ours.aware[i]) == len(one.aware)
    assert record["participants"].sum() > 0
    assert record["courses_developed"].sum() > 0
    return ours


@pytest.mark.kernel
def test_seventy_skills_and_a_hundred_trainings_take_more_than_one_word():
    state = both_agree(drawn(LARGE), LARGE, 12)
    assert state.identified.shape[1] == 2
    assert state.aware.shape[1] == 3  # 100 trainings, and 70 that may yet be developed
    assert state.identified.any(axis=0).all()
    assert state.aware[:, 1:].any(axis=0).all()


def test_the_largest_catalogues_that_are_allowed_run():
    state = both_agree(drawn(MANY), MANY, 3)
    assert state.identified.shape[1] == 4
    assert state.aware.shape[1] == 8
    assert state.identified.any(axis=0).all()
    assert state.aware[:, 4:].any(axis=0).all()  # new ones come first, by their ids


def test_as_many_districts_are_allowed_as_a_lever_has_bits_for():
    assert MOST == DISTRICTS


# ---- one too many


def lines(header: str, row: str, number: int) -> str:
    return header + "".join(row.format(n) for n in range(number))


def problems_of(folder: Path, **files: str) -> list[str]:
    for table, text in {"organisations": "id,kind\na,firm\n", **files}.items():
        (folder / f"{table}.csv").write_text(text, "utf-8")
    try:
        read_network(folder)
    except InputError as error:
        return str(error).splitlines()
    return []


def test_one_skill_too_many_is_a_problem(tmp_path: Path):
    assert problems_of(tmp_path, skills=lines("id\n", "k-{}\n", MOST)) == []
    found = problems_of(tmp_path, skills=lines("id\n", "k-{}\n", MOST + 1))
    assert found == ["skills.csv line 258, column id: 257 skills found; at most 256 are expected"]


def test_one_training_too_many_in_a_region_is_a_problem(tmp_path: Path):
    """Those of the region count, and those to be had everywhere; those of other regions do not."""
    files = {"organisations": "id,kind,region\na,firm,ulm\nb,firm,aalen\n", "skills": "id\nk\n"}
    ulm, aalen = lines("", "u-{},k,ulm\n", 200), lines("", "a-{},k,aalen\n", 56)
    header, everywhere = "id,skills,region\n", lines("", "e-{},k,\n", 56)
    assert problems_of(tmp_path, **files, trainings=header + ulm + aalen + everywhere) == []
    found = problems_of(tmp_path, **files, trainings=header + ulm + aalen + everywhere + "t,k,\n")
    assert found == [
        "trainings.csv line 314, column id: 257 trainings that can be had in “ulm” found; at most "
        "256 are expected"
    ]


def test_too_many_trainings_everywhere_are_one_problem(tmp_path: Path):
    files = {"organisations": "id,kind,region\na,firm,ulm\nb,firm,aalen\n", "skills": "id\nk\n"}
    found = problems_of(tmp_path, **files, trainings=lines("id,skills\n", "t-{},k\n", 300))
    assert found == [
        "trainings.csv line 258, column id: 300 trainings that can be had in “ulm” found; at most "
        "256 are expected"
    ]


def test_one_district_too_many_in_a_region_is_a_problem(tmp_path: Path):
    ulm = lines("id,kind,region,district\n", "u-{0},firm,ulm,d-{0}\n", MOST)
    aalen = lines("", "a-{0},firm,aalen,d-{0}\n", MOST)
    more = "a,firm,aalen,d-0\n"
    assert problems_of(tmp_path, organisations=ulm + aalen + more) == []
    found = problems_of(tmp_path, organisations=ulm + aalen + more + "b,firm,aalen,another\n")
    assert found == [
        "organisations.csv line 515, column district: 257 districts of “aalen” found; at most 256 "
        "are expected"
    ]


def test_rows_of_frames_are_named_too():
    frames = {
        "organisations": pl.DataFrame({"id": ["a"], "kind": ["firm"]}),
        "skills": pl.DataFrame({"id": [f"k-{n}" for n in range(MOST + 1)]}),
    }
    with pytest.raises(InputError, match="skills row 257, column id: 257 skills found"):
        check_frames("typed", frames)
