"""Each network draw with assumptions of its own: which vary, where they come from, how far."""

import pytest

from qvgraph.declare import BySize
from qvgraph.simulate.parameters import DEFAULTS, PARAMETERS
from qvgraph.study.assumed import places_of, varied
from qvgraph.study.ensemble import Ensemble
from qvgraph.study.ranges import DECISIVE, RANGED, sets_over

pytestmark = pytest.mark.usefixtures("english")

START = 'baseline = "a"\n[network]\nprofile = "pilot"\ndraws = 6\n[run]\nassumptions = "{}"\n'
LEAVE, JOIN = "membership.leave", "visits.join_base"


def study_of(read, words: str = "ranges", rest: str = "[scenario.a]\n"):
    return read(START.format(words) + rest)


@pytest.mark.parametrize(
    ("words", "paths"), [("defaults", ()), ("ranges", DECISIVE), ("all", RANGED)]
)
def test_the_word_says_which_assumptions_vary(read, words: str, paths: tuple[str, ...]):
    study = study_of(read, words)
    assert varied(study) == paths
    ensemble = Ensemble(study)
    plans = [ensemble.plans("a", draw)["ulm"] for draw in range(6)]
    for path in PARAMETERS:
        values = {plan[path] for plan in plans}
        if path not in paths:
            assert values == {DEFAULTS[path]}
        elif PARAMETERS[path].spec.type != "count":  # six draws may meet a whole number twice
            assert len(values) == 6


def test_the_values_are_the_latin_hypercube_of_the_seed_in_every_region(read):
    ensemble = Ensemble(study_of(read))
    for draw, values in enumerate(sets_over(DECISIVE, 6, 2019)):
        for plan in ensemble.plans("a", draw).values():
            assert {path: plan[path] for path in DECISIVE} == dict(values)


def test_without_a_draw_the_defaults_hold(read):
    study = study_of(read)
    assert Ensemble(study).plans("a")["ulm"] == study.plan("a", "ulm") == DEFAULTS


def test_a_value_of_the_study_does_not_vary_any_more(read):
    study = study_of(read, rest=f"[assumptions]\n{LEAVE} = 0.05\n[scenario.a]\n")
    assert varied(study) == tuple(path for path in DECISIVE if path != LEAVE)
    ensemble = Ensemble(study)
    assert {ensemble.plans("a", draw)["ulm"][LEAVE] for draw in range(6)} == {0.05}


def test_a_value_of_one_scenario_leaves_the_others_to_vary(read):
    study = study_of(read, rest=f"[scenario.a]\n[scenario.b]\n{LEAVE} = 0.05\n")
    assert LEAVE in varied(study)
    ensemble = Ensemble(study)
    assert {ensemble.plans("b", draw)["ulm"][LEAVE] for draw in range(6)} == {0.05}
    assert len({ensemble.plans("a", draw)["ulm"][LEAVE] for draw in range(6)}) == 6


def test_what_is_fixed_moves_no_other_assumption(read):
    free = Ensemble(study_of(read))
    fixed = Ensemble(study_of(read, rest=f"[assumptions]\n{LEAVE} = 0.05\n[scenario.a]\n"))
    for draw in range(6):
        here, there = (one.plans("a", draw)["ulm"] for one in (free, fixed))
        assert {path for path in PARAMETERS if here[path] != there[path]} == {LEAVE}


def test_all_scenarios_of_a_draw_assume_the_same(read):
    ensemble = Ensemble(study_of(read, rest="[scenario.a]\n[scenario.b]\nfunding.fte = 0.5\n"))
    for draw in range(6):
        one, other = (ensemble.plans(name, draw)["ulm"] for name in "ab")
        assert {path for path in PARAMETERS if one[path] != other[path]} == {"funding.fte"}
        assert ensemble.network("a", draw) is ensemble.network("b", draw)


def test_networks_are_drawn_from_the_mix_of_their_draw(read):
    ensemble = Ensemble(study_of(read))
    where = places_of(ensemble.study)["network.size_mix"]
    order = sorted(range(6), key=where.__getitem__)
    mixes = [ensemble.plans("a", draw)["ulm"]["network.size_mix"] for draw in order]
    assert all(isinstance(mix, BySize) for mix in mixes)
    assert [mix.micro for mix in mixes] == sorted(mix.micro for mix in mixes)
    share = [
        float((ensemble.network("a", draw).organisations["size"] == "micro").mean())
        for draw in (order[0], order[-1])
    ]
    assert share[0] < 0.4
    assert share[1] > 0.7


def test_the_command_line_replaces_the_word_of_the_file(read, problems):
    assert read(START.format("all") + "[scenario.a]\n", assumptions="defaults").run.assumptions == (
        "defaults"
    )
    said = problems(START.format("some") + "[scenario.a]\n")
    assert said == [
        'half.toml line 6 [run] assumptions: "some" found; one of defaults, ranges, all is expected'
    ]


def test_where_a_drawn_value_comes_from_is_said(read):
    study = study_of(read)
    below = Ensemble(study).below(0)["ulm"]
    origins = study.origins("a", "ulm", below)
    assert origins[JOIN] == '[run] assumptions = "ranges"'
    assert origins["visits.tell"] == "default"
