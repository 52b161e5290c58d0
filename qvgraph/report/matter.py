"""What a report is made from, computed once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from qvgraph.charts.files import Drawn, draw_from
from qvgraph.charts.material import Material, material_of
from qvgraph.simulate.parameters import Plan
from qvgraph.study.answer import Answer
from qvgraph.study.ensemble import Ensemble
from qvgraph.study.identity import identity_of

if TYPE_CHECKING:
    from qvgraph.study.run import Run
    from qvgraph.study.study import Study


@dataclass(frozen=True)
class Matter:
    """A run, what its charts are drawn from, and its answer, in the language in use."""

    run: "Run"
    material: Material
    ensemble: Ensemble

    @property
    def study(self) -> "Study":
        """What was asked."""
        return self.run.study

    @property
    def answer(self) -> Answer:
        """What came out."""
        return self.material.answer

    @property
    def finished(self) -> bool:
        """All runs are in."""
        return self.run.done >= self.run.total

    @cached_property
    def plans(self) -> Mapping[str, Mapping[str, Plan]]:
        """What each scenario sets in each region."""
        return {one.name: self.ensemble.plans(one.name) for one in self.study.scenarios}

    @cached_property
    def identity(self) -> Mapping[str, str]:
        """All that the results depend on."""
        return identity_of(self.study, self.ensemble)

    @cached_property
    def charts(self) -> Mapping[str, Drawn]:
        """By name, without a title of their own."""
        return {one.name: one for one in draw_from(self.material, untitled=True)}


def matter_of(run: "Run") -> Matter:
    """Gather it."""
    ensemble = Ensemble(run.study)
    return Matter(run, material_of(run, ensemble), ensemble)
