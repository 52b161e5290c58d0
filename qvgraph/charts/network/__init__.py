"""A network as a picture: as a figure, and as a page to look around in."""

from qvgraph.charts.network.page import page_of
from qvgraph.charts.network.picture import bytes_of, picture_of
from qvgraph.charts.network.view import View, view_of

__all__ = ["View", "bytes_of", "page_of", "picture_of", "view_of"]
