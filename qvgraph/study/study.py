"""A study: one policy question, a network, scenarios that differ by a few levers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from qvgraph.language import say
from qvgraph.problems import Problems, fail, nearest
from qvgraph.simulate.parameters import Plan
from qvgraph.study.judge import Judge, judged_month
from qvgraph.study.layers import Layer, origins, resolve
from qvgraph.study.place import Place
from qvgraph.study.settings import NetworkChoice, Run


@dataclass(frozen=True, slots=True)
class Scenario:
    """One future: only what differs from the shared part.

    `own` are its table and the tables of its regions and districts, `overrides` what the command
    line sets.
    """

    name: str
    label: Mapping[str, str]
    inherits: tuple[str, ...] = ()
    own: tuple[Layer, ...] = ()
    overrides: tuple[Layer, ...] = ()


@dataclass(frozen=True, slots=True)
class Study:
    """What a study file asks for, checked; `text` is the file, word for word.

    `title` and labels hold a text for each language, "de" and "en".
    """

    name: str
    title: Mapping[str, str]
    text: str
    overrides: tuple[str, ...]
    baseline: str
    network: NetworkChoice
    run: Run
    judge: Judge
    shared: tuple[Layer, ...]
    scenarios: tuple[Scenario, ...]
    judging: Place = field(default=Place("[judge]"), compare=False)
    """Where the file says how networks are judged, or would."""

    def scenario(self, name: str) -> Scenario:
        """One scenario by its name; raises `InputError` with the nearest name."""
        for scenario in self.scenarios:
            if scenario.name == name:
                return scenario
        names = [scenario.name for scenario in self.scenarios]
        known = ", ".join(names)
        what = say("{found} found; one of {known} is expected", found=name, known=known)
        raise fail(self.name, what + nearest(name, names))

    def plan(self, scenario: str | None, region: str, given: Sequence[Layer] = ()) -> Plan:
        """A value or complete schedule for every declared path in one region.

        Districts for which the study sets something have further keys, see `in_district`. `given`
        is what lies below the study: stronger than the defaults, weaker than all that it sets.
        Without a scenario it is what all of them share.
        """
        return resolve((*given, *self.layers(scenario, region)))

    def origins(self, scenario: str, region: str, given: Sequence[Layer] = ()) -> Mapping[str, str]:
        """Where each value of a plan comes from: the name of a table, ``--set …`` or "default"."""
        return origins((*given, *self.layers(scenario, region)))

    def layers(self, scenario: str | None, region: str) -> tuple[Layer, ...]:
        """What is set for a region and its districts in a scenario, weakest first."""
        own = () if scenario is None else self._own(scenario)
        return tuple(layer for layer in (*self.shared, *own) if layer.region in (None, region))

    def judged_months(self, regions: Iterable[str]) -> dict[str, int]:
        """The judged month of each region, the same in all scenarios.

        Raises `InputError` where it lies outside the run.
        """
        problems = Problems()
        months = {region: self._judged_month(region) for region in regions}
        for month in dict.fromkeys(months.values()):
            if not 1 <= month <= self.run.months:
                what = say(
                    "by the rule month {month} is judged ({regions}); 1 to [run] months = "
                    "{months} is expected: set [judge] month or run longer",
                    regions=", ".join(region for region, its in months.items() if its == month),
                    month=month,
                    months=self.run.months,
                )
                problems.note(self.judging, what)
        problems.raise_if_any()
        return months

    def check_regions(self, regions: Sequence[str]) -> None:
        """Raise `InputError` where the study sets something for a region that does not exist."""
        problems = Problems()
        known = ", ".join(regions)
        for layer in self._all_layers():
            if layer.region is None or layer.region in regions:
                continue
            if layer.district is None:  # its own table stands before those of its districts
                what = say("no such region; one of {known} is expected", known=known)
                problems.note(layer.where, what + nearest(layer.region, regions))
        problems.raise_if_any()

    def check_districts(self, named: Mapping[str, Sequence[str]]) -> None:
        """Raise `InputError` where the study sets something for a district that does not exist.

        `named` are those that the network names in each region; where it names none they are
        numbered, as many as the scenario says.
        """
        unknown: dict[Place, str] = {}
        for scenario in self.scenarios:
            for region, names in named.items():
                known = names or self._numbered(scenario.name, region)
                for layer in self.layers(scenario.name, region):
                    if layer.district is not None and layer.district not in known:
                        listed = ", ".join(known)
                        what = say("no such district; one of {known} is expected", known=listed)
                        what += nearest(layer.district, known)
                        unknown.setdefault(layer.where, what)
        problems = Problems()
        for where, what in unknown.items():
            problems.note(where, what)
        problems.raise_if_any()

    def regions_named(self) -> tuple[str, ...]:
        """The regions for which the study sets something of their own, sorted."""
        return tuple(sorted({layer.region for layer in self._all_layers() if layer.region}))

    def _numbered(self, scenario: str, region: str) -> list[str]:
        number = self.plan(scenario, region)["network.districts"]
        assert isinstance(number, int)
        return [f"{region}-{n}" for n in range(1, number + 1)]

    def _judged_month(self, region: str) -> int:
        if self.judge.month is not None:
            return self.judge.month
        plans = [self.plan(scenario.name, region) for scenario in self.scenarios]
        return judged_month(plans, self.judge.evaluation_months)

    def _all_layers(self) -> list[Layer]:
        layers = list(self.shared)
        for scenario in self.scenarios:
            layers += (*scenario.own, *scenario.overrides)
        return layers

    def _own(self, name: str) -> tuple[Layer, ...]:
        return (*self._chain(name), *self.scenario(name).overrides)

    def _chain(self, name: str) -> tuple[Layer, ...]:
        """A scenario's own layers after those it inherits, as if written one after the other."""
        scenario = self.scenario(name)
        inherited = (layer for parent in scenario.inherits for layer in self._chain(parent))
        return (*inherited, *scenario.own)
