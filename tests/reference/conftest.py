"""What the cases of this folder share: an engine to run them on, and small networks."""

import importlib.util
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from qvgraph.model.network import Network
from qvgraph.simulate.parameters import Plan

ENGINES = ("twin", pytest.param("kernel", marks=pytest.mark.kernel))


@dataclass(frozen=True)
class Outcome:
    """What an engine returns: all series, and the state after the last month by id."""

    months: list[dict[str, dict[str, float]]]
    organisations: Mapping[str, Any]
    """Objects with stock, person, institution, contact, member, aware, identified, ties, ..."""
    carried: Mapping[str, list[float]]
    """Hours carried by each person for the two groups of visits."""

    def series(self, name: str, region: str = "a") -> list[float]:
        """One series of one region, month by month."""
        return [month[region][name] for month in self.months]

    def total(self, name: str) -> float:
        """The sum of a series over all months and regions."""
        return sum(figures[name] for month in self.months for figures in month.values())


def run_twin(
    network: Network, plans: Mapping[str, Plan], months: int, seed: int, draw: int, replicate: int
) -> Outcome:
    """The plain-Python twin."""
    from qvgraph.simulate.twin.month import run

    history, state = run(network, plans, months, seed, draw, replicate)
    carried = {m.id: m.carried for region in state.regions.values() for m in region.persons}
    return Outcome(history, state.organisations, carried)


def run_kernel(
    network: Network, plans: Mapping[str, Plan], months: int, seed: int, draw: int, replicate: int
) -> Outcome:
    """The compiled kernels, their arrays turned into what the twin returns."""
    from qvgraph.model.world import ordered
    from qvgraph.simulate.record import SERIES
    from qvgraph.simulate.run import run_replicate

    record, state = run_replicate(
        network, plans, months=months, seed=seed, draw=draw, replicate=replicate
    )
    history = [
        {
            region: {one.name: float(record[month, r][one.name]) for one in SERIES}
            for r, region in enumerate(network.regions)
        }
        for month in range(months)
    ]
    persons = network.managers.sort("region", "id")["id"]
    carried = {
        name: [float(state.person[m].outside), float(state.person[m].inside)]
        for m, name in enumerate(persons)
    }
    frame = ordered(network)
    return Outcome(history, _organisations(network, frame, state), carried)


def _organisations(network: Network, frame: Any, state: Any) -> dict[str, SimpleNamespace]:
    from qvgraph.model.world import build_world, trainings_of

    world = build_world(network)
    ids = frame["id"].to_list()
    skills = network.skills["id"].to_list()
    trainings = trainings_of(network)["id"].to_list()

    def bits(words: Any) -> list[int]:
        return [64 * w + b for w, word in enumerate(words) for b in range(64) if int(word) >> b & 1]

    def one(i: int) -> SimpleNamespace:
        slots = range(state.tie_count[i])
        told = ("id", "kind", "region", "sector", "size", "aligned")
        return SimpleNamespace(
            **{name: frame[name][i] for name in told},
            stock={k: float(x) for k, x in zip(skills, state.stock[i], strict=True)},
            need={k: float(x) for k, x in zip(skills, state.need[i], strict=True)},
            identified={skills[k] for k in bits(state.identified[i])},
            aware={
                trainings[world.listed[world.organisation["region"][i], b]]
                for b in bits(state.aware[i])
            },
            knows_support=bool(state.firm[i].knows_support),
            account=float(state.firm[i].account),
            person=tuple(map(float, state.reputation[:2, i])),
            institution=tuple(map(float, state.reputation[2:, i])),
            contact=float(state.contact[i]),
            member=bool(state.firm[i].member),
            benefit=float(state.firm[i].benefit),
            joined=int(state.firm[i].joined),
            last_active=int(state.firm[i].last_active),
            ties={
                ids[state.tie_partner[i, d]]: [
                    float(state.tie_strength[i, d]),
                    float(state.tie_trust[i, d]),
                ]
                for d in slots
            },
        )

    return {name: one(i) for i, name in enumerate(ids)}


RUN = {"twin": run_twin, "kernel": run_kernel}


@pytest.fixture(params=ENGINES)
def simulate(request: pytest.FixtureRequest) -> Callable[..., Outcome]:
    """Run a network on each engine: `simulate(network, plans, months, replicate=3)`."""
    engine = RUN[request.param]

    def run(
        network: Network,
        plans: Mapping[str, Plan],
        months: int,
        seed: int = 2019,
        draw: int = 0,
        replicate: int = 0,
    ) -> Outcome:
        return engine(network, plans, months, seed, draw, replicate)

    return run


@pytest.fixture(scope="session")
def small() -> ModuleType:
    """The module `small_networks` of this folder, in whatever way pytest imports tests."""
    path = Path(__file__).with_name("small_networks.py")
    spec = importlib.util.spec_from_file_location("small_networks", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
