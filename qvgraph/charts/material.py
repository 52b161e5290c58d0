"""What all charts of a run are drawn from, computed once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from qvgraph.language import Language, current, decimal, say
from qvgraph.study.answer import Answer, answer
from qvgraph.study.compare import Estimate, estimate
from qvgraph.study.ensemble import Ensemble
from qvgraph.study.facts import Facts, facts_of
from qvgraph.study.outcomes import ALL
from qvgraph.study.remarks import on_runs
from qvgraph.study.table import NOTHING, Compared, compared_in

if TYPE_CHECKING:
    import polars as pl

    from qvgraph.study.run import Run
    from qvgraph.study.study import Study

Pilots = Mapping[str, Sequence[tuple[int, int]]]
"""Start month and months of the pilot of each region, by scenario."""


@dataclass(frozen=True)
class Material:
    """The tables of a run and what its study says; labels and title in one language.

    `posts` holds the nominal posts that public money pays, per network and month of the study, by
    scenario; each array has shape (months,). `calendar` is the month 0 as "2019-07". Not all runs
    are in while `done` is below `total`.
    """

    monthly: "pl.DataFrame"
    outcomes: "pl.DataFrame"
    comparison: "pl.DataFrame"
    facts: Facts
    pilots: Pilots
    posts: Mapping[str, np.ndarray]
    language: Language
    title: str = ""
    calendar: str | None = None
    done: int = 0
    total: int = 0

    @property
    def labels(self) -> Mapping[str, str]:
        """Of the scenarios, in the study's order."""
        return self.facts.labels

    @property
    def baseline(self) -> str:
        """The scenario that the others are compared with."""
        return self.facts.baseline

    @cached_property
    def answer(self) -> Answer:
        """What came out, in words."""
        return answer(self.outcomes, self.comparison, self.facts)

    @cached_property
    def networks(self) -> int:
        """How many there are in one replicate: a network per region."""
        return int(self.outcomes["region"].n_unique()) - 1

    @cached_property
    def _compared(self) -> Mapping[tuple[str, str], Compared]:
        return compared_in(self.comparison)

    @cached_property
    def _whole(self) -> Mapping[str, "pl.DataFrame"]:
        """Outcomes of all regions together, by scenario."""
        import polars as pl

        rows = self.outcomes.filter(pl.col("region") == ALL).sort("draw", "replicate")
        return {str(name): rows.filter(scenario=name) for name in self.labels}

    @cached_property
    def _all_regions(self) -> "pl.DataFrame":
        """The monthly series of all regions together: a small part of what is read often."""
        return self.monthly.filter(region=ALL)

    def compared(self, scenario: str, outcome: str) -> Compared:
        """Value, and paired difference to the baseline with its interval of 90 %."""
        return self._compared.get((scenario, outcome), NOTHING)

    def values(self, scenario: str, outcome: str) -> np.ndarray:
        """An outcome of all regions together in each replicate, NaN where it is missing."""
        found = self._whole[scenario][outcome].cast(float).fill_null(np.nan)
        return np.asarray(found.to_numpy())

    def level(self, scenario: str, outcome: str) -> Estimate:
        """The mean of an outcome of all regions together, with its interval of 90 %."""
        return self.estimated(scenario, self.values(scenario, outcome))

    def estimated(self, scenario: str, values: np.ndarray) -> Estimate:
        """The mean of a value per replicate, with its interval of 90 %."""
        return estimate(values, self._whole[scenario]["draw"].to_numpy())

    def course(self, scenario: str, series: str) -> dict[str, np.ndarray]:
        """Quantiles over the runs of a monthly series of all regions, per network.

        The keys are those of `study.monthly.LEVELS`; each array has shape (months,).
        """
        import polars as pl

        rows = self._all_regions.filter(scenario=scenario, series=series).sort("month")
        return {
            level: rows[level].cast(pl.Float64).fill_null(np.nan).to_numpy() / self.networks
            for level in ("q05", "q25", "q50", "q75", "q95")
        }

    def small_print(self, *, named: bool = True) -> list[str]:
        """What no picture must be seen without; `named` where it has not the study's title."""
        kind = say("Synthetic networks. ") if self.facts.synthetic else ""
        n = on_runs(self.outcomes, self.facts)
        if self.done < self.total:
            n += " " + say(
                "Unfinished: {done} of {total} runs are in.",
                done=decimal(self.done),
                total=decimal(self.total),
            )
        study = say("Study: “{title}” ", title=self.title) if named and self.title else ""
        return [study + kind + say("Model, not forecast. ") + n]


def material_of(run: "Run", ensemble: Ensemble | None = None) -> Material:
    """Gather it from a run, in the language in use; `ensemble` is the run's, if there is one."""
    study = run.study
    ensemble = ensemble or Ensemble(study)
    return Material(
        monthly=run.monthly,
        outcomes=run.outcomes,
        comparison=run.comparison,
        facts=facts_of(study, ensemble),
        pilots={one.name: ensemble.pilots(one.name) for one in study.scenarios},
        posts={
            one.name: np.mean(list(ensemble.posts(one.name).values()), axis=0)
            for one in study.scenarios
        },
        language=current(),
        title=study.title[current()],
        calendar=study.run.calendar,
        done=run.done,
        total=run.total,
    )


def translated(material: Material, study: "Study") -> Material:
    """The same with labels and title in the language in use."""
    labels = {one.name: one.label[current()] for one in study.scenarios}
    facts = replace(material.facts, labels=labels)
    return replace(material, facts=facts, language=current(), title=study.title[current()])
