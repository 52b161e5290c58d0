"""Structure: known values of star, triangle and cycle; regions side by side; order of rows."""

import random
from collections.abc import Iterator, Mapping, Sequence

import networkx as nx
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qvgraph import language
from qvgraph.metrics import LONG, compute
from qvgraph.model.checks import check_frames
from qvgraph.model.network import Network

FIGURES = (
    "organisations member_share density mean_degree reciprocity transitivity components "
    "largest_component_share centralisation_degree ties_across_sectors"
).split()


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    language.use("en")
    yield
    language.use(None)


def frames_of(
    firms: str, ties: Sequence[str], **columns: Sequence[object]
) -> dict[str, pl.DataFrame]:
    """Firms with one-letter ids; a tie is written “ab”: a asks b."""
    kinds = columns.pop("kind", ["firm"] * len(firms))
    return {
        "organisations": pl.DataFrame({"id": list(firms), "kind": kinds, **columns}),
        "ties": pl.DataFrame(
            {"source": [tie[0] for tie in ties], "target": [tie[1] for tie in ties]},
            schema={"source": pl.String, "target": pl.String},
        ),
    }


def network_of(firms: str, ties: Sequence[str], **columns: Sequence[object]) -> Network:
    return check_frames("small", frames_of(firms, ties, **columns))


def figures(network: Network) -> dict[str, float]:
    table = compute(network, level="network")
    return dict(zip(table["metric"], table["value"], strict=True))


def both_ways(*ties: str) -> list[str]:
    return [*ties, *(tie[::-1] for tie in ties)]


KNOWN: dict[str, tuple[Network, Mapping[str, float | None]]] = {
    "star, ties returned": (
        network_of("abcde", both_ways("ab", "ac", "ad", "ae")),
        {
            "organisations": 5, "density": 8 / 20, "mean_degree": 8 / 5, "reciprocity": 1,
            "transitivity": 0, "components": 1, "largest_component_share": 1,
            "centralisation_degree": 1,
        },
    ),
    "star, everybody asks one": (
        network_of("abcde", ["ba", "ca", "da", "ea"]),
        {"density": 4 / 20, "reciprocity": 0, "transitivity": 0, "centralisation_degree": 0.5},
    ),
    "triangle": (
        network_of("abc", both_ways("ab", "bc", "ca")),
        {
            "density": 1, "mean_degree": 2, "reciprocity": 1, "transitivity": 1,
            "components": 1, "centralisation_degree": 0,
        },
    ),
    "directed cycle of four": (
        network_of("abcd", ["ab", "bc", "cd", "da"]),
        {
            "density": 4 / 12, "mean_degree": 1, "reciprocity": 0, "transitivity": 0,
            "components": 1, "centralisation_degree": 0,
        },
    ),
    "one tie of three returned, one isolate": (
        network_of("abcde", ["ab", "ba", "cd"]),
        {
            "reciprocity": 2 / 3, "transitivity": None, "components": 3,
            "largest_component_share": 2 / 5, "density": 3 / 20,
        },
    ),
    "no tie": (
        network_of("abc", []),
        {
            "density": 0, "mean_degree": 0, "reciprocity": None, "transitivity": None,
            "components": 3, "largest_component_share": 1 / 3, "centralisation_degree": 0,
            "ties_across_sectors": None, "member_share": None,
        },
    ),
    "a firm alone": (
        network_of("a", []),
        {"organisations": 1, "density": None, "centralisation_degree": None, "components": 1},
    ),
    "a firm not marked is no member once any membership is known": (
        network_of("abcd", [], kind=["firm", "firm", "firm", "institution"],
                   member=[True, False, None, None]),
        {"organisations": 4, "member_share": 1 / 3},
    ),
    "ties across sectors between firms of known sectors": (
        network_of("abcdv", ["ab", "ac", "ad", "av", "cb"],
                   kind=["firm"] * 4 + ["association"], sector=["x", "x", "y", None, "y"]),
        {"ties_across_sectors": 2 / 3},
    ),
}  # fmt: skip


@pytest.mark.parametrize("graph", KNOWN)
def test_known_graphs_have_known_figures(graph: str) -> None:
    network, expected = KNOWN[graph]
    found = figures(network)
    for name, value in expected.items():
        assert found[name] == (None if value is None else pytest.approx(value)), name


def test_the_whole_network_is_told_long_with_reasons() -> None:
    table = compute(network_of("a", []), level="network")
    assert dict(table.schema) == LONG
    assert table["metric"].to_list()[:10] == FIGURES
    assert table["item"].unique().to_list() == ["all"]
    notes = dict(table.select("metric", "note").rows())
    assert notes["density"] == "fewer than two organisations"
    assert notes["organisations"] is None


def test_reasons_and_labels_follow_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "german", dict)
    language.use("de")
    notes = compute(network_of("a", []), level="network", names=["density"])["note"]
    assert notes.to_list() == ["weniger als zwei Organisationen"]


def test_a_region_is_a_row_with_the_ten_figures() -> None:
    regions = ["ulm", "ulm", "aalen", "aalen", "aalen"]
    table = compute(network_of("abcde", ["ab", "cd", "dc", "ac"], region=regions), level="group")
    assert table.columns == ["network", "region", *FIGURES]
    assert table.select("region", "organisations", "components").rows() == [
        ("aalen", 3, 2),
        ("ulm", 2, 1),
    ]


def test_ties_to_other_regions_are_left_out_of_a_region_but_not_of_the_whole() -> None:
    network = network_of("abcd", ["ab", "ac", "da"], region=["ulm", "ulm", "aalen", "aalen"])
    table = compute(network, level="group", names=["mean_degree"])
    assert table["mean_degree"].to_list() == [0, 0.5]
    assert figures(network)["mean_degree"] == 0.75


def test_managers_and_their_contacts_are_no_part_of_the_structure() -> None:
    frames = frames_of("abc", ["ab", "bc"])
    plain = figures(check_frames("small", frames))
    frames["managers"] = pl.DataFrame({"id": ["m"]})
    frames["contacts"] = pl.DataFrame({"manager": ["m"] * 3, "organisation": list("abc")})
    known = figures(check_frames("small", frames))
    assert {name for name in known if known[name] != plain[name]} == {"overlap_contacts"}


def test_without_a_table_of_ties_only_what_needs_none_is_known() -> None:
    frames = {"organisations": frames_of("ab", [], member=[True, False])["organisations"]}
    found = figures(check_frames("small", frames))
    known = {name: value for name, value in found.items() if value is not None}
    assert known == {"organisations": 2, "member_share": 0.5, "blau_region": 0}


@st.composite
def random_frames(draw: st.DrawFn) -> dict[str, pl.DataFrame]:
    firms = "abcdefgh"[: draw(st.integers(2, 8))]
    pairs = [one + other for one in firms for other in firms if one != other]

    def each(values: st.SearchStrategy[object]) -> list[object]:
        return draw(st.lists(values, min_size=len(firms), max_size=len(firms)))

    frames = frames_of(
        firms,
        sorted(draw(st.sets(st.sampled_from(pairs)))),
        region=each(st.sampled_from(["ulm", "aalen"])),
        sector=each(st.sampled_from(["x", "y"])),
        member=each(st.booleans()),
    )
    known = draw(st.sets(st.sampled_from(firms)))
    region = dict(frames["organisations"].select("id", "region").rows())
    posts = {f"m{where}": where for where in sorted(set(region.values()))}
    frames["managers"] = pl.DataFrame({"id": list(posts), "region": list(posts.values())})
    frames["contacts"] = pl.DataFrame(
        {"manager": [f"m{region[id_]}" for id_ in sorted(known)], "organisation": sorted(known)},
        schema={"manager": pl.String, "organisation": pl.String},
    )
    return frames


@settings(max_examples=40, deadline=None)
@given(random_frames(), st.integers(0, 1000))
def test_the_order_of_rows_changes_nothing(frames: dict[str, pl.DataFrame], seed: int) -> None:
    shuffle = random.Random(seed)
    shuffled = {
        table: frame[shuffle.sample(range(frame.height), frame.height)]
        for table, frame in frames.items()
    }
    one, other = check_frames("small", frames), check_frames("small", shuffled)
    for level in ("node", "group", "network"):
        assert compute(one, level=level).equals(compute(other, level=level))


@settings(max_examples=40, deadline=None)
@given(random_frames())
def test_networkx_finds_the_same_structure(frames: dict[str, pl.DataFrame]) -> None:
    network = check_frames("small", frames)
    graph = network.to_networkx(ties=("advice",))
    graph.remove_nodes_from([node for node, kind in graph.nodes("kind") if kind == "manager"])
    found = figures(network)
    assert found["density"] == pytest.approx(nx.density(graph))
    assert found["components"] == nx.number_weakly_connected_components(graph)
    if graph.number_of_edges():
        assert found["reciprocity"] == pytest.approx(nx.overall_reciprocity(graph))
    if found["transitivity"] is not None:
        assert found["transitivity"] == pytest.approx(nx.transitivity(graph.to_undirected()))


def test_both_libraries_see_the_same_graph() -> None:
    frames = frames_of("ab", ["ba"], region=["ulm", None], sector=["x", None])
    frames["managers"] = pl.DataFrame({"id": ["M"], "region": ["ulm"]})
    frames["contacts"] = pl.DataFrame({"manager": "M", "organisation": ["a"], "strength": [0.3]})
    network = check_frames("small", frames)
    one, other = network.to_igraph(), network.to_networkx()
    assert one.vs["name"] == list(other.nodes) == ["a", "b", "M"]
    assert one.vs["region"] == [region for _, region in other.nodes("region")]
    assert one.vs["region"] == ["ulm", "region", "ulm"]
    assert set(one.vs.attributes()) == {"name", *other.nodes["a"]}
    arcs = {
        (one.vs[arc.source]["name"], one.vs[arc.target]["name"]): arc.attributes() for arc in one.es
    }
    assert arcs == {
        ("b", "a"): {"strength": 1.0, "kind": "advice"},
        ("M", "a"): {"strength": 0.3, "kind": "contact"},
        ("a", "M"): {"strength": 0.3, "kind": "contact"},
    }
    assert arcs == {(source, target): data for source, target, data in other.edges(data=True)}
