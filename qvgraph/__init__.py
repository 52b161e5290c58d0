"""Regional qualification networks as graphs, and what sustains them.

>>> import qvgraph as qv
>>> run = qv.run(qv.read_study("phase-two"))  # doctest: +SKIP

Names are imported when they are first used, so that ``import qvgraph`` takes no time.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qvgraph import charts
    from qvgraph.language import use as use_language
    from qvgraph.metrics import compute as metrics
    from qvgraph.model.checks import check_frames as network_from_frames
    from qvgraph.model.files import read_network, write_network
    from qvgraph.model.network import Network
    from qvgraph.problems import InputError
    from qvgraph.report import write_report
    from qvgraph.running import run
    from qvgraph.simulate.start import complete, synthesize
    from qvgraph.study.over_time import metrics_over_time
    from qvgraph.study.reading import read_study
    from qvgraph.study.run import Run, network_of, read_run
    from qvgraph.study.study import Study

_HOMES = {
    "InputError": ("qvgraph.problems", "InputError"),
    "Network": ("qvgraph.model.network", "Network"),
    "Run": ("qvgraph.study.run", "Run"),
    "Study": ("qvgraph.study.study", "Study"),
    "charts": ("qvgraph.charts", ""),
    "complete": ("qvgraph.simulate.start", "complete"),
    "metrics": ("qvgraph.metrics", "compute"),
    "metrics_over_time": ("qvgraph.study.over_time", "metrics_over_time"),
    "network_from_frames": ("qvgraph.model.checks", "check_frames"),
    "network_of": ("qvgraph.study.run", "network_of"),
    "read_network": ("qvgraph.model.files", "read_network"),
    "read_run": ("qvgraph.study.run", "read_run"),
    "read_study": ("qvgraph.study.reading", "read_study"),
    "run": ("qvgraph.running", "run"),
    "synthesize": ("qvgraph.simulate.start", "synthesize"),
    "use_language": ("qvgraph.language", "use"),
    "write_network": ("qvgraph.model.files", "write_network"),
    "write_report": ("qvgraph.report", "write_report"),
}

__all__ = [
    "InputError",
    "Network",
    "Run",
    "Study",
    "charts",
    "complete",
    "metrics",
    "metrics_over_time",
    "network_from_frames",
    "network_of",
    "read_network",
    "read_run",
    "read_study",
    "run",
    "synthesize",
    "use_language",
    "write_network",
    "write_report",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'qvgraph' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    home = import_module(module)
    value = getattr(home, attribute) if attribute else home
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
