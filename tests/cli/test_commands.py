"""The command line as people meet it: what is printed, what is written, how it ends."""

import csv
import io
import json
import re
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from qvgraph.cli.commands import _commands
from qvgraph.problems import SHOWN

TINY = """
title = { de = "Was bleibt?", en = "What lasts?" }
baseline = "cliff"
outside_range = true    # so few firms
[network]
profile = "region"
firms = 25
draws = 2
[run]
months = 40
replicates = 2
block = 1
[judge]
month = 40
core = 6
[scenario.cliff]
label = { de = "Klippe", en = "Cliff" }
[scenario.more]
label = { de = "Weitergeführt", en = "Retained" }
funding.retained_share = 1.0
funding.retained_months = 12
"""

FIGURES = (
    "organisations member_share density mean_degree reciprocity transitivity components "
    "largest_component_share centralisation_degree ties_across_sectors"
).split()

ORGANISATIONS = """id,kind,region,sector,employees,member
anna,firm,ulm,metal,8,true
bert,firm,ulm,textile,30,false
cora,firm,ulm,metal,300,true
dora,firm,neckar,metal,3,false
chamber,institution,ulm,,,
"""
TIES = "source,target,strength\nanna,bert,0.5\nbert,cora,0.25\ncora,anna,1\ndora,anna,0.5\n"
MANAGERS = "id,region,host\nmaria,ulm,chamber\nnils,neckar,\n"


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    (tmp_path / "tiny.toml").write_text(TINY, "utf-8")


@pytest.fixture
def network(tmp_path: Path) -> Path:
    folder = tmp_path / "ulm"
    folder.mkdir()
    for name, text in (("organisations", ORGANISATIONS), ("ties", TIES), ("managers", MANAGERS)):
        (folder / f"{name}.csv").write_text(text)
    return folder


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a finished run; nobody writes to it."""
    folder = tmp_path_factory.mktemp("done")
    (folder / "tiny.toml").write_text(TINY, "utf-8")
    out = folder / "tiny.run"
    result = qvgraph("run", str(folder / "tiny.toml"), "--out", str(out))
    assert result.exit_code == 0
    return out


def qvgraph(*arguments: str, language: str = "en") -> Result:
    """Run a command; what nobody foresaw is raised here, not turned into an exit code."""
    return CliRunner().invoke(_commands, [*arguments, "--lang", language], catch_exceptions=False)


def refused(result: Result) -> list[str]:
    """The lines on standard error of a command that ended with 2 and printed nothing else."""
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr.splitlines()


def there() -> list[str]:
    return sorted(path.as_posix() for path in Path().rglob("*"))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# ---- run


def test_a_run_prints_the_sentence_first_then_tables_and_writes_charts():
    result = qvgraph("run", "tiny.toml")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert re.match(r"In month 40 \(.*\), \d of 4 networks sustain themselves with", lines[0])
    assert "Retained" in result.stdout
    assert "Cliff" in result.stdout
    assert "synthetic" in result.stdout
    assert "Public money is what was paid" in result.stdout
    assert all(line == line.rstrip() for line in lines)
    assert "tiny.run" in result.stderr
    assert {f"tiny.run/charts/sustained-{language}.svg" for language in ("de", "en")} <= set(
        there()
    )
    chart = Path("tiny.run/charts/sustained-en.svg").read_text("utf-8")
    assert chart.startswith("<?xml")
    assert not Path("tiny.run/.partial").exists()


def test_the_same_run_again_prints_the_same_answer_and_says_that_there_is_nothing_to_do(
    done: Path,
):
    study = str(done.parent / "tiny.toml")
    first = qvgraph("run", study, "--out", str(done))
    assert first.exit_code == 0
    assert "Nothing to do" in first.stderr
    again = qvgraph("run", study, "--out", str(done), "--quiet", "--executor", "threads:2")
    assert again.exit_code == 0
    assert again.stdout == first.stdout
    assert again.stderr == ""


def test_a_run_answers_in_the_language_asked_for(done: Path):
    study = str(done.parent / "tiny.toml")
    german = qvgraph("run", study, "--out", str(done), language="de")
    assert german.exit_code == 0
    assert german.stdout.startswith("Im Monat 40 (")
    assert "Weitergeführt" in german.stdout
    assert "Retained" not in german.stdout
    assert "Szenario" in german.stdout
    assert "scenario" not in german.stdout
    assert "Nichts zu tun" in german.stderr


def test_the_command_line_sets_values_replicates_and_months():
    result = qvgraph(
        "run", "tiny.toml", "--set", "*.funding.fte=0.5", "--set", "more.visits.tell=1.0",
        "--replicates", "1", "--months", "41", "--out", "other.run", "--quiet",
    )  # fmt: skip
    assert result.exit_code == 0
    outcomes = pl.read_parquet("other.run/outcomes.parquet")
    assert outcomes["replicate"].max() == 0
    assert pl.read_parquet("other.run/monthly.parquet")["month"].max() == 40
    identity = json.loads(Path("other.run/manifest.json").read_text())["identity"]
    assert identity["cliff.region.funding.fte"] == identity["more.region.funding.fte"] == "0.5"
    assert identity["more.region.visits.tell"] == "1.0"
    assert "cliff.region.visits.tell" not in identity


def test_a_single_scenario_once_on_one_draw_has_an_answer():
    start, _ = TINY.split("[scenario.more]")
    Path("one.toml").write_text(start.replace("draws = 2", "draws = 1"))
    result = qvgraph("run", "one.toml", "--replicates", "1")
    assert result.exit_code == 0
    assert "of 1 network" in result.stdout


def test_a_network_typed_by_hand_is_run_and_not_called_synthetic(network: Path):
    text = TINY.replace('profile = "region"\nfirms = 25', f'folder = "{network.name}"')
    Path("typed.toml").write_text(text)
    result = qvgraph("run", "typed.toml")
    assert result.exit_code == 0
    assert set(pl.read_parquet("typed.run/outcomes.parquet")["network"]) == {"ulm"}
    assert "synthetic, without a real firm" not in result.stdout
    months = qvgraph("metrics", "typed.run", "--month", "30", "--format", "csv")
    assert {row["id"] for row in rows(months.stdout)} == {
        "maria", "nils", "anna", "bert", "cora", "dora", "chamber",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("executor", "said"),
    [
        ("processes:2", "not in this version yet"),
        ("dask:local:2", "not in this version yet"),
        ("mpi", "not in this version yet"),
        ("threads:0", "threads:N is expected"),
        ("threads:two", "threads:N is expected"),
        ("threads", "threads:N is expected"),
    ],
)
def test_an_executor_other_than_threads_is_refused(executor: str, said: str):
    before = there()
    assert said in refused(qvgraph("run", "tiny.toml", "--executor", executor))[-1]
    assert there() == before


WRONG_RUNS = {
    "a wrong path": (["--set", "more.funding.ftee=1.0"], "did you mean funding.fte?"),
    "a wrong scenario": (["--set", "mor.funding.fte=1.0"], "did you mean more?"),
    "a value out of range": (["--set", "*.funding.fte=9.0"], "a number from 0 to 3"),
    "text for a number": (["--set", 'more.funding.fte="1.0"'], '"1.0" found'),
    "no value": (["--set", "more.funding.fte"], "--set 'more.funding.fte'"),
    "a district that does not exist": (
        ["--set", "more.region.region.district.region-3.turntable.turntable=true"],
        "no such district; one of region-1, region-2 is expected",
    ),
    "no replicates": (["--replicates", "0"], "--replicates"),
    "no months": (["--months", "0"], "--months"),
    "months that are no number": (["--months", "ten"], "--months"),
    "months before the judged one": (["--months", "39"], "month 40 found"),
    "an unknown option": (["--seed", "1"], "--seed"),
}


@pytest.mark.parametrize("wrong", WRONG_RUNS)
def test_wrong_options_of_a_run_end_it_before_anything_is_written(wrong: str):
    options, said = WRONG_RUNS[wrong]
    before = there()
    assert said in "\n".join(refused(qvgraph("run", "tiny.toml", *options)))
    assert there() == before


WRONG_STUDIES = {
    "a district that does not exist": (
        "[region.region.district.region-3]\nturntable.turntable = true\n",
        "no such district",
    ),
    "a misspelt key": (
        "[levers]\nfunding.pilot_month = 12\n",
        "did you mean funding.pilot_months?",
    ),
    "a number as text": ('[levers]\nfunding.fte = "1.0"\n', '"1.0" found'),
    "not a number": ("[levers]\nfunding.fte = nan\n", "nan found"),
    "two scenarios of one name": ("[scenario.more]\n", "tiny.toml line"),
    "a region that does not exist": ("[region.ulm]\nfunding.fte = 2.0\n", "no such region"),
}


@pytest.mark.parametrize("command", ["run", "check"])
@pytest.mark.parametrize("wrong", WRONG_STUDIES)
def test_a_wrong_study_is_refused_and_nothing_is_written(command: str, wrong: str):
    more, said = WRONG_STUDIES[wrong]
    Path("tiny.toml").write_text(TINY + more)
    before = there()
    lines = refused(qvgraph(command, "tiny.toml"))
    assert len(lines) == 1
    assert lines[0].startswith("tiny.toml")
    assert said in lines[0]
    assert there() == before


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("phase-tow", "did you mean phase-two?"),
        ("tiny.tml", "did you mean tiny.toml?"),
        (".", "a folder found; a study file is expected"),
    ],
)
def test_a_study_that_is_not_there_is_named_with_the_nearest(source: str, said: str):
    assert said in refused(qvgraph("run", source))[0]


def test_an_unexpected_folder_of_a_network_is_named(network: Path):
    Path("tiny.toml").write_text(TINY.replace('profile = "region"\nfirms = 25', 'folder = "ulmm"'))
    for command in ("run", "check"):
        line = refused(qvgraph(command, "tiny.toml"))[0]
        assert "ulmm" in line
        assert "did you mean ulm?" in line


def test_ctrl_c_ends_with_3_and_the_same_command_goes_on(monkeypatch: pytest.MonkeyPatch):
    from qvgraph.study import blocks

    simulate, calls = blocks.simulate_blocks, []

    def stopping(settings, bundle, *others):
        calls.extend(bundle)
        if len(calls) >= 4:
            raise KeyboardInterrupt
        return simulate(settings, bundle, *others)

    monkeypatch.setattr(blocks, "simulate_blocks", stopping)
    stopped = qvgraph("run", "tiny.toml", "--executor", "threads:1")
    assert stopped.exit_code == 3
    assert stopped.stdout == ""
    assert "what is finished stays" in stopped.stderr
    finished = len(list(Path("tiny.run/parts").iterdir()))
    assert finished >= 2
    calls.clear()
    monkeypatch.setattr(
        blocks, "simulate_blocks", lambda *which: (calls.extend(which[1]), simulate(*which))[1]
    )
    resumed = qvgraph("run", "tiny.toml")
    assert resumed.exit_code == 0
    assert len(calls) == 8 - finished


def test_force_replaces_another_run():
    assert qvgraph("run", "tiny.toml", "--quiet").exit_code == 0
    chart = Path("tiny.run/charts/sustained-en.svg").read_bytes()
    line = refused(qvgraph("run", "tiny.toml", "--set", "more.funding.fte=3.0"))[0]
    assert "funding.fte 1 → 3 in more" in line
    assert Path("tiny.run/charts/sustained-en.svg").read_bytes() == chart
    forced = qvgraph("run", "tiny.toml", "--set", "more.funding.fte=3.0", "--force", "--quiet")
    assert forced.exit_code == 0
    assert Path("tiny.run/charts/sustained-en.svg").read_bytes() != chart


@pytest.mark.slow
def test_the_demo_prints_an_answer_and_names_its_folder(monkeypatch: pytest.MonkeyPatch):
    from qvgraph.cli import run

    monkeypatch.setattr(run, "DEMO_DRAWS", 2)  # fewer than people get
    monkeypatch.setattr(run, "DEMO_REPLICATES", 1)
    result = qvgraph("demo", "--executor", "threads:2")
    assert result.exit_code == 0
    assert result.stdout.startswith("In month 96 ")
    assert "phase-two-demo.run" in result.stderr
    assert Path("phase-two-demo.run/charts/sustained-de.svg").exists()
    assert "Report: phase-two-demo.run/report-en.html" in result.stderr
    assert "What lasts after the pilot?" in Path("phase-two-demo.run/report-en.html").read_text()
    outcomes = pl.read_parquet("phase-two-demo.run/outcomes.parquet")
    assert set(outcomes["network"]) == {"pilot (synthetic)"}


# ---- check


def test_a_run_shows_what_is_plausible_when_asked_to():
    plain = qvgraph("run", "tiny.toml")
    assert "Plausibility" not in plain.stdout
    asked = qvgraph("run", "tiny.toml", "--plausible")  # the run is there already
    assert asked.exit_code == 0
    assert "Plausibility: 4 simulated networks of “Cliff” up to month 24" in asked.stdout
    assert "Nothing was tuned to placements, to 61 members or to survival." in asked.stdout


def test_the_shipped_study_passes():
    result = qvgraph("check", "phase-two")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "phase-two: no problem found\n"
    german = qvgraph("check", "phase-two", language="de")
    assert german.stdout.startswith("phase-two: ")
    assert german.stdout != result.stdout


def test_sound_studies_and_networks_pass_and_nothing_is_written(network: Path):
    before = there()
    result = qvgraph("check", "tiny.toml", "ulm")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "tiny.toml: no problem found",
        "ulm: no problem found",
    ]
    assert there() == before


def test_problems_of_all_files_come_at_once(network: Path):
    (network / "ties.csv").write_text(TIES + "anna,anna,0.5\nanna,nobody,much\n")
    Path("tiny.toml").write_text(TINY.replace("month = 40\n", "month = 41\n"))
    Path("other.toml").write_text("baseline = 3\n")
    before = there()
    lines = refused(qvgraph("check", "ulm", "tiny.toml", "phase-two", "other.toml", "nowhere"))
    text = "\n".join(lines)
    for said in (
        "ties.csv line 6, column target: “anna” found on both sides",
        "ties.csv line 7, column strength: “much” found",
        "ties.csv line 7, column target: “nobody” found",
        "month 41 found",
        "other.toml",
        "nowhere",
    ):
        assert said in text
    assert "no problem found" not in text
    assert there() == before


def test_at_most_20_problems_are_shown_and_the_rest_is_counted(network: Path):
    wrong = "".join(f"firm-{n},company,ulm,metal,-{n + 1},true\n" for n in range(15))
    (network / "organisations.csv").write_text(ORGANISATIONS + wrong)
    lines = refused(qvgraph("check", "ulm"))
    assert len(lines) == SHOWN + 1 == 21
    assert lines[-1] == "… and 10 more problems"
    (network / "organisations.csv").write_text(ORGANISATIONS + wrong.splitlines()[0] + "\n")
    assert len(refused(qvgraph("check", "ulm"))) == 2


BROKEN = {
    "a missing column": (b"id,region\nanna,ulm\n", "column kind is missing"),
    "an id twice": (ORGANISATIONS.encode() + b"anna,firm,ulm,,,\n", "line 7, column id"),
    "negative employees": (ORGANISATIONS.encode() + b"x,firm,ulm,,-3,\n", "-3 found"),
    "text in a number": (ORGANISATIONS.encode() + b"x,firm,ulm,,many,\n", "“many” found"),
    "UTF-16": (ORGANISATIONS.encode("utf-16"), "UTF-16"),
    "NUL": (ORGANISATIONS.encode() + b"\0", "UTF-8 or windows-1252 is expected"),
    "an empty file": (b"", "nothing found"),
    "only a header": (b"id,kind\n", "no row found"),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_table_is_refused_by_every_command(network: Path, broken: str):
    data, said = BROKEN[broken]
    (network / "organisations.csv").write_bytes(data)
    Path("typed.toml").write_text(TINY.replace('profile = "region"\nfirms = 25', 'folder = "ulm"'))
    before = there()
    for command in (["check", "ulm"], ["metrics", "ulm"], ["run", "typed.toml"]):
        text = "\n".join(refused(qvgraph(*command)))
        assert "organisations.csv" in text
        assert said in text
    assert there() == before


def test_show_prints_each_value_with_the_table_that_it_came_from(network: Path):
    (network / "managers.csv").write_text(
        "id,region,host,fte,diagnosis\nmaria,ulm,chamber,0.5,0.25\nnils,neckar,,,\n"
    )
    text = TINY.replace('profile = "region"\nfirms = 25', 'folder = "ulm"')
    Path("typed.toml").write_text(
        text
        + "[levers]\nvisits.recruiting = { 0 = 0.6, 12 = 0.2 }\n"
        + "[region.ulm.district.ulm-2]\nturntable.turntable = true\n"
    )
    result = qvgraph("check", "--show", "more", "typed.toml")
    assert result.exit_code == 0
    neckar, ulm = result.stdout.split("[ulm]")
    assert "[neckar]" in neckar
    for line in (
        "funding.retained_months = 12    # [scenario.more]",
        "0 = 0.6, 12 = 0.2 }    # [levers]",
        "funding.taper_months = 0    # default",
        "membership.fees = true    # default",
        "membership.time_euros = { micro = 25, small = 40, medium = 70, large = 140 }    # default",
        "courses.statutory_share = { under_50 = 0, under_500 = 0.5, from_500 = 0.75 }    # default",
        "turntable.turntable = false    # default",
    ):
        assert line in neckar
        assert line in ulm
    assert "turntable.turntable@ulm-2 = true    # [region.ulm.district.ulm-2]" in ulm
    assert "@" not in neckar
    assert "funding.fte = 0.5    # tables" in ulm
    assert "visits.diagnosis = 0.25    # tables" in ulm
    assert "funding.fte = 1.0    # default" in neckar
    wrong = qvgraph("check", "--show", "moer", "typed.toml")
    assert wrong.exit_code == 2
    assert "did you mean more?" in wrong.stderr


# ---- metrics


def test_metrics_of_a_network_show_managers_first(network: Path):
    (network / "contacts.csv").write_text("manager,organisation,strength\nmaria,anna,0.5\n")
    result = qvgraph("metrics", "ulm")
    assert result.exit_code == 0
    title, header, *lines = result.stdout.splitlines()
    assert title == "ulm"
    assert header.split()[:3] == ["id", "degree", "betweenness"]
    names = [line.split()[0] for line in lines[:7]]
    assert names[:2] == ["maria", "nils"]
    assert sorted(names[2:]) == ["anna", "bert", "chamber", "cora", "dora"]
    assert "betweenness raw" in result.stderr


def test_metrics_as_csv_come_on_standard_output_alone(network: Path):
    for options in (["--format", "csv", "--out", "-"], ["--format", "csv"], ["--out", "-"]):
        result = qvgraph("metrics", "ulm", *options)
        assert (result.exit_code, result.stderr) == (0, "")
        table = {row["id"]: row for row in rows(result.stdout)}
        assert list(table)[:2] == ["maria", "nils"]
        assert {row["kind"] for row in table.values()} == {"manager", "firm", "institution"}
        assert (table["anna"]["degree_in"], table["anna"]["degree_out"]) == ("2", "1")
        assert float(table["cora"]["strength_out"]) == 1.0
        assert {row["network"] for row in table.values()} == {"ulm"}


def test_metrics_of_groups_have_the_ten_figures_for_each_region(network: Path):
    result = qvgraph("metrics", "ulm", "--level", "group", "--format", "csv")
    table = rows(result.stdout)
    assert list(table[0]) == ["network", "region", *FIGURES]
    assert [row["region"] for row in table] == ["neckar", "ulm"]
    assert (table[1]["organisations"], table[1]["components"]) == ("4", "2")
    assert float(table[1]["density"]) == 3 / 12
    assert float(table[1]["member_share"]) == pytest.approx(2 / 3)
    shown = qvgraph("metrics", "ulm", "--level", "group")
    assert [line.split()[0] for line in shown.stdout.splitlines()[2:]] == FIGURES
    assert shown.stdout.splitlines()[1].split() == ["neckar", "ulm"]


def test_metrics_of_the_whole_are_a_long_table(network: Path):
    result = qvgraph("metrics", "ulm", "--level", "network", "--format", "json")
    table = json.loads(result.stdout)
    assert [row["metric"] for row in table][:10] == FIGURES
    assert {(row["level"], row["item"]) for row in table} == {("network", "all")}
    shown = qvgraph("metrics", "ulm", "--level", "network")
    lines = [line.split() for line in shown.stdout.splitlines()[2:]]
    assert [line[0] for line in lines[:10]] == FIGURES
    assert ["organisations", "5"] in lines  # a whole number has no decimals
    assert ["density", "0.200"] in lines


def test_only_the_metrics_named_are_given(network: Path):
    result = qvgraph(
        "metrics", "ulm", "--metric", "pagerank", "--metric", "degree", "--format", "csv"
    )
    header = result.stdout.splitlines()[0].split(",")
    assert [name for name in header if name in ("degree", "pagerank", "betweenness")] == [
        "pagerank",
        "degree",
    ]
    ranks = [float(row["pagerank"]) for row in rows(result.stdout)]
    assert sum(ranks) == pytest.approx(1.0)


def test_a_group_shows_the_roles_of_brokerage_between_its_groups(network: Path):
    (network / "contacts.csv").write_text(
        "manager,organisation,strength\nmaria,anna,0.5\nmaria,bert,0.5\n"
    )
    roles = ["coordinator", "itinerant", "representative", "gatekeeper", "liaison", "brokerage"]
    shown = qvgraph("metrics", "ulm", "--group", "region")
    assert shown.stdout.splitlines()[1].split() == ["id", *roles]
    result = qvgraph("metrics", "ulm", "--group", "region", "--format", "csv")
    maria = next(row for row in rows(result.stdout) if row["id"] == "maria")
    assert list(maria)[-6:] == roles
    assert maria["brokerage"] != ""
    assert "did you mean region?" in refused(qvgraph("metrics", "ulm", "--group", "regoin"))[-1]


def test_brokerage_stands_beside_what_chance_gives_by_each_null(network: Path):
    (network / "contacts.csv").write_text(
        "manager,organisation,strength\nmaria,anna,0.5\nmaria,bert,0.5\n"
    )
    shown = qvgraph("metrics", "ulm", "--group", "kind", "--chance")
    nulls = ["labels", "density", "dyads", "degrees", "blocks"]
    assert shown.stdout.splitlines()[1].split() == ["id", "role", "count", *nulls]
    assert shown.stdout.splitlines()[2].split()[0] == "maria"
    assert "degrees: everybody has" in " ".join(shown.stderr.split())
    assert "rows; all with" not in shown.stdout
    table = rows(qvgraph("metrics", "ulm", "--chance", "--format", "csv").stdout)
    assert {row["null"] for row in table} == set(nulls)
    assert all(bool(row["note"]) == (row["count"] == "") for row in table)
    for other in (["--level", "group"], ["--metric", "degree"]):
        said = refused(qvgraph("metrics", "ulm", "--chance", *other))[-1]
        assert "--chance looks at the five roles of each node" in said


def test_a_metric_is_explained_with_what_other_programs_give(network: Path):
    told = qvgraph("metrics", "--explain", "constraint")
    assert told.exit_code == 0
    assert "(p_ij + Σ_q p_iq p_qj)²" in told.stdout
    assert "the same: g.constraint()" in told.stdout
    like = qvgraph("metrics", "--explain", "effective_size", "--like", "networkx", language="de")
    assert "falsche Achse" in " ".join(like.stdout.split())
    assert "igraph" not in like.stdout
    assert "did you mean katz?" in refused(qvgraph("metrics", "--explain", "kats"))[0]
    assert "a metric is expected there" in refused(qvgraph("metrics", "--like", "sna"))[-1]


def test_contacts_can_be_left_out(network: Path):
    (network / "contacts.csv").write_text("manager,organisation,strength\nmaria,anna,0.5\n")
    degree = {}
    for ties in ("advice,contact", "advice"):
        result = qvgraph("metrics", "ulm", "--ties", ties, "--format", "csv")
        degree[ties] = {row["id"]: row["degree"] for row in rows(result.stdout)}
    assert (degree["advice,contact"]["maria"], degree["advice"]["maria"]) == ("1", "0")
    assert degree["advice"]["anna"] == "3"


def test_metrics_of_a_run_are_those_of_its_month_managers_first(done: Path):
    result = qvgraph("metrics", str(done))
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "region (synthetic): scenario cliff, draw 0, replicate 0, month 24"
    assert lines[2].split()[0] == "region-manager-1"
    figures = [line.split() for line in lines[3:20]]
    betweenness = [float(row[2].replace(",", "")) for row in figures]
    assert betweenness == sorted(betweenness, reverse=True)
    chosen = ("--scenario", "more", "--draw", "1", "--replicate", "1", "--month", "30")
    other = qvgraph("metrics", str(done), *chosen)
    assert "scenario more, draw 1, replicate 1, month 30" in other.stdout.splitlines()[0]
    table = rows(qvgraph("metrics", str(done), *chosen, "--format", "csv").stdout)
    assert table[0]["kind"] == "manager"
    assert int(table[0]["degree"]) > 3
    start = rows(qvgraph("metrics", str(done), "--month", "0", "--format", "csv").stdout)
    assert start[0]["degree"] == "0"
    assert {row["network"] for row in start} == {"region (synthetic)"}


def test_metrics_speak_german(done: Path):
    result = qvgraph("metrics", str(done), language="de")
    assert result.stdout.splitlines()[0].startswith("region (synthetisch): Szenario cliff")
    assert "Betweenness" in result.stderr or "roh" in result.stderr


def test_the_list_names_every_metric_with_its_source():
    from qvgraph.metrics import METRICS

    result = qvgraph("metrics", "--list")
    assert result.exit_code == 0
    named = {line.partition(":")[0] for line in result.stdout.splitlines() if line[0] != " "}
    assert named == set(METRICS)
    assert "Freeman" in result.stdout
    german = qvgraph("metrics", "--list", language="de")
    assert "Dichte" in german.stdout
    assert "Dichte" not in result.stdout


WRONG_METRICS = {
    "an unknown metric": (["--metric", "betweeness"], "did you mean betweenness?"),
    "a metric of another level": (["--metric", "density"], "it is a metric of the level group"),
    "an unknown level": (["--level", "firm"], "--level"),
    "unknown ties": (["--ties", "friendship"], "--ties"),
    "an unknown format": (["--format", "xlsx"], "--format"),
    "a folder that is not there": (["--out", "nowhere/table.csv"], "its folder does not exist"),
}


@pytest.mark.parametrize("wrong", WRONG_METRICS)
def test_wrong_options_of_metrics_are_refused(network: Path, wrong: str):
    options, said = WRONG_METRICS[wrong]
    before = there()
    assert said in "\n".join(refused(qvgraph("metrics", "ulm", *options)))
    assert there() == before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--draw", "2"], "--draw: 2 found; 0 to 1 is expected"),
        (["--draw", "-1"], "--draw: -1 found"),
        (["--replicate", "2"], "--replicate: 2 found; 0 to 1 is expected"),
        (["--month", "41"], "--month: 41 found; 0 to 40 is expected"),
        (["--month", "-1"], "--month: -1 found"),
        (["--month", "May"], "--month"),
        (["--scenario", "moer"], "did you mean more?"),
    ],
)
def test_a_month_that_a_run_does_not_have_is_refused(done: Path, options: list[str], said: str):
    assert said in "\n".join(refused(qvgraph("metrics", str(done), *options)))


def test_several_wrong_places_of_a_run_are_named_at_once(done: Path):
    lines = refused(qvgraph("metrics", str(done), "--draw", "9", "--month", "99"))
    assert [line.partition(":")[0] for line in lines] == ["--draw", "--month"]


@pytest.mark.parametrize("option", ["--draw", "--replicate", "--month"])
def test_a_network_has_no_draws_replicates_or_months(network: Path, option: str):
    assert "is no run" in refused(qvgraph("metrics", "ulm", option, "1"))[0]


def test_metrics_need_something_to_look_at(network: Path):
    assert "a network or a run folder is expected" in refused(qvgraph("metrics"))[-1]
    assert "did you mean ulm?" in refused(qvgraph("metrics", "ulmm"))[0]
    assert "the ending “.toml” is unknown" in refused(qvgraph("metrics", "tiny.toml"))[0]


def test_a_file_is_replaced_only_with_force(network: Path):
    out = Path("table.csv")
    assert qvgraph("metrics", "ulm", "--out", "table.csv").exit_code == 0
    whole = out.read_text()
    assert rows(whole)[0]["id"] == "maria"
    out.write_text("mine")
    line = refused(qvgraph("metrics", "ulm", "--out", "table.csv"))[0]
    assert line == "table.csv: is there already; --force replaces it"
    assert out.read_text() == "mine"
    assert qvgraph("metrics", "ulm", "--out", "table.csv", "--force").exit_code == 0
    assert out.read_text() == whole


def test_tables_are_written_in_the_format_of_their_ending_or_the_one_named(network: Path):
    for name, options in (
        ("table.csv", []),
        ("table.json", []),
        ("table.parquet", []),
        ("table.txt", ["--format", "json"]),
    ):
        assert qvgraph("metrics", "ulm", "--out", name, *options).exit_code == 0
    frames = [
        pl.read_csv("table.csv"),
        pl.read_parquet("table.parquet"),
        pl.read_json("table.json"),
        pl.read_json(Path("table.txt")),
    ]
    for frame in frames:
        assert frame["id"].to_list()[:2] == ["maria", "nils"]
        assert frame.columns == frames[0].columns


# ---- language


def test_help_comes_in_the_language_asked_for():
    import subprocess
    import sys

    def text(*arguments: str) -> str:
        command = [sys.executable, "-m", "qvgraph", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert "what lasts after the pilot" in text("--lang", "en", "--help")
    german = text("--lang=de", "metrics", "--help")
    assert "Lauf" in german
    for english in ("language; default", "replace what is there", "a table for machines"):
        assert english not in german
    for words_of_click in ("Usage", "Options", "Show this message"):
        assert words_of_click not in german
    assert "Befehle:" in text("--lang=de", "--help")


def test_an_unknown_language_or_command_is_refused():
    result = CliRunner().invoke(_commands, ["check", "tiny.toml", "--lang", "fr"])
    assert result.exit_code == 2
    assert "--lang" in result.stderr
    result = CliRunner().invoke(_commands, ["walk", "tiny.toml"])
    assert result.exit_code == 2
    assert "walk" in result.stderr


def test_commands_come_in_the_order_in_which_one_meets_them():
    assert list(_commands.commands) == [
        *("demo", "run", "report", "template", "check", "diff"),
        *("metrics", "benchmark", "draw", "convert", "describe", "schema"),
    ]
    result = CliRunner().invoke(_commands, ["--help"])
    assert result.exit_code == 0
    places = [result.stdout.index(f"  {name} ") for name in _commands.commands]
    assert places == sorted(places)
