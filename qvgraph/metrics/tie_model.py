"""How likely a tie is, learnt from those who answered: kinds, regions, activity, reciprocity.

The logit of the chance that i asks j is the sum of what `Answers.features` holds, how active i is,
how popular j is and, where j answered, whether j asks i. Activity and popularity vary from one
organisation to another by more than the tables explain; their spread is learnt, too. For two of
whom one did not answer the chance is that of the same model with the other's report summed out:
`log((1 + exp(b + r))/(1 + exp(b)))` more, b the logit of the report that is not known.

*Sources:* van Duijn, Snijders, Zijlstra (2004), Statistica Neerlandica 58 (the p2 model); Strauss,
Ikeda (1990), Journal of the American Statistical Association 85 (its estimation cell by cell);
Breslow, Clayton (1993), Journal of the American Statistical Association 88 (the spread).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import cho_solve, cholesky, solve_triangular
from scipy.sparse import csr_array

from qvgraph.kernels.distributions import pairs, uniforms
from qvgraph.kernels.draws import subject
from qvgraph.metrics.answers import LEVEL, Answers, incidence

if TYPE_CHECKING:
    from qvgraph.metrics.answers import Flags, Floats, Ints

ROUNDS = 40
"""Newton's steps; each learns the spread anew."""

STEP = 1.0
"""The longest step of a coefficient."""

CLOSE = 0.003
"""Steps and changes of the spread below this are the last."""

MOST_CELLS = 400_000
"""Beyond, of the cells without a tie only a sample is read, each standing for several."""

SPREAD, WORTH = 0.5, 2.0
"""The variance of activity and popularity before anything is known, worth so many organisations."""


@dataclass(frozen=True)
class TieModel:
    """The model as learnt: the most likely coefficients and how far off they may be.

    `common` holds the coefficients of the features, of reciprocity, then the popularity of each
    organisation; `root` is the lower triangle R with R R' = the inverse of their covariance.
    """

    answers: Answers
    active: "Ints"
    """The places of those who answered, whose activity is `activity`."""
    common: "Floats"
    root: "Floats"
    activity: "Floats"
    precision: "Floats"
    """Of the activity of each who answered, all else given."""
    leaning: "Floats"
    """How the activity of each goes with `common`."""

    def drawn(self, common: "Floats", activity: "Floats") -> "tuple[Floats, Floats]":
        """Coefficients that might be true as well, from standard normal numbers."""
        other = self.common + solve_triangular(self.root, common, lower=True, trans="T")
        shift = (self.leaning @ (other - self.common)) / self.precision
        return other, self.activity - shift + activity / np.sqrt(self.precision)


@dataclass(frozen=True)
class _Cells:
    """What those who answered told: a row of `design` for each pair of them and another."""

    i: "Ints"
    j: "Ints"
    tie: "Flags"
    weight: "Floats"
    design: csr_array
    """The features, whether j told that it asks i, and a column for each j."""


def learn(answers: Answers) -> TieModel:
    """Fit the model to what was told, by Newton's steps on coefficients and activity at once."""
    cells, n = _cells(answers), len(answers.silent)
    answered = np.flatnonzero(~answers.silent)
    asking = incidence(cells.i, n)[:, answered]
    unknown = np.flatnonzero(answers.silent[cells.j])
    way_back = answers.design(cells.j[unknown], cells.i[unknown])
    returned = way_back.shape[1] - n
    priors = np.append(answers.priors, LEVEL) ** -2.0
    common, activity = np.zeros(returned + 1 + n), np.zeros(len(answered))
    ties = cells.tie.sum()
    common[0] = np.log((ties + 0.5) / (cells.weight.sum() - ties + 0.5))
    variances = SPREAD, SPREAD
    for _ in range(ROUNDS):
        logit = cells.design @ common + asking @ activity
        back = way_back @ np.delete(common, returned)
        logit[unknown] += np.logaddexp(0, back + common[returned]) - np.logaddexp(0, back)
        chance = 1 / (1 + np.exp(-logit))
        error, w = cells.weight * (cells.tie - chance), cells.weight * chance * (1 - chance)
        known = np.concatenate([priors, np.full(n, 1 / variances[1])])
        weighted = cells.design.multiply(w[:, None]).tocsr()
        precision = asking.T @ w + 1 / variances[0]
        leaning = (asking.T @ weighted).toarray()
        slope = cells.design.T @ error - known * common
        slope_of_activity = asking.T @ error - activity / variances[0]
        # What the coefficients know once the activities, which know nothing of each other, are out.
        information = (cells.design.T @ weighted).toarray() + np.diag(known)
        information -= leaning.T @ (leaning / precision[:, None])
        root = cholesky(information, lower=True)
        step = cho_solve((root, True), slope - leaning.T @ (slope_of_activity / precision))
        common += np.clip(step, -STEP, STEP)
        activity += np.clip((slope_of_activity - leaning @ step) / precision, -STEP, STEP)
        doubt = solve_triangular(root, np.eye(len(common)), lower=True)
        of_activity = 1 / precision + ((doubt @ (leaning / precision[:, None]).T) ** 2).sum(axis=0)
        of_popularity = (doubt[:, returned + 1 :] ** 2).sum(axis=0)
        before = variances
        variances = _spread(activity, of_activity), _spread(common[returned + 1 :], of_popularity)
        if max(np.abs(step).max(), *np.abs(np.subtract(variances, before))) < CLOSE:
            break
    return TieModel(answers, answered, common, root, activity, precision, leaning)


def _spread(values: "Floats", doubt: "Floats") -> float:
    """The variance of what varies round 0, each known up to a variance of its own."""
    return float(((values**2 + doubt).sum() + WORTH * SPREAD) / (len(values) + WORTH))


def _cells(answers: Answers) -> _Cells:
    i, j = np.nonzero(~answers.silent[:, None] & ~np.eye(len(answers.silent), dtype=bool))
    tie, weight = answers.named[i, j], np.ones(len(i))
    if len(i) > MOST_CELLS:
        share = MOST_CELLS / len(i)
        luck = uniforms(subject("cells read"), 0, pairs(answers.subjects[i], answers.subjects[j]))
        kept = tie | (luck < share)
        i, j, tie, weight = i[kept], j[kept], tie[kept], np.where(tie, 1.0, 1 / share)[kept]
    return _Cells(i, j, tie, weight, answers.design(i, j, returned=answers.told[j, i]))
