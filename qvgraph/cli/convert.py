"""`qvgraph convert`: a network from any format to any other."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qvgraph.cli.sources import read
from qvgraph.language import say
from qvgraph.problems import fail

if TYPE_CHECKING:
    from qvgraph.model.network import Network


def convert(
    source: str,
    target: Path,
    *,
    nodes: Path | None,
    undirected: bool,
    survey: Path | None,
    kind: str | None,
    pseudonymise: bool,
    key: Path | None,
    force: bool,
    quiet: bool,
) -> None:
    """Read, write, and say what was read and what the target could not hold."""
    from qvgraph.model.files import write_network
    from qvgraph.model.files.formats import format_to_write

    chosen = format_to_write(target, kind)  # a wrong target is told before a large file is read
    if key is not None and not pseudonymise:
        raise fail("--key", say("belongs to --pseudonymise, which is not asked for"))
    network = read(source, nodes=nodes, undirected=undirected, survey=survey, quiet=quiet)
    if target.exists() and not force and (target.is_file() or any(target.iterdir())):
        raise fail(str(target), say("is there already; --force replaces it"))
    if pseudonymise:
        network = _without_names(network, target, key or target.with_name(f"{target.name}.key"))
    lost = write_network(network, target, kind=kind, replace=force)
    for one in () if quiet else lost:
        click.echo(say("Not kept, as the format cannot hold it: {what}", what=one), err=True)
    click.echo(say("{file} is written ({format}).", file=target, format=chosen.name))


def _without_names(network: "Network", target: Path, key: Path) -> "Network":
    """The network with pseudonyms; what leads back from them is written first, and apart."""
    from qvgraph.model.files.key import check_apart, read_key, write_key
    from qvgraph.model.pseudonyms import new_key, pseudonymised

    check_apart(key, target)
    secret = read_key(key)[0] if key.exists() else new_key()
    hidden, way_back = pseudonymised(network, secret)
    write_key(key, secret, way_back, apart_from=target)
    click.echo(
        say("The way back from the pseudonyms is in {file}; keep it, and apart.", file=key),
        err=True,
    )
    return hidden
