"""Managers gone from a month on, by simulation: paired by luck, nothing else differs."""

from pathlib import Path

import polars as pl
import pytest

from qvgraph.metrics.knockouts.knockouts import TABLE
from qvgraph.problems import InputError
from qvgraph.study.knocked import OUTCOMES, Size, knocked, outcomes_without, size_of
from qvgraph.study.reading import read_study
from qvgraph.study.run import Run, ensemble_of, run_study

STUDY = """
baseline = "stays"
outside_range = true    # so few firms
[network]
profile = "region"
firms = 25
associations = 3
institutions = 2
draws = 2
[run]
months = 30
replicates = 3
seed = 7
[judge]
month = 30
core = 6
[scenario.stays]
funding.retained_share = 1.0
funding.retained_months = 12
[scenario.never]
funding.fte = 0.0
"""
REGION = "region"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("knocked")
    (folder / "stays.toml").write_text(STUDY, "utf-8")
    return run_study(read_study(folder / "stays.toml"), out=folder / "stays.run", threads=1)


def test_where_nobody_is_taken_away_all_is_as_in_the_run_to_the_last_digit(run: Run) -> None:
    found = outcomes_without(ensemble_of(run), "stays", {REGION: 0}, Size(2, 3), threads=2)
    own = run.outcomes.filter(scenario="stays", region=REGION)
    columns = ("draw", "replicate", *OUTCOMES)
    assert found.select(columns).equals(own.select(columns))


def test_the_difference_is_that_of_the_pairs(run: Run) -> None:
    table = knocked(run, month=6)
    assert dict(table.schema) == TABLE
    assert table["metric"].to_list() == list(OUTCOMES)
    gone = outcomes_without(ensemble_of(run), "stays", {REGION: 6}, Size(2, 3), threads=1)
    own = run.outcomes.filter(scenario="stays", region=REGION)
    members = table.row(by_predicate=pl.col("metric") == "members", named=True)
    assert members["value"] == pytest.approx((gone["members"] - own["members"]).mean())
    assert members["intact"] == pytest.approx(own["members"].mean())
    assert members["low"] < members["value"] < members["high"]
    assert members["value"] < 0
    assert members["note"].startswith("6 replicates in pairs, 0 without a difference; post empty")


def test_where_there_is_no_post_nothing_differs(run: Run) -> None:
    table = knocked(run, scenario="never", month=6)
    assert table.filter(metric="members")["value"].to_list() == [0]
    assert table["note"][0] == (
        "6 replicates in pairs, 6 without a difference; post empty for 6 months; "
        "public money pays for no post then: another month says more"
    )


def test_it_is_the_same_on_any_number_of_threads_and_writes_nothing(run: Run) -> None:
    def files() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in run.folder.rglob("*") if path.is_file()}

    before = files()
    one, three = (knocked(run, month=24, threads=threads) for threads in (1, 3))
    assert one.equals(three)
    assert files() == before


@pytest.mark.parametrize(("month", "why"), [(0, "starts in month 0"), (30, "judged in month 30")])
def test_where_nobody_can_be_missed_the_reason_is_told(run: Run, month: int, why: str) -> None:
    table = knocked(run, month=month)
    assert table["value"].null_count() == len(OUTCOMES)
    assert all(why in note for note in table["note"])


def test_an_unknown_scenario_is_told(run: Run) -> None:
    with pytest.raises(InputError, match="did you mean stays"):
        knocked(run, scenario="stay")


def test_few_replicates_are_taken_where_there_are_many_regions(run: Run) -> None:
    assert size_of(run.study, 1) == Size(2, 3)  # all that the run has
    phase_two = read_study("phase-two")
    assert size_of(phase_two, 1) == Size(20, 10)
    assert size_of(phase_two, 6) == Size(20, 2)
    assert size_of(phase_two, 26) == Size(5, 1)
