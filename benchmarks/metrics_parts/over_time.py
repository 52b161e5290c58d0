"""Betweenness of managers in all replicates of a run, month by month."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from qvgraph.study.over_time import metrics_over_time
from qvgraph.study.reading import read_study
from qvgraph.study.run import run_study

EVERY, MONTHS = 12, 60

STUDY = """
baseline = "taper"
[network]
profile = "region"
draws = 1
[run]
months = {months}
replicates = {replicates}
[judge]
month = {months}
[scenario.taper]
label = {{ de = "Auslauf", en = "Taper" }}
"""


def managers(replicates: int) -> str:
    """Run a study, look at its managers, and say what both took."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "managers.toml"
        path.write_text(STUDY.format(months=MONTHS, replicates=replicates))
        ran, run = timed(lambda: run_study(read_study(path), out=Path(folder) / "managers.run"))
        taken, table = timed(lambda: metrics_over_time(run, names=["betweenness"], every=EVERY))
    looks = MONTHS // EVERY + 1
    assert set(table["n"]) == {replicates}
    return (
        f"betweenness of the managers of {replicates:,} replicates in {looks} of {MONTHS} months: "
        f"{taken:.1f} s ({1000 * taken / replicates / looks:.1f} ms a network, months simulated "
        f"again included); the run itself {ran:.1f} s"
    )


def timed[Result](call: Callable[[], Result]) -> tuple[float, Result]:
    begun = time.perf_counter()
    result = call()
    return time.perf_counter() - begun, result
