"""Scenarios that begin alike are computed together: in which groups, and what stops them."""

from concurrent.futures import CancelledError
from pathlib import Path
from threading import Event

import pytest
from run_folders import contents

from qvgraph.study import blocks as bundles
from qvgraph.study.blocks import groups, simulate_blocks
from qvgraph.study.ensemble import Block, Ensemble
from qvgraph.study.parts import baseline_first
from qvgraph.study.reading import read_study
from qvgraph.study.run import read_run, run_study

pytestmark = pytest.mark.usefixtures("english")

STUDY = """
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
[judge]
month = 40
core = 6
[scenario.taper]
funding.taper_months = 12
[scenario.cliff]
[scenario.two]
funding.fte = 2.0
[scenario.two-and-more]
funding.fte = 2.0
funding.retained_share = 1.0
funding.retained_months = 12
[scenario.more]
funding.retained_share = 1.0
funding.retained_months = 12
"""
ALONE = [["cliff"], ["taper"], ["two"], ["two-and-more"], ["more"]]


def study_of(folder: Path, text: str = STUDY):
    path = folder / "tiny.toml"
    path.write_text(text, "utf-8")
    return read_study(path)


def grouped(study) -> list[list[str]]:
    return groups(Ensemble(study), baseline_first(study))


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a run writes that computes one scenario after the other."""
    folder = tmp_path_factory.mktemp("alone")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(bundles, "DISK", 0)
        return contents(run_study(study_of(folder), out=folder / "tiny.run").folder)


def test_groups_begin_alike_and_the_baselines_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    study = study_of(tmp_path)
    assert grouped(study) == [["cliff", "taper", "more"], ["two", "two-and-more"]]
    per_scenario = 2 * 4 * 40 * 1 * len(bundles.SERIES) * 4
    monkeypatch.setattr(bundles, "DISK", 2 * per_scenario)
    assert grouped(study) == [["cliff", "taper"], ["two", "two-and-more"], ["more"]]
    monkeypatch.setattr(bundles, "DISK", per_scenario - 1)
    assert grouped(study) == ALONE


def test_large_networks_are_computed_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bundles, "MEMORY", 1)
    assert grouped(study_of(tmp_path)) == ALONE


def test_of_the_shipped_study_nine_scenarios_share_their_pilot():
    sizes = sorted(map(len, grouped(read_study("phase-two"))))
    assert sizes == [1, 1, 9]


@pytest.mark.parametrize("threads", [1, 3])
def test_together_or_one_by_one_a_run_has_the_same_bytes(
    alone: dict[str, bytes], tmp_path: Path, threads: int
):
    run = run_study(study_of(tmp_path), out=tmp_path / "tiny.run", threads=threads)
    assert contents(run.folder) == alone


def test_assumptions_that_differ_from_draw_to_draw_change_nothing_in_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    study = study_of(tmp_path, STUDY.replace("block = 2", 'block = 2\nassumptions = "ranges"'))
    together = run_study(study, out=tmp_path / "together.run")
    monkeypatch.setattr(bundles, "DISK", 0)
    assert contents(run_study(study, out=tmp_path / "alone.run").folder) == contents(
        together.folder
    )


@pytest.mark.parametrize("stops", [1, 2, 3, 5, 7])
def test_an_interrupted_run_computes_only_what_is_missing(
    alone: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stops: int
):
    study, folder, calls = study_of(tmp_path), tmp_path / "tiny.run", []

    def interrupt(done: int, total: int) -> None:
        calls.append(done)
        if len(calls) == stops:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_study(study, out=folder, threads=1, progress=interrupt)
    finished = {path.stem for path in (folder / "parts").iterdir()}
    scenarios = {one.name for one in read_run(folder, unfinished=True).study.scenarios}
    assert scenarios == {name.rpartition("-d")[0] for name in finished} >= {"cliff"}
    lost = min(finished)
    (folder / "parts" / f"{lost}.parquet").unlink()  # one of a bundle
    computed, simulate = [], simulate_blocks

    def watched(settings, bundle, *others):
        computed.extend(f"{one.scenario}-d{one.draw}-b{one.number:04d}" for one in bundle)
        return simulate(settings, bundle, *others)

    monkeypatch.setattr(bundles, "simulate_blocks", watched)
    run_study(study, out=folder, threads=2)
    assert contents(folder) == alone
    assert len(computed) == len(set(computed)) == 20 - len(finished) + 1
    assert set(computed) & finished == {lost}


def test_a_stop_does_not_wait_for_the_replicates_that_are_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    ensemble, stopped, ran = Ensemble(study_of(tmp_path)), Event(), []

    def stopping(*_: object) -> None:
        ran.append(1)
        if len(ran) == 3:
            stopped.set()

    monkeypatch.setattr(bundles, "simulate_branches", stopping)
    settings = [ensemble.setting(name, 0) for name in ("cliff", "more")]
    bundle = [Block(name, 0, 0, 0, 20) for name in ("cliff", "more")]
    with pytest.raises(CancelledError):
        simulate_blocks(settings, bundle, 7, stopped)
    assert len(ran) == 3
