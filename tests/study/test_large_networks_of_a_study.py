"""What is too large for the model is refused when a study is read, also outside the ranges."""

from pathlib import Path

import pytest

from qvgraph.model.cells import MOST
from qvgraph.problems import InputError
from qvgraph.study.reading import read_study

STUDY = """outside_range = true
baseline = "a"

[network]
profile = "region"
{name} = {value}

[scenario.a]
label = "a"
"""


@pytest.mark.parametrize("name", ["skills", "trainings", "districts"])
def test_a_study_may_ask_for_256_skills_trainings_and_districts_and_no_more(
    name: str, tmp_path: Path
):
    file = tmp_path / "large.toml"
    file.write_text(STUDY.format(name=name, value=MOST), "utf-8")
    read_study(file)
    file.write_text(STUDY.format(name=name, value=MOST + 1), "utf-8")
    with pytest.raises(InputError) as caught:
        read_study(file)
    least = 0 if name == "trainings" else 1
    assert str(caught.value) == (
        f"large.toml line 6 [network] {name}: 257 found; a whole number from {least} to 256 is "
        "expected"
    )
