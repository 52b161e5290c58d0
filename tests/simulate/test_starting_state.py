"""The state before the first month: what is drawn, how it is spread, and what is left alone."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
import pytest

from qvgraph.declare import SIZES, size_class
from qvgraph.kernels.draws import draw_key
from qvgraph.kernels.rows import SLOTS
from qvgraph.model.checks import check_frames
from qvgraph.model.files import read_network, write_network
from qvgraph.model.network import Network
from qvgraph.model.profiles import PROFILES
from qvgraph.model.tables import TABLES
from qvgraph.simulate.parameters import DEFAULTS, PARAMETERS
from qvgraph.simulate.start import READ, complete, said_by_tables, synthesize

SIGMAS = 4.0
KEY = draw_key(7, 3)
FEW: Mapping[str, Any] = {"network.firms": 30}


def values_of(*regions: str, **changes: Any) -> dict[str, dict[str, Any]]:
    """The defaults with changes, underscores in their names for the dot (`network__firms`)."""
    changed = {name.replace("__", "."): value for name, value in changes.items()}
    assert changed.keys() <= DEFAULTS.keys()
    return {name: {**DEFAULTS, **FEW, **changed} for name in regions}


def drawn(draw: int = 0, **changes: Any) -> Network:
    """A network of the profile with one region."""
    return synthesize("region", seed=7, draw=draw, values=values_of("region", **changes))


def firms_of(network: Network) -> pl.DataFrame:
    return network.organisations.filter(pl.col("kind") == "firm")


def near(found: float, expected: float, deviation: float) -> bool:
    """Whether a mean lies within four standard errors."""
    return abs(found - expected) <= SIGMAS * deviation


@pytest.fixture(scope="module")
def big() -> Network:
    """One draw with many firms."""
    return drawn(network__firms=4000, network__initial_ties=3.0)


@pytest.fixture(scope="module")
def pilot() -> Network:
    regions = [region.name for region in PROFILES["pilot"].regions]
    return synthesize("pilot", seed=7, values=values_of(*regions, network__firms=40))


@pytest.fixture(scope="module")
def typed() -> Network:
    """Firms of two regions typed by hand, with something in every column left open."""
    rows = [
        {
            "id": f"{region}-{n}",
            "kind": "firm",
            "region": region,
            "size": ("micro", None, "large", None)[n % 4],
            "employees": (None, 20, None, None)[n % 4],
            "sector": ("metal", None, "textile")[n % 3],
            "district": ("north", None)[n % 2],
            "willing": (0.25, None)[n % 2],
            "aligned": (None, True, False)[n % 3],
            "knows_support": (None, True)[n % 2],
            "member": (True, None, False)[n % 3],
        }
        for region in ("a", "b")
        for n in range(12)
    ]
    rows += [
        {"id": f"{region}-{kind}-{n}", "kind": kind, "region": region}
        for region in ("a", "b")
        for kind in ("association", "institution")
        for n in range(2)
    ]
    persons = [
        {"id": "person-1", "region": "a", "fte": 0.5, "host": "a-association-1", "diagnosis": 0.9},
        {"id": "person-2", "region": "a", "fte": 0.75, "host": "a-association-1", "diagnosis": 0.9},
        {"id": "person-3", "region": "b"},
    ]
    ties = [
        {"source": "a-0", "target": "a-1", "strength": 0.125},
        {"source": "a-1", "target": "b-1", "trust": 0.375},
        {"source": "b-3", "target": "b-4"},
    ]
    levels = [
        {"organisation": "a-0", "skill": "weld", "stock": 0.25, "need": 0.75},
        {"organisation": "a-1", "skill": "weld", "need": 0.5},
        {"organisation": "b-1", "skill": "sew", "stock": 0.125},
    ]
    trainings = [
        {"id": "course-1", "skills": "weld", "region": "a", "hours": 17.0},
        {"id": "course-2", "skills": "sew;weld", "price_euros": 333.0, "active": False},
    ]
    tables = {
        "organisations": rows,
        "managers": persons,
        "ties": ties,
        "levels": levels,
        "trainings": trainings,
        "skills": [{"id": "weld", "sector": "metal"}, {"id": "sew", "sector": "textile"}],
        "memberships": [{"organisation": "a-5", "association": "a-association-1"}],
        "contacts": [{"manager": "person-3", "organisation": "b-2", "strength": 0.5}],
    }
    frames = {table: pl.DataFrame(rows, infer_schema_length=None) for table, rows in tables.items()}
    return check_frames("typed", frames)


TYPED_VALUES = values_of("a", "b")
TYPED_VALUES["a"]["funding.persons"] = 2


# ---- completing


@pytest.mark.parametrize("which", ["region", "pilot", "typed"])
def test_completing_a_complete_network_changes_nothing(which: str, pilot: Network, typed: Network):
    whole = {
        "region": drawn,
        "pilot": lambda: pilot,
        "typed": lambda: complete(typed, TYPED_VALUES, KEY),
    }[which]()
    values = TYPED_VALUES if which == "typed" else values_of(*whole.regions)
    again = complete(whole, values, draw_key(99, 9))
    assert again.fingerprint == whole.fingerprint
    assert set(again.drawn.values()) == {0.0}


def test_a_complete_network_comes_back_from_its_files_unchanged(pilot: Network, tmp_path):
    write_network(pilot, tmp_path / "pilot")
    read = read_network(tmp_path / "pilot")
    again = complete(read, values_of(*pilot.regions), KEY)
    assert read.fingerprint == again.fingerprint == pilot.fingerprint
    assert again.synthetic


def test_given_values_are_never_changed(typed: Network):
    whole = complete(typed, TYPED_VALUES, KEY)
    checked = 0
    for table, frame in typed.tables.items():
        keys = {
            "ties": ["source", "target"],
            "contacts": ["manager", "organisation"],
            "memberships": ["organisation", "association"],
            "levels": ["organisation", "skill"],
        }.get(table, ["id"])
        rows = {tuple(row[k] for k in keys): row for row in getattr(whole, table).to_dicts()}
        assert table == "levels" or len(rows) == len(frame), table
        for row in frame.iter_rows(named=True):
            found = rows[tuple(row[k] for k in keys)]
            for column, value in row.items():
                if value is not None:
                    assert found[column] == value, (table, row)
                    checked += 1
    assert checked > 200


def test_nothing_that_the_model_reads_is_left_open(typed: Network, pilot: Network):
    for network in (complete(typed, TYPED_VALUES, KEY), pilot, drawn()):
        assert set(network.tables) == set(TABLES)
        firms = firms_of(network)
        of_firms = "district sector size employees manager aligned member willing knows_support"
        for column in of_firms.split():
            assert firms[column].null_count() == 0, column
        assert network.organisations["manager"].null_count() == 0
        for table, columns in (
            ("ties", "kind strength trust"),
            ("levels", "need stock"),
            ("trainings", "skills hours price_euros active"),
        ):
            for column in columns.split():
                assert getattr(network, table)[column].null_count() == 0, (table, column)


def test_head_counts_and_size_classes_agree(big: Network, typed: Network):
    for network in (big, complete(typed, TYPED_VALUES, KEY)):
        firms = firms_of(network)
        classes = firms["employees"].map_elements(size_class, return_dtype=pl.String)
        assert classes.equals(firms["size"], check_names=False)
    ends = [1, 10, 50, 250]
    assert [size_class(n) for n in ends] == list(SIZES)
    assert [size_class(n - 1) for n in ends[1:]] == list(SIZES[:3])


def test_a_firm_with_levels_needs_those_and_a_silent_one_those_of_its_sector(typed: Network):
    levels = complete(typed, TYPED_VALUES, KEY).levels
    needs = dict(levels.group_by("organisation").agg(pl.col("skill").sort()).iter_rows())
    assert needs["a-0"] == ["weld"]
    assert needs["b-1"] == ["sew"]
    sectors = dict(firms_of(complete(typed, TYPED_VALUES, KEY)).select("id", "sector").iter_rows())
    skill = {"metal": ["weld"], "textile": ["sew"]}
    silent = [name for name in sectors if name not in ("a-0", "a-1", "b-1")]
    assert {name: needs[name] for name in silent} == {name: skill[sectors[name]] for name in silent}


def test_drawn_says_for_which_share_of_the_firms_each_column_was_drawn(typed: Network):
    assert dict(complete(typed, TYPED_VALUES, KEY).drawn) == {
        "organisations.size": 0.25,  # the others have a size class or a head count
        "organisations.employees": 0.75,
        "organisations.sector": 1 / 3,
        "organisations.district": 0.5,
        "organisations.aligned": 1 / 3,
        "organisations.willing": 0.5,
        "organisations.knows_support": 0.5,
        "organisations.account_euros": 1.0,
        "levels": 21 / 24,
        "managers": 0.0,
        "ties": 0.0,
        "memberships": 0.0,
        "trainings": 0.0,
        "skills": 0.0,
    }
    bare = Network.of("bare", {"organisations": typed.organisations.select("id", "kind", "region")})
    assert set(complete(bare, values_of("a", "b"), KEY).drawn.values()) == {1.0}


# ---- how it is spread


def test_sizes_follow_their_mix(big: Network):
    firms = firms_of(big)
    mix = DEFAULTS["network.size_mix"]
    for size, share in zip(SIZES, mix, strict=True):
        found = (firms["size"] == size).sum() / len(firms)
        assert near(found, share, math.sqrt(share * (1 - share) / len(firms))), size


def test_head_counts_lie_around_what_is_typical_of_their_class(big: Network):
    """From 0.6 to 1.6 times the typical, rounded, inside the class."""
    firms = firms_of(big)
    for size, typical in zip(SIZES, DEFAULTS["network.employees"], strict=True):
        counts = firms.filter(pl.col("size") == size)["employees"]
        assert math.floor(0.6 * typical) <= counts.min() < 0.75 * typical + 1
        assert 1.45 * typical - 1 < counts.max() <= math.ceil(1.6 * typical)


def test_sectors_and_districts_are_equally_likely(big: Network):
    firms = firms_of(big)
    for column, number in (
        ("sector", DEFAULTS["network.sectors"]),
        ("district", DEFAULTS["network.districts"]),
    ):
        counts = firms[column].value_counts()["count"]
        assert len(counts) == number
        deviation = math.sqrt(len(firms) * (1 / number) * (1 - 1 / number))
        assert all(near(count, len(firms) / number, deviation) for count in counts), column


def test_willingness_is_standard_normal(big: Network):
    willing = firms_of(big)["willing"].to_numpy()
    assert near(willing.mean(), 0.0, 1 / math.sqrt(len(willing)))
    assert near(willing.var(), 1.0, math.sqrt(2 / len(willing)))
    assert near((np.abs(willing) < 1.0).mean(), 0.682689, math.sqrt(0.2166 / len(willing)))


@pytest.mark.parametrize(
    ("column", "path"),
    [("aligned", "network.aligned_share"), ("knows_support", "courses.knows_support")],
)
def test_shares_of_firms_are_those_assumed(big: Network, column: str, path: str):
    firms = firms_of(big)
    share = DEFAULTS[path]
    deviation = math.sqrt(share * (1 - share) / len(firms))
    assert near(firms[column].sum() / len(firms), share, deviation)


def test_needs_are_uniform_and_stocks_a_beta_share_of_them(big: Network):
    low, high = DEFAULTS["network.need_low"], DEFAULTS["network.need_high"]
    a, b = DEFAULTS["network.stock_a"], DEFAULTS["network.stock_b"]
    need, stock = big.levels["need"].to_numpy(), big.levels["stock"].to_numpy()
    n = len(need)
    assert n > 20_000
    assert low <= need.min() < low + 0.001
    assert high - 0.001 < need.max() <= high
    assert near(need.mean(), (low + high) / 2, (high - low) / math.sqrt(12 * n))
    share = stock / need
    variance = a * b / ((a + b) ** 2 * (a + b + 1))
    assert near(share.mean(), a / (a + b), math.sqrt(variance / n))
    assert share.var() == pytest.approx(variance, rel=0.03)
    assert near(np.corrcoef(need, share)[0, 1], 0.0, 1 / math.sqrt(n))


def test_ties_are_as_many_as_assumed_and_twice_as_likely_within_a_sector(big: Network):
    n = len(firms_of(big))
    expected = DEFAULTS["network.initial_ties"]
    assert near(len(big.ties) / n, expected, math.sqrt(expected / n))
    sector = dict(firms_of(big).select("id", "sector").iter_rows())
    same = sum(sector[i] == sector[l] for i, l in big.ties.select("source", "target").iter_rows())
    sizes = firms_of(big)["sector"].value_counts()["count"].to_numpy()
    pairs_same = (sizes * (sizes - 1)).sum()
    share = 2 * pairs_same / (2 * pairs_same + n * (n - 1) - pairs_same)
    assert near(same / len(big.ties), share, math.sqrt(share * (1 - share) / len(big.ties)))


def test_ties_start_between_the_least_strength_and_1_and_with_the_trust_assumed(big: Network):
    least = DEFAULTS["exchange.tie_minimum"]
    strength = big.ties["strength"].to_numpy()
    assert least <= strength.min() < least + 0.01
    assert 0.99 < strength.max() < 1.0
    deviation = (1 - least) / math.sqrt(12 * len(strength))
    assert near(strength.mean(), (1 + least) / 2, deviation)
    assert set(big.ties["trust"]) == {DEFAULTS["network.initial_trust"]}


def test_no_firm_starts_with_more_than_16_ties_or_one_to_itself():
    network = drawn(network__firms=60, network__initial_ties=15.0)
    degrees = network.ties.group_by("source").len()["len"]
    assert degrees.max() == SLOTS == 16
    assert (degrees == 16).sum() > 5
    assert (network.ties["source"] != network.ties["target"]).all()
    assert network.ties.select("source", "target").is_duplicated().sum() == 0


def test_more_ties_than_pairs_join_every_firm_to_every_other():
    network = drawn(network__firms=5, network__initial_ties=8.0)
    assert len(network.ties) == 5 * 4


def test_one_firm_alone_has_no_ties():
    network = drawn(network__firms=1)
    assert len(network.ties) == 0
    assert network.ties.columns[:5] == ["source", "target", "kind", "strength", "trust"]


def test_each_firm_is_in_one_association_and_the_aligned_ones_with_the_host(big: Network):
    host = big.managers["host"][0]
    kinds = dict(big.organisations.select("id", "kind").iter_rows())
    of_associations = big.memberships.filter(pl.col("association") != host)
    assert {kinds[name] for name in of_associations["association"]} == {"association"}
    assert sorted(of_associations["organisation"]) == sorted(firms_of(big)["id"])
    counts = of_associations["association"].value_counts()["count"]
    number = DEFAULTS["network.associations"]
    assert len(counts) == number
    deviation = math.sqrt(4000 / number)
    assert all(near(count, 4000 / number, deviation) for count in counts)
    with_host = big.memberships.filter(pl.col("association") == host)["organisation"]
    aligned = firms_of(big).filter(pl.col("aligned"))["id"]
    assert sorted(with_host) == sorted(aligned)


def test_skills_are_shared_ones_and_then_one_sector_after_the_other(big: Network):
    shared = DEFAULTS["network.cross_sector_skills"]
    assert len(big.skills) == DEFAULTS["network.skills"]
    assert big.skills["sector"].null_count() == shared
    counts = big.skills["sector"].drop_nulls().value_counts()["count"]
    assert counts.max() - counts.min() <= 1
    per_firm = big.levels.group_by("organisation").len()["len"]
    assert len(per_firm) == 4000
    assert per_firm.min() >= shared + 1


def test_trainings_are_those_assumed():
    network = drawn(network__trainings=400, courses__long_share=0.3, network__firms=3)
    rows = network.trainings
    assert len(rows) == 400
    two = rows["skills"].str.contains(";").sum() / 400
    host = (rows["provider"] == network.managers["host"][0]).sum() / 400
    long = (rows["hours"] == DEFAULTS["network.hours_long"]).sum() / 400
    for found, share in (
        (two, DEFAULTS["network.two_skills"]),
        (host, DEFAULTS["network.host_trainings"]),
        (long, 0.3),
    ):
        assert near(found, share, math.sqrt(share * (1 - share) / 400))
    assert set(rows["hours"]) == {DEFAULTS["network.hours_short"], DEFAULTS["network.hours_long"]}
    prices = [DEFAULTS["courses.price_euros"] * hours / 24.0 for hours in rows["hours"]]
    assert rows["price_euros"].to_list() == pytest.approx(prices, rel=1e-12)
    assert rows["active"].all()
    assert all(len(set(skills.split(";"))) == skills.count(";") + 1 for skills in rows["skills"])
    firms = set(firms_of(network)["id"])
    assert not firms & set(rows["provider"])


# ---- profiles and draws


def test_the_pilot_has_its_six_regions_with_stuttgarts_districts(pilot: Network):
    assert pilot.regions == (
        "freiburg",
        "ostwuerttemberg",
        "reutlingen",
        "rhein-neckar",
        "stuttgart",
        "ulm",
    )
    assert firms_of(pilot)["region"].value_counts()["count"].to_list() == [40] * 6
    districts = dict(pilot.organisations.group_by("region").agg("district").iter_rows())
    assert {"ludwigsburg", "goeppingen"} <= set(districts["stuttgart"])
    named = set(PROFILES["pilot"].regions[4].districts)
    assert set(districts["stuttgart"]) == named
    assert set(districts["ulm"]) == {"ulm-1", "ulm-2"}


def test_firms_in_reutlingen_are_textile_and_nowhere_else_are_all_of_one_sector(pilot: Network):
    sectors = dict(firms_of(pilot).group_by("region").agg(pl.col("sector").unique()).iter_rows())
    assert sectors.pop("reutlingen") == ["textile"]
    assert all(len(names) > 1 and "textile" not in names for names in sectors.values())
    textile = pilot.skills.filter(pl.col("sector") == "textile")
    assert len(textile) >= 1


def test_one_person_per_post_at_the_institution_with_the_lowest_id(pilot: Network):
    assert pilot.managers["region"].to_list() == list(pilot.regions)
    assert pilot.managers["id"].to_list() == [f"{name}-manager-1" for name in pilot.regions]
    assert pilot.managers["host"].to_list() == [
        f"{name}-institution-0001" for name in pilot.regions
    ]
    hosts = pilot.organisations.filter(pl.col("id").is_in(pilot.managers["host"].to_list()))
    assert hosts["aligned"].all()


def test_the_same_seed_and_draw_give_the_same_network_and_others_another():
    one = drawn()
    assert drawn().fingerprint == one.fingerprint
    others = [
        drawn(draw=1),
        synthesize("region", seed=8, values=values_of("region")),
        drawn(network__initial_ties=4.0),
    ]
    assert len({network.fingerprint for network in [one, *others]}) == 4
    assert synthesize("region", seed=7, draw=0, values=values_of("region")).fingerprint == (
        one.fingerprint
    )


def test_draws_are_independent():
    firms = [firms_of(drawn(draw, network__firms=1000)) for draw in (0, 1)]
    agree = (firms[0]["sector"] == firms[1]["sector"]).sum() / 1000
    assert near(agree, 1 / 6, math.sqrt(5 / 36 / 1000))
    correlation = np.corrcoef(firms[0]["willing"], firms[1]["willing"])[0, 1]
    assert near(correlation, 0.0, 1 / math.sqrt(1000))


def test_an_assumption_changes_only_what_it_is_about():
    one, other = drawn(), drawn(network__stock_a=5.0)
    assert one.levels.drop("stock").equals(other.levels.drop("stock"))
    assert other.levels["stock"].mean() > one.levels["stock"].mean()
    for table in TABLES:
        assert table == "levels" or getattr(one, table).equals(getattr(other, table)), table


def test_what_a_start_reads_is_all_that_changes_it():
    """Scenarios that agree in `READ` share their networks, so nothing else may matter."""
    others = {}
    for path, parameter in PARAMETERS.items():
        low = parameter.spec.low
        if path not in READ:
            others[path] = (not parameter.default) if low is None else low
    assert len(others) > 30
    other = synthesize("region", seed=7, values={"region": {**DEFAULTS, **FEW, **others}})
    assert other.fingerprint == drawn().fingerprint


def test_everything_drawn_says_that_it_is_synthetic(pilot: Network, typed: Network):
    assert pilot.synthetic
    assert pilot.label == "pilot (synthetic)"
    whole = complete(typed, TYPED_VALUES, KEY)
    assert not whole.synthetic
    assert whole.label == "typed"


def test_an_unknown_profile_is_named():
    with pytest.raises(KeyError, match="nowhere"):
        synthesize("nowhere")


# ---- posts


def test_the_table_of_managers_says_post_and_persons(typed: Network):
    assert said_by_tables(typed) == {
        "a": {"funding.persons": 2, "funding.fte": 1.25, "visits.diagnosis": 0.9},
        "b": {"funding.persons": 1},
    }
    bare = Network.of("bare", {"organisations": typed.organisations})
    assert said_by_tables(bare) == {"a": {}, "b": {}}


def test_a_post_has_as_many_persons_as_asked_for_and_known_ones_first(typed: Network):
    for persons in (1, 2, 4):
        values = values_of("a", "b", funding__persons=persons)
        managers = complete(typed, values, KEY).managers
        assert managers["region"].value_counts()["count"].to_list() == [persons] * 2
        in_a = managers.filter(pl.col("region") == "a")
        known = ["person-1", "person-2"][:persons]
        assert sorted(in_a["id"], key=lambda name: name not in known)[: len(known)] == known
        assert in_a["host"].unique().to_list() == ["a-association-1"]
        assert in_a["diagnosis"].unique().to_list() == [0.9]
        assert managers["id"].is_duplicated().sum() == 0
    more = drawn(funding__persons=3, network__firms=300)
    assert more.managers["id"].to_list() == [f"region-manager-{n}" for n in (1, 2, 3)]
    counts = firms_of(more)["manager"].value_counts()["count"]
    assert len(counts) == 3
    assert all(near(count, 100, math.sqrt(300 * 2 / 9)) for count in counts)


def test_named_persons_keep_their_firms_unless_the_number_of_persons_changes(typed: Network):
    named = typed.organisations.with_columns(
        manager=pl.when(pl.col("id").is_in(["a-2", "a-3", "a-4"])).then(pl.lit("person-2"))
    )
    network = typed.with_tables(organisations=named)

    def persons(number: int) -> list[str]:
        values = values_of("a", "b", funding__persons=number)
        rows = complete(network, values, KEY).organisations
        return rows.filter(pl.col("id").is_in(["a-2", "a-3", "a-4"]))["manager"].to_list()

    assert persons(2) == ["person-2"] * 3
    assert persons(1) == ["person-1"] * 3


def test_without_an_institution_there_is_no_host_and_nobody_is_aligned():
    network = drawn(network__institutions=0, network__aligned_share=0.6)
    assert network.managers["host"].to_list() == [None]
    assert not network.organisations["aligned"].any()
    kinds = dict(network.organisations.select("id", "kind").iter_rows())
    assert {kinds[name] for name in network.memberships["association"]} == {"association"}
    assert {kinds[name] for name in network.trainings["provider"]} == {"association"}


def test_without_associations_and_institutions_nobody_belongs_anywhere():
    network = drawn(network__institutions=0, network__associations=0)
    assert len(network.memberships) == 0
    assert network.trainings["provider"].null_count() == len(network.trainings)
    assert len(network.organisations) == 30


def test_memberships_of_the_tables_say_who_is_aligned(typed: Network):
    """Where the column `aligned` is open, as for each third firm here."""
    whole = complete(typed, TYPED_VALUES, KEY).organisations
    aligned = dict(whole.select("id", "aligned").iter_rows())
    assert aligned["a-association-1"]  # the host of a itself
    assert [aligned[f"a-{n}"] for n in (0, 3, 6, 9)] == [False] * 4
    given = [*typed.memberships.rows(), ("a-3", "a-association-1"), ("b-3", "b-institution-0")]
    memberships = pl.DataFrame(given, typed.memberships.schema, orient="row")
    more = complete(typed.with_tables(memberships=memberships), TYPED_VALUES, KEY).organisations
    aligned = dict(more.select("id", "aligned").iter_rows())
    assert (aligned["a-3"], aligned["a-6"]) == (True, False)
    assert (aligned["b-3"], aligned["b-6"]) == (True, False)


def test_a_network_without_regions_has_one():
    frames = {"organisations": pl.DataFrame({"id": ["x", "y"], "kind": ["firm", "firm"]})}
    network = complete(check_frames("two", frames), values_of("region"), KEY)
    assert network.regions == ("region",)
    assert network.managers["id"].to_list() == ["region-manager-1"]
    assert set(network.organisations["district"]) <= {"region-1", "region-2"}
