"""A folder of CSV files with a thousand faults: a network, or problems in words."""

from functools import partial
from pathlib import Path
from random import Random

import pytest
from mutate import MUTATIONS, mutated
from trials import small_network, tried

from qvgraph.model.files import read_network, write_network


@pytest.mark.slow
def test_mutated_folders_are_networks_or_problems(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    write_network(small_network(), folder)
    tally = tried(folder, partial(read_network, folder), times=1000, seed=1)
    assert tally.networks > 20
    assert tally.problems > 500


def test_the_same_random_numbers_mutate_in_the_same_way() -> None:
    data = "id,kind\nä,firm\nb,12\n".encode()
    first = [mutated(data, Random(n)) for n in range(50)]
    assert [mutated(data, Random(n)) for n in range(50)] == first
    assert len(set(first)) > 40


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one.__name__)
def test_every_mutation_changes_something_and_takes_nothing(mutation) -> None:
    data = b'id,kind\n"a",firm\nb,12\n'
    assert {mutation(data, Random(n)) for n in range(20)} - {data}
    for n in range(20):
        assert isinstance(mutation(b"", Random(n)), bytes)
