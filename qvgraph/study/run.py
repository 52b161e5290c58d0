"""Running a study: every scenario into a run folder, and reading it back."""

import datetime
import hashlib
import json
import os
import platform
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path

import polars as pl

from qvgraph.kernels.caches import source_hash
from qvgraph.kernels.draws import replicate_key
from qvgraph.language import say
from qvgraph.model.files import write_network
from qvgraph.model.files.csv import text_of
from qvgraph.model.network import Network
from qvgraph.problems import Problems, fail
from qvgraph.simulate.parameters import DEFAULTS, Schedule
from qvgraph.simulate.snapshot import network_at
from qvgraph.study.assumed import varied
from qvgraph.study.compare import compare
from qvgraph.study.ensemble import Ensemble, blocks_of
from qvgraph.study.layers import path_of
from qvgraph.study.parts import Progress, block_name, write_parts
from qvgraph.study.reading import read_study
from qvgraph.study.store import Store, write
from qvgraph.study.study import Study


@dataclass(frozen=True)
class Run:
    """The results of a study.

    `outcomes`: one row per scenario, draw, replicate and region ("all" for the whole).
    `monthly`: quantiles, mean and n per scenario, region, month and series.
    `comparison`: paired differences to the baseline with intervals of 90 %.
    """

    study: Study
    folder: Path
    outcomes: pl.DataFrame
    monthly: pl.DataFrame
    comparison: pl.DataFrame
    computed: bool = True


def run_study(
    study: Study,
    *,
    out: str | Path | None = None,
    threads: int | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> Run:
    """Run every scenario of a study into a folder (default `<study>.run`) and return the results.

    A folder that holds the same run already is read, an interrupted one is finished. Raises
    `InputError` when the folder holds another run (unless `force`) or the study does not fit its
    network.
    """
    ensemble = Ensemble(study)
    judged = study.judged_months(ensemble.regions)
    store = Store(Path(out or f"{study.name}.run"))
    identity = identity_of(study, ensemble)
    store.open(identity, force=force)
    if store.complete:
        store.close()
        return _read(study, store, computed=False)
    manifest = _manifest(study, identity)
    store.write_manifest(manifest)
    _write_start(study, ensemble, store)
    write_parts(study, ensemble, store, judged, threads or os.cpu_count() or 1, progress)
    _write_results(study, store)
    store.write_manifest({**manifest, "complete": True, "finished": _now()})
    store.close()
    return _read(study, store, computed=True)


def read_run(folder: str | Path) -> Run:
    """Read the results of a complete run.

    Raises `InputError` where there is none, or where another version of the model made it.
    """
    folder = Path(folder)
    store = Store(folder)
    manifest = store.manifest
    if not store.complete:
        raise fail(str(folder), say("holds no complete run; qvgraph run finishes it"))
    if manifest["identity"]["model"] != source_hash():
        raise fail(str(folder), say("was computed by another version of the model; run it again"))
    study = read_study(
        folder / "study.toml",
        overrides=manifest["overrides"],
        replicates=manifest["replicates"],
        months=manifest["months"],
        assumptions=manifest["assumptions"],
    )
    network = replace(study.network, draws=manifest["draws"])
    if network.folder is not None:
        network = replace(network, folder=Path(manifest["folder"]))
    study = replace(study, name=manifest["study"], network=network)
    return _read(study, store, computed=False)


def network_of(
    run: Run,
    *,
    scenario: str | None = None,
    draw: int = 0,
    replicate: int = 0,
    month: int | None = None,
) -> tuple[Network, str]:
    """Rebuild the network of one month of a replicate, and a line that says which it is.

    `scenario` is the baseline, `month` the end of the last region's pilot unless given; the month
    is the state before it runs. Raises `InputError` for what the run does not have.
    """
    study = run.study
    ensemble = Ensemble(study)
    if ensemble.given is not None:
        told = Store(run.folder).manifest["identity"]["network"]
        if ensemble.given.fingerprint != told:
            what = say("was computed on another network than its folder holds now; run it again")
            raise fail(str(run.folder), what)
    name = study.scenario(scenario or study.baseline).name
    if month is None:
        month = min(study.run.months, max(map(sum, ensemble.pilots(name))))
    limits = (
        ("--draw", draw, study.network.draws - 1),
        ("--replicate", replicate, study.run.replicates - 1),
        ("--month", month, study.run.months),
    )
    problems = Problems()
    for option, value, most in limits:
        if not 0 <= value <= most:
            problems.note(
                option, say("{value} found; 0 to {most} is expected", value=value, most=most)
            )
    problems.raise_if_any()
    key = replicate_key(study.run.seed, draw, replicate)
    network = network_at(ensemble.network(name, draw), ensemble.setting(name, draw), key, month)
    title = say(
        "{network}: scenario {scenario}, draw {draw}, replicate {replicate}, month {month}",
        network=label_of(network),
        scenario=name,
        draw=draw,
        replicate=replicate,
        month=month,
    )
    return network, title


def label_of(network: Network) -> str:
    """The name of a network in the language in use; a synthetic one is called so."""
    if network.synthetic:
        return say("{network} (synthetic)", network=network.name)
    return network.name


def identity_of(study: Study, ensemble: Ensemble) -> dict[str, str]:
    """Everything that the results depend on, as flat text: equal runs have equal identities."""
    run, judge, network = study.run, study.judge, study.network
    given = ensemble.given
    identity = {
        "qvgraph": version("qvgraph"),
        "model": source_hash(),
        "baseline": study.baseline,
        "network": given.fingerprint if given is not None else f"profile {network.profile}",
        "draws": str(network.draws),
        "scenarios": " ".join(scenario.name for scenario in study.scenarios),
        **{f"run.{name}": str(getattr(run, name)) for name in run.__slots__},
        "varied": " ".join(varied(study)),
        **{f"judge.{name}": str(getattr(judge, name)) for name in judge.__slots__},
        "labels": _hash([(one.name, dict(one.label)) for one in study.scenarios]),
        "title": _hash(dict(study.title)),
    }
    for scenario in study.scenarios:
        for region, plan in ensemble.plans(scenario.name).items():
            for key, value in plan.items():
                otherwise = DEFAULTS[key] if key in DEFAULTS else plan[path_of(key)]
                if value != otherwise:
                    shown = dict(value.steps) if isinstance(value, Schedule) else value
                    identity[f"{scenario.name}.{region}.{key}"] = str(shown)
    return identity


def _hash(value: object) -> str:
    return hashlib.blake2b(json.dumps(value).encode(), digest_size=8).hexdigest()


def _manifest(study: Study, identity: dict[str, str]) -> dict[str, object]:
    return {
        "identity": identity,
        "study": study.name,
        "overrides": list(study.overrides),
        "folder": str(study.network.folder.resolve()) if study.network.folder else None,
        "draws": study.network.draws,
        "replicates": study.run.replicates,
        "months": study.run.months,
        "assumptions": study.run.assumptions,
        "versions": {
            name: version(name) for name in ("qvgraph", "numpy", "numba", "polars", "igraph")
        },
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        "started": _now(),
        "complete": False,
    }


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def _write_start(study: Study, ensemble: Ensemble, store: Store) -> None:
    """The study as it was written, and the starting networks."""
    write(store.folder / "study.toml", lambda path: path.write_text(study.text, "utf-8"))
    for draw in range(study.network.draws):
        shared = ensemble.network(study.baseline, draw)
        write_network(shared, store.network(draw))
        for scenario in study.scenarios:
            own = ensemble.network(scenario.name, draw)
            folder = store.network(draw, scenario.name)
            for table, frame in own.tables.items():
                if not frame.equals(shared.tables[table]):
                    write(folder / f"{table}.csv", partial(_save, text_of(table, frame)))


def _save(text: str, path: Path) -> None:
    path.write_bytes(text.encode())


def _write_results(study: Study, store: Store) -> None:
    """Put the blocks together; compare each scenario with the baseline."""
    names = [block_name(block) for one in study.scenarios for block in blocks_of(study, one.name)]
    outcomes = pl.concat(
        [pl.read_parquet(store.partial(f"{name}.outcomes.parquet")) for name in names]
    )
    every = pl.concat(
        [pl.read_parquet(store.partial(f"{one.name}.monthly.parquet")) for one in study.scenarios]
    )
    comparison = compare(outcomes, study.baseline)
    write(store.folder / "outcomes.parquet", outcomes.write_parquet)
    write(store.folder / "monthly.parquet", every.write_parquet)
    write(store.folder / "comparison.csv", comparison.write_csv)


def _read(study: Study, store: Store, *, computed: bool) -> Run:
    folder = store.folder
    return Run(
        study,
        folder,
        pl.read_parquet(folder / "outcomes.parquet"),
        pl.read_parquet(folder / "monthly.parquet"),
        pl.read_csv(folder / "comparison.csv", infer_schema_length=None),
        computed,
    )
