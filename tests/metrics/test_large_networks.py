"""Networks so large that work is cut into blocks: igraph's numbers, on any number of threads."""

import igraph
import numpy as np
import polars as pl
import pytest

from qvgraph.metrics.metric import Graph
from qvgraph.metrics.nodes import walks
from qvgraph.metrics.nodes.nearness import nearness_of
from qvgraph.metrics.nodes.paths import BLOCKS, SMALL, betweenness_of
from qvgraph.metrics.rows import Rows, rows_of
from qvgraph.model import convert

SIZE = SMALL + 97


@pytest.fixture(scope="module")
def rows() -> Rows:
    """Two parts and isolates; some nodes are asked far more often than others."""
    luck = np.random.default_rng(5)
    asking = luck.integers(SIZE - 20, size=4 * SIZE)
    asked = (asking % 2) + 2 * ((SIZE - 20) // 2 * luck.random(4 * SIZE) ** 3).astype(int)
    pairs = np.unique(np.stack([asking, asked])[:, asking != asked], axis=1)
    return rows_of(SIZE, pairs[0], pairs[1], np.ones(pairs.shape[1]))


def graph_of_rows(rows: Rows) -> igraph.Graph:
    return igraph.Graph(SIZE, list(zip(rows.node, rows.partner, strict=True)), directed=True)


def test_betweenness_in_blocks_is_that_of_igraph(rows: Rows) -> None:
    assert SIZE // BLOCKS > 1
    graph = graph_of_rows(rows)
    assert betweenness_of(rows) == pytest.approx(graph.betweenness())
    near = [value * (SIZE - 1) for value in graph.harmonic_centrality(mode="in")]
    assert nearness_of(rows) == pytest.approx(near)


def test_katz_of_many_nodes_solves_its_equation(rows: Rows) -> None:
    """The largest strong component has more nodes than all eigenvalues are computed for."""
    names = [f"{n:03}" for n in range(SIZE)]
    ends = {"source": [names[n] for n in rows.node], "target": [names[n] for n in rows.partner]}
    nodes = pl.concat([pl.DataFrame(schema=convert.NODE), pl.DataFrame({"id": names})],
                      how="diagonal")  # fmt: skip
    arcs = pl.DataFrame({**ends, "strength": 1.0, "kind": "advice"})
    graph = Graph(nodes, arcs)
    strong = graph_of_rows(rows).connected_components(mode="strong")
    assert max(strong.sizes()) > walks.SMALL
    ties = np.zeros((SIZE, SIZE))
    ties[rows.node, rows.partner] = 1
    radius = np.linalg.eigvals(ties).real.max()
    assert walks.spectral_radius(graph) == pytest.approx(radius)
    values = walks.katz(graph)
    assert values == pytest.approx(1 + 0.5 / radius * ties.T @ values)


@pytest.mark.parametrize("threads", [1, 3])
def test_the_bytes_are_the_same_on_any_number_of_threads(
    rows: Rows, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = betweenness_of(rows)
    monkeypatch.setattr("os.cpu_count", lambda: threads)
    assert betweenness_of(rows).tobytes() == usual.tobytes()
