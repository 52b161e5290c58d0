"""Percentiles of a benchmark know neither size nor density; `benchmarks/percentiles.py`, small."""

import numpy as np
import polars as pl
import pytest
from scipy.stats import kstest, spearmanr

from qvgraph.metrics.chance.beside_chance import by_chance, percentile, values_of
from qvgraph.metrics.metric import METRICS, Graph

NAMES = ("transitivity", "compactness", "ei_index_sector")
NETWORKS, DRAWS = 60, 19


def network(luck: np.random.Generator) -> Graph:
    """Two kinds, two sectors, each tie by its own luck, more of them to institutions."""
    n = int(luck.integers(12, 50))
    kinds = ["firm"] * (n - 3) + ["institution"] * 3
    weight = np.ones((n, n)) * luck.uniform(0.05, 0.3)
    weight[:, -3:] *= 2
    np.fill_diagonal(weight, 0)
    source, target = np.nonzero(luck.random((n, n)) < weight)
    names = [f"{i:02}" for i in range(n)]
    nodes = pl.DataFrame({"id": names, "kind": kinds, "sector": luck.choice(["a", "b"], n)})
    ends = {"source": [names[i] for i in source], "target": [names[j] for j in target]}
    return Graph(nodes, pl.DataFrame(ends).with_columns(strength=1.0))


@pytest.mark.slow
def test_percentiles_are_uniform_and_know_nothing_of_size_and_density():
    metrics = [METRICS[name] for name in NAMES]
    luck = np.random.default_rng(4)
    rows = []
    for number in range(NETWORKS):
        graph = network(luck)
        drawn = by_chance([graph], metrics, "kinds", draws=DRAWS, seed=number)
        values = values_of([graph], metrics)[0]
        places = [
            percentile(value, column, luck=luck.random())
            for value, column in zip(values, drawn.T, strict=True)
        ]
        density = len(graph.ends.source) / (graph.size * (graph.size - 1))
        rows.append([graph.size, density, *values, *places])
    n, density, *columns = np.array(rows).T
    for place in columns[len(NAMES) :]:
        assert kstest(place, "uniform", args=(0, 100)).pvalue > 0.01
        assert abs(spearmanr(place, n).statistic) < 0.33  # 2.5 standard errors
        assert abs(spearmanr(place, density).statistic) < 0.33
    assert spearmanr(columns[0], density).statistic > 0.8  # the figure itself knows it well
