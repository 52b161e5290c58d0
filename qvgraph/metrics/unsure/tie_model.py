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
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.linalg import cho_solve, cholesky, solve_triangular
from scipy.sparse import csr_array

from qvgraph.kernels.distributions import pairs, uniforms
from qvgraph.kernels.draws import subject
from qvgraph.metrics.unsure.answers import LEVEL, Answers, incidence

if TYPE_CHECKING:
    from qvgraph.metrics.unsure.answers import Flags, Floats, Ints

ROUNDS = 40
"""Newton's steps; each learns the spread anew."""

STEP = 1.0
"""The longest step of a coefficient."""

CLOSE = 0.003
"""Steps and changes of the spread below this are the last."""

MOST_CELLS = 400_000
"""Beyond, of the cells without a tie only a sample is read, each standing for several."""

TWICE_TOLD = 2**0.5
"""A pair of which both answered is read in two cells, so its reciprocity is known half as well."""

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
    skew: "tuple[Floats, Floats]"
    """How far the means of `common` and `activity` are from these, which are the likeliest."""

    def drawn(self, common: "Floats", activity: "Floats") -> "tuple[Floats, Floats]":
        """Coefficients that might be true as well, from standard normal numbers."""
        away = solve_triangular(self.root, common, lower=True, trans="T")
        away[len(self.answers.names)] *= TWICE_TOLD
        shift = (activity - self.leaning @ away / self.precision**0.5) / self.precision**0.5
        return self.common + self.skew[0] + away, self.activity + self.skew[1] + shift


def learn(answers: Answers) -> TieModel:
    """Fit the model to what was told, by Newton's steps on coefficients and activity at once."""
    cells = _cells(answers)
    features = len(answers.names) + 1
    priors = np.append(answers.priors, LEVEL) ** -2.0
    common, activity = np.zeros(features + len(answers.silent)), np.zeros(len(cells.answered))
    ties = cells.tie.sum()
    common[0] = np.log((ties + 0.5) / (cells.weight.sum() - ties + 0.5))
    variances = SPREAD, SPREAD
    for _ in range(ROUNDS):
        error, weight = cells.errors(common, activity)
        known = np.append(priors, np.full(len(answers.silent), 1 / variances[1]))
        curve = _curve(cells, weight, known, 1 / variances[0])
        step, step_of_activity = curve.step(
            cells.design.T @ error - known * common,
            cells.asking.T @ error - activity / variances[0],
        )
        common += np.clip(step, -STEP, STEP)
        activity += np.clip(step_of_activity, -STEP, STEP)
        of_common, of_activity = curve.doubt()
        before = variances
        variances = (
            _spread(activity, of_activity),
            _spread(common[features:], of_common[features:]),
        )
        if max(np.abs(step).max(), *np.abs(np.subtract(variances, before))) < CLOSE:
            break
    return TieModel(
        answers, cells.answered, common, curve.root, activity, curve.precision, curve.leaning,
        _skew(cells, curve, common, activity, variances[1]),
    )  # fmt: skip


@dataclass(frozen=True)
class _Cells:
    """What those who answered told: a row for each pair of them and another."""

    answered: "Ints"
    tie: "Flags"
    weight: "Floats"
    design: csr_array
    """The features, whether j told that it asks i, and a column for each j."""
    returned: int
    """Which column is the second of these."""
    asking: csr_array
    """A column for each who answered."""
    unknown: "Ints"
    """The cells whose j did not answer."""
    way_back: csr_array
    """For these, the design of the cell (j, i), without the report of i."""

    def errors(self, common: "Floats", activity: "Floats") -> "tuple[Floats, Floats]":
        """How far each cell is from its chance, and how much it tells of the logit."""
        logit = self.design @ common + self.asking @ activity
        back = self.way_back @ np.delete(common, self.returned)
        logit[self.unknown] += np.logaddexp(0, back + common[self.returned]) - np.logaddexp(0, back)
        chance = 1 / (1 + np.exp(-logit))
        return self.weight * (self.tie - chance), self.weight * chance * (1 - chance)


class _Curve(NamedTuple):
    """How the likelihood bends: what the cells know of activity, of all else, and of both."""

    precision: "Floats"
    leaning: "Floats"
    root: "Floats"
    """The triangle of what they know of the coefficients once the activities are out."""

    def step(self, slope: "Floats", of_activity: "Floats") -> "tuple[Floats, Floats]":
        """Newton's step, of the coefficients and of the activities."""
        step = cho_solve((self.root, True), slope - self.leaning.T @ (of_activity / self.precision))
        return step, (of_activity - self.leaning @ step) / self.precision

    def doubt(self) -> "tuple[Floats, Floats]":
        """The variance of each coefficient and of each activity."""
        inverse = solve_triangular(self.root, np.eye(len(self.root)), lower=True)
        shared = inverse @ (self.leaning / self.precision[:, None]).T
        return (inverse**2).sum(axis=0), 1 / self.precision + (shared**2).sum(axis=0)


def _curve(cells: _Cells, weight: "Floats", known: "Floats", known_of_activity: float) -> _Curve:
    weighted = cells.design.multiply(weight[:, None]).tocsr()
    precision = cells.asking.T @ weight + known_of_activity
    leaning = (cells.asking.T @ weighted).toarray()
    information = (cells.design.T @ weighted).toarray() + np.diag(known)
    information -= leaning.T @ (leaning / precision[:, None])
    return _Curve(precision, leaning, cholesky(information, lower=True))


def _skew(
    cells: _Cells, curve: _Curve, common: "Floats", activity: "Floats", variance: float
) -> "tuple[Floats, Floats]":
    """How far the mean of what might be true lies from the likeliest, by the third derivative.

    A chance that is small can be much larger than thought, but not much smaller: with the likeliest
    as the centre of a normal distribution there would be too many ties. How unsure a logit is comes
    from the activity and the popularity in it, all else given.
    """
    error, weight = cells.errors(common, activity)
    chance = cells.tie - error / cells.weight
    features = cells.returned + 1
    popular = cells.design.T @ weight
    unsure = np.append(np.zeros(features), 1 / (popular[features:] + 1 / variance))
    bend = (
        weight * (1 - 2 * chance) * (cells.design @ unsure + cells.asking @ (1 / curve.precision))
    )
    return curve.step(-0.5 * (cells.design.T @ bend), -0.5 * (cells.asking.T @ bend))


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
    answered = np.flatnonzero(~answers.silent)
    unknown = np.flatnonzero(answers.silent[j])
    return _Cells(
        answered,
        tie,
        weight,
        answers.design(i, j, returned=answers.told[j, i]),
        len(answers.names),
        incidence(i, len(answers.silent))[:, answered],
        unknown,
        answers.design(j[unknown], i[unknown]),
    )
