"""What people are told of a network that was read."""

from pathlib import Path

import polars as pl

from qvgraph.language import use
from qvgraph.model.checks import check_frames
from qvgraph.model.files import read_network
from qvgraph.study.overview import overview

ULM = Path(__file__).parents[2] / "docs" / "examples" / "ulm"


def lines_of(**frames: dict[str, list[object]]) -> list[str]:
    network = check_frames("test", {name: pl.DataFrame(frame) for name, frame in frames.items()})
    return list(overview(network))


def test_an_example_is_counted():
    network = read_network(ULM)
    said = " ".join(overview(network))
    firms = (network.organisations["kind"] == "firm").sum()
    assert f"(firms {firms}, associations 2, institutions 1); managers: 1; regions: ulm." in said
    assert network.ties is not None
    assert f"advice ties {network.ties.height} (directed, 4 pairs in both directions)" in said


def test_who_stands_alone_is_named():
    organisations = {"id": ["a", "b", "c"], "kind": ["firm"] * 3}
    ties = {"source": ["a", "b"], "target": ["b", "a"]}
    said = lines_of(organisations=organisations, ties=ties)
    assert said[1] == "Ties: advice ties 2 (symmetric: each goes both ways)."
    assert said[2] == "Without any tie: 1 (c)."


def test_without_ties_nobody_is_called_alone():
    said = lines_of(organisations={"id": ["a"], "kind": ["firm"]})
    assert not [line for line in said if line.startswith(("Ties", "Without"))]


def test_contacts_alone_are_no_advice():
    said = lines_of(
        organisations={"id": ["a", "b"], "kind": ["firm", "firm"]},
        managers={"id": ["m"]},
        contacts={"manager": ["m"], "organisation": ["a"]},
    )
    assert said[1] == "Ties: contacts of managers 1; advice ties are not given."
    assert said[2] == "Without any tie: 1 (b)."


def test_the_share_that_answered_counts_silence_as_silence():
    organisations = {
        "id": ["a", "b", "c", "v"],
        "kind": ["firm", "firm", "firm", "association"],
        "responded": [True, False, None, True],
    }
    said = lines_of(organisations=organisations)
    assert said[1] == "Answered the survey: 1 of 3 firms (33%)."


def test_what_will_be_drawn_is_named_with_its_share():
    organisations = {"id": list("abcd"), "kind": ["firm"] * 4, "employees": [3, 5, None, 7]}
    said = lines_of(organisations=organisations)
    assert "Missing; drawn for 25% of the firms: size, employees." in said
    assert [line for line in said if line.startswith("Missing altogether") and "sector" in line]


def test_germans_read_german():
    use("de")
    said = " ".join(overview(read_network(ULM)))
    assert "Betriebe 11, Verbände 2, Institutionen 1" in said
    assert "Beitrittsneigung" in said
    assert not {"advice", "firms", "levels", "trainings"} & set(said.replace(",", "").split())
