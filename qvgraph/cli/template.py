"""`qvgraph template`: something to fill in."""

import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import click

from qvgraph.cli.places import free_file, free_folder, put
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


def _network(out: str | None, *, force: bool) -> None:
    """A workbook, or a folder where the target has not the ending of one."""
    from qvgraph.reference.workbook import network_workbook

    target = out or say("template.xlsx")
    if target == "-":
        raise fail(
            "--out -", say("a workbook needs a file; a name that ends with .xlsx is expected")
        )
    if not target.lower().endswith(".xlsx"):
        _folder(target, force=force)
        return
    path = free_file(target, force=force)
    put(path, network_workbook(shlex.quote(path.name)))
    command = shlex.join(["qvgraph", "check", str(path)])
    click.echo(
        say("{file} is written; when it is filled in, check it: {command}",
            file=path, command=command)
    )  # fmt: skip


def _folder(target: str, *, force: bool) -> None:
    """CSV files with headers alone, and what describes them to other programs."""
    from qvgraph.reference.tableschema import folder_template

    folder = Path(target)
    if Path(target.rstrip("/")).suffix and not target.endswith("/"):
        what = say("a file ending other than .xlsx found; expected is one .xlsx or a folder")
        raise fail(target, what)
    files = folder_template()
    free_folder(folder, files, force=force)
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        put(folder / name, text.encode())
    command = shlex.join(["qvgraph", "check", str(folder)])
    click.echo(
        say(
            "{folder} is written. Delete the tables that you do not know: what is not there is"
            " drawn, and a table that is there counts as complete. Then check it: {command}",
            folder=folder,
            command=command,
        )
    )


_WRITERS: Final[dict[str, Callable[..., None]]] = {
    "study": _study,
    "network": _network,
}
"""What writes each template, by the word that asks for it."""
