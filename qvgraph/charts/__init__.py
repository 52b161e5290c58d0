"""Figures for print and for reports; matplotlib is imported only when one is drawn."""

from qvgraph.charts.figures import cost, flow, funding, gaps, now_after, sustained
from qvgraph.charts.files import Drawn, draw_all, write_charts
from qvgraph.charts.registry import CHARTS
from qvgraph.charts.style import save_svg

__all__ = [
    "CHARTS",
    "Drawn",
    "cost",
    "draw_all",
    "flow",
    "funding",
    "gaps",
    "now_after",
    "save_svg",
    "sustained",
    "write_charts",
]
