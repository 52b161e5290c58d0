"""One process at a time in a run folder.

Two that computed different things in one folder would mix them. The lock lies on the folder itself
and ends with the process, so one that was killed leaves nothing behind that shuts the next one out.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qvgraph.language import say
from qvgraph.problems import fail


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other processes out of a folder, which is made if it is not there.

    Raises `InputError` when another one is in it or it cannot be made. Windows locks no folders.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise fail(str(folder), say("is a file; a folder is expected")) from None
    except OSError as error:
        why = error.strerror or str(error)
        raise fail(str(folder), say("cannot be written: {why}", why=why)) from error
    if sys.platform == "win32":
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        _lock(handle, folder)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, folder: Path) -> None:
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        what = say(
            "another process is computing here; wait for it or name another folder with --out"
        )
        raise fail(str(folder), what) from None
    except OSError:  # a file system without locks
        return
