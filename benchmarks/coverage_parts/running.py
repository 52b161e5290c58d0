"""Small studies, each of its own seed, run without a folder: differences to the cliff."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from qvgraph.study.blocks import simulate_blocks
from qvgraph.study.ensemble import Block, Ensemble
from qvgraph.study.outcomes import outcomes_of
from qvgraph.study.reading import read_study
from qvgraph.study.study import Study

MONTHS: Final = 96
"""Of the run, and the judged month."""
BASELINE: Final = "cliff"
SCENARIOS: Final = ("retained", "half-retained")
"""What is compared with the cliff."""
REGION: Final = "region"

TEXT: Final = f"""
baseline = "{BASELINE}"
[network]
profile = "{REGION}"
[run]
months = {MONTHS}
[judge]
month = {MONTHS}
[levers]
funding.pilot_months = 24
[scenario.cliff]
membership.fees = false
[scenario.half-retained]
funding.retained_share = 0.5
funding.retained_months = 24
[scenario.retained]
funding.retained_share = 1.0
funding.retained_months = 24
"""
"""As in the shipped study, but in one region. Both retained ones have fees, the cliff has none."""

Sample = Mapping[str, np.ndarray]
"""What a scenario has more than the cliff, by outcome; each of shape (draws, replicates)."""


class Size(NamedTuple):
    """How much one study runs."""

    draws: int
    replicates: int


def study_of_three() -> Study:
    """The study that is repeated."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "coverage.toml"
        path.write_text(TEXT, encoding="utf-8")
        return read_study(path)


def run_one(study: Study, size: Size, seed: int, among: Sequence[str]) -> dict[str, Sample]:
    """One repetition: by scenario, its differences to the cliff, paired by draw and replicate."""
    ensemble = Ensemble(replace(study, run=replace(study.run, seed=seed)))
    found = {name: _outcomes(ensemble, name, size, among) for name in (BASELINE, *SCENARIOS)}
    return {
        name: {one: found[name][one] - found[BASELINE][one] for one in among} for name in SCENARIOS
    }


def _outcomes(
    ensemble: Ensemble, scenario: str, size: Size, among: Sequence[str]
) -> dict[str, np.ndarray]:
    records = []
    for draw in range(size.draws):
        block = Block(scenario, draw, 0, 0, size.replicates)
        setting = ensemble.setting(scenario, draw)
        records += simulate_blocks([setting], [block], ensemble.study.run.seed)
    pilot, judged = np.array(ensemble.pilots(scenario)), np.array([MONTHS])
    rows = outcomes_of(
        np.concatenate(records), ensemble.regions, pilot, judged, ensemble.study.judge
    ).filter(region=REGION)
    return {one: rows[one].cast(float).fill_null(np.nan).to_numpy().reshape(size) for one in among}


def run_many(
    size: Size,
    seeds: Sequence[int],
    among: Sequence[str],
    threads: int,
    told: Callable[[int], object],
) -> list[dict[str, Sample]]:
    """A repetition for each seed, in their order; `told` hears how many are done."""
    study = study_of_three()
    found = []
    with ThreadPoolExecutor(threads) as executor:
        tasks = [executor.submit(run_one, study, size, seed, among) for seed in seeds]
        for done, task in enumerate(tasks, start=1):
            found.append(task.result())
            told(done)
    return found


def together(parts: Sequence[Mapping[str, Sample]], scenario: str) -> Sample:
    """One sample of many: their draws one after the other."""
    samples = [part[scenario] for part in parts]
    return {name: np.concatenate([one[name] for one in samples]) for name in samples[0]}


def first(sample: Sample, draws: int) -> Sample:
    """What a study of fewer draws would have: draws do not depend on how many there are."""
    return {name: values[:draws] for name, values in sample.items()}
