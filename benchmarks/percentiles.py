"""Do percentiles of a benchmark know how large or dense a network is? They must not.

    python benchmarks/percentiles.py [--quick] [--graphs N] [--draws N] [--seed S]

Hundreds of networks of 50 to 500 organisations, of densities that differ thirtyfold, each drawn
from one model: kinds ask each other at different rates, some ties are returned, nothing else. Every
usual figure gets its percentile among networks by chance. Two things are asked of percentiles:

- uniform: with luck among equal values by Kolmogorov and Smirnov, p above 0.01; the percentile that
  is told, the middle of equal values, lies beyond 5 and 95 in at most 10 % of the networks;
- of size and density they know nothing: Spearman's correlation is below 0.1 in absolute value.

Beside it stands the correlation of the figure itself, which a benchmark without nulls would show.
For reciprocity no tie is returned but by chance, as in the networks it is compared with.
"""

import argparse
import time
from itertools import product

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import kstest, spearmanr

from qvgraph.metrics import METRICS
from qvgraph.metrics.chance.beside_chance import by_chance, percentile, values_of
from qvgraph.metrics.chance.null_models import Null
from qvgraph.metrics.metric import Graph
from qvgraph.metrics.regions.benchmark import USUAL

GRAPHS, DRAWS, SEED = 700, 39, 1
QUICK_GRAPHS, QUICK_DRAWS = 60, 19
SIZES = (50, 500)
MEAN_DEGREES = (2.0, 6.0)
GOAL_P, GOAL_TAILS, GOAL_CORRELATION = 0.01, 0.10, 0.1

KINDS = ("association", "firm", "institution")
SHARES = (0.04, 0.92, 0.04)
ASKED = np.array([[3.0, 1.0, 3.0], [6.0, 1.0, 8.0], [2.0, 0.5, 3.0]])
"""How much likelier than from firm to firm a tie from one kind to another is."""
RETURNED = 0.2
"""How many ties are returned, beside those that are by chance."""


def network(luck: np.random.Generator, returned: float) -> Graph:
    """One network: kinds, sectors and sizes by lot, ties by kind, a share of them returned."""
    n = int(np.exp(luck.uniform(*np.log(SIZES))))
    kind = luck.choice(len(KINDS), n, p=SHARES)
    weight = ASKED[np.ix_(kind, kind)]
    np.fill_diagonal(weight, 0)
    ties = luck.uniform(*MEAN_DEGREES) * n
    there = luck.random((n, n)) < weight * ties / weight.sum() / (1 + returned)
    there |= there.T & (luck.random((n, n)) < returned)
    source, target = np.nonzero(there)
    names = [f"{i:04}" for i in range(n)]
    firm = kind == KINDS.index("firm")
    sectors, sizes = luck.choice(["a", "b", "c"], n), luck.choice(["micro", "small", "large"], n)
    nodes = pl.DataFrame(
        {
            "id": names,
            "kind": [KINDS[k] for k in kind],
            "sector": [str(s) if f else None for s, f in zip(sectors, firm, strict=True)],
            "size": [str(s) if f else None for s, f in zip(sizes, firm, strict=True)],
        }
    )
    ends = {"source": [names[i] for i in source], "target": [names[j] for j in target]}
    return Graph(nodes, pl.DataFrame(ends).with_columns(strength=1.0))


def study(graphs: int, draws: int, seed: int) -> dict[str, NDArray[np.float64]]:
    """For each figure a row per network: n, density, value, percentile told, percentile by luck."""
    rows: dict[str, list[tuple[float, ...]]] = {name: [] for name in USUAL}
    cases: tuple[tuple[Null, tuple[str, ...], float], ...] = (
        ("mixing", USUAL[:1], 0.0),
        ("kinds", USUAL[1:], RETURNED),
    )
    for number, (null, names, returned) in product(range(graphs), cases):
        luck = np.random.default_rng((seed, number))
        graph = network(luck, returned)
        density = len(graph.ends.source) / (graph.size * (graph.size - 1))
        metrics = [METRICS[name] for name in names]
        drawn = by_chance([graph], metrics, null, draws=draws, seed=number)
        values = values_of([graph], metrics)[0]
        for name, value, column in zip(names, values, drawn.T, strict=True):
            known = column[~np.isnan(column)]
            if not np.isnan(value) and len(known):
                places = (percentile(value, known, luck=one) for one in (0.5, luck.random()))
                rows[name].append((graph.size, density, value, *places))
    return {name: np.array(found) for name, found in rows.items()}


def verdicts(found: NDArray[np.float64]) -> dict[str, float]:
    """What is asked of one figure, as numbers."""
    n, density, value, told, by_luck = found.T
    result = {
        "uniform": float(kstest(by_luck, "uniform", args=(0, 100)).pvalue),
        "tails": float(np.mean((told < 5) | (told > 95))),
    }
    for (name, column), (about, size) in product(
        {"value": value, "percentile": told}.items(), {"n": n, "density": density}.items()
    ):
        constant = np.ptp(column) == 0
        result[f"{name} ~ {about}"] = 0.0 if constant else float(spearmanr(column, size).statistic)
    return result


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="few networks, few draws")
    parser.add_argument("--graphs", type=int, metavar="N")
    parser.add_argument("--draws", type=int, metavar="N")
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    graphs = given.graphs or (QUICK_GRAPHS if given.quick else GRAPHS)
    draws = given.draws or (QUICK_DRAWS if given.quick else DRAWS)
    begun = time.perf_counter()
    found = study(graphs, draws, given.seed)
    print(
        f"{graphs} networks of {SIZES[0]} to {SIZES[1]} organisations, {draws} draws each, seed "
        f"{given.seed}: {time.perf_counter() - begun:.0f} s. Goals: uniform p > {GOAL_P}, beyond 5 "
        f"and 95 at most {GOAL_TAILS:.0%} but for chance, correlation of percentiles < "
        f"{GOAL_CORRELATION}; * outside."
    )
    heads = ("uniform p", "beyond", "value~n", "value~dens", "perc~n", "perc~dens")
    print(f"{'':28}" + "".join(f"{head:>11}" for head in heads))
    slack = 2 * (GOAL_TAILS * (1 - GOAL_TAILS) / graphs) ** 0.5
    for name, those in found.items():
        numbers = verdicts(those)
        outside = (
            numbers["uniform"] < GOAL_P,
            numbers["tails"] > GOAL_TAILS + slack,
            False,
            False,
            abs(numbers["percentile ~ n"]) >= GOAL_CORRELATION,
            abs(numbers["percentile ~ density"]) >= GOAL_CORRELATION,
        )
        cells = (
            f"{one:.2f}{'*' if bad else ' '}"
            for one, bad in zip(numbers.values(), outside, strict=True)
        )
        print(f"{name:28}" + "".join(f"{cell:>11}" for cell in cells), flush=True)


if __name__ == "__main__":
    main()
