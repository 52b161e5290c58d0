"""Everything that changes during a run: one array or field a line.

This is the whole replicate. A copy of it is a snapshot; a run from a copy goes on as the run it
was copied from. Shapes use the letters of `qvgraph.model.world`. Few arrays with many fields,
because each array that a kernel takes costs the compiler time; an array of its own has what a
phase sweeps over.
"""

from typing import Final, NamedTuple

import numpy as np

FIRM: Final = np.dtype(
    [
        ("benefit", np.float64),  # euros per month
        ("account", np.float64),  # euros
        ("gained", np.float64),  # euros gained this month
        ("joined", np.int64),  # month of joining, -1 for members from the data
        ("last_active", np.int64),  # month
        ("last_course", np.int64),  # month
        ("visited", np.int64),  # last month with a visit
        ("waiting", np.int64),  # the training whose list the firm is on, -1: none
        ("waited", np.int64),  # months on that list
        ("vacancies", np.int64),  # open places
        ("vacancy_age", np.int64),  # months
        ("surplus", np.int64),  # workers it can spare this month
        ("member", np.uint8),
        ("knows_support", np.uint8),
        ("brought", np.uint8),  # the open places are on the turntable
    ],
    align=True,
)
REGION: Final = np.dtype(
    [
        ("balance", np.float64),  # euros
        ("developed_hours", np.float64),  # hours that went into the course being developed
        ("public", np.float64),  # nominal FTE of this month, by who pays
        ("fees", np.float64),
        ("host", np.float64),
        ("hours", np.float64),  # the manager's hours of this month
        ("hours_left", np.float64),  # those that no phase has used yet
        ("present", np.int64),  # persons on the post
        ("developing", np.int64),  # the skill of the course being developed, -1: none
        ("developed", np.int64),  # new trainings so far
        ("gaps", np.int64),  # of all firms above the threshold
        ("open", np.uint8),  # a paid post existed last month
    ],
    align=True,
)
PERSON: Final = np.dtype(
    [
        ("empty_until", np.int64),  # month
        ("outside", np.float64),  # hours carried for non-members
        ("inside", np.float64),  # hours carried for the others
    ]
)
TRAINING: Final = np.dtype(
    [
        ("price", np.float64),  # euros; a newly developed one gets it when it opens
        ("firms", np.int64),  # on its list in the region at hand
        ("members", np.int64),  # of them
        ("long", np.uint8),  # over 120 hours
    ],
    align=True,
)
LOG: Final = np.dtype(
    [
        ("stock", np.float64),
        ("strength", np.float64),
        ("trust", np.float64),
        ("referred", np.float64),  # trust of the tie to the one referred to
        ("firm", np.int64),  # whose entry
        ("partner", np.int64),  # tie to whom
        ("slot", np.int64),  # slot of the partner talked to, or bit of a training heard of
        ("skill", np.int64),  # skill learnt, -1: none
    ]
)


class State(NamedTuple):
    """The mutable arrays of one replicate."""

    # firms; rows of other organisations stay unused
    firm: np.ndarray  # (N,) `FIRM`
    need: np.ndarray  # (N, K)
    stock: np.ndarray  # (N, K)
    identified: np.ndarray  # (N, V) uint64: gaps the firm knows of
    reputation: np.ndarray  # (4, N) rows as in `mechanisms.reputation`
    tie_count: np.ndarray  # (N,)
    tie_partner: np.ndarray  # (N, 16)
    tie_strength: np.ndarray  # (N, 16) infinite in empty slots
    tie_trust: np.ndarray  # (N, 16)
    # organisations
    aware: np.ndarray  # (N, W) uint64: trainings it knows of
    contact: np.ndarray  # (N,)
    # regions, persons, trainings
    region: np.ndarray  # (R,) `REGION`
    active: np.ndarray  # (R, W) uint64: trainings on offer
    teaching: np.ndarray  # (R, K, W) uint64: trainings of the region that teach a skill
    person: np.ndarray  # (M,) `PERSON`
    training: np.ndarray  # (J,) `TRAINING`
    training_skills: np.ndarray  # (J, V) uint64
    # inside one month
    members: np.ndarray  # (N,) members as a phase found them, region by region
    first_member: np.ndarray  # (R + 1,)
    trust_found: np.ndarray  # (N,) trust before this month's visits, or at its end
    trust_means: np.ndarray  # (2, N) mean reputation of person and host
    size_sums: np.ndarray  # (2, 4) sums over the firms of each size class
    asked: np.ndarray  # (K,) members that know of a gap
    fitting: np.ndarray  # (W,) uint64: trainings that fit a firm
    slot_times: np.ndarray  # (16,) race times of a firm's partners
    luck: np.ndarray  # (N,) one uniform number for each organisation
    times: np.ndarray  # (2, N) race times of two groups of organisations
    rows: np.ndarray  # (2, N) whose
    times_candidates: np.ndarray  # (2, 5) the same for who might be introduced, here and elsewhere
    rows_candidates: np.ndarray  # (2, 5)
    log: np.ndarray  # (N,) `LOG`: what a phase writes at its end
    log_aware: np.ndarray  # (N, W) uint64
    log_identified: np.ndarray  # (N, V) uint64
    root: np.ndarray  # (N,) components: who stands for whom
    weight: np.ndarray  # (N,) components: firms under a root
    # inside one month, of the organisations of one region; O is the most that one has
    luck_bits: np.ndarray  # (O,) uint64: random bits that an index is still to be mixed into
    gone: np.ndarray  # (O,) uint64: trainings of one word that are forgotten
    aware_word: np.ndarray  # (O,) uint64: trainings of one word that a firm knows
    accounts: np.ndarray  # (O,) what a firm has saved up
    shares: np.ndarray  # (2, O) what share of a short and of a long training it pays
    taught: np.ndarray  # (2, O) uint64: skills of one word, rows as in `mechanisms.obstacles`


def copy_state(state: State) -> State:
    """A snapshot; all arrays are writable."""
    return State(*(array.copy() for array in state))


def reset_state(state: State, start: State) -> None:
    """Put `state` back to `start` without new memory."""
    for array, source in zip(state, start, strict=True):
        np.copyto(array, source)
