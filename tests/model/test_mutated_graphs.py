"""Graph files with a thousand faults: a network, or problems in words, quickly and in little room.

What we write ourselves is mutated, and samples of what the formats know beyond that.
"""

import resource
from functools import partial
from pathlib import Path

import pytest
from graph_samples import SAMPLES
from trials import small_network, tried

from qvgraph.model.files import read_network, write_network

WRITTEN = {
    "graphml": "small.graphml",
    "gexf": "small.gexf",
    "pajek": "small.net",
    "dl": "small.dl",
    "matrix": "small.csv",
    "parquet": "small",
}
GIGABYTE = 1e9


@pytest.mark.parametrize(("name", "text"), SAMPLES.items(), ids=list(SAMPLES))
def test_each_sample_is_valid_before_it_is_mutated(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    assert read_network(tmp_path / name).organisations.height >= 2


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "name"), WRITTEN.items(), ids=list(WRITTEN))
def test_mutated_files_of_ours_are_networks_or_problems(
    kind: str, name: str, tmp_path: Path
) -> None:
    write_network(small_network(), tmp_path / name, kind=kind)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tally = tried(tmp_path, partial(read_network, tmp_path / name), times=1000, seed=1)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert tally.networks > 20
    assert tally.problems > 200
    assert (after - before) * 1024 < GIGABYTE


@pytest.mark.slow
@pytest.mark.parametrize(("name", "text"), SAMPLES.items(), ids=list(SAMPLES))
def test_mutated_samples_are_networks_or_problems(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    tally = tried(tmp_path, partial(read_network, tmp_path / name), times=1000, seed=2)
    assert tally.networks > 20
    assert tally.problems > 100
