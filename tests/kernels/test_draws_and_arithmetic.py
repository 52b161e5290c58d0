"""Random numbers, arithmetic, lotteries and rows, as compiled and as plain Python."""

import ast
import inspect
import math
from decimal import Decimal, localcontext
from itertools import pairwise
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from qvgraph import chances
from qvgraph.kernels import distributions, draws, exact, lottery, rows
from qvgraph.kernels.jit import JIT
from qvgraph.simulate.twin import arithmetic
from qvgraph.simulate.twin import draws as plain

pytestmark = pytest.mark.kernel

MANY = 400 if JIT else 150
KEYS = st.integers(0, 2**64 - 1)
LAST = 2**64 - 1


def u64(number: int) -> np.uint64:
    return np.uint64(number)


# ---- the hash


def test_the_hash_gives_the_published_outputs_of_splitmix64():
    published = [
        0xE220A8397B1DCDAF,
        0x6E789E6AA1B965F4,
        0x06C45D188009454F,
        0xF88BB8A8724C81EC,
        0x1B39896A51A8749B,
    ]
    states = [n * int(draws.G) & LAST for n in range(1, 6)]
    assert [int(draws.mix(u64(state))) for state in states] == published


def test_keys_subjects_and_numbers_never_change():
    """Frozen, the same figures as the twin's: every result ever published depends on them."""
    assert draws.replicate_key(2019, 0, 0) == 0x9123507DA46E730F
    assert draws.replicate_key(2019, 3, 7) == 0x89481C555A8FD94D
    assert draws.replicate_key(0, 0, 0) == 0xA55BDF37C08724B5
    firm, ulm = draws.subject("firm"), draws.subject("Ulm")
    assert (firm, ulm) == (0xED1B59947CFB6D15, 0x19BBAD3F5A5F1EE9)
    assert draws.subject("Öhringen") == 0x1F9A81B701FCBE6E
    assert int(draws.pair(firm, ulm)) == 0xFC8F1BAB199E1C46
    phase = u64(draws.phase_key(draws.replicate_key(2019, 3, 7), 24, 48))
    assert int(draws.bits(phase, firm)) == 0x3423A560A6B42134
    assert int(draws.bits_at(phase, firm, u64(0))) == 0x3423A560A6B42134
    assert int(draws.bits_at(phase, firm, ulm)) == 0xDB9566ACF059BF54
    assert draws.uniform(phase, firm) == 0.2036689148869334
    assert draws.uniform_at(phase, firm, ulm) == 0.8577484295095478


@settings(max_examples=MANY)
@given(
    st.integers(0, 2**63 - 1),
    st.integers(0, 999),
    st.integers(0, 99_999),
    st.integers(0, 1199),
    st.sampled_from(sorted(chances.CHANCES)),
    KEYS,
    KEYS,
)
def test_kernel_and_twin_draw_the_same_number_for_every_event(
    seed, draw, replicate, month, chance, who, index
):
    key = draws.replicate_key(seed, draw, replicate)
    assert isinstance(key, np.uint64)
    assert key == plain.replicate_key(seed, draw, replicate)
    phase = u64(draws.phase_key(key, month, chance))
    luck = plain.Luck(int(key), month)
    assert int(draws.bits(phase, u64(who))) == luck.bits(chance, who)
    assert int(draws.bits_at(phase, u64(who), u64(index))) == luck.bits(chance, who, index)
    keys, first, uniforms = np.array([who, index], np.uint64), np.zeros(2, np.uint64), np.zeros(2)
    draws.fill_bits(phase, keys, first)
    assert int(draws.indexed(first[0], u64(index))) == luck.bits(chance, who, index)
    assert int(draws.indexed(first[1], u64(0))) == luck.bits(chance, index)
    draws.fill_uniform(phase, keys, uniforms)
    assert uniforms.tolist() == [luck.chance(chance, who), luck.chance(chance, index)]
    assert draws.uniform(phase, u64(who)) == luck.chance(chance, who)
    assert draws.uniform_at(phase, u64(who), u64(index)) == luck.chance(chance, who, index)
    assert int(draws.pair(u64(who), u64(index))) == plain.pair(who, index)
    for weight in (0.0, 0.25, 1.0, 3.0):
        assert draws.race(phase, u64(who), weight) == luck.race(chance, who, weight)


@settings(max_examples=100)
@given(st.text(max_size=40))
def test_kernel_and_twin_have_the_same_subjects(name):
    assert int(draws.subject(name)) == plain.subject(name)
    assert isinstance(draws.subject(name), np.uint64)


def test_a_key_that_went_through_compiled_code_draws_the_same():
    """Numba returns a plain int and takes one for signed; above 2⁶³ that must not matter."""
    high, who = 0xF000000000000001, draws.subject("firm")
    for key in (u64(high), high):
        assert int(draws.phase_key(key, 3, 64)) == int(draws.phase_key(u64(high), 3, 64))
        assert int(draws.bits(key, who)) == plain.mix(high + int(who) * plain.G)
        assert int(draws.pair(key, who)) == plain.pair(high, int(who))
        assert int(draws.pair(who, key)) == plain.pair(int(who), high)


@pytest.mark.parametrize(
    ("bits", "uniform"),
    [(0, 2.0**-53), (0xFFF, 2.0**-53), (0x1000, 3 * 2.0**-53), (LAST, 1.0 - 2.0**-53)],
)
def test_uniform_numbers_stay_inside_the_open_interval(bits, uniform):
    assert draws.to_uniform(u64(bits)) == uniform
    assert 0.0 < uniform < 1.0
    assert math.isfinite(exact.log(uniform))
    assert math.isfinite(distributions.normal(uniform))


def test_arrays_of_numbers_are_those_drawn_one_by_one():
    key = draws.draw_key(2019, 1)
    who = np.array([draws.subject(f"firm-{n}") for n in range(50)])
    index = who[::-1].copy()
    luck = plain.Luck(int(key), 0)
    one = distributions.uniforms(key, chances.SECTOR, who)
    assert one.tolist() == [luck.chance(chances.SECTOR, int(i)) for i in who]
    each = distributions.uniforms_at(key, chances.NEED, who, index)
    assert each.tolist() == [
        luck.chance(chances.NEED, int(i), int(k)) for i, k in zip(who, index, strict=True)
    ]
    both = distributions.pairs(who, index)
    assert both.tolist() == [plain.pair(int(i), int(k)) for i, k in zip(who, index, strict=True)]


def test_uniform_numbers_are_uniform_and_uncorrelated_between_neighbours():
    n = 20_000
    who = np.array([draws.subject(f"firm-{i}") for i in range(n)])
    one, other = (distributions.uniforms(u64(key), 48, who) for key in (1, 2))
    for numbers in (one, other):
        counts = np.histogram(numbers, 20, (0.0, 1.0))[0]
        chi = ((counts - n / 20) ** 2 / (n / 20)).sum()
        assert chi < 19 + 5 * math.sqrt(2 * 19)
    assert abs(np.corrcoef(one, other)[0, 1]) < 4 / math.sqrt(n)
    assert abs(np.corrcoef(one[:-1], one[1:])[0, 1]) < 4 / math.sqrt(n)


# ---- arithmetic

POSITIVE = st.floats(2.0**-1022, 1.7e308, allow_subnormal=False)
CHANCE = st.floats(2.0**-53, 1.0 - 2.0**-53)


def ulps(found: float, right: Decimal) -> float:
    """How many units in the last place a number lies from the true value."""
    return float(abs(Decimal(found) - right) / Decimal(math.ulp(float(right))))


@settings(max_examples=MANY)
@given(st.one_of(POSITIVE, CHANCE, st.floats(0.5, 2.0)))
@example(1.0)
@example(math.nextafter(1.0, 2.0))
@example(math.nextafter(1.0, 0.0))
@example(math.sqrt(2.0))
@example(math.nextafter(math.sqrt(2.0), 0.0))
@example(2.0**-1022)
def test_the_logarithm_is_right_to_2_units_in_the_last_place(x):
    with localcontext(prec=60):
        right = Decimal(x).ln()
    assert x == 1.0 or ulps(exact.log(x), right) <= 2.0
    assert exact.log(1.0) == 0.0


@settings(max_examples=MANY)
@given(st.one_of(st.floats(-708.0, 709.0), st.floats(-1.0, 1.0)))
@example(-708.0)
@example(709.0)
@example(0.0)
def test_the_exponential_is_right_to_2_units_in_the_last_place(x):
    with localcontext(prec=60):
        right = Decimal(x).exp()
    assert ulps(exact.exp(x), right) <= 2.0


@settings(max_examples=MANY)
@given(st.one_of(POSITIVE, CHANCE, st.floats(0.5, 2.0)), st.floats(-64.0, 64.0))
@example(0.5, 0.5)
@example(2.0, -3.0)
@example(math.nextafter(1.0, 2.0), 64.0)
def test_the_power_is_right_to_2_units_in_the_last_place(x, y):
    assume(abs(y * math.log(x)) <= 64.0)
    with localcontext(prec=60):
        right = (Decimal(y) * Decimal(x).ln()).exp()
    assert ulps(exact.power(x, y), right) <= 2.0
    assert exact.power(x, 1.0) == x


def test_the_ends_of_the_exponential():
    assert exact.exp(0.0) == 1.0
    assert (exact.exp(-708.5), exact.exp(-1e300), exact.exp(-math.inf)) == (0.0, 0.0, 0.0)
    assert (exact.exp(709.5), exact.exp(1e300), exact.exp(math.inf)) == (math.inf,) * 3
    assert exact.power(2.0, 0.0) == 1.0
    assert exact.power(1.0, 17.0) == 1.0


@settings(max_examples=MANY)
@given(
    st.one_of(POSITIVE, CHANCE, st.floats(0.5, 2.0)), st.floats(-800.0, 800.0), st.floats(-9.0, 9.0)
)
def test_kernel_and_twin_compute_exactly_the_same(x, anything, y):
    assert exact.log(x) == arithmetic.log(x)
    assert exact.exp(anything) == arithmetic.exp(anything)
    assert exact.logistic(anything) == arithmetic.logistic(anything)
    if abs(y * math.log(x)) <= 700.0:
        assert exact.power(x, y) == arithmetic.power(x, y)


@settings(max_examples=100)
@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_the_logistic_is_a_probability_that_rises(x, y):
    low, high = exact.logistic(min(x, y)), exact.logistic(max(x, y))
    assert 0.0 <= low <= high <= 1.0
    assert exact.logistic(0.0) == 0.5
    assert low + exact.logistic(-min(x, y)) == pytest.approx(1.0, abs=1e-15)


# ---- distributions


@settings(max_examples=MANY)
@given(st.one_of(CHANCE, st.floats(0.05, 0.95), st.floats(2.0**-53, 1e-10)))
@example(2.0**-53)
@example(1.0 - 2.0**-53)
@example(0.075)
@example(0.925)
@example(math.exp(-25.0))
def test_the_normal_quantile_is_that_of_the_library(u):
    assert distributions.normal(u) == pytest.approx(NormalDist().inv_cdf(u), rel=2e-13, abs=2e-15)


def test_the_normal_quantile_is_odd_and_0_in_the_middle():
    assert distributions.normal(0.5) == 0.0
    for u in (0.25, 0.0625, 2.0**-30, 2.0**-50):
        assert distributions.normal(1.0 - u) == -distributions.normal(u)


@pytest.mark.parametrize(("a", "b"), [(1.0, 1.0), (2.0, 2.0), (1.0, 6.0), (5.5, 1.25)])
def test_beta_numbers_have_the_mean_and_variance_of_their_law(a, b):
    n = 20_000 if JIT else 1_500
    who = np.array([draws.subject(f"{a}-{b}-{i}") for i in range(n)])
    four = (10, 11, 12, 13)
    drawn = distributions.betas(draws.draw_key(1, 0), four, np.full(n, a), np.full(n, b), who)
    assert drawn.min() > 0.0
    assert drawn.max() < 1.0
    mean, total = a / (a + b), a + b
    variance = mean * (1 - mean) / (total + 1)
    assert abs(drawn.mean() - mean) < 4 * math.sqrt(variance / n)
    fourth = ((drawn - mean) ** 4).mean()
    assert abs(drawn.var() - variance) < 4 * math.sqrt((fourth - variance**2) / n)


def test_a_beta_number_belongs_to_its_subject_alone():
    who = np.array([draws.subject(f"firm-{i}") for i in range(40)])
    key, four, a = draws.draw_key(1, 0), (10, 11, 12, 13), np.full(40, 2.0)
    whole = distributions.betas(key, four, a, a, who)
    backwards = distributions.betas(key, four, a, a, who[::-1].copy())
    assert backwards[::-1].tolist() == whole.tolist()
    assert len(set(whole)) == 40


# ---- lotteries


@settings(max_examples=100)
@given(st.data())
def test_a_lottery_draws_in_the_order_of_times_and_equal_times_by_id(data):
    times = data.draw(
        st.lists(st.sampled_from([0.5, 1.0, 1.5, 2.0, 2.5, 3.5, math.inf]), min_size=1, max_size=30)
    )
    count = len(times)
    candidates = data.draw(st.permutations(range(count + 3)))[:count]
    rank = data.draw(st.permutations(range(count + 3)))
    expected = sorted(range(count), key=lambda n: (times[n], rank[candidates[n]]))
    heap, who = np.array(times), np.array(candidates, np.int64)
    ranks = np.array(rank, np.int64)
    lottery.shuffle(heap, who, ranks, count)
    drawn = [int(lottery.next_drawn(heap, who, ranks, count - n)) for n in range(count)]
    assert drawn == [candidates[n] for n in expected]


@settings(max_examples=30)
@given(st.lists(st.floats(0.0, 1e6), min_size=1, max_size=30), st.integers(1, 30))
def test_a_lottery_looks_at_the_first_candidates_only(times, count):
    count = min(count, len(times))
    heap, who = np.array(times), np.arange(len(times))
    rank = np.arange(len(times))
    lottery.shuffle(heap, who, rank, count)
    assert heap[count:].tolist() == times[count:]
    drawn = [int(lottery.next_drawn(heap, who, rank, count - n)) for n in range(count)]
    assert drawn == sorted(range(count), key=lambda n: (times[n], n))


def test_a_candidate_without_weight_comes_last():
    phase, who = u64(draws.phase_key(u64(1), 0, 48)), draws.subject("firm")
    assert draws.race(phase, who, 0.0) == math.inf
    assert draws.race(phase, who, -1.0) == math.inf
    assert draws.race(phase, who, 2.0) == pytest.approx(draws.race(phase, who, 1.0) / 2, rel=1e-15)
    assert 0.0 < draws.race(phase, who, 1.0) < math.inf


@settings(max_examples=100)
@given(st.integers(0, LAST), st.integers(0, LAST), st.integers(0, LAST))
def test_candidates_of_equal_weight_come_in_by_their_race(phase, first, second):
    equal = [draws.race_of_equals(u64(phase), u64(who)) for who in (first, second)]
    times = [draws.race(u64(phase), u64(who), 1.0) for who in (first, second)]
    assert (equal[0] < equal[1]) == (times[0] < times[1])


def test_weights_are_odds():
    """Of two candidates, one of weight 3 wins three times out of four."""
    n, wins = 4000 if JIT else 1000, 0
    first, second = draws.subject("first"), draws.subject("second")
    for month in range(n):
        phase = u64(draws.phase_key(u64(5), month, 48))
        wins += draws.race(phase, first, 3.0) < draws.race(phase, second, 1.0)
    assert abs(wins / n - 0.75) < 4 * math.sqrt(0.75 * 0.25 / n)


# ---- rows


@settings(max_examples=100)
@given(st.integers(1, LAST))
@example(1)
@example(LAST)
@example(1 << 63)
def test_bits_are_counted_and_the_lowest_is_found(word):
    assert int(rows.count_bits(u64(word))) == word.bit_count()
    assert int(rows.lowest(u64(word))) == (word & -word).bit_length() - 1
    assert int(rows.count_bits(u64(0))) == 0


def test_a_bit_stands_in_its_own_word():
    for position in (0, 1, 63, 64, 127, 130):
        row = np.zeros(3, np.uint64)
        row[position // 64] |= u64(rows.bit(position))
        assert [p for p in range(192) if rows.has(row, p)] == [position]


class Slots:
    """The arrays of one firm's ties, as a state holds them."""

    def __init__(self, firms: int = 40, slots: int = rows.SLOTS) -> None:
        self.count = np.zeros(firms, np.int64)
        self.partner = np.zeros((firms, slots), np.int32)
        self.strength = np.full((firms, slots), np.inf)
        self.trust = np.zeros((firms, slots))
        self.rank = np.arange(firms)[::-1].copy()  # the highest row has the lowest id

    def add(self, l: int, strength: float, trust: float) -> None:
        ours = (self.count, self.partner, self.strength, self.trust, self.rank)
        rows.add_tie(0, l, strength, trust, *ours)

    @property
    def ties(self) -> dict[int, tuple[float, float]]:
        count = self.count[0]
        columns = (self.partner[0], self.strength[0], self.trust[0])
        found = list(zip(*(column[:count].tolist() for column in columns), strict=True))
        assert len({l for l, _, _ in found}) == count
        return {l: (strength, trust) for l, strength, trust in found}


def test_a_tie_that_exists_keeps_the_larger_of_both_values():
    slots = Slots()
    slots.add(7, 0.5, 0.25)
    slots.add(9, 0.125, 0.125)
    slots.add(7, 0.25, 0.75)
    assert slots.ties == {7: (0.5, 0.75), 9: (0.125, 0.125)}
    slots.add(7, 0.625, 0.5)
    assert slots.ties == {7: (0.625, 0.75), 9: (0.125, 0.125)}


def test_in_full_slots_the_weakest_makes_room_even_for_a_weaker_one():
    slots = Slots()
    for l in range(1, 17):
        slots.add(l, 0.5 + l / 100, 0.5)
    slots.add(20, 0.125, 0.25)
    assert slots.count[0] == 16
    assert 1 not in slots.ties
    assert slots.ties[20] == (0.125, 0.25)
    slots.add(21, 0.75, 0.25)
    assert 20 not in slots.ties
    assert sorted(slots.ties) == [*range(2, 17), 21]


def test_of_equally_weak_ties_the_partner_with_the_lower_id_makes_room():
    slots = Slots()
    for l in range(1, 17):
        slots.add(l, 0.25 if l in (3, 5, 8) else 0.5, 0.5)
    for l, gone in ((20, 8), (21, 5), (22, 3)):
        slots.add(l, 0.75, 0.5)
        assert gone not in slots.ties


@settings(max_examples=100)
@given(
    st.lists(
        st.tuples(st.integers(1, 25), st.sampled_from([0.25, 0.5, 0.75]), st.floats(0, 1)),
        max_size=60,
    )
)
def test_adding_ties_is_what_a_plain_dictionary_would_do(added):
    slots, ties = Slots(), {}
    for l, strength, trust in added:
        slots.add(l, strength, trust)
        if l in ties:
            ties[l] = (max(ties[l][0], strength), max(ties[l][1], trust))
        else:
            if len(ties) == 16:
                ties.pop(min(ties, key=lambda m: (ties[m][0], slots.rank[m])))
            ties[l] = (strength, trust)
        assert slots.ties == ties
        assert slots.count[0] == len(ties)
        assert int(rows.slot_of(slots.partner[0], slots.count[0], 30)) == -1


# ---- chances

GIVEN = {
    1: "SIZE_CLASS", 2: "EMPLOYEES", 3: "SECTOR", 4: "DISTRICT", 5: "ASSOCIATION", 6: "ALIGNED",
    7: "WILLING", 8: "KNOWS_SUPPORT", 9: "NEED", 10: "STOCK_A_NORMAL", 11: "STOCK_A_ACCEPT",
    12: "STOCK_B_NORMAL", 13: "STOCK_B_ACCEPT", 14: "INITIAL_TIE", 15: "TIE_STRENGTH",
    16: "PORTFOLIO", 17: "TWO_SKILLS", 18: "TRAINING_SKILL", 19: "HOST_PROVIDES", 20: "PROVIDER",
    21: "LONG_TRAINING", 22: "ACCOUNT", 32: "PERSON_LEAVES", 36: "NEED_SHIFT", 37: "SHIFTED_SKILL",
    38: "SHIFTED_SECTOR", 39: "NEW_NEED", 40: "RUNS_ITSELF", 41: "SEAT", 42: "SEATS_FAVOUR",
    43: "DEVELOPED_SKILL", 48: "VISITED", 49: "HOST_FAIR",
    50: "TALK_WITH_MANAGER", 51: "DIAGNOSED", 52: "ADVICE_FAIR", 53: "TOLD", 54: "INTRODUCED",
    55: "ACROSS_REGIONS", 56: "CANDIDATE", 57: "JOINS", 58: "TOLD_PARTNER", 64: "MEETS",
    65: "PARTNER", 66: "TALK_WITH_PARTNER", 67: "LEAK", 68: "REFERRAL", 69: "REFERRED_TO",
    72: "NEWSLETTER", 73: "NEWS", 76: "SEARCHES", 77: "FOUND", 78: "RELEASES", 80: "FORGETS",
    96: "LEAVES", 112: "LABOUR_SHOCK", 113: "SURPLUS", 114: "SHOCK_SIZE", 115: "BRINGS",
    116: "SURPLUS_ORDER", 117: "PLACE", 118: "OFFER_FAVOURS", 119: "MATCHES", 120: "STAYS",
}  # fmt: skip
"""Numbers that have been given. Lines are added, never changed or taken away."""


def written() -> dict[str, int]:
    """The numbers as they stand in the source."""
    found = {}
    for node in ast.parse(inspect.getsource(chances)).body:
        call = node.value if isinstance(node, ast.Assign) else None
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "_chance":
            number = ast.literal_eval(call.args[0])
            found[ast.unparse(node.targets[0])] = number
    return found


def test_no_chance_number_is_given_twice():
    numbers = list(written().values())
    assert len(numbers) == len(set(numbers)) == len(chances.CHANCES)
    assert sorted(numbers) == sorted(chances.CHANCES)
    with pytest.raises(AssertionError, match="belongs to"):
        chances._chance(48, "another", de="ein anderes", subject="organisation")


def test_a_number_once_given_belongs_to_its_event_for_good():
    now = {number: name for name, number in written().items()}
    assert {number: name for number, name in now.items() if number in GIVEN} == {
        number: name for number, name in GIVEN.items() if number in now
    }
    assert set(now) <= set(GIVEN), "a new chance is added to the table above"


def test_numbers_fit_beside_the_month_in_a_key():
    assert all(0 < number < 2**16 for number in chances.CHANCES)
    keys = {
        int(draws.phase_key(u64(1), month, chance)) for month in (0, 1, 2) for chance in (1, 2, 96)
    }
    assert len(keys) == 9


def test_every_chance_says_what_happens_to_whom():
    for number, chance in chances.CHANCES.items():
        assert chance.number == number
        assert chance.event
        assert chance.subject
    events = sorted(chance.event for chance in chances.CHANCES.values())
    assert all(one != other for one, other in pairwise(events))


@given(st.integers(0, 2**64 - 1), st.sampled_from(sorted(chances.CHANCES)))
def test_a_key_made_without_the_compiler_is_the_kernels_key_of_month_0(key: int, chance: int):
    assert int(draws.start_key(u64(key), chance)) == int(draws.phase_key(u64(key), 0, chance))
