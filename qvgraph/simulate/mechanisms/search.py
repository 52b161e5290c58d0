"""Search: how long a firm remembers a training (own search is not in this version)."""

from typing import Annotated, NamedTuple

from qvgraph.declare import share


class Assumptions(NamedTuple):
    """Assumptions about what firms keep in mind (`search.*`)."""

    forget_training: Annotated[
        float,
        share(
            0.02,
            0.2,
            de="Vergessen eines Angebots je Monat",
            en="probability a month to forget a training",
        ),
    ] = 0.06
