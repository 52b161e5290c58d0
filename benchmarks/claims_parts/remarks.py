"""What must be said beside the comparisons of a claim, computed from the same runs."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
from claims_parts.measuring import flips, margin, over_draws, tally, weakest
from claims_parts.report import Finding, Report
from claims_parts.scenarios import SCENARIOS, post_months

from qvgraph.simulate.parameters import DEFAULTS

_MISSING = float("nan")


def _finding(report: Report, key: str) -> Finding:
    return next(one for one in report.findings if one.claim.key == key)


def _effect(report: Report, key: str, name: str) -> float:
    """The effect of a comparison at the defaults."""
    made = {one.comparison.name: one.at_defaults for one in _finding(report, key).made}
    value = made[name].value
    return _MISSING if value is None else value


def _level(report: Report, scenario: str, figure: str) -> float:
    """The mean of a figure at the defaults."""
    value = over_draws(report.defaults[scenario, figure]).value
    return _MISSING if value is None else value


def _part(over: float, under: float) -> str:
    return f"{100 * over / under:.0f} %" if under else "none"


def _on_trust(report: Report) -> Iterator[str]:
    whole = _effect(report, "H2", "both neutral: flow")
    fixed = _effect(report, "H2", "both, trust fixed at 1/2: flow")
    yield (
        "Through trust: with trust fixed at 1/2 wherever a rule asks for it, both neutralities move"
        f" flow by {100 * fixed:+.1f} % instead of {100 * whole:+.1f} %. So"
        f" {_part(whole - fixed, whole)} of the effect goes through trust, the rest through what is"
        " advised and who is introduced and seated"
    )
    yield _on_measuring_trust(report)


def _on_measuring_trust(report: Report) -> str:
    """What the verdict would be with another measure of trust."""
    both = [
        [margin(made.comparison, value) for value in made.in_sets]
        for made in _finding(report, "H2").made
        if made.comparison.name in {"both neutral: flow", "both neutral: trust of members"}
    ]
    held, known = tally(weakest(np.transpose(both)))
    return (
        "Trust of all firms, which the verdict asks for, counts firms that the manager has never"
        " met at 1/2; trust of members counts only who has joined. With it the verdict would hold"
        f" in {held} of {known} sets"
    )


def _on_money(report: Report) -> Iterator[str]:
    names = _finding(report, "H3").claim.shown
    paid = [f"{name} {post_months(SCENARIOS[name], DEFAULTS):.0f}" for name in names]
    yield f"Nominal post-months of public money up to month 96: {', '.join(paid)}"
    orders = {
        reading: sorted(names, key=lambda name, r=reading: -_level(report, name, r))  # type: ignore[misc]
        for reading in ("strict", "lenient")
    }
    first = {reading: f"{', '.join(order)}" for reading, order in orders.items()}
    if orders["strict"] == orders["lenient"]:
        yield f"Both readings rank alike: {first['strict']}"
    else:
        yield (
            f"The readings rank differently. Strict: {first['strict']}. Lenient: {first['lenient']}"
        )
    yield _where_money_fails(report)


def _where_money_fails(report: Report) -> str:
    """Of the sets in which H3 fails: does nothing help there, or is no help needed?"""
    fails = [
        found
        for found, value in zip(report.sets, _finding(report, "H3").margins, strict=True)
        if value < 1.0
    ]
    retained, cliff = (
        [over_draws(found[name, "strict"]).value or 0.0 for found in fails]
        for name in ("retained", "cliff")
    )
    level = [over_draws(found["retained", "strict"]).value or 0.0 for found in report.sets]
    first = [f"{one.path} ({one.rank:+.2f})" for one in flips(np.array(level), report.where)[:3]]
    lost = sum(share < 0.1 for share in retained)
    needless = sum(share > 0.9 for share in cliff)
    return (
        f"Of the {len(fails)} sets in which it fails, the retained post itself sustains fewer than"
        f" 10 of 100 networks in {lost}, the cliff more than 90 of 100 in {needless}."
        f" What decides most whether the retained post sustains: {', '.join(first)}"
    )


def _on_inputs(report: Report) -> Iterator[str]:
    lead = _level(report, "nobody", "lead")
    flat = _level(report, "nobody, all four flat", "lead")
    yield (
        "Input or outcome: with meetings, identification, release and budget the same for all sizes"
        f" (their mean over the firms) {_part(flat, lead)} of the lead of large firms is left;"
        " the rest is written into these inputs. Statutory support of long courses, by head count,"
        " is law and stays"
    )
    money = 100 * _effect(report, "H4", "... budget_euros flat")
    staff = 100 * _effect(report, "H4", "... release flat")
    subsidy = 100 * _effect(report, "H4", "micro, nobody: subsidy .7")
    yield (
        f"Staff or money, without a manager: a budget equal for all sizes changes the lead by"
        f" {money:+.1f} points, equal release by {staff:+.1f}; the subsidy brings micro firms"
        f" {subsidy:+.1f}"
    )


def _on_workers(report: Report) -> Iterator[str]:
    surplus, brought, offers, placed = (
        _level(report, "turntable", name) for name in ("surplus", "brought", "offers", "placements")
    )
    kept = -_effect(report, "H5", "workers fewer to leave")
    stay = DEFAULTS["turntable.stay"]
    yield (
        f"Of {surplus:.0f} surplus workers in 48 months {_part(brought, surplus)} were brought,"
        f" {_part(offers, brought)} of these offered a place,"
        f" {_part(placed, offers)} of those placed."
        f" {placed:.1f} placements keep {kept:.1f} workers: {_part(kept, placed)}, where"
        f" 1 − stay = {100 * (1 - float(stay)):.0f} % is expected;"  # type: ignore[arg-type]
        " the others would have stayed anyway"
    )


REMARKS: Final[Mapping[str, Callable[[Report], Iterator[str]]]] = MappingProxyType(
    {"H2": _on_trust, "H3": _on_money, "H4": _on_inputs, "H5": _on_workers}
)
"""By claim."""
