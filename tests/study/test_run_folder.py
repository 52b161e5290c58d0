"""Run folders: the same bytes whatever the threads, blocks and interruptions, and no accidents."""

import itertools
import json
import re
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from run_folders import contents

import qvgraph
from qvgraph.cli.commands import _commands
from qvgraph.problems import InputError
from qvgraph.study import blocks as bundles
from qvgraph.study import ensemble, store
from qvgraph.study.outcomes import OUTCOMES
from qvgraph.study.reading import read_study
from qvgraph.study.run import Run, network_of, read_run, run_study

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
[judge]
month = 40
core = 6
[scenario.cliff]
[scenario.same]
[scenario.more]
funding.retained_share = 1.0
funding.retained_months = 12
"""
BLOCKS = 3 * 2 * 2
"""Scenarios × draws × blocks of replicates."""

ONE_DRAW = re.sub("draws = 2", "draws = 1", TINY).replace("[scenario.same]\n", "")
OF_THE_INTERFACE = (
    "scenario draw replicate region sustained sustained_lenient active_at_pilot_end "
    "active_at_judging active_ratio flow_pilot flow_after flow_ratio gap_end gap_micro gap_small "
    "gap_medium gap_large trust members courses participants placements leavers post_euros "
    "course_euros statutory_euros fees_euros"
).split()


def study_of(folder: Path, text: str = TINY):
    path = folder / "tiny.toml"
    path.write_text(text, "utf-8")
    return read_study(path)


def everything(folder: Path) -> dict[str, bytes | None]:
    """Every file and folder with what is in it, the manifest too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def same_bytes(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    assert sorted(one) == sorted(other)
    assert [name for name in one if one[name] != other[name]] == []


def interrupt_after(blocks: int):
    """A callback of `run_study` that stands for Ctrl-C."""
    calls = itertools.count(1)

    def progress(done: int, total: int) -> None:
        assert 0 < done <= total
        if next(calls) >= blocks:
            raise KeyboardInterrupt

    return progress


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The tiny study, run once on one thread."""
    folder = tmp_path_factory.mktemp("first")
    return run_study(study_of(folder), out=folder / "tiny.run", threads=1)


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[ensemble.Block]:
    """The blocks that are computed from here on."""
    blocks: list[ensemble.Block] = []
    simulate = bundles.simulate_blocks

    def simulate_blocks(settings, bundle, *others):
        blocks.extend(bundle)
        return simulate(settings, bundle, *others)

    monkeypatch.setattr(bundles, "simulate_blocks", simulate_blocks)
    return blocks


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scenarios are computed one after the other, also those that begin alike."""
    monkeypatch.setattr(bundles, "DISK", 0)


# ---- the same bytes


def test_the_folder_holds_what_the_interface_names_and_nothing_unfinished(first: Run):
    names = set(contents(first.folder))
    tables = "organisations managers ties contacts memberships trainings skills levels".split()
    assert names == {
        "study.toml",
        "monthly.parquet",
        "outcomes.parquet",
        "comparison.csv",
        "plausible.json",
        *(f"networks/d{draw}/{table}.csv" for draw in range(2) for table in tables),
        *(
            f"parts/{scenario}-d{draw}-b{block:04d}.parquet"
            for scenario in ("cliff", "same", "more")
            for draw in range(2)
            for block in range(2)
        ),
    }
    assert not (first.folder / ".partial").exists()
    manifest = json.loads((first.folder / "manifest.json").read_text("utf-8"))
    assert manifest["complete"] is True
    assert (first.folder / "study.toml").read_text("utf-8") == TINY


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_every_byte_is_the_same_on_any_number_of_threads_and_twice_in_a_row(
    first: Run, tmp_path: Path, threads: int
):
    again = run_study(study_of(tmp_path), out=tmp_path / "other.run", threads=threads)
    assert again.computed
    same_bytes(contents(again.folder), contents(first.folder))


def test_charts_have_the_same_bytes_on_1_and_2_threads(tmp_path: Path):
    study = study_of(tmp_path, ONE_DRAW)
    one, two = (
        qvgraph.run(study, out=tmp_path / f"{threads}.run", threads=threads).folder
        for threads in (1, 2)
    )
    same_bytes(contents(one), contents(two))
    charts = {f"charts/sustained-{language}.svg" for language in ("de", "en")}
    assert charts <= set(contents(one))


def rows_of_parts(folder: Path) -> pl.DataFrame:
    frames = []
    for path in (folder / "parts").glob("*.parquet"):
        scenario, draw, _ = path.stem.rsplit("-", 2)
        frame = pl.read_parquet(path).with_columns(
            pl.col("region").cast(pl.String), scenario=pl.lit(scenario), draw=pl.lit(draw)
        )
        frames.append(frame)
    return pl.concat(frames).sort("scenario", "draw", "replicate", "region", "month")


@pytest.mark.parametrize("block", [1, 3, 4, 7])
def test_all_rows_are_the_same_for_any_size_of_block(first: Run, tmp_path: Path, block: int):
    study = study_of(tmp_path, TINY.replace("block = 2", f"block = {block}"))
    other = run_study(study, out=tmp_path / "other.run", threads=2)
    keys = ["scenario", "draw", "replicate", "region"]
    assert other.outcomes.sort(keys).equals(first.outcomes.sort(keys))
    assert rows_of_parts(other.folder).equals(rows_of_parts(first.folder))
    assert other.monthly.equals(first.monthly)
    assert other.comparison.equals(first.comparison)
    parts = len(list((other.folder / "parts").iterdir()))
    assert parts == 6 * -(-4 // block)


def test_each_replicate_has_each_month_of_each_region_once(first: Run):
    rows = rows_of_parts(first.folder)
    assert len(rows) == 3 * 2 * 4 * 40
    assert (
        rows.select("scenario", "draw", "replicate", "region", "month").is_duplicated().sum() == 0
    )
    assert len(first.outcomes) == 3 * 2 * 4 * 2
    keys = first.outcomes.select("scenario", "draw", "replicate", "region")
    assert keys.is_duplicated().sum() == 0
    assert set(first.outcomes["region"]) == {"region", "all"}


def test_replicates_and_draws_differ_from_each_other(first: Run):
    kept = rows_of_parts(first.folder).filter(pl.col("scenario") == "cliff")
    histories = {
        tuple(frame["contact"].to_list()) for _, frame in kept.group_by("draw", "replicate")
    }
    assert len(histories) == 8
    networks = [first.folder / "networks" / f"d{draw}" / "organisations.csv" for draw in (0, 1)]
    assert networks[0].read_bytes() != networks[1].read_bytes()


# ---- what the tables say


def test_the_columns_of_the_interface_are_there_and_none_is_empty(first: Run):
    columns = first.outcomes.columns
    assert [name for name in columns if name in OF_THE_INTERFACE] == OF_THE_INTERFACE
    assert columns[4:] == ["region", *(one.name for one in OUTCOMES)]
    assert {first.outcomes.schema[one.name] for one in OUTCOMES} == {pl.Float64}
    whole = first.outcomes.filter(pl.col("region") == "all")
    empty = [name for name in whole.columns if whole[name].null_count() == len(whole)]
    assert empty == []
    assert rows_of_parts(first.folder)["participants"].null_count() == 0


def test_comparison_has_a_row_for_every_outcome(first: Run):
    for (scenario, region), rows in first.comparison.group_by("scenario", "region"):
        assert rows["outcome"].to_list() == [one.name for one in OUTCOMES], (scenario, region)


def test_a_scenario_without_a_difference_differs_by_exactly_0(first: Run):
    same = first.comparison.filter(pl.col("scenario") == "same")
    there = same.filter(pl.col("value").is_not_null())
    assert set(there["outcome"]) == {one.name for one in OUTCOMES}
    for column in ("difference", "low", "high"):
        assert {str(value) for value in there[column]} == {"0.0"}, column
    assert set(there["probability_better"].drop_nulls()) == {0.5}
    one, other = (
        first.outcomes.filter(pl.col("scenario") == name).drop("scenario")
        for name in ("same", "cliff")
    )
    assert one.equals(other)
    months = rows_of_parts(first.folder).partition_by("scenario", as_dict=True, include_key=False)
    assert months["same",].equals(months["cliff",])
    assert not months["more",].equals(months["cliff",])


def test_every_output_says_that_the_network_is_synthetic(first: Run):
    for frame in (first.outcomes, first.monthly, first.comparison):
        assert set(frame["network"]) == {"region (synthetic)"}
    start = pl.read_csv(first.folder / "networks" / "d0" / "organisations.csv")
    assert set(start["synthetic"]) == {True}


def test_a_run_is_read_back_as_it_was_returned(first: Run):
    again = read_run(first.folder)
    assert not again.computed
    assert (again.study.baseline, again.study.run) == (first.study.baseline, first.study.run)
    for name in ("outcomes", "monthly", "comparison"):
        assert getattr(again, name).equals(getattr(first, name))
    network, title = network_of(again, scenario="more", draw=1, replicate=3, month=30)
    assert title == "region (synthetic): scenario more, draw 1, replicate 3, month 30"
    recorded = rows_of_parts(first.folder).filter(
        scenario="more", draw="d1", replicate=3, region="region", month=29
    )
    assert network.organisations["member"].sum() == recorded["members"].item()
    assert len(network.ties) == recorded["advice_ties"].item()


# ---- run again


def test_the_same_study_again_computes_nothing_and_changes_nothing(
    tmp_path: Path, computed: list[ensemble.Block]
):
    study = study_of(tmp_path, ONE_DRAW)
    once = run_study(study, out=tmp_path / "tiny.run", threads=2)
    before = everything(once.folder)
    assert len(computed) == 4
    again = run_study(study, out=once.folder, threads=1)
    assert (once.computed, again.computed) == (True, False)
    assert len(computed) == 4
    assert again.outcomes.equals(once.outcomes)
    assert everything(once.folder) == before


OTHERS = {
    "another seed": ("seed = 7", "seed = 8", "run.seed 7 → 8"),
    "another size of block": ("block = 2", "block = 4", "run.block 2 → 4"),
    "another month of judgement": (
        "month = 40",
        "month = 39",
        "judge.month 40 → 39. --force deletes its results",
    ),
    "a longer run": ("months = 40\nrep", "months = 41\nrep", "run.months 40 → 41"),
    "everything kept": ("seed = 7", 'seed = 7\nkeep = "all"', "run.keep headline → all"),
    "another baseline": ('baseline = "cliff"', 'baseline = "more"', "baseline cliff → more"),
    "another label": (
        "[scenario.more]",
        '[scenario.more]\nlabel = "longer"',
        "other labels of the scenarios",
    ),
    "a network assumption": ("firms = 25", "firms = 26", "network.firms 25 → 26 in all scenarios"),
    "other draws": ("draws = 1", "draws = 2", "network.draws 1 → 2"),
    "another lever": (
        "retained_months = 12",
        "retained_months = 6",
        "funding.retained_months 12 → 6 in more",
    ),
    "a turntable in one district": (
        "[scenario.more]",
        "[scenario.more.region.region.district.region-1]\nturntable.turntable = true\n"
        "[scenario.more]",
        "turntable.turntable (district region-1) false → true in more",
    ),
    "one scenario more": (
        "[scenario.cliff]",
        "[scenario.next]\n[scenario.cliff]",
        "new scenarios: next",
    ),
}


@pytest.mark.parametrize("other", OTHERS, ids=list(OTHERS))
def test_another_study_is_refused_with_the_difference_and_nothing_is_touched(
    tmp_path: Path, other: str
):
    old, new, difference = OTHERS[other]
    folder = run_study(study_of(tmp_path, ONE_DRAW), out=tmp_path / "tiny.run").folder
    before = everything(folder)
    text = ONE_DRAW.replace(old, new)
    assert text != ONE_DRAW
    with pytest.raises(InputError, match=re.escape(difference)) as error:
        run_study(study_of(tmp_path, text), out=folder)
    assert "--force" in str(error.value)
    result = CliRunner().invoke(
        _commands, ["run", str(tmp_path / "tiny.toml"), "--out", str(folder), "--lang", "en"]
    )
    assert result.exit_code == 2
    assert difference in result.stderr
    assert result.stdout == ""
    assert everything(folder) == before


def test_force_replaces_another_run_by_what_a_fresh_folder_would_hold(tmp_path: Path):
    more = ONE_DRAW.replace("[scenario.cliff]", "[scenario.cliff]\n[scenario.gone]")
    more = more.replace("draws = 1", "draws = 2")
    more += "[scenario.own-networks]\nnetwork.initial_ties = 5.0\n"
    folder = run_study(study_of(tmp_path, more), out=tmp_path / "tiny.run").folder
    assert any("own-networks" in name for name in contents(folder))
    study = study_of(tmp_path, ONE_DRAW)
    replaced = run_study(study, out=folder, force=True)
    fresh = run_study(study, out=tmp_path / "fresh.run")
    assert replaced.computed
    same_bytes(contents(folder), contents(fresh.folder))
    assert replaced.outcomes.equals(fresh.outcomes)


def test_force_leaves_files_alone_that_no_run_writes(tmp_path: Path):
    folder = run_study(study_of(tmp_path, ONE_DRAW), out=tmp_path / "tiny.run").folder
    for name in ("notes.txt", "parts/notes.txt", "networks/d0/notes.txt"):
        (folder / name).write_text("mine")
    run_study(study_of(tmp_path, ONE_DRAW.replace("seed = 7", "seed = 8")), out=folder, force=True)
    for name in ("notes.txt", "parts/notes.txt", "networks/d0/notes.txt"):
        assert (folder / name).read_text() == "mine"


# ---- interrupted


@pytest.mark.usefixtures("one_by_one")
@pytest.mark.parametrize("blocks", [1, 3, 4, 5, 8, 11, 12])
def test_an_interrupted_run_goes_on_where_it_stopped(
    first: Run, tmp_path: Path, computed: list[ensemble.Block], blocks: int
):
    study, folder = study_of(tmp_path), tmp_path / "tiny.run"
    with pytest.raises(KeyboardInterrupt):
        run_study(study, out=folder, threads=2, progress=interrupt_after(blocks))
    finished = {path.stem for path in (folder / "parts").glob("*.parquet")}
    assert len(finished) >= blocks  # others were under way when the stop came
    with pytest.raises(InputError, match="no complete run"):
        read_run(folder)
    computed.clear()
    reported: list[tuple[int, int]] = []
    resumed = run_study(
        study, out=folder, threads=2, progress=lambda *place: reported.append(place)
    )
    again = {f"{one.scenario}-d{one.draw}-b{one.number:04d}" for one in computed}
    assert len(computed) == BLOCKS - len(finished)
    assert not again & finished
    assert [done for done, _ in reported] == list(range(2 * len(finished) + 2, 25, 2))
    assert resumed.computed
    same_bytes(contents(folder), contents(first.folder))
    assert not (folder / ".partial").exists()


def test_a_run_interrupted_again_and_again_comes_to_the_same(tmp_path: Path):
    text = TINY.replace("block = 2", "block = 1")
    study, folder = study_of(tmp_path, text), tmp_path / "tiny.run"
    undisturbed = run_study(study, out=tmp_path / "undisturbed.run", threads=1)
    pieces = 2 * 4  # draws × replicates; of all scenarios together, as they begin alike
    stops = 0
    while not (folder / "comparison.csv").exists() and stops < pieces:
        try:
            run_study(study, out=folder, threads=1, progress=interrupt_after(1))
        except KeyboardInterrupt:
            stops += 1
    assert stops > 2  # up to three pieces are under way when the stop comes, and are finished
    run_study(study, out=folder, threads=1)
    same_bytes(contents(folder), contents(undisturbed.folder))


@pytest.mark.usefixtures("one_by_one")
def test_leftovers_of_a_killed_run_are_cleared_away(first: Run, tmp_path: Path):
    study, folder = study_of(tmp_path), tmp_path / "tiny.run"
    with pytest.raises(KeyboardInterrupt):
        run_study(study, out=folder, threads=1, progress=interrupt_after(5))
    for name in (
        "outcomes.parquet.123.tmp",
        "parts/cliff-d0-b0000.parquet.123.tmp",
        "parts/more-d0-b0000.parquet.123.tmp",
        ".partial/more-d0-b0000.npy.123.tmp",
        "networks/d0/ties.csv.123.tmp",
    ):
        (folder / name).write_bytes(b"half")
    run_study(study, out=folder, threads=1)
    same_bytes(contents(folder), contents(first.folder))


@pytest.mark.usefixtures("one_by_one")
@pytest.mark.parametrize("part", ["cliff-d0-b0001", "cliff-d1-b0000", "same-d0-b0000"])
def test_a_part_that_was_deleted_is_computed_again(
    first: Run, tmp_path: Path, computed: list[ensemble.Block], part: str
):
    """Cliff is finished at that moment, so its series are summed up; the second one is not."""
    study, folder = study_of(tmp_path), tmp_path / "tiny.run"
    with pytest.raises(KeyboardInterrupt):
        run_study(study, out=folder, threads=1, progress=interrupt_after(6))
    (folder / "parts" / f"{part}.parquet").unlink()
    left = {path.stem for path in (folder / "parts").glob("*.parquet")}
    computed.clear()
    run_study(study, out=folder, threads=1)
    assert len(computed) == BLOCKS - len(left)
    same_bytes(contents(folder), contents(first.folder))


@pytest.mark.slow
@pytest.mark.parametrize("before", [True, False], ids=["before the write", "after the write"])
def test_a_run_can_be_stopped_at_any_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: bool
):
    """At every file that it writes, in a study with two scenarios and one draw."""
    study = study_of(tmp_path, ONE_DRAW)
    whole = contents(run_study(study, out=tmp_path / "whole.run", threads=1).folder)
    writes = itertools.count()
    stop_at = -1
    whole_file = store._whole

    @contextmanager
    def stopping(path):
        now = next(writes) == stop_at
        if now and before:
            raise KeyboardInterrupt
        with whole_file(path) as unfinished:
            yield unfinished
        if now:
            raise KeyboardInterrupt

    monkeypatch.setattr(store, "_whole", stopping)
    stopped = True
    while stopped:
        stop_at += 1
        writes = itertools.count()
        folder = tmp_path / f"{stop_at}.run"
        try:
            run_study(study, out=folder, threads=1)
            stopped = False
        except KeyboardInterrupt:
            run_study(study, out=folder, threads=1)
            same_bytes(contents(folder), whole)
            assert not (folder / ".partial").exists()
    # manifest, study, network, blocks, monthly, results, end
    assert stop_at == 1 + 1 + 8 + 4 * 4 + 2 * 2 + 4 + 1


# ---- places that are no run folder


def test_a_file_is_no_run_folder(tmp_path: Path):
    (tmp_path / "tiny.run").write_text("mine")
    with pytest.raises(InputError, match=r"tiny\.run: is a file; a folder is expected"):
        run_study(study_of(tmp_path), out=tmp_path / "tiny.run")
    assert (tmp_path / "tiny.run").read_text() == "mine"


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "letter.txt").write_text("mine")
    for force in (False, True):
        with pytest.raises(InputError, match="holds other files and no run"):
            run_study(study_of(tmp_path), out=folder, force=force)
    assert everything(folder) == {"letter.txt": b"mine"}


def test_an_empty_folder_is_taken(first: Run, tmp_path: Path):
    (tmp_path / "empty").mkdir()
    there = run_study(study_of(tmp_path), out=tmp_path / "empty")
    same_bytes(contents(there.folder), contents(first.folder))


def test_a_place_that_cannot_be_written_is_found_before_the_start(
    tmp_path: Path, computed: list[ensemble.Block]
):
    study = study_of(tmp_path)
    (tmp_path / "file").write_text("mine")
    with pytest.raises(InputError, match="cannot be written"):
        run_study(study, out=tmp_path / "file" / "tiny.run")
    assert computed == []
    result = CliRunner().invoke(
        _commands,
        ["run", str(tmp_path / "tiny.toml"), "--out", str(tmp_path / "file" / "tiny.run")],
    )
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_a_folder_without_a_run_cannot_be_read(tmp_path: Path):
    with pytest.raises(InputError, match="no complete run"):
        read_run(tmp_path)


# ---- networks from tables


@pytest.fixture
def typed(tmp_path: Path) -> Path:
    """A study of twelve firms typed by hand; its folder is named relative to the study file."""
    (tmp_path / "data" / "ulm").mkdir(parents=True)
    firms = "".join(f"firm-{n},firm,ulm\n" for n in range(12))
    (tmp_path / "data" / "ulm" / "organisations.csv").write_text("id,kind,region\n" + firms)
    text = ONE_DRAW.replace('profile = "region"\nfirms = 25', 'folder = "ulm"')
    path = tmp_path / "data" / "typed.toml"
    path.write_text(text)
    return path


def test_a_run_of_a_network_from_tables_is_read_back_from_anywhere(
    typed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(typed.parent)
    done = run_study(read_study("typed.toml"), out=Path("typed.run"), threads=1)
    assert set(done.outcomes["network"]) == {"ulm"}
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    again = read_run(typed.parent / "typed.run")
    assert again.outcomes.equals(done.outcomes)
    network, _ = network_of(again, month=10)
    assert len(network.organisations) == 12


def test_a_network_that_has_changed_is_another_run(typed: Path):
    done = run_study(read_study(typed), out=typed.parent / "typed.run", threads=1)
    before = everything(done.folder)
    table = typed.parent / "ulm" / "organisations.csv"
    table.write_text(table.read_text() + "firm-x,firm,ulm\n")
    with pytest.raises(InputError, match="holds another run: other tables of the network"):
        run_study(read_study(typed), out=done.folder, threads=1)
    assert everything(done.folder) == before
