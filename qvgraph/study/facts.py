"""What the answer must know besides the figures of a run."""

from qvgraph.language import current
from qvgraph.simulate.parameters import Plan, values_at
from qvgraph.study.answer import Facts
from qvgraph.study.ensemble import Ensemble
from qvgraph.study.judge import public_share, temporary_until
from qvgraph.study.study import Study


def facts_of(study: Study, ensemble: Ensemble) -> Facts:
    """Judged months, distances to the last temporary money, post-months, and labels."""
    judged = study.judged_months(ensemble.regions)
    plans = {scenario.name: ensemble.plans(scenario.name) for scenario in study.scenarios}
    base = ensemble.network(study.baseline, 0)
    return Facts(
        baseline=study.baseline,
        labels={scenario.name: scenario.label[current()] for scenario in study.scenarios},
        judged=[judged[region] for region in ensemble.regions],
        since={
            name: [judged[region] - temporary_until(plan) for region, plan in regions.items()]
            for name, regions in plans.items()
        },
        network=base.name,
        post_months={
            name: sum(_post_months(plan, judged[region]) for region, plan in regions.items())
            / len(regions)
            for name, regions in plans.items()
        },
        synthetic=base.synthetic,
        drawn={column: share for column, share in base.drawn.items() if share > 0.0},
        core=study.judge.core,
        theta=study.judge.theta,
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


def _post_months(plan: Plan, until: int) -> float:
    """Nominal post-months of public money in one region before month `until`."""
    total = 0.0
    for month in range(until):
        values = values_at(plan, month)
        age = month - int(values["funding.start_month"])  # type: ignore[arg-type]
        total += public_share(plan, age) * float(values["funding.fte"])  # type: ignore[arg-type]
    return total


def _network_values(regions: dict[str, Plan]) -> list[object]:
    return [
        value
        for plan in regions.values()
        for path, value in plan.items()
        if path.startswith("network.") and path != "network.cross_region"
    ]


def _persons(regions: dict[str, Plan]) -> list[object]:
    return [plan["funding.persons"] for plan in regions.values()]
