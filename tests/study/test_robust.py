"""In how many sets of assumptions the order of the scenarios stays, and what turns it."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from qvgraph import language
from qvgraph.study.facts import Facts
from qvgraph.study.outcomes import ALL
from qvgraph.study.robust import dependence, order_of, robustness

SETS = 20
PLACES = {
    "visits.join_base": tuple((np.arange(SETS) + 0.5) / SETS),
    "membership.leave": tuple((np.arange(SETS) * 7 % SETS + 0.5) / SETS),
}
FACTS = Facts(
    baseline="cliff",
    labels={"cliff": "Cliff", "taper": "Taper", "retained": "Retained"},
    judged=[96],
    since={},
    network="pilot",
    places=PLACES,
)


@pytest.fixture(autouse=True)
def english():
    language.use("en")
    yield
    language.use(None)


def outcomes_of(**shares) -> pl.DataFrame:
    """Two replicates whose mean is the share of the set."""
    rows = [
        {"scenario": name, "draw": draw, "replicate": n, "region": ALL, "sustained": share + wobble}
        for name, values in shares.items()
        for draw, share in enumerate(np.broadcast_to(values, SETS))
        for n, wobble in enumerate((-0.05, 0.05))
    ]
    return pl.DataFrame(rows)


RISING = 0.5 + 0.02 * np.arange(SETS)  # ahead of 0.55 from the fourth set on


def test_the_order_stays_where_no_clear_difference_is_turned_round():
    order = order_of({"cliff": np.full(SETS, 0.1), "taper": np.full(SETS, 0.55), "up": RISING})
    assert order.sets == SETS
    assert order.turned == {("taper", "cliff"): 0, ("up", "cliff"): 0, ("up", "taper"): 3}
    assert order.stays == SETS - 3


def test_what_does_not_clearly_differ_is_no_order():
    wobble = np.tile([0.1, -0.1], SETS // 2)
    order = order_of({"one": 0.5 + wobble, "other": 0.5 - wobble})
    assert order.turned == {}
    assert order.stays == SETS


def test_the_assumption_that_a_difference_follows_is_found():
    found = dependence(RISING, PLACES)
    assert found is not None
    assert found.path == "visits.join_base"
    assert found.correlation == pytest.approx(1.0)
    assert dependence(-RISING, PLACES).correlation == pytest.approx(-1.0)


def test_a_correlation_that_may_be_chance_is_none():
    luck = np.random.default_rng(3)
    many = {f"a.{n}": tuple(luck.permutation(SETS)) for n in range(12)}
    named = sum(dependence(luck.normal(size=SETS), many) is not None for _ in range(400))
    assert 2 <= named <= 40  # 5 of 100, over all assumptions together


def test_ties_share_their_rank():
    steps = np.repeat([0.0, 1.0], SETS // 2)
    found = dependence(steps, PLACES)
    ranks = np.repeat([5.5, 15.5], SETS // 2)
    assert found.correlation == pytest.approx(np.corrcoef(ranks, np.arange(SETS))[0, 1])


def test_a_constant_difference_follows_nothing():
    assert dependence(np.full(SETS, 0.3), PLACES) is None
    assert dependence(np.arange(3.0), PLACES) is None


def test_the_answer_says_how_often_and_what_turns_it():
    found = robustness(outcomes_of(cliff=0.1, taper=0.55, retained=RISING), "retained", FACTS)
    assert found.title == "In how many of 20 sets of assumptions"
    assert found.sentence == (
        "In 20 of 20 sets of assumptions “Retained” is ahead of “Cliff”, in 0 behind. The order of"
        " all scenarios that clearly differ stays in 17 of 20. Most often “Retained” and “Taper”"
        " change places, in 3 of 20 sets; the further down in its range “joining: base” lies, the"
        " sooner."
    )
    cells = {row.scenario: [cell.text for cell in row.cells] for row in found.table.rows}
    assert cells["cliff"] == ["", "", "0", ""]
    assert cells["taper"] == ["20", "0", "3", "none clearly"]
    assert cells["retained"] == ["20", "0", "17", "joining: base\nρ +1.00"]
    assert any("leaving" in remark for remark in found.remarks)


def test_the_baseline_may_be_the_best():
    found = robustness(outcomes_of(cliff=0.9, taper=0.5, retained=0.4), "cliff", FACTS)
    assert "is ahead of" not in found.sentence
    assert found.sentence.startswith("The order of all scenarios")


def test_without_sets_there_is_nothing_to_say():
    facts = replace(FACTS, places={})
    assert robustness(outcomes_of(cliff=0.1, taper=0.5, retained=0.4), "taper", facts) is None
