"""What each network draw assumes: the declared defaults, or values of its own over the ranges."""

from collections.abc import Mapping
from typing import Final

from qvgraph.declare import Value
from qvgraph.study.layers import Layer
from qvgraph.study.ranges import DECISIVE, RANGED, quantiles_over, sets_over
from qvgraph.study.settings import Assumed
from qvgraph.study.study import Study

_DRAWN: Final[Mapping[Assumed, tuple[str, ...]]] = {
    "defaults": (),
    "ranges": DECISIVE,
    "all": RANGED,
}


def layer_of(study: Study, draw: int) -> Layer:
    """What one draw assumes instead of the defaults; what the study sets is stronger."""
    paths, number = _DRAWN[study.run.assumptions], study.network.draws
    values: Mapping[str, Value] = {}
    if paths:
        values = sets_over(paths, number, study.run.seed)[draw]
    return Layer(_table(study), values)


def varied(study: Study) -> tuple[str, ...]:
    """The assumptions that differ between draws, if only in one scenario or region."""
    given = Layer(_table(study), dict.fromkeys(_DRAWN[study.run.assumptions], 0.0))
    regions = ("", *study.regions_named())  # "": any region without values of its own
    reached = {
        path
        for scenario in study.scenarios
        for region in regions
        for path, table in study.origins(scenario.name, region, (given,)).items()
        if table == given.table
    }
    return tuple(path for path in given.values if path in reached)


def places_of(study: Study) -> dict[str, tuple[float, ...]]:
    """Where in its range, 0 to 1, each assumption that varies lies in each draw."""
    paths = varied(study)
    if not paths:
        return {}
    found = quantiles_over(paths, study.network.draws, study.run.seed)
    return {path: tuple(map(float, found[path])) for path in paths}


def _table(study: Study) -> str:
    return f'[run] assumptions = "{study.run.assumptions}"'
