"""Networks that commands are given: read, and said what was read."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qvgraph.language import say

if TYPE_CHECKING:
    from qvgraph.model.network import Network


def read(
    source: str,
    *,
    nodes: Path | None = None,
    undirected: bool = False,
    survey: Path | None = None,
    quiet: bool = False,
) -> "Network":
    """Read a network; unless `quiet` what was read is told on standard error."""
    from qvgraph.model.files import Asked, read_with_facts

    asked = Asked(nodes=nodes, undirected=undirected, survey=survey)
    network, facts = read_with_facts(source, asked)
    if not quiet:
        tell(source, network, facts)
    return network


def is_network(name: str) -> bool:
    """Whether a path is that of a network, not of a study or a name of one."""
    try:
        there = Path(name)
        return there.is_dir() or (there.is_file() and there.suffix.lower() != ".toml")
    except OSError:  # a name that nothing can have: told where it is read
        return False


def tell(source: str, network: "Network", facts: tuple[str, ...]) -> None:
    """The import report: what the file holds, and what was done to read it."""
    from qvgraph.study.overview import overview

    click.echo(say("Read: {name}", name=source), err=True)
    for line in (*overview(network), *facts):
        click.echo(f"  {line}", err=True)
