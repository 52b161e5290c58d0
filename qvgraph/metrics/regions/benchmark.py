"""Regions side by side: what about them is more than size, density and kinds let expect.

Each figure of a region stands beside those of networks by chance of the same organisations, with as
many ties and pairs between each two kinds of them (`qvgraph.metrics.chance.null_kinds`). A
percentile so means the same for a small and a large region, for a sparse and a dense one.
Reciprocity is what such networks keep; it is compared with networks that only have as many ties
from each kind to each.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import polars as pl

from qvgraph.kernels.draws import subject
from qvgraph.language import say
from qvgraph.metrics.chance.beside_chance import BAND, Usual, by_chance, usual, values_of
from qvgraph.metrics.chance.null_models import NULLS, Null
from qvgraph.metrics.metric import METRICS, Metric
from qvgraph.metrics.regions.few import column_of
from qvgraph.metrics.regions.region import Region, regions_of
from qvgraph.model.network import Network
from qvgraph.problems import Problems, fail, nearest, none_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

USUAL: Final = (
    "reciprocity",
    "transitivity",
    "mean_clustering",
    "connectedness",
    "compactness",
    "cutpoints",
    "centralisation_in",
    "centralisation_out",
    "centralisation_betweenness",
    "hierarchy_krackhardt",
    "core_periphery",
    "ei_index_sector",
    "ei_index_size",
)
"""Figures that can differ between networks of the same size, density and kinds."""

TABLE: Final = {
    "network": pl.String,
    "region": pl.String,
    "metric": pl.String,
    "value": pl.Float64,
    "expected": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "percentile": pl.Float64,
    "deviation": pl.Float64,
    "differs": pl.String,
    "among": pl.String,
    "null": pl.String,
    "n": pl.Int64,
    "respondents": pl.Int64,
    "silent_low": pl.Float64,
    "silent_high": pl.Float64,
    "note": pl.String,
}
"""The columns of a benchmark."""

OF_CIRCLES: Final = frozenset({"overlap_memberships", "overlap_contacts"})
"""Not compared: they may rest on the contacts of one manager or the members of one association."""

ONE_IN: Final = 20
"""Of so many regions that have nothing particular, one has a figure that is said to differ."""

DRAWS: Final = 1000

Told = Callable[[int, int], None]
"""Is told how many regions are done, and of how many."""


class Figure(NamedTuple):
    """One figure of one region beside chance.

    Where somebody did not answer, `value` is the median of what it might be, and from `low` to
    `high` are nine of ten.
    """

    metric: Metric
    null: Null
    value: float
    low: float
    high: float
    usual: Usual


def benchmark(
    networks: Sequence[Network],
    *,
    names: Sequence[str] | None = None,
    null: Null = "kinds",
    draws: int = DRAWS,
    seed: int = 1,
    told: Told | None = None,
) -> pl.DataFrame:
    """A row per region and metric (`TABLE`): value, what chance lets expect, percentile, remarks.

    `expected` is the mean of so many `draws`, `low` to `high` the band of nine in ten of them;
    `percentile` (0 to 100) and `deviation` (in their standard deviations) say where the value
    stands among them. `differs` is higher or lower where that would happen to one in twenty regions
    that have nothing particular (Holm over a region's figures), `among` highest or lowest where no
    other region's deviation is. Where organisations did not answer, networks that might be the
    whole one take the place of the table's: `value` is the median of theirs, nine of ten are from
    `silent_low` to `silent_high`, percentiles are averaged. What is undefined or withheld is null,
    with the reason in `note`; a region of fewer than five organisations is one blank row. A pure
    function of networks and seed; but for `among`, a region's rows do not depend on the others if
    everybody answered, as the model of silent ties is learnt from a network's regions together.
    Raises `InputError` for names of no metric and of no null model, and where two regions cannot be
    told apart.
    """
    metrics = chosen(names, null)
    rows: list[dict[str, object]] = []
    regions = [one for network in networks for one in regions_of(network)]
    if len({(one.network.label, one.name) for one in regions}) < len(regions):
        raise fail("benchmark", say("two regions have the same name, and so have their networks"))
    for number, region in enumerate(regions):
        if told:
            told(number, len(regions))
        if region.withheld:
            rows.append({**_start(region), "note": region.withheld})
        else:
            rows += _rows(region, list(figures(region, metrics, null, draws=draws, seed=seed)))
    return _among(pl.DataFrame(rows, TABLE, orient="row"))


def chosen(names: Sequence[str] | None, null: str) -> list[Metric]:
    """The metrics to compare, in their order: the usual ones or those named."""
    known = {one.name: one for one in METRICS.values() if _of_ties(one)}
    nulls, problems = tuple(one for one in NULLS if one != "blocks"), Problems()
    if null not in nulls:
        problems.note("null", none_of(null, nulls))
    for name in names or ():
        if name not in known:
            what = say("“{value}” found; no metric of a region's ties is called so", value=name)
            problems.note("metric", what + nearest(name, known))
    problems.raise_if_any()
    return [known[name] for name in dict.fromkeys(names or USUAL)]


def _of_ties(metric: Metric) -> bool:
    """Whether a figure of a region reads its ties, and all alike, and tells of nobody alone."""
    read = metric.direction != "none" and metric.weight == "none"
    of_all = metric.level != "node" and not metric.group
    return of_all and read and metric.name not in OF_CIRCLES


def figures(
    region: Region, metrics: Sequence[Metric], null: Null, *, draws: int, seed: int
) -> Iterator[Figure]:
    """The figures of a region beside chance."""
    own_seed = int(subject(f"{seed} {region.name}"))
    graphs = region.graphs(seed=seed)
    nulls = {metric.name: _able_to_tell(metric, null) for metric in metrics}
    found: dict[str, Floats] = {}
    for one in dict.fromkeys(nulls.values()):
        those = [metric for metric in metrics if nulls[metric.name] == one]
        columns = by_chance(graphs, those, one, draws=draws, seed=own_seed).T
        found |= {metric.name: column for metric, column in zip(those, columns, strict=True)}
    for metric, values in zip(metrics, values_of(graphs, metrics).T, strict=True):
        beside = usual(values, found[metric.name])
        yield Figure(metric, nulls[metric.name], *_middle_and_ends(values), beside)


def _able_to_tell(metric: Metric, null: Null) -> Null:
    """Where pairs are kept, nothing can be more reciprocal: ties are kept in their place."""
    return "mixing" if null == "kinds" and metric.direction == "mutual" else null


def _middle_and_ends(values: "Floats") -> tuple[float, float, float]:
    """The median, and between what nine of ten lie where there are several."""
    known = values[~np.isnan(values)]
    if not known.size:
        return np.nan, np.nan, np.nan
    if len(values) == 1:
        return float(known[0]), np.nan, np.nan
    low, middle, high = np.quantile(known, (BAND[0], 0.5, BAND[1]))
    return float(middle), float(low), float(high)


def _start(region: Region) -> dict[str, object]:
    return {"network": region.network.label, "region": region.name}


def _rows(region: Region, those: Sequence[Figure]) -> Iterator[dict[str, object]]:
    differ = differing([one.usual.percentile for one in those])
    for figure, differs in zip(those, differ, strict=True):
        beside = figure.usual
        yield {
            **_start(region),
            "metric": figure.metric.name,
            "value": _known(figure.value),
            **{name: _known(value) for name, value in beside._asdict().items()},
            "differs": ("higher" if beside.percentile > 50 else "lower") if differs else None,
            "null": figure.null,
            "n": region.n,
            "respondents": region.respondents,
            "silent_low": _known(figure.low),
            "silent_high": _known(figure.high),
            "note": _note(region, figure),
        }


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value


def _note(region: Region, figure: Figure) -> str | None:
    """Why something is missing, and what was done to small groups."""
    column = column_of(figure.metric)
    remark = region.remarks[column] if column else ""
    if np.isnan(figure.value):
        return remark or figure.metric.undefined
    if np.isnan(figure.usual.percentile):
        why = say("every such network by chance has this value")
        return f"{why}; {remark}" if remark else why
    return remark or None


def differing(percentiles: Sequence[float]) -> list[bool]:
    """Which percentiles (0 to 100, or NaN) differ when all are looked at together: Holm's steps.

    *Source:* Holm (1979), Scandinavian Journal of Statistics 6.
    """
    p = np.array([2 * min(one, 100 - one) / 100 for one in percentiles])
    order = np.argsort(p)[: int((~np.isnan(p)).sum())]
    differ = np.zeros(len(p), bool)
    for step, place in enumerate(order):
        if p[place] * (len(order) - step) > 1 / ONE_IN:
            break
        differ[place] = True
    return differ.tolist()


def _among(table: pl.DataFrame) -> pl.DataFrame:
    """Say which region is highest and which lowest, of those that have the figure; not if alone."""
    deviation = pl.col("deviation")
    several = deviation.count().over("metric") > 1
    end = (
        pl.when(several & (deviation == deviation.max().over("metric")))
        .then(pl.lit("highest"))
        .when(several & (deviation == deviation.min().over("metric")))
        .then(pl.lit("lowest"))
    )
    return table.with_columns(among=end)
