"""Sets of assumptions over their ranges: even, inside the bounds, the same bytes everywhere."""

import hashlib
import math
from typing import cast

import numpy as np
import pytest

from qvgraph.declare import BySize
from qvgraph.simulate.parameters import DEFAULTS, PARAMETERS
from qvgraph.study.ranges import (
    ASSUMPTIONS,
    DECISIVE,
    RANGED,
    quantiles_over,
    sets_over,
    value_at,
)

MIX = "network.size_mix"
LOW_MIX = BySize(0.25, 0.35, 0.28, 0.12)
HIGH_MIX = BySize(0.884, 0.089, 0.022, 0.005)


def classes(value):
    return value if isinstance(value, tuple) else (value,)


def test_each_set_has_another_part_of_every_range():
    for path, where in quantiles_over(None, 40, 7).items():
        assert sorted(np.floor(where * 40)) == list(range(40)), path
        assert 0.0 < where.min() < where.max() < 1.0


def test_places_inside_the_parts_are_spread_too():
    inside = np.concatenate([where * 50 % 1.0 for where in quantiles_over(None, 50, 7).values()])
    counts = np.histogram(inside, 10, (0.0, 1.0))[0]
    expected = len(inside) / 10
    assert ((counts - expected) ** 2 / expected).sum() < 27.9  # 0.1 % of chi² with 9 degrees


def test_assumptions_are_not_spread_alike():
    where = np.array(list(quantiles_over(None, 100, 7).values()))
    related = np.corrcoef(where)[np.triu_indices(len(where), 1)]
    assert abs(related).max() < 0.45
    assert related.std() == pytest.approx(0.1, abs=0.01)


def test_the_same_seed_gives_the_same_bytes_on_every_machine():
    where = quantiles_over(("visits.join_base", "membership.leave"), 3, 2019)
    digest = hashlib.blake2b(b"".join(one.tobytes() for one in where.values()), digest_size=8)
    assert digest.hexdigest() == "d8014a35c57cd423"
    other = quantiles_over(("visits.join_base",), 3, 2020)["visits.join_base"]
    assert (other != where["visits.join_base"]).all()
    other = quantiles_over(("visits.join_base",), 3, 2019, draw=1)["visits.join_base"]
    assert (other != where["visits.join_base"]).all()


def test_neither_other_paths_nor_their_order_move_a_paths_numbers():
    alone = quantiles_over(("visits.join_base",), 30, 5)["visits.join_base"]
    among = quantiles_over(None, 30, 5)
    assert (among["visits.join_base"] == alone).all()
    backwards = sets_over(reversed(DECISIVE), 30, 5)
    assert list(backwards) == list(sets_over(DECISIVE, 30, 5))
    assert tuple(backwards[0]) == DECISIVE[::-1]


@pytest.mark.parametrize("path", RANGED)
def test_values_stay_inside_their_range_and_reach_both_ends(path: str):
    parameter = PARAMETERS[path]
    spec = parameter.spec
    drawn = [values[path] for values in sets_over((path,), 60, 3)]
    low, high = classes(spec.low), classes(spec.high)
    for value in drawn:
        assert type(value) is type(parameter.default)
        for least, one, most in zip(low, classes(value), high, strict=True):
            assert least <= one <= most
    ends = {value_at(parameter, 0.0), value_at(parameter, 1.0)}
    if path != MIX:
        assert ends == {spec.low, spec.high}
    assert len(set(drawn)) > 5
    third = (max(map(sum, map(classes, drawn))) - min(map(sum, map(classes, drawn)))) / 3
    assert path == MIX or third > 0.25 * (sum(high) - sum(low))


def test_whole_numbers_are_equally_likely():
    seats = PARAMETERS["courses.seats"]
    values = [value_at(seats, (n + 0.5) / 1300) for n in range(1300)]
    assert {value: values.count(value) for value in values} == dict.fromkeys(range(8, 21), 100)


def test_a_value_by_size_moves_by_one_factor_and_stops_where_nothing_more_is_allowed():
    budget, meetings = PARAMETERS["search.budget_euros"], PARAMETERS["exchange.meetings"]
    assert value_at(budget, 0.0) == BySize(20, 75, 350, 1750)
    assert value_at(budget, 0.5) == BySize(50, 187.5, 875, 4375)
    search = PARAMETERS["search.own_identification"]
    assert value_at(search, 1.0) == BySize(0.05, 0.1, 0.3, 1.0)
    assert value_at(meetings, 1.0) == BySize(0.21, 0.42, 0.735, 0.9975)
    for values in sets_over(("search.own_identification",), 50, 1):
        value = cast(BySize, values["search.own_identification"])
        factor = value.medium / 0.12
        expected = (0.02 * factor, 0.04 * factor, 0.12 * factor, min(1.0, 0.4 * factor))
        assert value == pytest.approx(expected, abs=2e-8)


def test_the_mix_of_sizes_goes_from_its_low_end_by_the_default_to_its_high_end():
    mix = PARAMETERS[MIX]
    assert value_at(mix, 0.0) == LOW_MIX
    assert value_at(mix, 0.5) == mix.default
    assert value_at(mix, 1.0) == HIGH_MIX
    assert value_at(mix, 0.25) == pytest.approx((0.385, 0.315, 0.21, 0.09))
    for values in sets_over((MIX,), 100, 1):
        assert math.fsum(values[MIX]) == pytest.approx(1.0, abs=1e-12)


def test_only_assumptions_are_spread_and_what_has_no_range_keeps_its_default():
    sets = sets_over(None, 9, 1)
    assert tuple(sets[0]) == ASSUMPTIONS
    assert {PARAMETERS[path].kind for path in ASSUMPTIONS} == {"assumption"}
    fixed = [path for path in ASSUMPTIONS if all(one[path] == DEFAULTS[path] for one in sets)]
    assert fixed == ["courses.statutory_share"] == [p for p in ASSUMPTIONS if p not in RANGED]
    assert set(quantiles_over(None, 9, 1)) == set(RANGED)
    with pytest.raises(ValueError, match=r"funding\.fte is a lever"):
        sets_over(("funding.fte",), 3, 1)
    with pytest.raises(KeyError):
        sets_over(("funding.ftee",), 3, 1)
    with pytest.raises(ValueError, match="0 sets"):
        sets_over(None, 0, 1)


def test_no_set_contradicts_itself():
    for values in sets_over(None, 300, 1):
        assert values["network.need_low"] < values["network.need_high"]
        assert values["network.hours_short"] <= 120 < values["network.hours_long"]
    assert PARAMETERS["network.need_low"].spec.high < PARAMETERS["network.need_high"].spec.low


def test_the_decisive_ones_are_assumptions_with_a_range():
    assert set(DECISIVE) <= set(RANGED)
    assert len(set(DECISIVE)) == 12
