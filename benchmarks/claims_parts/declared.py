"""The five claims, each with what is compared, the smallest effect that counts, what falsifies it.

Declared before anything is run. A claim holds in a set of assumptions when all comparisons of its
verdict reach their smallest effect in the claimed direction; it is falsified when it holds in
fewer than half of the sets.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from claims_parts.scenarios import FLAT, HOST, PERSON, neutrality


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure of one scenario against that of another, or the figure itself where none is named.

    `smallest` is the smallest effect that counts, with the sign that is claimed: a share of the
    other's figure if `relative`, else in units of the figure. None: nothing is claimed.
    """

    name: str
    figure: str
    ours: str
    theirs: str | None
    smallest: float | None = None
    relative: bool = False
    over_sets: bool = True


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of the evaluation as the model can test it."""

    key: str
    sentence: str
    experiment: str
    falsified_by: str
    why_this_smallest: str
    verdict: tuple[Comparison, ...]
    beside: tuple[Comparison, ...]
    shown: Mapping[str, tuple[str, ...]]
    """Figures of which levels are printed, by scenario."""

    def comparisons(self) -> Iterator[Comparison]:
        """Those of the verdict, then those reported beside."""
        yield from self.verdict
        yield from self.beside


def _flow(name: str, ours: str, theirs: str, smallest: float | None, **more: bool) -> Comparison:
    return Comparison(name, "flow", ours, theirs, smallest, relative=True, **more)


def _columns(scenarios: tuple[str, ...], *figures: str) -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(scenarios, figures)


_H1 = Claim(
    "H1",
    "The manager's performance decides.",
    "half a post and two posts against one; diagnosis, turnover, the manager gone at month 12",
    "flow unmoved by capacity",
    "a tenth of the members' flow, by convention; capacity itself is halved and doubled",
    (
        _flow("two posts against one", "two posts", "one post", 0.1),
        _flow("half a post against one", "half a post", "one post", -0.1),
    ),
    (
        _flow("diagnosis 1 against .3", "diagnosis 1", "diagnosis .3", 0.1),
        _flow("turnover .035 against .008", "turnover .035", "turnover .008", -0.1),
        _flow("gone for 6 months from month 12", "gone for 6 months", "one post", -0.1),
        _flow("gone for 12 months from month 12", "gone for 12 months", "one post", -0.1),
    ),
    _columns(
        (
            *("half a post", "one post", "two posts", "diagnosis .3", "diagnosis 1"),
            *("turnover .035", "turnover .008", "gone for 6 months", "gone for 12 months"),
        ),
        *("flow", "members", "contact", "trust", "flow_all"),
    ),
)

_LOW, _HIGH = neutrality(PERSON[0], HOST[0]), neutrality(PERSON[-1], HOST[-1])
_PERSONS = neutrality(PERSON[-1], HOST[1]), neutrality(PERSON[0], HOST[1])
_HOSTS = neutrality(PERSON[1], HOST[-1]), neutrality(PERSON[1], HOST[0])


def _on_trust(name: str, ours: str, theirs: str) -> tuple[Comparison, ...]:
    """What a neutrality does to flow, to trust, and to how open talks are."""
    return (
        _flow(f"{name}: flow", ours, theirs, 0.1),
        Comparison(f"{name}: trust", "trust_firms", ours, theirs, 0.05),
        Comparison(f"{name}: open talks a visit", "openness", ours, theirs, 0.1, relative=True),
    )


_BOTH = _on_trust("both neutral", _HIGH, _LOW)

_H2 = Claim(
    "H2",
    "Open communication needs trust, grounded in personal and institutional neutrality.",
    f"both neutralities at one post: person {PERSON[0]:g} to {PERSON[-1]:g},"
    f" host {HOST[0]:g} to {HOST[-1]:g}, alone and together",
    "flow unmoved, or moved while trust is not",
    "a tenth of the flow as in H1; 0.05 of trust, which runs from 0 to 1",
    _BOTH[:2],
    (
        _BOTH[2],
        Comparison("both neutral: trust of members", "trust", _HIGH, _LOW, 0.05),
        *_on_trust("neutral person", *_PERSONS),
        *_on_trust("neutral host", *_HOSTS),
        _flow("both, trust fixed at 1/2: flow", "high, trust fixed", "low, trust fixed", 0.1),
    ),
    _columns(
        (
            *(neutrality(person, host) for person in PERSON for host in HOST),
            *("low, trust fixed", "high, trust fixed"),
        ),
        *("flow", "trust_firms", "trust", "openness", "members"),
    ),
)


def _lasting(
    name: str, ours: str, theirs: str, *, over_sets: bool = True
) -> tuple[Comparison, ...]:
    """Both readings of "sustained"."""
    return tuple(
        Comparison(f"{name}, {reading}", reading, ours, theirs, 0.1, over_sets=over_sets)
        for reading in ("strict", "lenient")
    )


_FIRST = _lasting("retained against cliff", "retained", "cliff")

_H3 = Claim(
    "H3",
    "Continuation is realistic when a salaried manager is at first retained.",
    "judged at month 96: a whole post for 24 more months and fees, against an end without fees;"
    " fees alone; the post alone; a taper; 36 post-months as a half post retained, a taper, or 1.5"
    " posts and an end",
    "the cliff sustains as often as retained",
    "10 of 100 networks, one for each of the ten networks of 2021",
    _FIRST[:1],
    (
        _FIRST[1],
        *_lasting("the post, with fees in both", "retained", "fees alone"),
        *_lasting("the post, without fees in both", "retained, no fees", "cliff"),
        *_lasting("fees alone against cliff", "fees alone", "cliff", over_sets=False),
        *_lasting("taper against fees alone", "taper", "fees alone", over_sets=False),
        *_lasting("half retained against 1.5 posts", "half retained", "1.5 posts, end"),
        *_lasting("taper against 1.5 posts", "taper", "1.5 posts, end", over_sets=False),
    ),
    _columns(
        (
            *("cliff", "fees alone", "taper", "retained", "retained, no fees"),
            *("half retained", "1.5 posts, end"),
        ),
        *("strict", "lenient", "active"),
    ),
)


def _lead(name: str, ours: str, theirs: str | None, smallest: float | None, **more: bool):
    return Comparison(name, "lead", ours, theirs, smallest, **more)


_ONE_FLAT = tuple(f"nobody, {path.split('.')[1]} flat" for path in FLAT)

_H4 = Claim(
    "H4",
    "Small firms lack staff and money.",
    "the part of its gap that a size class closes in 60 months: large less micro firms, without a"
    " manager; then with the inputs by size made flat, with a manager, with both subsidies",
    "micro and small firms close gaps as fast as large ones without a manager",
    "a tenth of the gap at the start, in five years",
    (_lead("large ahead of micro, no manager", "nobody", None, 0.1),),
    (
        *(_lead(f"... {one[8:]}", one, "nobody", None, over_sets=False) for one in _ONE_FLAT),
        _lead("lead with all four flat", "nobody, all four flat", None, 0.1),
        _lead("lead with a manager", "manager", None, 0.1),
        _lead("lead with a manager, all flat", "manager, all four flat", None, 0.1),
        Comparison("micro: a manager", "closed_micro", "manager", "nobody", 0.1),
        Comparison("large: a manager", "closed_large", "manager", "nobody", 0.1),
        *(
            Comparison(f"micro, {who}: {what}", "closed_micro", f"{who}, {what}", who, 0.1)
            for who in ("nobody", "manager")
            for what in ("subsidy .7", "support known")
        ),
    ),
    _columns(
        (
            *("nobody", *_ONE_FLAT, "nobody, all four flat"),
            *("nobody, subsidy .7", "nobody, support known"),
            *("manager", "manager, all four flat", "manager, subsidy .7", "manager, support known"),
        ),
        *("closed_micro", "closed_small", "closed_medium", "closed_large", "lead"),
    ),
)


def _kept(name: str, ours: str) -> Comparison:
    return Comparison(name, "leavers", ours, "no turntable", -0.05, relative=True)


_H5 = Claim(
    "H5",
    "The turntable keeps skilled workers in the region.",
    "a turntable in all districts against none, 48 months with a manager; neutralities as they"
    " are, both low, both high. Who would have stayed anyway counts on both sides",
    "no net difference in leavers",
    "5 % fewer leavers is two or three of some 55 a year in a region at the defaults: less would"
    " drown in the chance of one year",
    (_kept("fewer leavers", "turntable"),),
    (
        _kept("fewer leavers, trust low", "turntable, trust low"),
        _kept("fewer leavers, trust high", "turntable, trust high"),
        Comparison(
            *("placements, trust high against low", "placements"),
            *("turntable, trust high", "turntable, trust low", 0.1),
            relative=True,
        ),
        Comparison("workers fewer to leave", "leavers", "turntable", "no turntable", -1.0),
        Comparison("workers placed", "placements", "turntable", None, 1.0),
    ),
    _columns(
        ("no turntable", "turntable", "turntable, trust low", "turntable, trust high"),
        *("surplus", "brought", "offers", "placements", "leavers"),
    ),
)

CLAIMS: Final = (_H1, _H2, _H3, _H4, _H5)
"""All claims, in their order."""

COUPLED: Final = (
    ("5 % more hours, month 24", "members", "5 % more hours", "one post"),
    ("5 % more hours, month 24", "flow", "5 % more hours", "one post"),
    ("retained against cliff, month 96", "strict", "retained", "cliff"),
    ("retained against cliff, month 96", "active", "retained", "cliff"),
)
"""Pairs whose coupling is measured: what, figure, two scenarios."""

COUPLING_GOAL: Final = 10.0
"""For the small change: as many times more networks would be needed without common numbers."""


def scenarios_needed(*, over_sets: bool) -> tuple[str, ...]:
    """The scenarios of all comparisons, or of those that are made in every set."""
    names: dict[str, None] = {}
    for claim in CLAIMS:
        for one in claim.comparisons():
            if one.over_sets or not over_sets:
                names |= dict.fromkeys(name for name in (one.ours, one.theirs) if name)
        if not over_sets:
            names |= dict.fromkeys(claim.shown)
    if not over_sets:
        names |= dict.fromkeys(name for _, _, *pair in COUPLED for name in pair)
    return tuple(names)
