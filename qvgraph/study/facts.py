"""What the answer must know besides the figures of a run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qvgraph.language import current
from qvgraph.model.network import ONE_REGION
from qvgraph.simulate.parameters import Plan
from qvgraph.simulate.start import READ, shares_drawn
from qvgraph.study.assumed import places_of
from qvgraph.study.ensemble import Ensemble
from qvgraph.study.judge import temporary_until
from qvgraph.study.past import months_behind
from qvgraph.study.study import Study


@dataclass(frozen=True, slots=True)
class Facts:
    """What the answer has to know besides the figures; all by the name of a scenario.

    `labels` are in the language of the answer and in the study's order. `judged` holds the judged
    month of each region, `since` the months from the last temporary public money to it (below 1
    while it is still paid), `drawn` the share of firms or tables that the assumptions filled,
    `post_months` the nominal post-months of public money per network up to it, `places` where in
    its range, 0 to 1, each assumption that varies lies in each network draw. `still_paid` are the
    scenarios in which public money pays a post in the judged month, `too_small` the regions with
    fewer firms than the active members that sustaining takes.
    """

    baseline: str
    labels: Mapping[str, str]
    judged: Sequence[int]
    since: Mapping[str, Sequence[int]]
    network: str
    post_months: Mapping[str, float] = field(default_factory=dict)
    synthetic: bool = True
    core: int = 12
    theta: float = 0.5
    drawn: Mapping[str, float] = field(default_factory=dict)
    own_networks: Sequence[str] = ()
    own_portfolios: Sequence[str] = ()
    still_paid: Sequence[str] = ()
    too_small: Sequence[str] = ()
    places: Mapping[str, Sequence[float]] = field(default_factory=dict)


def facts_of(study: Study, ensemble: Ensemble) -> Facts:
    """Judged months, distances to the last temporary money, post-months, and labels."""
    judged = study.judged_months(ensemble.regions)
    plans = {scenario.name: ensemble.plans(scenario.name) for scenario in study.scenarios}
    posts = {name: ensemble.posts(name) for name in plans}
    given = ensemble.given
    return Facts(
        baseline=study.baseline,
        labels={scenario.name: scenario.label[current()] for scenario in study.scenarios},
        judged=[judged[region] for region in ensemble.regions],
        since={
            name: [judged[region] - temporary_until(plan) for region, plan in regions.items()]
            for name, regions in plans.items()
        },
        network=given.name if given is not None else str(study.network.profile),
        post_months={
            name: sum(float(those[: judged[region]].sum()) for region, those in paid.items())
            / len(paid)
            for name, paid in posts.items()
        },
        synthetic=given is None or given.synthetic,
        drawn={} if given is None else {k: v for k, v in shares_drawn(given).items() if v > 0.0},
        core=study.judge.core,
        theta=study.judge.theta,
        places=places_of(study),
        still_paid=[
            name
            for name, paid in posts.items()
            if any(those[judged[region] - 1] > 0.0 for region, those in paid.items())
        ],
        too_small=_too_small(ensemble, study.judge.core),
        own_networks=[
            name
            for name, regions in plans.items()
            if _network_values(regions) != _network_values(plans[study.baseline])
        ],
        own_portfolios=[
            name
            for name, regions in plans.items()
            if _persons(regions) != _persons(plans[study.baseline])
        ],
    )


def _too_small(ensemble: Ensemble, core: int) -> list[str]:
    """Regions of a network that was read with too few firms to sustain itself."""
    if ensemble.given is None:
        return []
    firms = ensemble.given.organisations.filter(kind="firm")["region"].fill_null(ONE_REGION)
    return [region for region in ensemble.regions if (firms == region).sum() < core]


def _network_values(regions: dict[str, Plan]) -> list[object]:
    """What the starting networks are drawn from, but the number of managers."""
    paths = set(READ) - {"funding.persons"}
    return [
        [plan[path] for path in sorted(paths)] + [months_behind(plan)] for plan in regions.values()
    ]


def _persons(regions: dict[str, Plan]) -> list[object]:
    return [plan["funding.persons"] for plan in regions.values()]
