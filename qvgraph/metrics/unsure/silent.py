"""Networks in which those who did not answer have ties, too: what they might have told.

Silence is not “no tie”, and a partner's report is not an answer. A reconstruction draws each tie
that a silent organisation might have named, given what its partner told, the kinds, regions and
features of the two, how popular the partner is, and an activity like that of somebody comparable
who answered (`qvgraph.metrics.unsure.tie_model`). The coefficients are drawn, too, so many
reconstructions together show how unsure a figure is: multiple imputation.

*Sources:* Rubin (1987), Multiple Imputation for Nonresponse in Surveys; Huisman (2009), Journal of
Social Structure 10 (why not the partner's report); Koskinen, Robins, Wang, Pattison (2013), Social
Networks 35 (missing ties drawn from a model).
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from qvgraph.kernels.distributions import normals, pairs, uniforms
from qvgraph.kernels.draws import bits, draw_key, subject
from qvgraph.metrics.unsure.answers import Answers
from qvgraph.metrics.unsure.tie_model import TieModel, learn
from qvgraph.model.network import Network

if TYPE_CHECKING:
    from qvgraph.metrics.unsure.answers import Floats, Ints

TOPIC = subject("what silent organisations might have told")
COEFFICIENT, ACTIVITY, POOL, DONOR, TIE, STRENGTH = range(1, 7)
"""The chances of one reconstruction."""

COMPARABLE = 5
"""So many of the same kind have to have answered; with fewer, all are comparable."""


def silent(network: Network) -> int:
    """How many organisations are marked as not having answered."""
    return int((~network.organisations["responded"].fill_null(value=True)).sum())


def reconstructed(network: Network, *, seed: int, number: int) -> Network:
    """One network that might be the whole one: the ties of silent organisations drawn.

    Silent is who has `responded` = false. What the tables hold stays as it is; ties are added that
    start at silent organisations, with the strength and trust of a tie that was told. The result is
    a pure function of the network, the seed and the number. The network itself is returned when
    all have answered, when nobody has, or when there is no table of ties.
    """
    if network.ties is None or not 0 < silent(network) < network.organisations.height:
        return network
    model = _learnt(_ByContent(network.fingerprint, network))
    key = np.uint64(bits(draw_key(seed, number), TOPIC))
    i, j = ties_drawn(model, key)
    answers = model.answers
    told = network.ties.filter(pl.col("source").is_in(answers.answered.implode()))
    drawn = pl.DataFrame({"source": answers.ids.gather(i), "target": answers.ids.gather(j)})
    if told.height:
        luck = uniforms(key, STRENGTH, pairs(answers.subjects[i], answers.subjects[j]))
        like = told.select("strength", "trust")[(luck * told.height).astype(np.int64)]
        drawn = pl.concat([drawn, like], how="horizontal")
    return network.with_tables(ties=pl.concat([network.ties, drawn], how="diagonal"))


def ties_drawn(model: TieModel, key: np.uint64) -> "tuple[Ints, Ints]":
    """From whom to whom the silent have ties in one reconstruction, beside those in the tables."""
    answers, common, activity = model.answers, *_coefficients(model, key)
    n, silent = len(answers.silent), np.flatnonzero(answers.silent)
    returned = len(answers.names)
    logit = (answers.design_untold @ np.delete(common, returned)).reshape(-1, n)
    logit += activity[:, None]
    rows, columns = answers.untold
    luck = uniforms(key, TIE, pairs(answers.subjects[rows], answers.subjects[columns]))
    luck = np.log(luck / (1 - luck)).reshape(-1, n)
    tie = luck < logit + common[returned] * answers.told[:, silent].T
    # Of two silent ones one comes first: as likely as with the other's report summed out.
    back = logit[:, silent].T
    first = answers.subjects[silent][:, None] < answers.subjects[silent]
    alone = logit[:, silent] + np.logaddexp(0, back + common[returned]) - np.logaddexp(0, back)
    before = first & (luck[:, silent] < alone)
    after = first.T & (luck[:, silent] < logit[:, silent] + common[returned] * before.T)
    tie[:, silent] = before | after
    tie &= ~answers.named[silent]
    tie[np.arange(len(silent)), silent] = False
    i, j = np.nonzero(tie)
    return silent[i], j


def _coefficients(model: TieModel, key: np.uint64) -> "tuple[Floats, Floats]":
    """Coefficients that might be true, and an activity for each silent organisation.

    The activity is that of somebody who answered, of the same kind where there are several, out of
    a pool drawn anew (the approximate Bayesian bootstrap of Rubin 1987).
    """
    answers = model.answers
    names = [*answers.names, "returned"]
    who = np.concatenate([[subject(name) for name in names], answers.subjects]).astype(np.uint64)
    common, activity = model.drawn(
        normals(key, COEFFICIENT, who), normals(key, ACTIVITY, answers.subjects[model.active])
    )
    drawn = np.empty(int(answers.silent.sum()))
    kinds = answers.kind[answers.silent]
    for kind in np.unique(kinds):
        donors = np.flatnonzero(answers.kind[model.active] == kind)
        donors = donors if len(donors) >= COMPARABLE else np.arange(len(model.active))
        subjects = answers.subjects[model.active[donors]]
        pool = donors[(uniforms(key, POOL, subjects) * len(donors)).astype(np.int64)]
        those = kinds == kind
        luck = uniforms(key, DONOR, answers.subjects[answers.silent][those])
        drawn[those] = activity[pool[(luck * len(pool)).astype(np.int64)]]
    return common, drawn


@dataclass(frozen=True)
class _ByContent:
    """A network that is equal to another of the same content, so that it is learnt from once."""

    fingerprint: str
    network: Network = field(compare=False)


@lru_cache(maxsize=16)
def _learnt(of: _ByContent) -> TieModel:
    return learn(Answers.of(of.network))
