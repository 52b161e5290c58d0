"""Where a study lies: a file, or one of the studies that come with the package."""

from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from qvgraph.language import say
from qvgraph.problems import InputError, Problem, fail, nearest
from qvgraph.study.place import Place

SCHEMA: Final = "study.schema.json"
"""The schema of study files, beside the shipped studies; ``docs/tables.py`` writes it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A study file as it was read; `folder` is what its relative paths start from."""

    name: str
    file: str
    folder: Path
    text: str


def find_study(source: str | Path) -> Found:
    """Read the text of a study, named by its path or, if it is a shipped one, by its name.

    Raises `InputError` where there is no such file or no text in UTF-8.
    """
    path = Path(source)
    try:
        if path.is_file():
            return Found(path.stem, path.name, path.parent, _decoded(path.name, path.read_bytes()))
        if study := shipped().get(str(source)):
            return Found(str(source), study.name, Path(), _decoded(study.name, study.read_bytes()))
        if path.is_dir():
            raise fail(str(source), say("a folder found; a study file is expected"))
    except OSError as error:
        reason = error.strerror
        raise fail(str(source), say("the file cannot be read: {reason}", reason=reason)) from error
    raise _nothing_found(path)


def scenarios() -> Traversable:
    """The folder of the shipped studies and their schema."""
    folder: Traversable = files("qvgraph").joinpath("scenarios")
    return folder if folder.is_dir() else Path(__file__).parents[2] / "scenarios"  # a checkout


def shipped() -> dict[str, Traversable]:
    """The studies that come with the package, by name."""
    folder = scenarios()
    if not folder.is_dir():
        return {}
    studies = sorted(folder.iterdir(), key=lambda study: study.name)
    return {
        study.name.removesuffix(".toml"): study for study in studies if study.name.endswith(".toml")
    }


def _decoded(file: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"0x{data[error.start]:02x}"
        what = say("{byte} found; text in UTF-8 is expected", byte=byte)
        raise fail(Place(file, line), what) from error


def _nothing_found(path: Path) -> InputError:
    beside = [] if not path.parent.is_dir() else sorted(path.parent.glob("*.toml"))
    hint = nearest(path.name, [*shipped(), *(study.name for study in beside)])
    known = ", ".join(shipped())
    what = say("no such file; a study file or one of {known} is expected", known=known)
    return InputError([Problem(str(path), what + hint)])
