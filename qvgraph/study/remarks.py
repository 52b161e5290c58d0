"""What must be said beside every answer: what the figures are, and what they are not."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qvgraph.language import decimal, percent, say
from qvgraph.model.spelling import called
from qvgraph.study.outcomes import ALL

if TYPE_CHECKING:
    import polars as pl

    from qvgraph.study.facts import Facts


def caveats_on(outcomes: "pl.DataFrame", facts: "Facts") -> tuple[str, str, str]:
    """The three things without which no figure must be read: the model, the networks, chance."""
    return (
        say("A model, not a forecast: trust differences and ranks sooner than levels."),
        f"{_on_networks(facts)} {_on_counts(outcomes)}",
        _on_chance(outcomes, facts),
    )


def remarks_on(outcomes: "pl.DataFrame", facts: "Facts") -> tuple[str, ...]:
    """What explains the figures of the tables."""
    return (
        say(
            "Public money is what was paid for the post and for courses up to the judged month,"
            " statutory support included; post-months are nominal."
        ),
        *_on_judging(outcomes, facts),
        say(
            "Below a figure in the tables: its difference to the baseline (of networks per 100, of"
            " gaps in percentage points), then the interval of that. A figure that is a difference"
            " or a price itself has its interval below it. ≈ means no clear difference."
        ),
        *_on_scenarios(facts),
    )


def on_runs(outcomes: "pl.DataFrame", facts: "Facts") -> str:
    """How many runs there are, and what their intervals hold."""
    draws = outcomes["draw"].n_unique()
    n = outcomes.select("draw", "replicate").n_unique()
    said = {"runs": decimal(n), "draws": decimal(draws)}
    if draws == 1:
        return say(
            "{runs} runs per scenario, all on one drawing of the networks: the intervals of 90%"
            " show chance only, not how much networks differ.",
            **said,
        )
    if facts.places:
        return say(
            "{runs} runs per scenario on {draws} drawings, each with networks and assumptions of"
            " its own; intervals of 90% over the drawings hold both.",
            **said,
        )
    return say(
        "{runs} runs per scenario on {draws} drawings of the networks; intervals of 90% over"
        " the drawings.",
        **said,
    )


def _on_networks(facts: "Facts") -> str:
    """Whether they are real, and how much of them the tables left open."""
    if facts.synthetic:
        return say("Networks: {network}; synthetic, without a real firm.", network=facts.network)
    networks = say("Networks: {network}.", network=facts.network)
    if not facts.drawn:
        return networks
    drawn = ", ".join(f"{called(name)} {percent(share)}" for name, share in facts.drawn.items())
    missing = say("Not in the tables, so drawn from the assumptions: {drawn}.", drawn=drawn)
    return f"{networks} {missing}"


def _on_judging(outcomes: "pl.DataFrame", facts: "Facts") -> Iterator[str]:
    import polars as pl

    yield say(
        "Sustained: at least {core} active members, and of the active members and of the knowledge"
        " flow at the pilot's end at least {theta} each. Lenient: at least {core} active members.",
        core=decimal(facts.core),
        theta=percent(facts.theta),
    )
    of_regions = outcomes.filter(pl.col("region") != ALL)
    unknown = int(of_regions["sustained"].null_count())
    if unknown:
        yield say(
            "For {unknown} of {n} simulated networks it cannot be said whether they sustain"
            " themselves: a year of the pilot is not in the run, or the pilot still lasts.",
            unknown=decimal(unknown),
            n=decimal(of_regions.height),
        )


def _on_counts(outcomes: "pl.DataFrame") -> str:
    """What is counted as a network."""
    regions = outcomes["region"].n_unique() - 1
    runs = outcomes.select("draw", "replicate").n_unique()
    said = {"n": decimal(regions * runs), "regions": decimal(regions), "runs": decimal(runs)}
    if regions == 1:
        return say("{n} networks are one region, simulated {runs} times.", **said)
    return say("{n} networks are {regions} regions, each simulated {runs} times.", **said)


def _on_chance(outcomes: "pl.DataFrame", facts: "Facts") -> str:
    """What the intervals hold, and whether other assumptions were tried."""
    runs = on_runs(outcomes, facts)
    if facts.places:
        return runs
    untried = say(
        "All assumptions have one value each; whether the order survives others was not tried."
    )
    return f"{runs} {untried}"


def _on_scenarios(facts: "Facts") -> Iterator[str]:
    for names, sentence in (
        (
            facts.own_networks,
            say("Networks of their own, so that more than a lever differs, have: {names}."),
        ),
        (
            facts.own_portfolios,
            say("Organisations spread anew over the managers have: {names}."),
        ),
    ):
        if names:
            labels = (say("“{label}”", label=facts.labels[name]) for name in names)
            yield sentence.format(names=", ".join(labels))
