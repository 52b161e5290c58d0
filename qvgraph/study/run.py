"""Running a study: every scenario into a run folder, and reading it back."""

import datetime
import hashlib
import json
import os
import platform
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

import numpy as np
import polars as pl

from qvgraph.kernels.draws import replicate_key
from qvgraph.kernels.jit import source_hash
from qvgraph.language import say
from qvgraph.model.files import write_network
from qvgraph.model.network import Network
from qvgraph.problems import Problems, fail
from qvgraph.simulate.parameters import DEFAULTS, Schedule
from qvgraph.simulate.record import HEADLINE, SERIES
from qvgraph.simulate.snapshot import network_at
from qvgraph.study.compare import compare
from qvgraph.study.ensemble import Block, Ensemble, blocks_of, simulated
from qvgraph.study.monthly import monthly
from qvgraph.study.outcomes import outcomes_of
from qvgraph.study.reading import read_study
from qvgraph.study.store import Store, write
from qvgraph.study.study import Study

Progress = Callable[[int, int], None]
"""Called with the number of finished replicates and of all."""


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
    out: Path | None = None,
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
    store = Store(out if out is not None else Path(f"{study.name}.run"))
    identity = identity_of(study, ensemble)
    store.open(identity, force=force)
    if store.complete:
        store.close()
        return _read(study, store, computed=False)
    manifest = _manifest(study, identity)
    store.write_manifest(manifest)
    _write_start(study, ensemble, store)
    _write_parts(study, ensemble, store, judged, threads or os.cpu_count() or 1, progress)
    _write_results(study, store)
    store.write_manifest({**manifest, "complete": True, "finished": _now()})
    store.close()
    return _read(study, store, computed=True)


def read_run(folder: Path) -> Run:
    """Read the results of a complete run.

    Raises `InputError` where there is none, or where another version of the model made it.
    """
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
        network=network.label,
        scenario=name,
        draw=draw,
        replicate=replicate,
        month=month,
    )
    return network, title


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
        **{f"judge.{name}": str(getattr(judge, name)) for name in judge.__slots__},
        "labels": _hash([(one.name, dict(one.label)) for one in study.scenarios]),
        "title": _hash(dict(study.title)),
    }
    for scenario in study.scenarios:
        for region, plan in ensemble.plans(scenario.name).items():
            for path, value in plan.items():
                if value != DEFAULTS[path]:
                    shown = dict(value.steps) if isinstance(value, Schedule) else value
                    identity[f"{scenario.name}.{region}.{path}"] = str(shown)
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
            if own is not shared:
                write_network(own, store.network(draw, scenario.name))


def _write_parts(
    study: Study,
    ensemble: Ensemble,
    store: Store,
    judged: dict[str, int],
    threads: int,
    progress: Progress | None,
) -> None:
    """Compute the blocks that are not there yet, scenario by scenario."""
    total = len(study.scenarios) * study.network.draws * study.run.replicates
    done = 0
    with ThreadPoolExecutor(threads) as executor:
        for scenario in study.scenarios:
            every = list(blocks_of(study, scenario.name))
            missing = [block for block in every if not _is_there(store, block)]
            done += sum(block.last - block.first for block in every if block not in missing)
            for block, record in simulated(ensemble, missing, executor, ahead=2 * threads):
                _write_block(study, ensemble, store, judged, block, record)
                done += block.last - block.first
                if progress is not None:
                    progress(done, total)
            _write_monthly(ensemble, store, every)


def _is_there(store: Store, block: Block) -> bool:
    """A block is finished when its part is there, which is written last."""
    return store.part(block.scenario, block.draw, block.number).exists() and (
        store.partial(f"{_name(block)}.npy").exists()
        or store.partial(f"{block.scenario}.monthly.parquet").exists()
    )


def _name(block: Block) -> str:
    return f"{block.scenario}-d{block.draw}-b{block.number:04d}"


def _write_block(
    study: Study,
    ensemble: Ensemble,
    store: Store,
    judged: dict[str, int],
    block: Block,
    record: np.recarray,
) -> None:
    """Outcomes and all series for later, then the kept series, which mark the block as done."""
    regions = ensemble.regions
    pilot = np.array(ensemble.pilots(block.scenario))
    when = np.array([judged[region] for region in regions])
    outcomes = outcomes_of(record, regions, pilot, when, study.judge, first=block.first)
    outcomes = outcomes.select(
        pl.lit(ensemble.network(block.scenario, block.draw).label).alias("network"),
        pl.lit(block.scenario).alias("scenario"),
        pl.lit(block.draw, pl.Int64).alias("draw"),
        pl.all(),
    )
    write(store.partial(f"{_name(block)}.outcomes.parquet"), outcomes.write_parquet)
    series = record.view(np.float64).reshape(*record.shape, len(SERIES)).astype(np.float32)
    write(store.partial(f"{_name(block)}.npy"), lambda path: _save(path, series))
    part = _kept_series(study, series, regions, block.first)
    path = store.part(block.scenario, block.draw, block.number)
    write(path, lambda unfinished: part.write_parquet(unfinished, compression="zstd"))


def _save(path: Path, array: np.ndarray) -> None:
    with path.open("wb") as stream:
        np.save(stream, array)


def _kept_series(
    study: Study, series: np.ndarray, regions: tuple[str, ...], first: int
) -> pl.DataFrame:
    """Monthly series of each replicate and region: a row per replicate, region and month."""
    kept = [one.name for one in SERIES] if study.run.keep == "all" else HEADLINE
    replicates, months, width = series.shape[:3]
    column = {one.name: s for s, one in enumerate(SERIES)}
    shape = (replicates, width, months)
    replicate, region, month = (index.ravel() for index in np.indices(shape))
    return pl.DataFrame(
        {
            "replicate": pl.Series(replicate + first, dtype=pl.Int32),
            "region": pl.Series([regions[r] for r in region], dtype=pl.Categorical),
            "month": pl.Series(month, dtype=pl.Int32),
            **{
                name: pl.Series(series[..., column[name]].swapaxes(1, 2).ravel(), nan_to_null=True)
                for name in kept
            },
        }
    )


def _write_monthly(ensemble: Ensemble, store: Store, blocks: list[Block]) -> None:
    """Quantiles of all series of one scenario, once all its blocks are there."""
    scenario = blocks[0].scenario
    target = store.partial(f"{scenario}.monthly.parquet")
    files = [store.partial(f"{_name(block)}.npy") for block in blocks]
    if not target.exists():
        values = np.concatenate([np.load(file) for file in files])
        frame = monthly(values, scenario=scenario, regions=ensemble.regions)
        frame = frame.select(pl.lit(_label(ensemble, scenario)).alias("network"), pl.all())
        write(target, frame.write_parquet)
    for file in files:
        file.unlink(missing_ok=True)


def _label(ensemble: Ensemble, scenario: str) -> str:
    return ensemble.network(scenario, 0).label


def _write_results(study: Study, store: Store) -> None:
    """Put the blocks together; compare each scenario with the baseline."""
    names = [_name(block) for one in study.scenarios for block in blocks_of(study, one.name)]
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
