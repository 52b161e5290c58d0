"""The studies that come along run as they are, and answer what they ask."""

from dataclasses import replace

import pytest

from qvgraph import language
from qvgraph.study.answer import answer
from qvgraph.study.ensemble import Ensemble
from qvgraph.study.facts import facts_of
from qvgraph.study.finding import shipped
from qvgraph.study.reading import read_study
from qvgraph.study.run import run_study


def test_they_are_the_questions_of_phase_two():
    assert sorted(shipped()) == [
        *("capacity", "expansion", "manager-leaves", "neutrality", "one-or-two-persons"),
        *("phase-two", "pilot", "small-firms", "turntable"),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted({*shipped()} - {"phase-two"}))  # the demo runs that one
def test_each_runs_and_answers_in_both_languages(name, tmp_path):
    study = read_study(name, replicates=1, overrides=["*.network.firms=100"])
    study = replace(study, network=replace(study.network, draws=min(5, study.network.draws)))
    run = run_study(study, out=tmp_path / "one.run")
    facts = facts_of(study, Ensemble(study))
    for lang in ("de", "en"):
        language.use(lang)
        said = answer(run.outcomes, run.comparison, facts)
        language.use(None)
        assert str(study.judge.month) in said.sentence
        assert len(said.tables) == (4 if name in ("pilot", "turntable") else 3)
        assert (said.robustness is not None) == (name == "expansion")


def test_all_ways_to_expand_have_as_many_post_months():
    study = read_study("expansion")
    facts = facts_of(study, Ensemble(study))
    months = dict(facts.post_months)
    # The ten that run have two years of pilot left and one of half posts.
    assert months.pop(study.baseline) == pytest.approx(36 * 10 / 26)
    assert months == pytest.approx(dict.fromkeys(months, 36.0))
    assert len(months) == 8
    # The half posts are the last to end.
    assert min(facts.since["half-posts"]) == 24


def test_experienced_managers_leave_newcomers_behind():
    ensemble = Ensemble(read_study("expansion"))
    plans = ensemble.plans("experienced-first")
    at_once = ensemble.plans("at-once")
    moved = {region for region in plans if plans[region] != at_once[region]}
    assert moved == {f"{kind}-{n:02}" for kind in ("new", "running") for n in range(1, 11)}
