"""Marks: what was written, by hash, so that a file can be trusted or named as damaged.

A mark is written before the last of its files gets its name: when that file is there, so are the
mark and all the others.
"""

import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from qvgraph.language import say
from qvgraph.problems import Problems
from qvgraph.study.store import Store, write


def hash_of(data: bytes) -> str:
    """The hash of what a file holds."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def save(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    write(path, partial(_put, data))


def parquet_of(frame: pl.DataFrame) -> bytes:
    """A table as Parquet; a full disk is then met by us and not inside polars."""
    stream = io.BytesIO()
    frame.write_parquet(stream, compression="zstd")
    return stream.getvalue()


def set_mark(store: Store, name: str, files: Mapping[Path, bytes], **facts: int) -> None:
    """Write down the hashes of some files of a run, and what else must be known of them."""
    hashes = {_relative(store, path): hash_of(data) for path, data in files.items()}
    text = json.dumps({**facts, "files": hashes}, sort_keys=True)
    save(store.partial(f"{name}.mark.json"), text.encode())


def mark_of(store: Store, name: str) -> dict[str, Any]:
    """What `set_mark` wrote; empty where nothing was, or nothing that can be read."""
    try:
        mark = json.loads(store.partial(f"{name}.mark.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return mark if isinstance(mark, dict) and isinstance(mark.get("files"), dict) else {}


def damaged(store: Store, files: Mapping[str, str]) -> Iterator[str]:
    """The files that are not what they were when they were written, or are gone."""
    for name, expected in files.items():
        try:
            found = hash_of((store.folder / name).read_bytes())
        except OSError:
            found = ""
        if found != expected:
            yield name


def refuse_damaged(store: Store, files: Mapping[str, str]) -> None:
    """Raise `InputError` with every file that is damaged: its figures must not be read."""
    problems = Problems()
    for name in damaged(store, files):
        problems.note(str(store.folder / name), say("is damaged or gone; qvgraph run mends it"))
    problems.raise_if_any()


def hashes_of(store: Store) -> dict[str, str]:
    """The hash of each file that a complete run is made of; charts and reports follow from them."""
    return {
        _relative(store, path): hash_of(path.read_bytes())
        for path in sorted(store.made())
        if path.is_file()
    }


def _relative(store: Store, path: Path) -> str:
    return path.relative_to(store.folder).as_posix()


def _put(data: bytes, path: Path) -> None:
    path.write_bytes(data)
