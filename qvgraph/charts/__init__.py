"""Figures for print; matplotlib is imported only when one is drawn."""

from qvgraph.charts.files import sustained, write_charts
from qvgraph.charts.style import save_svg

__all__ = ["save_svg", "sustained", "write_charts"]
