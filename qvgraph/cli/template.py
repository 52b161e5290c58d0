"""`qvgraph template`: something to fill in."""

import shlex
import sys
from collections.abc import Callable
from typing import Final

import click

from qvgraph.cli.places import free_file, put
from qvgraph.language import say
from qvgraph.problems import fail, nearest


def template(what: str, *, out: str | None, force: bool) -> None:
    """Write what is asked for into a file of the current folder, or where `out` says."""
    if what not in _WRITERS:
        known = ", ".join(_WRITERS)
        text = say("no such template; one of {known} is expected", known=known)
        raise fail(what, text + nearest(what, _WRITERS))
    _WRITERS[what](out, force=force)


def _study(out: str | None, *, force: bool) -> None:
    from qvgraph.reference.template import study_template

    if out == "-":
        sys.stdout.write(study_template(say("study.toml")))
        return
    path = free_file(out or say("study.toml"), force=force)
    put(path, study_template(shlex.quote(path.name)).encode())
    command = shlex.join(["qvgraph", "run", str(path)])
    click.echo(say("{file} is written and runs as it is: {command}", file=path, command=command))


_WRITERS: Final[dict[str, Callable[..., None]]] = {"study": _study}
"""What writes each template, by the word that asks for it."""
