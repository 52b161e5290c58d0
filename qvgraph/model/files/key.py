"""The file that leads from pseudonyms back to ids: kept apart from them, read by its owner only."""

import json
import os
from pathlib import Path
from typing import Any, Final

import polars as pl

from qvgraph.language import say
from qvgraph.model.files.whole import written_whole
from qvgraph.model.pseudonyms import LONGEST, SHORTEST
from qvgraph.problems import fail

_KEY: Final = "key"
_COLUMNS: Final = ("table", "id", "pseudonym")
_OWNER_ONLY: Final = 0o600


def check_apart(path: Path, target: Path) -> None:
    """Raise `InputError` when a key would lie inside of what is passed on, or replace it."""
    key, passed_on = path.resolve(), target.resolve()
    if key == passed_on or passed_on in key.parents:
        what = say(
            "lies in {target}, which is passed on; a place elsewhere is expected", target=target
        )
        raise fail(str(path), what)


def write_key(path: Path, key: bytes, table: pl.DataFrame, *, apart_from: Path) -> None:
    """Write the key and the table of `pseudonymised`, whole or not at all, for its owner only.

    What the file holds already is kept, so that one key serves several networks. Raises
    `InputError` where the file lies inside of `apart_from` or holds another key.
    """
    check_apart(path, apart_from)
    if path.exists():
        before, known = read_key(path)
        if before != key:
            what = say("holds another key, which its pseudonyms need; another file is expected")
            raise fail(str(path), what)
        table = pl.concat([known, table])
    rows = table.unique(_COLUMNS).sort(_COLUMNS).to_dicts()
    told = {_KEY: key.hex(), "pseudonyms": rows}
    _write_for_owner(path, json.dumps(told, ensure_ascii=False, indent=1) + "\n")


def read_key(path: Path) -> tuple[bytes, pl.DataFrame]:
    """The key of a file and its table, `table, id, pseudonym`; raises `InputError` for others."""
    try:
        told = json.loads(path.read_text("utf-8"))
        key = bytes.fromhex(told[_KEY])
        rows = [tuple(_text(row[column]) for column in _COLUMNS) for row in told["pseudonyms"]]
    except OSError as error:
        what = say("the file cannot be read: {reason}", reason=error.strerror)
        raise fail(str(path), what) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        what = say("is no key file; one that qvgraph wrote is expected")
        raise fail(str(path), what) from error
    if not SHORTEST <= len(key) <= LONGEST:
        what = say(
            "a key of {number} bytes found; {least} to {most} are expected",
            number=len(key),
            least=SHORTEST,
            most=LONGEST,
        )
        raise fail(str(path), what)
    return key, pl.DataFrame(rows, dict.fromkeys(_COLUMNS, pl.String), orient="row")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _write_for_owner(path: Path, text: str) -> None:
    with written_whole(path) as unfinished:
        unfinished.unlink(missing_ok=True)
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
