"""A network as a picture and as a page: what can be read, told apart and trusted."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from itertools import combinations
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legible import check_texts, texts_of
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from qvgraph import language
from qvgraph.charts.network import bytes_of, page_of, picture_of, view_of
from qvgraph.charts.network.groups import MANAGER
from qvgraph.model.checks import check_frames
from qvgraph.model.network import Network
from qvgraph.problems import InputError

SCRIPT = '</script><script>alert("x")</script><!--'


def town(
    firms: int = 40,
    *,
    regions: int = 1,
    sectors: int = 3,
    names: Mapping[int, str] | None = None,
    manager: str = "Anna Adler",
) -> Network:
    """Firms around managers, an association and an institution, two firms without any tie."""
    chance = np.random.default_rng(1)
    ids = [f"betrieb-{n:04d}" for n in range(firms)]
    where = [f"region {n % regions}" for n in range(firms)]
    named = names or {}
    ends = chance.integers(0, firms - 2, (3 * firms, 2)).tolist()
    ties = sorted({(ids[one], ids[other]) for one, other in ends if one != other})
    persons = [f"person-{r}" for r in range(regions)]
    return check_frames(
        "town",
        {
            "organisations": pl.DataFrame(
                {
                    "id": [*ids, "verband", "haus"],
                    "kind": ["firm"] * firms + ["association", "institution"],
                    "name": [named.get(n, f"Firma {n} GmbH") for n in range(firms)] + [None, None],
                    "region": [*where, "region 0", "region 0"],
                    "sector": [f"sector {n * n % sectors}" for n in range(firms)] + [None, None],
                    "manager": [persons[n % regions] for n in range(firms)] + [None, None],
                    "member": [n % 3 == 0 for n in range(firms)] + [None, None],
                }
            ),
            "managers": pl.DataFrame(
                {
                    "id": persons,
                    "name": [manager] * regions,
                    "region": [f"region {r}" for r in range(regions)],
                }
            ),
            "ties": pl.DataFrame(
                [(*pair, float(chance.random())) for pair in ties],
                {"source": pl.String, "target": pl.String, "strength": pl.Float64},
                orient="row",
            ),
            "contacts": pl.DataFrame(
                {
                    "manager": [persons[n % regions] for n in range(firms - 2)],
                    "organisation": ids[:-2],
                    "strength": [0.04 if n == 0 else 0.6 for n in range(firms - 2)],
                }
            ),
        },
    )


def read(figure: Figure) -> str:
    return "\n".join(text.get_text() for text in texts_of(figure)).replace("\xa0", " ")


# ---- what is shown


def test_facts_count_what_there_is():
    facts = " · ".join(view_of(town(), "t").facts)
    arcs = town().ties.height
    assert f"organisations: 42 · managers: 1 · advice ties: {arcs}" in facts
    assert "contacts of managers: 37" in facts, "one of 38 is forgotten"
    assert "without any tie: 4" in facts
    alone = " · ".join(view_of(town(), "t", ties=("advice",)).facts)
    assert "contacts" not in alone
    assert "without any tie: 5" in alone, "the manager, too"


def test_a_pair_that_asks_both_ways_is_one_line_with_the_stronger_tie():
    ties = pl.DataFrame(
        {"source": ["a", "b", "c"], "target": ["b", "a", "a"], "strength": [0.2, 0.9, 0.4]}
    )
    firms = pl.DataFrame({"id": ["a", "b", "c"], "kind": "firm"})
    view = view_of(check_frames("n", {"organisations": firms, "ties": ties}), "t")
    assert view.ties.sort("one", "other").rows() == [(0, 1, 0.9, False), (0, 2, 0.4, False)]
    assert "advice ties: 3" in view.facts


def test_groups_are_the_seven_most_frequent_and_the_rest_is_grey():
    view = view_of(town(60, sectors=23), "t", by="sector")
    groups = view.grouping.groups
    assert len(groups) == 8
    assert groups[-1].label == "other"
    assert sum(group.count for group in groups) == 60
    assert [group.count for group in groups[:7]] == sorted(
        (group.count for group in groups[:7]), reverse=True
    )
    for number, group in enumerate(groups):
        assert (view.grouping.of == number).sum() == group.count


def test_groups_can_be_told_apart_without_colours():
    network = town(60, sectors=23)
    first = pl.when(pl.col("id") > "betrieb-0003").then("sector")
    blank = network.organisations.with_columns(sector=first)
    groups = view_of(network.with_tables(organisations=blank), "t").grouping.groups
    assert len(groups) == 9
    looks = [
        (group.fill, np.dot(to_rgb(group.colour), (0.2126, 0.7152, 0.0722))) for group in groups
    ]
    for (fill, light), (other_fill, other_light) in combinations(looks, 2):
        assert fill != other_fill or abs(light - other_light) > 0.1
    assert MANAGER not in {group.colour for group in groups}


@pytest.mark.parametrize(
    ("network", "by"),
    [
        (town(), "sector"),
        (town(sectors=1, regions=2), "region"),
        (town(sectors=1), "kind"),
    ],
)
def test_firms_are_coloured_by_what_differs(network, by):
    assert view_of(network, "t").grouping.by == by


def test_a_column_is_named_by_its_words_and_persons_by_their_pseudonyms():
    labels = {group.label for group in view_of(town(), "t", by="member").grouping.groups}
    assert labels == {"yes", "no"}
    labels = {g.label for g in view_of(town(regions=2), "t", by="manager").grouping.groups}
    assert labels == {"Manager A", "Manager B"}


@pytest.mark.parametrize("by", ["sectr", "id", "name", "aligned", ""])
def test_a_column_that_is_not_there_or_names_everybody_is_refused(by):
    with pytest.raises(
        InputError, match="no such column; expected is one of: kind, region"
    ) as told:
        view_of(town(), "t", by=by)
    assert ("did you mean sector?" in str(told.value)) == (by == "sectr")


def test_firms_without_a_value_are_a_group_of_their_own():
    network = town()
    blank = pl.when(pl.col("id") < "betrieb-0010").then(None).otherwise("sector").alias("sector")
    view = view_of(
        network.with_tables(organisations=network.organisations.with_columns(blank)),
        "t",
        by="sector",
    )
    assert [(group.label, group.count) for group in view.grouping.groups][-1] == ("not known", 10)


def test_more_nodes_than_anybody_could_see_are_refused(monkeypatch):
    monkeypatch.setattr("qvgraph.charts.network.view.MOST", 42)
    with pytest.raises(InputError, match=r"town: 43 organisations and managers found; .* most 42"):
        view_of(town(), "t")


# ---- the figure


CASES = {
    "one region": town(),
    "six regions": town(300, regions=6, sectors=9),
    "26 regions": town(780, regions=26),
    "a firm alone": check_frames(
        "n", {"organisations": pl.DataFrame({"id": ["a"], "kind": "firm"})}
    ),
    "hundred regions": town(400, regions=100),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("spoken", ["de", "en"])
def test_texts_stay_on_the_sheet_and_do_not_touch(case, spoken):
    language.use(spoken)
    figure = picture_of(view_of(CASES[case], "A title that is long enough to need a line " * 3))
    assert not figure.legends
    figure.draw_without_rendering()
    check_texts(figure)


def test_managers_are_named_by_pseudonym_unless_names_are_asked_for():
    hidden = read(picture_of(view_of(town(), "t")))
    assert "Manager A" in hidden
    assert "shown by pseudonyms" in hidden
    assert "Adler" not in hidden
    shown = read(picture_of(view_of(town(), "t", names=True)))
    assert "Anna Adler" in shown
    assert "Firma 7 GmbH" in shown
    assert "pseudonym" not in shown


def test_regions_are_named_where_they_stand_and_not_in_a_key_as_well():
    written = texts_of(picture_of(view_of(town(60, regions=3), "t", by="region")))
    assert [text.get_text() for text in written if "region 1" in text.get_text()] == [
        "region 1 (21)"
    ]


def test_synthetic_networks_say_so():
    network = town()
    drawn = network.organisations.with_columns(synthetic=pl.lit(value=True))
    assert "Synthetic" not in read(picture_of(view_of(network, "t")))
    view = view_of(network.with_tables(organisations=drawn), "t")
    assert "Synthetic" in read(picture_of(view))
    assert "Synthetic" in page_of(view)


def test_managers_are_larger_and_kinds_have_marks_of_their_own():
    axes = picture_of(view_of(town(300), "t")).axes[0]
    sizes: dict[Any, float] = {}
    for line in axes.lines:
        if line.get_marker() not in (None, "None", ""):
            marker = line.get_marker()
            sizes[marker] = max(sizes.get(marker, 0), line.get_markersize())
    assert set(sizes) == {"o", "s", "D", "*"}
    assert sizes["*"] > 1.8 * sizes["o"]


def test_wider_lines_are_stronger_ties():
    ties = pl.DataFrame({"source": ["a", "b"], "target": ["b", "c"], "strength": [0.1, 0.9]})
    firms = pl.DataFrame({"id": ["a", "b", "c"], "kind": "firm"})
    view = view_of(check_frames("n", {"organisations": firms, "ties": ties}), "t")
    weak, strong = picture_of(view).axes[0].patches
    assert len(weak.get_path()) == len(strong.get_path()) == 2
    assert strong.get_linewidth() > 2 * weak.get_linewidth()


def test_the_same_network_gives_the_same_bytes():
    first, second = (view_of(town(120, regions=3), "t") for _ in range(2))
    assert bytes_of(first, "svg") == bytes_of(second, "svg")
    assert page_of(first) == page_of(second)


def test_names_in_scripts_that_the_font_lacks_do_not_disturb():
    """Warnings are errors here."""
    network = town(10, names={0: "工場 🏭", 1: "$x^", 2: "a\nb\x1b[2J"}, manager="مدير")
    lines = network.organisations.with_columns(sector=pl.lit("one\ntwo 🏭"))
    view = view_of(network.with_tables(organisations=lines), "t 🏭", by="sector", names=True)
    assert bytes_of(view, "svg").startswith(b"<?xml")
    assert bytes_of(view, "png").startswith(b"\x89PNG")
    assert [group.label for group in view.grouping.groups] == ["one two 🏭"]
    assert "a b [2J" in view.labels


@pytest.mark.slow
def test_three_thousand_firms_make_a_file_of_reasonable_size():
    view = view_of(town(3000), "t")
    assert len(bytes_of(view, "svg")) < 1_200_000
    assert len(page_of(view)) < 600_000


# ---- the page


class Parts(HTMLParser):
    """What a browser makes of a page: elements with their attributes, and texts by element."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.texts.setdefault(self.open[-1] if self.open else "", []).append(data)


def data_of(page: str) -> dict[str, Any]:
    return json.loads(Parts(page).texts["script"][0])


def test_names_that_look_like_scripts_stay_names():
    network = town(names={3: SCRIPT, 4: "<img src=x onerror=y>"}, manager=SCRIPT + "&amp;\u2028")
    page = page_of(view_of(network, SCRIPT, names=True))
    parts = Parts(page)
    scripts = [attributes for tag, attributes in parts.elements if tag == "script"]
    assert scripts == [{"id": "data", "type": "application/json"}, {"type": "module"}]
    assert "img" not in {tag for tag, _ in parts.elements}
    assert not any(name.startswith("on") for _, those in parts.elements for name in those)
    assert page.count("<!--") == 0
    assert SCRIPT in data_of(page)["label"]
    assert "".join(parts.texts["title"]) == SCRIPT
    assert any(SCRIPT in text for text in parts.texts["option"])


@settings(max_examples=25)
@given(st.text(min_size=1), st.text(min_size=1))
def test_any_name_comes_back_as_it_was(firm, manager):
    view = view_of(town(6, names={0: firm}, manager=manager), "t", names=True)
    page = page_of(view)
    assert data_of(page)["label"] == list(view.labels)
    assert len([tag for tag, _ in Parts(page).elements if tag == "script"]) == 2


def test_without_names_neither_ids_nor_names_are_in_the_page():
    page = page_of(view_of(town(regions=2), "t"))
    assert not re.search(r"betrieb-|person-|Firma|Adler|verband|haus\b", page)
    assert "Firm 12" in data_of(page)["label"]


def test_a_page_asks_for_nothing_from_outside_and_runs_only_its_own_script():
    page = page_of(view_of(town(), "t"))
    assert not re.search(r"https?:|url\(|@import|\bimport\b|fetch\(|XMLHttp|\bsrc=", page)
    parts = Parts(page)
    policy = next(one["content"] for tag, one in parts.elements if "http-equiv" in one)
    script, style = parts.texts["script"][-1], "".join(parts.texts["style"])
    hashes = [
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for text in (script, style)
    ]
    assert (
        policy
        == f"default-src 'none'; script-src 'sha256-{hashes[0]}'; style-src 'sha256-{hashes[1]}'"
    )


def test_the_page_has_every_node_and_tie():
    view = view_of(town(100, regions=2), "t")
    data = data_of(page_of(view))
    columns = ("x", "y", "kind", "group", "region", "label")
    assert {len(data[name]) for name in columns} == {view.nodes.height}
    assert len(data["ties"]) == 4 * view.ties.height
    assert data["label"][-2:] == ["Manager A", "Manager B"]
    assert data["regions"] == ["region 0", "region 1"]


def test_managers_are_a_table_for_who_cannot_see_the_picture():
    page = page_of(view_of(town(), "t"))
    assert '<tr><th scope="row">Manager A</th><td>region 0</td><td>37</td></tr>' in page
    canvas = next(one for tag, one in Parts(page).elements if tag == "canvas")
    assert "managers: 1" in str(canvas["aria-label"])
    assert canvas["tabindex"] == "0"


def test_a_page_speaks_the_language_in_use():
    language.use("de")
    page = page_of(view_of(town(), "t"))
    assert '<html lang="de">' in page
    assert "Management A" in data_of(page)["label"]
    assert "Als Tabelle" in page
    assert not re.search(
        r"\b(Search|Contacts|manager|firm)\b", " ".join(Parts(page).texts["label"])
    )
