"""Where a command may write."""

import os
from pathlib import Path

from qvgraph.language import say
from qvgraph.problems import fail


def free_file(out: str, *, force: bool) -> Path:
    """The path of a file that may be written; raises `InputError` for any other."""
    path = Path(out)
    if path.is_dir():
        raise fail(str(path), say("a folder found; a file is expected"))
    if path.exists() and not force:
        raise fail(str(path), say("is there already; --force replaces it"))
    if not path.parent.is_dir():
        raise fail(str(path), say("its folder does not exist"))
    if not os.access(path.parent, os.W_OK):
        raise fail(str(path), say("its folder cannot be written to"))
    return path
