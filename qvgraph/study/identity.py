"""What a run is: all that its results depend on, and by whom it was computed."""

import datetime
import hashlib
import json
import platform
from importlib.metadata import version

from qvgraph.kernels.caches import source_hash
from qvgraph.simulate.parameters import DEFAULTS, Schedule
from qvgraph.study.assumed import varied
from qvgraph.study.ensemble import Ensemble
from qvgraph.study.layers import path_of
from qvgraph.study.study import Study


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


def manifest_of(study: Study, identity: dict[str, str]) -> dict[str, object]:
    """What is written down of a run besides its results; only here stand times and machine."""
    return {
        "identity": identity,
        "study": study.name,
        "overrides": list(study.overrides),
        "tables": str(study.network.tables.resolve()) if study.network.tables else None,
        "draws": study.network.draws,
        "replicates": study.run.replicates,
        "months": study.run.months,
        "assumptions": study.run.assumptions,
        "versions": {
            name: version(name) for name in ("qvgraph", "numpy", "numba", "polars", "igraph")
        },
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        "started": now(),
        "complete": False,
    }


def now() -> str:
    """This moment, in UTC."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
