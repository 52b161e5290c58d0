"""Funding (phase 1): who pays the post this month, and how large it is."""

from collections.abc import Mapping
from typing import Annotated, Final, NamedTuple

from qvgraph.declare import (
    BySize,
    Value,
    by_size,
    count,
    euros,
    hours,
    months,
    number,
    posts,
    share,
)
from qvgraph.kernels.jit import kernel


class Levers(NamedTuple):
    """What a ministry or host decides (`funding.*`)."""

    fte: Annotated[
        float,
        posts(
            0,
            3,
            de="bezahlte Stellen je Region",
            en="paid posts per region in the pilot",
            confidence="medium",
            source="11 managers for 10 to 11 networks in 2021",
        ),
    ] = 1.0
    pilot_months: Annotated[
        int,
        months(
            12,
            60,
            de="Monate der Pilotphase",
            en="months of the pilot",
            confidence="high",
            schedulable=False,
            source="ministry release; pilot from July 2019",
        ),
    ] = 24
    retained_share: Annotated[
        float,
        share(
            0,
            1,
            de="zunächst weitergeführter Anteil der Stelle",
            en="share of the post kept at first",
            confidence="high",
            source="design lever; second phase kept the managers",
        ),
    ] = 0.0
    retained_months: Annotated[
        int,
        months(
            0,
            60,
            de="Monate der Weiterführung",
            en="months for which the share is kept",
            confidence="high",
            schedulable=False,
            source="second phase lasted 24 + 6 months",
        ),
    ] = 0
    taper_months: Annotated[
        int,
        months(
            0,
            48,
            de="Monate der degressiven Förderung",
            en="months of the taper",
            confidence="high",
            schedulable=False,
            source="ZIM networks fall from 95 to 30 percent",
        ),
    ] = 0
    permanent_share: Annotated[
        float,
        share(
            0,
            0.6,
            de="dauerhafter öffentlicher Anteil",
            en="public share for ever",
            confidence="high",
            source="analogues: BW clusters .38; EU clusters .45; Skillnet .46 to .63",
        ),
    ] = 0.0
    host_fte: Annotated[
        float,
        posts(0, 0.5, de="Stellenanteil des Trägers", en="posts given in kind by the host"),
    ] = 0.0
    persons: Annotated[
        int,
        count(
            1,
            4,
            least=1,
            unit="persons",
            de="Personen auf der Stelle",
            en="persons who share the post",
            schedulable=False,
            source="two half posts or one whole: a design question",
        ),
    ] = 1
    start_month: Annotated[
        int,
        months(
            -120,
            120,
            least=-(10**6),
            de="Startmonat der Region",
            en="month in which the region starts; negative: it already runs",
            confidence="high",
            schedulable=False,
            source="design lever",
        ),
    ] = 0


class Assumptions(NamedTuple):
    """What a post costs and yields (`funding.*`)."""

    fte_cost_euros: Annotated[
        float,
        euros(
            75000,
            120000,
            de="Kosten einer Stelle je Jahr",
            en="euros per post and year",
            confidence="medium",
            source="2.1 m EUR / 2 years / 11 managers",
        ),
    ] = 95000.0
    hours_per_fte: Annotated[
        float,
        hours(
            85,
            133,
            de="produktive Stunden je Stelle und Monat",
            en="productive hours a month of a whole post",
            confidence="medium",
            source="about 1600 h a year less administration",
        ),
    ] = 110.0
    volunteer_hours: Annotated[
        BySize,
        by_size(
            0.0,
            3.0,
            unit="hours per month",
            de="ehrenamtliche Stunden je Mitglied und Monat",
            en="voluntary hours a month per member after the pilot",
            source="evaluation: SMEs have no capacity (direction only)",
        ),
    ] = BySize(0, 0.1, 0.5, 2)
    volunteer_efficiency: Annotated[
        float,
        share(
            0.2,
            1,
            de="Wirksamkeit ehrenamtlicher Stunden",
            en="what a voluntary hour is worth of a paid one",
        ),
    ] = 0.5
    post_minimum: Annotated[
        float, posts(0, 0.5, de="kleinste bezahlte Stelle", en="smallest paid post")
    ] = 0.1
    reopen_months: Annotated[
        float,
        number(
            0,
            24,
            least=0,
            unit="months",
            de="Rücklage für die Wiedereröffnung",
            en="months of the smallest post that the balance must hold before an ended post "
            "opens again",
            source="judgement; nobody takes a post for a month",
        ),
    ] = 12.0


RESOLVED: Final = tuple(
    f"funding.{lever}"
    for lever in ("retained_share", "retained_months", "taper_months", "permanent_share")
)
"""Levers that kernels see as the month's `public_share` alone.

So two scenarios that differ in what follows a pilot have the same rows of parameters up to then.
"""


def public_share(values: Mapping[str, Value], age: int) -> float:
    """The share of the nominal post that public money pays in month `age` of a region.

    `values` holds what is set in that month by path, `RESOLVED` and `funding.pilot_months`.
    """
    pilot, retained, taper = (
        int(values[f"funding.{stretch}_months"])  # type: ignore[arg-type]
        for stretch in ("pilot", "retained", "taper")
    )
    kept, permanent = (
        float(values[f"funding.{level}_share"])  # type: ignore[arg-type]
        for level in ("retained", "permanent")
    )
    after = age - pilot
    if age < 0 or after < 0:
        return float(age >= 0)
    if after < retained:
        return kept
    step = after - retained
    if step < taper:
        level = kept if retained else 1.0
        return level - (level - permanent) * (step + 1) / (taper + 1)
    return permanent


@kernel
def step(p, world, state, record, now):
    """Set the nominal post by payer; fees buy up to the rest of the post, or wait."""
    for r in range(p.shape[0]):
        q = p[r]
        age = now.month - q.start_month
        public = q.public_share * q.fte
        host = q.host_fte if age >= 0 else 0.0
        fees = 0.0
        monthly = q.fte_cost_euros / 12.0
        wanted = q.fte - public
        balance = state.region[r].balance
        if age >= 0 and wanted > 0.0 and balance > 0.0 and monthly > 0.0:
            reserve = q.post_minimum * q.reopen_months * monthly
            if state.region[r].open or balance >= reserve:
                fees = min(wanted, balance / monthly)
                if public + fees + host < q.post_minimum:
                    fees = 0.0
        state.region[r].public = public
        state.region[r].fees = fees
        state.region[r].host = host
