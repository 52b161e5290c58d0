"""Settings that begin alike have their common months simulated once, to the same last bit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_nothing_else_moves import MONTHS, drawn, same_months, values_of

from qvgraph.declare import BySize
from qvgraph.kernels.draws import replicate_key
from qvgraph.kernels.jit import JIT
from qvgraph.simulate import branches as module
from qvgraph.simulate.branches import Branch, branches, months_alike, simulate_branches
from qvgraph.simulate.parameters import Schedule
from qvgraph.simulate.record import empty
from qvgraph.simulate.run import Setting, lay_out, prepare, simulate
from qvgraph.simulate.state import copy_state

pytestmark = pytest.mark.kernel

NETWORK = drawn(12, values_of("a", "b"))
LAYOUT = lay_out(NETWORK)
PILOT = 10


def setting_of(**of_a: object) -> Setting:
    """What region `a` has for itself by the name of the lever, on the same start."""
    values = values_of("a", "b", a={name.replace("__", "."): one for name, one in of_a.items()})
    return prepare(NETWORK, values, MONTHS, layout=LAYOUT)


def later(month: int, value: float) -> Schedule:
    return Schedule(((0, 1.0), (month, value)))


WAYS = {
    "nothing after the pilot": {},
    "retained": {"funding__retained_share": 1.0, "funding__retained_months": 12},
    "retained for longer": {"funding__retained_share": 1.0, "funding__retained_months": 16},
    "half retained": {"funding__retained_share": 0.5, "funding__retained_months": 12},
    "taper": {"funding__taper_months": 8},
    "a part for ever": {"funding__permanent_share": 0.4},
    "announced, not paid": {"funding__retained_months": 12},
    "the post is halved at 4": {"funding__fte": later(4, 0.5)},
    "the post is halved at 17": {"funding__fte": later(17, 0.5)},
    "no fees": {"membership__fees": False},
    "another fee": {"membership__fee_euros": BySize(60.0, 60.0, 60.0, 60.0)},
    "another portfolio of visits": {"visits__recruiting": 0.9},
}


def on_its_own(setting: Setting, replicate: int) -> tuple[np.recarray, bytes]:
    record, state = empty(MONTHS, 2), copy_state(setting.start)
    simulate(setting, state, record, replicate_key(3, 0, replicate))
    return record, b"".join(array.tobytes() for array in state)


@settings(max_examples=12 if JIT else 2)
@given(st.lists(st.sampled_from(sorted(WAYS)), min_size=1, max_size=6), st.integers(0, 2**20))
def test_together_they_run_as_each_does_on_its_own(ways, replicate):
    those = [setting_of(**WAYS[way]) for way in ways]
    states, records = [copy_state(one.start) for one in those], [empty(MONTHS, 2) for _ in those]
    for number in (replicate + 1, replicate):  # the second finds what the first has left
        simulate_branches(those, branches(those), states, records, replicate_key(3, 0, number))
    for setting, state, record in zip(those, states, records, strict=True):
        alone, end = on_its_own(setting, replicate)
        same_months(record, alone)
        assert b"".join(array.tobytes() for array in state) == end


@pytest.mark.parametrize(
    ("way", "months"),
    [
        ("nothing after the pilot", MONTHS),
        ("announced, not paid", MONTHS),
        ("retained", PILOT),
        ("half retained", PILOT),
        ("taper", PILOT),
        ("a part for ever", PILOT),
        ("the post is halved at 4", 4),
        ("no fees", PILOT),
        ("another fee", PILOT),
        ("another portfolio of visits", 0),
    ],
)
def test_they_are_alike_until_something_differs(way: str, months: int):
    one, other = setting_of(), setting_of(**WAYS[way])
    assert (months_alike(one, other), months_alike(other, one)) == (months, months)


def test_who_leaves_whom_and_when():
    ways = (
        "another portfolio of visits",
        "retained",
        "taper",
        "retained for longer",
        "the post is halved at 17",
    )
    assert branches([setting_of(**WAYS[way]) for way in ways]) == [
        Branch(0, 0),
        Branch(0, 0),
        Branch(1, PILOT),
        Branch(1, PILOT + 12),
        Branch(1, PILOT),
    ]


def test_another_start_is_not_alike():
    one = setting_of()
    assert months_alike(one, prepare(NETWORK, values_of("a", "b"), MONTHS)) == 0  # another world
    start = copy_state(one.start)
    start.contact[0] = 0.5
    assert months_alike(one, one._replace(start=start)) == 0


def test_the_months_in_common_are_simulated_once(monkeypatch: pytest.MonkeyPatch):
    months, go_on = [], module.go_on

    def counting(setting, state, record, key, month, stops):
        months.append(stops[-1] - month)
        return go_on(setting, state, record, key, month, stops)

    monkeypatch.setattr(module, "go_on", counting)
    those = [setting_of(**WAYS[way]) for way in ("retained", "taper", "retained for longer")]
    states, records = [copy_state(one.start) for one in those], [empty(MONTHS, 2) for _ in those]
    simulate_branches(those, branches(those), states, records, replicate_key(3, 0, 0))
    assert months == [MONTHS, MONTHS - PILOT, MONTHS - PILOT - 12]
