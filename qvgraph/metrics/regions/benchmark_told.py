"""A benchmark in words: what each region is called, and what differs about it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import polars as pl

from qvgraph.language import decimal, say
from qvgraph.metrics.metric import METRICS
from qvgraph.metrics.regions.benchmark import ONE_IN
from qvgraph.metrics.regions.published import NETWORKS, PUBLISHED
from qvgraph.model.network import ONE_REGION

Row = Mapping[str, Any]
Key = tuple[str, str]
"""A network and a region of it."""

NAMED: Final = 4
"""So many figures that are higher are named in a sentence, and so many that are lower."""

LAST: Final = 99.9
"""No percentile is told as more than this, none as less than what is left of 100."""


def called(table: pl.DataFrame) -> dict[Key, str]:
    """What to call each region, in the order of the table: by its network only where needed."""
    keys = list(dict.fromkeys(table.select("network", "region").iter_rows()))
    regions = Counter(region for _, region in keys)
    names = {}
    for network, region in keys:
        if region == ONE_REGION:
            names[network, region] = network
        elif regions[region] == 1:
            names[network, region] = region
        else:
            names[network, region] = f"{region} ({network})"
    return names


def sentences(table: pl.DataFrame) -> Iterator[str]:
    """A sentence for each region: what differs beyond what its null model keeps, or that nothing
    does, or why nothing is told."""
    several = dict(table.group_by("metric").agg(pl.col("deviation").count()).iter_rows())
    for (network, region), name in called(table).items():
        rows = table.filter(network=network, region=region).to_dicts()
        kept = kept_of(row["null"] for row in rows)
        told = [row for row in rows if row["percentile"] is not None]
        if rows[0]["metric"] is None:
            yield say("{region}: nothing is told ({why}).", region=name, why=rows[0]["note"])
        elif not any(row["differs"] for row in rows):
            n = len(told)
            yield say(
                "{region}: nothing differs beyond {kept} (figures: {n}).",
                region=name, kept=kept, n=n,
            )  # fmt: skip
        else:
            ways = {
                "higher": say("Higher than expected (percentile)"),
                "lower": say("Lower than expected (percentile)"),
            }
            lists = [
                f"{words}: {_figures(those, several)}."
                for way, words in ways.items()
                if (those := [row for row in told if row["differs"] == way])
            ]
            start = say("{region} differs beyond {kept}.", region=name, kept=kept)
            yield " ".join([start, *lists])


def beside_published(table: pl.DataFrame) -> str:
    """How often the figures of a table differ in published networks; empty if that is not known.

    Known is it for networks by chance that keep what is between kinds.
    """
    if table.filter(pl.col("null").is_in(["kinds", "mixing"])).is_empty():
        return ""
    names = table["metric"].drop_nulls().unique(maintain_order=True).to_list()
    known = {METRICS[name].label: PUBLISHED[name] for name in names if name in PUBLISHED}
    higher, lower = (
        [
            say("{label} {n} of {all}", label=label, n=often[way], all=often.of)
            for label, often in sorted(known.items(), key=lambda one: -one[1][way])
            if often[way]
        ]
        for way in (0, 1)
    )
    if not higher and not lower:
        return ""
    return say(
        "Published networks of organisations in search and rescue ({n}; Drabek et al. 1981) by the "
        "same reckoning, higher than expected: {higher}; lower: {lower}.",
        n=NETWORKS,
        higher=", ".join(higher) or decimal(None),
        lower=", ".join(lower) or decimal(None),
    )


def percentile(value: float) -> str:
    """A percentile with one digit; nobody is above or below all that could have been drawn."""
    return decimal(min(max(value, 100 - LAST), LAST), 1)


def _figures(rows: Sequence[Row], several: Mapping[str, int]) -> str:
    """Figures by how far off they are, the first by name."""
    order = sorted(rows, key=lambda row: -abs(row["deviation"] or 0.0))
    more = say(" and {n} more", n=len(rows) - NAMED) if len(rows) > NAMED else ""
    return ", ".join(_figure(row, several) for row in order[:NAMED]) + more


def _figure(row: Row, several: Mapping[str, int]) -> str:
    """A figure with its percentile, and whether no other region's is as far off."""
    label, place = METRICS[row["metric"]].label, percentile(row["percentile"])
    fits = {"higher": "highest", "lower": "lowest"}[row["differs"]]
    if row["among"] != fits:
        return f"{label} ({place})"
    n = several[row["metric"]]
    if fits == "highest":
        return say("{label} ({place}, highest of {n})", label=label, place=place, n=n)
    return say("{label} ({place}, lowest of {n})", label=label, place=place, n=n)


def kept_of(nulls: Iterable[str | None]) -> str:
    """What networks by chance have in common with a region, in a word."""
    known = set(nulls) - {None}
    if "dyads" in known:
        return say("size, density and returned ties")
    if "degrees" in known:
        return say("everybody's number of ties")
    return say("size and density") if "density" in known else say("size, density and kinds")


def reading(null: str, mark: str, draws: int) -> str:
    """How percentiles among so many draws are to be read; `mark` stands at what differs."""
    return " ".join(
        (
            say("Advice ties inside each region, managers left out."),
            say(
                "Percentiles among {draws} networks by chance of the same organisations: {kept}.",
                draws=decimal(draws),
                kept=_drawn(null),
            ),
            say(
                "{mark} means that a figure differs: of regions without anything particular at "
                "most one in {n} has any. Highest and lowest go by the distance to what is "
                "expected, in standard deviations.",
                mark=mark,
                n=ONE_IN,
            ),
        )
    )


def _drawn(null: str) -> str:
    """What networks by chance keep, in full."""
    return {
        "kinds": say(
            "as many ties and returned ties between each two kinds of them (for reciprocity: as "
            "many ties)"
        ),
        "mixing": say("as many ties from each kind to each"),
        "density": say("every tie as likely, about as many as here"),
        "dyads": say("as many ties and returned ties"),
        "degrees": say("everybody names and is named as often as here"),
    }[null]
