"""Intervals: what is exact and what is refused, the same on any threads, and what is frozen."""

from fractions import Fraction
from itertools import product

import numpy as np
import polars as pl
import pytest
from networks import frames_of, network_of
from test_silent import surveyed, ties_of
from twins import Net

from qvgraph.metrics import LONG, METRICS, compute, tidy
from qvgraph.metrics.unsure.covered import LEAST, MOST, coverage, holds, measured
from qvgraph.metrics.unsure.intervals import DRAWS, _figures, estimate, limits
from qvgraph.metrics.unsure.resampled import resampled
from qvgraph.metrics.unsure.silent import reconstructed
from qvgraph.model.checks import check_frames
from qvgraph.model.network import Network
from qvgraph.problems import InputError

NAMES = ["density", "reciprocity", "transitivity", "components"]


def by_luck(size: int, share: float, seed: int = 4) -> Net:
    luck = np.random.default_rng(seed)
    names = tuple(f"{i:02}" for i in range(size))
    there = np.argwhere((luck.random((size, size)) < share) & ~np.eye(size, dtype=bool))
    return Net(names, {(names[i], names[j]): Fraction(1, 2) for i, j in there.tolist()}, {})


def silent_network() -> Network:
    net = by_luck(24, 0.15)
    frames = surveyed(net, "")
    quiet = list(net.nodes[::4])
    frames["organisations"] = frames["organisations"].with_columns(
        responded=~pl.col("id").is_in(quiet), region=pl.lit("here")
    )
    frames["ties"] = frames["ties"].filter(~pl.col("source").is_in(quiet))
    return check_frames("quiet", frames)


@pytest.mark.parametrize("level", ["node", "group", "network"])
def test_where_all_answered_the_interval_is_the_value(level: str) -> None:
    network = check_frames("small", surveyed(by_luck(8, 0.3), ""))
    table = tidy(network, level=level, interval="silent")  # type: ignore[arg-type]
    plain = tidy(network, level=level)  # type: ignore[arg-type]
    assert table["value"].equals(plain["value"])
    assert table["low"].equals(plain["value"])
    assert table["high"].equals(plain["value"])


def test_value_and_ends_are_those_of_the_reconstructions() -> None:
    network, draws = silent_network(), 39
    table = tidy(network, level="network", names=NAMES, interval="silent", draws=draws)
    assert dict(table.schema) == LONG
    tables = [
        tidy(reconstructed(network, seed=1, number=number), level="network", names=NAMES)
        for number in range(draws)
    ]
    for place, row in enumerate(table.iter_rows(named=True)):
        values = sorted(one["value"][place] for one in tables)
        expected = values[19] if METRICS[row["metric"]].whole else sum(values) / draws
        assert row["value"] == pytest.approx(expected)
        if row["low"] is not None:
            assert (row["low"], row["high"]) == (values[1], values[-2])
        else:
            assert "no interval" in row["note"]


def test_the_bootstrap_lies_round_the_value_as_the_draws_round_their_mean() -> None:
    values = np.arange(39.0) ** 2
    low, high = limits(values, "bootstrap", 500.0)
    assert (low, high) == (500 - values.mean() + 1, 500 - values.mean() + 37**2)
    assert estimate(np.array([1.0, 2.0, 6.0]), whole=False) == 3
    assert estimate(np.array([1.0, 2.0, 6.0]), whole=True) == 2


def test_organisations_drawn_anew_bring_their_ties_and_copies_have_ties_of_two_others() -> None:
    frames = surveyed(by_luck(12, 0.3), "")
    network = check_frames("small", frames)
    told, region = ties_of(network), dict(network.organisations.select("id", "region").rows())
    for number in range(10):
        one = resampled(network, seed=1, number=number)
        assert one.organisations["id"].n_unique() == 12
        counts = one.organisations["region"].value_counts(sort=True).rows()
        assert sorted(counts) == [("here", 6), ("there", 6)]
        of = {id_: id_.split("\0")[0] for id_ in one.organisations["id"]}
        drawn = ties_of(one)
        for (i, first), (j, second) in product(of.items(), repeat=2):
            if first != second:
                assert ((i, j) in drawn) == ((first, second) in told)
            elif (i, j) in drawn:
                assert i != j
                assert any(region[a] == region[b] == region[first] for a, b in told)
    assert len({len(ties_of(resampled(network, seed=1, number=n))) for n in range(10)}) > 1


def test_a_clique_stays_a_clique_and_has_no_width() -> None:
    net = Net(tuple("abcde"), {(i, j): Fraction(1) for i in "abcde" for j in "abcde" if i != j}, {})
    table = tidy(network_of(net), level="network", names=["density", "reciprocity"],
                 interval="bootstrap", draws=19)  # fmt: skip
    assert table["low"].to_list() == table["high"].to_list() == [1, 1]


@pytest.mark.parametrize("interval", ["silent", "bootstrap"])
def test_the_bytes_are_the_same_on_any_number_of_threads(
    interval: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = silent_network()
    if interval == "bootstrap":
        network = network_of(by_luck(20, 0.2))
    found = []
    for threads in (1, 3):
        monkeypatch.setattr("os.cpu_count", lambda n=threads: n)
        table = tidy(network, level="network", names=NAMES, interval=interval, draws=19)  # type: ignore[arg-type]
        found.append(table.write_csv())
    assert found[0] == found[1]


def test_the_bootstrap_gives_managers_intervals_and_organisations_a_reason() -> None:
    frames = surveyed(by_luck(12, 0.3), "")
    frames["managers"] = pl.DataFrame({"id": ["m"], "region": ["here"]})
    frames["contacts"] = pl.DataFrame(
        {"manager": ["m"] * 6, "organisation": frames["organisations"]["id"][:6]}
    )
    table = tidy(check_frames("small", frames), names=["degree"], interval="bootstrap", draws=19)
    notes = dict(table.select("item", "note").rows())
    assert notes["00"] == "no interval: organisations come and go in the bootstrap"
    assert notes["m"] != notes["00"]


def test_what_cannot_be_done_is_refused() -> None:
    network = silent_network()
    for arguments, told in (
        ({"interval": "bootstrap"}, "6 organisations did not answer"),
        ({"interval": "silnet"}, "did you mean silent"),
        ({"interval": "silent", "draws": 18}, "at least 19"),
    ):
        with pytest.raises(InputError, match=told):
            tidy(network, level="network", names=NAMES, **arguments)
    nobody = network.with_tables(
        organisations=network.organisations.with_columns(responded=pl.lit(value=False))
    )
    with pytest.raises(InputError, match="no organisation answered"):
        tidy(nobody, level="network", names=NAMES, interval="silent")


def test_a_wide_table_with_intervals_is_the_long_one() -> None:
    network = silent_network()
    one = compute(network, level="group", names=["density"], interval="silent")
    assert dict(one.schema) == LONG
    assert one["note"][0] == f"mean of {DRAWS} reconstructions"
    assert one["value"][0] > tidy(network, level="group", names=["density"])["value"][0]


def test_what_all_reconstructions_give_is_the_value_whatever_the_network_shows() -> None:
    """Nobody names a silent one: outside of all in the network, and in no reconstruction."""
    row = {"metric": "components", "value": 2.0, "note": None}
    told = _figures(row, "silent", "network", np.ones(19))
    assert told == {"value": 1, "low": 1, "high": 1, "note": "median of 19 reconstructions"}
    row = {"metric": "constraint", "value": None, "note": "no tie"}
    drawn = np.linspace(0.1, 1.0, 19)
    told = _figures(row, "silent", "organisation", drawn)
    assert (told["low"], told["high"]) == (0.1, 1.0)
    assert told["value"] == pytest.approx(0.55)
    drawn[3] = np.nan
    assert _figures(row, "silent", "organisation", drawn) == {"note": "no tie"}


# ---- the frozen table of coverage


def test_at_small_size_intervals_hold_about_as_often_as_the_table_says() -> None:
    """Sixteen deletions from one network: from 11 on they agree with nine in ten."""
    net, names = by_luck(26, 0.2), ["density", "centralisation_in"]
    whole = tidy(network_of(net), level="network", names=names)["value"].to_numpy()
    held, values = np.zeros(2), np.zeros(2)
    for number in range(16):
        quiet = np.random.default_rng(number).choice(net.nodes, 8, replace=False).tolist()
        frames = frames_of(net)
        responded = ~pl.col("id").is_in(quiet)
        frames["organisations"] = frames["organisations"].with_columns(responded=responded)
        frames["ties"] = frames["ties"].filter(~pl.col("source").is_in(quiet))
        table = tidy(check_frames("quiet", frames), level="network", names=names,
                     interval="silent", draws=19, seed=number)  # fmt: skip
        low, high = table["low"].to_numpy(), table["high"].to_numpy()
        held += (low <= whole) & (whole <= high)
        values += table["value"].to_numpy() / 16
    assert held.min() >= 11
    assert held.sum() < 32
    assert values[0] == pytest.approx(whole[0], rel=0.06)


def test_every_measured_metric_exists_and_the_rule_is_that_of_the_table() -> None:
    table = coverage()
    assert set(table["metric"]) <= set(METRICS)
    assert set(table["interval"]) == {"silent", "bootstrap"}
    assert table.select("interval", "of", "metric").is_duplicated().sum() == 0
    for row in table.iter_rows(named=True):
        assert row["least"] <= row["coverage"] <= row["most"]
        share = measured(row["interval"], row["of"], row["metric"])
        assert holds(share) == (LEAST <= row["coverage"] <= MOST)
    assert measured("silent", "network", "no such metric") is None
    assert not holds(None)


@pytest.mark.parametrize(
    ("of", "metric"),
    [
        ("network", "density"),
        ("network", "reciprocity"),
        ("network", "transitivity"),
        ("network", "centralisation_degree"),
        ("network", "centralisation_in"),
        ("manager", "betweenness"),
        ("manager", "constraint"),
    ],
)
def test_what_matters_most_has_an_interval_and_little_error(of: str, metric: str) -> None:
    row = coverage().filter(interval="silent", of=of, metric=metric).row(0, named=True)
    assert holds(row["coverage"])
    assert abs(row["bias"]) < 5
    assert row["trials"] >= 200
