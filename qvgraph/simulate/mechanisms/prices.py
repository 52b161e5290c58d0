"""What a firm pays: its share of a course, its fee as a member."""

from qvgraph.kernels.jit import inner


@inner
def price_share(i, j, q, world, state):
    """The share of the price that firm i pays for training j itself."""
    return share_paid(i, state.training[j].long, q, world, state)


@inner
def share_paid(i, long, q, world, state):
    """The share of its price that firm i pays for a short or a long training."""
    if not long:
        return 1.0 - q.subsidy
    if not state.firm[i].knows_support:
        return 1.0
    employees = world.organisation[i].employees
    place = int(employees >= 50.0) + int(employees >= 500.0)
    return q.statutory_share[place]


@inner
def monthly_fee(q, size):
    """A twelfth of the yearly fee, which is 0 while none is asked."""
    return q.fee_euros[size] / 12.0
