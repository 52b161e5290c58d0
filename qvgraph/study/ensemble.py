"""What a study computes: in which pieces, on which networks, with which plans.

A block is one scenario, one network draw and some consecutive replicates. Its results depend on
nothing but these, so it does not matter which thread computes it, or when.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from qvgraph.declare import Value
from qvgraph.kernels.draws import draw_key
from qvgraph.model.files import read_network
from qvgraph.model.network import Network
from qvgraph.model.profiles import PROFILES, Profile
from qvgraph.model.synthesize import skeleton
from qvgraph.model.world import World
from qvgraph.problems import InputError, Problem
from qvgraph.simulate.parameters import Plan, values_at
from qvgraph.simulate.run import Setting, lay_out, prepare
from qvgraph.simulate.start import READ, complete, said_by_tables
from qvgraph.simulate.state import State
from qvgraph.study.assumed import layer_of
from qvgraph.study.judge import posts_of
from qvgraph.study.layers import Layer
from qvgraph.study.past import months_behind, with_past
from qvgraph.study.place import Place
from qvgraph.study.study import Study


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive replicates of one scenario on one network draw."""

    scenario: str
    draw: int
    number: int
    first: int
    last: int


def blocks_of(study: Study, scenario: str) -> Iterator[Block]:
    """All blocks of a scenario, draw by draw."""
    run = study.run
    for draw in range(study.network.draws):
        for number, first in enumerate(range(0, run.replicates, run.block)):
            yield Block(scenario, draw, number, first, min(first + run.block, run.replicates))


def _read(tables: Path, where: Place) -> Network:
    """A study's own network; what is wrong with its path itself is told with its place."""
    try:
        return read_network(tables)
    except InputError as error:
        raise InputError(
            Problem.at(where, str(one)) if one.where == str(tables) else one
            for one in error.problems
        ) from error


@dataclass
class Ensemble:
    """The networks and plans of a study; starting networks are drawn once and shared."""

    study: Study
    given: Network | None = field(init=False, default=None)
    profile: Profile | None = field(init=False, default=None)
    _networks: dict[tuple[object, ...], Network] = field(init=False, default_factory=dict)
    _layouts: dict[int, tuple[World, State]] = field(init=False, default_factory=dict)
    _plans: dict[tuple[str, int | None], dict[str, Plan]] = field(init=False, default_factory=dict)
    _posts: dict[str, dict[str, np.ndarray]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        choice = self.study.network
        if choice.tables is not None:
            self.given = _read(choice.tables, choice.where)
        else:
            assert choice.profile is not None
            self.profile = PROFILES[choice.profile]
        self.study.check_regions(self.regions)
        self.study.check_districts(self.districts)

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions of the study's network, sorted."""
        if self.given is not None:
            return self.given.regions
        assert self.profile is not None
        return tuple(sorted(region.name for region in self.profile.regions))

    @property
    def label(self) -> str:
        """The network's name as every table and picture shows it: synthetic networks say so."""
        if self.given is not None:
            return self.given.label
        assert self.profile is not None
        return f"{self.profile.name} (synthetic)"

    @property
    def districts(self) -> dict[str, tuple[str, ...]]:
        """The districts that the study's network names in each region."""
        if self.given is not None:
            return dict(zip(self.given.regions, self.given.districts, strict=True))
        assert self.profile is not None
        return {region.name: region.districts for region in self.profile.regions}

    def plans(self, scenario: str, draw: int | None = None) -> dict[str, Plan]:
        """What holds in each region under one scenario, with the assumptions of a draw.

        Without a draw the assumptions are those that the study and the declarations give.
        """
        if (scenario, draw) not in self._plans:
            self._plans[scenario, draw] = {
                region: self.study.plan(scenario, region, below)
                for region, below in self.below(draw).items()
            }
        return self._plans[scenario, draw]

    def posts(self, scenario: str) -> dict[str, np.ndarray]:
        """Nominal posts of public money in each region by month of the study, shape (months,)."""
        if scenario not in self._posts:
            months = self.study.run.months
            plans = self.plans(scenario).items()
            self._posts[scenario] = {region: posts_of(plan, months) for region, plan in plans}
        return self._posts[scenario]

    def below(self, draw: int | None = None) -> dict[str, tuple[Layer, ...]]:
        """What is weaker than the study and stronger than the defaults in each region.

        The assumptions of a draw, then what the network's own tables say of the post.
        """
        drawn = () if draw is None else (layer_of(self.study, draw),)
        if self.given is None:
            return dict.fromkeys(self.regions, drawn)
        return {
            region: (*drawn, Layer("tables", said))
            for region, said in said_by_tables(self.given).items()
        }

    def pilots(self, scenario: str) -> list[tuple[int, int]]:
        """Start month and months of the pilot of each region under one scenario."""
        return [
            (_whole(plan, "funding.start_month"), _whole(plan, "funding.pilot_months"))
            for plan in self.plans(scenario).values()
        ]

    def network(self, scenario: str, draw: int) -> Network:
        """The complete starting network of one scenario and draw."""
        plans = self.plans(scenario, draw)
        values = {region: values_at(plan, 0) for region, plan in plans.items()}
        behind = {region: months_behind(plan) for region, plan in plans.items()}
        read = (
            draw,
            *(tuple(values[region][path] for path in READ) for region in self.regions),
            *behind.values(),
        )
        if read not in self._networks:
            if self.given is not None:
                key = draw_key(self.study.run.seed, draw)
                self._networks[read] = complete(self.given, values, key)
            else:
                self._networks[read] = self._with_past(self._drawn(values, draw), plans, draw)
        return self._networks[read]

    def _drawn(self, values: dict[str, dict[str, Value]], draw: int) -> Network:
        assert self.profile is not None
        key = draw_key(self.study.run.seed, draw)
        return complete(skeleton(self.profile, values), values, key, profile=self.profile)

    def _with_past(self, network: Network, plans: dict[str, Plan], draw: int) -> Network:
        """What happened before month 0 is the same in all scenarios, on the network of this one."""
        if not any(map(months_behind, plans.values())):
            return network
        below, own = self.below(draw), {*READ, "funding.start_month"} - {"funding.persons"}
        past = {
            region: {
                **self.study.plan(None, region, below[region]),
                **{path: plan[path] for path in own},
            }
            for region, plan in plans.items()
        }
        before = network
        if any(
            past[region]["funding.persons"] != plans[region]["funding.persons"] for region in past
        ):
            values = {region: values_at(plan, 0) for region, plan in past.items()}
            before = self._drawn(values, draw)
        return with_past(network, before, past, self.study.run.seed, draw)

    def setting(self, scenario: str, draw: int) -> Setting:
        """What all replicates of one scenario and draw share, as arrays."""
        network = self.network(scenario, draw)
        if id(network) not in self._layouts:
            self._layouts[id(network)] = lay_out(network)
        layout = self._layouts[id(network)]
        return prepare(network, self.plans(scenario, draw), self.study.run.months, layout=layout)


def _whole(plan: Plan, path: str) -> int:
    value = plan[path]
    assert isinstance(value, int), f"{path} cannot change in a later month"
    return value
