"""Judging: when a network is looked at again, and what it must then show."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Annotated, Final, NamedTuple

import numpy as np

from qvgraph import declare
from qvgraph.declare import Parameter, Value, parameters_of
from qvgraph.simulate.mechanisms import funding
from qvgraph.simulate.parameters import Plan, Schedule

# Judged once, by one rule.
count, months, share = (
    partial(word, schedulable=False) for word in (declare.count, declare.months, declare.share)
)


class Rules(NamedTuple):
    """What counts as sustained (`judge.*`); the same for all scenarios of a study."""

    evaluation_months: Annotated[
        int,
        months(
            12,
            60,
            least=1,
            schedulable=False,
            de="Monate vom letzten befristeten Fördergeld bis zur Bewertung",
            en="months after the last temporary public money of the longest-paying scenario",
            confidence="high",
            source="survival studies use two to three years",
        ),
    ] = 24
    core: Annotated[
        int,
        count(
            6,
            30,
            schedulable=False,
            de="aktive Mitglieder, die ein Verbund braucht",
            en="active members that a network needs",
            confidence="medium",
            source="cluster registers ask for 12 to 15",
        ),
    ] = 12
    theta: Annotated[
        float,
        share(
            0.25,
            0.75,
            schedulable=False,
            de="Anteil des Niveaus der Pilotphase, der als verstetigt gilt",
            en="share of the pilot's level that counts as sustained",
            source="convention; always reported with the continuous ratio",
        ),
    ] = 0.5


JUDGE: Final = MappingProxyType(
    {rule.name: rule for rule in parameters_of("judge", "judge", Rules)}
)
"""The rules of judgement by their keys in ``[judge]``."""


MONTH: Final = Parameter(
    "judge",
    "month",
    "lever",  # as firm as a lever: no assumption about the world
    0,
    months(1, 1200, de="Bewertungsmonat", en="judged month of the study"),
)
"""The month in ``[judge]``; 0 stands for the rule and cannot be written."""


@dataclass(frozen=True, slots=True)
class Judge:
    """How the networks of a study are judged.

    `month` is a month of the study, 1 to the number of months; None: by the rule, per region.
    """

    month: int | None = None
    evaluation_months: int = 24
    core: int = 12
    theta: float = 0.5


def judged_month(plans: Iterable[Plan], evaluation_months: int) -> int:
    """The judged month of one region by the rule, given its plan in each scenario.

    It lies `evaluation_months` after the temporary money of the scenario that pays longest. It may
    lie outside the run.
    """
    return max(map(temporary_until, plans)) + evaluation_months


def temporary_until(plan: Plan) -> int:
    """The first month of the study from which the public share stays what it is for ever.

    A share that is kept or tapered counts only while it differs from the permanent one.
    """
    end = sum(_whole(plan, f"funding.{length}_months") for length in ("pilot", "retained", "taper"))
    for path in ("funding.retained_share", "funding.permanent_share"):
        value = plan[path]
        if isinstance(value, Schedule):
            end = max(end, value.steps[-1][0])
    lasting = public_share(plan, end)
    while end > 0 and public_share(plan, end - 1) == lasting:
        end -= 1
    return _whole(plan, "funding.start_month") + end


def public_share(plan: Plan, age: int) -> float:
    """The share of the post that public money pays in month `age` since the region's start.

    Nominal: what is paid is less in months in which nobody holds the post or too little is left
    of it.
    """
    paths = (*funding.RESOLVED, "funding.pilot_months")
    return funding.public_share({path: _at(plan[path], age) for path in paths}, age)


def posts_of(plan: Plan, months: int) -> np.ndarray:
    """Nominal posts of public money in one region, by month of the study; shape (months,)."""
    start = _whole(plan, "funding.start_month")
    ages = range(-start, months - start)
    fte = plan["funding.fte"]
    return np.array([public_share(plan, age) * float(_at(fte, age)) for age in ages])  # type: ignore[arg-type]


def _at(value: Value | Schedule, age: int) -> Value:
    return value.at(age) if isinstance(value, Schedule) else value


def _whole(plan: Plan, path: str) -> int:
    value = plan[path]
    assert isinstance(value, int), f"{path} cannot change in a later month"
    return value
