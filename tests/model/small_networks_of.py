"""Small networks of all kinds, drawn by hypothesis: a strategy that other tests share."""

import string

import polars as pl
from hypothesis import strategies as st

from qvgraph.model.checks import check_frames
from qvgraph.model.network import Network

SHARES = st.none() | st.floats(0, 1, allow_subnormal=False)
FLAGS = st.none() | st.booleans()
ANY_SIGN = st.characters(exclude_categories=("Cc", "Cs", "Cn"), include_characters="\n\t\r")
WORDS = st.none() | st.text(ANY_SIGN, max_size=8)
PLAIN_IDS = st.text(string.ascii_letters + "Äß_-.", min_size=1, max_size=4)
"""Names that any format can hold."""

IDS = st.text("abcÄ,;\"'<>& -ß%*", min_size=1, max_size=4)
"""Names that formats have to take care of."""


@st.composite
def small_networks(
    draw: st.DrawFn,
    ids: st.SearchStrategy[str] = IDS,
    words: st.SearchStrategy[str | None] = WORDS,
) -> Network:
    """A valid network of one region with any tables, given or not, and columns of its own."""
    names = draw(st.lists(ids, min_size=1, max_size=7))
    nodes = sorted({"".join(name.lower().split()): name.strip() or "x" for name in names}.values())
    kinds = ["firm"] + [
        draw(st.sampled_from(["firm", "firm", "association", "institution", "manager"]))
        for _ in nodes[1:]
    ]
    organisations = [n for n, kind in zip(nodes, kinds, strict=True) if kind != "manager"]
    managers = [n for n, kind in zip(nodes, kinds, strict=True) if kind == "manager"]
    groups = [n for n, k in zip(nodes, kinds, strict=True) if k in ("association", "institution")]
    frames = {
        "organisations": _frame(
            draw,
            {"id": organisations, "kind": [kind for kind in kinds if kind != "manager"]},
            {
                "name": (words, pl.String),
                "sector": (words, pl.String),
                "employees": (st.none(), pl.Int64),
                "willing": (
                    st.none() | st.floats(-1e9, 1e9, allow_subnormal=False),
                    pl.Float64,
                ),
                "responded": (FLAGS, pl.Boolean),
                "synthetic": (FLAGS, pl.Boolean),
                "Anmerkung & mehr": (words, pl.String),
                "value": (st.none() | st.integers(-5, 10**12), pl.Int64),
                "line": (words, pl.String),
            },
        )
    }
    if managers or draw(st.booleans()):
        frames["managers"] = _frame(
            draw,
            {"id": managers},
            {"name": (words, pl.String), "line": (words, pl.String), "fte": (SHARES, pl.Float64)},
        )
    pairs = [(a, b) for a in organisations for b in organisations if a != b]
    for table, ends, possible, columns in (
        (
            "ties",
            ("source", "target"),
            pairs,
            {
                "strength": (SHARES, pl.Float64),
                "trust": (SHARES, pl.Float64),
                "weight": (st.none() | st.integers(0, 9), pl.Int64),
                "value": (words, pl.String),
            },
        ),
        (
            "contacts",
            ("manager", "organisation"),
            [(a, b) for a in managers for b in organisations],
            {"strength": (SHARES, pl.Float64), "since": (words, pl.String)},
        ),
        (
            "memberships",
            ("organisation", "association"),
            [(a, b) for a in organisations for b in groups if a != b],
            {"strength": (words, pl.String)},
        ),
    ):
        if draw(st.booleans()):
            rows = draw(st.sets(st.sampled_from(possible), max_size=6)) if possible else set()
            keys = {end: [row[place] for row in sorted(rows)] for place, end in enumerate(ends)}
            frames[table] = _frame(draw, keys, columns)
    if draw(st.booleans()):
        frames["skills"] = pl.DataFrame({"id": ["s"], "name": [draw(words)]}).cast(pl.String)
        frames["trainings"] = pl.DataFrame({"id": ["t"], "skills": ["s"]})
        waiting = [draw(st.sampled_from([None, "t"])) for _ in organisations]
        frames["organisations"] = frames["organisations"].with_columns(
            waiting=pl.Series(waiting, dtype=pl.String)
        )
    return check_frames("small", frames)


def as_a_graph_holds_it(network: Network) -> tuple[Network, list[str]]:
    """What nodes and arcs with attributes can hold of a network, and what is said of the rest."""
    frames = dict(network.tables)
    said = []
    if network.organisations["waiting"].null_count() < network.organisations.height:
        said.append("of the table organisations: waiting")
    said += [
        f"the table {t} (1 rows)"
        for t in ("trainings", "skills")
        if frames.pop(t, None) is not None
    ]
    frames["organisations"] = network.organisations.drop("waiting")
    return check_frames("small", frames), said


def _frame(
    draw: st.DrawFn,
    keys: dict[str, list[str]],
    columns: dict[str, tuple[st.SearchStrategy, pl.DataType]],
) -> pl.DataFrame:
    """Keys, and some of the columns with a value or none in each row, in any order."""
    rows = len(next(iter(keys.values())))
    chosen = draw(st.lists(st.sampled_from(sorted(columns)), unique=True))
    drawn = {
        name: draw(st.lists(columns[name][0], min_size=rows, max_size=rows)) for name in chosen
    }
    types = {name: columns[name][1] for name in chosen}
    return pl.DataFrame(
        {**keys, **drawn}, schema={**dict.fromkeys(keys, pl.String), **types}, strict=False
    )
