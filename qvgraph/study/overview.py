"""What was read: organisations and ties by kind, what stands alone, what is missing."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

import polars as pl

from qvgraph.language import decimal, percent, say
from qvgraph.model.network import Network
from qvgraph.model.spelling import called
from qvgraph.model.tables import KINDS
from qvgraph.simulate.start import shares_drawn


def overview(network: Network) -> tuple[str, ...]:
    """A sentence for each thing that one should know of a network before using it."""
    return (
        _organisations(network),
        *_ties(network),
        *_alone(network),
        *_answered(network),
        *_missing(network),
    )


def _organisations(network: Network) -> str:
    kinds = Counter(network.organisations["kind"])
    of_kind = (
        say("firms {n}", n=decimal(kinds[KINDS[0]])),
        say("associations {n}", n=decimal(kinds[KINDS[1]])),
        say("institutions {n}", n=decimal(kinds[KINDS[2]])),
    )
    return say(
        "Organisations: {n} ({kinds}); managers: {managers}; regions: {regions}.",
        n=decimal(network.organisations.height),
        kinds=", ".join(of_kind),
        managers=decimal(0 if network.managers is None else network.managers.height),
        regions=", ".join(network.regions[:_FEW]) + (" …" if len(network.regions) > _FEW else ""),
    )


_FEW: Final = 8
"""Names that are listed; of more only these are."""


def _ties(network: Network) -> Iterator[str]:
    """Ties by kind; whether advice goes both ways."""
    counts = {
        say("contacts of managers"): network.contacts,
        say("memberships"): network.memberships,
    }
    others = [
        f"{name} {decimal(frame.height)}" for name, frame in counts.items() if frame is not None
    ]
    ties = network.ties
    if ties is None:
        if others:
            yield say("Ties: {others}; advice ties are not given.", others=", ".join(others))
        return
    pairs = ties.select(
        one=pl.min_horizontal("source", "target"), other=pl.max_horizontal("source", "target")
    )
    returned = ties.height - pairs.n_unique()
    way = say("directed, {n} pairs in both directions", n=decimal(returned))
    if ties.height and 2 * returned == ties.height:
        way = say("symmetric: each goes both ways")
    advice = say("advice ties {n} ({way})", n=decimal(ties.height), way=way)
    yield say("Ties: {ties}.", ties=", ".join([advice, *others]))


def _alone(network: Network) -> Iterator[str]:
    """Organisations that nothing ties to anybody."""
    ends = [
        frame[end]
        for frame, names in (
            (network.ties, ("source", "target")),
            (network.contacts, ("organisation",)),
            (network.memberships, ("organisation", "association")),
        )
        if frame is not None
        for end in names
    ]
    if not ends:
        return
    tied = pl.concat(end.alias("id") for end in ends).unique().implode()
    alone = network.organisations.filter(~pl.col("id").is_in(tied))["id"].sort()
    if len(alone):
        names = ", ".join(alone[:_FEW]) + (" …" if len(alone) > _FEW else "")
        yield say("Without any tie: {n} ({names}).", n=decimal(len(alone)), names=names)


def _answered(network: Network) -> Iterator[str]:
    answered = network.organisations.filter(pl.col("kind") == KINDS[0])["responded"]
    if answered.null_count() < len(answered):
        yield say(
            "Answered the survey: {n} of {all} firms ({share}).",
            n=decimal(int(answered.sum())),
            all=decimal(len(answered)),
            share=percent(float(answered.sum()) / len(answered)),
        )


def _missing(network: Network) -> Iterator[str]:
    """What a simulation will draw, by the share of the firms that it is drawn for."""
    shares: dict[float, list[str]] = {}
    for name, share in shares_drawn(network).items():
        if share:
            shares.setdefault(round(share, 4), []).append(called(name))
    for share, names in sorted(shares.items(), reverse=True):
        listed = ", ".join(names)
        if share < 1:
            part = percent(share)
            yield say("Missing; drawn for {part} of the firms: {names}.", part=part, names=listed)
        else:
            yield say("Missing altogether; drawn for a simulation: {names}.", names=listed)
