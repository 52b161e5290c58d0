"""How a group of organisations is knit: ten figures for a region or for the whole network.

The nodes are the organisations of the group, also those without ties; the arcs are the advice ties
among them. Managers are no nodes, and ties to other regions are left out of a region's figures.
"""

import math

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from qvgraph.metrics.belonging import grouped
from qvgraph.metrics.explanation import Call, Explanation
from qvgraph.metrics.metric import Graph, metric
from qvgraph.metrics.sources import FREEMAN, WASSERMAN
from qvgraph.metrics.undefined import (
    NO_ADVICE_DE,
    NO_ADVICE_EN,
    NO_PAIR_DE,
    NO_PAIR_EN,
    NO_THREE_DE,
    NO_THREE_EN,
)

NOBODY_DE, NOBODY_EN = "keine Organisation", "no organisation"


@metric(
    name="organisations",
    level="group",
    direction="none",
    de="Organisationen",
    en="organisations",
    source="count",
    whole=True,
    explanation=Explanation("n", igraph=Call("g.vcount()"), networkx=Call("len(G)")),
)
def organisations(graph: Graph) -> float:
    """How many firms, associations and institutions there are."""
    return graph.size


@metric(
    name="member_share",
    level="group",
    direction="none",
    variant="of firms",
    de="Anteil der Mitglieder an den Betrieben",
    en="share of firms that are members",
    undefined_de="von keinem Betrieb ist die Mitgliedschaft bekannt",
    undefined_en="the membership of no firm is known",
    source="count",
    higher="better",
)
def member_share(graph: Graph) -> float:
    """Members as a share (0 to 1) of the firms; once any is known, a firm not marked is none."""
    member = graph.nodes.filter(pl.col("kind") == "firm")["member"]
    return int(member.sum()) / len(member) if member.count() else math.nan


@metric(
    name="density",
    level="group",
    direction="out",
    variant="directed, without loops",
    de="Dichte",
    en="density",
    undefined_de=NO_PAIR_DE,
    undefined_en=NO_PAIR_EN,
    source=WASSERMAN,
    explanation=Explanation(
        "m / (n(n − 1))",
        igraph=Call("g.density()"),
        networkx=Call("nx.density(G)"),
        sna=Call("gden(m)"),
    ),
)
def density(graph: Graph) -> float:
    """Ties as a share (0 to 1) of all that could be."""
    pairs = graph.size * (graph.size - 1)
    return graph.arcs.height / pairs if pairs else math.nan


@metric(
    name="mean_degree",
    level="group",
    direction="out",
    variant="ties per organisation",
    de="mittlerer Grad",
    en="mean degree",
    undefined_de=NOBODY_DE,
    undefined_en=NOBODY_EN,
    source=WASSERMAN,
    explanation=Explanation("m / n"),
)
def mean_degree(graph: Graph) -> float:
    """How many others an organisation asks for advice, on average."""
    return graph.arcs.height / graph.size if graph.size else math.nan


@metric(
    name="reciprocity",
    level="group",
    direction="mutual",
    variant="edgewise",
    de="Reziprozität",
    en="reciprocity",
    undefined_de=NO_ADVICE_DE,
    undefined_en=NO_ADVICE_EN,
    source=WASSERMAN,
    explanation=Explanation(
        "Σ_ij a_ij a_ji / Σ_ij a_ij",
        igraph=Call("g.reciprocity()"),
        networkx=Call("nx.overall_reciprocity(G)"),
        sna=Call('grecip(m, measure = "edgewise")'),
    ),
)
def reciprocity(graph: Graph) -> float:
    """Returned ties as a share (0 to 1) of all ties."""
    mutual, one_way = graph.once(dyads)
    return 2 * mutual / (2 * mutual + one_way) if mutual + one_way else math.nan


@metric(
    name="transitivity",
    level="group",
    direction="either",
    variant="global",
    de="Transitivität",
    en="transitivity",
    undefined_de="keine Organisation mit zwei Partnern",
    undefined_en="no organisation with two partners",
    source=WASSERMAN,
    explanation=Explanation(
        "Σ_{i≠j≠k} u_ij u_jk u_ki / Σ_{i≠j≠k} u_ij u_jk,  u_ij = max(a_ij, a_ji)",
        igraph=Call('u.transitivity_undirected(mode="nan")'),
        networkx=Call(
            "nx.transitivity(U)",
            de="0 statt keines Werts, wo niemand zwei Partner hat",
            en="0 in place of no value where nobody has two partners",
        ),
    ),
)
def transitivity(graph: Graph) -> float:
    """How often (0 to 1) two partners of an organisation are partners themselves."""
    return float(graph.either.transitivity_undirected(mode="nan"))


@metric(
    name="mean_clustering",
    level="network",
    direction="either",
    variant="mean of local clustering, of those with two partners",
    cost="moderate",
    default=False,
    de="mittlere lokale Transitivität",
    en="mean local clustering",
    undefined_de="keine Organisation mit zwei Partnern",
    undefined_en="no organisation with two partners",
    source="Watts, Strogatz (1998), Nature 393",
    explanation=Explanation(
        "Σ_{i: k_i ≥ 2} 2 t_i / (k_i (k_i − 1)) / |{i: k_i ≥ 2}|",
        igraph=Call('u.transitivity_avglocal_undirected(mode="nan")'),
        networkx=Call(
            "nx.average_clustering(U)",
            de="zählt Organisationen mit weniger als zwei Partnern als 0",
            en="counts organisations with fewer than two partners as 0",
        ),
    ),
)
def mean_clustering(graph: Graph) -> float:
    """Which share (0 to 1) of an organisation's pairs of partners is tied, on average."""
    return float(graph.either.transitivity_avglocal_undirected(mode="nan"))


@metric(
    name="components",
    level="group",
    direction="either",
    variant="weak",
    de="Komponenten",
    en="components",
    source=WASSERMAN,
    whole=True,
    explanation=Explanation(
        "Σ_k 1",
        igraph=Call("len(u.connected_components())"),
        networkx=Call("nx.number_weakly_connected_components(G)"),
        sna=Call('components(m, connected = "weak")'),
    ),
)
def components(graph: Graph) -> float:
    """Into how many parts without a tie between them the group falls; an isolate is one."""
    return len(graph.either.connected_components())


@metric(
    name="largest_component_share",
    level="group",
    direction="either",
    variant="weak",
    de="Anteil in der größten Komponente",
    en="share in the largest component",
    undefined_de=NOBODY_DE,
    undefined_en=NOBODY_EN,
    source=WASSERMAN,
    explanation=Explanation(
        "max_k s_k / n",
        igraph=Call("max(u.connected_components().sizes()) / u.vcount()"),
    ),
)
def largest_component_share(graph: Graph) -> float:
    """Organisations in the largest component as a share (0 to 1) of all."""
    sizes = graph.either.connected_components().sizes()
    return max(sizes) / graph.size if sizes else math.nan


@metric(
    name="centralisation_degree",
    level="group",
    direction="either",
    variant="Freeman, in + out, without loops, divided by 2(n − 1)(n − 2)",
    de="Zentralisierung nach dem Grad",
    en="degree centralisation",
    undefined_de=NO_THREE_DE,
    undefined_en=NO_THREE_EN,
    source=FREEMAN,
    explanation=Explanation("Σ_i (max_j k_j − k_i) / (2(n − 1)(n − 2)),  k_i = Σ_j (a_ij + a_ji)"),
)
def centralisation_degree(graph: Graph) -> float:
    """How far (0 to 1) the ties are those of one organisation; isolates count."""
    most = 2 * (graph.size - 1) * (graph.size - 2)
    return centralised(graph.directed.degree(mode="all"), most, least=3)


@metric(
    name="ties_across_sectors",
    level="group",
    direction="out",
    variant="of ties between firms of known sectors",
    de="Austausch über Branchen hinweg",
    en="advice ties across sectors",
    undefined_de="keine Beziehung zwischen Betrieben bekannter Branchen",
    undefined_en="no tie between firms of known sectors",
    source="count",
    explanation=Explanation("E / (E + I)"),
)
def ties_across_sectors(graph: Graph) -> float:
    """Advice ties between two sectors as a share (0 to 1) of those between firms."""
    sectors = graph.once(grouped, "sector")
    return sectors.across / sectors.ties if sectors.ties else math.nan


def centralised(values: ArrayLike, most: float, *, least: int) -> float:
    """The sum of what each lacks to the largest, as a share of `most`; from `least` nodes on."""
    array = np.asarray(values, float)
    return float((array.max() - array).sum()) / most if array.size >= least else math.nan


def dyads(graph: Graph) -> tuple[int, int]:
    """How many pairs are tied both ways, and how many one way."""
    mutual = int((graph.both_counted.weight == 2).sum()) // 2
    return mutual, graph.arcs.height - 2 * mutual
