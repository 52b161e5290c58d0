"""Where a command may write, and writing there whole or not at all."""

import errno
from collections.abc import Iterable
from pathlib import Path

from qvgraph.language import say
from qvgraph.problems import fail
from qvgraph.study.store import write


def free_file(out: str, *, force: bool) -> Path:
    """The path of a file that may be written; raises `InputError` for any other."""
    path = Path(out)
    if path.is_dir():
        raise fail(str(path), say("a folder found; a file is expected"))
    if path.exists() and not force:
        raise fail(str(path), say("is there already; --force replaces it"))
    if not path.parent.is_dir():
        raise fail(str(path), say("its folder does not exist"))
    return path


def free_folder(out: Path, names: Iterable[str], *, force: bool) -> None:
    """Raise `InputError` unless files of these names may be written to a folder."""
    if out.exists() and not out.is_dir():
        raise fail(str(out), say("a file found; a folder is expected"))
    if not out.absolute().parent.is_dir():
        raise fail(str(out), say("its folder does not exist"))
    for name in () if force else names:
        if (out / name).exists():
            raise fail(str(out / name), say("is there already; --force replaces it"))


def put(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; raises `InputError` where that is not possible."""
    try:
        if path.exists() and not path.is_file():  # a device or a pipe
            path.write_bytes(data)
        else:
            write(path, lambda unfinished: unfinished.write_bytes(data))
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        raise fail(str(path), say("cannot be written: {why}", why=error.strerror)) from error
