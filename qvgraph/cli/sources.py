"""Where a command takes its network from: what holds one, or a month of a run; what was read."""

import shutil
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qvgraph.language import say
from qvgraph.problems import fail

if TYPE_CHECKING:
    from qvgraph.model.network import Network


def network_from(
    source: str,
    *,
    scenario: str | None = None,
    draw: int = 0,
    replicate: int = 0,
    month: int | None = None,
    nodes: Path | None = None,
    undirected: bool = False,
    survey: Path | None = None,
    quiet: bool = False,
    brief: bool = False,
) -> "tuple[Network, str]":
    """The network, or a month of the run, and a line that says what it is."""
    from qvgraph.study.run import label_of, network_of, read_run

    if is_run(source):
        run = read_run(Path(source))
        return network_of(run, scenario=scenario, draw=draw, replicate=replicate, month=month)
    if (scenario, draw, replicate, month) != (None, 0, 0, None):
        raise fail(source, say("is no run; --scenario, --draw, --replicate, --month need one"))
    network = read(
        source, nodes=nodes, undirected=undirected, survey=survey, quiet=quiet, brief=brief
    )
    return network, label_of(network)


def is_run(source: str) -> bool:
    """Whether a source is the folder of a run."""
    from qvgraph.study.store import MANIFEST

    try:
        return (Path(source) / MANIFEST).exists()
    except OSError:  # a name that nothing can have: told where the network is read
        return False


def read(
    source: str,
    *,
    nodes: Path | None = None,
    undirected: bool = False,
    survey: Path | None = None,
    quiet: bool = False,
    brief: bool = False,
) -> "Network":
    """Read a network; unless `quiet` what was read is told on standard error.

    `brief` tells only what had to be done to read it.
    """
    from qvgraph.model.files import Asked, read_with_facts

    asked = Asked(nodes=nodes, undirected=undirected, survey=survey)
    network, facts = read_with_facts(source, asked)
    if not quiet:
        _tell(source, network, facts, brief=brief)
    return network


def is_network(name: str) -> bool:
    """Whether a path is that of a network by its ending or as a folder, not a study."""
    from qvgraph.model.files.formats import OF_OTHER_SHEETS, endings

    try:
        path = Path(name)
        return path.is_dir() or path.suffix.lower() in (*endings(), *OF_OTHER_SHEETS)
    except OSError:  # a name that nothing can have: told where it is read
        return False


def _tell(source: str, network: "Network", facts: tuple[str, ...], *, brief: bool) -> None:
    """The import report: what the file holds, and what was done to read it."""
    from qvgraph.study.overview import overview

    lines = (*(() if brief else overview(network)), *facts)
    if lines:
        click.echo(say("Read: {name}", name=source), err=True)
    width = shutil.get_terminal_size().columns
    for line in lines:
        text = textwrap.fill(
            line, width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False
        )
        click.echo(text, err=True)
