"""Figures for print; matplotlib is imported only when one is drawn."""

from qvgraph.charts.style import save_svg
from qvgraph.charts.sustained import sustained

__all__ = ["save_svg", "sustained"]
