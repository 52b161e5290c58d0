"""Running a study: every scenario into a run folder, and reading it back."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import polars as pl

from qvgraph.kernels.caches import source_hash
from qvgraph.kernels.draws import replicate_key
from qvgraph.language import say
from qvgraph.model.network import Network
from qvgraph.problems import Problems, fail, nearest
from qvgraph.simulate.snapshot import network_at
from qvgraph.study import plausible
from qvgraph.study.alone import alone
from qvgraph.study.compare import compare
from qvgraph.study.difference import Identified
from qvgraph.study.ensemble import Ensemble
from qvgraph.study.figures import Looks, looks_of, sample_of
from qvgraph.study.identity import identity_of, manifest_of, now
from qvgraph.study.marks import damaged, hashes_of, parquet_of, refuse_damaged, save
from qvgraph.study.parts import Parts, Progress, Told, replicates_of
from qvgraph.study.reading import read_study
from qvgraph.study.salvage import Salvage
from qvgraph.study.store import RESULTS, Store
from qvgraph.study.study import Study
from qvgraph.study.unfinished import finished_blocks, monthly_so_far, outcomes_so_far

LEFT: Final = ("files", "files_replicates")
"""What the manifest keeps of an earlier complete run: its files with their hashes, its size."""


@dataclass(frozen=True)
class Run:
    """The results of a study.

    `outcomes`: one row per scenario, draw, replicate and region ("all" for the whole).
    `monthly`: quantiles, mean and n per scenario, region, month and series.
    `comparison`: paired differences to the baseline with intervals of 90 %.
    `looks`: what the networks of the baseline look like, for `study.plausible`.
    `done` of `total` replicates are finished; if not all, the study holds only scenarios that have
    some.
    """

    study: Study
    folder: Path
    outcomes: pl.DataFrame
    monthly: pl.DataFrame
    comparison: pl.DataFrame
    computed: bool = True
    looks: Looks | None = None
    done: int = 0
    total: int = 0


def run_study(
    study: Study,
    *,
    out: str | Path | None = None,
    threads: int | None = None,
    force: bool = False,
    progress: Progress | None = None,
    told: Told | None = None,
) -> Run:
    """Run every scenario of a study into a folder (default `<study>.run`) and return the results.

    A folder that holds the same run already is read, an interrupted one is finished, one with fewer
    replicates extended, one with damaged files mended. `told` gets remarks on that. Raises
    `InputError` when the folder holds another run (unless `force`), when another process is at work
    in it, or when the study does not fit its network.
    """
    ensemble = Ensemble(study)
    judged = study.judged_months(ensemble.regions)
    identity = identity_of(study, ensemble)
    store = Store(Path(out or f"{study.name}.run"))
    told = told or _nobody
    with alone(store.folder):
        store.open(Identified(identity, ensemble.regions), force=force)
        if _is_whole(store, identity, told):
            store.close()
            return _read(study, store, computed=False)
        before = store.manifest
        _tell_of_an_extension(study, before, told)
        if store.forget_pictures():
            told(
                say("The report of the earlier results is deleted; qvgraph report makes a new one.")
            )
        manifest = manifest_of(study, identity)
        # What an earlier run left can be used until this one is complete, also if interrupted.
        kept: dict[str, object] = {name: before[name] for name in LEFT if name in before}
        store.write_manifest({**manifest, **kept})
        salvage = Salvage(store, before.get("files", {}), before.get("files_replicates", 0))
        parts = Parts(study, ensemble, store, judged, salvage, told)
        _compute(parts, threads or os.cpu_count() or 1, progress)
        whole = {"files": hashes_of(store), "files_replicates": study.run.replicates}
        store.write_manifest({**manifest, **whole, "complete": True, "finished": now()})
        store.close()
        return _read(study, store, computed=True)


def _is_whole(store: Store, identity: Mapping[str, str], told: Told) -> bool:
    """Whether the same run is there already with nothing damaged; says what is."""
    manifest = store.manifest
    if not manifest.get("complete") or manifest["identity"] != identity:
        return False
    lost = list(damaged(store, manifest["files"]))
    for name in lost:
        told(say("{file} is damaged or gone and is computed again", file=name))
    return not lost


def _tell_of_an_extension(study: Study, before: Mapping[str, Any], told: Told) -> None:
    had, wanted = before.get("replicates", study.run.replicates), study.run.replicates
    if had >= wanted:
        return
    told(say("The run is extended from {had} to {wanted} replicates.", had=had, wanted=wanted))
    if study.run.keep != "all":
        told(
            say(
                "All are simulated: of the first {had} only the headline series were kept"
                ' (keep = "all" keeps the others).',
                had=had,
            )
        )


def read_run(folder: str | Path, *, unfinished: bool = False) -> Run:
    """Read the results of a complete run, or with `unfinished` what is there of any.

    Raises `InputError` where there is none, or where another version of the model made it.
    """
    folder = Path(folder)
    store = Store(folder)
    if not folder.exists():
        beside = [path.name for path in folder.parent.glob("*.run")]
        what = say("there is no such folder; the folder of a run is expected")
        raise fail(str(folder), what + nearest(folder.name, beside))
    manifest = store.manifest
    if not manifest or (not store.complete and not unfinished):
        raise fail(str(folder), say("holds no complete run; qvgraph run finishes it"))
    if manifest["identity"]["model"] != source_hash():
        raise fail(str(folder), say("was computed by another version of the model; run it again"))
    study = read_study(
        folder / "study.toml",
        overrides=manifest["overrides"],
        replicates=manifest["replicates"],
        months=manifest["months"],
        draws=manifest["draws"],
        assumptions=manifest["assumptions"],
    )
    network = study.network
    if network.tables is not None:
        network = replace(network, tables=Path(manifest["tables"]))
    study = replace(study, name=manifest["study"], network=network)
    try:
        return _as_it_is(study, store)
    except FileNotFoundError:  # a run that goes on has just summed up a scenario: look again
        return _as_it_is(study, store)


def _as_it_is(study: Study, store: Store) -> Run:
    if not store.complete:
        return _so_far(study, store)
    known = store.manifest.get("files", {})
    refuse_damaged(store, {name: known[name] for name in ("study.toml", *RESULTS) if name in known})
    return _read(study, store, computed=False)


def _so_far(study: Study, store: Store) -> Run:
    """The results of the blocks that are finished."""
    ensemble = Ensemble(study)
    there = finished_blocks(study, store)
    if study.baseline not in there:
        what = say("nothing is finished yet that could be compared; qvgraph run goes on")
        raise fail(str(store.folder), what)
    scenarios = tuple(one for one in study.scenarios if one.name in there)
    outcomes = outcomes_so_far(there, store, [one.name for one in scenarios])
    return Run(
        study=replace(study, scenarios=scenarios),
        folder=store.folder,
        outcomes=outcomes,
        monthly=monthly_so_far(there, store, ensemble, [one.name for one in scenarios]),
        comparison=compare(outcomes, study.baseline),
        computed=False,
        done=sum(block.last - block.first for blocks in there.values() for block in blocks),
        total=replicates_of(study),
    )


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
    ensemble = ensemble_of(run)
    name = study.scenario(scenario or study.baseline).name
    month = month_of(ensemble, name, month)
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


def ensemble_of(run: Run) -> Ensemble:
    """The networks and plans of a run; raises `InputError` if its network is another by now."""
    ensemble = Ensemble(run.study)
    if ensemble.given is not None:
        told = Store(run.folder).manifest["identity"]["network"]
        if ensemble.given.fingerprint != told:
            what = say("was computed on another network than its folder holds now; run it again")
            raise fail(str(run.folder), what)
    return ensemble


def month_of(ensemble: Ensemble, scenario: str, month: int | None) -> int:
    """The month asked for, else the end of the last region's pilot, as far as the run goes."""
    if month is not None:
        return month
    return min(ensemble.study.run.months, max(map(sum, ensemble.pilots(scenario))))


def label_of(network: Network) -> str:
    """The name of a network in the language in use; a synthetic one is called so."""
    if network.synthetic:
        return say("{network} (synthetic)", network=network.name)
    return network.name


def _compute(parts: Parts, threads: int, progress: Progress | None) -> None:
    save(parts.store.folder / "study.toml", parts.study.text.encode())
    parts.write(threads, progress)
    _write_results(parts, threads)


def _write_results(parts: Parts, threads: int) -> None:
    """Put the blocks together; compare each scenario with the baseline, and that with reality."""
    folder, baseline = parts.store.folder, parts.study.baseline
    outcomes = parts.outcomes()
    comparison = compare(outcomes, baseline)
    looks = looks_of(sample_of(parts.ensemble, baseline, threads=threads))
    save(folder / "outcomes.parquet", parquet_of(outcomes))
    save(folder / "monthly.parquet", parquet_of(parts.monthly()))
    save(folder / "comparison.csv", comparison.write_csv().encode())
    save(folder / "plausible.json", plausible.written(looks).encode())


def _read(study: Study, store: Store, *, computed: bool) -> Run:
    folder, total = store.folder, replicates_of(study)
    return Run(
        study,
        folder,
        pl.read_parquet(folder / "outcomes.parquet"),
        pl.read_parquet(folder / "monthly.parquet"),
        pl.read_csv(folder / "comparison.csv", infer_schema_length=None),
        computed,
        looks=plausible.read((folder / "plausible.json").read_text("utf-8")),
        done=total,
        total=total,
    )


def _nobody(remark: str) -> None:
    """Hears a remark and does nothing."""
