"""Files that are written whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from qvgraph.language import say
from qvgraph.problems import fail


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A place beside a file to write to first, so that a reader never sees half of it.

    Raises `InputError`, with nothing left behind, where it cannot be written.
    """
    unfinished = path.with_name(f".unfinished-{path.name}")
    try:
        yield unfinished
        unfinished.replace(path)
    except OSError as error:
        what = say("the file cannot be written: {reason}", reason=error.strerror)
        raise fail(str(path), what) from error
    finally:
        with suppress(OSError):
            unfinished.unlink()
