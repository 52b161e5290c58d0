"""The barter of `benchmarks/replications.py`: closed forms, bounds, and the lead it is to show."""

import importlib.util
from itertools import combinations
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

pytestmark = pytest.mark.slow  # the kernels are compiled anew

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "replications.py"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("replications", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def lived(script):
    """Runs a small world of agents all tied to each other, returns periods and meetings used."""

    def live(knowledge, **changes):
        agents = len(knowledge)
        partners = np.concatenate([np.delete(np.arange(agents), i) for i in range(agents)])
        ties = (np.arange(agents + 1) * (agents - 1), partners, knowledge.argmax(axis=1))
        rules = script.BARTER._replace(**changes)
        return script.live(knowledge, ties, rules, np.random.default_rng(1))

    return live


def test_two_agents_close_a_tenth_of_both_gaps_with_each_trade(lived):
    knowledge = np.array([[1.0, 0.0], [0.0, 1.0]])
    periods, used = lived(knowledge)
    # Each period both are drawn once on average: 2 meetings, all used until the gap is too small.
    assert 2 * (periods - 20) <= used <= 2 * periods
    assert used == np.ceil(np.log(0.001) / np.log(0.9))
    expected = (1.0 - 0.9**used) * np.array([1.0, 1.0])
    assert np.diag(knowledge) == pytest.approx([1.0, 1.0], abs=0)
    assert np.diag(knowledge[::-1]) == pytest.approx(expected)


def test_who_is_behind_in_everything_gets_nothing(lived):
    knowledge = np.array([[9.0, 8.0, 7.0], [6.0, 5.0, 7.0]])
    before = knowledge.copy()
    assert lived(knowledge) == (0, 0)
    assert (knowledge == before).all()


def test_who_can_offer_more_gives_no_more_than_comes_back(script):
    given = np.zeros(4)
    for seed in range(400):
        knowledge = np.array([[5.0, 5.0, 5.0, 0.0], [0.0, 0.0, 0.0, 5.0]])
        lesson, generator = np.zeros(4), np.random.default_rng(seed)
        gain, loan = script.agree(knowledge, 0, 1, script.BARTER, np.arange(4), lesson, generator)
        assert (gain, loan) == pytest.approx((0.5, 0.5))
        assert (lesson < 0).sum() == (lesson > 0).sum() == 1
        given += lesson != 0
    assert given[3] == 400
    # By lot among the three: 4.5 standard errors.
    assert given[:3] == pytest.approx(400 / 3, abs=4.5 * np.sqrt(400 * 2 / 9))


def test_nobody_forgets_and_nobody_passes_the_best(lived):
    knowledge = np.random.default_rng(2).random((30, 5))
    best = knowledge.max(axis=0)
    for _ in range(50):
        before = knowledge.copy()
        lived(knowledge, periods=1)
        assert (knowledge >= before).all()
        assert (knowledge <= best).all()
    assert knowledge.mean() > 0.6


def test_a_run_ends_when_no_tie_holds_a_trade(lived):
    knowledge = np.random.default_rng(3).random((12, 5))
    periods, _ = lived(knowledge)
    assert 0 < periods < 5000
    for one, other in combinations(knowledge, 2):
        gap = other - one
        assert gap.max() <= 0.001 or gap.min() >= -0.001


def test_alone_one_learns_what_is_said_where_one_is_best(lived):
    knowledge = np.array([[3.0, 2.0], [1.0, 0.0]])  # nothing to trade, and it stays so
    lived(knowledge, alone=0.25, periods=40)
    assert (knowledge[:, 1] == [2.0, 0.0]).all()
    assert knowledge[:, 0].sum() == 4.0 + 0.25 * 80


def test_a_meeting_must_bring_both_more_than_learning_alone(lived):
    # The one would learn 0.1, the other 1; four meetings cannot change who wants to meet.
    cases = ((0.05, True, True), (0.5, True, False), (0.5, False, True), (5.0, False, False))
    for alone, both, meet in cases:
        knowledge = np.array([[10.0, 0.0], [0.0, 1.0]])
        _, used = lived(knowledge, alone=alone, both=both, periods=2)
        assert (used > 0) == meet, (alone, both)


@pytest.mark.parametrize("rewiring", [0.0, 0.09, 1.0])
def test_a_network_keeps_its_ties_and_everybody_five_of_them(script, rewiring):
    start, partners = script.network(script.BARTER, rewiring, np.random.default_rng(4))
    graph = nx.Graph((i, j) for i in range(500) for j in partners[start[i] : start[i + 1]])
    assert graph.number_of_edges() == 2500
    assert len(partners) == 5000
    assert np.diff(start).min() >= 5
    assert (rewiring == 0.0) == (nx.average_clustering(graph) == pytest.approx(2 / 3))


def test_the_same_seeds_give_the_same_figures(script):
    rules = script.CHOICE._replace(agents=60, alone=0.01, periods=100)
    once, again = (script.ensemble(rules, 2, script.ENDS) for _ in range(2))
    assert (once == again).all()
    assert len(np.unique(once[:, :, 0])) == 6


def test_the_small_world_knows_more_than_the_ring_and_the_random_network(script):
    figures = script.ensemble(script.BARTER, 6, script.ENDS)
    for found in script.leads(figures):
        assert found[1] > 0.0


def test_a_verdict_needs_its_whole_interval_on_one_side(script):
    above, across, below = ([2.0, 1.1, 2.9], [1.5, 0.5, 2.5], [0.5, 0.1, 0.9])
    assert script.judged([above, above]) == "holds"
    assert script.judged([above, across]) == "undecided"
    assert script.judged([above, below]) == "fails"
