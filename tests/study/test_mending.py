"""Run folders that are extended, damaged, or read before they are finished."""

import re
from pathlib import Path

import polars as pl
import pytest
from run_folders import contents

from qvgraph.problems import InputError
from qvgraph.study import blocks as bundles
from qvgraph.study import run as run_module
from qvgraph.study.reading import read_study
from qvgraph.study.run import Run, read_run, run_study

TINY = """
baseline = "cliff"
outside_range = true    # so few firms
[network]
profile = "region"
firms = 25
associations = 3
institutions = 2
draws = 2
[run]
months = 40
replicates = 4
seed = 7
block = 2
keep = "headline"
[judge]
month = 40
core = 6
[scenario.more]
funding.retained_share = 1.0
funding.retained_months = 12
[scenario.cliff]
"""
ALL = TINY.replace('"headline"', '"all"')

pytestmark = pytest.mark.usefixtures("english")


def study_of(folder: Path, text: str = TINY):
    path = folder / "tiny.toml"
    path.write_text(text, "utf-8")
    return read_study(path)


def same_bytes(one: Path, other: Path) -> None:
    here, there = contents(one), contents(other)
    assert sorted(here) == sorted(there)
    assert [name for name in here if here[name] != there[name]] == []


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """The tiny study with 4 and with 7 replicates, with either way of keeping."""
    folder = tmp_path_factory.mktemp("kept")
    return {
        f"{keep} {n}": run_study(
            study_of(folder, text.replace("replicates = 4", f"replicates = {n}")),
            out=folder / f"{keep}-{n}.run",
        )
        for keep, text in (("headline", TINY), ("all", ALL))
        for n in (4, 7)
    }


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The blocks that are computed from here on."""
    blocks: list[str] = []
    simulate = bundles.simulate_blocks

    def simulate_blocks(settings, bundle, *others):
        blocks.extend(f"{one.scenario}-d{one.draw}-b{one.number:04d}" for one in bundle)
        return simulate(settings, bundle, *others)

    monkeypatch.setattr(bundles, "simulate_blocks", simulate_blocks)
    return blocks


@pytest.fixture(autouse=True)
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scenarios are computed one after the other, so that one is summed up and the next is not.

    What is compared with, `kept`, was computed together.
    """
    monkeypatch.setattr(bundles, "DISK", 0)


def stop_after(blocks: int):
    def progress(done: int, total: int) -> None:
        if done >= 2 * blocks:
            raise KeyboardInterrupt

    return progress


# ---- more replicates


@pytest.mark.parametrize(("keep", "text", "fresh"), [("headline", TINY, 16), ("all", ALL, 8)])
def test_more_replicates_extend_a_run_to_the_bytes_of_a_longer_one(
    kept: dict[str, Run], tmp_path: Path, computed: list[str], keep: str, text: str, fresh: int
):
    """Where all series are kept, only blocks that are new or were not full are simulated."""
    folder = run_study(study_of(tmp_path, text), out=tmp_path / "tiny.run").folder
    computed.clear()
    said: list[str] = []
    longer = study_of(tmp_path, text.replace("replicates = 4", "replicates = 7"))
    run_study(longer, out=folder, told=said.append)
    same_bytes(folder, kept[f"{keep} 7"].folder)
    assert len(computed) == fresh
    assert said[0] == "The run is extended from 4 to 7 replicates."
    assert (len(said) == 1) == (keep == "all")


def test_parts_that_an_extension_can_use_as_they_are_are_not_written_again(tmp_path: Path):
    folder = run_study(study_of(tmp_path, ALL), out=tmp_path / "tiny.run").folder
    parts = sorted((folder / "parts").iterdir())
    written = [part.stat().st_mtime_ns for part in parts]
    run_study(study_of(tmp_path, ALL.replace("replicates = 4", "replicates = 8")), out=folder)
    assert [part.stat().st_mtime_ns for part in parts] == written


@pytest.mark.parametrize("stops", [1, 3])
def test_an_extension_that_was_stopped_goes_on(
    kept: dict[str, Run], tmp_path: Path, computed: list[str], stops: int
):
    folder = run_study(study_of(tmp_path, ALL), out=tmp_path / "tiny.run").folder
    longer = study_of(tmp_path, ALL.replace("replicates = 4", "replicates = 7"))
    with pytest.raises(KeyboardInterrupt):
        run_study(longer, out=folder, threads=1, progress=stop_after(2 + stops))
    before = set(computed)
    computed.clear()
    run_study(longer, out=folder)
    assert not before & set(computed)
    same_bytes(folder, kept["all 7"].folder)


def test_an_unfinished_run_can_be_extended_too(kept: dict[str, Run], tmp_path: Path):
    folder = tmp_path / "tiny.run"
    with pytest.raises(KeyboardInterrupt):
        run_study(study_of(tmp_path), out=folder, threads=1, progress=stop_after(5))
    longer = study_of(tmp_path, TINY.replace("replicates = 4", "replicates = 7"))
    run_study(longer, out=folder)
    same_bytes(folder, kept["headline 7"].folder)


def test_fewer_replicates_are_another_run(tmp_path: Path):
    folder = run_study(study_of(tmp_path), out=tmp_path / "tiny.run").folder
    before = contents(folder)
    fewer = study_of(tmp_path, TINY.replace("replicates = 4", "replicates = 3"))
    with pytest.raises(InputError, match=re.escape("run.replicates 4 → 3")):
        run_study(fewer, out=folder)
    assert contents(folder) == before


def test_more_replicates_and_something_else_are_another_run(tmp_path: Path):
    folder = run_study(study_of(tmp_path), out=tmp_path / "tiny.run").folder
    other = TINY.replace("replicates = 4", "replicates = 7").replace("seed = 7", "seed = 8")
    with pytest.raises(InputError, match=re.escape("run.seed 7 → 8")):
        run_study(study_of(tmp_path, other), out=folder)


# ---- damage


PART = "parts/more-d1-b0001.parquet"


@pytest.mark.parametrize("harm", ["cut", "flipped", "gone"])
@pytest.mark.parametrize(
    ("file", "blocks"),
    [
        (PART, 1),
        ("networks/d0/ties.csv", 0),
        ("study.toml", 0),
        ("comparison.csv", 0),
        ("plausible.json", 0),
        ("outcomes.parquet", 8),
        ("monthly.parquet", 8),
    ],
)
def test_what_is_damaged_in_a_complete_run_is_named_and_mended(
    kept: dict[str, Run], tmp_path: Path, computed: list[str], file: str, blocks: int, harm: str
):
    folder = run_study(study_of(tmp_path), out=tmp_path / "tiny.run").folder
    computed.clear()
    spoil(folder / file, harm)
    said: list[str] = []
    again = run_study(study_of(tmp_path), out=folder, told=said.append)
    assert again.computed
    assert said[0] == f"{file} is damaged or gone and is computed again"
    assert len(computed) == blocks
    same_bytes(folder, kept["headline 4"].folder)


@pytest.mark.parametrize("harm", ["cut", "flipped", "gone"])
@pytest.mark.parametrize("summed", [True, False], ids=["summed up", "under way"])
@pytest.mark.parametrize("kind", ["part", "outcomes", "series"])
def test_what_is_damaged_in_an_unfinished_run_is_named_and_computed_again(
    kept: dict[str, Run], tmp_path: Path, computed: list[str], kind: str, summed: bool, harm: str
):
    folder = tmp_path / "tiny.run"
    with pytest.raises(KeyboardInterrupt):
        run_study(study_of(tmp_path), out=folder, threads=1, progress=stop_after(6))
    name = "cliff-d1-b0000" if summed else "more-d0-b0000"
    file = {
        "part": f"parts/{name}.parquet",
        "outcomes": f".partial/{name}.outcomes.parquet",
        "series": f".partial/{name}.npy",
    }[kind]
    if summed and kind == "series":
        assert not (folder / file).exists()  # needed no longer
        return
    spoil(folder / file, harm)
    computed.clear()
    said: list[str] = []
    run_study(study_of(tmp_path), out=folder, threads=1, told=said.append)
    assert computed.count(name) == 1
    assert len(computed) <= 1 + 3
    if harm != "gone":
        assert said == [f"{file} is damaged and is computed again"]
    same_bytes(folder, kept["headline 4"].folder)


@pytest.mark.parametrize("harm", ["cut", "flipped", "gone"])
@pytest.mark.parametrize(
    ("file", "blocks"),
    [
        ("cliff-d1-b0000.mark.json", ["cliff-d1-b0000"]),
        ("more-d0-b0000.mark.json", ["more-d0-b0000"]),
        ("cliff.monthly.mark.json", [f"cliff-d{d}-b000{b}" for d in (0, 1) for b in (0, 1)]),
        ("cliff.monthly.parquet", [f"cliff-d{d}-b000{b}" for d in (0, 1) for b in (0, 1)]),
    ],
)
def test_what_lost_its_mark_is_computed_again(
    kept: dict[str, Run],
    tmp_path: Path,
    computed: list[str],
    file: str,
    blocks: list[str],
    harm: str,
):
    folder = tmp_path / "tiny.run"
    with pytest.raises(KeyboardInterrupt):
        run_study(study_of(tmp_path), out=folder, threads=1, progress=stop_after(6))
    finished = {path.stem for path in (folder / "parts").iterdir()}
    spoil(folder / ".partial" / file, harm)
    computed.clear()
    run_study(study_of(tmp_path), out=folder, threads=1)
    assert sorted(set(computed) & finished) == blocks
    same_bytes(folder, kept["headline 4"].folder)


def spoil(path: Path, harm: str) -> None:
    data = path.read_bytes()
    if harm == "gone":
        path.unlink()
    elif harm == "cut":
        path.write_bytes(data[: len(data) // 2])
    else:
        place = len(data) // 2
        path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])


# ---- read before it is finished


def test_of_an_unfinished_run_what_is_finished_can_be_read(kept: dict[str, Run], tmp_path: Path):
    folder = tmp_path / "tiny.run"
    with pytest.raises(KeyboardInterrupt):
        run_study(study_of(tmp_path), out=folder, threads=1, progress=stop_after(5))
    before = contents(folder)
    run = read_run(folder, unfinished=True)
    assert contents(folder) == before
    done = run.outcomes.filter(pl.col("region") == "all").height
    assert (run.done, run.total) == (done, 16)
    assert 10 <= done < 16
    assert [one.name for one in run.study.scenarios] == ["more", "cliff"]
    whole = kept["headline 4"]
    keys = ["scenario", "draw", "replicate", "region"]
    assert run.outcomes.join(whole.outcomes, on=keys, how="semi").equals(run.outcomes)
    cliff = pl.col("scenario") == "cliff"
    assert run.monthly.filter(cliff).equals(whole.monthly.filter(cliff))
    more = run.monthly.filter(~cliff)
    assert more["n"].max() == done - 8
    assert run.comparison.filter(pl.col("scenario") == "more")["n"].max() == done - 8


def test_a_run_that_goes_on_meanwhile_is_read_anew(
    kept: dict[str, Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Once a scenario is summed up the files of its blocks go, perhaps while they are read."""
    folder = tmp_path / "tiny.run"
    with pytest.raises(KeyboardInterrupt):
        run_study(study_of(tmp_path), out=folder, threads=1, progress=stop_after(5))
    so_far = run_module.outcomes_so_far
    reads = []

    def goes_on(*given) -> pl.DataFrame:
        reads.append(given)
        if len(reads) == 1:
            run_study(study_of(tmp_path), out=folder, threads=1)
        return so_far(*given)

    monkeypatch.setattr(run_module, "outcomes_so_far", goes_on)
    run = read_run(folder, unfinished=True)
    assert len(reads) == 1
    assert run.outcomes.equals(kept["headline 4"].outcomes)


def test_the_baseline_is_computed_first_and_a_scenario_without_blocks_is_left_out(tmp_path: Path):
    folder = tmp_path / "tiny.run"
    with pytest.raises(KeyboardInterrupt):
        run_study(study_of(tmp_path), out=folder, threads=1, progress=stop_after(1))
    run = read_run(folder, unfinished=True)
    assert [one.name for one in run.study.scenarios] == ["cliff"]
    assert set(run.comparison["scenario"]) == {"cliff"}


def test_where_nothing_is_finished_there_is_nothing_to_read(tmp_path: Path, monkeypatch):
    def never(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(bundles, "simulate_blocks", never)
    folder = tmp_path / "tiny.run"
    with pytest.raises(KeyboardInterrupt):
        run_study(study_of(tmp_path), out=folder, threads=1)
    with pytest.raises(InputError, match="nothing is finished yet"):
        read_run(folder, unfinished=True)


def test_a_complete_run_is_read_the_same_way(kept: dict[str, Run]):
    whole = kept["headline 4"]
    again = read_run(whole.folder, unfinished=True)
    assert (again.done, again.total) == (16, 16)
    assert again.outcomes.equals(whole.outcomes)
    assert again.looks == read_run(whole.folder).looks
