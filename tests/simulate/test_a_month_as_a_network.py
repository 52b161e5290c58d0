"""A month of a run, taken as a network, is that month's."""

import numpy as np

from qvgraph.declare import BySize
from qvgraph.kernels.draws import replicate_key
from qvgraph.model.world import ordered
from qvgraph.simulate.parameters import DEFAULTS
from qvgraph.simulate.run import prepare, run_replicate
from qvgraph.simulate.snapshot import network_at
from qvgraph.simulate.start import synthesize

VALUES = {**DEFAULTS, "network.firms": 40, "needs.need_shift": 0.9, "network.districts": 2}
MONTHS = 12


def test_needs_that_came_up_since_the_start_are_in_its_levels():
    network = synthesize("region", seed=3, values={"region": VALUES})
    plans = {"region": {**VALUES, "search.release": BySize(0.5, 0.5, 0.5, 0.5)}}
    setting = prepare(network, plans, MONTHS)
    then = network_at(network, setting, replicate_key(3, 0, 0), MONTHS)
    _, state = run_replicate(network, plans, months=MONTHS, seed=3)
    skills = network.skills["id"].to_list()
    ids = ordered(network)["id"].to_list()
    assert then.levels.height > network.levels.height
    assert then.levels.columns == network.levels.select(then.levels.columns).columns
    found = {(i, k): (s, n) for i, k, s, n in then.levels.select(
        "organisation", "skill", "stock", "need"
    ).iter_rows()}  # fmt: skip
    for i, k in zip(*np.nonzero(state.need > 0.0), strict=True):
        assert found.pop((ids[i], skills[k])) == (state.stock[i, k], state.need[i, k])
    assert all(need == 0.0 for _, need in found.values())
