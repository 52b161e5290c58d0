"""Where the nodes of a network stand in a picture: the same places for the same network.

Each region has its own stretch of the page. In it every connected part is a disc, laid out by
forces, the largest first; under them, row by row, stand the nodes that have no tie in their region.
A unit is about the distance between two neighbours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from qvgraph.model.luck import same_luck

if TYPE_CHECKING:
    import igraph

ASPECT: Final = 1.5
"""Width by height of the page that the regions are arranged for."""

_TURN: Final = np.pi * (3 - np.sqrt(5))
"""The angle between neighbours on a spiral of points that are evenly spread."""

_ALL_PAIRS: Final = 600
"""Nodes up to which each pushes each other away; of more, only neighbours do."""

_FORCES: Final = 20_000
"""Nodes of a part above which forces take too long; it stays a spiral from its hub outwards."""

_FORCES_AT_ALL: Final = 100_000
"""Nodes of a network above which they take too long even if every part is small."""

_STEPS: Final = 500
_FEW: Final = 30
"""Nodes up to which a part keeps the shape that forces give it; others fill a disc evenly."""

_CLOSE: Final = 0.9
"""Nodes nearer than this are pushed apart."""

_UNTOUCHING: Final = 5000
"""Nodes of a part up to which that is done."""

_PUSHES: Final = 40

_LENGTH: Final = 1.6
"""Of a tie in such a small part."""


@dataclass(frozen=True, slots=True)
class _Box:
    """Some nodes around the point 0, 0, and the half width and height that they take."""

    nodes: np.ndarray
    places: np.ndarray
    wide: float
    tall: float


def positions(nodes: pl.DataFrame, arcs: pl.DataFrame) -> np.ndarray:
    """A place for each node, y upwards, shape (nodes, 2), in the order of `nodes`.

    The frames are those that `convert.nodes` and `convert.arcs` give, or others with `id`, `region`
    and `source`, `target`, `strength`. Equal frames give equal places, whatever the clock, and
    whatever random numbers were drawn before.
    """
    graph = _graph(nodes, arcs)
    regions = nodes["region"].fill_null("").to_numpy()
    names = sorted(set(regions.tolist()))
    largest = _FORCES if nodes.height <= _FORCES_AT_ALL else 0
    aspect = ASPECT if len(names) == 1 else 1.0
    with same_luck(1):
        boxes = [_region(graph, np.flatnonzero(regions == name), largest, aspect) for name in names]
    found = np.zeros((nodes.height, 2))
    if boxes:
        width = _best_width(boxes)
        for box, middle in zip(boxes, _shelves(boxes, width, _apart(boxes)), strict=True):
            found[box.nodes] = box.places + middle
        found -= (found.min(axis=0) + found.max(axis=0)) / 2
    return np.round(found, 3) + 0.0


def _graph(nodes: pl.DataFrame, arcs: pl.DataFrame) -> "igraph.Graph":
    """One edge for each pair that is tied; in either direction, the stronger one counts."""
    import igraph

    place = {id_: i for i, id_ in enumerate(nodes["id"])}
    ends = [arcs[end].replace_strict(place, return_dtype=pl.Int64) for end in ("source", "target")]
    pairs = (
        pl.DataFrame(
            {
                "one": np.minimum(*(end.to_numpy() for end in ends)),
                "other": np.maximum(*(end.to_numpy() for end in ends)),
                "strength": arcs["strength"].fill_null(1.0),
            }
        )
        .group_by("one", "other")
        .agg(pl.col("strength").max())
        .sort("one", "other")
    )
    graph = igraph.Graph(n=nodes.height, edges=pairs[["one", "other"]].to_numpy())
    graph.es["strength"] = pairs["strength"].to_numpy()
    return graph


def _region(graph: "igraph.Graph", members: np.ndarray, largest: int, aspect: float) -> _Box:
    """The parts of one region, largest first, and under them who has no tie here.

    Parts of up to `largest` nodes are laid out by forces; `aspect` is width by height.
    """
    inner = graph.induced_subgraph(members.tolist())
    parts = sorted(
        map(np.array, inner.connected_components()), key=lambda part: (-len(part), part[0])
    )
    tied = [_disc(inner, part, largest) for part in parts if len(part) > 1]
    alone = np.array([part[0] for part in parts if len(part) == 1], np.int64)
    area = sum((2 * box.wide + 1) * (2 * box.tall + 1) for box in tied) + len(alone)
    width = max(np.sqrt(aspect * area), *(2 * box.wide for box in tied), 1.0)
    boxes = [*tied, _block(alone, max(1, int(width)))] if len(alone) else tied
    middles = _shelves(boxes, width, 1.0)
    places = np.concatenate([box.places + at for box, at in zip(boxes, middles, strict=True)])
    return _boxed(members[np.concatenate([box.nodes for box in boxes])], places)


def _disc(graph: "igraph.Graph", part: np.ndarray, largest: int) -> _Box:
    """One connected part, laid out by forces; a large one is spread evenly over a disc."""
    inner = graph.induced_subgraph(part.tolist())
    number = len(part)
    places = _spiral(inner)
    if number <= largest:
        layout = inner.layout_fruchterman_reingold(
            weights=[0.5 + strength / 2 for strength in inner.es["strength"]],
            niter=_STEPS,
            seed=places.tolist(),
            start_temp=np.sqrt(number) / 2,
            grid=number > _ALL_PAIRS,
        )
        places = np.array(layout.coords)
    places -= places.mean(axis=0)
    if number > _FEW:
        return _boxed(part, _untouching(_spread(places)))
    ends = np.array(inner.get_edgelist())
    lengths = np.hypot(*(places[ends[:, 0]] - places[ends[:, 1]]).T)
    lying = places @ np.linalg.svd(places, full_matrices=False)[2].T  # its long side across
    return _boxed(part, _untouching(lying * (_LENGTH / max(lengths.mean(), 1e-9))))


def _spread(places: np.ndarray) -> np.ndarray:
    """Forces crowd the middle and leave a few far outside: half way to evenly filled rings."""
    number = len(places)
    far = np.hypot(*places.T)
    ranks = np.argsort(np.argsort(np.round(far, 6), kind="stable"), kind="stable")
    wanted = (far / max(far.max(), 1e-9) + np.sqrt((ranks + 0.5) / number)) / 2
    radius = 0.75 * np.sqrt(number)
    return np.asarray(places * (radius * wanted / np.maximum(far, 1e-9))[:, None])


def _untouching(places: np.ndarray) -> np.ndarray:
    """Nodes that would lie on each other pushed apart."""
    number = len(places)
    if number > _UNTOUCHING:
        return places
    places = places.copy()
    for _ in range(_PUSHES):
        order = np.argsort(places[:, 0], kind="stable")
        moves = _pushes(places[order])
        if not moves.any():
            break
        places[order] += moves / 3
    return places


def _pushes(places: np.ndarray) -> np.ndarray:
    """Where each node has to go; nodes come by x, so each looks to the right as far as needed."""
    moves = np.zeros_like(places)
    for step in range(1, len(places)):
        ways = places[step:] - places[:-step]
        if ways[:, 0].min() >= _CLOSE:
            break
        near = np.flatnonzero(np.hypot(*ways.T) < _CLOSE)
        way = ways[near]
        far = np.hypot(*way.T)
        same = far < 1e-6
        way[same] = np.column_stack([np.cos(near[same] * _TURN), np.sin(near[same] * _TURN)])
        far[same] = 1.0
        push = way * ((_CLOSE - np.where(same, 0.0, far)) / far)[:, None]
        moves[near + step] += push
        moves[near] -= push
    return moves


def _boxed(nodes: np.ndarray, places: np.ndarray) -> _Box:
    """Moved to the middle of the room that they take."""
    low, high = places.min(axis=0) - 0.5, places.max(axis=0) + 0.5
    wide, tall = (high - low) / 2
    return _Box(nodes, places - (low + high) / 2, wide, tall)


def _spiral(graph: "igraph.Graph") -> np.ndarray:
    """Where forces start: from the node with most ties outwards, neighbours near each other."""
    hub = int(np.argmax(graph.degree()))
    order = np.array(graph.bfs(hub)[0])
    places = np.empty((len(order), 2))
    steps = np.arange(len(order))
    away = np.sqrt(steps + 0.5)
    places[order] = np.column_stack([away * np.cos(steps * _TURN), away * np.sin(steps * _TURN)])
    return places


def _block(nodes: np.ndarray, columns: int) -> _Box:
    """Nodes without ties, in rows."""
    steps = np.arange(len(nodes))
    columns = min(columns, len(nodes))
    rows = -(-len(nodes) // columns)
    x, y = steps % columns - (columns - 1) / 2, (rows - 1) / 2 - steps // columns
    return _Box(nodes, np.column_stack([x, y]), columns / 2, rows / 2)


def _shelves(boxes: Sequence[_Box], width: float, gap: float) -> list[np.ndarray]:
    """The middle of each box: side by side up to the width, then a new row below."""
    rows: list[list[_Box]] = []
    taken = np.inf
    for box in boxes:
        if taken + 2 * box.wide > width + 1e-6:
            rows.append([])
            taken = 0.0
        rows[-1].append(box)
        taken += 2 * box.wide + gap
    middles, top = [], 0.0
    for row in rows:
        tall = max(box.tall for box in row)
        left = -(sum(2 * box.wide for box in row) + gap * (len(row) - 1)) / 2
        for box in row:
            middles.append(np.array([left + box.wide, top - tall]))
            left += 2 * box.wide + gap
        top -= 2 * tall + gap
    return middles


def _apart(boxes: Sequence[_Box]) -> float:
    """The room between regions: enough for a heading, small beside the regions."""
    return 1.0 + 0.2 * max(max(box.wide, box.tall) for box in boxes)


def _best_width(boxes: Sequence[_Box]) -> float:
    """The width of rows with which the regions are shown largest on the page."""
    gap = _apart(boxes)
    ends = np.cumsum([2 * box.wide + gap for box in boxes]) - gap
    widths = [max(float(end), 2 * max(box.wide for box in boxes)) for end in ends[:200]]

    def needed(width: float) -> float:
        middles = _shelves(boxes, width, gap)
        low = min(at[1] - box.tall for box, at in zip(boxes, middles, strict=True))
        wide = max(at[0] + box.wide for box, at in zip(boxes, middles, strict=True))
        return float(max(2 * wide / ASPECT, -low))

    return min(widths, key=needed)
