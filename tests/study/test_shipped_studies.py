"""The studies that come along run as they are, and answer what they ask."""

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
        *("capacity", "manager-leaves", "neutrality", "one-or-two-persons", "phase-two"),
        *("pilot", "small-firms", "turntable"),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted({*shipped()} - {"phase-two"}))  # the demo runs that one
def test_each_runs_and_answers_in_both_languages(name, tmp_path):
    study = read_study(name, replicates=1, overrides=["*.network.firms=100"])
    run = run_study(study, out=tmp_path / "one.run")
    facts = facts_of(study, Ensemble(study))
    for lang in ("de", "en"):
        language.use(lang)
        said = answer(run.outcomes, run.comparison, facts)
        language.use(None)
        assert str(study.judge.month) in said.sentence
        assert len(said.tables) == (4 if name in ("pilot", "turntable") else 3)
