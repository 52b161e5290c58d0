"""Needs: which gaps matter, and how skills fade and are learnt in everyday work."""

from typing import Annotated, NamedTuple

from qvgraph.declare import share


class Assumptions(NamedTuple):
    """Assumptions about needs and gaps (`needs.*`)."""

    need_threshold: Annotated[
        float, share(0.05, 0.3, de="Lücke, die zählt", en="gap that matters")
    ] = 0.15
    obsolescence: Annotated[
        float,
        share(
            0.004,
            0.02,
            de="Veralten je Monat",
            en="skill decay a month",
            source="half-life of technical skills 5 to 10 years",
        ),
    ] = 0.008
    everyday_learning: Annotated[
        float,
        share(
            0,
            0.02,
            de="Lernen im Alltag je Monat",
            en="share of a gap closed a month outside the network",
            source="balances obsolescence so that gaps without a network stay about level",
        ),
    ] = 0.008
