"""Two published results on knowledge in small worlds, built again from their mechanisms.

    python benchmarks/replications.py [--replicates N] [--out FOLDER]

Prints a table and a verdict each, and what our choices do to them; draws `replications.svg`.

**Cowan and Jonard (2004)**, Network structure and the diffusion of knowledge, J. Econ. Dyn.
Control 28, 1557-1575. Agents on a ring whose ties are rewired with probability p barter knowledge
of several categories. In the long run the mean is highest in a small world; so is the variance
among agents, while their coefficient of variation is lowest there (abstract). Claim checked: the
mean at p = 0.09 exceeds that at p = 0 and that at p = 1 by more than 1.

**Cassi and Zirulia (2008)**, The opportunity cost of social relations: on the effectiveness of
small worlds, J. Evol. Econ. 18, 77-101. Agents learn alone or from a neighbour, whichever brings
more. What they forgo alone, the opportunity cost of the network, decides which network is best,
and that is not always the small world (abstract). Claim checked: at some such cost the ring or the
random network does at least as well as p = 0.09.

Sources: of both papers only the abstract was at hand. Numbers are those of this project's design:
500 agents with 10 ties, 5 categories, knowledge uniform in (0, 1), 10 experts with 30 in one
category, a tenth of a difference learnt. An excerpt of a later Hohenheim study of this barter
confirms the experts, 10 in all, and the tenth; but it starts from 10 categories in (0, 10), a
reading printed below. So mechanism and shape are replicated, not the papers' figures.

Where the sources are silent:

- Meetings: a random agent meets a random neighbour; as many meetings as agents are a period.
- Trade: as many pairs of categories as both can offer, by lot where one can offer more. What the
  two differences are worth does not matter. Other reading below: one pair a meeting.
- End: a difference counts from 0.001, and a run ends when no tie holds a trade. Any trade then adds
  0.0001 or more and nobody passes the highest start, so there is an end. **The size of the lead
  hangs on this number** (that study takes 1 % for equal). A ring lives on minute differences
  swapped for large ones: from 0 (then rounding, 1e-15, takes its place; a run ends when no trade
  teaches from a difference of 0.001) the small world's lead over it is a third, and its variance no
  lower. From 0.1 the random network does as well as the small world. The claim is of the long run:
  after 100 periods the random network is ahead.
- Experts: two per category, places by lot. **The peak needs them rare**: with 50, ten per category,
  the ring does as well.
- Rewiring: Watts and Strogatz as in networkx; every agent keeps 5 ties or more.
- Mean and variance are over agents, of their means over categories.
- Learning alone adds a constant to the category an agent knew best at the start. **The second
  claim hangs on that**: spread over all categories by lot (below), it gives no extreme a lead.
- Choice: two meet if both learn more by it, summed over categories, than alone; otherwise the agent
  drawn learns alone. Other reading below: only the agent drawn weighs.
- Knowledge made alone has no ceiling, so runs are judged after 3000 periods. **Where the ring leads
  hangs on that too**: by 1000 periods (below) it has not caught up.

Endowments are the same for all p and readings of a replicate, so differences are paired. Intervals
are 90 %, by t. A verdict needs its whole interval on one side.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import networkx as nx
import numba
import numpy as np
from scipy import stats

REWIRINGS = (0.0, 0.001, 0.003, 0.01, 0.03, 0.09, 0.3, 1.0)
ENDS = (0.0, 0.09, 1.0)
WHERE = [REWIRINGS.index(rewiring) for rewiring in ENDS]
"""The ring, the small world, the random network."""
COSTS = (0.001, 0.03, 0.3)
"""What is learnt alone in a period, an expert knowing 30."""
LEARNT, EXPERT = 0.1, 30.0
GRAIN = 0.001
"""Differences below it neither count nor keep a run from ending."""
MARGIN = 1.0
"""By which the small world's mean must exceed both extremes."""
SEED, ENDLESS = 2004, 100_000


class Rules(NamedTuple):
    """One reading of the papers, as the kernels take it; the defaults are Cowan and Jonard's."""

    agents: int = 500
    degree: int = 10
    categories: int = 5
    ordinary: float = 1.0
    experts: int = 10
    pairs: int = 99
    tolerance: float = GRAIN
    periods: int = ENDLESS
    alone: float = 0.0
    both: bool = True
    anywhere: bool = False


BARTER = Rules()
CHOICE = Rules(periods=3000)
MANY = BARTER._replace(experts=50)
READINGS = {
    "differences count from 0": BARTER._replace(tolerance=0.0),
    "... from 1e-6": BARTER._replace(tolerance=1e-6),
    "... from 0.01": BARTER._replace(tolerance=0.01),
    "... from 0.1": BARTER._replace(tolerance=0.1),
    "one pair a meeting": BARTER._replace(pairs=1),
    "5 experts": BARTER._replace(experts=5),
    "25 experts": BARTER._replace(experts=25),
    "50 experts": MANY,
    "10 categories in (0, 10)": BARTER._replace(categories=10, ordinary=10.0),
    "after 100 periods only": BARTER._replace(periods=100),
}
VARIANTS = {
    "1000 periods": CHOICE._replace(periods=1000),
    "only one decides": CHOICE._replace(both=False),
    "alone in any category": CHOICE._replace(anywhere=True),
}


@numba.njit(cache=False)
def agree(knowledge, i, j, rules, order, lesson, generator):
    """What i and j would learn from each other; `lesson` by category, j's with a minus.

    Nobody gives without return, hence equal numbers of categories both ways.
    """
    to_learn = to_teach = 0
    for c in range(len(order)):
        lesson[c] = 0.0
        gap = knowledge[j, c] - knowledge[i, c]
        to_learn += gap > rules.tolerance
        to_teach += gap < -rules.tolerance
    most = min(to_learn, to_teach, rules.pairs)
    gain = loan = 0.0
    if most == 0:
        return gain, loan
    to_learn = to_teach = most
    for n in range(len(order)):
        other = n + int(generator.random() * (len(order) - n))
        order[n], order[other] = order[other], order[n]
        c = order[n]
        gap = knowledge[j, c] - knowledge[i, c]
        if gap > rules.tolerance and to_learn > 0:
            to_learn -= 1
            lesson[c] = LEARNT * gap
            gain += lesson[c]
        elif gap < -rules.tolerance and to_teach > 0:
            to_teach -= 1
            lesson[c] = LEARNT * gap
            loan -= lesson[c]
    return gain, loan


@numba.njit(cache=False)
def swap(knowledge, i, j, lesson):
    """Both learn what was agreed; nobody forgets, as knowledge is not used up by sharing it."""
    for c in range(len(lesson)):
        if lesson[c] > 0.0:
            knowledge[i, c] += lesson[c]
        else:
            knowledge[j, c] -= lesson[c]


@numba.njit(cache=False)
def trade_left(knowledge, start, partners, tolerance):
    """Whether any two neighbours still have something for each other."""
    for i in range(len(knowledge)):
        for at in range(start[i], start[i + 1]):
            gap = knowledge[partners[at]] - knowledge[i]
            most, least = gap.max(), gap.min()
            if most > tolerance and least < -tolerance and max(most, -least) > GRAIN:
                return True
    return False


@numba.njit(cache=False)
def live(knowledge, ties, rules, generator):
    """Let agents meet or learn alone, in place; returns (periods until the end, meetings used)."""
    start, partners, own = ties
    agents, categories = knowledge.shape
    order, lesson = np.arange(categories), np.zeros(categories)
    used = 0
    for period in range(rules.periods):
        look = rules.alone == 0.0 and period % 20 == 0
        if look and not trade_left(knowledge, start, partners, rules.tolerance):
            return period, used
        for _ in range(agents):
            i = int(generator.random() * agents)
            j = partners[start[i] + int(generator.random() * (start[i + 1] - start[i]))]
            gain, loan = agree(knowledge, i, j, rules, order, lesson, generator)
            if gain > rules.alone and (loan > rules.alone or not rules.both):
                swap(knowledge, i, j, lesson)
                used += 1
            elif rules.alone > 0.0:
                c = int(generator.random() * categories) if rules.anywhere else own[i]
                knowledge[i, c] += rules.alone
    return rules.periods, used


def endowment(rules: Rules, generator: np.random.Generator) -> np.ndarray:
    """Knowledge at the start, by agent and category: much for a few experts, little for all."""
    knowledge = rules.ordinary * generator.random((rules.agents, rules.categories))
    experts = generator.permutation(rules.agents)[: rules.experts]
    knowledge[experts, np.arange(rules.experts) % rules.categories] = EXPERT
    return knowledge


def network(
    rules: Rules, rewiring: float, generator: np.random.Generator
) -> tuple[np.ndarray, ...]:
    """Neighbours of agent i in `partners[start[i] : start[i + 1]]`, as the kernels read them."""
    seed = int(generator.integers(2**31))
    graph = nx.watts_strogatz_graph(rules.agents, rules.degree, rewiring, seed=seed)
    partners = [sorted(graph[i]) for i in range(rules.agents)]
    start = np.cumsum([0, *map(len, partners)])
    return start, np.concatenate(partners)


def simulate(rules: Rules, rewiring: float, replicate: int) -> tuple[float, float, float, float]:
    """One run: mean, variance and variation over agents, and the share of meetings used."""
    generators = [
        np.random.default_rng([SEED, replicate, *key])
        for key in ((0,), (1, round(1e6 * rewiring)), (2, round(1e6 * rewiring)))
    ]
    knowledge = endowment(rules, generators[0])
    ties = (*network(rules, rewiring, generators[1]), knowledge.argmax(axis=1))
    periods, used = live(knowledge, ties, rules, generators[2])
    if periods == ENDLESS:
        raise RuntimeError(f"still trading after {ENDLESS} periods")
    levels = knowledge.mean(axis=1)
    mean, variance = levels.mean(), levels.var()
    return mean, variance, variance**0.5 / mean, used / (rules.agents * max(periods, 1))


def ensemble(rules: Rules, replicates: int, rewirings: Sequence[float] = REWIRINGS) -> np.ndarray:
    """Figures by replicate, rewiring and kind."""
    return np.array(
        [[simulate(rules, rewiring, n) for rewiring in rewirings] for n in range(replicates)]
    )


def interval(values: np.ndarray) -> np.ndarray:
    """Mean, low and high end over the first axis: 90 %, by t."""
    mean = values.mean(axis=0)
    error = values.std(axis=0, ddof=1) / len(values) ** 0.5
    half = stats.t.ppf(0.95, len(values) - 1) * error
    return np.array([mean, mean - half, mean + half])


def said(found: np.ndarray, digits: int = 1) -> str:
    """A mean with its interval."""
    mean, low, high = (f"{value:.{digits}f}" for value in found)
    return f"{mean} ({low} to {high})"


def leads(figures: np.ndarray, kind: int = 0) -> list[np.ndarray]:
    """How far the small world lies above the ring and above the random network."""
    ring, small, random = figures[:, :, kind].T
    return [interval(small - ring), interval(small - random)]


def judged(found: Sequence[np.ndarray]) -> str:
    """Holds or fails only if the intervals say so."""
    if all(low > MARGIN for _, low, _ in found):
        return "holds"
    return "fails" if any(high < MARGIN for _, _, high in found) else "undecided"


def percent(figures: np.ndarray) -> np.ndarray:
    """Means as a share of the same replicate's small world, by replicate and rewiring."""
    means: np.ndarray = 100.0 * figures[:, :, 0]
    small = WHERE[1] if means.shape[1] == len(REWIRINGS) else 1
    means /= figures[:, [small], 0]
    return means


def table(figures: np.ndarray, *, beside: bool = False) -> None:
    """A line per rewiring; `beside` adds the share of the small world and of meetings used."""
    head = f"{'p':<7}{'mean':<27}{'variance':<28}{'variation':<11}"
    print((head + f"{'% of p = 0.09':<24}meetings used" * beside).rstrip())
    found, shares = interval(figures), interval(percent(figures))
    for n, rewiring in enumerate(REWIRINGS):
        line = f"{rewiring:<7g}{said(found[:, n, 0], 2):<27}{said(found[:, n, 1]):<28}"
        line += f"{found[0, n, 2]:<11.3f}"
        share = "100" if n == WHERE[1] else said(shares[:, n])
        print((line + f"{share:<24}{found[0, n, 3]:.3f}" * beside).rstrip())


def verdict_on_barter(figures: np.ndarray) -> str:
    """Cowan and Jonard's claim in one sentence, with where the extremes lie."""
    over = leads(figures[:, WHERE])
    mean, variance, variation, _ = figures.mean(axis=0).T
    return (
        f"Cowan and Jonard: {judged(over)}; the mean at p = 0.09 lies {said(over[0])} above that"
        f" at 0 and {said(over[1])} above that at 1, where more than 1 is claimed, and the highest"
        f" mean is at p = {REWIRINGS[mean.argmax()]:g}, the highest variance at"
        f" {REWIRINGS[variance.argmax()]:g}, the lowest variation at"
        f" {REWIRINGS[variation.argmin()]:g}."
    )


def leading(shares: np.ndarray) -> dict[str, str]:
    """The extremes that do at least as well as the small world, by their whole interval."""
    names = (("the ring", 0), ("the random network", -1))
    return {name: f"{said(shares[:, n])} %" for name, n in names if shares[1, n] >= 100.0}


def verdict_on_choice(barter: np.ndarray, by_cost: dict[float, np.ndarray]) -> str:
    """Cassi and Zirulia's claim in one sentence: at which cost an extreme does as well."""
    without = " and ".join(leading(interval(percent(barter)))) or "neither extreme"
    won = [
        f"{name} reaches {share} where {cost:g} a period is learnt alone"
        for cost, figures in by_cost.items()
        for name, share in leading(interval(percent(figures))).items()
    ]
    return (
        f"Cassi and Zirulia: {'holds' if won else 'not shown'}; of the small world's mean,"
        f" {', '.join(won) or 'neither extreme reaches 100 % at any cost'};"
        f" without learning alone {without} reaches it."
    )


def print_readings(replicates: int) -> None:
    """What becomes of the first claim under other readings of what the papers leave open."""
    print(f"\nThe same under other readings, {replicates} replicates: lead of p = 0.09")
    print(f"{'':<28}{'mean over p = 0':<23}{'over p = 1':<23}{'claim':<12}variance over p = 0")
    words = []
    for name, rules in READINGS.items():
        figures = ensemble(rules, replicates, ENDS)
        over, spread = leads(figures), leads(figures, 1)
        words.append(judged(over))
        texts = f"{said(over[0]):<23}{said(over[1]):<23}{words[-1]:<12}{said(spread[0])}"
        print(f"{name:<28}{texts}")
    print(f"The claim holds in {words.count('holds')} of these {len(words)} readings,", end=" ")
    print(f"fails in {words.count('fails')}.")


def print_variants(replicates: int) -> None:
    """What becomes of the second claim under other rules of choice."""
    print(f"\nThe same under other rules, {replicates} replicates: % of p = 0.09")
    print(f"{'':<24}{'alone':<8}{'p = 0':<24}{'p = 1':<24}does as well")
    for name, rules in VARIANTS.items():
        for cost in COSTS:
            shares = interval(percent(ensemble(rules._replace(alone=cost), replicates, ENDS)))
            texts = f"{said(shares[:, 0]):<24}{said(shares[:, 2]):<24}"
            print(f"{name:<24}{cost:<8g}{texts}{' and '.join(leading(shares)) or 'neither'}")


def main() -> None:
    """Run both, print tables and verdicts, draw the chart."""
    from replications_chart import Panel, draw

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--replicates", type=int, default=20, metavar="N", help="at least 4")
    parser.add_argument("--out", type=Path, default=Path(), metavar="FOLDER", help="of the chart")
    given = parser.parse_args()
    if given.replicates < 4:
        parser.error(
            "--replicates: intervals need at least 4, the readings being run half as often"
        )
    begun = time.perf_counter()
    print(f"{BARTER.agents} agents, {given.replicates} replicates, intervals of 90 %")

    print("\nCowan and Jonard 2004: barter until no trade is left\n")
    barter, many = (ensemble(rules, given.replicates) for rules in (BARTER, MANY))
    table(barter)
    print("\n" + (first := verdict_on_barter(barter)))
    print_readings(given.replicates // 2)

    print(f"\n\nCassi and Zirulia 2008: barter or learning alone, {CHOICE.periods} periods")
    by_cost = {}
    for cost in COSTS:
        print(f"\n{cost:g} learnt alone in a period\n")
        by_cost[cost] = ensemble(CHOICE._replace(alone=cost), given.replicates)
        table(by_cost[cost], beside=True)
    print("\n" + (second := verdict_on_choice(barter, by_cost)))
    print_variants(given.replicates // 2)

    lines = {"nothing": barter, **{f"{cost:g}": by_cost[cost] for cost in COSTS}}
    panels = (
        Panel(
            "Barter alone",
            "mean knowledge when no trade is left",
            "",
            {"10 experts": interval(barter[:, :, 0]), "50 experts": interval(many[:, :, 0])},
        ),
        Panel(
            "Barter or learning alone",
            f"mean knowledge after {CHOICE.periods} periods, in percent of p = 0.09",
            "learnt alone\nin a period",
            {name: interval(percent(figures)) for name, figures in lines.items()},
        ),
    )
    draw(REWIRINGS, panels, (first, second), given.replicates, given.out / "replications.svg")
    print(f"{time.perf_counter() - begun:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
