"""Synthetic networks that run already: what lies behind them is simulated, once for a draw."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from qvgraph.kernels.draws import replicate_key
from qvgraph.study.ensemble import Ensemble
from qvgraph.study.past import HISTORY
from qvgraph.study.run import run_study
from qvgraph.study.settings import NUMBERS

pytestmark = pytest.mark.usefixtures("english")

HEAD = """
outside_range = true
baseline = "a"
[network]
profile = "expansion"
firms = 40
draws = 2
[run]
months = 30
replicates = 2
[judge]
month = 30
core = 6
"""
ONE = 'outside_range = true\nbaseline = "a"\n[network]\nprofile = "region"\nfirms = 60\ndraws = 2\n'


@pytest.fixture
def ensemble(read):
    return Ensemble(
        read(HEAD + "[scenario.a]\n[scenario.b]\nfunding.fte = 0.5\nfunding.persons = 2\n")
    )


def members(network) -> dict[str, int]:
    firms = network.organisations.filter(pl.col("kind") == "firm")
    return dict(firms.group_by("region").agg(pl.col("member").sum()).iter_rows())


def test_ten_networks_run_and_sixteen_start(ensemble):
    found = members(ensemble.network("a", 0))
    assert len(found) == 26
    running = {region: n for region, n in found.items() if region.startswith("running-")}
    assert len(running) == 10
    assert min(running.values()) > 0
    assert {n for region, n in found.items() if region not in running} == {0}
    contacts = ensemble.network("a", 0).contacts
    assert set(contacts["organisation"].str.slice(0, 8)) == {"running-"}


def test_the_past_is_that_of_a_network_that_started_then(read):
    """The same months in a study of their own give the same tables."""
    started = Ensemble(read(ONE + "[scenario.a]\nfunding.start_month = -20\n")).network("a", 1)
    plain = Ensemble(read(ONE + "[run]\nmonths = 20\n[judge]\nmonth = 20\n[scenario.a]\n"))
    from qvgraph.simulate.snapshot import network_at

    key = replicate_key(plain.study.run.seed, 1, HISTORY)
    then = network_at(plain.network("a", 1), plain.setting("a", 1), key, 20)
    for table, frame in then.tables.items():
        assert_frame_equal(started.tables[table], frame)
    assert members(then)["region"] > 5


def test_trust_strength_and_budgets_are_those_of_the_past(read):
    bare = Ensemble(read(ONE + "[scenario.a]\n")).network("a", 0)
    lived = Ensemble(read(ONE + "[scenario.a]\nfunding.start_month = -20\n")).network("a", 0)
    assert lived.ties["trust"].n_unique() > 5
    assert bare.ties["trust"].n_unique() == 1
    joined = bare.organisations.join(lived.organisations, on="id", suffix="_lived")
    assert (joined["account_euros"] != joined["account_euros_lived"]).sum() > 30
    assert lived.organisations["benefit"].drop_nulls().len() == members(lived)["region"]


def test_the_past_is_the_same_in_all_scenarios(ensemble):
    ours, theirs = ensemble.network("a", 1), ensemble.network("b", 1)
    assert ours is not theirs, "two persons share what one had"
    assert members(ours) != members(ensemble.network("a", 0))
    assert_frame_equal(ours.organisations.drop("manager"), theirs.organisations.drop("manager"))
    for table in ("ties", "levels", "trainings"):
        assert_frame_equal(ours.tables[table], theirs.tables[table])
    order = pl.col("organisation"), pl.col("strength")
    assert_frame_equal(*(one.contacts.select(order).sort("organisation") for one in (ours, theirs)))
    person = dict(theirs.organisations.select("id", "manager").iter_rows())
    assert all(
        person[i] == m for m, i in theirs.contacts.select("manager", "organisation").iter_rows()
    )
    assert theirs.contacts["manager"].n_unique() == 20


def test_levers_of_a_scenario_do_not_reach_back(read):
    text = HEAD + "[scenario.a]\n[scenario.b]\nfunding.fte = 2.0\nfunding.persons = 2\n[levers]\n"
    ensemble = Ensemble(read(text + "funding.persons = 2\n"))
    assert ensemble.network("a", 0) is ensemble.network("b", 0)


def test_a_lever_of_all_scenarios_reaches_back(read):
    text = ONE + "[scenario.a]\nfunding.start_month = -20\n"
    whole, none = (
        Ensemble(read(text + more)).network("a", 0)
        for more in ("", "[levers]\nfunding.fte = 0.0\n")
    )
    assert members(none)["region"] < members(whole)["region"]
    assert none.contacts.height < whole.contacts.height


def test_what_started_before_counts_as_pilot_and_can_be_judged_strictly(read, tmp_path):
    text = HEAD.replace("months = 30", "months = 40").replace("month = 30", "month = 40")
    run = run_study(read(text + "[scenario.a]\n"), out=tmp_path / "a.run")
    of_regions = run.outcomes.filter(pl.col("region") != "all")
    assert of_regions["sustained"].null_count() == 0
    running = pl.col("region").str.starts_with("running")
    first = {
        name: of_regions.filter(rows)["courses"].mean()
        for name, rows in (("old", running), ("new", ~running))
    }
    assert first["old"] > 0


def test_no_replicate_of_a_study_meets_the_luck_of_the_past():
    assert NUMBERS["replicates"].spec.high < HISTORY


def test_a_network_read_from_tables_has_the_past_that_they_tell(tmp_path, read):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "organisations.csv").write_text(
        "id,kind,region,member\n"
        + "".join(f"f{n},firm,ulm,{str(n < 9).lower()}\n" for n in range(20)),
        "utf-8",
    )
    text = 'baseline = "a"\n[network]\nfolder = "mine"\ndraws = 1\n[scenario.a]\n'
    network = Ensemble(read(text + "funding.start_month = -24\n")).network("a", 0)
    assert members(network) == {"ulm": 9}
    assert network.contacts.height == 0
