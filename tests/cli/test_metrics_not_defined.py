"""Metrics that were asked for where they make no sense: which, why, and what to take."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from qvgraph.cli.commands import _commands
from qvgraph.metrics import METRICS, forecast

TIES = "source,target,strength\nanna,bert,0\nbert,anna,0.5\ncora,dora,0.5\ndora,cora,0.5\n"


@pytest.fixture
def network(tmp_path: Path) -> str:
    path = tmp_path / "pairs.csv"
    path.write_text(TIES)
    return str(path)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (
            ["--metric", "eigenvector"],
            "metric: eigenvector is not defined for this network: not in the one largest "
            "component; take pagerank",
        ),
        (
            ["--metric", "liaison"],
            "metric: liaison is not defined for this network: the group of this node is not known; "
            "--group names a column that makes groups",
        ),
        (
            ["--level", "network", "--metric", "centralisation_closeness", "--metric", "density"],
            "metric: centralisation_closeness is not defined for this network: fewer than three "
            "organisations, or not all within reach; take centralisation_harmonic",
        ),
        (
            ["--level", "group", "--metric", "transitivity"],
            "metric: transitivity is not defined for this network: no organisation with two "
            "partners",
        ),
        (["--metric", "density"], "metric: “density” found; it is a metric of the level group"),
        (
            ["--metric", "betweenness_weighted"],
            "anna → bert: strength 0 found; betweenness_weighted needs one above 0: take the tie "
            "out, or choose a metric that reads no strength",
        ),
        (
            ["--group", "sektor"],
            "group: “sektor” found; the organisations have no such column; did you mean sector?",
        ),
        (
            ["--group", "xyz"],
            "group: “xyz” found; the organisations have no such column; there are: kind, region, "
            "district, sector, size, employees, manager, aligned, member, responded, willing, "
            "account_euros, knows_support, benefit, waiting, synthetic",
        ),
    ],
)
def test_it_is_told_in_one_line_and_nothing_is_printed(
    network: str, options: list[str], told: str
) -> None:
    result = CliRunner().invoke(_commands, ["metrics", network, "--quiet", *options])
    assert result.stderr == told + "\n"
    assert result.stdout == ""
    assert result.exit_code == 2


def test_a_metric_that_some_have_is_shown(network: str) -> None:
    options = ["--metric", "katz", "--metric", "constraint", "--quiet"]
    assert CliRunner().invoke(_commands, ["metrics", network, *options]).exit_code == 0


def test_what_takes_long_is_told_unless_quiet_and_can_be_stopped(
    network: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_: object) -> float:
        raise KeyboardInterrupt

    monkeypatch.setattr(forecast, "forecast", lambda *_: 300.0)
    command = ["metrics", network, "--metric", "degree"]
    assert "This takes about 5 minutes" in CliRunner().invoke(_commands, command).stderr
    assert CliRunner().invoke(_commands, [*command, "--quiet"]).stderr == ""
    monkeypatch.setitem(METRICS, "degree", replace(METRICS["degree"], calculate=stopped))
    result = CliRunner().invoke(_commands, command)
    assert result.exit_code == 3
    assert result.stderr.endswith("Stopped; what is finished stays.\n")
