"""What must be said beside every answer: what the figures are, and what they are not."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qvgraph.language import decimal, percent, say
from qvgraph.study.outcomes import ALL

if TYPE_CHECKING:
    import polars as pl

    from qvgraph.study.answer import Facts


def remarks_on(outcomes: "pl.DataFrame", facts: "Facts") -> tuple[str, ...]:
    """Remarks in the language in use, the weightiest first."""
    return (
        *_on_the_model(facts),
        *_on_judging(outcomes, facts),
        *_on_intervals(outcomes, facts),
        *_on_scenarios(facts),
    )


def _on_the_model(facts: "Facts") -> Iterator[str]:
    yield say("A model, not a forecast: trust differences and ranks sooner than levels.")
    if facts.synthetic:
        yield say("Networks: {network}; synthetic, without a real firm.", network=facts.network)
    else:
        yield say("Networks: {network}.", network=facts.network)
    if facts.drawn and not facts.synthetic:
        yield say(
            "Not in the tables, so drawn from the assumptions: {drawn}.",
            drawn=", ".join(f"{column} {percent(share)}" for column, share in facts.drawn.items()),
        )
    yield say(
        "Public money is what was paid for the post and for courses up to the judged month,"
        " statutory support included; post-months are nominal."
    )


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


def _on_intervals(outcomes: "pl.DataFrame", facts: "Facts") -> Iterator[str]:
    draws = outcomes["draw"].n_unique()
    runs = outcomes.select("draw", "replicate").n_unique()
    if draws == 1:
        yield say(
            "{runs} runs per scenario, all on one drawing of the networks: the intervals of 90%"
            " show chance only, not how much networks differ.",
            runs=decimal(runs),
        )
    elif facts.places:
        yield say(
            "{runs} runs per scenario on {draws} drawings, each with networks and assumptions of"
            " its own; intervals of 90% over the drawings hold both.",
            runs=decimal(runs),
            draws=decimal(draws),
        )
    else:
        yield say(
            "{runs} runs per scenario on {draws} drawings of the networks; intervals of 90% over"
            " the drawings.",
            runs=decimal(runs),
            draws=decimal(draws),
        )
    if not facts.places:
        yield say(
            "All assumptions have one value each; whether the order survives others is what"
            " --assumptions ranges finds out."
        )
    yield say(
        "Lower lines of the tables: difference to the baseline with its interval, of networks per"
        " 100, of gaps in percentage points; ≈ means no clear difference."
    )


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
