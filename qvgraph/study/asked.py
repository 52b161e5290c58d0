"""What was asked of a run folder, or is asked by a study file, so that two can be compared."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qvgraph.language import say
from qvgraph.problems import InputError, fail, nearest
from qvgraph.study.difference import Identified
from qvgraph.study.ensemble import Ensemble
from qvgraph.study.finding import shipped
from qvgraph.study.identity import identity_of
from qvgraph.study.marks import refuse_damaged
from qvgraph.study.outcomes import ALL
from qvgraph.study.reading import read_study
from qvgraph.study.store import MANIFEST, Store

if TYPE_CHECKING:
    import polars as pl

_NEEDED: Final = ("model", "network", "scenarios")
"""Without these an identity is none."""


@dataclass(frozen=True)
class Asked:
    """A complete run with its outcomes, or a study that need not have been run."""

    name: str
    identified: Identified
    outcomes: "pl.DataFrame | None" = None


def asked_by(source: str) -> Asked:
    """Read a run folder of any version, or a study by its path or shipped name.

    Raises `InputError` where there is neither, or a run that is unfinished or damaged.
    """
    path = Path(source)
    if path.is_dir():
        return _by_run(source, Store(path))
    if not path.exists() and source not in shipped():
        beside = path.parent.glob("*") if path.parent.is_dir() else ()
        hint = nearest(path.name, [*(one.name for one in beside), *shipped()])
        raise fail(source, say("is not there; a run folder or a study is expected") + hint)
    study = read_study(source)
    ensemble = Ensemble(study)
    return Asked(source, Identified(identity_of(study, ensemble), ensemble.regions))


def _by_run(source: str, store: Store) -> Asked:
    import polars as pl

    try:
        manifest = store.manifest
    except InputError:
        manifest = {"identity": {}}
    if not manifest:
        raise fail(source, say("holds no run; a run folder or a study is expected"))
    identity = manifest.get("identity", {})
    if not all(identity.get(name) for name in _NEEDED) or not all(
        isinstance(text, str) for text in identity.values()
    ):
        raise fail(source, say("{file} is damaged", file=MANIFEST))
    if not store.complete:
        raise fail(source, say("holds no complete run; qvgraph run finishes it"))
    refuse_damaged(store, manifest.get("files", {}))
    outcomes = pl.read_parquet(store.folder / "outcomes.parquet")
    regions = tuple(sorted({*outcomes["region"]} - {ALL}))
    return Asked(source, Identified(identity, regions), outcomes)
