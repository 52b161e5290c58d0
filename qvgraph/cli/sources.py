"""Where a command takes its network from: what holds one, or a month of a run."""

from pathlib import Path
from typing import TYPE_CHECKING

from qvgraph.language import say
from qvgraph.problems import fail

if TYPE_CHECKING:
    from qvgraph.model.network import Network


def network_from(
    source: str, scenario: str | None, draw: int, replicate: int, month: int | None
) -> "tuple[Network, str]":
    """The network, or a month of the run, and a line that says what it is."""
    from qvgraph.model.files import read_network
    from qvgraph.study.store import MANIFEST

    try:
        is_run = (Path(source) / MANIFEST).exists()
    except OSError:  # a name that nothing can have: told where the network is read
        is_run = False
    if is_run:
        from qvgraph.study.run import network_of, read_run

        run = read_run(Path(source))
        return network_of(run, scenario=scenario, draw=draw, replicate=replicate, month=month)
    if (scenario, draw, replicate, month) != (None, 0, 0, None):
        raise fail(source, say("is no run; --scenario, --draw, --replicate, --month need one"))
    network = read_network(source)
    from qvgraph.study.run import label_of

    return network, label_of(network)
