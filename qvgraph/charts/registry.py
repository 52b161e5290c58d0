"""All charts of a run, in the order in which they are shown."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from qvgraph.charts import flowing, lasting, money, now_and_after, posts, size_gaps
from qvgraph.charts.chart import Chart

_MODULES: Final = (lasting, flowing, now_and_after, money, size_gaps, posts)

CHARTS: Final[Mapping[str, Chart]] = MappingProxyType(
    {module.CHART.name: module.CHART for module in _MODULES}
)
"""By name."""
