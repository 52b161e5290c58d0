"""Networks of which everything is known: drawn from models, and months of simulated regions."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl

import qvgraph as qv
from qvgraph.model.network import Network

Luck = np.random.Generator

KINDS = ["firm"] * 48 + ["association"] * 7 + ["institution"] * 5
SIZES = np.array(["micro", "small", "medium", "large"])
MONTH, DRAWS = 24, 24

STUDY = f"""
outside_range = true
title = {{ de = "Eine Stelle", en = "One post" }}
baseline = "post"
[network]
profile = "region"
firms = 50
draws = {DRAWS}
[run]
months = 30
replicates = 1
[judge]
month = 30
core = 6
[scenario.post]
label = {{ de = "Eine Stelle", en = "One post" }}
"""


def varied(number: int) -> Network:
    """Organisations that differ in activity and popularity; ties are returned, sectors matter."""
    luck = np.random.default_rng([1, number])
    return _network(luck, *_drawn(luck, level=-3.4))


def clustered(number: int) -> Network:
    """The same, thinner at first; then who shares a partner finds each other."""
    luck = np.random.default_rng([2, number])
    organisations, ties = _drawn(luck, level=-4.1)
    for _ in range(3):
        either = (ties | ties.T).astype(int)
        shared = either @ either
        ties = ties | (luck.random(ties.shape) < 0.05 * np.minimum(shared, 3))
        np.fill_diagonal(ties, val=False)
    return _network(luck, organisations, ties)


def simulated(number: int) -> Network:
    """A region of 50 firms in the last month of its pilot."""
    return _simulated()[number % DRAWS]


@cache
def _simulated() -> Sequence[Network]:
    with TemporaryDirectory() as folder:
        study = Path(folder) / "post.toml"
        study.write_text(STUDY, "utf-8")
        run = qv.run(qv.read_study(str(study)), out=Path(folder) / "post.run")
        return [qv.network_of(run, draw=draw, month=MONTH)[0] for draw in range(DRAWS)]


SORTS: dict[str, Callable[[int], Network]] = {
    "varied": varied,
    "clustered": clustered,
    "simulated": simulated,
}
"""Where the networks come from: each a function of a number."""


def network_of(sort: str, number: int) -> Network:
    """A network by its sort and number, or the one of a file."""
    return SORTS[sort](number) if sort in SORTS else qv.read_network(sort)


def _drawn(luck: Luck, level: float) -> tuple[pl.DataFrame, np.ndarray]:
    """Organisations and ties of the p2 model."""
    n = len(KINDS)
    sector, size = luck.integers(4, size=n), luck.integers(4, size=n)
    other = np.array(KINDS) != "firm"
    activity = luck.normal(0, 0.7, n) + 0.2 * size
    popularity = luck.normal(0, 0.8, n) + 0.8 * other
    logit = level + activity[:, None] + popularity + 0.7 * (sector[:, None] == sector)
    i, j = np.triu_indices(n, 1)
    one, back = logit[i, j], logit[j, i]
    weights = np.exp(np.stack([0 * one, one, back, one + back + 1.5]))
    chosen = (luck.random(len(i)) * weights.sum(axis=0) > np.cumsum(weights, axis=0)).sum(axis=0)
    ties = np.zeros((n, n), bool)
    ties[i, j], ties[j, i] = np.isin(chosen, (1, 3)), np.isin(chosen, (2, 3))
    organisations = pl.DataFrame(
        {
            "id": [f"o{k:02}" for k in range(n)],
            "kind": KINDS,
            "sector": [
                None if not_firm else f"s{s}" for s, not_firm in zip(sector, other, strict=True)
            ],
            "size": [
                None if not_firm else SIZES[s] for s, not_firm in zip(size, other, strict=True)
            ],
            "member": (luck.random(n) < 0.5) & ~other,
            "aligned": luck.random(n) < 0.2,
        }
    )
    return organisations, ties


def _network(luck: Luck, organisations: pl.DataFrame, ties: np.ndarray) -> Network:
    """With a manager who knows most of them."""
    ids = organisations["id"]
    i, j = np.nonzero(ties)
    known = ids.filter(pl.Series(luck.random(len(ids)) < 0.6))
    firms = organisations.filter(kind="firm")["id"]
    join = luck.integers(48, 55, size=len(firms))
    frames = {
        "organisations": organisations,
        "ties": pl.DataFrame({"source": ids.gather(i), "target": ids.gather(j)}).with_columns(
            strength=pl.Series(luck.uniform(0.1, 1, len(i)))
        ),
        "managers": pl.DataFrame({"id": ["manager"], "host": [ids[-1]]}),
        "contacts": pl.DataFrame({"organisation": known}).with_columns(
            manager=pl.lit("manager"), strength=pl.Series(luck.uniform(0.2, 1, len(known)))
        ),
        "memberships": pl.DataFrame({"organisation": firms, "association": ids.gather(join)}),
    }
    return Network.of("drawn", frames)
