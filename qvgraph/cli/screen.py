"""How much of a table a screen shows, and how figures look there."""

from typing import Literal

from qvgraph.language import decimal

ROWS = 25
"""Rows of a table on a screen; files hold all."""

WIDE = 150
"""Columns of a screen that shows every metric; a narrower one shows a choice."""

CHOICE = ("degree", "betweenness", "harmonic", "eigenvector", "pagerank")
OF_GROUPS = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison", "brokerage")
"""The choice when groups are asked for."""

Level = Literal["node", "group", "network"]


def figure(value: float | None) -> str:
    """A number with as many decimals as its size deserves."""
    if value is None or isinstance(value, int):
        return decimal(value)
    return decimal(value, 0 if abs(value) >= 1000 else 1 if abs(value) >= 10 else 3)
