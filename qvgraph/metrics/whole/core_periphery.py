"""Core and periphery: a core whose members are all tied, a periphery without ties inside.

The fit is the correlation of the ties with that ideal over the cells inside the core and those
inside the periphery; cells between the two are ignored. Up to 16 organisations every core is tried;
beyond, the best of several searches is given.

*Source:* Borgatti, Everett (2000), Models of core/periphery structures.
"""

import math
from functools import partial

import numpy as np

from qvgraph.metrics.chance.beside_chance import redrawn
from qvgraph.metrics.explanation import Explanation
from qvgraph.metrics.metric import Graph, metric
from qvgraph.metrics.whole.core_climbs import SAME
from qvgraph.metrics.whole.cores import (
    TRY_ALL,
    Core,
    Fit,
    Numbers,
    Ties,
    best_around,
    best_of_all,
    climbed,
    fit_of_all,
    ties_of,
)

DRAWS, SEED = 199, 1

SOURCE = "Borgatti, Everett (2000), Social Networks 21"
VARIANT = "discrete, ties between core and periphery ignored"
NONE_DE = "weniger als vier Organisationen, oder für keinen Kern ist die Korrelation bestimmt"
NONE_EN = "fewer than four organisations, or no core has a correlation"

core_metric = partial(
    metric,
    level="network",
    direction="out",
    cost="dear",
    undefined_de=NONE_DE,
    undefined_en=NONE_EN,
    source=SOURCE,
)


@core_metric(
    name="core_periphery",
    variant=VARIANT,
    de="Kern und Peripherie, Passung",
    en="core and periphery, fit",
    explanation=Explanation("max_C r(a_ij, c_i c_j),  c_i = [i ∈ C],  c_i = c_j"),
)
def core_periphery(graph: Graph) -> float:
    """The correlation (−1 to 1) of the ties with the ideal image of the best core."""
    return graph.once(best_fit)


@core_metric(
    name="core_periphery_core",
    variant=VARIANT + "; the smallest of the best",
    de="Organisationen im Kern",
    en="organisations in the core",
    whole=True,
    explanation=Explanation("|C|"),
)
def core_periphery_core(graph: Graph) -> float:
    """How many organisations the best core has; the smallest, if several are best."""
    return min((len(core) for core in graph.once(best).cores), default=math.nan)


@core_metric(
    name="core_periphery_optima",
    variant=VARIANT + "; all up to 16 organisations, beyond those found, at most 1,000",
    de="gleich gute Kerne",
    en="cores that fit equally well",
    whole=True,
    explanation=Explanation("|{C : r_C = max r}|"),
)
def core_periphery_optima(graph: Graph) -> float:
    """How many cores have the best fit: with more than one, membership of the core is a choice."""
    return len(graph.once(best).cores) or math.nan


@core_metric(
    name="core_periphery_p",
    variant="two-sided, (b + 1)/(R + 1), R = 199, beside networks of the same degrees",
    de="Kern und Peripherie, p-Wert",
    en="core and periphery, p value",
    default=False,
    explanation=Explanation("min(1, 2 (b + 1) / (R + 1))"),
)
def core_periphery_p(graph: Graph) -> float:
    """How often (0 to 1) networks in which everybody has as many ties fit as well or as badly.

    Whoever has many ties makes a core by that alone.
    """
    fit = graph.once(best_fit)
    if math.isnan(fit):
        return math.nan
    by_chance = np.array(
        [best_fit(redrawn(graph, "degrees", seed=SEED, number=number)) for number in range(DRAWS)]
    )
    by_chance[np.isnan(by_chance)] = -np.inf
    tail = min((by_chance >= fit - SAME).sum(), (by_chance <= fit + SAME).sum())
    return min(1.0, 2 * (int(tail) + 1) / (DRAWS + 1))


def best(graph: Graph) -> Fit:
    """The best cores: of all, or of those that several searches find."""
    ties = graph.once(_ties)
    return best_of_all(ties) if graph.size <= TRY_ALL else best_around(ties, *graph.once(_climbed))


def best_fit(graph: Graph) -> float:
    """How well the best core fits, without a look at how many do."""
    if graph.size <= TRY_ALL:
        return fit_of_all(graph.once(_ties))
    fits = graph.once(_climbed)[1]
    return float(fits.max()) if len(fits) else math.nan


def _climbed(graph: Graph) -> tuple[Core, Numbers]:
    return climbed(graph.once(_ties))


def _ties(graph: Graph) -> Ties:
    return ties_of(graph.both_counted)
