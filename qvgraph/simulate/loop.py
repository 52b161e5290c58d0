"""The compiled loop over months and phases.

It knows the phases by address alone, so that it is not compiled again when one of them is edited.
"""

from qvgraph.kernels.calls import call
from qvgraph.kernels.jit import entry
from qvgraph.simulate.now import Now


@entry
def loop(phases, table, stretch_of, world, state, record, first, last, key):
    """Run the months from `first` to before `last` of one replicate."""
    for t in range(first, last):
        for n in range(phases.shape[0]):
            call(phases[n], table[stretch_of[t]], world, state, record[t], Now(t, key))  # type: ignore[call-arg]
