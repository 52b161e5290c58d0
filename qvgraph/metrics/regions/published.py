"""How often figures are more than size and density let expect in published networks.

*Source:* the seven networks of organisations in search and rescue of Drabek, Tamminga, Kilijanek,
Adams (1981), Managing Multiorganizational Emergency Responses, University of Colorado, Program on
Technology, Environment, and Man, Monograph 33; as data in the R package network (`emon`). Not
printed there: reckoned from these data in the same way as a region's (`benchmarks/published.py`).
"""

from typing import Final, NamedTuple


class Often(NamedTuple):
    """In how many networks a figure is higher, in how many lower, in how many it has a value."""

    higher: int
    lower: int
    of: int


NETWORKS: Final = 7

PUBLISHED: Final[dict[str, Often]] = {
    "reciprocity": Often(6, 0, 7),
    "transitivity": Often(7, 0, 7),
    "mean_clustering": Often(7, 0, 7),
    "connectedness": Often(0, 2, 4),
    "compactness": Often(2, 3, 7),
    "cutpoints": Often(1, 0, 3),
    "centralisation_in": Often(2, 0, 7),
    "centralisation_out": Often(6, 0, 7),
    "centralisation_betweenness": Often(4, 0, 7),
    "hierarchy_krackhardt": Often(6, 0, 7),
    "core_periphery": Often(7, 0, 7),
}
"""By the null models `kinds` and `mixing`; all are organisations of one kind, sectors unknown."""
