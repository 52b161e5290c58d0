"""`qvgraph convert`: a network from any format to any other."""

from pathlib import Path

import click

from qvgraph.cli.sources import read
from qvgraph.language import say
from qvgraph.problems import fail


def convert(
    source: str,
    target: Path,
    *,
    nodes: Path | None,
    undirected: bool,
    survey: Path | None,
    kind: str | None,
    force: bool,
    quiet: bool,
) -> None:
    """Read, write, and say what was read and what the target could not hold."""
    from qvgraph.model.files import write_network
    from qvgraph.model.files.formats import format_to_write

    chosen = format_to_write(target, kind)  # a wrong target is told before a large file is read
    network = read(source, nodes=nodes, undirected=undirected, survey=survey, quiet=quiet)
    if target.exists() and not force and (target.is_file() or any(target.iterdir())):
        raise fail(str(target), say("is there already; --force replaces it"))
    lost = write_network(network, target, kind=kind)
    if not quiet:
        for one in lost:
            click.echo(say("Not kept, as the format cannot hold it: {what}", what=one), err=True)
    click.echo(say("{file} is written ({format}).", file=target, format=chosen.name))
