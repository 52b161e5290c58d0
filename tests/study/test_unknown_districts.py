"""Which districts a region has, and what a study is told that names another."""

from pathlib import Path

import pytest

from qvgraph.language import use
from qvgraph.model.profiles import PROFILES
from qvgraph.problems import InputError
from qvgraph.simulate.parameters import in_district
from qvgraph.simulate.start import synthesize
from qvgraph.study.ensemble import Ensemble

pytestmark = pytest.mark.usefixtures("english")

START = 'baseline = "a"\n[network]\nprofile = "pilot"\n[scenario.a]\n'
"""A sound study of four lines; what is appended belongs to scenario a."""

ON = "turntable.turntable = true\n"
PATH = "turntable.turntable"
TWO_REGIONS = """id,kind,region,district
anna,firm,ulm,alb-donau
bert,firm,ulm,
cora,firm,ulm,stadt ulm
dora,firm,neckar,
"""


def table(*, scenario: str = "", region: str = "stuttgart", district: str = "esslingen") -> str:
    """The head of a table of a district."""
    inner = f"region.{region}.district.{district}"
    return f"[scenario.{scenario}.{inner}]\n" if scenario else f"[{inner}]\n"


# ---- which districts there are


@pytest.mark.parametrize("district", ["ulm-1", "ulm-2", "ulm-3"])
def test_districts_without_names_are_numbered(read, district: str):
    study = read(START + "network.districts = 3\n" + table(region="ulm", district=district) + ON)
    plan = study.plan("a", "ulm")
    assert (plan[PATH], plan[in_district(PATH, district)]) == (False, True)


@pytest.mark.parametrize("profile", PROFILES)
def test_a_study_knows_the_districts_that_a_drawn_network_has(read, profile: str):
    network = synthesize(profile)
    for region, names in zip(network.regions, network.districts, strict=True):
        for name in names:
            study = read(START.replace("pilot", profile) + table(region=region, district=name) + ON)
            assert study.plan("a", region)[in_district(PATH, name)] is True


@pytest.mark.parametrize(
    ("override", "fragments"),
    [
        ("a.region.ulm.district=1", ["SCENARIO.region.REGION.district.DISTRICT.PATH=VALUE"]),
        ("a.region.ulm.district.ulm-1=1", ["SCENARIO.region.REGION.district.DISTRICT.PATH=VALUE"]),
        (f"a.region.ulm.district.ulm-3.{PATH}=true", ["no such district; one of ulm-1, ulm-2 is"]),
        (f"*.region.ulm.district.ulm-3.{PATH}=true", ["no such district; one of ulm-1, ulm-2 is"]),
        (f"a.region.ulmm.district.ulm-1.{PATH}=true", ["no such region", "did you mean ulm?"]),
        ("a.region.ulm.district.ulm-1.funding.fte=1", ["it cannot be set for one district"]),
        (f"a.district.ulm-1.{PATH}=true", ["no such lever or assumption"]),
    ],
)
def test_a_wrong_override_of_a_district_is_told_as_it_was_typed(problems, override, fragments):
    [problem] = problems(START + "[scenario.b]\n", overrides=[override])
    assert problem.startswith(f"--set '{override}'")
    for fragment in fragments:
        assert fragment in problem, problem


def test_a_problem_is_told_in_german(problems):
    use("de")
    [problem] = problems(START + table(district="eslingen") + ON)
    assert "Zeile 5" in problem
    assert "einen solchen Kreis gibt es nicht" in problem


# ---- networks that were read


@pytest.fixture
def folder(tmp_path: Path) -> str:
    (tmp_path / "typed").mkdir()
    (tmp_path / "typed" / "organisations.csv").write_text(TWO_REGIONS)
    return START.replace('profile = "pilot"', 'folder = "typed"')


@pytest.mark.parametrize(
    ("region", "district"), [("ulm", '"stadt ulm"'), ("ulm", "alb-donau"), ("neckar", "neckar-2")]
)
def test_the_districts_of_a_network_that_was_read_are_those_of_its_column(
    read, folder: str, region: str, district: str
):
    study = read(folder + table(region=region, district=district) + ON)
    ensemble = Ensemble(study)
    name = district.strip('"')
    assert ensemble.plans("a")[region][in_district(PATH, name)] is True
    assert in_district(PATH, name) in study.origins("a", region)


@pytest.mark.parametrize(
    ("region", "district", "known"),
    [("ulm", "alb-donnau", "alb-donau, stadt ulm"), ("neckar", "neckar-3", "neckar-1, neckar-2")],
)
def test_a_district_that_a_network_does_not_have_is_told_before_the_run(
    read, folder: str, region: str, district: str, known: str
):
    study = read(folder + table(region=region, district=district) + ON)
    with pytest.raises(InputError) as error:
        Ensemble(study)
    [problem] = map(str, error.value.problems)
    assert problem.startswith(f"half.toml line 5 [region.{region}.district.{district}]: ")
    assert f"one of {known} is expected; did you mean {known[: len(district) - 2]}" in problem
