"""The marks of a network as small pictures inside a page."""

from typing import Final

from qvgraph.charts.network.groups import LIGHT, Fill
from qvgraph.charts.style import QUIET

_STAR: Final = "M8 .8 10.2 6 15.8 6.4 11.5 10 12.9 15.4 8 12.4 3.1 15.4 4.5 10 .2 6.4 5.8 6z"
_SHAPES: Final = {
    "firm": '<circle cx="8" cy="8" r="5"{}/>',
    "association": '<rect x="3.2" y="3.2" width="9.6" height="9.6"{}/>',
    "institution": '<path d="M8 1.6 14.4 8 8 14.4 1.6 8z"{}/>',
    "manager": f'<path d="{_STAR}"{{}}/>',
}


def mark(kind: str, colour: str, fill: Fill) -> str:
    """One mark as SVG, beside which its meaning stands."""
    look = f' fill="{colour}"'
    if fill != "full":
        look = f' fill="#fff" stroke="{colour}" stroke-width="2.4"'
    elif colour == LIGHT:
        look += f' stroke="{QUIET}" stroke-width=".8"'
    dot = f'<circle cx="8" cy="8" r="1.8" fill="{colour}"/>' if fill == "dot" else ""
    return (
        '<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">'
        f"{_SHAPES[kind].format(look)}{dot}</svg>"
    )
