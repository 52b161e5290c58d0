"""Networks so large that work is cut into blocks: igraph's numbers, on any number of threads."""

import numpy as np
import pytest

from qvgraph.metrics.nearness import nearness_of
from qvgraph.metrics.paths import BLOCKS, SMALL, betweenness_of
from qvgraph.metrics.rows import Rows, rows_of

SIZE = SMALL + 97


@pytest.fixture(scope="module")
def rows() -> Rows:
    """Two parts and isolates; some nodes are asked far more often than others."""
    luck = np.random.default_rng(5)
    asking = luck.integers(SIZE - 20, size=4 * SIZE)
    asked = (asking % 2) + 2 * ((SIZE - 20) // 2 * luck.random(4 * SIZE) ** 3).astype(int)
    pairs = np.unique(np.stack([asking, asked])[:, asking != asked], axis=1)
    return rows_of(SIZE, pairs[0], pairs[1], np.ones(pairs.shape[1]))


def test_betweenness_in_blocks_is_that_of_igraph(rows: Rows) -> None:
    import igraph

    assert SIZE // BLOCKS > 1
    graph = igraph.Graph(SIZE, list(zip(rows.node, rows.partner, strict=True)), directed=True)
    assert betweenness_of(rows) == pytest.approx(graph.betweenness())
    near = [value * (SIZE - 1) for value in graph.harmonic_centrality(mode="in")]
    assert nearness_of(rows) == pytest.approx(near)


@pytest.mark.parametrize("threads", [1, 3])
def test_the_bytes_are_the_same_on_any_number_of_threads(
    rows: Rows, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = betweenness_of(rows)
    monkeypatch.setattr("os.cpu_count", lambda: threads)
    assert betweenness_of(rows).tobytes() == usual.tobytes()
