"""`qvgraph draw`: a picture of a network, or of a month of a run, as a file."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from qvgraph.cli.places import free_file, put
from qvgraph.cli.sources import network_from
from qvgraph.language import say
from qvgraph.problems import fail, nearest

if TYPE_CHECKING:
    from qvgraph.charts.network import View


def draw(
    source: str,
    target: str,
    *,
    by: str | None,
    names: bool,
    ties: str,
    force: bool,
    **source_of: Any,
) -> None:
    """Draw what is asked for, and say where it is; `source_of` as `network_from` takes it."""
    ending = Path(target).suffix.lower()
    if ending not in _WAYS:
        what = say("expected is a file that ends in one of: {endings}", endings=", ".join(_WAYS))
        raise fail(target, what + nearest(ending, _WAYS))
    path = free_file(target, force=force)
    network, what = network_from(source, **source_of)
    from qvgraph.charts.network import view_of

    view = view_of(network, what, by=by, ties=tuple(ties.split(",")), names=names)
    put(path, _WAYS[ending](view))
    click.echo(str(path))


def _svg(view: "View") -> bytes:
    from qvgraph.charts.network import bytes_of

    return bytes_of(view, "svg")


def _png(view: "View") -> bytes:
    from qvgraph.charts.network import bytes_of

    return bytes_of(view, "png")


def _html(view: "View") -> bytes:
    from qvgraph.charts.network import page_of

    return page_of(view).encode()


_WAYS: Final[Mapping[str, Callable[["View"], bytes]]] = {
    ".svg": _svg,
    ".png": _png,
    ".html": _html,
}
