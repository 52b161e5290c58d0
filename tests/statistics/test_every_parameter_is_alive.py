"""No declared parameter is idle: from low to high, all else alike, each moves a figure."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import pytest

from qvgraph.declare import ByHeadCount
from qvgraph.simulate.parameters import DEFAULTS, PARAMETERS, in_district

FIRMS, MONTHS, DRAWS = 120, 72, 20


class Dead(NamedTuple):
    """Why a parameter moves nothing while all others are at their defaults, and where it does."""

    why: str
    alive: Mapping[str, Any] = {}  # beside the defaults
    regions: tuple[str, ...] = ("region",)


TURNTABLE: Final = Dead(
    "the turntable is off, so nobody is offered anything", {"turntable.turntable": True}
)

DEAD_AT_DEFAULTS: Final[Mapping[str, Dead]] = {
    "network.cross_region": Dead("there is one region", {}, ("here", "there")),
    "network.districts": Dead(
        "only the turntable asks for the district, and only where districts differ in it",
        {in_district("turntable.turntable", "region-1"): True},
    ),
    "funding.retained_share": Dead(
        "it is kept for 0 months after the pilot", {"funding.retained_months": 24}
    ),
    "funding.retained_months": Dead(
        "the share kept for so long is 0, as it is afterwards", {"funding.retained_share": 0.5}
    ),
    "funding.start_month": Dead(
        f"120 months earlier the pilot is over before the run, later than {MONTHS} months it comes "
        "after the run: no post either way",
        {"funding.permanent_share": 0.6},
    ),
    "turnover.knock_month": Dead(
        f"month 120 is after the run of {MONTHS} months, 0 is never",
        {"funding.start_month": -100, "funding.permanent_share": 0.6},
    ),
    "turnover.knock_months": Dead("nobody is made to leave", {"turnover.knock_month": 12}),
    "turntable.match_same_sector": TURNTABLE,
    "turntable.match_other_sector": TURNTABLE,
    "turntable.placement_hours": TURNTABLE,
    "turntable.vacancy_months": TURNTABLE,
    "membership.placement_value_euros": TURNTABLE,
    "membership.release_value_euros": TURNTABLE,
}
"""All that move nothing at the defaults, with the reason and with values under which they do."""

ALIVE: Final = [path for path in PARAMETERS if path not in DEAD_AT_DEFAULTS]


def ends(path: str) -> tuple[Any, Any]:
    """Low and high, of all size classes at once; off and on; nothing and everything by law."""
    spec = PARAMETERS[path].spec
    if spec.type == "flag":
        return False, True
    if spec.type == "by_head_count":
        return ByHeadCount(0, 0, 0), ByHeadCount(1, 1, 1)
    return spec.low, spec.high


def moves(
    play: Any, path: str, changes: Mapping[str, Any] = {}, regions: tuple[str, ...] = ("region",)
) -> bool:
    """Whether any figure of any month differs between the ends, in one of many draws.

    What a start is drawn from is drawn anew; the search ends with the first draw that moves.
    """
    plan = {**DEFAULTS, "network.firms": FIRMS, **changes}
    low, high = ({region: {**plan, path: end} for region in regions} for end in ends(path))
    return any(
        play(low, MONTHS, draw=draw, replicate=draw).record.tobytes()
        != play(high, MONTHS, draw=draw, replicate=draw).record.tobytes()
        for draw in range(DRAWS)
    )


@pytest.mark.parametrize("path", ALIVE)
def test_a_parameter_moves_a_figure_while_all_others_are_at_their_defaults(play, path: str):
    assert moves(play, path)


@pytest.mark.parametrize("path", DEAD_AT_DEFAULTS)
def test_a_parameter_named_dead_is_dead_at_the_defaults(play, path: str):
    """Otherwise it is to be taken off the list."""
    assert not moves(play, path), DEAD_AT_DEFAULTS[path].why


@pytest.mark.parametrize("path", DEAD_AT_DEFAULTS)
def test_a_parameter_named_dead_lives_elsewhere(play, path: str):
    dead = DEAD_AT_DEFAULTS[path]
    assert moves(play, path, dead.alive, dead.regions)


def test_only_declared_parameters_are_named_dead():
    assert DEAD_AT_DEFAULTS.keys() <= PARAMETERS.keys()
